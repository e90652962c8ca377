//! `questions`: what somebody was asked in an answer and has not said yet.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

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
    /// What happened to the product, as `EntryKind` writes it.
    pub entry: Option<&'a str>,
    /// Of what.
    pub product_id: Option<i64>,
    /// The figure to be sure of.
    pub quantity: Option<i32>,
    /// The message that waits for the answer.
    pub body: &'a str,
    /// When.
    pub asked_at: DateTime<Utc>,
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
    /// What happened to the product.
    pub entry: Option<EntryKind>,
    /// Of what.
    pub product: Option<i64>,
    /// The figure to be sure of.
    pub quantity: Option<u32>,
    /// The message that waits for the answer.
    pub body: String,
}

type Row = (
    i64,
    Option<i64>,
    String,
    Option<String>,
    Option<i64>,
    Option<i32>,
    String,
);

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
    let rows: Vec<Row> = questions::table
        .filter(questions::phone_id.eq(phone))
        .filter(questions::closed_at.is_null())
        .filter(questions::asked_at.gt(since))
        .order(questions::id)
        .select((
            questions::id,
            questions::facility_id,
            questions::kind,
            questions::entry,
            questions::product_id,
            questions::quantity,
            questions::body,
        ))
        .load(conn)
        .await?;
    rows.into_iter()
        .map(|(id, facility, kind, entry, product, quantity, body)| {
            Ok(Question {
                id,
                facility,
                kind: word(&kind)?,
                entry: entry.as_deref().map(word).transpose()?,
                product,
                quantity: quantity.map(i32::unsigned_abs),
                body,
            })
        })
        .collect()
}

/// Closes questions: they were answered, or something later stands in their place.
///
/// # Errors
/// If the database does not answer.
pub async fn close(conn: &mut Conn, ids: &[i64], at: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(questions::table.filter(questions::id.eq_any(ids)))
        .set(questions::closed_at.eq(at))
        .execute(conn)
        .await
        .map(drop)
}

/// Closes what a phone was asked about products: they are spoken of again.
///
/// # Errors
/// If the database does not answer.
pub async fn close_about(
    conn: &mut Conn,
    phone: i64,
    products: &[i64],
    at: DateTime<Utc>,
) -> QueryResult<()> {
    let open = questions::table
        .filter(questions::phone_id.eq(phone))
        .filter(questions::closed_at.is_null())
        .filter(questions::product_id.eq_any(products));
    diesel::update(open)
        .set(questions::closed_at.eq(at))
        .execute(conn)
        .await
        .map(drop)
}
