//! What a caller wants to be texted: an answer to a request, one message, put into the
//! outbox with the record that it was asked for.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::App;
use crate::db::Conn;
use crate::models::outbox::{self, NewMessage, Rank};
use crate::models::phone;
use crate::operators::Hop;
use crate::sms::find;
use crate::sms::look::look;
use crate::ussd::facts;
use crate::ussd::menu::Tell;
use crate::ussd::state::{State, Write};
use crate::ussd::world::World;

/// How long it is worth sending: tomorrow's stock is another.
const WORTH: TimeDelta = TimeDelta::hours(24);

/// Puts the message that `write` names into the outbox.
///
/// # Errors
/// If the database does not answer.
pub(in crate::ussd) async fn send(
    app: &App,
    conn: &mut Conn,
    hop: &Hop,
    write: &Write,
    state: &State,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let spoken = state.profile.language.as_deref();
    let body = look(app, spoken, now, |world, _| body(write, state, world));
    let phone_id = phone::id_of(conn, &app.phones, &hop.phone).await?;
    let message = NewMessage {
        phone_id,
        rank: Rank::Reply,
        body,
        not_before: now,
        expires_at: now + WORTH,
        repeat_unknown: false,
        inbound_id: None,
        created_at: now,
    };
    outbox::add(conn, &[message]).await?;
    Ok(())
}

/// What it says.
fn body(write: &Write, state: &State, world: &World<'_>) -> String {
    let language = world.language(state);
    match (write, state.profile.place) {
        (Write::TextResults(product), Some(place)) => {
            find::answer_of(*product, place, language, world)
        }
        _ => fitting(&facts::tell(Tell::Card, state, world)),
    }
}

/// As many lines, from the first, as one message holds.
fn fitting(text: &str) -> String {
    let mut body = String::new();
    for line in text.lines() {
        let longer = if body.is_empty() {
            line.to_owned()
        } else {
            format!("{body}\n{line}")
        };
        if find::ROOM.holds(&longer) || body.is_empty() {
            body = longer;
        }
    }
    body
}

#[cfg(test)]
mod tests {
    use super::fitting;

    #[test]
    fn what_does_not_fit_one_message_is_left_out_line_by_line() {
        let long = "a".repeat(150);
        assert_eq!(
            fitting(&format!("Name\n{long}\nOpen: 8-20")),
            format!("Name\n{long}")
        );
        assert_eq!(
            fitting(&format!("Name\n{long}{long}\nOpen: 8-20")),
            "Name\nOpen: 8-20"
        );
    }
}
