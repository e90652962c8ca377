//! What was said of many stocks, as their use follows from it.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use diesel::sql_types::{Array, BigInt, Date, Integer, Nullable, SmallInt, Text, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use futures_util::{StreamExt as _, pin_mut};

use crate::db::Conn;
use crate::models::word;
use crate::stock::ledger::{EntryKind, Said};

/// A stock: whose (facility) and of what (product).
pub type Stock = (i64, i64);

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = BigInt)]
    facility_id: i64,
    #[diesel(sql_type = BigInt)]
    product_id: i64,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Integer)]
    quantity: i32,
    #[diesel(sql_type = Nullable<BigInt>)]
    reverses: Option<i64>,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
}

/// All that was said of these stocks and not taken back, in the order it was written down.
///
/// # Errors
/// If the database does not answer.
pub async fn of(conn: &mut Conn, stocks: &[Stock]) -> QueryResult<HashMap<Stock, Vec<Said>>> {
    // One look into the index a stock, however many entries PostgreSQL expects.
    let rows = diesel::sql_query(
        "SELECT l.* FROM unnest($1, $2) s (facility_id, product_id), LATERAL (
            SELECT id, facility_id, product_id, kind, quantity, reverses, at FROM ledger
            WHERE facility_id = s.facility_id AND product_id = s.product_id ORDER BY id OFFSET 0
         ) l",
    )
    .bind::<Array<BigInt>, _>(stocks.iter().map(|stock| stock.0).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(stocks.iter().map(|stock| stock.1).collect::<Vec<_>>())
    .load_stream::<Row>(conn)
    .await?;
    pin_mut!(rows);
    let mut said: HashMap<Stock, Vec<(i64, Said)>> = HashMap::with_capacity(stocks.len());
    let mut taken_back = HashSet::new();
    while let Some(row) = rows.next().await {
        let row = row?;
        if let Some(entry) = row.reverses {
            taken_back.insert(entry);
            continue;
        }
        let line = Said {
            kind: word::<EntryKind>(&row.kind)?,
            quantity: row.quantity.unsigned_abs(),
            at: row.at,
        };
        let stock = (row.facility_id, row.product_id);
        said.entry(stock).or_default().push((row.id, line));
    }
    let left = |lines: Vec<(i64, Said)>| {
        let lines = lines.into_iter();
        let lines = lines.filter(|(id, _)| !taken_back.contains(id));
        lines.map(|(_, said)| said).collect()
    };
    Ok(said
        .into_iter()
        .map(|(stock, lines)| (stock, left(lines)))
        .collect())
}

#[derive(QueryableByName)]
struct Wrote {
    #[diesel(sql_type = BigInt)]
    facility_id: i64,
    #[diesel(sql_type = Date)]
    day: NaiveDate,
}

/// In which periods facilities wrote down that they gave out something, each by its first
/// day. A period is what PostgreSQL calls so, `month` or `week`, in that zone.
///
/// # Errors
/// If the database does not answer.
pub async fn wrote(
    conn: &mut Conn,
    facilities: &[i64],
    frequency: &'static str,
    zone: &'static str,
) -> QueryResult<HashSet<(i64, NaiveDate)>> {
    let rows: Vec<Wrote> = diesel::sql_query(
        "SELECT DISTINCT facility_id, date_trunc($2, at AT TIME ZONE $3)::date AS day
         FROM ledger WHERE facility_id = ANY ($1) AND kind = 'issue'",
    )
    .bind::<Array<BigInt>, _>(facilities)
    .bind::<Text, _>(frequency)
    .bind::<Text, _>(zone)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.facility_id, row.day))
        .collect())
}

#[derive(QueryableByName)]
struct StockRow {
    #[diesel(sql_type = BigInt)]
    facility_id: i64,
    #[diesel(sql_type = BigInt)]
    product_id: i64,
}

/// The next stocks that are known, in the order of facility and product.
///
/// # Errors
/// If the database does not answer.
pub async fn next(conn: &mut Conn, after: Stock, most: i64) -> QueryResult<Vec<Stock>> {
    let rows: Vec<StockRow> = diesel::sql_query(
        "SELECT facility_id, product_id FROM stock_levels WHERE (facility_id, product_id) > ($1, $2)
         ORDER BY facility_id, product_id LIMIT $3",
    )
    .bind::<BigInt, _>(after.0)
    .bind::<BigInt, _>(after.1)
    .bind::<BigInt, _>(most)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.facility_id, row.product_id))
        .collect())
}

#[derive(QueryableByName)]
struct KindsRow {
    #[diesel(embed)]
    stock: StockRow,
    #[diesel(sql_type = Text)]
    facility_kind: String,
    #[diesel(sql_type = Text)]
    product_kind: String,
}

