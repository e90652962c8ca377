//! `fan_outs`: how far an approved broadcast was taken apart into batches.
//!
//! A chunk of people is put into batches and noted as done in one statement, so that whoever is
//! killed between two chunks has left nobody out and nobody in twice.

use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Bool, Integer, Jsonb, Nullable, Text, Timestamptz};
use diesel::{OptionalExtension as _, QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use super::audience::{self, PEOPLE, Resolved};
use super::{budget, lock};
use crate::broadcasts::audience::Audience;
use crate::db::Conn;

/// Lets begin what was approved and is due; returns how many begin.
///
/// # Errors
/// If the database does not answer.
pub async fn begin(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::sql_query(
        "WITH due AS (
            UPDATE broadcasts SET state = 'sending'
            WHERE state = 'approved' AND starts_at <= $1 AND expires_at > $1 RETURNING id
         )
         INSERT INTO fan_outs (broadcast_id, begun_at) SELECT id, $1 FROM due ON CONFLICT DO NOTHING",
    )
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
}

/// A broadcast that came too late for some.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Late {
    /// Its number.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// The state it was in: approved, sending or paused.
    #[diesel(sql_type = Text)]
    pub before: String,
    /// How many are not told, and will not be, as far as that was counted; one at least.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
}

/// Lets go of what is too late to be told to whoever waits for it, by one caller alone.
///
/// # Errors
/// If the database does not answer.
pub async fn late(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<Vec<Late>> {
    diesel::sql_query(
        "WITH held AS (
            SELECT id, state, recipients FROM broadcasts
            WHERE state IN ('approved', 'sending', 'paused') AND expires_at <= $1 FOR UPDATE SKIP LOCKED
         ), left_over AS (
            SELECT h.id, h.state, (
                CASE WHEN f.done THEN 0 ELSE greatest(h.recipients - coalesce(f.people + f.left_out, 0), 1) END
                + (SELECT coalesce(sum(b.size), 0) FROM bulk_batches b
                   WHERE b.broadcast_id = h.id AND b.state = 'queued' AND b.tries = 0))::bigint AS people
            FROM held h LEFT JOIN fan_outs f ON f.broadcast_id = h.id
         )
         UPDATE broadcasts c SET state = 'expired', finished_at = $1 FROM left_over l
         WHERE c.id = l.id AND l.people > 0 RETURNING c.id, l.state AS before, l.people",
    )
    .bind::<Timestamptz, _>(now)
    .load(conn)
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
    /// The broadcast it corrects.
    pub corrects: Option<i64>,
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
        #[diesel(sql_type = Nullable<BigInt>)]
        corrects: Option<i64>,
    }
    let row: Option<Row> = diesel::sql_query(
        "SELECT f.last_phone, b.audience, b.emergency, b.corrects FROM fan_outs f JOIN broadcasts b ON b.id = f.broadcast_id
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
        corrects: row.corrects,
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

/// How much one chunk takes.
#[derive(Debug, Clone, Copy)]
pub struct Chunk {
    /// People at most.
    pub people: i64,
    /// Recipients of one batch at most.
    pub recipients: usize,
    /// Ordinary broadcasts that one person is told of within seven days; none is no limit.
    pub a_week: Option<u32>,
}

/// Puts the next people of a broadcast that is held into batches of one language each; true once
/// nobody is left. Left out, and counted, is who reads no language it is written in, whose number
/// nothing reaches, and who was told of enough others.
///
/// # Errors
/// If the database does not answer.
pub async fn chunk(
    conn: &mut Conn,
    broadcast: i64,
    who: &Resolved,
    after: i64,
    size: Chunk,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    #[derive(QueryableByName)]
    struct Done {
        #[diesel(sql_type = Bool)]
        done: bool,
    }
    let over = match size.a_week {
        Some(_) => {
            // Of two that are taken apart at once the second sees what the first has made.
            lock::budget(conn).await?;
            budget::over(
                "$16",
                "$18",
                "$19",
                "(SELECT min(phone_id) AS first, max(phone_id) AS last FROM people)",
            )
        }
        None => budget::NOBODY.to_owned(),
    };
    let statement = format!(
        "WITH people AS MATERIALIZED ({PEOPLE}), over AS MATERIALIZED ({over}), {INTO_BATCHES}"
    );
    let row: Done = audience::bound(statement, who, after, size.people)
        .bind::<BigInt, _>(broadcast)
        .bind::<Integer, _>(i32::try_from(size.recipients).unwrap_or(i32::MAX))
        .bind::<Timestamptz, _>(now)
        .bind::<BigInt, _>(size.a_week.map_or(i64::MAX, i64::from))
        .get_result(conn)
        .await?;
    Ok(row.done)
}

/// Whoever reads a language that has no text is told the default's ($7), where there is one.
const INTO_BATCHES: &str = "told AS MATERIALIZED (
    SELECT p.phone_id, coalesce(own.language, other.language) AS language,
        CASE WHEN u.phone_id IS NOT NULL THEN 'unreachable' WHEN o.phone_id IS NOT NULL THEN 'over budget' END AS without
    FROM people p
    LEFT JOIN broadcast_texts own ON own.broadcast_id = $16 AND own.language = p.language
    LEFT JOIN broadcast_texts other ON other.broadcast_id = $16 AND other.language = $7
    LEFT JOIN unreachable u ON u.phone_id = p.phone_id
    LEFT JOIN over o ON o.phone_id = p.phone_id
), numbered AS (
    SELECT phone_id, language, row_number() OVER (PARTITION BY language ORDER BY phone_id) - 1 AS n
    FROM told WHERE language IS NOT NULL AND without IS NULL
), made AS (
    INSERT INTO bulk_batches (broadcast_id, language, phone_ids, size, not_before)
    SELECT $16, language, array_agg(phone_id ORDER BY n), count(*), $18
    FROM numbered GROUP BY language, n / $17 ORDER BY n / $17, language
    RETURNING size
), counted AS (
    SELECT max(phone_id) AS last, count(*) AS people,
        count(*) FILTER (WHERE language IS NULL) AS left_out,
        count(*) FILTER (WHERE language IS NOT NULL AND without = 'unreachable') AS unreachable,
        count(*) FILTER (WHERE language IS NOT NULL AND without = 'over budget') AS over_budget
    FROM told
), batched AS (
    SELECT coalesce(sum(size), 0) AS people FROM made
)
UPDATE fan_outs f SET
    last_phone = coalesce(counted.last, f.last_phone),
    people = f.people + batched.people,
    left_out = f.left_out + counted.left_out,
    unreachable = f.unreachable + counted.unreachable,
    over_budget = f.over_budget + counted.over_budget,
    done = counted.people < $14
