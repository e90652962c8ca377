//! The spines of the people who work with the record: who registers, who lets
//! them in, under which phone they go on, and whether callers are shown a facility.
//!
//! Each works in the caller's transaction, or in one of its own; a refusal changes
//! nothing. Who may do what is decided in [`decide`], which is pure.

pub mod admit;
pub mod decide;
pub mod who;

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::result::{DatabaseErrorKind, Error};
use diesel_async::AsyncConnection as _;

use crate::db::Conn;
use crate::models::phone_change::{self, PhoneChange};
use crate::models::staff::write::{self, NewStaff};
use crate::models::staff::{self, Staff};
use crate::models::{facility, place};
use crate::people::role::{Action, Role, State};

pub use decide::Refusal;
use decide::Registers;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// It may not be: tell whoever asked.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database did not answer.
    #[error(transparent)]
    Query(#[from] Error),
}

/// What a spine did, or why it did not.
pub type Done<T> = Result<T, NotDone>;

/// Somebody asks to report for a facility.
#[derive(Debug, Clone, Copy)]
pub struct Registration<'a> {
    /// The phone they ask from.
    pub phone_id: i64,
    /// As colleagues call them.
    pub name: &'a str,
    /// Where they work.
    pub facility_id: i64,
    /// Their language's code, where they have chosen one.
    pub language: Option<&'a str>,
}

/// Keeps that somebody asks to report for a facility, as a pharmacist; they wait
/// until somebody decides. Asking again before that changes what is asked for.
///
/// # Errors
/// If their phone works, worked or may not work with the record, or the name or
/// facility is none.
pub async fn register(conn: &mut Conn, asked: Registration<'_>, now: DateTime<Utc>) -> Done<Staff> {
    let name = decide::name(asked.name)?;
    conn.transaction(async |conn| {
        if facility::read_some(conn, &[asked.facility_id])
            .await?
            .is_empty()
        {
            return Err(Refusal::NoFacility.into());
        }
        let new = NewStaff {
            phone_id: asked.phone_id,
            name: &name,
            role: Role::Pharmacist,
            place_id: None,
            language: asked.language,
            state: State::Waiting,
            facilities: &[asked.facility_id],
        };
        let id = match write::insert(conn, &new, now).await? {
            Some(id) => id,
            None => {
                let known = held_of_phone(conn, asked.phone_id).await?;
                match decide::registers(known.as_ref())? {
                    Registers::Again(id) => {
                        write::change(conn, id, &new).await?;
                        id
                    }
                    // Whoever had the phone has just given it up.
                    Registers::Anew => return Err(Refusal::NotOpen.into()),
                }
            }
        };
        Ok(staff::by_id(conn, id).await?.ok_or(Refusal::NotOpen)?)
    })
    .await
}

async fn held_of_phone(conn: &mut Conn, phone_id: i64) -> QueryResult<Option<Staff>> {
    match staff::of_phone(conn, phone_id).await? {
        Some(known) => {
            let held = staff::hold(conn, known.id).await?;
            Ok(held.filter(|held| held.phone_id == phone_id))
        }
        None => Ok(None),
    }
}

/// Lets somebody who registered begin, or refuses them for good. `facility` is
/// the one that whoever decides was shown: it may have been changed since.
///
/// # Errors
/// If `by` may not decide that, or it is decided already.
pub async fn decide_registration(
    conn: &mut Conn,
    by: i64,
    (id, facility): (i64, i64),
    granted: bool,
    now: DateTime<Utc>,
) -> Done<Staff> {
    conn.transaction(async |conn| {
        let about = staff::hold(conn, id).await?.ok_or(Refusal::NotOpen)?;
        may_decide(conn, by, &about, Action::ApproveStaff).await?;
        if about.state != State::Waiting || about.facilities != [facility] {
            return Err(Refusal::NotOpen.into());
        }
        let state = if granted {
            State::Active
        } else {
            State::Disabled
        };
        write::set_state(conn, id, state, Some(by), now).await?;
        Ok(Staff { state, ..about })
    })
    .await
}

async fn may_decide(conn: &mut Conn, by: i64, about: &Staff, action: Action) -> Done<()> {
    let by = staff::by_id(conn, by).await?.ok_or(Refusal::NotAllowed)?;
    let areas = place::areas_of(conn, &about.facilities).await?;
    Ok(decide::decides(&by, about, action, &areas)?)
}

/// Keeps that a person asks to go on under another phone; what is decided it by.
/// What they asked for before is no longer open.
///
/// # Errors
/// If they may not, or the phone is somebody's, be it their own.
pub async fn ask_new_phone(
    conn: &mut Conn,
    staff_id: i64,
    phone_id: i64,
    now: DateTime<Utc>,
) -> Done<PhoneChange> {
    conn.transaction(async |conn| {
        let held = staff::hold(conn, staff_id).await?;
        let person = held.ok_or(Refusal::NotAllowed)?;
        if !person.may(Action::AskNewPhone) {
            return Err(Refusal::NotAllowed.into());
        }
        match staff::of_phone(conn, phone_id).await? {
            Some(holder) if holder.id == person.id => return Err(Refusal::Already.into()),
            Some(_) => return Err(Refusal::PhoneTaken.into()),
            None => (),
        }
        if let Some(before) = phone_change::open_of(conn, staff_id).await? {
            phone_change::settle(conn, before.id, None, false, now).await?;
        }
        let id = phone_change::ask(conn, staff_id, phone_id, now).await?;
        Ok(phone_change::open_by_id(conn, id)
            .await?
            .ok_or(Refusal::NotOpen)?)
    })
    .await
}

/// Lets a person go on under the phone they asked for, or refuses. Their PIN and
/// all else stays; the old phone is nobody's from then on.
///
/// # Errors
/// If `by` may not decide that, it is no longer open, or the phone has become somebody's.
pub async fn decide_new_phone(
    conn: &mut Conn,
    by: i64,
    change: i64,
    granted: bool,
    now: DateTime<Utc>,
) -> Done<Staff> {
    let deciding = conn.transaction(async |conn| {
        let asked = phone_change::open_by_id(conn, change).await?;
        let asked = asked.ok_or(Refusal::NotOpen)?;
        let held = staff::hold(conn, asked.staff_id).await?;
        let about = held.ok_or(Refusal::NotOpen)?;
        may_decide(conn, by, &about, Action::GrantNewPhone).await?;
        let still_open = phone_change::settle(conn, change, Some(by), granted, now).await?;
        if !still_open || about.state != State::Active {
            return Err(Refusal::NotOpen.into());
        }
        if !granted {
            return Ok(about);
        }
        write::set_phone(conn, about.id, asked.phone_id).await?;
        Ok(Staff {
            phone_id: asked.phone_id,
            ..about
        })
    });
    match deciding.await {
        // The one thing in there that must be one of a kind is a phone.
        Err(NotDone::Query(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _))) => {
            Err(Refusal::PhoneTaken.into())
        }
        decided => decided,
    }
}

/// Says, by its in-charge, whether callers are shown a facility; whether that was
/// news. Let the directories know after the commit.
///
/// # Errors
/// If they may not, or do not work there.
pub async fn list_facility(conn: &mut Conn, by: i64, facility_id: i64, listed: bool) -> Done<bool> {
    let by = staff::by_id(conn, by).await?.ok_or(Refusal::NotAllowed)?;
    decide::does_at(&by, Action::ListFacility, facility_id)?;
    Ok(facility::set_listed(conn, facility_id, listed).await?)
}
