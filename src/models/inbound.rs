//! `inbound`: every message that came, once.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::inbound;

/// A message that came.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = inbound)]
pub struct NewInbound<'a> {
    /// The aggregator's id of it.
    pub operator_id: &'a str,
    /// Who sent it, where that is a phone.
    pub phone_id: Option<i64>,
    /// What a sender calls itself that is no phone.
    pub sender: Option<&'a str>,
    /// What it was sent to.
    pub recipient: &'a str,
    /// What it says, any PIN cut out.
    pub body: &'a str,
    /// The network's code.
    pub network: &'a str,
    /// When it was sent, where told.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it came.
    pub received_at: DateTime<Utc>,
}

/// Keeps a message; its id, or `None` where it came before. Waits for another process that
/// is keeping the same one.
///
/// # Errors
/// If the database does not answer.
pub async fn add(conn: &mut Conn, message: &NewInbound<'_>) -> QueryResult<Option<i64>> {
    diesel::insert_into(inbound::table)
        .values(message)
        .on_conflict(inbound::operator_id)
        .do_nothing()
        .returning(inbound::id)
        .get_result(conn)
        .await
        .optional()
}

/// Writes down in a word what was made of a message.
///
/// # Errors
/// If the database does not answer.
pub async fn set_outcome(conn: &mut Conn, id: i64, outcome: &str) -> QueryResult<()> {
    diesel::update(inbound::table.find(id))
        .set(inbound::outcome.eq(outcome))
        .execute(conn)
        .await
        .map(drop)
}

/// A message that came before.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Earlier {
    /// What it said.
    pub body: String,
    /// What was made of it, in a word.
    pub outcome: String,
    /// When it came.
    pub received_at: DateTime<Utc>,
}

/// The last few messages of a phone before this one, since a moment, newest first.
///
/// # Errors
/// If the database does not answer.
pub async fn before(
    conn: &mut Conn,
    phone: i64,
    id: i64,
    since: DateTime<Utc>,
) -> QueryResult<Vec<Earlier>> {
    inbound::table
        .filter(inbound::phone_id.eq(phone))
        .filter(inbound::received_at.gt(since))
        .filter(inbound::id.lt(id))
        .order((inbound::received_at.desc(), inbound::id.desc()))
        .limit(50)
        .select((inbound::body, inbound::outcome, inbound::received_at))
        .load(conn)
        .await
}
