//! Why nothing was done, as it is answered.

use super::super::receive::{Answer, Desk};
use super::NOT;
use crate::broadcasts::Refusal;
use crate::broadcasts::template::{Flaw, TEMPLATES};
use crate::models::broadcast::State;

impl Desk<'_> {
    /// Why nothing was done.
    pub(super) fn refused(&self, why: &Refusal) -> Answer {
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

    /// Why a broadcast of that number is as it was.
    pub(super) fn unchanged(&self, why: &Refusal, number: i64) -> Answer {
        let language = self.language();
        let said = match why {
            Refusal::Unknown => language.with("sms-cast-unknown", "number", number.to_string()),
            Refusal::Already(state) => {
                let facts = [
                    ("number", number.to_string()),
                    ("state", language.word(word_of(*state))),
                ];
                language.say("sms-cast-is", &facts)
            }
            other => return self.refused(other),
        };
        Answer::new(NOT, said)
    }
}

/// The word for a state, as whoever dials reads it.
const fn word_of(state: State) -> &'static str {
    match state {
        State::Draft => "sms-cast-draft",
        State::Waiting => "cast-state-waiting",
        State::Approved => "cast-state-approved",
        State::Sending => "cast-state-sending",
        State::Paused => "cast-state-paused",
        State::Done => "cast-state-done",
        State::Cancelled => "cast-state-cancelled",
        State::Refused => "cast-state-refused",
        State::Expired => "cast-state-expired",
        State::Dropped => "cast-state-dropped",
    }
}
