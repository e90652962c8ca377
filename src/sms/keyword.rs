//! What a message asks for by its first word. Pure. What begins with none of these words
//! is a stock report, if anything.
//!
//! The words of every language work for everybody, since a phone's language may not be
//! known yet; none stands for two things. They have not been reviewed by native speakers.

use std::borrow::Cow;

use super::grammar;
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
    /// Anything else.
    Other(&'a str),
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

/// Words that a code and a PIN follow, and whether they say yes: the same in every language.
const DECISIONS: [(&str, bool); 2] = [("ok", true), ("no", false)];

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
    if let Some(decision) = decision(text) {
        return decision;
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

/// The words of a text that begins with one of [`DECISIONS`]: whether it says yes, and what
/// follows.
pub(super) fn decides(text: &str) -> Option<(bool, &str)> {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = text
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    let word = fold(word);
    let (_, yes) = DECISIONS.iter().find(|(decision, _)| *decision == word)?;
    Some((*yes, rest))
}

/// Digits of a PIN at least.
const SHORTEST_PIN: usize = 4;

/// A yes or no with a code and a PIN, and nothing else but a word between the two.
fn decision(text: &str) -> Option<Command<'_>> {
    let (yes, rest) = decides(text)?;
    let mut words = words_of(rest);
    let (code, mut pin) = (words.next()?, words.next()?);
    if pin.chars().all(char::is_alphabetic) {
        pin = words.next()?;
    }
    let only = words.next().is_none() && is_code(code) && is_pin(pin);
    only.then_some(Command::Decide { yes, code, pin })
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

fn is_code(word: &str) -> bool {
    word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_pin(word: &str) -> bool {
    (4..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a code and a PIN stand side by side in it, whatever else does.
pub(super) fn holds_pin(text: &str) -> bool {
    let words: Vec<&str> = words_of(text).collect();
    let mut pairs = words.iter().zip(words.iter().skip(1));
    pairs.any(|(code, pin)| is_code(code) && is_pin(pin))
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

/// A message as it is written down: of another phone's number the last digits, and of what may
/// hold a PIN no figure that could be one.
#[must_use]
pub fn kept(text: &str) -> Cow<'_, str> {
    if let Some((_, rest)) = decides(text) {
        // Behind a code even what is too short may be part of a PIN.
        let behind = words_of(rest).any(is_code);
        return without(text, if behind { 1 } else { SHORTEST_PIN });
    }
    if holds_pin(text) {
        return without_pins(text);
    }
    let Command::Phone(number) = read(text) else {
        return Cow::Borrowed(text);
    };
    let digits: Vec<char> = number.chars().filter(|c| c.is_numeric()).collect();
    let tail: String = digits.iter().skip(digits.len().saturating_sub(3)).collect();
    let word = text.split_whitespace().next().unwrap_or_default();
    Cow::Owned(format!("{word} ...{tail}"))
}

/// A text with dots in place of every figure that could be a PIN.
pub(super) fn without_pins(text: &str) -> Cow<'_, str> {
    without(text, SHORTEST_PIN)
}

/// A text with dots in place of so many digits or more in a row.
fn without(text: &str, least: usize) -> Cow<'_, str> {
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
    Cow::Owned(kept)
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
            (
                "OK 482193 4071",
                Command::Decide {
                    yes: true,
                    code: "482193",
                    pin: "4071",
                },
            ),
            (
                "ok482193-40712345.",
                Command::Decide {
                    yes: true,
                    code: "482193",
                    pin: "40712345",
                },
            ),
            (
                "No: 482193, 4071",
                Command::Decide {
                    yes: false,
                    code: "482193",
                    pin: "4071",
                },
            ),
            ("OK 482193", Command::Number(482_193, "OK 482193")),
            ("OK 48219 4071", Command::Other("OK 48219 4071")),
            ("OK 482193 407", Command::Other("OK 482193 407")),
            ("OK 482193 4071 5", Command::Other("OK 482193 4071 5")),
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
    fn another_phones_number_is_not_written_down() {
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
        ] {
            assert_eq!(kept(text), written, "{text:?}");
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
