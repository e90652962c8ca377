//! What people at a facility are shown of its stock, by what was reported before.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Date, Integer, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::models::word;
use crate::stock::ledger::EntryKind;

/// A product, and how much there is of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// The product.
    pub product: i64,
    /// Units.
    pub units: u32,
}

#[derive(QueryableByName)]
struct HoldingRow {
    #[diesel(sql_type = BigInt)]
    product_id: i64,
    #[diesel(sql_type = Integer)]
    quantity: i32,
}

/// What a facility holds, or held once: what its people reported most often since a moment
/// first, the rest by name.
///
/// # Errors
/// If the database does not answer.
pub async fn held(
    conn: &mut Conn,
    facility: i64,
    since: DateTime<Utc>,
    most: i64,
) -> QueryResult<Vec<Holding>> {
    let query = diesel::sql_query(
        "SELECT s.product_id, s.quantity
         FROM stock_levels s JOIN products p ON p.id = s.product_id
         LEFT JOIN LATERAL (
            SELECT count(*) AS often FROM ledger l JOIN reports r ON r.id = l.report_id
            WHERE l.facility_id = s.facility_id AND l.product_id = s.product_id AND l.at >= $2 AND r.staff_id IS NOT NULL
         ) used ON true
         WHERE s.facility_id = $1
         ORDER BY used.often DESC, p.generic, p.strength, p.form, p.id LIMIT $3",
    );
    let rows: Vec<HoldingRow> = query
        .bind::<BigInt, _>(facility)
        .bind::<Timestamptz, _>(since)
        .bind::<BigInt, _>(most)
        .load(conn)
        .await?;
    let holding = |row: HoldingRow| Holding {
        product: row.product_id,
        units: row.quantity.unsigned_abs(),
    };
    Ok(rows.into_iter().map(holding).collect())
}

/// What came with a date, and expires.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Expiring {
    /// The product.
    #[diesel(sql_type = BigInt)]
    pub product_id: i64,
    /// Its batch, where told.
    #[diesel(sql_type = Text)]
    pub batch: String,
    /// When it expires.
    #[diesel(sql_type = Date)]
    pub expires_on: NaiveDate,
}

/// What a facility received that expires from `from` to `to`, of products it still has; the
/// first first.
///
/// # Errors
/// If the database does not answer.
pub async fn expiring(
    conn: &mut Conn,
    facility: i64,
    from: NaiveDate,
    to: NaiveDate,
    most: i64,
) -> QueryResult<Vec<Expiring>> {
    diesel::sql_query(
        "SELECT DISTINCT l.expires_on, l.product_id, l.batch
         FROM ledger l JOIN stock_levels s USING (facility_id, product_id)
         WHERE l.facility_id = $1 AND l.kind = 'receipt' AND l.expires_on BETWEEN $2 AND $3 AND s.quantity > 0
           AND NOT EXISTS (SELECT FROM ledger r WHERE r.reverses = l.id)
         ORDER BY l.expires_on, l.product_id, l.batch LIMIT $4",
    )
    .bind::<BigInt, _>(facility)
    .bind::<Date, _>(from)
    .bind::<Date, _>(to)
    .bind::<BigInt, _>(most)
    .load(conn)
    .await
}

/// A line of somebody's report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// The report.
    pub report: i64,
    /// Of what.
    pub product: i64,
    /// What happened.
    pub kind: EntryKind,
    /// Units as they were said.
    pub quantity: u32,
    /// Why, in a word.
    pub reason: String,
    /// When it was so.
    pub at: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct ReportedRow {
    #[diesel(sql_type = BigInt)]
    report_id: i64,
    #[diesel(sql_type = BigInt)]
    product_id: i64,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Integer)]
    quantity: i32,
    #[diesel(sql_type = Text)]
    reason: String,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
}

/// The lines of reports, the latest report first, each in its order.
///
/// # Errors
/// If the database does not answer.
pub async fn lines(conn: &mut Conn, reports: &[i64], most: i64) -> QueryResult<Vec<Reported>> {
    let rows: Vec<ReportedRow> = diesel::sql_query(
        "SELECT report_id, product_id, kind, quantity, reason, at FROM ledger
         WHERE report_id = ANY($1) ORDER BY report_id DESC, id LIMIT $2",
    )
    .bind::<Array<BigInt>, _>(reports)
    .bind::<BigInt, _>(most)
    .load(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Reported {
                report: row.report_id,
                product: row.product_id,
                kind: word(&row.kind)?,
                quantity: row.quantity.unsigned_abs(),
                reason: row.reason,
                at: row.at,
            })
        })
        .collect()
}
