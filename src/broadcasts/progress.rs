//! How far a broadcast is: its recipients by state, when they were handed over, and how long
//! their messages took.

use chrono::{DateTime, Utc};
use diesel_async::AsyncConnection as _;
use serde::Serialize;

use super::minutes::{self, Minutes};
use crate::db::Conn;
use crate::models::bulk_send::{self, reach};
use crate::models::{broadcast, outbox};

/// The reasons of those who were meant and left out when their batch was sent: they are not
/// told as failed, for nobody tried.
const LEFT_OUT: [&str; 1] = [outbox::STOPPED];

/// The recipients of a broadcast, each in one of these.
#[derive(Debug, Default, Clone, PartialEq, Serialize)]
pub struct Progress {
    /// Not handed over yet.
    pub queued: i64,
    /// Taken by the operator, which has not told of a handset.
    pub sent: i64,
    /// On the handset.
    pub delivered: i64,
    /// Never to be on the handset, and why.
    pub failed: Vec<Failed>,
    /// Nobody knows whether the operator took them.
    pub unknown: i64,
    /// Not sent, for the broadcast was cancelled.
    pub cancelled: i64,
    /// Not sent, for it came too late.
    pub expired: i64,
    /// Not sent, for something that came up after it was written, and what.
    pub left_out: Vec<Failed>,
    /// When the first were handed over.
    pub first_handed_at: Option<DateTime<Utc>>,
    /// When the last were, so far.
    pub last_handed_at: Option<DateTime<Utc>>,
    /// Seconds from handing over to the handset; none where nothing is delivered.
    pub times: Option<Times>,
}

/// How many failed for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failed {
    /// The reason, in the operator's word or ours.
    pub why: String,
    /// How many.
    pub people: i64,
}

/// Seconds until so many of a hundred delivered messages were on the handset.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Times {
    /// Half of them.
    pub p50: f64,
    /// Nine of ten.
    pub p90: f64,
    /// All but one of a hundred.
    pub p99: f64,
}

impl Progress {
    /// Everybody it tells of.
    #[must_use]
    pub fn people(&self) -> i64 {
        let by_reason = self.failed.iter().chain(&self.left_out);
        let by_reason: i64 = by_reason.map(|failed| failed.people).sum();
        self.queued
            + self.sent
            + self.delivered
            + by_reason
            + self.unknown
            + self.cancelled
            + self.expired
    }
}

/// All that is seen of a broadcast's way.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Look {
    /// How far it is.
    pub progress: Progress,
    /// Minute by minute.
    pub minutes: Minutes,
}

/// How far a broadcast is, and how it went minute by minute. A million people take half a second
/// to count: [`super::kept`] has them counted every few seconds at most, whoever asks.
///
/// # Errors
/// If the database does not answer.
pub async fn look(conn: &mut Conn, broadcast: i64) -> diesel::QueryResult<Look> {
    conn.transaction(async |conn| {
        broadcast::patient(conn).await?;
        let handed = reach::handed(conn, broadcast).await?;
        let mut progress = counted(conn, broadcast).await?;
        progress.first_handed_at = handed.iter().map(|minute| minute.first).min();
        progress.last_handed_at = handed.iter().map(|minute| minute.last).max();
        let told = reach::told(conn, broadcast).await?;
        let handed: Vec<_> = handed.iter().map(|h| (h.minute, h.people)).collect();
        let told: Vec<_> = told
            .iter()
            .map(|t| (t.minute, t.delivered, t.failed))
            .collect();
        let minutes = minutes::of(&handed, &told, progress.delivered);
        Ok(Look { progress, minutes })
    })
    .await
}

/// How far a broadcast is.
///
/// # Errors
/// If the database does not answer.
pub async fn of(conn: &mut Conn, broadcast: i64) -> diesel::QueryResult<Progress> {
    look(conn, broadcast).await.map(|look| look.progress)
}

async fn counted(conn: &mut Conn, broadcast: i64) -> diesel::QueryResult<Progress> {
    let mut progress = Progress::default();
    for count in bulk_send::counts(conn, broadcast).await? {
        let people = count.people;
        match count.state.as_str() {
            "queued" => progress.queued += people,
            "sent" => progress.sent += people,
            "delivered" => progress.delivered += people,
            "unknown" => progress.unknown += people,
            "cancelled" => progress.cancelled += people,
            "expired" => progress.expired += people,
            "left out" => progress.left_out.push(Failed {
                why: count.failure.unwrap_or_default(),
                people,
            }),
            _ => {
                let why = count.failure.unwrap_or_default();
                let out = LEFT_OUT.contains(&&*why);
                let list = if out {
                    &mut progress.left_out
                } else {
                    &mut progress.failed
                };
                list.push(Failed { why, people });
            }
        }
    }
    let times = bulk_send::times(conn, broadcast).await?;
    progress.times = times.map(|[p50, p90, p99]| Times { p50, p90, p99 });
    Ok(progress)
}
