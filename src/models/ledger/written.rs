//! What was said of stocks, and when each of it was known.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use super::said::Stock;
use crate::db::Conn;
use crate::forecasts::shortage::record::Written;
use crate::models::word;
use crate::stock::ledger::Said;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    facility_id: i64,
    #[diesel(sql_type = BigInt)]
    product_id: i64,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Integer)]
    quantity: i32,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    written: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    undone: Option<DateTime<Utc>>,
}

/// All that was said of these stocks, what was taken back among it, in the order it was written down.
///
/// # Errors
/// If the database does not answer.
pub async fn of(conn: &mut Conn, stocks: &[Stock]) -> QueryResult<HashMap<Stock, Vec<Written>>> {
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT l.* FROM unnest($1, $2) s (facility_id, product_id), LATERAL (
            SELECT l.facility_id, l.product_id, l.kind, l.quantity, l.at, r.at AS written, u.at AS undone
            FROM ledger l JOIN reports r ON r.id = l.report_id LEFT JOIN ledger u ON u.reverses = l.id
            WHERE l.facility_id = s.facility_id AND l.product_id = s.product_id AND l.reverses IS NULL ORDER BY l.id OFFSET 0
         ) l",
    )
    .bind::<Array<BigInt>, _>(stocks.iter().map(|stock| stock.0).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(stocks.iter().map(|stock| stock.1).collect::<Vec<_>>())
    .load(conn)
    .await?;
    let mut all: HashMap<Stock, Vec<Written>> = HashMap::with_capacity(stocks.len());
    for row in rows {
        let said = Said {
            kind: word(&row.kind)?,
            quantity: row.quantity.unsigned_abs(),
            at: row.at,
        };
        let of = all.entry((row.facility_id, row.product_id)).or_default();
        of.push(Written {
            said,
            written: row.written,
            undone: row.undone,
        });
    }
    Ok(all)
}
