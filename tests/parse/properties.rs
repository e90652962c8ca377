//! What holds of any text: nothing is lost, nothing is made up, and a report of which
//! something was lost on the way is never stored as another.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use medvault::sms::grammar::{
    Action, Became, Context, History, Item, Known, Report, Word, normalise, read,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::demo;

const CODES: [&str; 9] = ["al", "pcm", "ors", "act", "amox", "zn", "rdt", "co", "la"];

/// What texts are made of, good and bad.
const PIECES: [&str; 96] = [
    "AL",
    "al",
    "pcm",
    "PCM",
    "ors",
    "zn",
    "co",
    "la",
    "amp",
    "tin",
    "na",
    "120",
    "40",
    "0",
    "5",
    "7",
    "000",
    "05",
    "100",
    "1O",
    "l2",
    "OO",
    "2l",
    "l",
    "O",
    "I",
    "x",
    "-",
    "+",
    "=",
    ":",
    ",",
    ";",
    ".",
    "/",
    "*",
    "#",
    "?",
    "!",
    "'",
    "\"",
    "(",
    ")",
    "%",
    "@",
    "\u{2192}",
    "\u{d7}",
    "\u{bd}",
    "\u{b2}",
    "\u{1f44d}",
    "\u{274c}",
    "\u{336}",
    "\u{20e3}",
    "\u{202e}",
    "\u{200b}",
    "\u{0}",
    "\u{fffd}",
    " ",
    " ",
    " ",
    " ",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    "SOH",
    "rec",
    "ISS",
    "out",
    "loss",
    "exp",
    "received",
    "broken",
    "tabs",
    "boxes",
    "mg",
    "g",
    "nil",
    "hakuna",
    "and",
    "da",
    "et",
    "need",
    "not",
    "about",
    "please",
    "thanks",
    "habari",
    "stock out",
    "coartem",
    "xyz",
    "pmc",
    "\u{1373}",
    "\u{137b}",
    "\u{661}\u{662}",
];

/// A few codes, some of them words as well, and the same among a whole country's.
static KNOWN: LazyLock<[Known; 2]> = LazyLock::new(|| {
    let codes = [&CODES[..], &["amp", "tin", "na"]].concat();
    [
        Known::codes(codes.iter().copied()),
        demo::known(&codes, demo::Told::No),
    ]
});

/// A text as it is read against either.
fn reads(text: &str) -> [Report; 2] {
    let history = History::new();
    KNOWN.each_ref().map(|known| {
        let context = Context {
            known,
            history: &history,
        };
        read(text, &context)
    })
}

/// The digits of a token, letters for digits read as such.
fn digits(token: &str) -> String {
    let has = token.chars().any(|c| c.is_ascii_digit());
    let digit = |c| match c {
        'O' | 'o' => Some('0'),
        'l' | 'I' => Some('1'),
        '0'..='9' => Some(c),
        _ => None,
    };
    if has {
        token.chars().filter_map(digit).collect()
    } else {
        String::new()
    }
}

/// The digits of an item's tokens, without those of a strength; 0 for a word for none.
fn figure<'t>(tokens: impl Iterator<Item = &'t str>) -> String {
    let mut figures = vec![String::new()];
    for token in tokens {
        // A word keeps the marks that are set on it
        let letters = token.chars().filter(|c| c.is_alphabetic());
        let lower = letters.collect::<String>().to_lowercase();
        if matches!(&*lower, "mg" | "g") {
            figures.pop();
        }
        if matches!(&*lower, "nil" | "hakuna") {
            return "0".to_owned();
        }
        let word = !lower.is_empty() && !token.contains(|c: char| c.is_ascii_digit());
        match figures.last_mut().filter(|_| !word) {
            Some(figure) => figure.push_str(&digits(token)),
            None => figures.push(String::new()),
        }
    }
    figures.concat()
}