FROM counted, batched WHERE f.broadcast_id = $16 RETURNING f.done";

/// Ends what is over: batches of a broadcast that was cancelled or came too late are sent no
/// more (one that may have been taken before is unknown), and a broadcast of which nothing is left
/// to send is done. Returns how many are.
///
/// # Errors
/// If the database does not answer.
pub async fn end(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::sql_query(
        "WITH over AS (
            UPDATE bulk_batches b SET state = CASE WHEN b.tries > 0 THEN 'unknown' WHEN c.state = 'cancelled' THEN 'cancelled' ELSE 'expired' END
            FROM broadcasts c
            WHERE c.id = b.broadcast_id AND b.state = 'queued' AND c.id IN (SELECT broadcast_id FROM fan_outs)
              AND (c.state IN ('cancelled', 'expired') OR c.state IN ('sending', 'paused') AND c.expires_at <= $1)
            RETURNING b.id, b.phone_ids, b.tries
         )
         INSERT INTO bulk_sends (batch_id, phone_id, state, failure)
         SELECT o.id, p, 'unknown', 'no answer' FROM over o, unnest(o.phone_ids) AS p WHERE o.tries > 0
         ON CONFLICT DO NOTHING",
    )
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    diesel::sql_query(
        "UPDATE broadcasts c SET state = 'done', finished_at = $1
         WHERE (c.state = 'sending' OR c.state IN ('approved', 'paused') AND c.expires_at <= $1)
           AND EXISTS (SELECT FROM fan_outs f WHERE f.broadcast_id = c.id AND (f.done OR c.expires_at <= $1))
           AND NOT EXISTS (SELECT FROM bulk_batches b WHERE b.broadcast_id = c.id AND b.state = 'queued')
           AND NOT EXISTS (SELECT FROM bulk_batches b WHERE b.broadcast_id = c.id AND b.state = 'sending')",
    )
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
}
