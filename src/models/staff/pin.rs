//! A person's PIN in `staff`: its hash, and how tries have gone.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::config::Secret;
use crate::db::Conn;
use crate::models::staff::Staff;
use crate::models::word;
use crate::people::pin::Tally;
use crate::people::role::State;
use crate::schema::staff;

/// What a try of a PIN is judged by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinRow {
    /// Whose PIN it is.
    pub staff_id: i64,
    /// Whether they work with the record.
    pub state: State,
    /// The PIN's hash; none until they have chosen one.
    pub hash: Option<Secret>,
    /// How tries have gone.
    pub tally: Tally,
}

type Row = (i64, String, Option<String>, i16, Option<DateTime<Utc>>);

type Columns = (
    staff::id,
    staff::state,
    staff::pin,
    staff::pin_failures,
    staff::locked_until,
);

const COLUMNS: Columns = (
    staff::id,
    staff::state,
    staff::pin,
    staff::pin_failures,
    staff::locked_until,
);

fn pin_row((staff_id, state, hash, failures, locked_until): Row) -> QueryResult<PinRow> {
    Ok(PinRow {
        staff_id,
        state: word(&state)?,
        hash: hash.map(Secret::new),
        tally: Tally {
            // The table holds none below zero, by a constraint.
            failures: failures.unsigned_abs(),
            locked_until,
        },
    })
}

/// The PIN of the person of a phone.
///
/// # Errors
/// If the database does not answer.
pub async fn of_phone(conn: &mut Conn, phone_id: i64) -> QueryResult<Option<PinRow>> {
    let row = staff::table
        .filter(staff::phone_id.eq(phone_id))
        .select(COLUMNS)
        .first::<Row>(conn)
        .await
        .optional()?;
    row.map(pin_row).transpose()
}

/// Those of some people who have chosen no PIN.
///
/// # Errors
/// If the database does not answer.
pub async fn none_of(conn: &mut Conn, people: &[Staff]) -> QueryResult<Vec<i64>> {
    let ids: Vec<i64> = people.iter().map(|person| person.id).collect();
    staff::table
        .filter(staff::id.eq_any(ids))
        .filter(staff::pin.is_null())
        .select(staff::id)
        .load(conn)
        .await
}

/// A person's PIN, held until the caller's transaction ends: tries take turns here.
///
/// # Errors
/// If the database does not answer.
pub async fn hold(conn: &mut Conn, staff_id: i64) -> QueryResult<Option<PinRow>> {
    let row = staff::table
        .find(staff_id)
        .select(COLUMNS)
        .for_update()
        .first::<Row>(conn)
        .await
        .optional()?;
    row.map(pin_row).transpose()
}

/// Keeps how tries have gone.
///
/// # Errors
/// If the database does not answer.
pub async fn keep_tally(conn: &mut Conn, staff_id: i64, tally: Tally) -> QueryResult<()> {
    diesel::update(staff::table.find(staff_id))
        .set((
            staff::pin_failures.eq(i16::try_from(tally.failures).unwrap_or(i16::MAX)),
            staff::locked_until.eq(tally.locked_until),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Keeps the hash of a PIN where there is none, for whoever works with the record
/// or asked to; whether it did.
///
/// # Errors
/// If the database does not answer.
pub async fn choose(conn: &mut Conn, staff_id: i64, hash: &Secret) -> QueryResult<bool> {
    let without = staff::table
        .find(staff_id)
        .filter(staff::pin.is_null())
        .filter(staff::state.ne(State::Disabled.as_str()));
    let kept = diesel::update(without)
        .set((
            staff::pin.eq(hash.expose()),
            staff::pin_failures.eq(0),
            staff::locked_until.eq(None::<DateTime<Utc>>),
        ))
        .execute(conn)
        .await?;
    Ok(kept == 1)
}

/// Takes a person's PIN away and opens the lock, so that they choose a new one;
/// whether there is such a person.
///
/// # Errors
/// If the database does not answer.
pub async fn reset(conn: &mut Conn, staff_id: i64) -> QueryResult<bool> {
    let changed = diesel::update(staff::table.find(staff_id))
        .set((
            staff::pin.eq(None::<String>),
            staff::pin_failures.eq(0),
            staff::locked_until.eq(None::<DateTime<Utc>>),
        ))
        .execute(conn)
        .await?;
    Ok(changed == 1)
}
