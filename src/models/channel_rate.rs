//! `channel_rates`: when the next request to an operator may be sent, by whichever process.
//!
//! A process takes moments and sends at them; no moment is given out twice, so that all
//! processes together keep the rate exactly, and each needs to know of no other.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types::{Interval, Text, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use super::cached::cached;
use crate::db::Conn;

/// A moment farther ahead than this was given out by a clock that was wrong.
const AHEAD: TimeDelta = TimeDelta::minutes(1);

/// Takes the moments from the one returned on, for as long as `long`: nobody else sends in
/// them. A time in which nobody sent is not made up for.
///
/// # Errors
/// If the database does not answer.
pub async fn take(
    conn: &mut Conn,
    channel: &str,
    long: TimeDelta,
    now: DateTime<Utc>,
) -> QueryResult<DateTime<Utc>> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = Timestamptz)]
        first: DateTime<Utc>,
    }
    let query = diesel::sql_query(
        "INSERT INTO channel_rates AS r (channel, next_at) VALUES ($1, $2 + $3)
         ON CONFLICT (channel) DO UPDATE SET
             next_at = CASE WHEN r.next_at BETWEEN $2 AND $2 + $4 THEN r.next_at ELSE $2 END + $3
         RETURNING next_at - $3 AS first",
    )
    .bind::<Text, _>(channel)
    .bind::<Timestamptz, _>(now)
    .bind::<Interval, _>(long)
    .bind::<Interval, _>(AHEAD);
    let taken: Taken = cached(query).get_result(conn).await?;
    Ok(taken.first)
}
