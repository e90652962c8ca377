//! `broadcasts` and `broadcast_texts`: one text to many, and how far it has come.

pub mod approval;
pub mod key;
pub mod planned;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::result::Error;
use diesel::sql_types::{Array, BigInt, Bool};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection as _};
use rust_decimal::Decimal;

use super::word;
use crate::broadcasts::audience::Audience;
use crate::db::Conn;
use crate::directory::catalogue::kinds;
use crate::schema::{broadcast_texts, broadcasts, fan_outs, products};

kinds! {
    /// How far a broadcast has come.
    State {
        /// Shown to whoever wrote it; they have not said yes yet.
        Draft = "draft",
        /// A second officer is asked.
        Waiting = "waiting",
        /// May go out.
        Approved = "approved",
        /// Goes out.
        Sending = "sending",
        /// Stopped for now: what is not handed over stays here.
        Paused = "paused",
        /// All of it was handed over.
        Done = "done",
        /// Stopped for good.
        Cancelled = "cancelled",
        /// The second officer said no.
        Refused = "refused",
        /// Its time was over before somebody said yes, or before all were told.
        Expired = "expired",
        /// A draft that its writer let go of.
        Dropped = "dropped",
    }
}

kinds! {
    /// The way somebody comes in.
    Channel {
        /// A program, with a token.
        Http = "http",
        /// A command on the machine.
        Cli = "cli",
        /// A message.
        Sms = "sms",
        /// A dial.
        Ussd = "ussd",
    }
}

/// A broadcast as it stands in the record, without its texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Broadcast {
    /// The record's own number.
    pub id: i64,
    /// How far it has come.
    pub state: State,
    /// Whether it overrides quiet hours.
    pub emergency: bool,
    /// Why it is sent, in the words of whoever wrote it.
    pub reason: String,
    /// Whom it is for.
    pub audience: Audience,
    /// People, as counted when it was written.
    pub recipients: i32,
    /// Messages to be paid for, as counted then.
    pub segments: i32,
    /// What those cost, where a price was known.
    pub cost: Option<Decimal>,
    /// Whoever wrote it, where they work with the record.
    pub created_by: Option<i64>,
    /// The token it was written with, where it was.
    pub token_id: Option<i64>,
    /// The broadcast it corrects.
    pub corrects: Option<i64>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Nothing is handed over before.
    pub starts_at: DateTime<Utc>,
    /// Nothing is handed over from then on.
    pub expires_at: DateTime<Utc>,
    /// When it was over.
    pub finished_at: Option<DateTime<Utc>>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = broadcasts, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: i64,
    state: String,
    emergency: bool,
    reason: String,
    audience: serde_json::Value,
    recipients: i32,
    segments: i32,
    cost: Option<Decimal>,
    created_by: Option<i64>,
    token_id: Option<i64>,
    corrects: Option<i64>,
    created_at: DateTime<Utc>,
    starts_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    finished_at: Option<DateTime<Utc>>,
}

fn broadcast(row: Row) -> QueryResult<Broadcast> {
    Ok(Broadcast {
        id: row.id,
        state: word(&row.state)?,
        emergency: row.emergency,
        reason: row.reason,
        audience: serde_json::from_value(row.audience)
            .map_err(|error| Error::DeserializationError(Box::new(error)))?,
        recipients: row.recipients,
        segments: row.segments,
        cost: row.cost,
        created_by: row.created_by,
        token_id: row.token_id,
        corrects: row.corrects,
        created_at: row.created_at,
        starts_at: row.starts_at,
        expires_at: row.expires_at,
        finished_at: row.finished_at,
    })
}

/// A broadcast to be kept.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = broadcasts)]
pub struct NewBroadcast<'a> {
    /// As [`State`] writes it.
    pub state: &'static str,
    /// Whether it overrides quiet hours.
    pub emergency: bool,
    /// Why it is sent.
    pub reason: &'a str,
    /// Whom it is for, checked.
    pub audience: serde_json::Value,
    /// People.
    pub recipients: i32,
    /// Messages to be paid for.
    pub segments: i32,
    /// What those cost.
    pub cost: Option<Decimal>,
    /// Whoever wrote it.
    pub created_by: Option<i64>,
    /// The token it was written with.
    pub token_id: Option<i64>,
    /// As [`Channel`] writes it.
    pub made_by: &'static str,
    /// The broadcast it corrects.
    pub corrects: Option<i64>,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// Nothing is handed over before.
    pub starts_at: DateTime<Utc>,
    /// Nothing is handed over from then on.
    pub expires_at: DateTime<Utc>,
}

/// Lets this transaction count a whole country: longer than a hop may take, with a plan made for
/// just this audience, and in memory.
///
/// # Errors
/// If the database does not answer.
pub async fn patient(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute(
        "SET LOCAL statement_timeout = '60s'; SET LOCAL plan_cache_mode = force_custom_plan; SET LOCAL work_mem = '64MB'",
    )
    .await
}

