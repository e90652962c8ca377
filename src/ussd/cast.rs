//! A message to many, as a session knows it: what is written of it so far, what it would
//! do, and what became of it. Pure.

use serde::{Deserialize, Serialize};

use crate::text::gsm;

/// What is written so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Languages and what it says in each, in the order they were written.
    pub texts: Vec<(Box<str>, Box<str>)>,
    /// The language that is typed next; the service's first where none was chosen.
    pub language: Option<Box<str>>,
    /// Whether it overrides quiet hours.
    pub emergency: bool,
    /// Why.
    pub reason: Option<Box<str>>,
}

impl Letter {
    /// Puts down what it says in a language, in place of what it said before.
    pub fn write(&mut self, language: &str, text: &str) {
        self.texts.retain(|(known, _)| **known != *language);
        self.texts.push((language.into(), text.into()));
    }

    /// Whether it says something in a language.
    #[must_use]
    pub fn speaks(&self, language: &str) -> bool {
        self.texts.iter().any(|(known, _)| **known == *language)
    }

    /// Whether another says the same, whatever would be typed next.
    #[must_use]
    pub fn says_as(&self, other: &Self) -> bool {
        (&self.texts, self.emergency, &self.reason)
            == (&other.texts, other.emergency, &other.reason)
    }

    /// The letter that makes messages of a text dearer than they need be: one that GSM 03.38
    /// lacks, in a text that is written in its letters otherwise.
    #[must_use]
    pub fn dear(&self) -> Option<char> {
        self.texts.iter().find_map(|(_, text)| {
            let foreign = |c: &char| gsm::char_septets(*c).is_none();
            let others = text.chars().filter(foreign).count();
            let rare = others * 4 <= text.chars().count();
            text.chars().find(foreign).filter(|_| rare)
        })
    }
}

/// What a draft in the record would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The broadcast's id.
    pub cast: i64,
    /// People it reaches.
    pub people: u64,
    /// People who are meant, those who opted out included.
    pub registered: u64,
    /// Messages to be paid for.
    pub messages: u64,
    /// What those cost, where a price is known.
    pub cost: Option<Box<str>>,
    /// How long it takes to hand all over.
    pub seconds: u64,
    /// Languages that are read and have no text of their own.
    pub missing: Vec<Box<str>>,
}

/// One that is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The broadcast's id.
    pub cast: i64,
    /// Its state, as the record writes it.
    pub state: Box<str>,
    /// Whether it overrides quiet hours.
    pub emergency: bool,
    /// Why, where that was told.
    pub reason: Box<str>,
    /// Whom it is for.
    pub whom: Box<str>,
    /// Who wrote it.
    pub by: Box<str>,
    /// When, in Unix seconds.
    pub at: i64,
    /// How many it reaches, as counted then.
    pub people: u32,
    /// Languages and what it says in each.
    pub texts: Vec<(Box<str>, Box<str>)>,
    /// How many of its messages are where.
    pub far: Far,
}

/// How many messages are where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Far {
    /// Not handed over yet.
    pub queued: u32,
    /// Taken by the operator, which has not told of a handset.
    pub sent: u32,
    /// On the handset.
    pub delivered: u32,
    /// Never to be there.
    pub failed: u32,
    /// Nobody knows whether the operator took them.
    pub unknown: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_takes_the_place_of_the_one_before_in_its_language() {
        let mut letter = Letter::default();
        letter.write("en", "Boil.");
        letter.write("sw", "Chemsha.");
        letter.write("en", "Boil all water.");
        let texts: Vec<_> = letter.texts.iter().map(|(l, t)| (&**l, &**t)).collect();
        assert_eq!(texts, [("sw", "Chemsha."), ("en", "Boil all water.")]);
        assert!(letter.speaks("sw") && !letter.speaks("am"));
        let typing = Letter {
            language: Some("am".into()),
            ..letter.clone()
        };
        assert!(typing.says_as(&letter));
        assert!(!Letter::default().says_as(&letter));
    }

    #[test]
    fn one_foreign_letter_is_named_and_a_foreign_script_is_not() {
        for (text, dear) in [
            ("Boil all water.", None),
            ("Faites bouillir l'eau même claire.", Some('ê')),
            ("ውሃ አፍሉ", None),
        ] {
            let mut letter = Letter::default();
            letter.write("xx", text);
            assert_eq!(letter.dear(), dear, "{text}");
        }
    }
}
