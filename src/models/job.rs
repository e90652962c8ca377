//! `jobs`: work behind the service, once for each key, and `job_runs`: every time somebody
//! was at it.
//!
//! queued -> running (leased) -> done, or queued again for later, or failed for good.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types::{Array, BigInt, Interval, Nullable, SmallInt, Text, Timestamptz};
use diesel::{OptionalExtension as _, QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use super::word;
use crate::db::Conn;
use crate::directory::catalogue::kinds;

kinds! {
    /// What is to be done.
    Kind {
        /// Forecasts of every stock, for a date.
        Forecasts = "forecasts",
    }
}

/// How often a job is tried: over some seven hours.
pub const TRIES: i16 = 12;

/// Letters of an error that are kept.
const ERROR: usize = 200;

/// A job that one worker alone may do, until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The job.
    pub id: i64,
    /// What is to be done.
    pub kind: Kind,
    /// For what: of a nightly one the date.
    pub key: String,
    /// Which try this is, from 1.
    pub attempt: i16,
    /// Up to this stock (facility, product) all is done.
    pub after: (i64, i64),
    /// Who leased it.
    pub owner: String,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = SmallInt)]
    tries: i16,
    #[diesel(sql_type = BigInt)]
    after_facility: i64,
    #[diesel(sql_type = BigInt)]
    after_product: i64,
}

/// Asks for a job to be done from a moment on; whether nobody had asked for it yet.
///
/// # Errors
/// If the database does not answer.
pub async fn enqueue(
    conn: &mut Conn,
    kind: Kind,
    key: &str,
    due: DateTime<Utc>,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let written = diesel::sql_query(
        "INSERT INTO jobs (kind, key, due, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (kind, key) DO NOTHING",
    )
    .bind::<Text, _>(kind.as_str())
    .bind::<Text, _>(key)
    .bind::<Timestamptz, _>(due)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    Ok(written == 1)
}

/// A job whose worker was not heard of before its lease ended.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Lapsed {
    /// The job.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// queued, or failed where it was tried too often.
    #[diesel(sql_type = Text)]
    pub state: String,
    /// For what it was.
    #[diesel(sql_type = Text)]
    pub key: String,
}

/// Takes jobs from workers whose lease has ended.
///
/// # Errors
/// If the database does not answer.
pub async fn lapse(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<Vec<Lapsed>> {
    diesel::sql_query(
        "WITH gone AS (
            SELECT id, tries FROM jobs WHERE state = 'running' AND lease_until < $1 FOR UPDATE SKIP LOCKED
         ), noted AS (
            UPDATE job_runs r SET outcome = 'lapsed', finished_at = $1 FROM gone
            WHERE r.job_id = gone.id AND r.attempt = gone.tries AND r.outcome IS NULL
         )
         UPDATE jobs j SET leased_by = NULL, lease_until = NULL, due = $1,
            state = CASE WHEN j.tries >= $2 THEN 'failed' ELSE 'queued' END,
            finished_at = CASE WHEN j.tries >= $2 THEN $1 END
         FROM gone WHERE j.id = gone.id RETURNING j.id, j.state, j.key",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<SmallInt, _>(TRIES)
    .load(conn)
    .await
}

/// Leases the job that has been due for longest, and notes that somebody is at it.
///
/// # Errors
/// If the database does not answer.
pub async fn claim(
    conn: &mut Conn,
    owner: &str,
    now: DateTime<Utc>,
    lease: TimeDelta,
) -> QueryResult<Option<Claimed>> {
    let row: Option<Row> = diesel::sql_query(
        "WITH next AS (
            SELECT id FROM jobs WHERE state = 'queued' AND due <= $1 ORDER BY due, id LIMIT 1 FOR UPDATE SKIP LOCKED
         ), taken AS (
            UPDATE jobs j SET state = 'running', leased_by = $2, lease_until = $1 + $3, tries = j.tries + 1
            FROM next WHERE j.id = next.id RETURNING j.*
         ), noted AS (
            INSERT INTO job_runs (job_id, attempt, worker, started_at) SELECT id, tries, $2, $1 FROM taken
         ) SELECT id, kind, key, tries, after_facility, after_product FROM taken",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<Text, _>(owner)
    .bind::<Interval, _>(lease)
    .get_result(conn)
    .await
    .optional()?;
    row.map(|row| {
        Ok(Claimed {
            id: row.id,
            kind: word(&row.kind)?,
            key: row.key,
            attempt: row.tries,
            after: (row.after_facility, row.after_product),
            owner: owner.to_owned(),
        })
    })
    .transpose()
}

/// Notes how far a job is and leases it anew; false where somebody else has it, and what was
/// done in this transaction is to be rolled back.
///
/// # Errors
/// If the database does not answer.
pub async fn advance(
    conn: &mut Conn,
    job: &Claimed,
    after: (i64, i64),
    items: i64,
    lease_until: DateTime<Utc>,
) -> QueryResult<bool> {
    let written = diesel::sql_query(
        "WITH job AS (
            UPDATE jobs SET after_facility = $4, after_product = $5, items = items + $6, lease_until = $7
            WHERE id = $1 AND state = 'running' AND leased_by = $2 AND tries = $3 RETURNING id
         )
         UPDATE job_runs r SET items = r.items + $6 FROM job WHERE r.job_id = job.id AND r.attempt = $3",
    )
    .bind::<BigInt, _>(job.id)
    .bind::<Text, _>(&job.owner)
    .bind::<SmallInt, _>(job.attempt)
    .bind::<BigInt, _>(after.0)
    .bind::<BigInt, _>(after.1)
    .bind::<BigInt, _>(items)
    .bind::<Timestamptz, _>(lease_until)
    .execute(conn)
    .await?;
    Ok(written == 1)
}

