//! `inbound`: every message that came, once.

mod sender;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::inbound;

pub use sender::{Arrived, Heard, Lately, Sender, add_from};

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
    /// What it says, any PIN cut out: at most as much as [`cut`] leaves.
    pub body: &'a str,
    /// The network's code.
    pub network: &'a str,
    /// When it was sent, where told.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it came.
    pub received_at: DateTime<Utc>,
}

/// Letters of a body at most, as the table takes them: ten joined SMS are 1,530.
const LONGEST: usize = 2_000;

/// As much of a text as a body takes.
#[must_use]
pub fn cut(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST);
    end.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// Keeps a message of somebody without a phone; its id, or `None` where it came before. Waits for another process that
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

/// Whether a message came before.
///
/// # Errors
/// If the database does not answer.
pub async fn came(conn: &mut Conn, operator_id: &str) -> QueryResult<bool> {
    let known = inbound::table.filter(inbound::operator_id.eq(operator_id));
    diesel::select(diesel::dsl::exists(known))
        .get_result(conn)
        .await
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
