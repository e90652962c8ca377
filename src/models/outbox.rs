//! `outbox`: messages to be sent, from the moment somebody wants them sent to
//! the moment it is known what became of them.
//!
//! queued -> sending (leased) -> sent -> delivered, or failed, unknown (nobody
//! knows whether the operator took it), expired (never sent: too late, or no
//! longer so).

mod claim;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{SmallInt, Timestamptz};
use diesel_async::RunQueryDsl;

use super::cached::cached;
use crate::db::Conn;
use crate::schema::outbox;

pub use claim::{Claim, Claimed, claim, expire};

/// Rows of one INSERT: PostgreSQL takes 65,535 values, eight a row.
const AT_ONCE: usize = 5000;

/// Messages that are often written together: a statement for each number stays prepared.
const FEW: usize = 4;

/// Why a message failed whose recipient has opted out here.
pub const STOPPED: &str = "stopped";

/// Why a message failed whose recipient has opted out at their network.
pub const BLACKLISTED: &str = "UserInBlacklist";

/// What goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The answer to somebody who waits for it; sent also to those who opted out.
    Reply,
    /// What somebody should know soon.
    Alert,
    /// What goes to many.
    Bulk,
}

impl Rank {
    /// Every rank, first to last.
    pub const ALL: [Rank; 3] = [Rank::Reply, Rank::Alert, Rank::Bulk];

    /// As the table writes it.
    pub(super) const fn number(self) -> i16 {
        match self {
            Rank::Reply => 0,
            Rank::Alert => 1,
            Rank::Bulk => 2,
        }
    }

    /// A word for it, for metrics.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Rank::Reply => "reply",
            Rank::Alert => "alert",
            Rank::Bulk => "bulk",
        }
    }
}

/// A message somebody wants sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// To whom.
    pub phone_id: i64,
    /// Before or after others.
    pub rank: Rank,
    /// The text, 1 to 1530 characters.
    pub body: String,
    /// Not earlier than this.
    pub not_before: DateTime<Utc>,
    /// Not from this moment on: it would be of no use any more.
    pub expires_at: DateTime<Utc>,
    /// Whether it is sent again where nobody knows whether it was: twice is
    /// better than never.
    pub repeat_unknown: bool,
    /// The message it answers.
    pub inbound_id: Option<i64>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// Letters of a body at most: ten joined SMS.
const LONGEST: usize = 1_530;

/// A text as far as a body takes it. Answers are made to fit far less; this is for the one
/// that was not, since a message that cannot be answered would come again for hours.
#[must_use]
pub fn cut(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
    }
    text
}

/// Puts messages into the outbox, in the caller's transaction; returns their
/// ids in the same order. Once that is committed, [`crate::app::App::outbox`]
/// may be told, so that the sender need not look by itself.
///
/// # Errors
/// If the database does not answer, or a text is empty or too long.
pub async fn add(conn: &mut Conn, messages: &[NewMessage]) -> QueryResult<Vec<i64>> {
    let mut ids = Vec::with_capacity(messages.len());
    for messages in messages.chunks(AT_ONCE) {
        let rows: Vec<_> = messages
            .iter()
            .map(|m| {
                (
                    outbox::phone_id.eq(m.phone_id),
                    outbox::rank.eq(m.rank.number()),
                    outbox::body.eq(&m.body),
                    outbox::not_before.eq(m.not_before),
                    outbox::expires_at.eq(m.expires_at),
                    outbox::repeat_unknown.eq(m.repeat_unknown),
                    outbox::inbound_id.eq(m.inbound_id),
                    outbox::created_at.eq(m.created_at),
                )
            })
            .collect();
        let few = rows.len() <= FEW;
        let query = diesel::insert_into(outbox::table)
            .values(rows)
            .returning(outbox::id);
        let added: Vec<i64> = if few {
            cached(query).get_results(conn).await?
        } else {
            query.get_results(conn).await?
        };
        ids.extend(added);
    }
    Ok(ids)
}

/// A message as whoever gets it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Shown {
    /// Its id.
    pub id: i64,
    /// The text.
    pub body: String,
    /// queued, sending, sent, delivered, failed, unknown or expired.
    pub state: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

