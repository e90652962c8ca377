//! People let in and out by whoever runs the service, without asking anybody.

use chrono::{DateTime, Utc};
use diesel_async::AsyncConnection as _;

use super::{Refusal, decide};
use crate::db::Conn;
use crate::models::phone_change;
use crate::models::staff::write::{self, NewStaff};
use crate::models::staff::{self, Staff, pin};
use crate::people::role::{Role, State};

/// Why somebody was not let in or out, in words for whoever typed the command.
#[derive(Debug, thiserror::Error)]
pub enum NotAdmitted {
    /// The role works at facilities, and none was named.
    #[error("the role {0} works at a facility: name it with --facility CODE")]
    NeedsFacility(Role),
    /// The role does not work at facilities.
    #[error("the role {0} works at no facility: leave --facility out")]
    NoFacility(Role),
    /// The role answers for an area, and none was named.
    #[error("the role {0} answers for a place and every place in it: name it with --place NAME")]
    NeedsPlace(Role),
    /// The role answers for no area of its own.
    #[error("the role {0} answers for no place: leave --place out")]
    NoPlace(Role),
    /// It is no name.
    #[error(transparent)]
    Name(Refusal),
    /// The phone works already.
    #[error(
        "this number is that of {name} already ({id}); to change what they do, `medvault user disable {id}` and add them again"
    )]
    Active {
        /// Whose it is.
        id: i64,
        /// What they are called.
        name: String,
    },
    /// The phone was that of somebody of another name, whose reports stay theirs.
    #[error(
        "this number was that of {name} ({id}), whose reports stay theirs: add them again as --name {name:?}, or give whoever is new another number"
    )]
    AnotherName {
        /// Whose it was.
        id: i64,
        /// What they are called.
        name: String,
    },
    /// There is no such person.
    #[error("there is nobody of that number: `medvault user list` shows everybody")]
    Unknown,
    /// They were let out already.
    #[error("{name} is disabled; `medvault user add` lets them in again")]
    Disabled {
        /// What they are called.
        name: String,
    },
    /// The database did not answer.
    #[error(transparent)]
    Query(#[from] diesel::result::Error),
}

/// Whether a role goes with these facilities and that place. Pure.
///
/// # Errors
/// What is missing or too much.
pub fn fits(role: Role, facilities: &[i64], place: Option<i64>) -> Result<(), NotAdmitted> {
    if role.works_at_facilities() {
        return match (facilities, place) {
            ([], _) => Err(NotAdmitted::NeedsFacility(role)),
            (_, Some(_)) => Err(NotAdmitted::NoPlace(role)),
            _ => Ok(()),
        };
    }
    match (role, facilities, place) {
        (_, [_, ..], _) => Err(NotAdmitted::NoFacility(role)),
        (Role::Administrator, _, Some(_)) => Err(NotAdmitted::NoPlace(role)),
        (Role::Administrator, ..) | (_, _, Some(_)) => Ok(()),
        (_, _, None) => Err(NotAdmitted::NeedsPlace(role)),
    }
}

/// Lets somebody in at once: new, waiting, or disabled before under the same
/// name. They choose a PIN, anew where they had one.
///
/// # Errors
/// Why not.
pub async fn admit(
    conn: &mut Conn,
    new: NewStaff<'_>,
    now: DateTime<Utc>,
) -> Result<Staff, NotAdmitted> {
    fits(new.role, new.facilities, new.place_id)?;
    let name = decide::name(new.name).map_err(NotAdmitted::Name)?;
    let new = NewStaff {
        name: &name,
        state: State::Active,
        ..new
    };
    conn.transaction(async |conn| {
        let id = match write::insert(conn, &new, now).await? {
            Some(id) => id,
            None => {
                let known = super::held_of_phone(conn, new.phone_id).await?;
                let known = known.ok_or(NotAdmitted::Unknown)?;
                let (id, was) = (known.id, known.name);
                match known.state {
                    State::Active => return Err(NotAdmitted::Active { id, name: was }),
                    State::Disabled if was != name => {
                        return Err(NotAdmitted::AnotherName { id, name: was });
                    }
                    State::Waiting | State::Disabled => {
                        write::change(conn, id, &new).await?;
                        id
                    }
                }
            }
        };
        write::set_state(conn, id, State::Active, None, now).await?;
        let admitted = staff::by_id(conn, id).await?;
        admitted.ok_or(NotAdmitted::Unknown)
    })
    .await
}

/// Lets somebody out: they can do nothing from now on. Their row stays, and what
/// they did stays theirs.
///
/// # Errors
/// If there is no such person, or they are out already.
pub async fn disable(conn: &mut Conn, id: i64, now: DateTime<Utc>) -> Result<Staff, NotAdmitted> {
    conn.transaction(async |conn| {
        let person = inside(staff::hold(conn, id).await?)?;
        write::set_state(conn, id, State::Disabled, None, now).await?;
        if let Some(asked) = phone_change::open_of(conn, id).await? {
            phone_change::settle(conn, asked.id, None, false, now).await?;
        }
        Ok(Staff {
            state: State::Disabled,
            ..person
        })
    })
    .await
}

/// Takes somebody's PIN away and opens the lock: they choose another when they
/// next dial.
///
/// # Errors
/// If there is no such person, or they are out.
pub async fn reset_pin(conn: &mut Conn, id: i64) -> Result<Staff, NotAdmitted> {
    conn.transaction(async |conn| {
        let person = inside(staff::hold(conn, id).await?)?;
        pin::reset(conn, id).await?;
        Ok(person)
    })
    .await
}

fn inside(found: Option<Staff>) -> Result<Staff, NotAdmitted> {
    match found {
        None => Err(NotAdmitted::Unknown),
        Some(person) if person.state == State::Disabled => {
            Err(NotAdmitted::Disabled { name: person.name })
        }
        Some(person) => Ok(person),
    }
}
