//! `questions`: what somebody was asked in an answer and has not said yet.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Integer, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use super::cached::cached;
use crate::db::Conn;
use crate::directory::catalogue::kinds;
use crate::models::word;
use crate::schema::questions;
use crate::stock::ledger::EntryKind;

kinds! {
    /// What is asked.
    Kind {
        /// How many of a product.
        Quantity = "quantity",
        /// Whether a figure is really so.
        Sure = "sure",
        /// Which facility a message is about.
        Facility = "facility",
    }
}

/// A question to be kept.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = questions)]
pub struct NewQuestion<'a> {
    /// Who is asked.
    pub phone_id: i64,
    /// About which facility's stock.
    pub facility_id: Option<i64>,
    /// What is asked, as [`Kind`] writes it.
    pub kind: &'a str,
    /// What happened to the product, as `EntryKind` writes it; none where nobody knows.
    pub entry: Option<&'a str>,
    /// Of what.
    pub product_id: Option<i64>,
    /// The figure to be sure of.
    pub quantity: Option<i32>,
    /// The message that waits for the answer.
    pub body: &'a str,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// The message that was answered with it.
    pub inbound_id: i64,
    /// The batch told with the figure, where told.
    pub batch: &'a str,
    /// When it expires, where told.
    pub expires_on: Option<NaiveDate>,
}

/// A question that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its id.
    pub id: i64,
    /// About which facility's stock.
    pub facility: Option<i64>,
    /// What is asked.
    pub kind: Kind,
    /// What happened to the product; none where nobody knows.
    pub entry: Option<EntryKind>,
    /// Of what.
    pub product: Option<i64>,
    /// The figure to be sure of.
    pub quantity: Option<u32>,
    /// The message that waits for the answer.
    pub body: String,
    /// The batch told with the figure, where told.
    pub batch: String,
    /// When it expires, where told.
    pub expires_on: Option<NaiveDate>,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// The message that was answered with it.
    pub inbound: Option<i64>,
    /// Whether nothing was asked since.
    pub last: bool,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    facility_id: Option<i64>,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Nullable<Text>)]
    entry: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    product_id: Option<i64>,
    #[diesel(sql_type = Nullable<Integer>)]
    quantity: Option<i32>,
    #[diesel(sql_type = Text)]
    body: String,
    #[diesel(sql_type = Text)]
    batch: String,
    #[diesel(sql_type = Nullable<Date>)]
    expires_on: Option<NaiveDate>,
    #[diesel(sql_type = Timestamptz)]
    asked_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<BigInt>)]
    inbound_id: Option<i64>,
    #[diesel(sql_type = Bool)]
    last: bool,
}

/// Keeps questions.
///
/// # Errors
/// If the database does not answer.
pub async fn add(conn: &mut Conn, questions: &[NewQuestion<'_>]) -> QueryResult<()> {
    if questions.is_empty() {
        return Ok(());
    }
    diesel::insert_into(questions::table)
        .values(questions)
        .execute(conn)
        .await
        .map(drop)
}

/// What a phone was asked since a moment and has not said yet, oldest first.
///
/// # Errors
/// If the database does not answer.
pub async fn open(conn: &mut Conn, phone: i64, since: DateTime<Utc>) -> QueryResult<Vec<Question>> {
    let query = diesel::sql_query(
        "SELECT id, facility_id, kind, entry, product_id, quantity, body, batch, expires_on, asked_at, inbound_id,
            coalesce(inbound_id = (SELECT max(inbound_id) FROM questions WHERE phone_id = $1), false) AS last
         FROM questions WHERE phone_id = $1 AND closed_at IS NULL AND asked_at > $2 ORDER BY id",
    )
    .bind::<BigInt, _>(phone)
    .bind::<Timestamptz, _>(since);
    let rows: Vec<Row> = cached(query).load(conn).await?;
    let question = |row: Row| {
        Ok(Question {
            id: row.id,
            facility: row.facility_id,
            kind: word(&row.kind)?,
            entry: row.entry.as_deref().map(word).transpose()?,
            product: row.product_id,
            quantity: row.quantity.map(i32::unsigned_abs),
            body: row.body,
            batch: row.batch,
            expires_on: row.expires_on,
            asked_at: row.asked_at,
            inbound: row.inbound_id,
            last: row.last,
        })
    };
    rows.into_iter().map(question).collect()
}

/// Asks again what is open: these are the last questions now.
///
/// # Errors
/// If the database does not answer.
pub async fn again(
    conn: &mut Conn,
    ids: &[i64],
    inbound: i64,
    at: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(questions::table.filter(questions::id.eq_any(ids)))
        .set((
            questions::inbound_id.eq(inbound),
            questions::asked_at.eq(at),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Closes questions: they were answered, or something later stands in their place. How many of
/// them were open till then: another message may have answered them meanwhile.
///
/// # Errors
/// If the database does not answer.
pub async fn close(conn: &mut Conn, ids: &[i64], at: DateTime<Utc>) -> QueryResult<usize> {
    let open = questions::table
        .filter(questions::id.eq_any(ids))
        .filter(questions::closed_at.is_null());
    diesel::update(open)
        .set(questions::closed_at.eq(at))
        .execute(conn)
        .await
}

/// Closes what a phone was asked about products of a facility: they are spoken of again.
///
/// # Errors
/// If the database does not answer.
pub async fn close_about(
    conn: &mut Conn,
    phone: i64,
    (facility, products): (i64, &[i64]),
    at: DateTime<Utc>,
) -> QueryResult<()> {
    let open = questions::table
        .filter(questions::phone_id.eq(phone))
        .filter(questions::facility_id.eq(facility))
        .filter(questions::closed_at.is_null())
        .filter(questions::product_id.eq_any(products));
    diesel::update(open)
        .set(questions::closed_at.eq(at))
        .execute(conn)
        .await
        .map(drop)
}