/// The last messages to a phone, newest first.
///
/// # Errors
/// If the database does not answer.
pub async fn to_phone(conn: &mut Conn, phone: i64, most: i64) -> QueryResult<Vec<Shown>> {
    outbox::table
        .filter(outbox::phone_id.eq(phone))
        .order((outbox::created_at.desc(), outbox::id.desc()))
        .limit(most)
        .select((outbox::id, outbox::body, outbox::state, outbox::created_at))
        .load(conn)
        .await
}

/// A delivery report says that the message is on the handset; false where that
/// changes nothing.
///
/// # Errors
/// If the database does not answer.
pub async fn delivered(conn: &mut Conn, id: i64, now: DateTime<Utc>) -> QueryResult<bool> {
    let open = outbox::table
        .find(id)
        .filter(outbox::state.ne_all(["delivered", "failed"]));
    let done = diesel::update(open)
        .set((
            outbox::state.eq("delivered"),
            outbox::leased_by.eq(None::<String>),
            outbox::lease_until.eq(None::<DateTime<Utc>>),
            outbox::failure.eq(None::<String>),
            outbox::finished_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(done == 1)
}

/// A delivery report says that the message will never be on the handset; false
/// where that changes nothing.
///
/// # Errors
/// If the database does not answer.
pub async fn undelivered(
    conn: &mut Conn,
    id: i64,
    failure: &str,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let open = outbox::table
        .find(id)
        .filter(outbox::state.eq_any(["sent", "unknown"]));
    let done = diesel::update(open)
        .set((
            outbox::state.eq("failed"),
            outbox::failure.eq(failure),
            outbox::finished_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(done == 1)
}

/// The ranks of which something may go now, first to last.
///
/// # Errors
/// If the database does not answer.
pub async fn ready(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<Vec<Rank>> {
    #[derive(QueryableByName)]
    struct Ready {
        #[diesel(sql_type = SmallInt)]
        rank: i16,
    }
    let query = diesel::sql_query(
        "SELECT rank FROM unnest(ARRAY[0, 1, 2]::smallint[]) AS r (rank)
         WHERE EXISTS (SELECT FROM outbox o WHERE o.state = 'queued' AND o.rank = r.rank AND o.not_before <= $1)
         ORDER BY rank",
    )
    .bind::<Timestamptz, _>(now);
    let rows: Vec<Ready> = cached(query).load(conn).await?;
    let found = |rank: &Rank| rows.iter().any(|row| row.rank == rank.number());
    Ok(Rank::ALL.into_iter().filter(found).collect())
}

/// How many messages wait, of each rank.
///
/// # Errors
/// If the database does not answer.
pub async fn queued(conn: &mut Conn) -> QueryResult<[(Rank, i64); 3]> {
    let counts: Vec<(i16, i64)> = outbox::table
        .filter(outbox::state.eq("queued"))
        .group_by(outbox::rank)
        .select((outbox::rank, diesel::dsl::count_star()))
        .load(conn)
        .await?;
    let of = |rank: Rank| {
        let found = counts.iter().find(|(number, _)| *number == rank.number());
        (rank, found.map_or(0, |(_, count)| *count))
    };
    Ok(Rank::ALL.map(of))
}

/// A message that SMS could not bring.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Missed {
    /// Which.
    pub id: i64,
    /// What it says.
    pub body: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// What a phone was not told because messages to it are stopped, by its owner
/// or by the network, and that is still of use; newest first, ten at most. To
/// be told when they call.
///
/// # Errors
/// If the database does not answer.
pub async fn missed(conn: &mut Conn, phone: i64, now: DateTime<Utc>) -> QueryResult<Vec<Missed>> {
    outbox::table
        .filter(outbox::phone_id.eq(phone))
        .filter(outbox::state.eq("failed"))
        .filter(outbox::failure.eq_any([STOPPED, BLACKLISTED]))
        .filter(outbox::expires_at.gt(now))
        .order((outbox::created_at.desc(), outbox::id.desc()))
        .limit(10)
        .select((outbox::id, outbox::body, outbox::created_at))
        .load(conn)
        .await
}
