//! What came of many stocks, by when it expires.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::sql_types::{Array, BigInt, Bool, Date};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use super::said::Stock;
use crate::db::Conn;

/// Units that came and are given out at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Came {
    /// When they expire; of what came without a date, when the last of what had come by then does.
    pub expires_on: NaiveDate,
    /// Whether they came with a date.
    pub dated: bool,
    /// Units.
    pub units: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    facility_id: i64,
    #[diesel(sql_type = BigInt)]
    product_id: i64,
    #[diesel(sql_type = Date)]
    expires_on: NaiveDate,
    #[diesel(sql_type = Bool)]
    dated: bool,
    #[diesel(sql_type = BigInt)]
    units: i64,
}

/// What came of these stocks in batches that expire on a day or later, and without a date since the first of these came, and was
/// not taken back. What came without a date before all of them is taken to have been given out before them.
///
/// # Errors
/// If the database does not answer.
pub async fn of(
    conn: &mut Conn,
    stocks: &[Stock],
    from: NaiveDate,
) -> QueryResult<HashMap<Stock, Vec<Came>>> {
    // Batches are few and have an index of their own; what has no date is looked at only where there are any.
    let rows: Vec<Row> = diesel::sql_query(
        "WITH since AS MATERIALIZED (
            SELECT s.facility_id, s.product_id, l.at FROM unnest($1, $2) s (facility_id, product_id), LATERAL (
                SELECT min(at) AS at FROM ledger l
                WHERE facility_id = s.facility_id AND product_id = s.product_id AND expires_on >= $3 AND kind = 'receipt'
                  AND NOT EXISTS (SELECT FROM ledger r WHERE r.reverses = l.id)
            ) l WHERE l.at IS NOT NULL
         )
         SELECT since.facility_id, since.product_id, coalesce(l.expires_on, l.latest) AS expires_on, l.expires_on IS NOT NULL AS dated, sum(l.quantity) AS units
         FROM since, LATERAL (
            SELECT expires_on, quantity, max(expires_on) OVER (ORDER BY at) AS latest FROM ledger l
            WHERE facility_id = since.facility_id AND product_id = since.product_id AND kind = 'receipt' AND at >= since.at
              AND (expires_on IS NULL OR expires_on >= $3) AND NOT EXISTS (SELECT FROM ledger r WHERE r.reverses = l.id)
         ) l
         GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
    )
    .bind::<Array<BigInt>, _>(stocks.iter().map(|stock| stock.0).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(stocks.iter().map(|stock| stock.1).collect::<Vec<_>>())
    .bind::<Date, _>(from)
    .load(conn)
    .await?;
    let mut came: HashMap<Stock, Vec<Came>> = HashMap::new();
    for row in rows {
        let stock = (row.facility_id, row.product_id);
        came.entry(stock).or_default().push(Came {
            expires_on: row.expires_on,
            dated: row.dated,
            units: row.units,
        });
    }
    Ok(came)
}
