//! What a message asks for by its first word. Pure. What begins with none of these words
//! is a stock report, if anything.
//!
//! The words of every language work for everybody, since a phone's language may not be
//! known yet; none stands for two things. They have not been reviewed by native speakers.

use crate::text::fold;

/// What a message asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command<'a> {
    /// Who near has a medicine; the words after it.
    Find(&'a str),
    /// To be told when it is back; the words after it.
    AlertMe(&'a str),
    /// Another language; what was named.
    Language(&'a str),
    /// To report for a facility: its code and the sender's name.
    Register(&'a str),
    /// To hear no more than answers.
    Stop,
    /// To hear of things again.
    Start,
    /// What can be asked.
    Help,
    /// To take the last report back.
    Undo,
    /// Yes, the figure is so.
    Yes,
    /// No, it is not.
    No,
    /// To say which facility the reports are about.
    Facility,
    /// A number alone.
    Number(u32),
    /// Anything else.
    Other(&'a str),
}

/// What a word asks for with the words after it.
type Leads = fn(&str) -> Command<'_>;

/// Words that something follows.
const LEADING: [(&[&str], Leads); 4] = [
    (
        &["register", "jisajili", "rajista", "inscription", "መዝግብ"],
        |rest| Command::Register(rest),
    ),
    (
        &["find", "tafuta", "nemo", "chercher", "trouver", "ፈልግ"],
        |rest| Command::Find(rest),
    ),
    (
        &[
            "alertme",
            "alert me",
            "nijulishe",
            "sanar da ni",
            "alertez moi",
            "አሳውቀኝ",
        ],
        |rest| Command::AlertMe(rest),
    ),
    (
        &[
            "lang",
            "language",
            "lugha",
            "yare",
            "harshe",
            "langue",
            "ቋንቋ",
        ],
        |rest| Command::Language(rest),
    ),
];

/// Words that stand alone, save for a full stop or a thank-you's length of noise.
const ALONE: [(&[&str], Command<'static>); 7] = [
    (
        &[
            "stop",
            "stopall",
            "unsubscribe",
            "acha",
            "simama",
            "tsaya",
            "arret",
            "arreter",
            "አቁም",
        ],
        Command::Stop,
    ),
    (
        &["start", "anza", "fara", "commencer", "ጀምር"],
        Command::Start,
    ),
    (
        &["help", "info", "msaada", "taimako", "aide", "እርዳታ"],
        Command::Help,
    ),
    (
        &["undo", "tendua", "futa", "warware", "annuler", "ሰርዝ"],
        Command::Undo,
    ),
    (&["yes", "ndio", "ndiyo", "eh", "oui", "አዎ"], Command::Yes),
    (&["no", "hapana", "aa", "non", "አይ"], Command::No),
    (
        &["facility", "kituo", "cibiya", "etablissement", "ተቋም"],
        Command::Facility,
    ),
];

/// What a message asks for.
#[must_use]
pub fn read(text: &str) -> Command<'_> {
    let text = text.trim();
    let bare = text.trim_matches(|c: char| c.is_ascii_punctuation() || c.is_whitespace());
    let folded = fold(bare);
    if let Ok(number) = folded.parse() {
        // A sign belongs to the figure: -5 is no 5.
        return if bare == text {
            Command::Number(number)
        } else {
            Command::Other(text)
        };
    }
    for (words, command) in ALONE {
        if words.contains(&&*folded) {
            return command;
        }
    }
    for (words, command) in LEADING {
        for word in words {
            if let Some(rest) = after(bare, word) {
                return command(rest);
            }
        }
    }
    Command::Other(text)
}

/// What follows `word` where the text begins with it.
fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut words = text.split_inclusive(char::is_whitespace);
    let mut taken = 0;
    for wanted in word.split(' ') {
        let next = words.next()?;
        taken += next.len();
        let next = next.trim_matches(|c: char| c.is_ascii_punctuation() || c.is_whitespace());
        if fold(next) != wanted {
            return None;
        }
    }
    text.get(taken..).map(str::trim)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_message_asks_by_its_first_word() {
        for (text, command) in [
            ("FIND coartem kisumu", Command::Find("coartem kisumu")),
            ("  find: Coartem, Kisumu ", Command::Find("Coartem, Kisumu")),
            ("find", Command::Find("")),
            ("Tafuta panadol", Command::Find("panadol")),
            ("finder", Command::Other("finder")),
            ("Alert me coartem", Command::AlertMe("coartem")),
            ("ALERTME coartem", Command::AlertMe("coartem")),
            ("alert", Command::Other("alert")),
            ("LANG sw", Command::Language("sw")),
            ("Register nrb-1 Ann O", Command::Register("nrb-1 Ann O")),
            ("STOP.", Command::Stop),
            ("stop AL 20", Command::Other("stop AL 20")),
            ("Undo!", Command::Undo),
            ("ndiyo", Command::Yes),
            ("አዎ", Command::Yes),
            ("120", Command::Number(120)),
            ("١٢", Command::Number(12)),
            ("-5", Command::Other("-5")),
            ("12.", Command::Other("12.")),
            ("12.5", Command::Other("12.5")),
            ("99999999999", Command::Other("99999999999")),
            ("SOH AL 120", Command::Other("SOH AL 120")),
            ("", Command::Other("")),
        ] {
            assert_eq!(read(text), command, "{text:?}");
        }
    }

    #[test]
    fn no_word_stands_for_two_things() {
        let alone = ALONE.iter().flat_map(|(words, _)| words.iter());
        let words: Vec<_> = alone
            .chain(LEADING.iter().flat_map(|(words, _)| words.iter()))
            .collect();
        let once: HashSet<_> = words.iter().collect();
        assert_eq!(once.len(), words.len());
        for word in words {
            assert_eq!(&fold(word), word, "is not folded");
        }
    }
}
