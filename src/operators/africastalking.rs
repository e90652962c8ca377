//! Africa's Talking: the form it posts for every hop and at the end of a
//! session, and the text it wants back.
//!
//! Nothing it sends is trusted to be there but `sessionId` and `phoneNumber`:
//! `text` is absent or empty on the first hop, `networkCode` may be missing,
//! `serviceCode` comes with and without `*` and `#`, and end events lack fields
//! freely. A repeated field counts by its first value; unknown ones are ignored.

pub mod fake;
pub mod report;
pub mod send;

use std::borrow::Cow;
use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::operators::{Answer, End, Ending, Hop, Message, Sender};
use crate::people::phone::{Msisdn, NotANumber};

/// Longest session id that is taken; Africa's Talking sends 38 characters.
const SESSION_LIMIT: usize = 100;

/// Longest text of a message that is kept, in characters: ten SMS joined are 1,530.
pub const TEXT_LIMIT: usize = 2000;

/// Longest name or number of a sender or recipient that is kept.
const NAME_LIMIT: usize = 40;

/// A field of the form is missing or bad.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field} {problem}")]
pub struct BadField {
    /// The field's name as Africa's Talking writes it.
    pub field: &'static str,
    /// What is wrong with it, without its value.
    pub problem: String,
}

/// Reads the form of a hop.
///
/// # Errors
/// The first of `sessionId` and `phoneNumber` that is missing or bad.
pub fn hop(body: &[u8]) -> Result<Hop, BadField> {
    let form = Form::parse(body);
    Ok(Hop {
        session: form.session()?,
        phone: form.phone()?,
        service: form.service(),
        network: form.network(),
        text: form.text(),
    })
}

/// Reads the form that tells of a session's end. Its `input` and
/// `lastAppResponse` are not looked at: they may hold a PIN.
///
/// # Errors
/// The first of `sessionId` and `phoneNumber` that is missing or bad.
pub fn end(body: &[u8]) -> Result<End, BadField> {
    let form = Form::parse(body);
    let status = form.get("status").unwrap_or_default().to_ascii_lowercase();
    Ok(End {
        session: form.session()?,
        phone: form.phone()?,
        service: form.service(),
        network: form.network(),
        ending: match status.as_str() {
            "success" => Ending::Success,
            "incomplete" => Ending::Incomplete,
            "failed" => Ending::Failed,
            _ => Ending::Unknown,
        },
        hops: form.number("hopsCount"),
        millis: form.number("durationInMillis"),
    })
}

/// Reads the form of a message from a phone. What is longer than [`TEXT_LIMIT`] is cut.
///
/// # Errors
/// The first of `id` and `from` that is missing or bad.
pub fn message(body: &[u8]) -> Result<Message, BadField> {
    let form = Form::parse(body);
    Ok(Message {
        id: form.id()?,
        from: form.from()?,
        to: form.short("to"),
        network: form.network(),
        text: form.said(),
        sent_at: form.date(),
    })
}

/// The answer's text as Africa's Talking wants it: no blank may stand before
/// the first word.
pub fn render(answer: &Answer) -> String {
    let word = if answer.more { "CON " } else { "END " };
    [word, &answer.text].concat()
}

