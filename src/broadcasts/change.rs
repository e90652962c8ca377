//! Pausing, resuming and cancelling a broadcast, and trying it out on oneself.
//!
//! What goes out looks at the state before each request: what is not handed over when a
//! broadcast is paused or cancelled is not handed over after.

use diesel_async::AsyncConnection as _;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{By, Done, NotDone, Office, Refusal, Who, ask, state_of};
use crate::db::Conn;
use crate::models::broadcast::approval;
use crate::models::broadcast::{self, Broadcast, State};
use crate::models::staff::{self, Staff};
use crate::models::{outbox, place};
use crate::people::role::Action;
use crate::people::staff::decide::roles_over;
use crate::text::fold;

/// What is done to a broadcast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// What is not handed over waits.
    Pause,
    /// It goes on.
    Resume,
    /// What is not handed over never is.
    Cancel,
}

impl Change {
    /// Every change.
    pub const ALL: [Change; 3] = [Self::Pause, Self::Resume, Self::Cancel];

    /// A word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::Cancel => "cancel",
        }
    }

    /// The state it leads to from one. What goes on is approved again, and taken up where it was left.
    #[must_use]
    pub const fn from(self, state: State) -> Option<State> {
        match (self, state) {
            (Self::Pause, State::Approved | State::Sending) => Some(State::Paused),
            (Self::Resume, State::Paused) => Some(State::Approved),
            (Self::Cancel, State::Draft) => Some(State::Dropped),
            (Self::Cancel, State::Waiting | State::Approved | State::Sending | State::Paused) => {
                Some(State::Cancelled)
            }
            _ => None,
        }
    }
}

/// Pauses, resumes or cancels a broadcast; returns the state it is in now.
///
/// # Errors
/// Why not, or if the database does not answer.
pub async fn change(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    id: i64,
    change: Change,
) -> Done<State> {
    conn.transaction(async |conn| {
        let held = broadcast::hold(conn, id).await?;
        let held = held.ok_or(Refusal::Unknown)?;
        hidden(&by.who, &held)?;
        stops(conn, &by.who, &held).await?;
        let next = change
            .from(held.state)
            .ok_or(Refusal::Already(held.state))?;
        broadcast::set_state(conn, id, next, office.now).await?;
        let told = (id, state_of(held.state), state_of(next));
        by.note(conn, office, change.word(), told).await?;
        Ok(next)
    })
    .await
}

/// Whether somebody may pause, resume or cancel a broadcast: by their role, or for it is they who
/// broke the glass for it, which they may do there still.
///
/// # Errors
/// Why not, or if the database does not answer.
pub async fn stops(conn: &mut Conn, who: &Who, broadcast: &Broadcast) -> Done<()> {
    let place = broadcast.audience.place;
    let by_role = who.may(conn, Action::PauseBroadcast, place).await;
    if !matches!(by_role, Err(NotDone::Refused(_))) || !who.wrote(broadcast) {
        return by_role;
    }
    match approval::of(conn, broadcast.id).await? {
        Some(asked) if asked.alone => who.may(conn, Action::BreakGlass, place).await,
        _ => by_role,
    }
}

/// A draft is its writer's alone.
pub(super) fn hidden(who: &Who, broadcast: &Broadcast) -> Result<(), Refusal> {
    match broadcast.state {
        State::Draft | State::Dropped if !who.wrote(broadcast) => Err(Refusal::Unknown),
        _ => Ok(()),
    }
}

/// A broadcast as somebody may see it.
///
/// # Errors
/// Why not, or if the database does not answer.
pub async fn see(conn: &mut Conn, who: &Who, id: i64) -> Done<Broadcast> {
    let found = broadcast::by_id(conn, id).await?;
    let found = found.ok_or(Refusal::Unknown)?;
    hidden(who, &found)?;
    let place = found.audience.place;
    who.may(conn, Action::SeeBroadcast, place).await?;
    Ok(found)
}

/// Sends the texts of a broadcast to nobody but whoever asks, each as its own message; how many.
///
/// # Errors
/// Why not, or if the database does not answer.
pub async fn try_out(conn: &mut Conn, office: &Office<'_>, by: &By, id: i64) -> Done<usize> {
    conn.transaction(async |conn| {
        let found = see(conn, &by.who, id).await?;
        let Who::Staff(person) = &by.who else {
            return Err(Refusal::NoPhone.into());
        };
        sent_to(conn, office, by, (&found, person)).await
    })
    .await
}

