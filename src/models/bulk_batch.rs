//! `bulk_batches`: people of a broadcast who are told one text in one request.
//!
//! queued -> sending (leased) -> sent, or unknown (nobody knows whether the operator took
//! them), cancelled, expired.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types::{
    Array, BigInt, Binary, Bool, Integer, Interval, Nullable, SmallInt, Text, Timestamptz,
};
use diesel::{OptionalExtension as _, QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use super::cached::cached;
use crate::db::Conn;
use crate::people::phone::Sealed;

/// How often an emergency may have reached the operator: twice is better than never, three
/// times is not better than twice.
pub const EMERGENCY_TRIES: i16 = 2;

/// How long after a lost answer an emergency goes again, in seconds.
pub const AGAIN_AFTER: TimeDelta = TimeDelta::seconds(60);

/// A broadcast of which batches wait.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Live {
    /// Its number.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Whether it is told at night too.
    #[diesel(sql_type = Bool)]
    pub emergency: bool,
    /// The three letters of the country it is for, where it is for a place.
    #[diesel(sql_type = Nullable<Text>)]
    pub country: Option<String>,
}

/// The broadcasts of which batches wait to be sent now, emergencies first.
///
/// # Errors
/// If the database does not answer.
pub async fn live(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<Vec<Live>> {
    let query = diesel::sql_query(
        "SELECT c.id, c.emergency, p.iso3 AS country
         FROM broadcasts c LEFT JOIN places p ON p.id = (c.audience ->> 'place')::bigint
         WHERE c.state = 'sending' AND c.expires_at > $1
           AND EXISTS (SELECT FROM bulk_batches b WHERE b.broadcast_id = c.id AND b.state = 'queued' AND b.not_before <= $1)
         ORDER BY c.emergency DESC, c.id",
    )
    .bind::<Timestamptz, _>(now);
    cached(query).load(conn).await
}

/// A batch that one sender alone may send, until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Claimed {
    /// The batch.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Of which broadcast.
    #[diesel(sql_type = BigInt)]
    pub broadcast_id: i64,
    /// Whether that is an emergency.
    #[diesel(sql_type = Bool)]
    pub emergency: bool,
    /// How often it may have reached the operator, once it is posted.
    #[diesel(sql_type = SmallInt)]
    pub tries: i16,
    /// What everybody is told.
    #[diesel(sql_type = Text)]
    pub body: String,
    /// Whom, ascending.
    #[diesel(sql_type = Array<BigInt>)]
    pub phone_ids: Vec<i64>,
}

/// Leases a broadcast's batch that waits longest, of `most` people at most: of a longer one the
/// rest waits on.
///
/// # Errors
/// If the database does not answer.
pub async fn claim(
    conn: &mut Conn,
    broadcast: i64,
    owner: &str,
    most: usize,
    now: DateTime<Utc>,
    lease: TimeDelta,
) -> QueryResult<Option<Claimed>> {
    let query = diesel::sql_query(CLAIM)
        .bind::<BigInt, _>(broadcast)
        .bind::<Timestamptz, _>(now)
        .bind::<Integer, _>(i32::try_from(most).unwrap_or(i32::MAX))
        .bind::<Text, _>(owner)
        .bind::<Interval, _>(lease);
    cached(query).get_result(conn).await.optional()
}

const CLAIM: &str = "
WITH next AS (
    SELECT b.id, b.size > $3 AS long FROM bulk_batches b
    WHERE b.broadcast_id = $1 AND b.state = 'queued' AND b.not_before <= $2
      AND EXISTS (SELECT FROM broadcasts c WHERE c.id = $1 AND c.state = 'sending' AND c.expires_at > $2)
    ORDER BY b.id LIMIT 1 FOR UPDATE SKIP LOCKED
), rest AS (
    INSERT INTO bulk_batches (broadcast_id, language, phone_ids, size, not_before, tries)
    SELECT b.broadcast_id, b.language, b.phone_ids[$3 + 1:], b.size - $3, b.not_before, b.tries
    FROM bulk_batches b JOIN next ON next.id = b.id WHERE next.long
)
UPDATE bulk_batches b SET
    state = 'sending', leased_by = $4, lease_until = $2 + $5, tries = b.tries + 1, handed_at = $2,
    phone_ids = CASE WHEN next.long THEN b.phone_ids[1:$3] ELSE b.phone_ids END,
    size = least(b.size, $3)
FROM next, broadcasts c, broadcast_texts t
WHERE b.id = next.id AND c.id = b.broadcast_id AND t.broadcast_id = b.broadcast_id AND t.language = b.language
RETURNING b.id, b.broadcast_id, c.emergency, b.tries, t.body, b.phone_ids";

/// One of a batch's people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their phone.
    pub phone_id: i64,
    /// Its number.
    pub sealed: Sealed,
    /// Whether they have opted out.
    pub stopped: bool,
}

