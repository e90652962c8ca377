//! Broadcasts by SMS: `ALERT area text` shows what it would do, `TRY code` sends it to its writer
//! alone, `OK code PIN` lets it go on; `PAUSE`, `RESUME` and `CANCEL`, a number and a PIN, change it.

use std::collections::BTreeMap;

mod pinned;
mod refused;

use super::keyword::holds_pin;
use super::receive::{Answer, Desk};
use crate::broadcasts::audience::Audience;
use crate::broadcasts::create::{First, Made, REASON, Wanted, create};
use crate::broadcasts::template::{self, Flaw, Ready};
use crate::broadcasts::words::Shown;
use crate::broadcasts::{By, Done, NotDone, Office, Refusal, Who, ask, change, named};
use crate::db::Conn;
use crate::models::broadcast::Channel;
use crate::models::staff::Staff;
use crate::people::role::Action;

pub(super) use pinned::tried;

/// What is made of a message about a broadcast, and of one that could not be.
pub(super) const CAST: &str = "cast";
pub(super) const NOT: &str = "cast-not";

/// What is made of one that asks for the texts of a draft.
const TRIED: &str = "cast-tried";

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
        [
            Action::MakeBroadcast,
            Action::ApproveBroadcast,
            Action::PauseBroadcast,
        ]
        .into_iter()
        .find_map(|action| self.who_may(action))
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
        if holds_pin(words) {
            return Ok(self.say(NOT, "sms-cast-pin"));
        }
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
        if emergency {
            // A message has no room to say why: what it says is why.
            let said = wanted.texts.get(office.language()).map(String::as_str);
            wanted.reason = said.unwrap_or_default().chars().take(REASON).collect();
        }
        let made = match written {
            Ok(()) => create(conn, &office, &by, wanted, First::Draft).await,
            Err(why) => Err(why),
        };
        match made {
            Ok(made) => self.shown(conn, &made).await,
            Err(NotDone::Refused(why)) => Ok(self.refused(&why)),
            Err(NotDone::Query(error)) => Err(error.into()),
        }
    }

    /// What a draft would do, and the code to say yes with.
    async fn shown(&self, conn: &mut Conn, made: &Made) -> anyhow::Result<Answer> {
        let (language, office) = (self.language(), Office::of(self.app));
        let (broadcast, texts, preview) = (&made.broadcast, &made.texts, made.preview());
        let shown = Shown {
            broadcast,
            preview: Some(&preview),
            zone: office.zone(conn, broadcast.audience.place).await?,
            few: preview.fewer_than.is_some(),
        };
        let people = shown.people(language);
        let mut people = match preview.registered {
            Some(registered) => {
                let facts = [("people", people), ("registered", registered.to_string())];
                language.say("sms-cast-people-of", &facts)
            }
            None => language.with("sms-cast-people", "people", people),
        };
        if let Some(figures) = shown.figures(&office, language) {
            people = format!("{people}, {figures}");
        }
        let facts = [
            ("place", ask::whom(conn, broadcast).await?),
            ("people", people),
            ("notes", shown.notes(&office, language)),
            (
                "text",
                texts.get(office.language()).cloned().unwrap_or_default(),
            ),
            ("code", made.code.clone().unwrap_or_default()),
        ];
        Ok(Answer::new(CAST, language.say("sms-cast-preview", &facts)))
    }

    /// Sends the texts of a draft to whoever wrote it, and nobody else.
    pub(super) async fn try_out(
        &self,
        conn: &mut Conn,
        officer: &Staff,
        code: &str,
    ) -> anyhow::Result<Answer> {
        let (by, office) = (self.by(officer), Office::of(self.app));
        match change::try_draft(conn, &office, &by, code).await {
            Ok(id) => {
                let said = self.language();
                let said = said.with("sms-cast-tried", "number", id.to_string());
                Ok(Answer::new(TRIED, said))
            }
            Err(NotDone::Refused(why)) => Ok(self.refused(&why)),
            Err(NotDone::Query(error)) => Err(error.into()),
        }
    }
}
