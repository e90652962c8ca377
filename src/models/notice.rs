//! `notices`: what whoever runs the service is told of the work behind it, once each.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use super::word;
use crate::db::Conn;
use crate::directory::catalogue::kinds;
use crate::people::role::Role;

kinds! {
    /// What a notice is about.
    Kind {
        /// Forecasts of a class do not hold any more, and a simpler model took over.
        Drift = "drift",
        /// A job failed again and again.
        Failed = "failed",
        /// A job took very long.
        Slow = "slow",
    }
}

/// What is older than this is not worth telling any more.
const WORTH: TimeDelta = TimeDelta::days(7);

/// Letters of each part that are kept.
const LETTERS: usize = 80;

/// Something to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice {
    /// What it is about.
    pub kind: Kind,
    /// One of a kind and a key is told once.
    pub key: String,
    /// What was not as it should be.
    pub subject: String,
    /// How far from that, or why.
    pub figure: String,
}

/// Keeps a notice, unless it was kept before; whether it is new.
///
/// # Errors
/// If the database does not answer.
pub async fn add(conn: &mut Conn, new: &NewNotice, now: DateTime<Utc>) -> QueryResult<bool> {
    let cut = |text: &str| text.chars().take(LETTERS).collect::<String>();
    let written = diesel::sql_query(
        "INSERT INTO notices (kind, key, subject, figure, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (kind, key) DO NOTHING",
    )
    .bind::<Text, _>(new.kind.as_str())
    .bind::<Text, _>(&new.key)
    .bind::<Text, _>(cut(&new.subject))
    .bind::<Text, _>(cut(&new.figure))
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await?;
    Ok(written == 1)
}

/// A notice, and somebody who is to be told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The notice.
    pub id: i64,
    /// What it is about.
    pub kind: Kind,
    /// What was not as it should be.
    pub subject: String,
    /// How far from that, or why.
    pub figure: String,
    /// Their phone.
    pub phone: i64,
    /// Their language, where it is known.
    pub language: Option<String>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    subject: String,
    #[diesel(sql_type = Text)]
    figure: String,
    #[diesel(sql_type = BigInt)]
    phone_id: i64,
    #[diesel(sql_type = Nullable<Text>)]
    language: Option<String>,
}

/// Takes what was not told yet and whoever runs the service: each with everybody of them who wants messages. What nobody could be told
/// of waits for somebody, for a week.
///
/// # Errors
/// If the database does not answer.
pub async fn take(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<Vec<Due>> {
    let rows: Vec<Row> = diesel::sql_query(
        "WITH who AS (
            SELECT s.phone_id, coalesce(u.language, s.language) AS language
            FROM staff s LEFT JOIN subscribers u ON u.phone_id = s.phone_id
            WHERE s.state = 'active' AND s.role = $1 AND u.stopped_at IS NULL
         ), told AS (
            UPDATE notices SET told_at = $2 WHERE told_at IS NULL AND at > $3 AND EXISTS (SELECT FROM who) RETURNING *
         )
         SELECT told.id, told.kind, told.subject, told.figure, who.phone_id, who.language FROM told CROSS JOIN who
         ORDER BY told.id, who.phone_id",
    )
    .bind::<Text, _>(Role::Administrator.as_str())
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now - WORTH)
    .load(conn)
    .await?;
    let due = |row: Row| {
        Ok(Due {
            id: row.id,
            kind: word(&row.kind)?,
            subject: row.subject,
            figure: row.figure,
            phone: row.phone_id,
            language: row.language,
        })
    };
    rows.into_iter().map(due).collect()
}
