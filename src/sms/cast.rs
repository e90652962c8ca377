//! Broadcasts by SMS: `ALERT area text` shows what it would do, `OK code PIN` lets it go on.
//!
//! A PIN is compared before the message is taken in, since that takes tens of milliseconds, and
//! stands in no text that is kept (`keyword::kept`).

use std::collections::BTreeMap;

use super::keyword::{Command, read};
use super::receive::{Answer, Desk};
use crate::app::App;
use crate::broadcasts::approve::{self, Decided, Which};
use crate::broadcasts::audience::Audience;
use crate::broadcasts::create::{First, Made, REASON, Wanted, create};
use crate::broadcasts::template::{self, Flaw, Ready, TEMPLATES};
use crate::broadcasts::{By, Done, NotDone, Office, Refusal, Who, ask, named, plan};
use crate::db::{Conn, PooledConn};
use crate::models::broadcast::Channel;
use crate::models::staff::Staff;
use crate::models::{inbound, phone};
use crate::operators::{Message, Sender};
use crate::people::pin::{self, Compared, Pin, Tried};
use crate::people::role::Action;

/// What is made of a message about a broadcast, and of one that could not be.
pub(super) const CAST: &str = "cast";
pub(super) const NOT: &str = "cast-not";

/// Compares the PIN of a message that holds one, over a connection that goes back before it
/// does; `None` where there is none, or the message came before. It counts as a try when the
/// message is kept, once.
///
/// # Errors
/// If the database does not answer.
pub(super) async fn tried(
    app: &App,
    message: &Message,
    mut conn: PooledConn,
) -> anyhow::Result<Option<Result<Compared, Tried>>> {
    let (Command::Decide { pin: typed, .. }, Sender::Phone(number)) =
        (read(&message.text), &message.from)
    else {
        return Ok(None);
    };
    let Ok(pin) = Pin::typed(typed) else {
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

/// The texts of what an officer wants sent: theirs, or, behind a `#`, a ready one in every
/// language for those whom it is for. Nobody is ever told a text that begins so.
async fn write(
    conn: &mut Conn,
    office: &Office<'_>,
    who: &Who,
    text: &str,
    wanted: &mut Wanted,
) -> Done<()> {
    let Some(ready) = Ready::typed(text)? else {
        wanted.texts = BTreeMap::from([(office.language().to_owned(), text.to_owned())]);
        return Ok(());
    };
    let written = template::write(conn, office, who, (&ready, false), wanted).await;
    // Whatever is wrong with a fact, a right one shows it best.
    written.map_err(|why| match why {
        NotDone::Refused(Refusal::Template(_) | Refusal::NoProduct) => {
            Flaw::Short(ready.template).into()
        }
        other => other,
    })
}

impl Desk<'_> {
    /// The sender, where broadcasts are their business.
    pub(super) fn officer(&self) -> Option<&Staff> {
        let making = self.who_may(Action::MakeBroadcast);
        making.or_else(|| self.who_may(Action::ApproveBroadcast))
    }

    fn by(&self, officer: &Staff) -> By {
        By {
            who: Who::Staff(Box::new(officer.clone())),
            channel: Channel::Sms,
            from: format!("phone {}", self.phone),
        }
    }

    /// Keeps a draft of what an officer wants sent, and shows what it would do.
    pub(super) async fn cast(
        &self,
        conn: &mut Conn,
        officer: &Staff,
        (emergency, words): (bool, &str),
    ) -> anyhow::Result<Answer> {
        let by = self.by(officer);
        let office = Office::of(self.app);
        let found = match named::place_before(conn, words, &by.who).await {
            _ if words.is_empty() => return Ok(self.say(NOT, "sms-cast-how")),
            Ok(found) => found,
            Err(NotDone::Refused(Refusal::Several(places))) => {
                let items = crate::text::gsm::plain(&places.join(", "));
                let said = self.language().with("sms-cast-several", "items", items);
                return Ok(Answer::new(NOT, said));
            }
            Err(NotDone::Refused(_)) => return Ok(self.say(NOT, "sms-cast-area")),
            Err(NotDone::Query(error)) => return Err(error.into()),
        };
        let (place, text) = found;
        let mut wanted = Wanted {
            audience: Audience {
                place: Some(place),
                ..Audience::default()
            },
            emergency,
            ..Wanted::default()
        };
        let written = write(conn, &office, &by.who, text, &mut wanted).await;
        let said = wanted.texts.get(office.language());
        let said = said.cloned().unwrap_or_default();
        if emergency {
            // A message has no room to say why: what it says is why.
            wanted.reason = said.chars().take(REASON).collect();
        }
        let made = match written {
            Ok(()) => create(conn, &office, &by, wanted, First::Draft).await,
            Err(why) => Err(why),
        };
        match made {
            Ok(made) => self.shown(conn, &made, &said).await,
            Err(NotDone::Refused(why)) => Ok(self.refused(&why)),
            Err(NotDone::Query(error)) => Err(error.into()),
        }
    }

    /// What a draft would do, and the code to say yes with.
    async fn shown(&self, conn: &mut Conn, made: &Made, text: &str) -> anyhow::Result<Answer> {
        let language = self.language();
        let plan = &made.plan;
        let cost = match plan.cost {
            Some(cost) => format!("{} {cost}", self.app.config.ussd.currency),
            None => language.word("sms-cast-price-unknown"),
        };
        let mut notes = String::new();
        if !plan.missing.is_empty() {
            let items = plan.missing.join(", ");
            notes = format!(" {}", language.with("sms-cast-missing", "items", items));
        }
        if let Some(letter) = plan::foreign(text) {
            let told = language.with("sms-cast-letter", "letter", letter.to_string());
            notes = format!("{notes} {told}");
        }
        let facts = [
            ("place", ask::whom(conn, &made.broadcast).await?),
            ("people", plan.recipients.to_string()),
            ("registered", plan.registered.to_string()),
            ("messages", plan.segments.to_string()),
            ("cost", cost),
            ("seconds", plan.seconds.to_string()),
            ("notes", notes),
            ("text", text.to_owned()),
            ("code", made.code.clone().unwrap_or_default()),
        ];
        Ok(Answer::new(CAST, language.say("sms-cast-preview", &facts)))
    }

    /// Takes a yes or no to the broadcast of a code, from an officer whose PIN was tried.
    pub(super) async fn decide(
        &self,
        conn: &mut Conn,
        officer: &Staff,
        (yes, code): (bool, &str),
    ) -> anyhow::Result<Answer> {
        match self.tried {
            Some(Tried::Right) => {}
            Some(Tried::Wrong(None)) => return Ok(self.say(NOT, "sms-pin-wrong")),
            Some(Tried::Wrong(Some(_)) | Tried::Locked(_)) => {
                return Ok(self.say(NOT, "sms-pin-locked"));
            }
            Some(Tried::NoPin) => return Ok(self.say(NOT, "sms-pin-none")),
            Some(Tried::Nobody) | None => return Ok(self.say(NOT, "sms-pin-how")),
        }
        let (by, office) = (self.by(officer), Office::of(self.app));
        let decided = approve::decide(conn, &office, &by, Which::Code(code), yes).await;
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

    /// Why nothing was done.
    fn refused(&self, why: &Refusal) -> Answer {
        let language = self.language();
        let text = match why {
            Refusal::TooLong {
                segments,
                most,
                foreign,
                ..
            } => {
                let facts = [
                    ("messages", segments.to_string()),
                    ("most", most.to_string()),
                ];
                let mut said = language.say("sms-cast-long", &facts);
                if let Some(letter) = foreign {
                    let told = language.with("sms-cast-letter", "letter", letter.to_string());
                    said = format!("{said} {told}");
                }
                return Answer::new(NOT, said);
            }
            Refusal::Template(Flaw::NoTemplate { .. }) => {
                let items = TEMPLATES.iter();
                let items: Vec<String> = items.map(|ready| format!("#{}", ready.name)).collect();
                let items = items.join(", ");
                return Answer::new(NOT, language.with("sms-cast-template", "items", items));
            }
            Refusal::Template(Flaw::Short(template)) => {
                let items = template.example();
                return Answer::new(NOT, language.with("sms-cast-facts", "items", items));
            }
            Refusal::NoBatch(near) => {
                let mut said = language.word("sms-cast-batch");
                if !near.is_empty() {
                    said = format!("{said} {}?", near.join(", "));
                }
                return Answer::new(NOT, said);
            }
            Refusal::Nobody => "sms-cast-nobody",
            Refusal::NotAllowed | Refusal::Outside => "sms-cast-not",
            Refusal::Own => "sms-cast-own",
            Refusal::Expired => "sms-cast-old",
            Refusal::Code | Refusal::Unknown => "sms-cast-code",
            Refusal::Already(_) => "sms-cast-already",
            Refusal::NoOfficer => "sms-cast-officer",
            _ => "sms-cast-how",
        };
        self.say(NOT, text)
    }
}
