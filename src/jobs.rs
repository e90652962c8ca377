//! Work behind the service: the schedule ([`schedule`], pure) says what is due, the queue
//! (`models/job.rs`) who is at it, and a file each what is done ([`forecasts`]).
//!
//! A job is asked for once for each key, so that any number of workers may ask. Who takes it
//! leases it; the lease is made longer with each part that is done, in the transaction that
//! keeps that part, so that a worker that was killed is followed by one that goes on where it was, and of two
//! that believe they have the same job only one keeps anything. One that fails waits longer each
//! time. Every run is recorded; what failed, lapsed or was slow is logged as an error, and whoever runs
//! the service is told once of a job that goes on failing or was slow.

pub mod forecasts;
pub mod schedule;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::clock::Clock;
use crate::db::{Conn, Db};
use crate::models::job::{self, Claimed, Kind, Outcome, TRIES};
use crate::models::notice::{self, NewNotice};

/// How long nobody else takes a job after a part of it was done.
pub const LEASE: TimeDelta = TimeDelta::minutes(15);

/// A run that takes longer is an error.
const SLOW: TimeDelta = TimeDelta::hours(2);

/// How often it is looked what is due.
const EVERY: Duration = Duration::from_secs(10);

/// A job that failed so often is told of: what a minute's wait mends is not.
const TOLD: i16 = 3;

/// Does what is due.
pub struct Worker {
    /// The record.
    pub db: Db,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// The zone of the people served.
    pub zone: Tz,
    /// The time of day at which nightly work begins there.
    pub nightly: NaiveTime,
    /// Stocks of one part of a job.
    pub at_once: i64,
    /// Its name among all workers.
    pub name: String,
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Somebody else has the job: what was done of this part is not kept.
#[derive(Debug, thiserror::Error)]
#[error("somebody else took the job over")]
pub struct TakenOver;

/// What is told of a job that failed, once.
fn failed(job: i64, key: &str, why: &str) -> NewNotice {
    NewNotice {
        kind: notice::Kind::Failed,
        key: job.to_string(),
        subject: key.to_owned(),
        figure: why.to_owned(),
    }
}

/// Logs how long a run took; what is told of it where that was too long.
fn slow(job: &Claimed, took: TimeDelta) -> Option<NewNotice> {
    let (id, minutes) = (job.id, took.num_minutes());
    if took <= SLOW {
        tracing::info!(job = id, key = job.key, minutes, "was at job {id}");
        return None;
    }
    tracing::error!(job = id, minutes, "job {id} is slow: {minutes} minutes");
    Some(NewNotice {
        kind: notice::Kind::Slow,
        key: id.to_string(),
        subject: job.key.clone(),
        figure: minutes.to_string(),
    })
}

impl Worker {
    /// Asks for the nightly work of a date; whether nobody had.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn ask(&self, date: NaiveDate) -> anyhow::Result<bool> {
        let now = self.clock.now();
        let mut conn = self.db.get().await?;
        let key = date.to_string();
        Ok(job::enqueue(&mut conn, Kind::Forecasts, &key, now, now).await?)
    }

    /// Asks for what the schedule says, and takes the job that is due, if any.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn take(&self) -> anyhow::Result<Option<Claimed>> {
        if let Some(date) = schedule::tonight(self.clock.now(), self.zone, self.nightly) {
            self.ask(date).await?;
        }
        // Not before what was just asked for is due.
        let now = self.clock.now();
        let mut conn = self.db.get().await?;
        for lapsed in job::lapse(&mut conn, now).await? {
            if lapsed.state == "failed" {
                let new = failed(lapsed.id, &lapsed.key, "killed each time");
                notice::add(&mut conn, &new, now).await?;
            }
            tracing::error!(
                job = lapsed.id,
                state = lapsed.state,
                "nothing was heard of job {} before its lease ended: it is {} now",
                lapsed.id,
                lapsed.state
            );
        }
        Ok(job::claim(&mut conn, &self.name, now, LEASE).await?)
    }

    /// Does the next part of a job; `false` where nothing was left to do.
    ///
    /// # Errors
    /// If it fails, or somebody else has it: nothing of this part is kept.
    pub async fn part(&self, job: &mut Claimed) -> anyhow::Result<bool> {
        match job.kind {
            Kind::Forecasts => forecasts::part(self, job).await,
        }
    }

    /// Does a job until it is done, it fails or the process is to end, and records that.
    ///
    /// # Errors
    /// If the database does not answer; then its lease ends some time.
    pub async fn work(
        &self,
        mut job: Claimed,
        stop: &watch::Receiver<bool>,
    ) -> anyhow::Result<Outcome> {
        let began = self.clock.now();
        let done = loop {
            if *stop.borrow() {
                break Ok(Outcome::Stopped);
            }
            match self.part(&mut job).await {
                Ok(true) => {}
                Ok(false) => break Ok(Outcome::Done),
                Err(error) => break Err(error),
            }
        };
        let now = self.clock.now();
        let outcome = match done {
            Ok(outcome) => outcome,
            Err(error) => {
                let again = (job.attempt < TRIES).then(|| now + schedule::back_off(job.attempt));
                let (id, attempt) = (job.id, job.attempt);
                tracing::error!(
                    job = id,
                    attempt,
                    %error,
                    "job {id} failed at try {attempt}, {}: {error:#}",
                    again.map_or_else(
                        || "for good".to_owned(),
                        |again| format!("is tried again at {again}")
                    )
                );
                Outcome::Failed(format!("{error:#}"), again)
            }
        };
        let slow = slow(&job, now - began);
        let failed = match &outcome {
            Outcome::Failed(why, again) if again.is_none() || job.attempt >= TOLD => {
                Some(failed(job.id, &job.key, why))
            }
            _ => None,
        };
        let mut conn = self.db.get().await?;
        job::release(&mut conn, &job, &outcome, now).await?;
        for new in failed.iter().chain(&slow) {
            notice::add(&mut conn, new, now).await?;
        }
        Ok(outcome)
    }

    /// Does one job that is due, if any; what came of it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn round(&self, stop: &watch::Receiver<bool>) -> anyhow::Result<Option<Outcome>> {
        match self.take().await? {
            Some(job) => Ok(Some(self.work(job, stop).await?)),
            None => Ok(None),
        }
    }

    /// Does what is due until `stop` is true. An outage is logged when it begins and when it
    /// ends.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        let mut away = false;
        while !*stop.borrow() {
            match self.round(&stop).await {
                Ok(done) => {
                    if std::mem::take(&mut away) {
                        tracing::info!("the record answers again");
                    }
                    if done.is_some() {
                        continue;
                    }
                }
                Err(error) => {
                    if !away {
                        tracing::warn!(%error, "no work can be done: {error:#}");
                    }
                    away = true;
                }
            }
            tokio::select! {
                _ = stop.changed() => {}
                () = sleep(EVERY) => {}
            }
        }
    }

    /// Says that a job is done up to there and so many items more, and keeps its lease. First in its transaction, so that
    /// of two who have the same job one waits for the other, and keeps nothing.
    ///
    /// # Errors
    /// If somebody else has it ([`TakenOver`]), or the database does not answer.
    async fn advance(
        &self,
        conn: &mut Conn,
        job: &Claimed,
        after: (i64, i64),
        items: i64,
    ) -> anyhow::Result<()> {
        if job::advance(conn, job, after, items, self.lease_until()).await? {
            return Ok(());
        }
        Err(TakenOver.into())
    }

    /// When the lease of a part that is done now ends.
    fn lease_until(&self) -> DateTime<Utc> {
        self.clock.now() + LEASE
    }
}
