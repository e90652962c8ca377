//! `phone_changes`: who asks to go on under another number, and what was decided.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::phone_changes;

/// Somebody asks to go on under another number; nobody has decided yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = phone_changes, check_for_backend(diesel::pg::Pg))]
pub struct PhoneChange {
    /// What it is decided by.
    pub id: i64,
    /// Who asks.
    pub staff_id: i64,
    /// The phone they ask for.
    pub phone_id: i64,
    /// When.
    pub asked_at: DateTime<Utc>,
}

/// Keeps what a person asks for; its number. What they asked for before must
/// have been [`settle`]d.
///
/// # Errors
/// If the database does not answer, or something they asked for is still open.
pub async fn ask(
    conn: &mut Conn,
    staff_id: i64,
    phone_id: i64,
    now: DateTime<Utc>,
) -> QueryResult<i64> {
    diesel::insert_into(phone_changes::table)
        .values((
            phone_changes::staff_id.eq(staff_id),
            phone_changes::phone_id.eq(phone_id),
            phone_changes::asked_at.eq(now),
        ))
        .returning(phone_changes::id)
        .get_result(conn)
        .await
}

/// What is asked for and not decided, oldest first.
///
/// # Errors
/// If the database does not answer.
pub async fn open(conn: &mut Conn) -> QueryResult<Vec<PhoneChange>> {
    phone_changes::table
        .filter(phone_changes::decided_at.is_null())
        .order(phone_changes::id)
        .select(PhoneChange::as_select())
        .load(conn)
        .await
}

/// What a person asks for and nobody has decided, if anything.
///
/// # Errors
/// If the database does not answer.
pub async fn open_of(conn: &mut Conn, staff_id: i64) -> QueryResult<Option<PhoneChange>> {
    phone_changes::table
        .filter(phone_changes::staff_id.eq(staff_id))
        .filter(phone_changes::decided_at.is_null())
        .select(PhoneChange::as_select())
        .first(conn)
        .await
        .optional()
}

/// A change that nobody has decided, by its number.
///
/// # Errors
/// If the database does not answer.
pub async fn open_by_id(conn: &mut Conn, id: i64) -> QueryResult<Option<PhoneChange>> {
    phone_changes::table
        .find(id)
        .filter(phone_changes::decided_at.is_null())
        .select(PhoneChange::as_select())
        .first(conn)
        .await
        .optional()
}

/// Keeps what was decided, and by whom; nobody where the person asked for another
/// instead. Whether it was still open.
///
/// # Errors
/// If the database does not answer.
pub async fn settle(
    conn: &mut Conn,
    id: i64,
    by: Option<i64>,
    granted: bool,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let still_open = phone_changes::table
        .find(id)
        .filter(phone_changes::decided_at.is_null());
    let settled = diesel::update(still_open)
        .set((
            phone_changes::decided_by.eq(by),
            phone_changes::decided_at.eq(now),
            phone_changes::granted.eq(granted),
        ))
        .execute(conn)
        .await?;
    Ok(settled == 1)
}
