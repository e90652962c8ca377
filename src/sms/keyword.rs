//! What a message asks for by its first word. Pure. What begins with none of these words
//! is a stock report, if anything.
//!
//! The words of every language work for everybody, since a phone's language may not be
//! known yet; none stands for two things. They have not been reviewed by native speakers.

mod pin;

use super::grammar;
use crate::broadcasts::change::Change;
use crate::text::fold;

pub use pin::kept;
pub(super) use pin::{Lead, holds_pin, leads, without_pins};

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
    /// To go on under another phone; its number.
    Phone(&'a str),
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
    /// What taking back does: of a part of a report it cannot.
    UndoHow,
    /// To hear what to order.
    Order,
    /// A number alone, and the words it is said in: with a unit, a mark or "left".
    Number(u32, &'a str),
    /// To broadcast: whether it is an emergency, then the area and the text.
    Cast(bool, &'a str),
    /// Yes or no to the broadcast of a code, with the sender's PIN.
    Decide {
        /// Whether it is a yes.
        yes: bool,
        /// Six digits.
        code: &'a str,
        /// Four to eight digits.
        pin: &'a str,
    },
    /// To pause a broadcast, go on with it or stop it, with the sender's PIN.
    Change {
        /// Which of these.
        change: Change,
        /// The broadcast's number.
        number: i64,
        /// Four to eight digits.
        pin: &'a str,
    },
    /// To be sent the texts of the draft of a code.
    Try(&'a str),
    /// Anything else.
    Other(&'a str),
}

impl<'a> Command<'a> {
    /// The PIN that stands in it, where one belongs there.
    #[must_use]
    pub const fn pin(&self) -> Option<&'a str> {
        match self {
            Self::Decide { pin, .. } | Self::Change { pin, .. } => Some(*pin),
            _ => None,
        }
    }
}

/// What a word asks for with the words after it.
type Leads = fn(&str) -> Command<'_>;

/// Words that something follows.
const LEADING: [(&[&str], Leads); 6] = [
    (
        &["register", "jisajili", "rajista", "inscription", "መዝግብ"],
        |rest| Command::Register(rest),
    ),
    (
        &["phone", "simu", "waya", "telephone", "ስልክ"],
        |rest| Command::Phone(rest),
    ),
    // Whatever follows: that nobody takes an order for a count.
    (
        &["order", "agiza", "oda", "commande", "commander", "ትዕዛዝ"],
        |_| Command::Order,
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

/// Words that an area and a text follow, and whether they say that it is an emergency.
const CASTS: [(&[&str], bool); 2] = [
    (&["alert", "tangaza", "sanarwa", "alerte", "ማሳሰቢያ"], false),
    (
        &["emergency", "dharura", "gaggawa", "urgence", "አስቸኳይ"],
        true,
    ),
];

/// Words that the code of a draft follows, and nothing else.
const TRIES: &[&str] = &["try", "jaribu", "gwada", "essayer", "ሞክር"];

/// Words that take the last report back.
const UNDO: &[&str] = &["undo", "tendua", "futa", "warware", "annuler", "ሰርዝ"];

/// Politeness, and what our own answers say behind a word (`UNDO to cancel`), before or
/// behind a word that stands alone.
const AROUND: [&str; 33] = [
    "please",
    "pls",
    "plz",
    "kindly",
    "ok",
    "okay",
    "sir",
    "madam",
    "thanks",
    "thank you",
    "it",
    "now",
    "to cancel",
    "tafadhali",
    "sawa",
    "asante",
    "sasa",
    "kufuta",
    "don allah",
    "dan allah",
    "to",
    "nagode",
    "yanzu",
    "don sokewa",
    "svp",
    "stp",
    "sil vous plait",
    "merci",
    "daccord",
    "pour annuler",
    "እባክዎ",
    "እሺ",
    "ለመሰረዝ",
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
    (UNDO, Command::Undo),
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
    if let Some(pinned) = pin::read(text) {
        return pinned;
    }
    if let Some(code) = tries(text) {
        return Command::Try(code);
    }
    if let Some(number) = grammar::bare_figure(text) {
        return Command::Number(number, text);
    }
    let folded = fold(bare);
    let alone = alone(&folded);
    for (words, command) in ALONE {
        if words.contains(&&*alone) {
            return command;
        }
    }
    if UNDO.iter().any(|word| after(bare, word).is_some()) {
        return Command::UndoHow;
    }
    for (words, command) in LEADING {
        for word in words {
            if let Some(rest) = after(bare, word) {
                return command(rest);
            }
        }
    }
    for (words, emergency) in CASTS {
        for word in words {
            if let Some(rest) = after(text, word) {
                return Command::Cast(emergency, rest);
            }
        }
    }
    Command::Other(text)
}

/// The code of a draft, behind a word of [`TRIES`] and with nothing else.
fn tries(text: &str) -> Option<&str> {
    let rest = TRIES.iter().find_map(|word| after(text, word))?;
    let mut words = pin::words_of(rest);
    let code = words.next().filter(|code| pin::is_code(code))?;
    words.next().is_none().then_some(code)
}

/// A folded text without marks and without the words of [`AROUND`] at its ends.
fn alone(folded: &str) -> String {
    let plain = folded.replace(['\'', '\u{2019}'], "");
    let words = plain.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let joined = words.join(" ");
    let mut rest = &*joined;
    while let Some(inner) = AROUND.iter().find_map(|around| {
        let before = rest
            .strip_prefix(around)
            .and_then(|rest| rest.strip_prefix(' '));
        before.or_else(|| rest.strip_suffix(around)?.strip_suffix(' '))
    }) {
        rest = inner;
    }
    rest.to_owned()
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
            ("ORDER", Command::Order),
            ("order?", Command::Order),
            ("Agiza AL 20", Command::Order),
            ("ትዕዛዝ", Command::Order),
            ("ordered AL 20", Command::Other("ordered AL 20")),
            ("finder", Command::Other("finder")),
            ("Alert me coartem", Command::AlertMe("coartem")),
            ("ALERTME coartem", Command::AlertMe("coartem")),
            ("alert", Command::Cast(false, "")),
            (
                "ALERT Ahero: Boil water.",
                Command::Cast(false, "Ahero: Boil water."),
            ),
            (
                "Dharura Ahero chemsha maji!",
                Command::Cast(true, "Ahero chemsha maji!"),
            ),
            ("Emergency", Command::Cast(true, "")),
            ("alerting", Command::Other("alerting")),
            ("TRY 482193", Command::Try("482193")),
            ("Jaribu: 482193.", Command::Try("482193")),
            ("ሞክር 482193", Command::Try("482193")),
            ("TRY 48219", Command::Other("TRY 48219")),
            ("try 482193 4", Command::Other("try 482193 4")),
            ("try AL 20", Command::Other("try AL 20")),
            ("try", Command::Other("try")),
            ("LANG sw", Command::Language("sw")),
            ("Register nrb-1 Ann O", Command::Register("nrb-1 Ann O")),
            ("PHONE 0712 345 678", Command::Phone("0712 345 678")),
            ("Simu: +254712345678", Command::Phone("+254712345678")),
            ("phone", Command::Phone("")),
            ("STOP.", Command::Stop),
            ("stop AL 20", Command::Other("stop AL 20")),
            ("Undo!", Command::Undo),
            ("undo please", Command::Undo),
            ("UNDO to cancel", Command::Undo),
            ("Ok, undo it!", Command::Undo),
            ("annuler s'il vous plaît", Command::Undo),
            ("UNDO ለመሰረዝ።", Command::Undo),
            ("undo AL", Command::UndoHow),
            ("futa AL 20", Command::UndoHow),
            ("undone", Command::Other("undone")),
            ("yes please", Command::Yes),
            ("ok yes", Command::Yes),
            ("Sawa, ndiyo", Command::Yes),
            ("oui merci", Command::Yes),
            ("don Allah eh", Command::Yes),
            ("እሺ አዎ", Command::Yes),
            ("no thank you", Command::No),
            ("a'a", Command::No),
            ("please stop", Command::Stop),
            ("ok", Command::Other("ok")),
            ("ok thanks", Command::Other("ok thanks")),
            ("yes AL 20", Command::Other("yes AL 20")),
            ("ndiyo", Command::Yes),
            ("አዎ", Command::Yes),
            ("120", Command::Number(120, "120")),
            ("١٢", Command::Number(12, "١٢")),
            ("12 sachets", Command::Number(12, "12 sachets")),
            (" 5. ", Command::Number(5, "5.")),
            ("=5", Command::Number(5, "=5")),
            ("5 left", Command::Number(5, "5 left")),
            ("we have 5 boxes", Command::Number(5, "we have 5 boxes")),
            ("-5", Command::Other("-5")),
            ("+5", Command::Other("+5")),
            ("12.5", Command::Other("12.5")),
            ("5?", Command::Other("5?")),
            ("5 6", Command::Other("5 6")),
            ("about 5", Command::Other("about 5")),
            ("5 used", Command::Other("5 used")),
            ("500mg", Command::Other("500mg")),
            ("nil", Command::Other("nil")),
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
            .chain(CASTS.iter().flat_map(|(words, _)| words.iter()))
            .chain(pin::CHANGES.iter().flat_map(|(words, _)| words.iter()))
            .chain(TRIES)
            .collect();
        let once: HashSet<_> = words.iter().collect();
        assert_eq!(once.len(), words.len());
        for word in words {
            assert_eq!(&fold(word), word, "is not folded");
        }
    }
}
