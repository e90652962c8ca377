//! `stock_levels`: what a facility holds of a product.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    ExpressionMethods, QueryDsl, QueryResult, QueryableByName,
    sql_types::{
        Array, BigInt, Bool, Date, Double, Float, Integer, Nullable, Numeric, Text, Timestamptz,
    },
};
use diesel_async::RunQueryDsl;
use futures_util::{Stream, StreamExt};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::place::INSIDE;
use super::{Written, counted};
use crate::{db::Conn, directory::catalogue::Level, schema::stock_levels, stock::ledger::Known};

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

/// Inserts what is new, changes what differs, leaves the rest alone, and enters every
/// figure that is written into the ledger as a count. No two rows may name the same
/// facility and product. Call it in a transaction: it keeps other writers of these
/// facilities' stock waiting till the end of it.
///
/// # Errors
/// When a row breaks a rule of the table; then none is written.
pub async fn upsert(conn: &mut Conn, rows: &[NewLevel], older: Older) -> QueryResult<Written> {
    let mut facilities: Vec<i64> = rows.iter().map(|row| row.facility_id).collect();
    facilities.sort_unstable();
    facilities.dedup();
    super::facility::lock(conn, &facilities).await?;
    let query = diesel::sql_query(
        "WITH written AS (
            INSERT INTO stock_levels AS l (facility_id, product_id, quantity, price, monthly_use, counted_at, counted_by)
            SELECT facility_id, product_id, quantity, price, monthly_use, counted_at, counted_by
            FROM (
                SELECT u.facility_id, u.product_id, u.quantity,
                    CASE WHEN u.price_said THEN u.price ELSE old.price END AS price,
                    CASE WHEN u.use_said THEN u.monthly_use ELSE old.monthly_use END AS monthly_use,
                    u.counted_at, u.counted_by
                FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
                    AS u (facility_id, product_id, quantity, price_said, price, use_said, monthly_use, counted_at, counted_by)
                LEFT JOIN stock_levels old ON old.facility_id = u.facility_id AND old.product_id = u.product_id
            ) n
            WHERE NOT EXISTS (
                SELECT FROM stock_levels o
                WHERE o.facility_id = n.facility_id AND o.product_id = n.product_id
                  AND (o.quantity, o.price, o.monthly_use, o.counted_at, o.counted_by)
                    IS NOT DISTINCT FROM (n.quantity, n.price, n.monthly_use, n.counted_at, n.counted_by))
            ON CONFLICT (facility_id, product_id) DO UPDATE SET
                quantity = excluded.quantity, price = excluded.price, monthly_use = excluded.monthly_use,
                counted_at = excluded.counted_at, counted_by = excluded.counted_by
            WHERE $10 OR excluded.counted_at >= l.counted_at
            RETURNING (xmax = 0) AS new, l.facility_id, l.product_id, l.quantity, l.counted_at
        ), report AS (
            INSERT INTO reports (channel, at) SELECT 'import', now() WHERE EXISTS (SELECT FROM written) RETURNING id
        ), entered AS (
            INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, balance, at)
            SELECT report.id, w.facility_id, w.product_id, 'count', w.quantity, w.quantity - coalesce(old.quantity, 0), w.quantity, w.counted_at
            FROM report, written w
            LEFT JOIN stock_levels old ON old.facility_id = w.facility_id AND old.product_id = w.product_id
            WHERE (old.quantity, old.counted_at) IS DISTINCT FROM (w.quantity, w.counted_at)
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

/// What is known of each product a facility holds.
///
/// # Errors
/// If the database does not answer.
pub async fn known(conn: &mut Conn, facility: i64) -> QueryResult<HashMap<i64, Known>> {
    let rows = stock_levels::table
        .filter(stock_levels::facility_id.eq(facility))
        .select((
            stock_levels::product_id,
            stock_levels::quantity,
            stock_levels::counted_at,
        ))
        .load::<(i64, i32, DateTime<Utc>)>(conn)
        .await?;
    let known = |(product, quantity, counted_at): (i64, i32, DateTime<Utc>)| {
        let quantity = quantity.unsigned_abs();
        (
            product,
            Known {
                quantity,
                counted_at,
            },
        )
    };
    Ok(rows.into_iter().map(known).collect())
}

/// What part of a month's use may differ from what is forecast before it is written anew.
const ALIKE: f64 = 0.05;

/// Writes how much is used a month as it was forecast since a date, where that is news, so that how sure callers are told
/// it is that some is left follows from it; of how many stocks. Call it in a transaction: it keeps other
/// writers of these facilities' stock waiting till the end of it.
///
/// # Errors
/// If the database does not answer.
pub async fn expect_use(
    conn: &mut Conn,
    facilities: &[i64],
    since: NaiveDate,
) -> QueryResult<usize> {
    super::facility::lock(conn, facilities).await?;
    diesel::sql_query(
        "UPDATE stock_levels s SET monthly_use = a.a_month FROM advice a
         WHERE a.facility_id = ANY ($1) AND a.as_of >= $2 AND a.peers IS NULL AND s.facility_id = a.facility_id AND s.product_id = a.product_id
           AND (s.monthly_use IS NULL OR abs(s.monthly_use - a.a_month) > $3 * greatest(s.monthly_use, a.a_month))",
    )
    .bind::<Array<BigInt>, _>(facilities)
    .bind::<Date, _>(since)
    .bind::<Double, _>(ALIKE)
    .execute(conn)
    .await
}

/// Forgets what a facility holds of products: nothing is known of them any more.
///
/// # Errors
/// If the database does not answer.
pub async fn forget(conn: &mut Conn, facility: i64, products: &[i64]) -> QueryResult<()> {
    diesel::delete(stock_levels::table)
        .filter(stock_levels::facility_id.eq(facility))
        .filter(stock_levels::product_id.eq_any(products))
        .execute(conn)
        .await
        .map(drop)
}

type Row = (i64, i64, i32, Option<Decimal>, Option<f32>, DateTime<Utc>);

/// Every level, or every level of one product, as it comes out of the server:
/// facility, product, level, with no reports counted. Nothing is held back, so
/// that millions need no second copy.
///
/// # Errors
/// When the query cannot be begun; an item is an error when it fails later.
pub async fn stream(
    conn: &mut Conn,
    product: Option<i64>,
) -> QueryResult<impl Stream<Item = QueryResult<(i64, i64, Level)>> + use<>> {
    let mut query = stock_levels::table
        .select((
            stock_levels::facility_id,
            stock_levels::product_id,
            stock_levels::quantity,
            stock_levels::price,
            stock_levels::monthly_use,
            stock_levels::counted_at,
        ))
        .into_boxed();
    if let Some(product) = product {
        query = query.filter(stock_levels::product_id.eq(product));
    }
    let rows = query.load_stream::<Row>(conn).await?;
    Ok(rows.map(|row| {
        let (facility, product, quantity, price, monthly_use, counted_at) = row?;
        let level = level(quantity, price, monthly_use, counted_at, 0);
        Ok((facility, product, level))
    }))
}

/// A level as the directory keeps it.
pub(super) fn level(
    quantity: i32,
    price: Option<Decimal>,
    monthly_use: Option<f32>,
    counted_at: DateTime<Utc>,
    none_reports: u8,
) -> Level {
    Level {
        quantity: u32::try_from(quantity).unwrap_or(0),
        counted_at: u32::try_from(counted_at.timestamp().max(0)).unwrap_or(u32::MAX),
        price: price
            .and_then(|price| (price * Decimal::ONE_HUNDRED).to_u32())
            .unwrap_or(0),
        monthly_use: monthly_use.unwrap_or(f32::NAN),
        none_reports,
    }
}

/// A product that facilities of an area are out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct OutIn {
    /// Of what.
    #[diesel(sql_type = BigInt)]
    pub product_id: i64,
    /// How many have none left.
    #[diesel(sql_type = BigInt)]
    pub out: i64,
    /// How many are known to hold it, or to have held it.
    #[diesel(sql_type = BigInt)]
    pub holders: i64,
}

/// What facilities of an area are out of, first what most of them are.
///
/// # Errors
/// If the database does not answer.
pub async fn out_in(conn: &mut Conn, area: i64, most: i64) -> QueryResult<Vec<OutIn>> {
    let query = format!(
        "{INSIDE}, counted AS (
            SELECT l.product_id, count(*) FILTER (WHERE l.quantity = 0) AS out, count(*) AS holders
            FROM inside JOIN facilities f ON f.place_id = inside.place JOIN stock_levels l ON l.facility_id = f.id
            GROUP BY l.product_id
         ) SELECT * FROM counted WHERE out > 0 ORDER BY out DESC, holders, product_id LIMIT $2"
    );
    diesel::sql_query(query)
        .bind::<BigInt, _>(area)
        .bind::<BigInt, _>(most)
        .load(conn)
        .await
}
