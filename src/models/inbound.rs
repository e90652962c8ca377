//! `inbound`: every message that came, once.

mod sender;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use super::cached::cached;
use crate::db::Conn;
use crate::schema::inbound;

pub use sender::{Earlier, Sender, sender};

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

/// Keeps a message of a phone that one of `hashes` finds: the phone, and the message's id,
/// or `None` where it came before. `None` altogether where nobody knows the phone.
///
/// # Errors
/// If the database does not answer.
pub async fn add_from(
    conn: &mut Conn,
    hashes: &[Vec<u8>],
    message: &NewInbound<'_>,
) -> QueryResult<Option<(i64, Option<i64>)>> {
    let query = diesel::sql_query(
        "WITH phone AS (
            SELECT id FROM phones WHERE hmac = ANY($1) OR next_hmac = ANY($1) LIMIT 1
         ), kept AS (
            INSERT INTO inbound (operator_id, phone_id, recipient, body, network, sent_at, received_at)
            SELECT $2, id, $3, $4, $5, $6, $7 FROM phone
            ON CONFLICT (operator_id) DO NOTHING RETURNING id
         )
         SELECT phone.id AS phone, (SELECT id FROM kept) AS id FROM phone",
    )
    .bind::<Array<Binary>, _>(hashes)
    .bind::<Text, _>(message.operator_id)
    .bind::<Text, _>(message.recipient)
    .bind::<Text, _>(message.body)
    .bind::<Text, _>(message.network)
    .bind::<Nullable<Timestamptz>, _>(message.sent_at)
    .bind::<Timestamptz, _>(message.received_at);
    let kept: Option<Kept> = cached(query).get_result(conn).await.optional()?;
    Ok(kept.map(|kept| (kept.phone, kept.id)))
}

#[derive(QueryableByName)]
struct Kept {
    #[diesel(sql_type = BigInt)]
    phone: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    id: Option<i64>,
}
