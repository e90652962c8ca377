//! What a broadcast would do: who is told what, in how many messages, for how much and how
//! soon. Pure.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::sms::segment::{self, Encoding};
use crate::text::gsm;

/// Messages that one text goes out as, at most.
pub const LONGEST: usize = 6;

/// Requests a second that are reckoned with where no rate is set.
const UNLIMITED: u64 = 100;

/// What the people of one language are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Their language.
    pub language: String,
    /// How many they are.
    pub people: u64,
    /// The language of the text they are told: another where theirs is missing.
    pub text: String,
    /// Messages that text goes out as.
    pub segments: usize,
    /// `gsm7` or `ucs2`.
    pub encoding: Cow<'static, str>,
    /// The first character that takes it into UCS-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign: Option<char>,
}

/// Who is meant and not reached, each under the first reason.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// They opted out.
    pub stopped: u64,
    /// Nothing reaches their number.
    pub unreachable: u64,
    /// They were told of as many others within seven days as one person is told of.
    pub over_budget: u64,
}

/// What a broadcast would do, as the record keeps it; [`super::few::Preview`] is what is told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// People it reaches.
    pub recipients: u64,
    /// People who are meant, whoever is left out included.
    pub registered: u64,
    /// Who of these is not reached, and why.
    pub left_out: LeftOut,
    /// Of an emergency, whom it reaches although they were told of enough others.
    pub overridden: u64,
    /// Messages to be paid for.
    pub segments: u64,
    /// What those cost, where a price is known.
    pub cost: Option<Decimal>,
    /// How long it takes to hand all over.
    pub seconds: u64,
    /// Who is told what.
    pub languages: Vec<Told>,
    /// Languages that are read and have no text of their own.
    pub missing: Vec<String>,
}

/// How messages go out, as far as it tells how soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Channel {
    /// Recipients of one request.
    pub recipients: usize,
    /// Requests a second; none is no limit.
    pub rate: Option<u32>,
    /// What one message costs.
    pub price: Option<Decimal>,
}

/// The texts as they go out: their ends trimmed.
///
/// # Errors
/// If one is empty, too long or in a language that is not among `languages`, or there is none
/// in the first of those.
pub fn texts(
    texts: &BTreeMap<String, String>,
    languages: &[&str],
) -> Result<BTreeMap<String, String>, Refusal> {
    let mut checked = BTreeMap::new();
    for (language, body) in texts {
        if !languages.contains(&&**language) {
            return Err(Refusal::Language(language.clone()));
        }
        let body = body.trim();
        if body.is_empty() {
            return Err(Refusal::Empty(language.clone()));
        }
        let segments = segment::count(body);
        if segments > LONGEST {
            return Err(Refusal::TooLong {
                language: language.clone(),
                segments,
                most: LONGEST,
                foreign: foreign(body),
            });
        }
        checked.insert(language.clone(), body.to_owned());
    }
    match languages.first() {
        Some(default) if !checked.contains_key(*default) => {
            Err(Refusal::NoText((*default).to_owned()))
        }
        _ => Ok(checked),
    }
}

/// The first character of a text that GSM 03.38 lacks.
#[must_use]
pub fn foreign(text: &str) -> Option<char> {
    text.chars().find(|c| gsm::char_septets(*c).is_none())
}

/// What so many people of a language are told: a text in one.
#[must_use]
pub fn told(language: &str, people: u64, (text, body): (&str, &str)) -> Told {
    Told {
        language: language.to_owned(),
        people,
        text: text.to_owned(),
        segments: segment::count(body),
        encoding: Cow::Borrowed(Encoding::of(body).word()),
        foreign: foreign(body),
    }
}

