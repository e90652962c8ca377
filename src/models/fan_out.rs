//! `fan_outs`: how far an approved broadcast was taken apart into batches.
//!
//! A chunk of people is put into batches and noted as done in one statement, so that whoever is
//! killed between two chunks has left nobody out and nobody in twice.

use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Bool, Integer, Jsonb, Timestamptz};
use diesel::{OptionalExtension as _, QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use super::audience::{self, PEOPLE, Resolved};
use crate::broadcasts::audience::Audience;
use crate::db::Conn;

/// Lets begin what was approved and is due, and gives up what is too late to begin; returns how
/// many begin.
///
/// # Errors
/// If the database does not answer.
pub async fn begin(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::sql_query(
        "WITH late AS (
            UPDATE broadcasts SET state = 'expired', finished_at = $1 WHERE state = 'approved' AND expires_at <= $1
         ), due AS (
            UPDATE broadcasts SET state = 'sending'
            WHERE state = 'approved' AND starts_at <= $1 AND expires_at > $1 RETURNING id
         )
         INSERT INTO fan_outs (broadcast_id, begun_at) SELECT id, $1 FROM due ON CONFLICT DO NOTHING",
    )
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The broadcasts that are not wholly in batches, and go on; emergencies first.
///
/// # Errors
/// If the database does not answer.
pub async fn open(conn: &mut Conn) -> QueryResult<Vec<i64>> {
    let rows: Vec<Id> = diesel::sql_query(
        "SELECT b.id FROM fan_outs f JOIN broadcasts b ON b.id = f.broadcast_id
         WHERE NOT f.done AND b.state = 'sending' ORDER BY b.emergency DESC, b.id",
    )
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// A broadcast of which the caller alone makes batches, until its transaction ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// Everybody up to this phone is in a batch.
    pub last_phone: i64,
    /// Whom it is for.
    pub audience: Audience,
    /// Whether it is an emergency.
    pub emergency: bool,
}

/// Takes a broadcast, unless another process has it or it does not go on.
///
/// # Errors
/// If the database does not answer, or the audience is not to be read.
pub async fn hold(conn: &mut Conn, broadcast: i64) -> QueryResult<Option<Held>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        last_phone: i64,
        #[diesel(sql_type = Jsonb)]
        audience: serde_json::Value,
        #[diesel(sql_type = Bool)]
        emergency: bool,
    }
    let row: Option<Row> = diesel::sql_query(
        "SELECT f.last_phone, b.audience, b.emergency FROM fan_outs f JOIN broadcasts b ON b.id = f.broadcast_id
         WHERE f.broadcast_id = $1 AND NOT f.done AND b.state = 'sending' FOR UPDATE OF f SKIP LOCKED",
    )
    .bind::<BigInt, _>(broadcast)
    .get_result(conn)
    .await
    .optional()?;
    let Some(row) = row else {
        return Ok(None);
    };
    let audience = serde_json::from_value(row.audience)
        .map_err(|error| diesel::result::Error::DeserializationError(Box::new(error)))?;
    Ok(Some(Held {
        last_phone: row.last_phone,
        audience,
        emergency: row.emergency,
    }))
}

/// After which phone a broadcast's people are in no batch yet: of one that is not begun after
/// the first of all, of one that is wholly in batches none.
///
/// # Errors
/// If the database does not answer.
pub async fn rest(conn: &mut Conn, broadcast: i64) -> QueryResult<Option<i64>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        last_phone: i64,
        #[diesel(sql_type = Bool)]
        done: bool,
    }
    let row: Option<Row> =
        diesel::sql_query("SELECT last_phone, done FROM fan_outs WHERE broadcast_id = $1")
            .bind::<BigInt, _>(broadcast)
            .get_result(conn)
            .await
            .optional()?;
    Ok(match row {
        None => Some(i64::MIN),
        Some(row) => (!row.done).then_some(row.last_phone),
    })
}

/// Puts the next `most` people of a broadcast that is held into batches of one language each, no
/// longer than `recipients`; true once nobody is left.
///
/// # Errors
/// If the database does not answer.
pub async fn chunk(
    conn: &mut Conn,
    broadcast: i64,
    who: &Resolved,
    after: i64,
    (most, recipients): (i64, usize),
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Done {
        #[diesel(sql_type = Bool)]
        done: bool,
    }
    let statement = format!("WITH people AS MATERIALIZED ({PEOPLE}), {INTO_BATCHES}");
    let row: Done = audience::bound(statement, who, after, most)
        .bind::<BigInt, _>(broadcast)
        .bind::<Integer, _>(i32::try_from(recipients).unwrap_or(i32::MAX))
        .bind::<Timestamptz, _>(now)
        .get_result(conn)
        .await?;
    Ok(row.done)
}

/// Whoever reads a language that has no text is told the default's ($7), where there is one.
const INTO_BATCHES: &str = "told AS (
    SELECT p.phone_id, coalesce(own.language, other.language) AS language
    FROM people p
    LEFT JOIN broadcast_texts own ON own.broadcast_id = $15 AND own.language = p.language
    LEFT JOIN broadcast_texts other ON other.broadcast_id = $15 AND other.language = $7
), numbered AS (
    SELECT phone_id, language, row_number() OVER (PARTITION BY language ORDER BY phone_id) - 1 AS n
    FROM told WHERE language IS NOT NULL
), made AS (
    INSERT INTO bulk_batches (broadcast_id, language, phone_ids, size, not_before)
    SELECT $15, language, array_agg(phone_id ORDER BY n), count(*), $17
    FROM numbered GROUP BY language, n / $16 ORDER BY n / $16, language
    RETURNING size
), counted AS (
    SELECT max(phone_id) AS last, count(*) AS people FROM people
), batched AS (
    SELECT coalesce(sum(size), 0) AS people FROM made
)
UPDATE fan_outs f SET
    last_phone = coalesce(counted.last, f.last_phone),
    people = f.people + batched.people,
    left_out = f.left_out + counted.people - batched.people,
    done = counted.people < $14
FROM counted, batched WHERE f.broadcast_id = $15 RETURNING f.done";

/// Ends what is over: batches of a broadcast that was cancelled or came too late are sent no
/// more, and a broadcast of which nothing is left to send is done. Returns how many are.
///
/// # Errors
/// If the database does not answer.
pub async fn end(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::sql_query(
        "UPDATE bulk_batches b SET state = CASE WHEN c.state = 'cancelled' THEN 'cancelled' ELSE 'expired' END
         FROM broadcasts c
         WHERE c.id = b.broadcast_id AND b.state = 'queued' AND c.id IN (SELECT broadcast_id FROM fan_outs)
           AND (c.state IN ('cancelled', 'expired') OR c.state IN ('sending', 'paused') AND c.expires_at <= $1)",
    )
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    diesel::sql_query(
        "UPDATE broadcasts c SET state = 'done', finished_at = $1
         WHERE (c.state = 'sending' OR c.state = 'paused' AND c.expires_at <= $1)
           AND EXISTS (SELECT FROM fan_outs f WHERE f.broadcast_id = c.id AND (f.done OR c.expires_at <= $1))
           AND NOT EXISTS (SELECT FROM bulk_batches b WHERE b.broadcast_id = c.id AND b.state = 'queued')
           AND NOT EXISTS (SELECT FROM bulk_batches b WHERE b.broadcast_id = c.id AND b.state = 'sending')",
    )
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
}
