//! What the demo country's ledger tells of years ago.

use chrono::{DateTime, Utc};
use diesel::sql_types::{Array, BigInt, Integer, Text, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::stock::ledger::Known;

/// A stock as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    /// Of what.
    pub product: i64,
    /// The product's code.
    pub code: String,
    /// What is known.
    pub known: Known,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    product_id: i64,
    #[diesel(sql_type = Text)]
    code: String,
    #[diesel(sql_type = Integer)]
    quantity: i32,
    #[diesel(sql_type = Timestamptz)]
    counted_at: DateTime<Utc>,
}

/// A facility's medicines that are known since a moment and were not heard of before it, by
/// their codes.
///
/// # Errors
/// If the database does not answer.
pub async fn of_late(
    conn: &mut Conn,
    facility: i64,
    since: DateTime<Utc>,
    most: i64,
) -> QueryResult<Vec<Stock>> {
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT * FROM (
            SELECT s.product_id, p.code, s.quantity, s.counted_at
            FROM stock_levels s JOIN products p ON p.id = s.product_id
            WHERE s.facility_id = $1 AND p.kind = 'medicine' AND s.counted_at >= $2 ORDER BY p.code LIMIT $3
         ) first
         WHERE NOT EXISTS (SELECT FROM ledger l WHERE l.facility_id = $1 AND l.product_id = first.product_id AND l.at < $2)
         ORDER BY code",
    )
    .bind::<BigInt, _>(facility)
    .bind::<Timestamptz, _>(since)
    .bind::<BigInt, _>(most)
    .load(conn)
    .await?;
    let stock = |row: Row| Stock {
        product: row.product_id,
        code: row.code,
        known: Known {
            quantity: row.quantity.unsigned_abs(),
            counted_at: row.counted_at,
        },
    };
    Ok(rows.into_iter().map(stock).collect())
}

/// An entry as it is to stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Of what.
    pub product: i64,
    /// What happened, as `EntryKind` writes it.
    pub kind: &'static str,
    /// Units as they were said.
    pub quantity: u32,
    /// By how much the stock changed.
    pub change: i32,
    /// What there is after it.
    pub balance: u32,
    /// When.
    pub at: DateTime<Utc>,
}

/// Writes a facility's entries, of each stock in this order, those of one moment as one
/// report; how many. Levels stay as they are, so the last entry of each must leave it so.
///
/// # Errors
/// If the database does not answer.
pub async fn write(conn: &mut Conn, facility: i64, entries: &[Entry]) -> QueryResult<usize> {
    let units = |of: fn(&Entry) -> u32| {
        let units = entries.iter().map(of);
        units
            .map(|units| i32::try_from(units).unwrap_or(i32::MAX))
            .collect::<Vec<_>>()
    };
    diesel::sql_query(
        "WITH said AS (
            SELECT * FROM unnest($2, $3, $4, $5, $6, $7) WITH ORDINALITY s (product_id, kind, quantity, change, balance, at, n)
         ), made AS (
            INSERT INTO reports (facility_id, channel, at) SELECT DISTINCT $1, 'import', at FROM said RETURNING id, at
         )
         INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, balance, at)
         SELECT made.id, $1, product_id, kind, quantity, change, balance, said.at
         FROM said JOIN made ON made.at = said.at ORDER BY said.n",
    )
    .bind::<BigInt, _>(facility)
    .bind::<Array<BigInt>, _>(entries.iter().map(|entry| entry.product).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(entries.iter().map(|entry| entry.kind).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(units(|entry| entry.quantity))
    .bind::<Array<Integer>, _>(entries.iter().map(|entry| entry.change).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(units(|entry| entry.balance))
    .bind::<Array<Timestamptz>, _>(entries.iter().map(|entry| entry.at).collect::<Vec<_>>())
    .execute(conn)
    .await
}