/// What it would do: `people` are those it reaches by language, `registered` all who are
/// meant; whose language has no text are told that in `default`.
#[must_use]
pub fn plan(
    people: &[(String, i64)],
    registered: &[(String, i64)],
    texts: &BTreeMap<String, String>,
    default: &str,
    channel: Channel,
) -> Plan {
    let mut languages = Vec::new();
    let (mut recipients, mut segments) = (0, 0);
    let mut by_text: BTreeMap<&str, u64> = BTreeMap::new();
    for (language, people) in people {
        let people = people.unsigned_abs();
        let own = texts.get_key_value(language);
        let Some((told, body)) = own.or_else(|| texts.get_key_value(default)) else {
            continue;
        };
        let each = segment::count(body);
        recipients += people;
        segments += people * each as u64;
        *by_text.entry(told).or_default() += people;
        languages.push(self::told(language, people, (told, body)));
    }
    let a_request = (channel.recipients as u64).max(1);
    let requests: u64 = by_text
        .values()
        .map(|people| people.div_ceil(a_request))
        .sum();
    let missing = languages.iter().filter(|told| told.language != told.text);
    Plan {
        recipients,
        registered: registered
            .iter()
            .map(|(_, people)| people.unsigned_abs())
            .sum(),
        left_out: LeftOut::default(),
        overridden: 0,
        segments,
        cost: channel.price.map(|price| price * Decimal::from(segments)),
        seconds: requests.div_ceil(channel.rate.map_or(UNLIMITED, u64::from).max(1)),
        missing: missing.map(|told| told.language.clone()).collect(),
        languages,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        let owned = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn texts_are_checked_one_by_one() {
        let long = "a".repeat(153 * 6 + 1);
        let just = "a".repeat(153 * 6);
        let foreign = format!("{}ê", "a".repeat(67 * 6));
        let known = ["en", "sw"];
        let too_long = |foreign| Refusal::TooLong {
            language: "en".to_owned(),
            segments: 7,
            most: 6,
            foreign,
        };
        type Given<'a> = &'a [(&'a str, &'a str)];
        #[rustfmt::skip]
        let cases: [(Given<'_>, Result<(), Refusal>); 7] = [
            (&[("en", " Boil water. "), ("sw", "Chemsha maji.")], Ok(())),
            (&[("en", &just)], Ok(())),
            (&[("en", &long)], Err(too_long(None))),
            (&[("en", &foreign)], Err(too_long(Some('ê')))),
            (&[("en", " \n")], Err(Refusal::Empty("en".to_owned()))),
            (&[("sw", "Chemsha maji.")], Err(Refusal::NoText("en".to_owned()))),
            (&[("en", "x"), ("xx", "y")], Err(Refusal::Language("xx".to_owned()))),
        ];
        for (given, expected) in cases {
            assert_eq!(texts(&map(given), &known).map(drop), expected, "{given:?}");
        }
        let trimmed = texts(&map(&[("en", " Boil water. ")]), &known).unwrap();
        assert_eq!(trimmed, map(&[("en", "Boil water.")]));
        assert!(texts(&BTreeMap::new(), &known).is_err());
    }

    #[test]
    fn a_plan_counts_people_messages_money_and_time() {
        let people = [("am", 30), ("en", 950), ("sw", 101)].map(|(l, n)| (l.to_owned(), n));
        let all = [("am", 31), ("en", 1000), ("sw", 101)].map(|(l, n)| (l.to_owned(), n));
        let long = "ውሃ ".repeat(30);
        let texts = map(&[("am", long.trim()), ("en", "Boil water.")]);
        let channel = Channel {
            recipients: 100,
            rate: Some(5),
            price: Some("0.80".parse().unwrap()),
        };
        let plan = plan(&people, &all, &texts, "en", channel);
        assert_eq!((plan.recipients, plan.registered), (1081, 1132));
        // 89 units are two parts of 67; the others are one message each.
        assert_eq!(plan.segments, 30 * 2 + 950 + 101);
        assert_eq!(plan.cost.unwrap().to_string(), "888.80");
        // One request for am, eleven for the 1051 who are told it in English: 12 at 5 a second.
        assert_eq!(plan.seconds, 3);
        assert_eq!(plan.missing, ["sw"]);
        let told: Vec<_> = plan
            .languages
            .iter()
            .map(|t| (&*t.language, &*t.text, t.segments, &*t.encoding, t.foreign))
            .collect();
        assert_eq!(
            told,
            [
                ("am", "am", 2, "ucs2", Some('ው')),
                ("en", "en", 1, "gsm7", None),
                ("sw", "en", 1, "gsm7", None)
            ]
        );
    }
}