/// Keeps a broadcast with its texts, in the caller's transaction; returns its id.
///
/// # Errors
/// If the database does not answer, or it breaks a rule of the table.
pub async fn insert(
    conn: &mut Conn,
    new: &NewBroadcast<'_>,
    texts: &BTreeMap<String, String>,
) -> QueryResult<i64> {
    let id: i64 = diesel::insert_into(broadcasts::table)
        .values(new)
        .returning(broadcasts::id)
        .get_result(conn)
        .await?;
    let rows: Vec<_> = texts
        .iter()
        .map(|(language, body)| {
            (
                broadcast_texts::broadcast_id.eq(id),
                broadcast_texts::language.eq(language),
                broadcast_texts::body.eq(body),
            )
        })
        .collect();
    diesel::insert_into(broadcast_texts::table)
        .values(rows)
        .execute(conn)
        .await?;
    Ok(id)
}

/// A broadcast by its id.
///
/// # Errors
/// If the database does not answer.
pub async fn by_id(conn: &mut Conn, id: i64) -> QueryResult<Option<Broadcast>> {
    let row = broadcasts::table.find(id).select(Row::as_select());
    row.first(conn).await.optional()?.map(broadcast).transpose()
}

/// A broadcast whose row nobody else changes until the caller's transaction ends.
///
/// # Errors
/// If the database does not answer.
pub async fn hold(conn: &mut Conn, id: i64) -> QueryResult<Option<Broadcast>> {
    let row = broadcasts::table
        .find(id)
        .select(Row::as_select())
        .for_update();
    row.first(conn).await.optional()?.map(broadcast).transpose()
}

/// The last broadcasts in one of these states to a place or one that lies in it, or anywhere,
/// the newest first.
///
/// # Errors
/// If the database does not answer.
pub async fn latest_in(
    conn: &mut Conn,
    area: Option<i64>,
    states: &[State],
    most: i64,
) -> QueryResult<Vec<Broadcast>> {
    let states: Vec<&str> = states.iter().map(|state| state.as_str()).collect();
    let found = broadcasts::table
        .filter(broadcasts::state.eq_any(states))
        .select(Row::as_select())
        .order(broadcasts::id.desc())
        .limit(most);
    let rows: Vec<Row> = match area {
        None => found.load(conn).await?,
        Some(area) => {
            let inside = super::audience::under(conn, area).await?;
            let inside = sql::<Bool>("(audience ->> 'place')::bigint = ANY (")
                .bind::<Array<BigInt>, _>(inside)
                .sql(")");
            found.filter(inside).load(conn).await?
        }
    };
    rows.into_iter().map(broadcast).collect()
}

/// The texts of a broadcast by language.
///
/// # Errors
/// If the database does not answer.
pub async fn texts(conn: &mut Conn, id: i64) -> QueryResult<BTreeMap<String, String>> {
    let rows: Vec<(String, String)> = broadcast_texts::table
        .filter(broadcast_texts::broadcast_id.eq(id))
        .select((broadcast_texts::language, broadcast_texts::body))
        .load(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Whether a broadcast began to go out, however little of it went.
///
/// # Errors
/// If the database does not answer.
pub async fn begun(conn: &mut Conn, id: i64) -> QueryResult<bool> {
    let begun = fan_outs::table.find(id);
    diesel::select(diesel::dsl::exists(begun))
        .get_result(conn)
        .await
}

/// Puts a broadcast into a state; one that is over is marked with when.
///
/// # Errors
/// If the database does not answer.
pub async fn set_state(
    conn: &mut Conn,
    id: i64,
    state: State,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let over = matches!(
        state,
        State::Done | State::Cancelled | State::Refused | State::Expired | State::Dropped
    );
    diesel::update(broadcasts::table.find(id))
        .set((
            broadcasts::state.eq(state.as_str()),
            broadcasts::finished_at.eq(over.then_some(now)),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Lets a broadcast go out between two moments.
///
/// # Errors
/// If the database does not answer.
pub async fn let_out(
    conn: &mut Conn,
    id: i64,
    (from, until): (DateTime<Utc>, DateTime<Utc>),
) -> QueryResult<()> {
    diesel::update(broadcasts::table.find(id))
        .set((
            broadcasts::state.eq(State::Approved.as_str()),
            broadcasts::starts_at.eq(from),
            broadcasts::expires_at.eq(until),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Which of these are products of the record.
///
/// # Errors
/// If the database does not answer.
pub async fn products_among(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<i64>> {
    products::table
        .filter(products::id.eq_any(ids))
        .select(products::id)
        .load(conn)
        .await
}
