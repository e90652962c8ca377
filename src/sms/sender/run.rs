//! The sender at work, for as long as the service runs.

use std::sync::Arc;
use std::time::Duration;

use diesel_async::AsyncConnection as _;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::{Batch, Next, Sender};
use crate::db::DbError;
use crate::models::outbox::{self, Rank};
use crate::models::{bulk_batch, send};
use crate::sms::delivery;

/// How long after the last look the outbox is looked into again, where nobody
/// says that something was put into it.
const POLL: Duration = Duration::from_millis(500);

/// How long the database is left alone after it did not answer.
const AWAY: Duration = Duration::from_secs(1);

/// How often leases that ended are looked for.
const SWEEP_EVERY: Duration = Duration::from_secs(5);

/// Of so many sweeps one also looks for what is too late, and counts what waits.
const THOROUGH: u32 = 6;

/// How long a stop waits for answers that are on their way.
const STOP_WAIT: Duration = Duration::from_secs(8);

/// Sends until `stop` is true or its other end is gone. Requests that are out
/// then are waited for, a while.
pub async fn run(sender: Arc<Sender>, mut stop: watch::Receiver<bool>) {
    let mut sweeper = JoinSet::new();
    sweeper.spawn(sweep(Arc::clone(&sender)));
    let most = sender.app.config.africastalking.parallel;
    let mut out = JoinSet::new();
    let mut away = false;
    while !*stop.borrow() {
        let wait = if out.len() >= most {
            Duration::MAX
        } else {
            match sender.claim().await {
                Ok(Next::Send(batch)) => {
                    out.spawn(deliver(Arc::clone(&sender), batch, stop.clone()));
                    continue;
                }
                Ok(Next::Dropped(_)) => continue,
                Ok(Next::Nothing) => POLL,
                Ok(Next::Wait(wait)) => wait,
                Err(error) => {
                    if !away {
                        tracing::warn!(%error, "the outbox cannot be read: {error}");
                    }
                    away = true;
                    sleep(AWAY).await;
                    continue;
                }
            }
        };
        if std::mem::take(&mut away) {
            tracing::info!("the outbox can be read again");
        }
        tokio::select! {
            _ = stop.changed() => break,
            Some(done) = out.join_next() => ended(done),
            () = sender.app.outbox.notified() => {}
            () = sleep(wait) => {}
        }
    }
    let left = timeout(STOP_WAIT, async {
        while let Some(done) = out.join_next().await {
            ended(done);
        }
    })
    .await;
    if left.is_err() {
        tracing::warn!("stopped before {} answers came", out.len());
    }
}

/// A delivery that panicked leaves its messages leased, as a process that was killed does.
fn ended(done: Result<(), JoinError>) {
    if let Err(error) = done {
        tracing::error!(%error, "sending failed: {error}");
    }
}

/// Posts a batch, and marks it for as long as that takes.
async fn deliver(sender: Arc<Sender>, batch: Batch, stop: watch::Receiver<bool>) {
    let answers = sender.post(&batch).await;
    while let Err(error) = sender.mark(&batch, &answers).await {
        tracing::warn!(%error, "an answer cannot be kept yet: {error}");
        if *stop.borrow() {
            return;
        }
        sleep(AWAY).await;
    }
}

/// Looks after messages that nobody sends.
async fn sweep(sender: Arc<Sender>) {
    let mut every = interval(SWEEP_EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut sweeps = 0_u32;
    loop {
        every.tick().await;
        let swept = async {
            sender.lapse().await?;
            if sweeps.is_multiple_of(THOROUGH) {
                sender.tidy().await?;
            }
            Ok::<_, DbError>(())
        };
        if let Err(error) = swept.await {
            tracing::debug!(%error, "the outbox was not swept: {error}");
        }
        sweeps = sweeps.wrapping_add(1);
    }
}

impl Sender {
    /// Gives up on messages whose sender is gone.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn lapse(&self) -> Result<(), DbError> {
        let now = self.app.clock.now();
        let mut conn = self.db.get().await?;
        let phones = conn
            .transaction(async |conn| {
                send::take_turn(conn).await?;
                let mut phones = send::lapse(conn, now, self.lease()).await?;
                phones.extend(bulk_batch::lapse(conn, now).await?);
                let ids = delivery::recognise(conn, &phones, now).await?;
                delivery::settle(conn, &ids, now).await?;
                diesel::QueryResult::Ok(phones)
            })
            .await?;
        if !phones.is_empty() {
            let count = phones.len();
            self.app.metrics.sends("unknown", count);
            tracing::warn!(
                count,
                "of messages to {count} phones nobody knows whether they went out"
            );
        }
        Ok(())
    }

    /// Marks what is too late, and counts what waits.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn tidy(&self) -> Result<(), DbError> {
        let mut conn = self.db.get().await?;
        let late = outbox::expire(&mut conn, self.app.clock.now()).await?;
        self.app.metrics.sends("expired", late);
        let people = bulk_batch::queued(&mut conn).await?;
        for (rank, count) in outbox::queued(&mut conn).await? {
            let batched = if rank == Rank::Bulk { people } else { 0 };
            self.app.metrics.queued(rank.word(), count + batched);
        }
        Ok(())
    }
}
