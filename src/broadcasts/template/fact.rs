//! What stands in a template: each kind of fact, how it is told, checked and said. Pure.

use chrono::{Datelike as _, NaiveDate, TimeDelta};

use crate::broadcasts::audience::is_blood;
use crate::text::gsm;
use crate::text::texts::Language;

/// Letters of a product's and of a place's name, and of a batch, at most.
const NAME: usize = 40;
const BATCH: usize = 20;

/// How far ahead a day may lie.
const AHEAD: TimeDelta = TimeDelta::days(364);

/// Why a batch is recalled: what an authority calls it, and the words of the locale files.
pub const REASONS: [(&str, &str); 5] = [
    ("quality", "reason-quality"),
    ("falsified", "reason-falsified"),
    ("contaminated", "reason-contaminated"),
    ("mislabelled", "reason-mislabelled"),
    ("harm", "reason-harm"),
];

/// The days of a week in the words of the locale files, from Monday on.
pub const WEEKDAYS: [&str; 7] = [
    "weekday-monday",
    "weekday-tuesday",
    "weekday-wednesday",
    "weekday-thursday",
    "weekday-friday",
    "weekday-saturday",
    "weekday-sunday",
];

/// A kind of fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// A product of the record.
    Product,
    /// The number of a batch.
    Batch,
    /// Why a batch is recalled.
    Reason,
    /// A blood group.
    Blood,
    /// A day.
    Day,
    /// Where: the area's name unless told.
    Place,
}

impl Fact {
    /// What an authority and the locale files call it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Batch => "batch",
            Self::Reason => "reason",
            Self::Blood => "blood",
            Self::Day => "day",
            Self::Place => "place",
        }
    }

    /// How it is told.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::Product => "a product's code, as pcm",
            Self::Batch => "1 to 20 letters, figures, -, / and ., as PX22",
            Self::Reason => "quality, falsified, contaminated, mislabelled or harm",
            Self::Blood => "A, B, AB or O with + or -, as O-",
            Self::Day => "a day of the next 12 months, as 2026-12-01 or 01/12",
            Self::Place => {
                "1 to 40 Latin letters and figures, as Ahero Health Centre; the area's name unless told"
            }
        }
    }

    /// One as a message tells it.
    pub(super) const fn example(self) -> &'static str {
        match self {
            Self::Product => "PCM",
            Self::Batch => "PX22",
            Self::Reason => "quality",
            Self::Blood => "O-",
            Self::Day => "01/12",
            Self::Place => "Ahero",
        }
    }

    /// It as it was told; none where it is not what it should be.
    pub(super) fn read(self, told: &str, today: NaiveDate) -> Option<Given> {
        match self {
            Self::Product => Some(Given::Words(told.to_lowercase())),
            Self::Batch => is_batch(told).then(|| Given::Words(told.to_uppercase())),
            Self::Reason => {
                let told = told.to_lowercase();
                let known = REASONS.into_iter().find(|(word, _)| *word == told);
                known.map(|(_, text)| Given::Text(text))
            }
            Self::Blood => {
                let told = told.to_uppercase();
                is_blood(&told).then_some(Given::Words(told))
            }
            Self::Day => day(told, today).map(Given::Day),
            Self::Place => {
                let fits = told.chars().count() <= NAME;
                fits.then(|| name(told)).flatten()
            }
        }
    }

    /// The longest it may be in a language.
    pub(super) fn longest(self, language: &Language) -> String {
        let widest = |words: &mut dyn Iterator<Item = String>| {
            words
                .max_by_key(|word| word.chars().count())
                .unwrap_or_default()
        };
        match self {
            Self::Product | Self::Place => "W".repeat(NAME),
            Self::Batch => "W".repeat(BATCH),
            Self::Blood => "AB+".to_owned(),
            Self::Reason => widest(&mut REASONS.iter().map(|(_, text)| language.word(text))),
            Self::Day => {
                let longest = widest(&mut WEEKDAYS.iter().map(|text| language.word(text)));
                format!("{longest} 31/12")
            }
        }
    }
}

