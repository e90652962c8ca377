//! What an officer sees of a broadcast in a browser: everything but the map, in one answer that
//! is asked for again and again.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use rust_decimal::Decimal;
use serde::Serialize;

use super::change::{self, Change};
use super::minutes::Minutes;
use super::progress::{Look, Progress};
use super::{Done, NotDone, Office, Who, ask, few, plan};
use crate::db::Conn;
use crate::models::broadcast::approval::{self, Approval};
use crate::models::broadcast::{self, Broadcast, State};
use crate::models::{place, product, staff};
use crate::sms::segment::{self, Encoding};
use crate::text::gsm;

/// A broadcast as its page shows it, apart from how far it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page {
    /// Its number.
    pub id: i64,
    /// How far it has come, in a word.
    pub state: &'static str,
    /// Whether it overrides quiet hours.
    pub emergency: bool,
    /// Why it is sent.
    pub reason: String,
    /// Whom it is for, in words.
    pub whom: String,
    /// The wider places its place lies in, the nearest first.
    pub within: Vec<String>,
    /// Who wrote it.
    pub made_by: String,
    /// Who said yes or no to it, or is asked.
    pub decision: Option<Decision>,
    /// The one it corrects.
    pub corrects: Option<i64>,
    /// People, as counted when it was written.
    pub recipients: Option<u64>,
    /// Of fewer than so many it is not told how many they are, before it goes out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fewer_than: Option<u64>,
    /// Messages to be paid for, as counted then.
    pub segments: Option<u64>,
    /// What those cost.
    pub cost: Option<Decimal>,
    /// In which currency (ISO 4217).
    pub currency: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Nothing is handed over before.
    pub starts_at: DateTime<Utc>,
    /// Nothing is handed over from then on.
    pub expires_at: DateTime<Utc>,
    /// When it was over.
    pub finished_at: Option<DateTime<Utc>>,
    /// What whoever looks may do to it now: pause, resume, cancel.
    pub may: Vec<&'static str>,
    /// What it says, by language.
    pub texts: Vec<Shown>,
}

/// What was said about it, or is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Who; none where nobody is asked.
    pub by: Option<String>,
    /// Yes or no; none where nobody answered yet.
    pub approved: Option<bool>,
    /// Whether whoever wrote it let it out by themselves.
    pub alone: bool,
    /// When they answered, or were asked.
    pub at: DateTime<Utc>,
}

/// A text as handsets show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Its language's code.
    pub language: String,
    /// `gsm7` or `ucs2`.
    pub encoding: &'static str,
    /// Characters, as people count them.
    pub letters: usize,
    /// Septets, or units of two octets: what the network counts.
    pub units: usize,
    /// How many of those as many messages hold.
    pub room: usize,
    /// The messages it goes out as; a handset joins them.
    pub parts: Vec<String>,
    /// The first character that takes it into UCS-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub foreign: Option<char>,
}

/// The page and how far it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Seen<'a> {
    /// What it is.
    #[serde(flatten)]
    pub page: &'a Page,
    /// How far it is.
    pub progress: &'a Progress,
    /// How it went minute by minute.
    pub minutes: &'a Minutes,
}

impl Page {
    /// With how far it is.
    #[must_use]
    pub const fn seen<'a>(&'a self, look: &'a Look) -> Seen<'a> {
        Seen {
            page: self,
            progress: &look.progress,
            minutes: &look.minutes,
        }
    }
}

/// A text as handsets show it. Pure.
#[must_use]
pub fn shown(language: &str, body: &str) -> Shown {
    let parts = segment::split(body);
    let encoding = Encoding::of(body);
    let room = match parts.len() {
        0 | 1 => encoding.alone(),
        many => many * encoding.joined(),
    };
    Shown {
        language: language.to_owned(),
        encoding: match encoding {
            Encoding::Gsm7 => "gsm7",
            Encoding::Ucs2 => "ucs2",
        },
        letters: body.chars().count(),
        units: gsm::septets(body).unwrap_or_else(|| body.encode_utf16().count()),
        room,
        parts: parts.into_iter().map(str::to_owned).collect(),
        foreign: plan::foreign(body),
    }
}