/// The fields of a form, decoded; bytes that are no UTF-8 become U+FFFD.
struct Form<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Form<'a> {
    fn parse(body: &'a [u8]) -> Self {
        Form(form_urlencoded::parse(body).collect())
    }

    /// The first value of a field.
    fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(n, _)| n == name)?;
        Some(value)
    }

    fn session(&self) -> Result<String, BadField> {
        let bad = |problem: &str| BadField {
            field: "sessionId",
            problem: problem.to_owned(),
        };
        let session = self.get("sessionId").unwrap_or_default();
        if session.is_empty() {
            return Err(bad("is missing"));
        }
        if session.len() > SESSION_LIMIT || !session.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(bad("must be 1 to 100 plain letters, digits and signs"));
        }
        Ok(session.to_owned())
    }

    fn phone(&self) -> Result<Msisdn, BadField> {
        let bad = |problem: String| BadField {
            field: "phoneNumber",
            problem,
        };
        let text = self.get("phoneNumber").unwrap_or_default();
        if text.is_empty() {
            return Err(bad("is missing".to_owned()));
        }
        // A plus that was not escaped arrives as a space.
        let phone = match text.strip_prefix(' ') {
            Some(digits) => Msisdn::from_str(&format!("+{digits}")),
            None => text.parse(),
        };
        phone.map_err(|e: NotANumber| bad(e.to_string()))
    }

    /// `*384*1234#`, `384*1234#` and `384*1234` are one service.
    fn service(&self) -> String {
        let code: String = self
            .get("serviceCode")
            .unwrap_or_default()
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '*')
            .take(40)
            .collect();
        code.trim_matches('*').to_owned()
    }

    /// The network's code, which is digits; anything else is no code we know.
    fn network(&self) -> String {
        let code = self.get("networkCode").unwrap_or_default();
        let good = code.len() <= 8 && code.bytes().all(|b| b.is_ascii_digit());
        String::from(if good { code } else { "" })
    }

    /// The transcript. Control characters become spaces, one for one, so that
    /// one transcript stays the beginning of the next; PostgreSQL takes no NUL.
    fn text(&self) -> String {
        let text = self.get("text").unwrap_or_default();
        text.replace(char::is_control, " ")
    }

    /// The id of a message.
    fn id(&self) -> Result<String, BadField> {
        let id = self.get("id").unwrap_or_default().trim();
        let problem = match id.chars().count() {
            0 => "is missing",
            1..=SESSION_LIMIT if !id.chars().any(char::is_control) => return Ok(id.to_owned()),
            _ => "must be 1 to 100 characters",
        };
        Err(BadField {
            field: "id",
            problem: problem.to_owned(),
        })
    }

    /// Who sent a message; whatever is no phone number is a name.
    fn from(&self) -> Result<Sender, BadField> {
        let from = self.get("from").unwrap_or_default();
        // A plus that was not escaped arrives as a space.
        let digits = from.trim().trim_start_matches('+');
        if digits.is_empty() {
            return Err(BadField {
                field: "from",
                problem: "is missing".to_owned(),
            });
        }
        // Short codes are numbers too, of four to six digits.
        Ok(match Msisdn::from_str(&format!("+{digits}")) {
            Ok(phone) => Sender::Phone(phone),
            Err(_) => Sender::Name(self.short("from")),
        })
    }

    /// A name or number, kept as far as it is told from others by.
    fn short(&self, name: &str) -> String {
        let text = self.get(name).unwrap_or_default().trim();
        text.replace(char::is_control, " ")
            .chars()
            .take(NAME_LIMIT)
            .collect()
    }

    /// The text of a message, its lines kept apart; of one that is longer than [`TEXT_LIMIT`] a
    /// letter more than that, by which it is told that it was cut.
    fn said(&self) -> String {
        let text = self.get("text").unwrap_or_default();
        let plain = |c: char| if c.is_control() && c != '\n' { ' ' } else { c };
        text.chars().map(plain).take(TEXT_LIMIT + 1).collect()
    }

    /// When a message was sent: `2017-05-03T06:04:45Z`, with a fraction or without, or
    /// `2017-05-03 06:04:45`, which is taken for UTC.
    fn date(&self) -> Option<DateTime<Utc>> {
        let date = self.get("date")?.trim();
        let with_zone = DateTime::parse_from_rfc3339(date).map(DateTime::<Utc>::from);
        let without = || NaiveDateTime::parse_from_str(date, "%Y-%m-%d %H:%M:%S").ok();
        with_zone
            .ok()
            .or_else(|| without().map(|date| date.and_utc()))
    }

    /// A number, however it is written: `1234`, ` 1234 ` or `1234.0`.
    fn number<T: FromStr>(&self, name: &str) -> Option<T> {
        let text = self.get(name)?.trim();
        text.split('.').next()?.parse().ok()
    }
}

#[cfg(test)]
mod tests;
