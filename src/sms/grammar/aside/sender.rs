//! Who sends a text: whom it greets, the heading over it, the signature under it. Pure.
//!
//! A phone puts capitals at the beginning of a text, a line and a sentence, so a capital
//! there tells nothing: one word behind `AL 120.` may be a name, or "needed" in a language
//! that is not known. It is a name behind a title or a dash, beside another name, a
//! facility or a telephone number.

use super::Text;
use crate::sms::grammar::scan::{Opening, What};
use crate::sms::grammar::words;

/// What stands from one place to the end of a text, if it is all about the sender.
#[derive(Debug, Default)]
struct Sender {
    end: usize,
    names: usize,
    person: bool,
    facility: bool,
    phone: bool,
}

/// Names of a person and a place at most.
const MOST_NAMES: usize = 5;

/// Digits of a telephone number that is not said to be one.
const PHONE: std::ops::RangeInclusive<usize> = 9..=15;

/// Words in front of a person's name.
const TITLES: [&str; 24] = [
    "sr",
    "sister",
    "bro",
    "matron",
    "nurse",
    "dr",
    "doctor",
    "mr",
    "mrs",
    "ms",
    "madam",
    "pharmacist",
    "incharge",
    "in charge",
    "in-charge",
    "daktari",
    "likita",
    "docteur",
    "mme",
    "infirmier",
    "infirmiere",
    "pharmacien",
    "pharmacienne",
    "ዶክተር",
];

impl Text<'_, '_> {
    fn is_title(&self, at: usize) -> bool {
        matches!(self.what(at), Some(What::Filler))
            && TITLES.contains(&&*words::key(&self.said(at)))
    }

    /// Whether a word that is not known is written as names are, and asks for nothing.
    pub(super) fn is_name(&self, at: usize) -> bool {
        let said = self.said(at);
        matches!(self.what(at), Some(What::Strange(_)))
            && is_titled(&said)
            && !words::asks(&words::key(&said))
    }

    fn is_point(&self, at: usize) -> bool {
        matches!(self.what(at), Some(What::Separator)) && self.said(at) == "."
    }

    /// `Hello Mary,`, `This is Mary from Kisumu clinic.`: names, and what parts them from the
    /// rest. `Hello medicines needed, AL 120` in a language that is not known must not pass.
    pub(super) fn hello(&self, at: usize) -> Option<usize> {
        let (mut end, mut names, mut facility) = (at + 1, 0, false);
        let mut next = at + 1;
        loop {
            match self.what(next) {
                Some(What::Blank | What::Join) => {
                    next += 1;
                    continue;
                }
                Some(What::Strange(_)) if self.is_name(next) && names < MOST_NAMES => names += 1,
                Some(What::Filler | What::Opens(Opening::From | Opening::Hello)) => {}
                Some(What::Facility) => {
                    facility = true;
                    next += 1;
                    end = next;
                    continue;
                }
                Some(What::Separator) if self.is_point(next) && self.is_title(end - 1) => {}
                _ => break,
            }
            facility = false;
            next += 1;
            end = next;
        }
        let parted = match self.what(next) {
            Some(What::Separator | What::Line | What::Bind) => true,
            // A capital inside a sentence is that of a name
            Some(What::Code(_) | What::Action(_) | What::Have) => facility || names == 1,
            _ => false,
        };
        (names > 0 && parted && self.heads(at)).then_some(end)
    }

    /// `Kisumu clinic:`, `Pharmacie Espoir` over a report.
    pub(super) fn heading(&self, at: usize) -> Option<usize> {
        if !self.heads(at) {
            return None;
        }
        let (mut names, mut facility, mut last) = (0, false, false);
        let mut next = at;
        loop {
            match self.what(next) {
                Some(What::Blank | What::Join) => {}
                Some(What::Filler) if facility && names == 0 => {}
                Some(What::Strange(_)) if names < MOST_NAMES => {
                    let said = self.said(next);
                    let capital = said.starts_with(char::is_uppercase);
                    if !capital || words::asks(&words::key(&said)) {
                        return None;
                    }
                    names += 1;
                    last = false;
                }
                Some(What::Facility) if !facility => (facility, last) = (true, names > 0),
                _ => break,
            }
            next += 1;
        }
        let over = match self.what(next) {
            Some(What::Bind | What::Line | What::Separator) => true,
            Some(What::Code(_) | What::Action(_) | What::Have) => last,
            _ => false,
        };
        (names > 0 && facility && over).then_some(next)
    }

    /// The end of a text that is about its sender only, from `at` on.
    fn sender(&self, at: usize) -> Option<Sender> {
        let mut sender = Sender::default();
        let mut next = at;
        while let Some(what) = self.what(next) {
            match what {
                What::Blank
                | What::Line
                | What::Separator
                | What::Join
                | What::Opens(Opening::Closing) => {}
                What::Bind | What::Opens(Opening::From) if sender.names > 0 => {}
                What::Filler => sender.person |= self.is_title(next),
                What::Facility => sender.facility = true,
                What::Strange(_) if self.is_name(next) && sender.names < MOST_NAMES => {
                    sender.names += 1;
                }
                What::Opens(Opening::Contact) => {
                    sender.phone = true;
                    next = self.contact(next)?;
                    sender.end = next;
                    continue;
                }
                What::Figure(_) if sender.names > 0 => {
                    sender.phone = true;
                    next = self.number(next, PHONE)?;
                    sender.end = next;
                    continue;
                }
                _ => return None,
            }
            next += 1;
            if !matches!(what, What::Blank | What::Line) {
                sender.end = next;
            }
        }
        Some(sender)
    }

    /// `Thanks, nurse Achieng` at the end of a text, written as names are: `merci d'envoyer`
    /// and `asante, mtuletee` ask to be sent something.
    pub(super) fn closing(&self, at: usize) -> Option<usize> {
        let sender = self.sender(at + 1)?;
        (sender.names > 0 && !self.heads(at)).then_some(sender.end)
    }

    /// `from sister Achieng` at the end of a text. What is from a place may have come in.
    pub(super) fn person(&self, at: usize) -> Option<usize> {
        let sender = self.sender(at + 1)?;
        let named = sender.names > 0 && sender.person && !sender.facility;
        (named && !self.heads(at)).then_some(sender.end)
    }

    /// A name at the end of a text that nothing announces.
    pub(super) fn signature(&self, at: usize) -> Option<usize> {
        if !self.is_name(at) || self.heads(at) {
            return None;
        }
        let before = (0..at)
            .rev()
            .find(|at| !matches!(self.what(*at), Some(What::Blank)))?;
        let sender = self.sender(at)?;
        let dash = matches!(self.what(before), Some(What::Join))
            && self.said(before) == "-"
            && before + 1 < at;
        let sentence = self.what(before) == Some(&What::Line) || self.is_point(before);
        let signed = dash
            || self.is_title(before)
            || sender.phone
            || sender.facility
            || sentence && (sender.names > 1 || sender.person);
        signed.then_some(sender.end)
    }
}

/// A capital in front and none behind it.
fn is_titled(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    letters.next().is_some_and(char::is_uppercase)
        && word.chars().count() > 2
        && (letters.all(|c| !c.is_uppercase()) || is_double(word))
}

/// `Al-Amin`, `O'Neil`: a capital behind each mark.
fn is_double(word: &str) -> bool {
    let mut parts = word.split(['-', '\'']);
    word.contains(['-', '\''])
        && parts.all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.all(|c| !c.is_uppercase())
        })
}
