//! From an approved broadcast to batches that the sender can lease: chunk after chunk of its
//! people, each chunk in one statement, while the first batches are being sent already.

use std::sync::Arc;
use std::time::Duration;

use diesel_async::AsyncConnection as _;
use tokio::time::sleep;

use crate::app::App;
use crate::db::{Db, DbError, Settings};
use crate::models::fan_out::Chunk;
use crate::models::{audience, fan_out};

/// People of one chunk: so many that a country takes a hundred, so few that the first batches
/// are there in a moment.
const CHUNK: i64 = 20_000;

/// How often it is looked for what was approved, paused or cancelled.
const POLL: Duration = Duration::from_millis(250);

/// How long the database is left alone after it did not answer.
const AWAY: Duration = Duration::from_secs(1);

/// What takes broadcasts apart, with a connection of its own: a chunk of a large audience takes
/// longer than a caller would wait.
#[derive(Debug)]
pub struct FanOut {
    app: Arc<App>,
    db: Db,
    /// People of one chunk.
    pub chunk: i64,
}

impl FanOut {
    /// To be called on the main runtime.
    ///
    /// # Errors
    /// If no pool can be built.
    pub fn new(app: Arc<App>) -> Result<Self, DbError> {
        let settings = Settings {
            size: 1,
            ..Settings::command(app.config.database.url.expose())
        };
        let db = Db::new(&settings, app.runtime.clone())?;
        let chunk = CHUNK;
        Ok(Self { app, db, chunk })
    }

    /// Begins what is due, takes the next chunk of each broadcast, and ends what is over; whether
    /// there is more to take.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn pass(&self) -> Result<bool, DbError> {
        let mut conn = self.db.get().await?;
        let now = self.app.clock.now();
        fan_out::begin(&mut conn, now).await?;
        let mut more = false;
        for broadcast in fan_out::open(&mut conn).await? {
            let done = conn
                .transaction(async |conn| {
                    let Some(held) = fan_out::hold(conn, broadcast).await? else {
                        return diesel::QueryResult::Ok(true);
                    };
                    let stopped_too = self.app.reaches_stopped(held.emergency);
                    let language = &self.app.config.ussd.language;
                    let who = audience::resolve(
                        conn,
                        &held.audience,
                        language,
                        stopped_too,
                        held.corrects,
                    )
                    .await?;
                    let size = Chunk {
                        people: self.chunk,
                        recipients: self.app.config.africastalking.recipients,
                        a_week: self
                            .app
                            .config
                            .broadcasts
                            .budget(held.emergency || held.corrects.is_some()),
                    };
                    fan_out::chunk(conn, broadcast, &who, held.last_phone, size, now).await
                })
                .await?;
            more |= !done;
            self.app.outbox.notify_one();
        }
        fan_out::end(&mut conn, now).await?;
        Ok(more)
    }
}

/// Takes broadcasts apart for as long as the service runs.
pub async fn run(fan_out: FanOut) {
    let mut away = false;
    loop {
        let wait = match fan_out.pass().await {
            Ok(more) => {
                if std::mem::take(&mut away) {
                    tracing::info!("broadcasts go on");
                }
                if more { Duration::ZERO } else { POLL }
            }
            Err(error) => {
                if !away {
                    tracing::warn!(%error, "broadcasts wait: {error}");
                }
                away = true;
                AWAY
            }
        };
        sleep(wait).await;
    }
}
