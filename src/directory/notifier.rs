//! Lets the followers of every process know that something was committed.

use std::time::Duration;

use tokio::{sync::mpsc, time::sleep};

use crate::{
    db::{Db, DbError},
    models::change,
};

/// At most one NOTIFY a process in this time: PostgreSQL makes committing
/// transactions that notify take turns.
const BETWEEN: Duration = Duration::from_millis(100);

/// What writers call after each commit.
#[derive(Debug)]
pub struct Notifier {
    wanted: mpsc::Sender<()>,
}

impl Notifier {
    /// Says that something was committed. Returns at once and cannot fail:
    /// followers poll anyway, a lost notification only costs them a moment.
    pub fn notify(&self) {
        // Full means that a notification that will come after now is already due.
        let _ = self.wanted.try_send(());
    }
}

/// The process's notifier, which works until it is dropped. To be
/// called on the main runtime.
#[must_use]
pub fn notifier(db: Db) -> Notifier {
    let (wanted, mut wanting) = mpsc::channel(1);
    tokio::spawn(async move {
        while wanting.recv().await.is_some() {
            if let Err(error) = send(&db).await {
                tracing::debug!(%error, "followers were not notified; they will poll");
            }
            sleep(BETWEEN).await;
        }
    });
    Notifier { wanted }
}

async fn send(db: &Db) -> Result<(), DbError> {
    Ok(change::notify(&mut *db.get().await?).await?)
}