/// A fact that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// The same in every language.
    Words(String),
    /// Words of the locale files.
    Text(&'static str),
    /// A day.
    Day(NaiveDate),
}

impl Given {
    /// It in one language.
    pub(super) fn say(&self, language: &Language) -> String {
        match self {
            Self::Words(words) => words.clone(),
            Self::Text(text) => language.word(text),
            Self::Day(day) => {
                let number = day.weekday().num_days_from_monday() as usize;
                let text = WEEKDAYS.get(number).copied().unwrap_or_default();
                format!("{} {}", language.word(text), day.format("%d/%m"))
            }
        }
    }
}

/// The name of a product or a place as it is said: in GSM 03.38, so that it makes no message
/// longer, and no longer than there is room for; none where it cannot be.
pub(super) fn name(told: &str) -> Option<Given> {
    let plain: String = gsm::plain(told).chars().take(NAME).collect();
    let plain = plain.trim();
    let fits = plain
        .chars()
        .all(|c| gsm::char_septets(c).is_some() && !c.is_control());
    let said = plain.chars().any(char::is_alphanumeric);
    (fits && said).then(|| Given::Words(plain.to_owned()))
}

fn is_batch(told: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.');
    (1..=BATCH).contains(&told.len())
        && told.chars().all(letter)
        && told.chars().any(|c| c.is_ascii_alphanumeric())
}

/// A day from today on, at most twelve months ahead: `2026-12-01`, or `01/12`, the next there is.
fn day(told: &str, today: NaiveDate) -> Option<NaiveDate> {
    let day = match told.split_once('/') {
        None => NaiveDate::parse_from_str(told, "%Y-%m-%d").ok()?,
        Some((day, month)) => {
            let (day, month) = (day.parse().ok()?, month.parse().ok()?);
            let of = |year| NaiveDate::from_ymd_opt(year, month, day);
            let this = of(today.year()).filter(|day| *day >= today);
            this.or_else(|| of(today.year() + 1))?
        }
    };
    (today <= day && day - today <= AHEAD).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fact_is_checked() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        #[rustfmt::skip]
        let cases: [(Fact, &str, Option<&str>); 27] = [
            (Fact::Batch, "px-22", Some("PX-22")),
            (Fact::Batch, "A/1.2", Some("A/1.2")),
            (Fact::Batch, "", None),
            (Fact::Batch, "--", None),
            (Fact::Batch, "PX 22", None),
            (Fact::Batch, "123456789012345678901", None),
            (Fact::Batch, "pxé", None),
            (Fact::Blood, "ab-", Some("AB-")),
            (Fact::Blood, "C+", None),
            (Fact::Reason, "Falsified", Some("reason-falsified")),
            (Fact::Reason, "because", None),
            (Fact::Place, "Ahero Health Centre", Some("Ahero Health Centre")),
            (Fact::Place, "Église Saint-Benoît", Some("Église Saint-Benoit")),
            (Fact::Place, "አሄሮ", None),
            (Fact::Place, "", None),
            (Fact::Place, "...", None),
            (Fact::Place, "a\nb", None),
            (Fact::Place, "12345678901234567890123456789012345678901", None),
            (Fact::Day, "2026-11-22", Some("2026-11-22")),
            (Fact::Day, "2026-11-21", None),
            (Fact::Day, "2027-11-21", Some("2027-11-21")),
            (Fact::Day, "2027-11-22", None),
            (Fact::Day, "1/12", Some("2026-12-01")),
            (Fact::Day, "21/11", Some("2027-11-21")),
            (Fact::Day, "31/02", None),
            (Fact::Day, "Tuesday", None),
            (Fact::Product, "PCM", Some("pcm")),
        ];
        for (fact, told, expected) in cases {
            let read = fact.read(told, today).map(|given| match given {
                Given::Words(words) => words,
                Given::Text(text) => text.to_owned(),
                Given::Day(day) => day.to_string(),
            });
            assert_eq!(read.as_deref(), expected, "{fact:?} {told}");
        }
    }
}
