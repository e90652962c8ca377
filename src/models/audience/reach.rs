//! How many people of an audience a broadcast would reach, and why not the others.

use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Bool, Text, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use super::{Resolved, bound, everybody};
use crate::db::Conn;
use crate::models::budget;

/// How many of an audience read one language. Whoever is left out for two reasons is counted
/// under the first.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Reach {
    /// Their language.
    #[diesel(sql_type = Text)]
    pub language: String,
    /// All who are meant.
    #[diesel(sql_type = BigInt)]
    pub meant: i64,
    /// Those who opted out, unless they are reached too.
    #[diesel(sql_type = BigInt)]
    pub stopped: i64,
    /// Those whose number nothing reaches.
    #[diesel(sql_type = BigInt)]
    pub unreachable: i64,
    /// Those who were told of as many others this week as one person is told of; an emergency
    /// reaches them.
    #[diesel(sql_type = BigInt)]
    pub over_budget: i64,
}

/// How many people of an audience read each language, by language: one look at each of them.
/// `a_week` is how many ordinary broadcasts one person is told of within seven days.
///
/// # Errors
/// If the database does not answer.
pub async fn count(
    conn: &mut Conn,
    who: &Resolved,
    a_week: Option<u32>,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Reach>> {
    let over = match a_week {
        Some(_) => budget::over("$16", "$18", "$19", budget::ANYWHERE),
        None => budget::NOBODY.to_owned(),
    };
    let everybody = everybody(who);
    let statement = format!(
        "WITH over AS MATERIALIZED ({over})
         SELECT m.language, count(*) AS meant,
            count(*) FILTER (WHERE m.stopped AND NOT $17) AS stopped,
            count(*) FILTER (WHERE (NOT m.stopped OR $17) AND u.phone_id IS NOT NULL) AS unreachable,
            count(*) FILTER (WHERE (NOT m.stopped OR $17) AND u.phone_id IS NULL AND o.phone_id IS NOT NULL) AS over_budget
         FROM ({everybody}) m
         LEFT JOIN unreachable u ON u.phone_id = m.phone_id
         LEFT JOIN over o ON o.phone_id = m.phone_id
         GROUP BY m.language ORDER BY m.language"
    );
    let all = Resolved {
        stopped_too: true,
        ..who.clone()
    };
    bound(statement, &all, i64::MIN, i64::MAX)
        // Of none that is written already.
        .bind::<BigInt, _>(0_i64)
        .bind::<Bool, _>(who.stopped_too)
        .bind::<Timestamptz, _>(now)
        .bind::<BigInt, _>(a_week.map_or(i64::MAX, i64::from))
        .load(conn)
        .await
}
