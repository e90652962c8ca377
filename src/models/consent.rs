//! `consents`: what a person agreed to be reached for, in whose words and when.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use super::{Counts, Written, counted};
use crate::db::Conn;
use crate::schema::consents;

/// What one person agreed to.
#[derive(Debug, Clone, Copy)]
pub struct Agreed<'a> {
    /// Their phone.
    pub phone_id: i64,
    /// Their language, where it is known.
    pub language: Option<&'a str>,
    /// Their place, where it is known.
    pub place_id: Option<i64>,
    /// What they agreed to be reached for, as `messages` or `blood:O-`, each once.
    pub what: &'a [String],
    /// When.
    pub at: DateTime<Utc>,
    /// To what words.
    pub words: &'a str,
    /// The way they told: `list` or `ussd`.
    pub channel: &'a str,
}

/// Keeps what a person agreed to, in the caller's transaction, and their language and place
/// where they told none themselves. What they withdrew later than that stays withdrawn, and
/// who opted out later stays so.
///
/// # Errors
/// If the database does not answer.
pub async fn agree(conn: &mut Conn, agreed: &Agreed<'_>) -> QueryResult<Written> {
    let counts: QueryResult<Counts> = diesel::sql_query(
        "WITH person AS (
            INSERT INTO subscribers (phone_id, language, place_id) VALUES ($1, $2, $3)
            ON CONFLICT (phone_id) DO UPDATE SET
                language = coalesce(subscribers.language, excluded.language),
                place_id = coalesce(subscribers.place_id, excluded.place_id), changed_at = now()
            WHERE subscribers.language IS NULL AND excluded.language IS NOT NULL
               OR subscribers.place_id IS NULL AND excluded.place_id IS NOT NULL
            RETURNING (xmax = 0) AS new
        ), given AS (
            INSERT INTO consents (phone_id, what, given_at, words, channel)
            SELECT $1, w.what, $5, $6, $7 FROM unnest($4) AS w (what)
            WHERE NOT EXISTS (SELECT FROM consents c WHERE c.phone_id = $1 AND c.what = w.what
                                AND (c.withdrawn_at IS NULL OR c.withdrawn_at >= $5))
              AND NOT EXISTS (SELECT FROM subscribers s WHERE s.phone_id = $1 AND s.stopped_at >= $5)
            RETURNING 1
        ) SELECT count(*) FILTER (WHERE new) AS new,
            CASE WHEN EXISTS (SELECT FROM person WHERE new) THEN 0
                 WHEN EXISTS (SELECT FROM person) OR EXISTS (SELECT FROM given) THEN 1 ELSE 0 END::bigint AS changed
          FROM person",
    )
    .bind::<BigInt, _>(agreed.phone_id)
    .bind::<Nullable<Text>, _>(agreed.language)
    .bind::<Nullable<BigInt>, _>(agreed.place_id)
    .bind::<Array<Text>, _>(agreed.what)
    .bind::<Timestamptz, _>(agreed.at)
    .bind::<Text, _>(agreed.words)
    .bind::<Text, _>(agreed.channel)
    .get_result(conn)
    .await;
    counted(counts, 1)
}

/// What a person agreed to be reached for and has not withdrawn, by name.
///
/// # Errors
/// If the database does not answer.
pub async fn given(conn: &mut Conn, phone: i64) -> QueryResult<Vec<String>> {
    consents::table
        .filter(consents::phone_id.eq(phone))
        .filter(consents::withdrawn_at.is_null())
        .order(consents::what)
        .select(consents::what)
        .load(conn)
        .await
}

/// Notes that a person does not want to be reached for something any more; for nothing at all
/// where none is named.
///
/// # Errors
/// If the database does not answer.
pub async fn withdraw(
    conn: &mut Conn,
    phone: i64,
    what: Option<&str>,
    at: DateTime<Utc>,
) -> QueryResult<()> {
    let given = consents::table
        .filter(consents::phone_id.eq(phone))
        .filter(consents::withdrawn_at.is_null());
    let withdrawn = consents::withdrawn_at.eq(at);
    let done = match what {
        Some(what) => {
            let named = given.filter(consents::what.eq(what));
            diesel::update(named).set(withdrawn).execute(conn).await
        }
        None => diesel::update(given).set(withdrawn).execute(conn).await,
    };
    done.map(drop)
}
