//! `broadcast_approvals` and `broadcast_askings`: who is asked to say yes, and what they said.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::{broadcast_approvals, broadcast_askings, broadcasts};

/// Who is asked about a broadcast, and what they said.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = broadcast_approvals, check_for_backend(diesel::pg::Pg))]
pub struct Approval {
    /// The broadcast.
    pub broadcast_id: i64,
    /// What whoever is asked types to answer.
    pub code: String,
    /// Who is asked; none where nobody could be.
    pub asked_of: Option<i64>,
    /// Since when.
    pub asked_at: DateTime<Utc>,
    /// From then on no answer counts.
    pub expires_at: DateTime<Utc>,
    /// Who of the staff answered.
    pub decided_by: Option<i64>,
    /// Which token answered.
    pub decided_token: Option<i64>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// What.
    pub approved: Option<bool>,
    /// Whether whoever wrote it let it out by themselves.
    pub alone: bool,
}

/// What is asked about a broadcast.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The broadcast.
    pub broadcast: i64,
    /// Six digits that no open question has.
    pub code: &'a str,
    /// Who is asked.
    pub of: Option<i64>,
    /// Now.
    pub at: DateTime<Utc>,
    /// From then on no answer counts.
    pub until: DateTime<Utc>,
}

/// Asks about a broadcast, in place of what was asked before.
///
/// # Errors
/// If the database does not answer, or the code is another's.
pub async fn ask(conn: &mut Conn, asked: Asked<'_>) -> QueryResult<()> {
    let row = (
        broadcast_approvals::code.eq(asked.code),
        broadcast_approvals::asked_of.eq(asked.of),
        broadcast_approvals::asked_at.eq(asked.at),
        broadcast_approvals::expires_at.eq(asked.until),
    );
    diesel::insert_into(broadcast_approvals::table)
        .values((broadcast_approvals::broadcast_id.eq(asked.broadcast), row))
        .on_conflict(broadcast_approvals::broadcast_id)
        .do_update()
        .set(row)
        .execute(conn)
        .await
        .map(drop)
}

/// Keeps that a person was asked about a broadcast.
///
/// # Errors
/// If the database does not answer.
pub async fn note_asked(
    conn: &mut Conn,
    broadcast: i64,
    staff: i64,
    at: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(broadcast_askings::table)
        .values((
            broadcast_askings::broadcast_id.eq(broadcast),
            broadcast_askings::staff_id.eq(staff),
            broadcast_askings::asked_at.eq(at),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await
        .map(drop)
}

/// Who was asked about a broadcast so far.
///
/// # Errors
/// If the database does not answer.
pub async fn asked_of(conn: &mut Conn, broadcast: i64) -> QueryResult<Vec<i64>> {
    broadcast_askings::table
        .filter(broadcast_askings::broadcast_id.eq(broadcast))
        .select(broadcast_askings::staff_id)
        .load(conn)
        .await
}

/// What was asked about a broadcast.
///
/// # Errors
/// If the database does not answer.
pub async fn of(conn: &mut Conn, broadcast: i64) -> QueryResult<Option<Approval>> {
    broadcast_approvals::table
        .find(broadcast)
        .select(Approval::as_select())
        .first(conn)
        .await
        .optional()
}

/// The broadcast that a code is about: the open one, else the one it was about last.
///
/// # Errors
/// If the database does not answer.
pub async fn by_code(conn: &mut Conn, code: &str) -> QueryResult<Option<i64>> {
    broadcast_approvals::table
        .filter(broadcast_approvals::code.eq(code))
        .order((
            broadcast_approvals::decided_at.is_null().desc(),
            broadcast_approvals::asked_at.desc(),
        ))
        .select(broadcast_approvals::broadcast_id)
        .first(conn)
        .await
        .optional()
}

/// Whether a code is asked for now.
///
/// # Errors
/// If the database does not answer.
pub async fn is_open(conn: &mut Conn, code: &str) -> QueryResult<bool> {
    let open = broadcast_approvals::table
        .filter(broadcast_approvals::code.eq(code))
        .filter(broadcast_approvals::decided_at.is_null());
    diesel::select(diesel::dsl::exists(open))
        .get_result(conn)
        .await
}

/// What somebody said about a broadcast.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    /// Who of the staff.
    pub staff: Option<i64>,
    /// Which token.
    pub token: Option<i64>,
    /// Yes or no.
    pub yes: bool,
    /// Whether they wrote it themselves.
    pub alone: bool,
    /// Now.
    pub at: DateTime<Utc>,
}

/// Keeps what was said. The code serves no more.
///
/// # Errors
/// If the database does not answer.
pub async fn decide(conn: &mut Conn, broadcast: i64, said: Said) -> QueryResult<()> {
    diesel::update(broadcast_approvals::table.find(broadcast))
        .set((
            broadcast_approvals::decided_by.eq(said.staff),
            broadcast_approvals::decided_token.eq(said.token),
            broadcast_approvals::decided_at.eq(said.at),
            broadcast_approvals::approved.eq(said.yes),
            broadcast_approvals::alone.eq(said.alone),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// The broadcasts about which nobody has answered: drafts whose time is over, and what waits
/// since before `since` or until `now`.
///
/// # Errors
/// If the database does not answer.
pub async fn unanswered(
    conn: &mut Conn,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> QueryResult<Vec<i64>> {
    broadcast_approvals::table
        .inner_join(broadcasts::table)
        .filter(broadcast_approvals::decided_at.is_null())
        .filter(
            broadcast_approvals::expires_at
                .le(now)
                .and(broadcasts::state.eq_any(["draft", "waiting"]))
                .or(broadcast_approvals::asked_at
                    .le(since)
                    .and(broadcasts::state.eq("waiting"))),
        )
        .order(broadcast_approvals::broadcast_id)
        .select(broadcast_approvals::broadcast_id)
        .load(conn)
        .await
}
