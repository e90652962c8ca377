//! What goes next, leased to one sender, and what no longer goes.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types::{BigInt, Binary, Integer, Interval, SmallInt, Text, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use super::Rank;
use crate::db::Conn;
use crate::people::phone::Sealed;

/// Messages that one sender alone may send, until its lease ends.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What they all say.
    pub body: String,
    /// Which they are, no two to one phone.
    pub messages: Vec<Claimed>,
    /// How many came up that are not to be sent any more: too late, no longer
    /// so, or the person has opted out.
    pub dropped: usize,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The message.
    pub id: i64,
    /// To whom.
    pub phone_id: i64,
    /// Their number.
    pub sealed: Sealed,
}

/// Leases the message of this rank that has waited longest, and those soon
/// after it that say the same to others, `most` in all.
///
/// # Errors
/// If the database does not answer.
pub async fn claim(
    conn: &mut Conn,
    rank: Rank,
    owner: &str,
    most: usize,
    now: DateTime<Utc>,
    lease: TimeDelta,
) -> QueryResult<Claim> {
    let rows: Vec<ClaimedRow> = diesel::sql_query(format!("{FATE}, {DROP} {MARK}"))
        .bind::<SmallInt, _>(rank.number())
        .bind::<Timestamptz, _>(now)
        .bind::<Integer, _>(i32::try_from(most).unwrap_or(i32::MAX))
        .bind::<Text, _>(owner)
        .bind::<Interval, _>(lease)
        .load(conn)
        .await?;
    let mut claim = Claim::default();
    for row in rows {
        if row.state != "sending" {
            claim.dropped += 1;
            continue;
        }
        claim.body = row.body;
        claim.messages.push(Claimed {
            id: row.id,
            phone_id: row.phone_id,
            sealed: Sealed {
                bytes: row.sealed,
                key_id: row.seal_key_id,
            },
        });
    }
    Ok(claim)
}

/// Marks what was not sent in time as expired; returns how many.
///
/// # Errors
/// If the database does not answer.
pub async fn expire(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::sql_query(format!(
        "WITH dropped AS (
            UPDATE outbox SET state = 'expired', finished_at = $1, failure = NULL
            WHERE state = 'queued' AND expires_at <= $1 RETURNING id
         ), {DROP}
         SELECT FROM dropped"
    ))
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
}

/// `near` reads the index from the first message on and no further than a
/// request is long, so that a long queue of different texts costs no more than
/// a short one. Rows are locked one by one and looked at again once they are.
///
/// What is told is looked at again: of alerts one at least is still open, what somebody waits
/// for is still there. Who asks for a message after they opted out is to have that one.
const FATE: &str = "
WITH head AS (
    SELECT id, not_before, body FROM outbox
    WHERE state = 'queued' AND rank = $1 AND not_before <= $2
    ORDER BY not_before, id LIMIT 1 FOR UPDATE SKIP LOCKED
), near AS (
    SELECT o.id, o.phone_id, o.not_before, o.body FROM head, outbox o
    WHERE o.state = 'queued' AND o.rank = $1 AND o.not_before <= $2
      AND (o.not_before, o.id) >= (head.not_before, head.id)
    ORDER BY o.not_before, o.id LIMIT $3
), alike AS (
    SELECT DISTINCT ON (near.phone_id) near.id FROM near JOIN head ON head.body = near.body
    ORDER BY near.phone_id, near.not_before, near.id
), batch AS (
    SELECT id, phone_id, expires_at FROM outbox
    WHERE id IN (SELECT id FROM alike) AND state = 'queued'
    FOR UPDATE SKIP LOCKED
), fate AS MATERIALIZED (
    SELECT batch.id, p.sealed, p.seal_key_id, CASE
        WHEN batch.expires_at <= $2 THEN 'expired'
        WHEN $1 > 0 AND EXISTS (SELECT FROM subscribers s
            WHERE s.phone_id = batch.phone_id AND s.stopped_at IS NOT NULL
              AND NOT EXISTS (SELECT FROM waiting w WHERE w.outbox_id = batch.id AND w.asked_at > s.stopped_at)) THEN 'failed'
        WHEN $1 = 1 AND EXISTS (SELECT FROM alert_tellings t WHERE t.outbox_id = batch.id)
            AND NOT EXISTS (SELECT FROM alert_tellings t JOIN alerts a ON a.id = t.alert_id
                WHERE t.outbox_id = batch.id AND a.resolved_at IS NULL) THEN 'expired'
        WHEN $1 = 1 AND EXISTS (SELECT FROM waiting w WHERE w.outbox_id = batch.id AND w.told_of IS NOT NULL
            AND NOT EXISTS (SELECT FROM stock_levels l
                WHERE l.facility_id = w.told_of AND l.product_id = w.product_id AND l.quantity > 0)) THEN 'expired'
        ELSE 'sending' END AS state
    FROM batch JOIN phones p ON p.id = batch.phone_id
), dropped AS (
    SELECT id FROM fate WHERE state <> 'sending'
)";

/// What was dropped told nobody: an alert that is still open is told again, and who waits
/// goes on waiting.
const DROP: &str = "untold AS (
    DELETE FROM alert_tellings WHERE outbox_id IN (SELECT id FROM dropped)
), waits AS (
    UPDATE waiting SET told_at = NULL, told_of = NULL, outbox_id = NULL WHERE outbox_id IN (SELECT id FROM dropped)
)";

/// Says what became of each.
const MARK: &str = "UPDATE outbox o SET
    state = fate.state,
    leased_by = CASE WHEN fate.state = 'sending' THEN $4 END,
    lease_until = CASE WHEN fate.state = 'sending' THEN $2 + $5 END,
    tries = o.tries + CASE WHEN fate.state = 'sending' THEN 1 ELSE 0 END,
    failure = CASE WHEN fate.state = 'failed' THEN 'stopped' END,
    finished_at = CASE WHEN fate.state <> 'sending' THEN $2 END
FROM fate WHERE o.id = fate.id
RETURNING o.id, o.phone_id, o.body, o.state, fate.sealed, fate.seal_key_id";

#[derive(QueryableByName)]
struct ClaimedRow {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = BigInt)]
    phone_id: i64,
    #[diesel(sql_type = Text)]
    body: String,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Binary)]
    sealed: Vec<u8>,
    #[diesel(sql_type = SmallInt)]
    seal_key_id: i16,
}