/// Every token is in an item, in a question, or a word that changes nothing; every item is
/// the code and the digits of its tokens.
fn accounted(text: &str, report: &Report) -> Result<(), TestCaseError> {
    let all: String = report.tokens.iter().map(|token| &*token.text).collect();
    prop_assert_eq!(&all, &normalise(text));
    for (index, item) in report.items.iter().enumerate() {
        let tokens = report
            .tokens
            .iter()
            .filter(|token| token.became == Became::Item(index));
        let words: Vec<String> = tokens
            .clone()
            .map(|token| token.text.to_lowercase())
            .collect();
        let figure = figure(tokens.map(|token| &*token.text));
        prop_assert_eq!(
            figure.parse::<u32>(),
            Ok(item.quantity),
            "{:?} of {:?}",
            item,
            text
        );
        prop_assert!(
            words.contains(&item.code.to_string()),
            "{:?} of {:?}",
            item,
            text
        );
    }
    for token in &report.tokens {
        match token.became {
            Became::Item(index) => prop_assert!(index < report.items.len()),
            Became::Ask(index) => prop_assert!(index < report.ask.len()),
            Became::Word(Word::Number | Word::Aside) => {}
            Became::Word(kind) => {
                let figure = token.text.chars().any(char::is_numeric);
                prop_assert!(!figure, "{:?} of {:?}", token, text);
                let letters = token.text.chars().any(char::is_alphabetic);
                prop_assert!(kind != Word::Mark || !letters, "{:?} of {:?}", token, text);
            }
        }
    }
    for (index, ask) in report.ask.iter().enumerate() {
        let asked = report
            .tokens
            .iter()
            .any(|token| token.became == Became::Ask(index));
        prop_assert!(asked || report.tokens.is_empty(), "{:?} of {:?}", ask, text);
    }
    let idle = |token: &medvault::sms::grammar::Token| {
        matches!(
            token.became,
            Became::Word(Word::Filler | Word::Mark | Word::Aside)
        )
    };
    prop_assert!(
        !report.items.is_empty() || !report.ask.is_empty() || report.tokens.iter().all(idle),
        "nothing of {:?}",
        text
    );
    let codes: std::collections::BTreeSet<_> = report.items.iter().map(|item| &item.code).collect();
    prop_assert_eq!(codes.len(), report.items.len(), "twice in {:?}", text);
    prop_assert!(
        report.action != Action::Unknown || report.items.is_empty(),
        "{:?}",
        text
    );
    Ok(())
}

