//! `stock_levels`: what a facility holds of a product.

use chrono::{DateTime, Utc};
use diesel::{
    QueryResult,
    sql_types::{Array, BigInt, Bool, Float, Integer, Nullable, Numeric, Text, Timestamptz},
};
use diesel_async::RunQueryDsl;
use rust_decimal::Decimal;

use super::{Written, counted};
use crate::db::Conn;

/// A level to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct NewLevel {
    /// Who holds it.
    pub facility_id: i64,
    /// What.
    pub product_id: i64,
    /// How many units.
    pub quantity: i32,
    /// Of one unit. `None` was not said: the record's stays; `Some(None)` is unknown.
    pub price: Option<Option<Decimal>>,
    /// Units a month. `None` was not said: the record's stays; `Some(None)` is unknown.
    pub monthly_use: Option<Option<f32>>,
    /// When.
    pub counted_at: DateTime<Utc>,
    /// By what source.
    pub counted_by: String,
}

/// Whether an upsert may put an older count in place of a newer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Older {
    /// A count in the record that is newer than the row stands.
    Keep,
    /// The row stands.
    Replace,
}

/// Inserts what is new, changes what differs, leaves the rest alone. No two
/// rows may name the same facility and product.
///
/// # Errors
/// When a row breaks a rule of the table; then none is written.
pub async fn upsert(conn: &mut Conn, rows: &[NewLevel], older: Older) -> QueryResult<Written> {
    let query = diesel::sql_query(
        "WITH written AS (
            INSERT INTO stock_levels AS l (facility_id, product_id, quantity, price, monthly_use, counted_at, counted_by)
            SELECT u.facility_id, u.product_id, u.quantity,
                CASE WHEN u.price_said THEN u.price ELSE old.price END,
                CASE WHEN u.use_said THEN u.monthly_use ELSE old.monthly_use END,
                u.counted_at, u.counted_by
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
                AS u (facility_id, product_id, quantity, price_said, price, use_said, monthly_use, counted_at, counted_by)
            LEFT JOIN stock_levels old ON old.facility_id = u.facility_id AND old.product_id = u.product_id
            ON CONFLICT (facility_id, product_id) DO UPDATE SET
                quantity = excluded.quantity, price = excluded.price, monthly_use = excluded.monthly_use,
                counted_at = excluded.counted_at, counted_by = excluded.counted_by
            WHERE ($10 OR excluded.counted_at >= l.counted_at)
              AND (l.quantity, l.price, l.monthly_use, l.counted_at, l.counted_by)
                IS DISTINCT FROM
                (excluded.quantity, excluded.price, excluded.monthly_use, excluded.counted_at, excluded.counted_by)
            RETURNING (xmax = 0) AS new
        ) SELECT count(*) FILTER (WHERE new) AS new, count(*) FILTER (WHERE NOT new) AS changed FROM written",
    )
    .bind::<Array<BigInt>, _>(rows.iter().map(|r| r.facility_id).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(rows.iter().map(|r| r.product_id).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(rows.iter().map(|r| r.quantity).collect::<Vec<_>>())
    .bind::<Array<Bool>, _>(rows.iter().map(|r| r.price.is_some()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Numeric>>, _>(rows.iter().map(|r| r.price.flatten()).collect::<Vec<_>>())
    .bind::<Array<Bool>, _>(rows.iter().map(|r| r.monthly_use.is_some()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Float>>, _>(rows.iter().map(|r| r.monthly_use.flatten()).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(rows.iter().map(|r| r.counted_at).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.counted_by).collect::<Vec<_>>())
    .bind::<Bool, _>(older == Older::Replace);
    counted(query.get_result(conn).await, rows.len())
}
