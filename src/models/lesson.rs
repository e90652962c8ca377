//! `lessons`: what nights learned before they forecast.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::sql_types::{Bool, Date, Jsonb, SmallInt, Text, Timestamptz};
use diesel::{OptionalExtension as _, QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use serde_json::Value;

use crate::db::Conn;

/// How long what was learned is kept.
const KEPT: TimeDelta = TimeDelta::days(40);

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Jsonb)]
    learned: Value,
}

#[derive(QueryableByName)]
struct Proven {
    #[diesel(sql_type = Bool)]
    proven: bool,
}

/// What this version learned last for a date from one to another, both among them.
///
/// # Errors
/// If the database does not answer.
pub async fn last(
    conn: &mut Conn,
    frequency: &'static str,
    version: i16,
    (since, until): (NaiveDate, NaiveDate),
) -> QueryResult<Option<Value>> {
    let row: Option<Row> = diesel::sql_query(
        "SELECT learned FROM lessons WHERE frequency = $1 AND version = $2 AND as_of BETWEEN $3 AND $4 ORDER BY as_of DESC LIMIT 1",
    )
    .bind::<Text, _>(frequency)
    .bind::<SmallInt, _>(version)
    .bind::<Date, _>(since)
    .bind::<Date, _>(until)
    .get_result(conn)
    .await
    .optional()?;
    Ok(row.map(|row| row.learned))
}

/// Lets go of what this version learned for a date from one to another, both among them.
///
/// # Errors
/// If the database does not answer.
pub async fn forget(
    conn: &mut Conn,
    frequency: &'static str,
    version: i16,
    (since, until): (NaiveDate, NaiveDate),
) -> QueryResult<()> {
    diesel::sql_query(
        "DELETE FROM lessons WHERE frequency = $1 AND version = $2 AND as_of BETWEEN $3 AND $4",
    )
    .bind::<Text, _>(frequency)
    .bind::<SmallInt, _>(version)
    .bind::<Date, _>(since)
    .bind::<Date, _>(until)
    .execute(conn)
    .await
    .map(drop)
}

/// Whether this version learned for a date what runs out.
///
/// # Errors
/// If the database does not answer.
pub async fn proven(
    conn: &mut Conn,
    frequency: &'static str,
    version: i16,
    as_of: NaiveDate,
) -> QueryResult<bool> {
    let row: Option<Proven> = diesel::sql_query(
        "SELECT coalesce(jsonb_typeof(learned -> 'proven') = 'object', false) AS proven FROM lessons WHERE frequency = $1 AND version = $2 AND as_of = $3",
    )
    .bind::<Text, _>(frequency)
    .bind::<SmallInt, _>(version)
    .bind::<Date, _>(as_of)
    .get_result(conn)
    .await
    .optional()?;
    Ok(row.is_some_and(|row| row.proven))
}

/// Keeps what was learned for a date, unless somebody else was first, and lets go of what is old.
///
/// # Errors
/// If the database does not answer.
pub async fn put(
    conn: &mut Conn,
    frequency: &'static str,
    version: i16,
    as_of: NaiveDate,
    lessons: &Value,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::sql_query("DELETE FROM lessons WHERE as_of < $1")
        .bind::<Date, _>(as_of - KEPT)
        .execute(conn)
        .await?;
    diesel::sql_query(
        "INSERT INTO lessons (frequency, version, as_of, learned, learned_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    )
    .bind::<Text, _>(frequency)
    .bind::<SmallInt, _>(version)
    .bind::<Date, _>(as_of)
    .bind::<Jsonb, _>(lessons)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
    .map(drop)
}
