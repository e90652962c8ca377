//! Who may decide what about whom. Pure.

use crate::models::staff::Staff;
use crate::people::role::{Action, Reach, Role, State};

/// Letters of a name at most, as the record holds it.
const NAME: usize = 60;

/// Why something that was asked for is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// They may not do that: by their role, or because they are not active.
    #[error("they may not do that")]
    NotAllowed,
    /// The facility lies outside their area, or they do not work there.
    #[error("it is outside what they answer for")]
    Outside,
    /// Nobody decides about themselves.
    #[error("nobody decides about themselves")]
    Oneself,
    /// It was decided already, taken back, or is no longer what was shown.
    #[error("it is no longer to be decided")]
    NotOpen,
    /// The phone works with the record already.
    #[error("this phone works with the record already")]
    Already,
    /// The phone is that of somebody else who works, worked or asked to.
    #[error("the phone is somebody else's")]
    PhoneTaken,
    /// A disabled person asks; only who runs the service lets them in again.
    #[error("they no longer work with the record")]
    Disabled,
    /// There is no such facility.
    #[error("there is no such facility")]
    NoFacility,
    /// It is no name: empty, too long, or without a letter.
    #[error("a name has 1 to 60 letters")]
    BadName,
}

/// What registering does to a phone's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registers {
    /// There is none: it is made.
    Anew,
    /// Nobody has decided yet: what is asked for now counts.
    Again(i64),
}

/// What registering does, by who the phone is already.
///
/// # Errors
/// Why a phone may not be registered.
pub fn registers(known: Option<&Staff>) -> Result<Registers, Refusal> {
    let Some(known) = known else {
        return Ok(Registers::Anew);
    };
    match known.state {
        State::Waiting => Ok(Registers::Again(known.id)),
        State::Active => Err(Refusal::Already),
        State::Disabled => Err(Refusal::Disabled),
    }
}

/// A name as it is kept: single spaces, no control characters.
///
/// # Errors
/// If no letter is left, or more than 60 characters.
pub fn name(text: &str) -> Result<String, Refusal> {
    let seen: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let name = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = name.chars().count() <= NAME && name.chars().any(char::is_alphabetic);
    fits.then_some(name).ok_or(Refusal::BadName)
}

/// Whether `by` may decide about `about`. `areas` are the pairs of a facility and
/// a place it lies in, for every facility of `about`.
///
/// # Errors
/// Why not.
pub fn decides(
    by: &Staff,
    about: &Staff,
    action: Action,
    areas: &[(i64, i64)],
) -> Result<(), Refusal> {
    match by.reach(action) {
        Reach::Nowhere | Reach::Own => Err(Refusal::NotAllowed),
        _ if by.id == about.id => Err(Refusal::Oneself),
        Reach::Everywhere => Ok(()),
        Reach::Area if answers_for(by, about, areas) => Ok(()),
        Reach::Area => Err(Refusal::Outside),
    }
}

/// Whether every facility of `about`, who works at one at least, lies in the
/// place of `by`. One facility elsewhere is enough for no: what is decided
/// about a person holds at all their facilities.
fn answers_for(by: &Staff, about: &Staff, areas: &[(i64, i64)]) -> bool {
    let Some(place) = by.place_id else {
        return false;
    };
    let inside = |facility: &i64| areas.contains(&(*facility, place));
    about.role.works_at_facilities()
        && !about.facilities.is_empty()
        && about.facilities.iter().all(inside)
}

/// Whether `by` may do that at this facility because they work there.
///
/// # Errors
/// Why not.
pub fn does_at(by: &Staff, action: Action, facility: i64) -> Result<(), Refusal> {
    match by.reach(action) {
        Reach::Own if by.facilities.contains(&facility) => Ok(()),
        Reach::Own => Err(Refusal::Outside),
        Reach::Nowhere | Reach::Area | Reach::Everywhere => Err(Refusal::NotAllowed),
    }
}

/// The roles that may do that in their area, and those that may everywhere.
#[must_use]
pub fn roles_over(action: Action) -> (Vec<Role>, Vec<Role>) {
    let with = |reach| Role::with(action, reach);
    (with(Reach::Area), with(Reach::Everywhere))
}

#[cfg(test)]
mod tests;
