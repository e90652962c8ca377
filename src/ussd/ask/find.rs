//! What an input looks up: names in the directory, numbers, months. Pure.

use chrono::NaiveDate;

use super::{LOOKALIKE, moment, month};
use crate::broadcasts::audience::FARTHEST_KM;
use crate::directory::names::{Action, Candidate, Found};
use crate::people::staff::decide;
use crate::stock::ledger::MOST_UNITS;
use crate::text::gsm;
use crate::ussd::menu::Find;
use crate::ussd::world::World;

/// What typed words were found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// One thing, beyond doubt.
    Sure(Box<str>),
    /// These, of which the caller says which.
    Several(Vec<Box<str>>),
    /// A number.
    Number(u32),
    /// The day on which something expires, or that it is not told.
    Expires(Option<NaiveDate>),
    /// How many kilometres around a place, where it is not the place alone.
    Km(Option<u16>),
    /// When something begins, in Unix seconds, where it is not now.
    Moment(Option<i64>),
    /// What somebody is called.
    Name(Box<str>),
    /// Words that are kept as they are.
    Text(Box<str>),
    /// Nothing that could be an answer: the text that says why.
    Unfit(&'static str),
    /// Nothing.
    Nothing,
}

/// Looks up what a caller typed.
#[must_use]
pub fn find(find: Find, words: &str, world: &World<'_>) -> Finding {
    let (found, keyed): (Found, fn(&Candidate) -> Box<str>) = match find {
        Find::Quantity => return quantity(words),
        Find::Expiry => return month::expiry(words, world.now.date_naive()),
        Find::Name => {
            return decide::name(words).map_or(Finding::Unfit("notice-name"), |name| {
                Finding::Name(gsm::plain(&name).into())
            });
        }
        Find::Km => return km(words),
        Find::Moment => return moment::moment(words, world.now, world.zone),
        // The record looks these up, or the screen before.
        Find::People | Find::Facility | Find::Phone | Find::Pin | Find::NewPin | Find::PinAgain => {
            return Finding::Nothing;
        }
        Find::Medicine => (world.country.find_product(words), |candidate| {
            if candidate.lookalike {
                format!("{LOOKALIKE}{}", candidate.key).into()
            } else {
                candidate.key.clone()
            }
        }),
        Find::Message | Find::Reason => {
            return Finding::Text(words.trim().into());
        }
        Find::Place | Find::Area => (world.country.find_place(words), |candidate| {
            candidate.key.clone()
        }),
    };
    // A place that nobody knows the way to is nowhere to look from.
    let known = |candidate: &&Candidate| {
        find != Find::Place
            || world
                .country
                .place(candidate.id)
                .is_some_and(|place| world.point_of(place).is_some())
    };
    let candidates = found.candidates.iter().filter(known);
    let keys: Vec<Box<str>> = candidates.map(keyed).collect();
    match (found.action, &*keys) {
        (Action::Confirm, [one]) => Finding::Sure(one.clone()),
        (Action::Refuse, _) | (_, []) => Finding::Nothing,
        _ => Finding::Several(keys),
    }
}

/// Whole kilometres, as far as an audience may reach.
fn km(words: &str) -> Finding {
    let folded = crate::text::fold(words);
    let digits = folded.bytes().all(|byte| byte.is_ascii_digit());
    let km: Option<u16> = folded.parse().ok().filter(|_| digits);
    match km.filter(|km| f64::from(*km) <= FARTHEST_KM) {
        Some(0) => Finding::Km(None),
        Some(km) => Finding::Km(Some(km)),
        None => Finding::Unfit("notice-km"),
    }
}

/// Whole units, in digits alone: a sign, a point or a comma may be a slip.
fn quantity(words: &str) -> Finding {
    let folded = crate::text::fold(words);
    let digits = folded.bytes().all(|byte| byte.is_ascii_digit());
    let units = folded.parse().ok().filter(|units| *units <= MOST_UNITS);
    units
        .filter(|_| digits)
        .map_or(Finding::Unfit("notice-number"), Finding::Number)
}
