//! `staff` and `staff_facilities`: who works with the record, and where.

pub mod pin;
pub mod write;

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt};
use diesel_async::RunQueryDsl;

use super::cached::cached;
use super::phone::found_by;
use super::word;
use crate::db::Conn;
use crate::people::role::{Action, Reach, Role, State};
use crate::schema::{phones, staff, staff_facilities};

/// A person who works with the record, or asked to, or no longer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The record's own number.
    pub id: i64,
    /// Their phone.
    pub phone_id: i64,
    /// As colleagues call them.
    pub name: String,
    /// What they are to the record.
    pub role: Role,
    /// The place they answer for, with every place under it.
    pub place_id: Option<i64>,
    /// Their language's code.
    pub language: Option<String>,
    /// Whether they may do anything at all: see [`Self::reach`].
    pub state: State,
    /// The facility that reports are for where they do not say which.
    pub facility_id: Option<i64>,
    /// The facilities they work at, in the order of their ids.
    pub facilities: Vec<i64>,
}

impl Staff {
    /// How far they may do that now: nowhere unless they are active.
    #[must_use]
    pub const fn reach(&self, action: Action) -> Reach {
        match self.state {
            State::Active => self.role.reach(action),
            State::Waiting | State::Disabled => Reach::Nowhere,
        }
    }

    /// Whether they may do that, be it only for themselves.
    #[must_use]
    pub const fn may(&self, action: Action) -> bool {
        !matches!(self.reach(action), Reach::Nowhere)
    }
}

type Row = (
    (i64, i64, String, String),
    (Option<i64>, Option<String>, String, Option<i64>),
    Vec<i64>,
);

type Columns = (
    (staff::id, staff::phone_id, staff::name, staff::role),
    (
        staff::place_id,
        staff::language,
        staff::state,
        staff::facility_id,
    ),
    SqlLiteral<Array<BigInt>>,
);

fn columns() -> Columns {
    (
        (staff::id, staff::phone_id, staff::name, staff::role),
        (
            staff::place_id,
            staff::language,
            staff::state,
            staff::facility_id,
        ),
        sql(
            "ARRAY(SELECT w.facility_id FROM staff_facilities w WHERE w.staff_id = staff.id ORDER BY 1)",
        ),
    )
}

fn person(row: Row) -> QueryResult<Staff> {
    let ((id, phone_id, name, role), (place_id, language, state, facility_id), facilities) = row;
    Ok(Staff {
        id,
        phone_id,
        name,
        role: word(&role)?,
        place_id,
        language,
        state: word(&state)?,
        facility_id,
        facilities,
    })
}

fn people(rows: Vec<Row>) -> QueryResult<Vec<Staff>> {
    rows.into_iter().map(person).collect()
}

/// The person of a phone, whatever their state.
///
/// # Errors
/// If the database does not answer.
pub async fn of_phone(conn: &mut Conn, phone_id: i64) -> QueryResult<Option<Staff>> {
    let found = staff::table.filter(staff::phone_id.eq(phone_id));
    let row = cached(found.select(columns()))
        .get_result::<Row>(conn)
        .await;
    row.optional()?.map(person).transpose()
}

/// Whose phone one of `hashes` finds, whether they work with the record now, and their
/// language's code.
///
/// # Errors
/// If the database does not answer.
pub async fn of_hashes(
    conn: &mut Conn,
    hashes: &[Vec<u8>],
) -> QueryResult<Option<(i64, bool, Option<String>)>> {
    let found = staff::table
        .inner_join(phones::table)
        .filter(found_by(hashes))
        .select((
            staff::id,
            staff::state.eq(State::Active.as_str()),
            staff::language,
        ));
    cached(found).get_result(conn).await.optional()
}

/// A person by the record's number.
///
/// # Errors
/// If the database does not answer.
pub async fn by_id(conn: &mut Conn, id: i64) -> QueryResult<Option<Staff>> {
    let row = staff::table.find(id).select(columns()).first::<Row>(conn);
    row.await.optional()?.map(person).transpose()
}

/// A person whose row nobody else changes until the caller's transaction ends.
///
/// # Errors
/// If the database does not answer.
pub async fn hold(conn: &mut Conn, id: i64) -> QueryResult<Option<Staff>> {
    let held = staff::table.find(id).select(staff::id).for_update();
    if held.first::<i64>(conn).await.optional()?.is_none() {
        return Ok(None);
    }
    // Read after the wait, so that it shows what another transaction made of them.
    by_id(conn, id).await
}

/// Everybody, in the order they came.
///
/// # Errors
/// If the database does not answer.
pub async fn all(conn: &mut Conn) -> QueryResult<Vec<Staff>> {
    let rows = staff::table.select(columns()).order(staff::id);
    people(rows.load(conn).await?)
}

/// Everybody in a state, in the order they came.
///
/// # Errors
/// If the database does not answer.
pub async fn in_state(conn: &mut Conn, state: State) -> QueryResult<Vec<Staff>> {
    let rows = staff::table
        .filter(staff::state.eq(state.as_str()))
        .select(columns())
        .order(staff::id);
    people(rows.load(conn).await?)
}

/// Everybody active in one of these roles; with places, only who answers for one of them.
///
/// # Errors
/// If the database does not answer.
pub async fn answering(
    conn: &mut Conn,
    roles: &[Role],
    places: Option<&[i64]>,
) -> QueryResult<Vec<Staff>> {
    let roles = roles.iter().map(|role| role.as_str());
    let mut found = staff::table
        .filter(staff::state.eq(State::Active.as_str()))
        .filter(staff::role.eq_any(roles.collect::<Vec<_>>()))
        .select(columns())
        .order(staff::id)
        .into_boxed();
    if let Some(places) = places {
        found = found.filter(staff::place_id.eq_any(places));
    }
    people(found.load(conn).await?)
}

/// Keeps the facility that a person's reports are for until they say another;
/// false where they do not work there.
///
/// # Errors
/// If the database does not answer.
pub async fn remember_facility(
    conn: &mut Conn,
    staff_id: i64,
    facility_id: i64,
) -> QueryResult<bool> {
    let works_there = staff_facilities::table
        .filter(staff_facilities::staff_id.eq(staff_id))
        .filter(staff_facilities::facility_id.eq(facility_id));
    let person = staff::table
        .find(staff_id)
        .filter(diesel::dsl::exists(works_there));
    let kept = diesel::update(person)
        .set(staff::facility_id.eq(facility_id))
        .execute(conn)
        .await?;
    Ok(kept == 1)
}