/// Sends the texts of a broadcast to one officer who answers for its area, by their number or
/// their name, since a program has no phone: who that is, and how many.
///
/// # Errors
/// Why not, or if the database does not answer.
pub async fn try_on(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    id: i64,
    to: &str,
) -> Done<(i64, usize)> {
    conn.transaction(async |conn| {
        let found = see(conn, &by.who, id).await?;
        let area = found.audience.place;
        // Who only looks on sends nobody anything.
        let makes = by.who.may(conn, Action::MakeBroadcast, area).await;
        if let Err(NotDone::Refused(_)) = makes {
            by.who.may(conn, Action::ApproveBroadcast, area).await?;
        } else {
            makes?;
        }
        let places = match area {
            Some(area) => place::wider(conn, area).await?,
            None => Vec::new(),
        };
        let (mut roles, _) = roles_over(Action::MakeBroadcast);
        roles.extend(roles_over(Action::ApproveBroadcast).0);
        let mut officers = staff::answering(conn, &roles, Some(&places)).await?;
        let (number, name) = (to.trim().parse().ok(), fold(to.trim()));
        officers.retain(|person| number == Some(person.id) || fold(&person.name) == name);
        let [officer] = &officers[..] else {
            return Err(Refusal::NoPerson.into());
        };
        let sent = sent_to(conn, office, by, (&found, officer)).await?;
        Ok((officer.id, sent))
    })
    .await
}

/// Sends the texts of the draft of a code to whoever wrote it; the draft's number.
///
/// # Errors
/// Why not, or if the database does not answer.
pub async fn try_draft(conn: &mut Conn, office: &Office<'_>, by: &By, code: &str) -> Done<i64> {
    conn.transaction(async |conn| {
        let id = approval::by_code(conn, code).await?;
        let id = id.ok_or(Refusal::Code)?;
        let (Some(held), Some(asked)) = (
            broadcast::hold(conn, id).await?,
            approval::of(conn, id).await?,
        ) else {
            return Err(Refusal::Code.into());
        };
        let Who::Staff(person) = &by.who else {
            return Err(Refusal::NoPhone.into());
        };
        // Somebody else's code says nothing, nor does an officer's who is asked.
        if !by.who.wrote(&held) || asked.code != code {
            return Err(Refusal::Code.into());
        }
        if held.state != State::Draft {
            return Err(Refusal::Already(held.state).into());
        }
        if asked.expires_at <= office.now {
            return Err(Refusal::Expired.into());
        }
        sent_to(conn, office, by, (&held, person)).await?;
        Ok(id)
    })
    .await
}

/// Sends the texts of a broadcast to one officer, each as its own message; how many.
async fn sent_to(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    (found, person): (&Broadcast, &Staff),
) -> Done<usize> {
    let texts = broadcast::texts(conn, found.id).await?;
    let messages: Vec<_> = texts
        .into_values()
        .map(|body| ask::reply(person.phone_id, body, office.now))
        .collect();
    outbox::add(conn, &messages).await?;
    let state = found.state.as_str();
    let tried = json!({ "state": state, "to": person.id });
    by.note(
        conn,
        office,
        "try",
        (found.id, state_of(found.state), tried),
    )
    .await?;
    Ok(messages.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written from what the words mean, not from the code above.
    const EXPECTED: &str = "
        .          pause   resume    cancel
        draft      -       -         dropped
        waiting    -       -         cancelled
        approved   paused  -         cancelled
        sending    paused  -         cancelled
        paused     -       approved  cancelled
        done       -       -         -
        cancelled  -       -         -
        refused    -       -         -
        expired    -       -         -
        dropped    -       -         -";

    #[test]
    fn each_change_leads_from_each_state_where_it_says() {
        let mut seen = Vec::new();
        for line in EXPECTED.lines().skip(2) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let state: State = words[0].parse().unwrap();
            for (change, word) in Change::ALL.iter().zip(&words[1..]) {
                let led = change.from(state).map_or("-", State::as_str);
                assert_eq!(led, *word, "{} {}", change.word(), state.as_str());
            }
            seen.push(state);
        }
        assert_eq!(seen, State::ALL);
    }
}