/// What kind of facility holds these stocks, and what kind of product they are of.
///
/// # Errors
/// If the database does not answer.
pub async fn kinds(
    conn: &mut Conn,
    stocks: &[Stock],
) -> QueryResult<HashMap<Stock, (String, String)>> {
    let rows: Vec<KindsRow> = diesel::sql_query(
        "SELECT facility_id, product_id, f.kind AS facility_kind, p.kind AS product_kind
         FROM unnest($1, $2) s (facility_id, product_id) JOIN facilities f ON f.id = facility_id JOIN products p ON p.id = product_id",
    )
    .bind::<Array<BigInt>, _>(stocks.iter().map(|stock| stock.0).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(stocks.iter().map(|stock| stock.1).collect::<Vec<_>>())
    .load(conn)
    .await?;
    let kinds = rows.into_iter().map(|row| {
        let stock = (row.stock.facility_id, row.stock.product_id);
        (stock, (row.facility_kind, row.product_kind))
    });
    Ok(kinds.collect())
}

#[derive(QueryableByName)]
struct CodesRow {
    #[diesel(embed)]
    stock: StockRow,
    #[diesel(sql_type = Text)]
    facility: String,
    #[diesel(sql_type = Text)]
    product: String,
}

/// The codes of facility and product of these stocks.
///
/// # Errors
/// If the database does not answer.
pub async fn codes(
    conn: &mut Conn,
    stocks: &[Stock],
) -> QueryResult<HashMap<Stock, (String, String)>> {
    let rows: Vec<CodesRow> = diesel::sql_query(
        "SELECT facility_id, product_id, f.code AS facility, p.code AS product
         FROM unnest($1, $2) s (facility_id, product_id) JOIN facilities f ON f.id = facility_id JOIN products p ON p.id = product_id",
    )
    .bind::<Array<BigInt>, _>(stocks.iter().map(|stock| stock.0).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(stocks.iter().map(|stock| stock.1).collect::<Vec<_>>())
    .load(conn)
    .await?;
    let codes = rows.into_iter().map(|row| {
        let stock = (row.stock.facility_id, row.stock.product_id);
        (stock, (row.facility, row.product))
    });
    Ok(codes.collect())
}

/// What is left of a stock, and how sure it is to last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Units.
    pub units: u32,
    /// How many times in a hundred it shall last until the delivery after next.
    pub service_level: i16,
}

#[derive(QueryableByName)]
struct LeftRow {
    #[diesel(embed)]
    stock: StockRow,
    #[diesel(sql_type = Integer)]
    quantity: i32,
    #[diesel(sql_type = SmallInt)]
    service_level: i16,
}

/// What is left of these stocks.
///
/// # Errors
/// If the database does not answer.
pub async fn left(conn: &mut Conn, stocks: &[Stock]) -> QueryResult<HashMap<Stock, Left>> {
    let rows: Vec<LeftRow> = diesel::sql_query(
        "SELECT facility_id, product_id, quantity, service_level
         FROM unnest($1, $2) s (facility_id, product_id) JOIN stock_levels USING (facility_id, product_id)
         JOIN products p ON p.id = product_id",
    )
    .bind::<Array<BigInt>, _>(stocks.iter().map(|stock| stock.0).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(stocks.iter().map(|stock| stock.1).collect::<Vec<_>>())
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let stock = (row.stock.facility_id, row.stock.product_id);
            let left = Left {
                units: row.quantity.unsigned_abs(),
                service_level: row.service_level,
            };
            (stock, left)
        })
        .collect())
}

/// Some stocks that were first heard of before a moment, so many at most: as by chance, always the same, and of each facility four
/// before more of any.
///
/// # Errors
/// If the database does not answer.
pub async fn sample(conn: &mut Conn, before: DateTime<Utc>, most: i64) -> QueryResult<Vec<Stock>> {
    let rows: Vec<StockRow> = diesel::sql_query(
        "SELECT facility_id, product_id FROM (
            SELECT facility_id, product_id, (row_number() OVER (PARTITION BY facility_id ORDER BY md5(facility_id || ' ' || product_id)) - 1) / 4 AS round
            FROM stock_levels ORDER BY round, md5(facility_id::text), facility_id, product_id OFFSET 0
         ) s
         WHERE (SELECT at FROM ledger l WHERE l.facility_id = s.facility_id AND l.product_id = s.product_id ORDER BY id LIMIT 1) < $1
         LIMIT $2",
    )
    .bind::<Timestamptz, _>(before)
    .bind::<BigInt, _>(most)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.facility_id, row.product_id))
        .collect())
}
