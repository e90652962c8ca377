//! Messages in which a PIN stands: what they ask for, and what of a message is written down.
//! Pure.

use std::borrow::Cow;

use super::Command;
use crate::broadcasts::change::Change;
use crate::text::fold;

/// Words that a code and a PIN follow, and whether they say yes: the same in every language.
const DECISIONS: [(&str, bool); 2] = [("ok", true), ("no", false)];

/// Words that a broadcast's number and a PIN follow. What takes a report back (`futa`, `annuler`,
/// `ሰርዝ`) and what ends all messages (`simama`, `አቁም`) are others.
pub(super) const CHANGES: [(&[&str], Change); 3] = [
    (
        &[
            "pause",
            "simamisha",
            "sitisha",
            "dakatar",
            "suspendre",
            "አቆይ",
        ],
        Change::Pause,
    ),
    (
        &["resume", "endelea", "ci gaba", "cigaba", "reprendre", "ቀጥል"],
        Change::Resume,
    ),
    (
        &["cancel", "ghairi", "soke", "abandonner", "አስቀር"],
        Change::Cancel,
    ),
];

/// Digits of a PIN at least.
const SHORTEST_PIN: usize = 4;

/// What a word begins that a PIN ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sms) enum Lead {
    /// A yes, or a no.
    Decision(bool),
    /// A change to a broadcast.
    Change(Change),
}

/// What the first word of a text begins, where it is one that a PIN belongs behind, and what
/// follows.
pub(in crate::sms) fn leads(text: &str) -> Option<(Lead, &str)> {
    let (first, rest) = first_word(text)?;
    let first = fold(first);
    if let Some((_, yes)) = DECISIONS.iter().find(|(word, _)| *word == first) {
        return Some((Lead::Decision(*yes), rest));
    }
    let words = CHANGES
        .iter()
        .flat_map(|(words, change)| words.iter().map(move |word| (*word, *change)));
    words.into_iter().find_map(|(word, change)| {
        let mut parts = word.split(' ');
        if parts.next() != Some(&*first) {
            return None;
        }
        let rest = parts.try_fold(rest, |rest, wanted| {
            let (word, rest) = first_word(rest)?;
            (fold(word) == wanted).then_some(rest)
        })?;
        Some((Lead::Change(change), rest))
    })
}

/// The letters that a text begins with, marks before them left out, and the rest.
fn first_word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = text.find(|c: char| !c.is_alphabetic());
    text.split_at_checked(end.unwrap_or(text.len()))
}

/// A yes or no with a code and a PIN and nothing else but a word between the two, or a change
/// with a number and a PIN and nothing else but that word.
pub(super) fn read(text: &str) -> Option<Command<'_>> {
    let (lead, rest) = leads(text)?;
    let mut words = words_of(rest);
    let (first, mut pin) = (words.next()?, words.next()?);
    let between = match lead {
        Lead::Decision(_) => pin.chars().all(char::is_alphabetic),
        // What a stock report may look like is none.
        Lead::Change(_) => pin.eq_ignore_ascii_case("pin"),
    };
    if between {
        pin = words.next()?;
    }
    if words.next().is_some() || !is_pin(pin) {
        return None;
    }
    match lead {
        Lead::Decision(yes) => is_code(first).then_some(Command::Decide {
            yes,
            code: first,
            pin,
        }),
        Lead::Change(change) => Some(Command::Change {
            change,
            number: number(first)?,
            pin,
        }),
    }
}

/// The words of a text, without the marks between them.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

