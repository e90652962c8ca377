//! `ledger`: every stock transaction, for good.

pub mod batch;
pub mod came;
pub mod past;
pub mod said;
pub mod shown;
pub mod written;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Date, Integer, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use futures_util::{Stream, StreamExt as _};

use super::cached::cached;
use super::word;
use crate::db::Conn;
use crate::models::report::NewReport;
use crate::schema::{ledger, stock_levels};
use crate::stock::ledger::{Known, Said};

/// An entry to be kept, part of a report about one facility.
#[derive(Debug, Clone)]
pub struct NewEntry<'a> {
    /// Of what.
    pub product_id: i64,
    /// What happened, as `EntryKind` writes it.
    pub kind: &'a str,
    /// Units as they were said.
    pub quantity: i32,
    /// By how much the stock changed.
    pub change: i32,
    /// What is known after it; none where nothing is known any more.
    pub now: Option<Known>,
    /// Why, in a few words.
    pub reason: &'a str,
    /// The batch, where told.
    pub batch: &'a str,
    /// When it expires, where told.
    pub expires_on: Option<NaiveDate>,
    /// The entry it takes back.
    pub reverses: Option<i64>,
}

/// What can be taken back of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Entry {
    /// Its id.
    pub id: i64,
    /// Of what.
    pub product_id: i64,
    /// Units as they were said.
    pub quantity: i32,
}

/// A stock's transaction, as it is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: i64,
    /// Whose stock.
    pub facility: i64,
    /// Of what.
    pub product: i64,
    /// What was said.
    pub said: Said,
    /// What there is after it, as it was written down.
    pub balance: Option<i32>,
    /// By how much the stock changed, as it was written down.
    pub change: i32,
    /// The entry it takes back.
    pub reverses: Option<i64>,
    /// Whether it was taken back.
    pub taken_back: bool,
}

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
    #[diesel(sql_type = Nullable<Integer>)]
    balance: Option<i32>,
    #[diesel(sql_type = Integer)]
    change: i32,
    #[diesel(sql_type = Nullable<BigInt>)]
    reverses: Option<i64>,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    taken_back: bool,
}

#[derive(QueryableByName)]
struct WithLevel {
    #[diesel(embed)]
    line: Row,
    #[diesel(sql_type = Nullable<Integer>)]
    level: Option<i32>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    level_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Line {
    type Error = diesel::result::Error;

    fn try_from(row: Row) -> QueryResult<Self> {
        Ok(Self {
            id: row.id,
            facility: row.facility_id,
            product: row.product_id,
            said: Said {
                kind: word(&row.kind)?,
                quantity: row.quantity.unsigned_abs(),
                at: row.at,
            },
            balance: row.balance,
            change: row.change,
            reverses: row.reverses,
            taken_back: row.taken_back,
        })
    }
}

/// What follows a stock, in the order it was written down.
const LINES: &str = "SELECT l.id, l.facility_id, l.product_id, l.kind, l.quantity, l.balance, l.change, l.reverses, l.at,
        EXISTS (SELECT FROM ledger r WHERE r.reverses = l.id) AS taken_back
    FROM ledger l";

/// Keeps a report with its entries, and puts the levels where they leave them; the
/// report's id. A level of which nothing is known any more stays as it is.
///
/// # Errors
/// If the database does not answer, a product is named twice, or what is taken back was
/// taken back already.
pub async fn write(
    conn: &mut Conn,
    report: &NewReport<'_>,
    entries: &[NewEntry<'_>],
) -> QueryResult<i64> {
    let numbers = |of: fn(&NewEntry<'_>) -> i32| entries.iter().map(of).collect::<Vec<_>>();
    let words =
        |of: for<'a> fn(&NewEntry<'a>) -> &'a str| entries.iter().map(of).collect::<Vec<_>>();
    let products: Vec<i64> = entries.iter().map(|entry| entry.product_id).collect();
    let expires: Vec<_> = entries.iter().map(|entry| entry.expires_on).collect();
    let reverses: Vec<_> = entries.iter().map(|entry| entry.reverses).collect();
    let known = entries.iter().map(|entry| entry.now);
    let balances = known.clone().map(|now| {
        let units = now?.quantity;
        Some(i32::try_from(units).unwrap_or(i32::MAX))
    });
    let counted = known.map(|now| now.map(|now| now.counted_at));
    let query = diesel::sql_query(
        "WITH report AS (
            INSERT INTO reports (facility_id, staff_id, channel, inbound_id, at, undoes) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
         ), said AS (
            SELECT * FROM unnest($7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
                s (product_id, kind, quantity, change, balance, reason, batch, expires_on, reverses, counted_at)
         ), entered AS (
            INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, balance, reason, batch, expires_on, reverses, at)
            SELECT report.id, $1, product_id, kind, quantity, change, balance, reason, batch, expires_on, reverses, $17 FROM report, said
         ), put AS (
            INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by)
            SELECT $1, product_id, balance, counted_at, $3 FROM said WHERE balance IS NOT NULL
            ON CONFLICT (facility_id, product_id) DO UPDATE SET
                quantity = excluded.quantity, counted_at = excluded.counted_at, counted_by = excluded.counted_by
         ) SELECT id FROM report",
    )
    .bind::<Nullable<BigInt>, _>(report.facility_id)
    .bind::<Nullable<BigInt>, _>(report.staff_id)
    .bind::<Text, _>(report.channel)
    .bind::<Nullable<BigInt>, _>(report.inbound_id)
    .bind::<Timestamptz, _>(report.at)
    .bind::<Nullable<BigInt>, _>(report.undoes)
    .bind::<Array<BigInt>, _>(products)
    .bind::<Array<Text>, _>(words(|entry| entry.kind))
    .bind::<Array<Integer>, _>(numbers(|entry| entry.quantity))
    .bind::<Array<Integer>, _>(numbers(|entry| entry.change))
    .bind::<Array<Nullable<Integer>>, _>(balances.collect::<Vec<_>>())
    .bind::<Array<Text>, _>(words(|entry| entry.reason))
    .bind::<Array<Text>, _>(words(|entry| entry.batch))
    .bind::<Array<Nullable<Date>>, _>(expires)
    .bind::<Array<Nullable<BigInt>>, _>(reverses)
    .bind::<Array<Nullable<Timestamptz>>, _>(counted.collect::<Vec<_>>())
    .bind::<Timestamptz, _>(report.so_at);
    let written: Written = cached(query).get_result(conn).await?;
    Ok(written.id)
}

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// What would make something that is said of a stock late.
#[derive(Debug, Clone, Copy)]
pub struct Since {
    /// When it was said.
    pub moment: DateTime<Utc>,
    /// Whether any later word of the stock does, as of a count; else only a later count, which
    /// knows of it.
    pub any_word: bool,
    /// Whether what came another way than by message does: its moments are of another clock.
    pub any_way: bool,
}