fn pieces() -> impl Strategy<Value = String> {
    proptest::collection::vec(select(PIECES.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

/// A report that can be understood in one way only: what is meant, and the text in pieces of
/// which any one is a word, a figure or what parts them.
#[derive(Debug, Clone)]
struct Plain {
    meant: BTreeMap<String, u32>,
    pieces: Vec<String>,
    code_first: bool,
}

impl Plain {
    fn text(&self) -> String {
        self.pieces.concat()
    }
}

fn plain() -> impl Strategy<Value = Plain> {
    let quantity = prop_oneof![Just(0_u32), 1..10_u32, 10..1_000_u32, 1_000..100_000_u32];
    let codes = subsequence(CODES.to_vec(), 1..6).prop_shuffle();
    let items = (codes, proptest::collection::vec(quantity, 6));
    let bind = select(vec![
        " ", " ", "=", " = ", ": ", ":", " - ", "-", "", " is ",
    ]);
    let swapped_bind = select(vec![" ", " ", "", " tabs ", " of "]);
    let unit = select(vec!["", "", "", " tabs", " pcs", "tabs"]);
    let part = select(vec![" ", ", ", "; ", "\n", ",\n", " and ", ". "]);
    let before = select(vec![
        "",
        "",
        "SOH ",
        "soh: ",
        "Good morning, ",
        "Habari. ",
        "Stock: ",
        "we have ",
    ]);
    let behind = select(vec![
        "",
        "",
        ".",
        " thanks",
        "\nregards",
        " \u{1f44d}",
        ". Asante",
    ]);
    let upper = any::<bool>();
    let style = (
        any::<bool>(),
        bind,
        swapped_bind,
        unit,
        part,
        before,
        behind,
        upper,
    );
    (items, style).prop_map(|((codes, quantities), style)| {
        let (code_first, bind, swapped_bind, unit, part, before, behind, upper) = style;
        let meant: Vec<(String, u32)> = codes
            .iter()
            .zip(quantities)
            .map(|(code, quantity)| (code.to_string(), quantity))
            .collect();
        let mut pieces = vec![before.to_owned()];
        for (at, (code, quantity)) in meant.iter().enumerate() {
            if at > 0 {
                pieces.push(part.to_owned());
            }
            let code = if upper {
                code.to_uppercase()
            } else {
                code.clone()
            };
            let quantity = quantity.to_string();
            if code_first {
                // The only dash of a text may be a minus
                let bind = if bind == "-" && meant.len() == 1 {
                    ":"
                } else {
                    bind
                };
                pieces.extend([code, bind.to_owned(), quantity, unit.to_owned()]);
            } else {
                pieces.extend([quantity, swapped_bind.to_owned(), code]);
            }
        }
        pieces.push(behind.to_owned());
        Plain {
            meant: meant.into_iter().collect(),
            pieces,
            code_first,
        }
    })
}

fn stored(items: &[Item]) -> BTreeMap<String, u32> {
    items
        .iter()
        .map(|item| (item.code.to_string(), item.quantity))
        .collect()
}

proptest! {
    #[test]
    fn any_text_is_accounted_for(text in any::<String>()) {
        for report in reads(&text) {
            accounted(&text, &report)?;
        }
    }

    #[test]
    fn any_bytes_are_accounted_for(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes);
        for report in reads(&text) {
            accounted(&text, &report)?;
        }
    }

    #[test]
    fn any_pieces_of_reports_are_accounted_for(text in pieces()) {
        for report in reads(&text) {
            accounted(&text, &report)?;
        }
    }

    #[test]
    fn what_is_plain_is_understood_whole(plain in plain()) {
        for report in reads(&plain.text()) {
            prop_assert_eq!(stored(&report.items), plain.meant.clone(), "{:?}", plain.pieces.concat());
            prop_assert!(report.ask.is_empty(), "{:?}", report.ask);
            prop_assert_eq!(report.action, Action::Count);
        }
    }

    /// A piece lost on the way, be it a figure, a code or what parts them, makes no other
    /// figure. (Who writes figures first and loses the very first one has written a report
    /// in the taught order that lacks the last.)
    #[test]
    fn what_lost_a_word_is_not_stored_as_another(plain in plain(), at in any::<prop::sample::Index>()) {
        let mut pieces = plain.pieces.clone();
        let at = match at.index(pieces.len()) {
            1 if !plain.code_first => 0,
            at => at,
        };
        let lost = pieces.remove(at);
        let text = pieces.concat();
        for item in reads(&text).into_iter().flat_map(|report| report.items) {
            let meant = plain.meant.get(&*item.code);
            prop_assert_eq!(meant, Some(&item.quantity), "{:?} without {:?}", text, lost);
        }
    }

    /// A line lost at its end makes no other figure than the one that was cut into.
    #[test]
    fn what_was_cut_short_keeps_what_was_whole(plain in plain(), at in any::<prop::sample::Index>()) {
        let text = plain.text();
        let cut = at.index(text.chars().count() + 1);
        let text: String = text.chars().take(cut).collect();
        for report in reads(&text) {
            let last = report.items.last().cloned();
            for item in report.items {
                let meant = plain.meant.get(&*item.code).copied().unwrap_or_default();
                let begun = Some(&item) == last.as_ref() && meant.to_string().starts_with(&item.quantity.to_string());
                prop_assert!(item.quantity == meant || begun, "{:?} of {:?}", item, text);
            }
        }
    }

    /// Words that mean nothing, put in front of or behind a report, change no figure.
    #[test]
    fn greetings_change_no_figure(plain in plain(), words in subsequence(vec!["hello", "sir", "please", "asante", "bonjour", "nagode", "\u{1230}\u{120b}\u{121d}", "ok"], 0..8).prop_shuffle()) {
        let text = plain.text();
        let words = words.join(" ");
        let mut around = String::new();
        write!(around, "{words}. {text} {words}").unwrap();
        for report in reads(&around) {
            prop_assert_eq!(stored(&report.items), plain.meant.clone(), "{:?}", around);
        }
    }

    /// What is stored is said with a figure and a code, so with neither nothing is.
    #[test]
    fn nothing_comes_of_words(words in proptest::collection::vec("[a-z]{1,9}", 0..12)) {
        for report in reads(&words.join(" ")) {
            prop_assert_eq!(report.items, []);
        }
    }
}
