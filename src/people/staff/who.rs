//! Who is to decide, and about whom.

use diesel::QueryResult;

use super::{Done, Refusal, decide};
use crate::db::Conn;
use crate::models::phone_change::{self, PhoneChange};
use crate::models::place;
use crate::models::staff::{self, Staff};
use crate::people::role::{Action, State};

/// What somebody may decide now, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// Who asks to begin. They wait at one facility each.
    pub registrations: Vec<Staff>,
    /// Who asks to go on under which other phone.
    pub new_phones: Vec<(Staff, PhoneChange)>,
}

/// What `by` may decide now.
///
/// # Errors
/// If there is no such person, or the database does not answer.
pub async fn undecided(conn: &mut Conn, by: i64) -> Done<Undecided> {
    let by = staff::by_id(conn, by).await?.ok_or(Refusal::NotAllowed)?;
    let mut registrations = staff::in_state(conn, State::Waiting).await?;
    let mut new_phones = Vec::new();
    for change in phone_change::open(conn).await? {
        let person = staff::by_id(conn, change.staff_id).await?;
        if let Some(person) = person.filter(|person| person.state == State::Active) {
            new_phones.push((person, change));
        }
    }
    let people = registrations
        .iter()
        .chain(new_phones.iter().map(|(p, _)| p));
    let facilities: Vec<i64> = people
        .flat_map(|person| &person.facilities)
        .copied()
        .collect();
    let areas = place::areas_of(conn, &facilities).await?;
    let mine = |about: &Staff, action| decide::decides(&by, about, action, &areas).is_ok();
    registrations.retain(|about| mine(about, Action::ApproveStaff));
    new_phones.retain(|(about, _)| mine(about, Action::GrantNewPhone));
    Ok(Undecided {
        registrations,
        new_phones,
    })
}

/// Everybody who may let a person go on under another phone: whoever answers for all they
/// work at; where nobody does, those who answer for everything.
///
/// # Errors
/// If the database does not answer.
pub async fn deciding_phone_of(conn: &mut Conn, about: &Staff) -> QueryResult<Vec<Staff>> {
    let areas = place::areas_of(conn, &about.facilities).await?;
    let places: Vec<i64> = areas.iter().map(|(_, area)| *area).collect();
    let (over_places, over_all) = decide::roles_over(Action::GrantNewPhone);
    let may = |by: &Staff| decide::decides(by, about, Action::GrantNewPhone, &areas).is_ok();
    let mut near = staff::answering(conn, &over_places, Some(&places)).await?;
    near.retain(may);
    if near.is_empty() {
        near = staff::answering(conn, &over_all, None).await?;
        near.retain(may);
    }
    Ok(near)
}

/// Everybody who may do that for a facility because they answer for its area;
/// where nobody does, those who answer for everything.
///
/// # Errors
/// If the database does not answer.
pub async fn answering_for(
    conn: &mut Conn,
    facility: i64,
    action: Action,
) -> QueryResult<Vec<Staff>> {
    let places: Vec<i64> = place::areas_of(conn, &[facility])
        .await?
        .into_iter()
        .map(|(_, area)| area)
        .collect();
    let (over_places, over_all) = decide::roles_over(action);
    let near = staff::answering(conn, &over_places, Some(&places)).await?;
    if near.is_empty() {
        return staff::answering(conn, &over_all, None).await;
    }
    Ok(near)
}
