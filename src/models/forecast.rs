//! `forecasts`: what will be used of a stock, period by period, and what was.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::QueryResult;
use diesel::sql_types::{Array, BigInt, Date, Double, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::forecasts::conformal::Interval;

/// A forecast of one period of one stock.
#[derive(Debug, Clone, PartialEq)]
pub struct NewForecast {
    /// Whose stock (facility, product).
    pub stock: (i64, i64),
    /// The first day of the period.
    pub period: NaiveDate,
    /// Units.
    pub point: f64,
    /// How sure that is.
    pub interval: Interval,
    /// Which models have a part in it.
    pub model: String,
}

/// What forecasts have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition {
    /// `month` or `week`.
    pub frequency: &'static str,
    /// The first day of the first period that was not over.
    pub origin: NaiveDate,
    /// The version of the code.
    pub version: i16,
    /// When they were made.
    pub made_at: DateTime<Utc>,
}

/// Keeps forecasts in place of those that were made from the same origin before, where they
/// say something else; how many did.
///
/// # Errors
/// If the database does not answer.
pub async fn put(conn: &mut Conn, edition: Edition, rows: &[NewForecast]) -> QueryResult<usize> {
    let numbers = |of: fn(&NewForecast) -> f64| rows.iter().map(of).collect::<Vec<_>>();
    diesel::sql_query(
        "INSERT INTO forecasts AS f (facility_id, product_id, frequency, origin, period, point, lo80, hi80, lo95, hi95, model, version, made_at)
         SELECT facility_id, product_id, $1, $2, period, point, lo80, hi80, lo95, hi95, model, $3, $4
         FROM unnest($5, $6, $7, $8, $9, $10, $11, $12, $13)
            AS u (facility_id, product_id, period, point, lo80, hi80, lo95, hi95, model)
         ON CONFLICT (facility_id, product_id, frequency, origin, period) DO UPDATE SET
            point = excluded.point, lo80 = excluded.lo80, hi80 = excluded.hi80, lo95 = excluded.lo95, hi95 = excluded.hi95,
            model = excluded.model, version = excluded.version, made_at = excluded.made_at
         WHERE (f.point, f.lo80, f.hi80, f.lo95, f.hi95, f.model, f.version)
            IS DISTINCT FROM (excluded.point, excluded.lo80, excluded.hi80, excluded.lo95, excluded.hi95, excluded.model, excluded.version)",
    )
    .bind::<Text, _>(edition.frequency)
    .bind::<Date, _>(edition.origin)
    .bind::<SmallInt, _>(edition.version)
    .bind::<Timestamptz, _>(edition.made_at)
    .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.stock.0).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.stock.1).collect::<Vec<_>>())
    .bind::<Array<Date>, _>(rows.iter().map(|row| row.period).collect::<Vec<_>>())
    .bind::<Array<Double>, _>(numbers(|row| row.point))
    .bind::<Array<Double>, _>(numbers(|row| row.interval.of80.0))
    .bind::<Array<Double>, _>(numbers(|row| row.interval.of80.1))
    .bind::<Array<Double>, _>(numbers(|row| row.interval.of95.0))
    .bind::<Array<Double>, _>(numbers(|row| row.interval.of95.1))
    .bind::<Array<Text>, _>(rows.iter().map(|row| &*row.model).collect::<Vec<_>>())
    .execute(conn)
    .await
}

/// What was used of a stock in a period that is over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Actual {
    /// Whose stock (facility, product).
    pub stock: (i64, i64),
    /// The first day of the period.
    pub period: NaiveDate,
    /// Units; none where nobody knows.
    pub used: Option<f64>,
}

/// Says of forecasts what was so in hindsight; how many that was news of.
///
/// # Errors
/// If the database does not answer.
pub async fn hindsight(
    conn: &mut Conn,
    frequency: &'static str,
    rows: &[Actual],
) -> QueryResult<usize> {
    diesel::sql_query(
        "UPDATE forecasts f SET actual = u.used
         FROM unnest($2, $3, $4, $5) AS u (facility_id, product_id, period, used)
         WHERE f.facility_id = u.facility_id AND f.product_id = u.product_id AND f.frequency = $1 AND f.period = u.period
           AND f.actual IS DISTINCT FROM u.used",
    )
    .bind::<Text, _>(frequency)
    .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.stock.0).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.stock.1).collect::<Vec<_>>())
    .bind::<Array<Date>, _>(rows.iter().map(|row| row.period).collect::<Vec<_>>())
    .bind::<Array<Nullable<Double>>, _>(rows.iter().map(|row| row.used).collect::<Vec<_>>())
    .execute(conn)
    .await
}
