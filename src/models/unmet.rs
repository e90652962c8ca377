//! `unmet_weeks`: how many people asked for a medicine in vain near a place, week by week.
//!
//! Products of the same substance (ATC code) in the same unit are one, called by the first of them.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::sql_types::{Array, BigInt, Date, Integer, Nullable, Text, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use crate::db::Conn;

/// Each medicine, and the one it counts as.
pub(super) const CLASSES: &str = "SELECT id, CASE WHEN atc IS NULL THEN id ELSE min(id) OVER (PARTITION BY atc, unit) END AS class
    FROM products WHERE kind = 'medicine'";

/// Counts who asked in vain in the weeks from one Monday up to another, as the zone's clocks show them: who went on the
/// waiting list or was told that there was none, each person once a week and medicine. As who waits is forgotten and may ask again, a
/// count that was higher before stays.
///
/// # Errors
/// If the database does not answer.
pub async fn count(
    conn: &mut Conn,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
    zone: &'static str,
) -> QueryResult<usize> {
    diesel::sql_query(format!(
        "INSERT INTO unmet_weeks AS u (place_id, product_id, week, people)
         SELECT place_id, class, week, count(*)::integer FROM (
            SELECT DISTINCT ON (phone_id, class, week) phone_id, class, week, place_id FROM (
                SELECT phone_id, product_id, place_id, asked_at AS at FROM waiting WHERE asked_at >= $1 AND asked_at < $2
                UNION ALL
                SELECT n.phone_id, n.product_id, f.place_id, n.reported_at FROM none_reports n JOIN facilities f ON f.id = n.facility_id
                WHERE n.reported_at >= $1 AND n.reported_at < $2 AND f.place_id IS NOT NULL
            ) asked JOIN ({CLASSES}) c ON c.id = product_id, LATERAL (SELECT date_trunc('week', at AT TIME ZONE $3)::date) w (week)
            ORDER BY phone_id, class, week, at, place_id
         ) people
         GROUP BY place_id, class, week
         ON CONFLICT (place_id, product_id, week) DO UPDATE SET people = excluded.people WHERE excluded.people > u.people"
    ))
    .bind::<Timestamptz, _>(from)
    .bind::<Timestamptz, _>(until)
    .bind::<Text, _>(zone)
    .execute(conn)
    .await
}

#[derive(QueryableByName)]
struct First {
    #[diesel(sql_type = Nullable<Date>)]
    week: Option<NaiveDate>,
}

/// The first week that was counted.
///
/// # Errors
/// If the database does not answer.
pub async fn first_week(conn: &mut Conn) -> QueryResult<Option<NaiveDate>> {
    let row: First = diesel::sql_query("SELECT min(week) AS week FROM unmet_weeks")
        .get_result(conn)
        .await?;
    Ok(row.week)
}

/// How many asked for a medicine in vain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Unmet {
    /// Near where.
    #[diesel(sql_type = BigInt)]
    pub place_id: i64,
    /// When; its Monday.
    #[diesel(sql_type = Date)]
    pub week: NaiveDate,
    /// People.
    #[diesel(sql_type = Integer)]
    pub people: i32,
}

/// Who asked for a medicine in vain, from one week to another.
///
/// # Errors
/// If the database does not answer.
pub async fn of(
    conn: &mut Conn,
    product: i64,
    (from, to): (NaiveDate, NaiveDate),
) -> QueryResult<Vec<Unmet>> {
    diesel::sql_query(
        "SELECT place_id, week, people FROM unmet_weeks WHERE product_id = $1 AND week BETWEEN $2 AND $3 ORDER BY week, place_id",
    )
    .bind::<BigInt, _>(product)
    .bind::<Date, _>(from)
    .bind::<Date, _>(to)
    .load(conn)
    .await
}

/// A stock of a medicine, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Held {
    /// Whose.
    #[diesel(sql_type = BigInt)]
    pub facility_id: i64,
    /// Of what.
    #[diesel(sql_type = BigInt)]
    pub product_id: i64,
    /// Where.
    #[diesel(sql_type = BigInt)]
    pub place_id: i64,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Who holds what counts as a medicine, by facility and product.
///
/// # Errors
/// If the database does not answer.
pub async fn held(conn: &mut Conn, class: i64) -> QueryResult<Vec<Held>> {
    let products: Vec<Id> =
        diesel::sql_query(format!("SELECT id FROM ({CLASSES}) c WHERE class = $1"))
            .bind::<BigInt, _>(class)
            .load(conn)
            .await?;
    let products: Vec<i64> = products.into_iter().map(|row| row.id).collect();
    diesel::sql_query(
        "SELECT s.facility_id, s.product_id, f.place_id FROM stock_levels s JOIN facilities f ON f.id = s.facility_id
         WHERE s.product_id = ANY ($1) AND f.place_id IS NOT NULL ORDER BY s.facility_id, s.product_id",
    )
    .bind::<Array<BigInt>, _>(products)
    .load(conn)
    .await
}