/// Letters of a note that are kept.
const NOTE: usize = 400;

/// Notes what a run found that somebody should know.
///
/// # Errors
/// If the database does not answer.
pub async fn note(conn: &mut Conn, job: &Claimed, note: &str) -> QueryResult<()> {
    diesel::sql_query("UPDATE job_runs SET note = $3 WHERE job_id = $1 AND attempt = $2")
        .bind::<BigInt, _>(job.id)
        .bind::<SmallInt, _>(job.attempt)
        .bind::<Text, _>(note.chars().take(NOTE).collect::<String>())
        .execute(conn)
        .await
        .map(drop)
}

/// What came of being at a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is done.
    Done,
    /// The process was asked to end; somebody else may go on at once.
    Stopped,
    /// It failed, in words for whoever looks after the service, and is tried again from then
    /// on; never where there is no such time.
    Failed(String, Option<DateTime<Utc>>),
}

/// Gives a job back and notes what came of it, unless somebody else has it.
///
/// # Errors
/// If the database does not answer.
pub async fn release(
    conn: &mut Conn,
    job: &Claimed,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let (state, word, error, due) = match outcome {
        Outcome::Done => ("done", "done", None, None),
        Outcome::Stopped => ("queued", "stopped", None, Some(now)),
        Outcome::Failed(error, Some(again)) => ("queued", "failed", Some(error), Some(*again)),
        Outcome::Failed(error, None) => ("failed", "failed", Some(error), None),
    };
    let error = error.map(|error| error.chars().take(ERROR).collect::<String>());
    let over = matches!(state, "done" | "failed").then_some(now);
    diesel::sql_query(
        "WITH job AS (
            UPDATE jobs SET state = $4, due = coalesce($5, due), finished_at = $6, leased_by = NULL, lease_until = NULL
            WHERE id = $1 AND state = 'running' AND leased_by = $2 AND tries = $3 RETURNING id
         )
         UPDATE job_runs r SET outcome = $7, error = $8, finished_at = $9 FROM job
         WHERE r.job_id = job.id AND r.attempt = $3",
    )
    .bind::<BigInt, _>(job.id)
    .bind::<Text, _>(&job.owner)
    .bind::<SmallInt, _>(job.attempt)
    .bind::<Text, _>(state)
    .bind::<Nullable<Timestamptz>, _>(due)
    .bind::<Nullable<Timestamptz>, _>(over)
    .bind::<Text, _>(word)
    .bind::<Nullable<Text>, _>(error)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
    .map(drop)
}

/// How the work behind the service goes.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Health {
    /// Jobs of the kinds that were given up since a moment.
    #[diesel(sql_type = BigInt)]
    pub failed: i64,
    /// When one of the kinds was last done; none where none ever was.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub done_at: Option<DateTime<Utc>>,
}

/// How work of these kinds goes.
///
/// # Errors
/// If the database does not answer.
pub async fn health(conn: &mut Conn, kinds: &[Kind], since: DateTime<Utc>) -> QueryResult<Health> {
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    diesel::sql_query(
        "SELECT count(*) FILTER (WHERE state = 'failed' AND finished_at >= $2) AS failed,
                max(finished_at) FILTER (WHERE state = 'done') AS done_at
         FROM jobs WHERE kind = ANY ($1)",
    )
    .bind::<Array<Text>, _>(kinds)
    .bind::<Timestamptz, _>(since)
    .get_result(conn)
    .await
}
