//! How far a broadcast is: its recipients by state, and how long their messages took.

use serde::Serialize;

use crate::db::Conn;
use crate::models::bulk_send;

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
    /// Not sent, for something that came up before their batch was made, and what.
    pub left_out: Vec<Failed>,
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
        let failed: i64 = by_reason.map(|failed| failed.people).sum();
        self.queued
            + self.sent
            + self.delivered
            + failed
            + self.unknown
            + self.cancelled
            + self.expired
    }
}

/// How far a broadcast is.
///
/// # Errors
/// If the database does not answer.
pub async fn of(conn: &mut Conn, broadcast: i64) -> diesel::QueryResult<Progress> {
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
            _ => progress.failed.push(Failed {
                why: count.failure.unwrap_or_default(),
                people,
            }),
        }
    }
    let times = bulk_send::times(conn, broadcast).await?;
    progress.times = times.map(|[p50, p90, p99]| Times { p50, p90, p99 });
    Ok(progress)
}
