//! What is written of a person in `staff` and `staff_facilities`.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::pin;
use crate::db::Conn;
use crate::people::role::{Role, State};
use crate::schema::{staff, staff_facilities};

/// A person to be kept, or to be kept otherwise.
#[derive(Debug, Clone, Copy)]
pub struct NewStaff<'a> {
    /// Their phone.
    pub phone_id: i64,
    /// 1 to 60 letters.
    pub name: &'a str,
    /// What they are to the record.
    pub role: Role,
    /// The place they answer for.
    pub place_id: Option<i64>,
    /// Their language's code.
    pub language: Option<&'a str>,
    /// Whether they may begin at once.
    pub state: State,
    /// The facilities they work at.
    pub facilities: &'a [i64],
}

/// Keeps a person; their number, or `None` where their phone is somebody's already.
///
/// # Errors
/// If the database does not answer, or a facility or the place is gone.
pub async fn insert(
    conn: &mut Conn,
    new: &NewStaff<'_>,
    now: DateTime<Utc>,
) -> QueryResult<Option<i64>> {
    let inserted = diesel::insert_into(staff::table)
        .values((
            staff::phone_id.eq(new.phone_id),
            staff::name.eq(new.name),
            staff::role.eq(new.role.as_str()),
            staff::place_id.eq(new.place_id),
            staff::language.eq(new.language),
            staff::state.eq(new.state.as_str()),
            staff::created_at.eq(now),
        ))
        .on_conflict(staff::phone_id)
        .do_nothing()
        .returning(staff::id)
        .get_result(conn)
        .await
        .optional()?;
    if let Some(id) = inserted {
        work_at(conn, id, new.facilities).await?;
    }
    Ok(inserted)
}

/// Makes a person who is there what `new` says; their PIN goes, their phone stays.
///
/// # Errors
/// If the database does not answer, or a facility or the place is gone.
pub async fn change(conn: &mut Conn, id: i64, new: &NewStaff<'_>) -> QueryResult<()> {
    diesel::update(staff::table.find(id))
        .set((
            staff::name.eq(new.name),
            staff::role.eq(new.role.as_str()),
            staff::place_id.eq(new.place_id),
            staff::language.eq(new.language),
            staff::state.eq(new.state.as_str()),
            staff::facility_id.eq(None::<i64>),
        ))
        .execute(conn)
        .await?;
    pin::reset(conn, id).await?;
    diesel::delete(staff_facilities::table.filter(staff_facilities::staff_id.eq(id)))
        .execute(conn)
        .await?;
    work_at(conn, id, new.facilities).await
}

async fn work_at(conn: &mut Conn, id: i64, facilities: &[i64]) -> QueryResult<()> {
    let rows: Vec<_> = facilities
        .iter()
        .map(|facility| {
            (
                staff_facilities::staff_id.eq(id),
                staff_facilities::facility_id.eq(facility),
            )
        })
        .collect();
    diesel::insert_into(staff_facilities::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)
        .await
        .map(drop)
}

/// Keeps what was decided about a person, and by whom of the staff, if by one.
///
/// # Errors
/// If the database does not answer.
pub async fn set_state(
    conn: &mut Conn,
    id: i64,
    state: State,
    by: Option<i64>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(staff::table.find(id))
        .set((
            staff::state.eq(state.as_str()),
            staff::decided_by.eq(by),
            staff::decided_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Gives a person another phone.
///
/// # Errors
/// If the database does not answer, or the phone is somebody's already.
pub async fn set_phone(conn: &mut Conn, id: i64, phone_id: i64) -> QueryResult<()> {
    diesel::update(staff::table.find(id))
        .set(staff::phone_id.eq(phone_id))
        .execute(conn)
        .await
        .map(drop)
}
