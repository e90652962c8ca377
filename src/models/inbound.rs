//! `inbound`: every message that came, once.

mod sender;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, SmallInt, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use super::cached::cached;
use super::outbox::NewMessage;
use crate::db::Conn;
use crate::schema::inbound;

pub use sender::{Arrived, Heard, Lately, Sender, arrive};

/// A message that came, and what was made of it.
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
    /// What was made of it, in a word.
    pub outcome: &'a str,
}

/// Letters of a body at most, as the table takes them: ten joined SMS are 1,530.
const LONGEST: usize = 2_000;

/// As much of a text as a body takes.
#[must_use]
pub fn cut(text: &str) -> &str {
    let end = text.char_indices().nth(LONGEST);
    end.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// Keeps a message of somebody without a phone; whether it came for the first time. Waits for
/// another process that is keeping the same one.
///
/// # Errors
/// If the database does not answer.
pub async fn add(conn: &mut Conn, message: &NewInbound<'_>) -> QueryResult<bool> {
    let kept = diesel::insert_into(inbound::table)
        .values(message)
        .on_conflict(inbound::operator_id)
        .do_nothing()
        .execute(conn)
        .await?;
    Ok(kept == 1)
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

/// Keeps a message of a phone under the id that [`arrive`] gave it, with its answer, if it gets
/// one. False where another process kept the same one meanwhile, which is waited for: then
/// what was made of it here is to be rolled back.
///
/// # Errors
/// If the database does not answer.
pub async fn keep(
    conn: &mut Conn,
    id: i64,
    message: &NewInbound<'_>,
    answer: Option<&NewMessage>,
) -> QueryResult<bool> {
    // A statement less for each message: the row is written once, with what was made of it
    let kept = "INSERT INTO inbound (id, operator_id, phone_id, recipient, body, network, sent_at, received_at, outcome)
        OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (operator_id) DO NOTHING";
    let words = match answer {
        None => kept.to_owned(),
        Some(_) => format!(
            "WITH kept AS ({kept} RETURNING id, phone_id)
             INSERT INTO outbox (inbound_id, phone_id, rank, body, not_before, expires_at, repeat_unknown, created_at)
             SELECT id, phone_id, $10, $11, $12, $13, $14, $15 FROM kept"
        ),
    };
    let query = diesel::sql_query(words)
        .into_boxed::<diesel::pg::Pg>()
        .bind::<BigInt, _>(id)
        .bind::<Text, _>(message.operator_id)
        .bind::<Nullable<BigInt>, _>(message.phone_id)
        .bind::<Text, _>(message.recipient)
        .bind::<Text, _>(message.body)
        .bind::<Text, _>(message.network)
        .bind::<Nullable<Timestamptz>, _>(message.sent_at)
        .bind::<Timestamptz, _>(message.received_at)
        .bind::<Text, _>(message.outcome);
    let query = match answer {
        None => query,
        Some(answer) => query
            .bind::<SmallInt, _>(answer.rank.number())
            .bind::<Text, _>(answer.body.as_str())
            .bind::<Timestamptz, _>(answer.not_before)
            .bind::<Timestamptz, _>(answer.expires_at)
            .bind::<Bool, _>(answer.repeat_unknown)
            .bind::<Timestamptz, _>(answer.created_at),
    };
    Ok(cached(query).execute(conn).await? == 1)
}
