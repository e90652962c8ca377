//! Pausing, resuming and cancelling a broadcast, and trying it out on oneself.
//!
//! What goes out looks at the state before each request: what is not handed over when a
//! broadcast is paused or cancelled is not handed over after.

use diesel_async::AsyncConnection as _;
use serde::{Deserialize, Serialize};

use super::{By, Done, Office, Refusal, Who, ask, state_of};
use crate::db::Conn;
use crate::models::broadcast::{self, Broadcast, State};
use crate::models::outbox;
use crate::people::role::Action;

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
            (
                Self::Cancel,
                State::Draft | State::Waiting | State::Approved | State::Sending | State::Paused,
            ) => Some(State::Cancelled),
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
        let place = held.audience.place;
        by.who.may(conn, Action::PauseBroadcast, place).await?;
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

/// A draft is its writer's alone.
fn hidden(who: &Who, broadcast: &Broadcast) -> Result<(), Refusal> {
    match broadcast.state {
        State::Draft if !who.wrote(broadcast) => Err(Refusal::Unknown),
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
        let texts = broadcast::texts(conn, found.id).await?;
        let messages: Vec<_> = texts
            .into_values()
            .map(|body| ask::reply(person.phone_id, body, office.now))
            .collect();
        outbox::add(conn, &messages).await?;
        let tried = (id, state_of(found.state), state_of(found.state));
        by.note(conn, office, "try", tried).await?;
        Ok(messages.len())
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written from what the words mean, not from the code above.
    const EXPECTED: &str = "
        .          pause   resume    cancel
        draft      -       -         cancelled
        waiting    -       -         cancelled
        approved   paused  -         cancelled
        sending    paused  -         cancelled
        paused     -       approved  cancelled
        done       -       -         -
        cancelled  -       -         -
        refused    -       -         -
        expired    -       -         -";

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