/// Whether it is six digits.
pub(super) fn is_code(word: &str) -> bool {
    word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_pin(word: &str) -> bool {
    (4..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn number(word: &str) -> Option<i64> {
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| word.parse().ok()).flatten()
}

/// Whether a PIN may stand in it, whatever else does: behind a code, behind the word, or behind
/// the number of what is decided or changed.
pub(in crate::sms) fn holds_pin(text: &str) -> bool {
    let words: Vec<&str> = words_of(text).collect();
    let before = |at: usize, back: usize| at.checked_sub(back).and_then(|at| words.get(at));
    words.iter().enumerate().any(|(at, word)| {
        let Some(last) = before(at, 1).filter(|_| is_pin(word)) else {
            return false;
        };
        let led = || before(at, 2).is_some_and(|word| leads(word).is_some());
        is_code(last) || last.eq_ignore_ascii_case("pin") || number(last).is_some() && led()
    })
}

/// A message as it is written down: of another phone's number the last digits, and of what may
/// hold a PIN no figure that could be one.
#[must_use]
pub fn kept(text: &str) -> Cow<'_, str> {
    match leads(text) {
        Some((Lead::Decision(_), rest)) => {
            // Behind a code even what is too short may be part of a PIN; and both may be in pieces.
            let digits = rest.chars().filter(|c| c.is_numeric()).count();
            let figures = words_of(rest)
                .all(|word| word.eq_ignore_ascii_case("pin") || word.contains(char::is_numeric));
            let pieces = figures && digits > SHORTEST_PIN;
            let behind = pieces || words_of(rest).any(is_code);
            return Cow::Owned(without(text, if behind { 1 } else { SHORTEST_PIN }));
        }
        Some((Lead::Change(_), rest)) => return Cow::Owned(changed(text, rest)),
        None => {}
    }
    if holds_pin(text) {
        return Cow::Owned(without_pins(text));
    }
    let Command::Phone(number) = super::read(text) else {
        return Cow::Borrowed(text);
    };
    let digits: Vec<char> = number.chars().filter(|c| c.is_numeric()).collect();
    let tail: String = digits.iter().skip(digits.len().saturating_sub(3)).collect();
    let word = text.split_whitespace().next().unwrap_or_default();
    Cow::Owned(format!("{word} ...{tail}"))
}

/// As a change to a broadcast is written down, whose number alone is no part of a PIN, where it
/// is too short for one.
fn changed(text: &str, rest: &str) -> String {
    let numeric = |word: &&str| word.chars().all(char::is_numeric);
    let Some(first) = words_of(rest).find(numeric) else {
        return without(text, SHORTEST_PIN);
    };
    let behind = rest.find(first).map_or(0, |at| at + first.len());
    let head = text.len() - rest.len() + behind;
    let (head, tail) = text.split_at_checked(head).unwrap_or(("", text));
    // What may be a stock report keeps its figures.
    let figures = words_of(tail)
        .all(|word| word.eq_ignore_ascii_case("pin") || word.contains(char::is_numeric));
    let least = if figures { 1 } else { SHORTEST_PIN };
    format!("{}{}", without(head, SHORTEST_PIN), without(tail, least))
}

/// A text with dots in place of every figure that could be a PIN.
pub(in crate::sms) fn without_pins(text: &str) -> String {
    without(text, SHORTEST_PIN)
}

/// A text with dots in place of so many digits or more in a row.
fn without(text: &str, least: usize) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let number = rest.chars().next().is_some_and(char::is_numeric);
        let end = rest.find(|c: char| c.is_numeric() != number);
        let (run, after) = rest.split_at(end.unwrap_or(rest.len()));
        kept.push_str(if number && run.chars().count() >= least {
            "..."
        } else {
            run
        });
        rest = after;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn a_yes_or_no_has_a_code_and_a_pin() {
        let decided = |yes, code, pin| Command::Decide { yes, code, pin };
        for (text, command) in [
            ("OK 482193 4071", decided(true, "482193", "4071")),
            ("ok482193-40712345.", decided(true, "482193", "40712345")),
            ("No: 482193, 4071", decided(false, "482193", "4071")),
            ("OK 482193 PIN 4071", decided(true, "482193", "4071")),
            ("OK 482193", Command::Number(482_193, "OK 482193")),
            ("OK 48219 4071", Command::Other("OK 48219 4071")),
            ("OK 482193 407", Command::Other("OK 482193 407")),
            ("OK 482193 4071 5", Command::Other("OK 482193 4071 5")),
        ] {
            assert_eq!(read(text), command, "{text:?}");
        }
    }

    #[test]
    fn a_broadcast_is_changed_by_its_number_and_a_pin() {
        let changed = |change, number| Command::Change {
            change,
            number,
            pin: "4071",
        };
        for (text, command) in [
            ("PAUSE 12 4071", changed(Change::Pause, 12)),
            ("pause12-4071.", changed(Change::Pause, 12)),
            ("Resume #12, PIN: 4071", changed(Change::Resume, 12)),
            ("CANCEL 4071 4071", changed(Change::Cancel, 4071)),
            ("Simamisha 12 4071", changed(Change::Pause, 12)),
            ("endelea 12 4071", changed(Change::Resume, 12)),
            ("Ghairi 12 4071", changed(Change::Cancel, 12)),
            ("Dakatar 12 4071", changed(Change::Pause, 12)),
            ("CI GABA 12 4071", changed(Change::Resume, 12)),
            ("soke 12 4071", changed(Change::Cancel, 12)),
            ("Suspendre 12 4071", changed(Change::Pause, 12)),
            ("reprendre 12 4071", changed(Change::Resume, 12)),
            ("abandonner 12 4071", changed(Change::Cancel, 12)),
            ("አቆይ 12 4071", changed(Change::Pause, 12)),
            ("ቀጥል 12 4071", changed(Change::Resume, 12)),
            ("አስቀር 12 4071", changed(Change::Cancel, 12)),
            ("PAUSE 12", Command::Other("PAUSE 12")),
            ("PAUSE 12 407", Command::Other("PAUSE 12 407")),
            ("PAUSE 4071 12", Command::Other("PAUSE 4071 12")),
            ("PAUSE 12 4071 5", Command::Other("PAUSE 12 4071 5")),
            ("cancel AL 4071", Command::Other("cancel AL 4071")),
            ("cancel 12 AL 4071", Command::Other("cancel 12 AL 4071")),
            ("ci 12 4071", Command::Other("ci 12 4071")),
            ("pauses 12 4071", Command::Other("pauses 12 4071")),
        ] {
            assert_eq!(read(text), command, "{text:?}");
            let pin = matches!(command, Command::Change { .. }).then_some("4071");
            assert_eq!(read(text).pin(), pin, "{text:?}");
        }
    }

    #[test]
    fn what_may_be_a_pin_or_is_anothers_number_is_not_written_down() {
        for (text, written) in [
            ("PHONE 0712345678", "PHONE ...678"),
            (" phone: +254 712 345 678 ", "phone: ...678"),
            ("ስልክ ٠٧١٢٣٤٥٦٧٨", "ስልክ ...٦٧٨"),
            ("PHONE 12", "PHONE ...12"),
            ("SOH AL 120", "SOH AL 120"),
            ("OK 482193 4071", "OK ... ..."),
            ("no482193/4071!", "no.../...!"),
            (" Ok: 4071", " Ok: ..."),
            ("OK 482193 pin ٤٠٧١", "OK ... pin ..."),
            ("ok AL 120", "ok AL 120"),
            ("okra 4071", "okra 4071"),
            ("PAUSE 12 4071", "PAUSE 12 ..."),
            ("resume12/4071!", "resume12/...!"),
            ("CANCEL 1204 4071", "CANCEL ... ..."),
            ("Cancel 12 40 71", "Cancel 12 ... ..."),
            ("CANCEL 4071", "CANCEL ..."),
            ("ci gaba: 12 pin ٤٠٧١", "ci gaba: 12 pin ..."),
            ("አስቀር 12 4071", "አስቀር 12 ..."),
            ("cancel AL 20 PCM 30", "cancel AL 20 PCM 30"),
            ("cancel AL 20 4071", "cancel AL 20 ..."),
            ("cancellation 4071", "cancellation 4071"),
        ] {
            assert_eq!(kept(text), written, "{text:?}");
        }
    }

    #[test]
    fn a_pin_in_pieces_is_cut_too() {
        for (text, written) in [
            ("PAUSE broadcast 12 40 71", "PAUSE broadcast 12 ... ..."),
            ("PAUSE the 12 PIN 40 71", "PAUSE the 12 PIN ... ..."),
            ("OK 48219 40 71", "OK ... ... ..."),
            ("OK 48 21 93 40 71", "OK ... ... ... ... ..."),
            ("OK 20", "OK 20"),
            ("ok al 120 pcm 40", "ok al 120 pcm 40"),
        ] {
            assert_eq!(kept(text), written, "{text}");
        }
    }

    #[test]
    fn where_a_pin_may_stand_is_seen_in_any_text() {
        for (text, holds) in [
            ("ALERT Ahero Boil all water. OK 482193 4071", true),
            ("EMERGENCY Ahero Boil all water. PIN 4071", true),
            ("ALERT Ahero PAUSE 12 4071", true),
            ("ALERT Ahero Call 0800 720 720 or 1195", false),
            ("ALERT Ahero Vaccines on 12 December 2026", false),
            ("al 120 pcm 4071", false),
        ] {
            assert_eq!(holds_pin(text), holds, "{text}");
        }
    }
}