/// A broadcast as its page shows it to somebody who may see it.
///
/// # Errors
/// If the database does not answer.
pub async fn of(conn: &mut Conn, office: &Office<'_>, who: &Who, found: &Broadcast) -> Done<Page> {
    let texts = broadcast::texts(conn, found.id).await?;
    let asked = approval::of(conn, found.id).await?;
    let few = few::hides(conn, found).await?;
    let told = |counted: i32| (!few).then_some(u64::from(counted.unsigned_abs()));
    Ok(Page {
        id: found.id,
        state: found.state.as_str(),
        emergency: found.emergency,
        reason: found.reason.clone(),
        whom: whom(conn, found).await?,
        within: within(conn, found.audience.place).await?,
        made_by: ask::writer(conn, found).await?,
        decision: decision(conn, found.state, asked).await?,
        corrects: found.corrects,
        recipients: told(found.recipients),
        fewer_than: few.then_some(few::FEW),
        segments: told(found.segments),
        cost: found.cost.filter(|_| !few),
        currency: office.config.ussd.currency.clone(),
        created_at: found.created_at,
        starts_at: found.starts_at,
        expires_at: found.expires_at,
        finished_at: found.finished_at,
        may: may(conn, who, found).await?,
        texts: texts.iter().map(|(l, body)| shown(l, body)).collect(),
    })
}

/// What somebody may do to a broadcast now.
async fn may(conn: &mut Conn, who: &Who, found: &Broadcast) -> Done<Vec<&'static str>> {
    match change::stops(conn, who, found).await {
        Ok(()) => {}
        Err(NotDone::Refused(_)) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    }
    let changes = Change::ALL.into_iter();
    Ok(changes
        .filter(|change| change.from(found.state).is_some())
        .map(Change::word)
        .collect())
}

/// Whom it is for, with the products that narrow it.
async fn whom(conn: &mut Conn, found: &Broadcast) -> QueryResult<String> {
    let mut words = ask::whom(conn, found).await?;
    let products = [
        ("holds", found.audience.holds),
        ("waits for", found.audience.waits_for),
    ];
    for (what, product) in products {
        if let Some(product) = product {
            let code = product::code_of(conn, product).await?;
            words.push_str(&format!(", {what} {code}"));
        }
    }
    Ok(words)
}

async fn within(conn: &mut Conn, place: Option<i64>) -> QueryResult<Vec<String>> {
    let Some(place) = place else {
        return Ok(Vec::new());
    };
    let mut spots = place::lineage(conn, &[place]).await?;
    let mut names = Vec::new();
    let mut at = Some(place);
    // Each is taken out when it was named, so that a ring would end.
    while let Some(index) = spots.iter().position(|spot| Some(spot.id) == at) {
        let spot = spots.swap_remove(index);
        at = spot.parent_id;
        names.push(spot.name);
    }
    Ok(names.split_off(1.min(names.len())))
}

async fn decision(
    conn: &mut Conn,
    state: State,
    asked: Option<Approval>,
) -> QueryResult<Option<Decision>> {
    let Some(asked) = asked else {
        return Ok(None);
    };
    // A draft's writer is asked about it first; that is no officer's answer.
    if state == State::Draft {
        return Ok(None);
    }
    let person = match asked.decided_at {
        Some(_) => asked.decided_by,
        None => asked.asked_of,
    };
    let named = match person {
        Some(id) => staff::by_id(conn, id).await?,
        None => None,
    };
    let token = asked.decided_token.map(|token| format!("API {token}"));
    Ok(Some(Decision {
        by: named.map(|person| person.name).or(token),
        approved: asked.approved,
        alone: asked.alone,
        at: asked.decided_at.unwrap_or(asked.asked_at),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_shown_as_the_network_counts_it() {
        #[rustfmt::skip]
        let cases = [
            ("Boil.", "gsm7", 5, 5, 160, 1, None),
            ("Boil {all} water", "gsm7", 16, 18, 160, 1, None),
            (&*"a".repeat(160), "gsm7", 160, 160, 160, 1, None),
            (&*"a".repeat(161), "gsm7", 161, 161, 306, 2, None),
            ("ውሃ", "ucs2", 2, 2, 70, 1, Some('ው')),
            (&*"ሀ".repeat(71), "ucs2", 71, 71, 134, 2, Some('ሀ')),
            ("Help \u{1f691}", "ucs2", 6, 7, 70, 1, Some('\u{1f691}')),
        ];
        for (body, encoding, letters, units, room, parts, foreign) in cases {
            let text = shown("en", body);
            assert_eq!(
                (
                    text.encoding,
                    text.letters,
                    text.units,
                    text.room,
                    text.parts.len(),
                    text.foreign
                ),
                (encoding, letters, units, room, parts, foreign),
                "{body}"
            );
            assert_eq!(text.parts.concat(), body);
        }
    }
}
