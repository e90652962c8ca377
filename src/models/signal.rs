//! `outbreak_signals`: weeks in which more people than usual asked in vain in an area, and what was given out there.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::sql_types::{Array, BigInt, Date, Double, Integer, Nullable, Text, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use crate::db::Conn;

/// What was counted of a medicine in an area and week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signal {
    /// The area.
    pub place: i64,
    /// People who asked in vain.
    pub people: i32,
    /// More people are out of the ordinary.
    pub people_high: f64,
    /// What was given out, where enough is known of it.
    pub used: Option<Used>,
}

/// What was given out, and what is usual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Used {
    /// Units.
    pub units: f64,
    /// From what to what is usual.
    pub usual: (f64, f64),
    /// By which rule.
    pub rule: &'static str,
}

impl Signal {
    /// Whether both say the same.
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.used.is_some_and(|used| used.units > used.usual.1)
    }
}

/// Makes what is kept of a medicine and week these signals, and opens an alert for each area of `told` where none
/// is open.
///
/// # Errors
/// If the database does not answer.
pub async fn put(
    conn: &mut Conn,
    (product, week): (i64, NaiveDate),
    signals: &[Signal],
    told: &[i64],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let used = |of: fn(Used) -> f64| {
        let used = signals.iter().map(|one| one.used.map(of));
        used.collect::<Vec<Option<f64>>>()
    };
    let rules = signals.iter().map(|one| one.used.map(|used| used.rule));
    diesel::sql_query(
        "WITH new AS (
            SELECT * FROM unnest($3, $4, $5, $6, $7, $8, $9) n (place_id, people, people_high, used, used_low, used_high, rule)
         ), gone AS (
            DELETE FROM outbreak_signals WHERE product_id = $1 AND week = $2 AND place_id NOT IN (SELECT place_id FROM new)
         )
         INSERT INTO outbreak_signals AS o (place_id, product_id, week, people, people_high, used, used_low, used_high, rule)
         SELECT place_id, $1, $2, people, people_high, used, used_low, used_high, rule FROM new
         ON CONFLICT (place_id, product_id, week) DO UPDATE SET people = excluded.people, people_high = excluded.people_high,
            used = excluded.used, used_low = excluded.used_low, used_high = excluded.used_high, rule = excluded.rule
         WHERE (o.people, o.people_high, o.used, o.used_low, o.used_high, o.rule)
            IS DISTINCT FROM (excluded.people, excluded.people_high, excluded.used, excluded.used_low, excluded.used_high, excluded.rule)",
    )
    .bind::<BigInt, _>(product)
    .bind::<Date, _>(week)
    .bind::<Array<BigInt>, _>(signals.iter().map(|one| one.place).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(signals.iter().map(|one| one.people).collect::<Vec<_>>())
    .bind::<Array<Double>, _>(signals.iter().map(|one| one.people_high).collect::<Vec<_>>())
    .bind::<Array<Nullable<Double>>, _>(used(|used| used.units))
    .bind::<Array<Nullable<Double>>, _>(used(|used| used.usual.0))
    .bind::<Array<Nullable<Double>>, _>(used(|used| used.usual.1))
    .bind::<Array<Nullable<Text>>, _>(rules.collect::<Vec<_>>())
    .execute(conn)
    .await?;
    diesel::sql_query(
        "INSERT INTO alerts (rule, place_id, product_id, quantity, opened_at)
         SELECT 'outbreak', o.place_id, o.product_id, least(round(o.used), 2000000000)::integer, $4
         FROM outbreak_signals o WHERE o.product_id = $1 AND o.week = $2 AND o.place_id = ANY ($3)
         ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(product)
    .bind::<Date, _>(week)
    .bind::<Array<BigInt>, _>(told)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
    .map(drop)
}

/// Ends the alerts of what no two counts have agreed on from that week on.
///
/// # Errors
/// If the database does not answer.
pub async fn end(conn: &mut Conn, since: NaiveDate, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::sql_query(
        "UPDATE alerts a SET resolved_at = $2 WHERE rule = 'outbreak' AND resolved_at IS NULL AND NOT EXISTS (
            SELECT FROM outbreak_signals o
            WHERE o.place_id = a.place_id AND o.product_id = a.product_id AND o.week >= $1 AND o.used > o.used_high)",
    )
    .bind::<Date, _>(since)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
}

/// The areas in which it is asked already whether there is an outbreak that this medicine is for.
///
/// # Errors
/// If the database does not answer.
pub async fn asked(conn: &mut Conn, product: i64) -> QueryResult<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Asked {
        #[diesel(sql_type = BigInt)]
        place_id: i64,
    }
    let rows: Vec<Asked> = diesel::sql_query(
        "SELECT place_id FROM alerts WHERE rule = 'outbreak' AND product_id = $1 AND resolved_at IS NULL ORDER BY 1",
    )
    .bind::<BigInt, _>(product)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.place_id).collect())
}

/// A signal as it is shown.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct Shown {
    /// The area's name.
    #[diesel(sql_type = Text)]
    pub place: String,
    /// The medicine's code.
    #[diesel(sql_type = Text)]
    pub product: String,
    /// The week's Monday.
    #[diesel(sql_type = Date)]
    pub week: NaiveDate,
    /// People who asked in vain.
    #[diesel(sql_type = Integer)]
    pub people: i32,
    /// More people are out of the ordinary.
    #[diesel(sql_type = Double)]
    pub people_high: f64,
    /// Units given out, where that is known.
    #[diesel(sql_type = Nullable<Double>)]
    pub used: Option<f64>,
    /// Fewer are out of the ordinary.
    #[diesel(sql_type = Nullable<Double>)]
    pub used_low: Option<f64>,
    /// More are.
    #[diesel(sql_type = Nullable<Double>)]
    pub used_high: Option<f64>,
    /// By which rule.
    #[diesel(sql_type = Nullable<Text>)]
    pub rule: Option<String>,
}

/// What was kept from a week on, the latest first.
///
/// # Errors
/// If the database does not answer.
pub async fn since(conn: &mut Conn, week: NaiveDate) -> QueryResult<Vec<Shown>> {
    diesel::sql_query(
        "SELECT l.name AS place, p.code AS product, o.week, o.people, o.people_high, o.used, o.used_low, o.used_high, o.rule
         FROM outbreak_signals o JOIN places l ON l.id = o.place_id JOIN products p ON p.id = o.product_id
         WHERE o.week >= $1 ORDER BY o.week DESC, o.used > o.used_high DESC NULLS LAST, l.name, p.code, o.place_id",
    )
    .bind::<Date, _>(week)
    .load(conn)
    .await
}