/// The numbers of a batch's people, ascending by phone; nobody where the broadcast was paused
/// or cancelled a moment ago.
///
/// # Errors
/// If the database does not answer.
pub async fn people(conn: &mut Conn, batch: &Claimed) -> QueryResult<Vec<Person>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
        #[diesel(sql_type = Binary)]
        sealed: Vec<u8>,
        #[diesel(sql_type = SmallInt)]
        seal_key_id: i16,
        #[diesel(sql_type = Bool)]
        stopped: bool,
    }
    let query = diesel::sql_query(
        "SELECT p.id, p.sealed, p.seal_key_id, s.stopped_at IS NOT NULL AS stopped
         FROM phones p LEFT JOIN subscribers s ON s.phone_id = p.id
         WHERE p.id = ANY ($1) AND EXISTS (SELECT FROM broadcasts c WHERE c.id = $2 AND c.state = 'sending')
         ORDER BY p.id",
    )
    .bind::<Array<BigInt>, _>(&batch.phone_ids)
    .bind::<BigInt, _>(batch.broadcast_id);
    let rows: Vec<Row> = cached(query).load(conn).await?;
    let person = |row: Row| Person {
        phone_id: row.id,
        sealed: Sealed {
            bytes: row.sealed,
            key_id: row.seal_key_id,
        },
        stopped: row.stopped,
    };
    Ok(rows.into_iter().map(person).collect())
}

/// How many people wait in batches.
///
/// # Errors
/// If the database does not answer.
pub async fn queued(conn: &mut Conn) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        people: i64,
    }
    let row: Row = diesel::sql_query(
        "SELECT coalesce(sum(size), 0)::bigint AS people FROM bulk_batches WHERE state = 'queued'",
    )
    .get_result(conn)
    .await?;
    Ok(row.people)
}

/// Lets a batch wait again that the operator took nothing of.
///
/// # Errors
/// If the database does not answer.
pub async fn release(conn: &mut Conn, batch: &Claimed, owner: &str) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE bulk_batches SET state = 'queued', leased_by = NULL, lease_until = NULL, handed_at = NULL, tries = tries - 1
         WHERE id = $1 AND state = 'sending' AND leased_by = $2 AND tries = $3",
    )
    .bind::<BigInt, _>(batch.id)
    .bind::<Text, _>(owner)
    .bind::<SmallInt, _>(batch.tries)
    .execute(conn)
    .await
    .map(drop)
}

/// Lets some of a batch's people wait again, in a batch of their own.
///
/// # Errors
/// If the database does not answer.
pub async fn again(
    conn: &mut Conn,
    batch: &Claimed,
    phones: &[i64],
    tries: i16,
    not_before: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT INTO bulk_batches (broadcast_id, language, phone_ids, size, not_before, tries)
         SELECT broadcast_id, language, $2, cardinality($2), $3, $4 FROM bulk_batches WHERE id = $1",
    )
    .bind::<BigInt, _>(batch.id)
    .bind::<Array<BigInt>, _>(phones)
    .bind::<Timestamptz, _>(not_before)
    .bind::<SmallInt, _>(tries)
    .execute(conn)
    .await
    .map(drop)
}

/// Gives up on batches whose lease has ended: whoever had them is gone, and nobody knows how far
/// it came. An emergency that went once goes again. Returns the phones of the others.
/// To be called in a transaction that has [`super::send::take_turn`].
///
/// # Errors
/// If the database does not answer.
pub async fn lapse(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Lapsed {
        #[diesel(sql_type = BigInt)]
        phone_id: i64,
    }
    let rows: Vec<Lapsed> = diesel::sql_query(
        "WITH held AS (
            SELECT b.id, c.emergency AND b.tries < $2 AND c.expires_at > $1 AND c.state <> 'cancelled' AS again
            FROM bulk_batches b JOIN broadcasts c ON c.id = b.broadcast_id
            WHERE b.state = 'sending' AND b.lease_until < $1
            ORDER BY b.lease_until LIMIT 100 FOR UPDATE OF b SKIP LOCKED
         ), lapsed AS (
            UPDATE bulk_batches b SET
                state = CASE WHEN again THEN 'queued' ELSE 'unknown' END,
                not_before = CASE WHEN again THEN $1 + $3 ELSE b.not_before END,
                leased_by = NULL, lease_until = NULL
            FROM held WHERE b.id = held.id RETURNING b.id, b.phone_ids, held.again
         )
         INSERT INTO bulk_sends (batch_id, phone_id, state, failure)
         SELECT l.id, p, 'unknown', 'no answer' FROM lapsed l, unnest(l.phone_ids) AS p WHERE NOT l.again
         ON CONFLICT DO NOTHING RETURNING phone_id",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<SmallInt, _>(EMERGENCY_TRIES)
    .bind::<Interval, _>(AGAIN_AFTER)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.phone_id).collect())
}
