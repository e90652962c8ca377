//! What an officer says of a broadcast with a PIN: yes, no, pause, go on, stop.
//!
//! A PIN is compared before the message is taken in, since that takes tens of milliseconds, and
//! stands in no text that is kept (`keyword::kept`).

use super::super::keyword::Command;
use super::super::receive::{Answer, Desk};
use super::{CAST, NOT};
use crate::app::App;
use crate::broadcasts::approve::{self, Decided, Which};
use crate::broadcasts::change::{self, Change};
use crate::broadcasts::{By, NotDone, Office, words};
use crate::db::{Conn, PooledConn};
use crate::models::staff::Staff;
use crate::models::{broadcast, inbound, phone};
use crate::operators::{Message, Sender};
use crate::people::pin::{self, Compared, Pin, Tried};

/// Compares the PIN that was typed in a message, over a connection that goes back before it
/// does; `None` where it can be none, or the message came before. It counts as a try when the
/// message is kept, once.
///
/// # Errors
/// If the database does not answer.
pub(in crate::sms) async fn tried(
    app: &App,
    (message, typed): (&Message, &str),
    mut conn: PooledConn,
) -> anyhow::Result<Option<Result<Compared, Tried>>> {
    let (Sender::Phone(number), Ok(pin)) = (&message.from, Pin::typed(typed)) else {
        return Ok(None);
    };
    if inbound::came(&mut conn, &message.id).await? {
        return Ok(None);
    }
    let phone = phone::find(&mut conn, &app.phones, number).await?;
    drop(conn);
    Ok(match phone {
        Some(phone) => Some(pin::compared(app, phone, pin).await?),
        None => None,
    })
}

impl Desk<'_> {
    /// Does what an officer says with a PIN, where it was theirs.
    pub(in crate::sms) async fn pinned(
        &self,
        conn: &mut Conn,
        officer: &Staff,
        said: Command<'_>,
    ) -> anyhow::Result<Answer> {
        let text = match self.tried {
            Some(Tried::Right) => None,
            Some(Tried::Wrong(None)) => Some("sms-pin-wrong"),
            Some(Tried::Wrong(Some(_)) | Tried::Locked(_)) => Some("sms-pin-locked"),
            Some(Tried::NoPin) => Some("sms-pin-none"),
            Some(Tried::Nobody) | None => Some("sms-pin-how"),
        };
        if let Some(text) = text {
            return Ok(self.say(NOT, text));
        }
        let (by, office) = (self.by(officer), Office::of(self.app));
        match said {
            Command::Change { change, number, .. } => {
                self.change(conn, (&office, &by), (change, number)).await
            }
            Command::Decide { yes, code, .. } => {
                self.decide(conn, (&office, &by), (yes, code)).await
            }
            _ => Ok(self.say(NOT, "sms-pin-how")),
        }
    }

    /// Takes a yes or no to the broadcast of a code.
    async fn decide(
        &self,
        conn: &mut Conn,
        (office, by): (&Office<'_>, &By),
        (yes, code): (bool, &str),
    ) -> anyhow::Result<Answer> {
        let decided = approve::decide(conn, office, by, Which::Code(code), yes).await;
        let (id, text) = match decided {
            Ok(Decided::Asked(broadcast, _)) => (broadcast.id, "sms-cast-asked"),
            Ok(Decided::Dropped(broadcast)) => (broadcast.id, "sms-cast-dropped"),
            Ok(Decided::Approved(broadcast)) => (broadcast.id, "sms-cast-yes"),
            Ok(Decided::Refused(broadcast)) => (broadcast.id, "sms-cast-no"),
            Err(NotDone::Refused(why)) => return Ok(self.refused(&why)),
            Err(NotDone::Query(error)) => return Err(error.into()),
        };
        let said = self.language().with(text, "number", id.to_string());
        Ok(Answer::new(CAST, said))
    }

    /// Pauses a broadcast, goes on with it or stops it.
    async fn change(
        &self,
        conn: &mut Conn,
        (office, by): (&Office<'_>, &By),
        (wanted, number): (Change, i64),
    ) -> anyhow::Result<Answer> {
        let text = match change::change(conn, office, by, number, wanted).await {
            Ok(_) => match wanted {
                Change::Pause => "sms-cast-paused",
                Change::Resume => "sms-cast-resumed",
                Change::Cancel => "sms-cast-cancelled",
            },
            Err(NotDone::Refused(why)) => return Ok(self.unchanged(&why, number)),
            Err(NotDone::Query(error)) => return Err(error.into()),
        };
        let mut said = self.language().with(text, "number", number.to_string());
        if wanted == Change::Resume
            && let Some(found) = broadcast::by_id(conn, number).await?
        {
            let zone = office.zone(conn, found.audience.place).await?;
            let waits = words::waits(office, &found, zone, self.language());
            said.extend(waits.map(|when| format!(" {when}")));
        }
        Ok(Answer::new(CAST, said))
    }
}