/// Of some products, those of whose stock something stands that was said later than that.
///
/// # Errors
/// If the database does not answer.
pub async fn said_since(
    conn: &mut Conn,
    facility: i64,
    products: &[i64],
    since: Since,
) -> QueryResult<Vec<i64>> {
    let query = diesel::sql_query(
        "SELECT p.id AS product_id FROM unnest($2) p (id) WHERE EXISTS (
            SELECT FROM ledger l JOIN reports r ON r.id = l.report_id LEFT JOIN inbound i ON i.id = r.inbound_id
            WHERE l.facility_id = $1 AND l.product_id = p.id AND (l.kind = 'count' OR $4 AND l.kind <> 'reversal')
              AND CASE WHEN i.sent_at IS NOT NULL THEN i.sent_at > $3 ELSE $5 AND l.at > $3 END
              AND NOT EXISTS (SELECT FROM ledger t WHERE t.reverses = l.id)
         )",
    )
    .bind::<BigInt, _>(facility)
    .bind::<Array<BigInt>, _>(products)
    .bind::<Timestamptz, _>(since.moment)
    .bind::<Bool, _>(since.any_word)
    .bind::<Bool, _>(since.any_way);
    let rows: Vec<OfProduct> = query.load(conn).await?;
    Ok(rows.into_iter().map(|row| row.product_id).collect())
}

#[derive(QueryableByName)]
struct OfProduct {
    #[diesel(sql_type = BigInt)]
    product_id: i64,
}

/// The entries of a report, in their order.
///
/// # Errors
/// If the database does not answer.
pub async fn of_report(conn: &mut Conn, report: i64) -> QueryResult<Vec<Entry>> {
    ledger::table
        .filter(ledger::report_id.eq(report))
        .order(ledger::id)
        .select((ledger::id, ledger::product_id, ledger::quantity))
        .load(conn)
        .await
}

/// All of one stock's transactions, oldest first.
///
/// # Errors
/// If the database does not answer.
pub async fn of_stock(conn: &mut Conn, facility: i64, product: i64) -> QueryResult<Vec<Line>> {
    let rows: Vec<Row> = diesel::sql_query(format!(
        "{LINES} WHERE l.facility_id = $1 AND l.product_id = $2 ORDER BY l.id"
    ))
    .bind::<BigInt, _>(facility)
    .bind::<BigInt, _>(product)
    .load(conn)
    .await?;
    rows.into_iter().map(Line::try_from).collect()
}

/// The whole ledger, stock by stock, each oldest first, with what is known of the stock
/// by its level.
///
/// # Errors
/// When the query cannot be begun; an item is an error when it fails later.
pub async fn stream(
    conn: &mut Conn,
) -> QueryResult<impl Stream<Item = QueryResult<(Line, Option<Known>)>> + use<>> {
    let query = LINES.replace(
        "AS taken_back",
        "AS taken_back, s.quantity AS level, s.counted_at AS level_at",
    );
    let query = format!(
        "{query} LEFT JOIN stock_levels s USING (facility_id, product_id)
         ORDER BY l.facility_id, l.product_id, l.id"
    );
    let rows = diesel::sql_query(query)
        .load_stream::<WithLevel>(conn)
        .await?;
    Ok(rows.map(|row| {
        let row = row?;
        let level = row
            .level
            .zip(row.level_at)
            .map(|(quantity, counted_at)| Known {
                quantity: quantity.unsigned_abs(),
                counted_at,
            });
        Ok((Line::try_from(row.line)?, level))
    }))
}

/// Levels of which the ledger says nothing: facility, product and what is known.
///
/// # Errors
/// If the database does not answer.
pub async fn levels_without(conn: &mut Conn) -> QueryResult<Vec<(i64, i64, Known)>> {
    let entry = ledger::table.filter(
        ledger::facility_id
            .eq(stock_levels::facility_id)
            .and(ledger::product_id.eq(stock_levels::product_id)),
    );
    let rows: Vec<(i64, i64, i32, DateTime<Utc>)> = stock_levels::table
        .filter(diesel::dsl::not(diesel::dsl::exists(entry)))
        .order((stock_levels::facility_id, stock_levels::product_id))
        .select((
            stock_levels::facility_id,
            stock_levels::product_id,
            stock_levels::quantity,
            stock_levels::counted_at,
        ))
        .load(conn)
        .await?;
    let known = |(facility, product, quantity, counted_at): (i64, i64, i32, DateTime<Utc>)| {
        let quantity = quantity.unsigned_abs();
        let known = Known {
            quantity,
            counted_at,
        };
        (facility, product, known)
    };
    Ok(rows.into_iter().map(known).collect())
}
