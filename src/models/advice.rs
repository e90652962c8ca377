//! `advice`: what follows from the latest forecast of a stock for who orders.

use chrono::NaiveDate;
use diesel::sql_types::{Array, BigInt, Date, Double, Integer};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use super::ledger::said::Stock;
use crate::db::Conn;

/// What follows for one stock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NewAdvice {
    /// Whose stock, of what.
    pub stock: Stock,
    /// Units used a month, as is expected.
    pub a_month: f64,
    /// With fewer units it is time to order.
    pub reorder_level: f64,
    /// Up to how many.
    pub maximum: f64,
    /// How likely it is that none is left within 30 days, 0 to 1.
    pub risk: f64,
}

/// Keeps what follows on a date in place of what followed before; how many rows that was news of.
///
/// # Errors
/// If the database does not answer.
pub async fn put(conn: &mut Conn, as_of: NaiveDate, rows: &[NewAdvice]) -> QueryResult<usize> {
    let numbers = |of: fn(&NewAdvice) -> f64| rows.iter().map(of).collect::<Vec<_>>();
    diesel::sql_query(
        "INSERT INTO advice AS a (facility_id, product_id, a_month, reorder_level, maximum, risk, as_of)
         SELECT facility_id, product_id, a_month, reorder_level, maximum, risk, $1
         FROM unnest($2, $3, $4, $5, $6, $7) AS u (facility_id, product_id, a_month, reorder_level, maximum, risk)
         ON CONFLICT (facility_id, product_id) DO UPDATE SET
            a_month = excluded.a_month, reorder_level = excluded.reorder_level, maximum = excluded.maximum,
            risk = excluded.risk, as_of = excluded.as_of
         WHERE (a.a_month, a.reorder_level, a.maximum, a.risk, a.as_of)
            IS DISTINCT FROM (excluded.a_month, excluded.reorder_level, excluded.maximum, excluded.risk, excluded.as_of)",
    )
    .bind::<Date, _>(as_of)
    .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.stock.0).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.stock.1).collect::<Vec<_>>())
    .bind::<Array<Double>, _>(numbers(|row| row.a_month))
    .bind::<Array<Double>, _>(numbers(|row| row.reorder_level))
    .bind::<Array<Double>, _>(numbers(|row| row.maximum))
    .bind::<Array<Double>, _>(numbers(|row| row.risk))
    .execute(conn)
    .await
}

/// What a facility holds now of something, and what follows.
#[derive(Debug, Clone, Copy, PartialEq, QueryableByName)]
pub struct Advised {
    /// Of what.
    #[diesel(sql_type = BigInt)]
    pub product_id: i64,
    /// Units that are left.
    #[diesel(sql_type = Integer)]
    pub quantity: i32,
    /// Units used a month, as is expected.
    #[diesel(sql_type = Double)]
    pub a_month: f64,
    /// With fewer units it is time to order.
    #[diesel(sql_type = Double)]
    pub reorder_level: f64,
    /// Up to how many.
    #[diesel(sql_type = Double)]
    pub maximum: f64,
}

/// What followed since a date for all that a facility holds, what lasts shortest first.
///
/// # Errors
/// If the database does not answer.
pub async fn of_facility(
    conn: &mut Conn,
    facility: i64,
    since: NaiveDate,
) -> QueryResult<Vec<Advised>> {
    diesel::sql_query(
        "SELECT a.product_id, s.quantity, a.a_month, a.reorder_level, a.maximum
         FROM advice a JOIN stock_levels s USING (facility_id, product_id)
         WHERE a.facility_id = $1 AND a.as_of >= $2
         ORDER BY s.quantity / greatest(a.a_month, 0.001), a.a_month DESC, a.product_id",
    )
    .bind::<BigInt, _>(facility)
    .bind::<Date, _>(since)
    .load(conn)
    .await
}
