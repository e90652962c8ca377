//! Texts as tired pharmacists type them, with what is to be stored and asked of each. Two
//! files in one form: `stock_texts.jsonl` by the writers of the grammar, and
//! `stock_texts_field.jsonl` by somebody who had not read it.

use std::collections::BTreeSet;
use std::fmt;

use medvault::sms::grammar::{Action, Became, Context, History, Known, Report, Why, read};
use serde::Deserialize;

use crate::demo;

/// The codes that both files write in.
const CODES: [&str; 19] = [
    "al", "pcm", "ors", "act", "amox", "zn", "rdt", "co", "la", "alb", "cot", "dox", "fol", "ins",
    "iron", "met", "oxy", "qn", "sp",
];

/// One text, and what is to become of it.
#[derive(Debug, Deserialize)]
struct Case {
    text: String,
    kind: Kind,
    action: String,
    items: Vec<Item>,
    ask: Vec<Ask>,
    /// Asked in other words or for another reason will do.
    #[serde(default)]
    loose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// Can be understood in one way only.
    Plain,
    /// Something in it must be asked.
    Doubtful,
    /// Says nothing of stock: nothing is stored, and nothing asked.
    Idle,
}

#[derive(Debug, Deserialize)]
struct Item {
    code: String,
    quantity: u32,
}

#[derive(Debug, Deserialize)]
struct Ask {
    about: String,
    why: String,
}

/// How a file was read.
#[derive(Debug, Default)]
struct Score {
    plain: usize,
    understood: usize,
    idle: usize,
    left_alone: usize,
    doubtful: usize,
    asked: usize,
    /// All that is certain in them was stored.
    kept: usize,
    /// Asked about the very thing and for the very reason that was expected, and no other.
    to_the_letter: usize,
    wrong: Vec<String>,
    missed: Vec<String>,
    differs: Vec<String>,
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "stored wrong {}; plain understood whole {}/{}; idle left alone {}/{}; doubtful asked {}/{} (all else stored {}, to the letter {})",
            self.wrong.len(),
            self.understood,
            self.plain,
            self.left_alone,
            self.idle,
            self.asked,
            self.doubtful,
            self.kept,
            self.to_the_letter
        )
    }
}

const OURS: &str = include_str!("../data/stock_texts.jsonl");
const FIELD: &str = include_str!("../data/stock_texts_field.jsonl");

fn cases(file: &str) -> Vec<Case> {
    let lines = file.lines().filter(|line| !line.trim().is_empty());
    let case = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    lines.map(case).collect()
}

fn score(cases: &[Case], known: &Known) -> Score {
    let context = Context {
        known,
        history: &History::new(),
    };
    let mut score = Score::default();
    for case in cases {
        score.add(case, &read(&case.text, &context));
    }
    score
}

/// Against the whole catalogue of the demo. A text with a word that is a code there, and
/// none of the codes it was written in, says something else there: it is left out.
#[expect(
    clippy::print_stdout,
    reason = "the figures are what the test is read for"
)]
fn hold_in_the_demo(name: &str, file: &str) {
    let codes = demo::codes();
    let new_code = |case: &Case| {
        let text = case.text.to_lowercase();
        text.split(|c: char| !c.is_ascii_alphabetic())
            .any(|word| codes.contains(word) && !CODES.contains(&word))
    };
    let (out, cases): (Vec<Case>, Vec<Case>) = cases(file).into_iter().partition(new_code);
    for case in &out {
        println!("{name} left out {:?}", case.text);
    }
    assert!(out.len() * 20 <= cases.len(), "{} left out", out.len());
    let score = score(&cases, &demo::known(&CODES, demo::Told::Yes));
    println!("{name} with {} codes: {score}", codes.len());
    for text in &score.missed {
        println!("  MISSED {text}");
    }
    assert!(score.wrong.is_empty(), "{name}: {:#?}", score.wrong);
    assert_eq!(score.left_alone, score.idle, "{name}: {:#?}", score.missed);
}

impl Score {
    fn add(&mut self, case: &Case, report: &Report) {
        let stored: BTreeSet<(&str, u32)> = report
            .items
            .iter()
            .map(|i| (&*i.code, i.quantity))
            .collect();
        let right: BTreeSet<(&str, u32)> =
            case.items.iter().map(|i| (&*i.code, i.quantity)).collect();
        let action = report.action.as_str() == case.action;
        let asks: BTreeSet<(&str, &str)> = report
            .ask
            .iter()
            .map(|a| (&*a.about, a.why.as_str()))
            .collect();
        let expected: BTreeSet<(&str, &str)> =
            case.ask.iter().map(|a| (&*a.about, &*a.why)).collect();
        let told = || {
            format!(
                "{:?}: {} {stored:?} asks {asks:?}",
                case.text,
                report.action.as_str()
            )
        };
        if !stored.is_subset(&right)
            || !action && !stored.is_empty()
            || stored.len() < report.items.len()
        {
            self.wrong.push(told());
        }
        if case.kind == Kind::Plain {
            self.plain += 1;
            if stored == right && action && asks.is_empty() {
                self.understood += 1;
            } else {
                self.missed.push(told());
            }
            return;
        }
        if case.kind == Kind::Idle {
            self.idle += 1;
            if stored.is_empty() && action && asks.is_empty() {
                self.left_alone += 1;
            } else {
                self.missed.push(told());
            }
            return;
        }
        self.doubtful += 1;
        let is_asked = |ask: &Ask| is_asked(ask, case.loose, report);
        if !asks.is_empty() && case.ask.iter().all(is_asked) {
            self.asked += 1;
        } else {
            self.missed.push(told());
        }
        self.kept += usize::from(stored == right);
        if asks == expected && stored == right && action {
            self.to_the_letter += 1;
        } else {
            self.differs.push(told());
        }
    }

    /// What every file must reach.
    #[expect(
        clippy::print_stdout,
        reason = "the figures are what the test is read for"
    )]
    fn hold(&self, name: &str) {
        println!("{name}: {self}");
        for (what, texts) in [
            ("WRONG", &self.wrong),
            ("MISSED", &self.missed),
            ("differs", &self.differs),
        ] {
            for text in texts {
                println!("  {what} {text}");
            }
        }
        assert!(self.wrong.is_empty(), "{name}: {:#?}", self.wrong);
        assert!(
            self.understood * 100 >= self.plain * 95,
            "{name}: {self} {:#?}",
            self.missed
        );
        assert_eq!(self.left_alone, self.idle, "{name}: {:#?}", self.missed);
        assert_eq!(self.asked, self.doubtful, "{name}: {:#?}", self.missed);
    }
}

/// Whether a question for that reason holds these words or figures, itself or in the tokens
/// that became part of it (some name the figure that is asked about, we the code). Loosely:
/// whether the words are part of any question.
fn is_asked(ask: &Ask, loose: bool, report: &Report) -> bool {
    let tokens_of = |fits: &dyn Fn(usize) -> bool| -> String {
        let tokens = report.tokens.iter();
        tokens
            .filter(|token| matches!(token.became, Became::Ask(index) if fits(index)))
            .map(|token| token.text.trim().to_lowercase())
            .collect()
    };
    let about: String = ask.about.split_whitespace().collect();
    if loose {
        return tokens_of(&|_| true).contains(&about);
    }
    let mut asked = report.ask.iter().enumerate();
    asked.any(|(index, asked)| {
        let named = *asked.about == *ask.about;
        asked.why.as_str() == ask.why && (named || tokens_of(&|of| of == index).contains(&about))
    })
}

#[test]
fn no_figure_of_our_own_texts_is_stored_wrong() {
    let score = score(&cases(OURS), &Known::codes(CODES));
    assert!(
        score.plain + score.doubtful >= 200 && score.doubtful >= 60,
        "{score}"
    );
    score.hold("stock_texts");
    assert_eq!(score.understood, score.plain);
    assert_eq!(score.to_the_letter, score.doubtful, "{:#?}", score.differs);
}

#[test]
fn no_figure_of_the_field_is_stored_wrong() {
    let score = score(&cases(FIELD), &Known::codes(CODES));
    assert!(score.plain + score.doubtful >= 120, "{score}");
    score.hold("stock_texts_field");
    assert_eq!(score.understood, score.plain, "{:#?}", score.missed);
}

#[test]
fn no_figure_is_stored_wrong_in_a_whole_catalogue() {
    hold_in_the_demo("stock_texts", OURS);
    hold_in_the_demo("stock_texts_field", FIELD);
}

/// What a text says must not depend on how many codes there are: of each of these nothing
/// is stored, be its strange word near one of them or not.
#[test]
fn a_strange_word_is_in_doubt_whatever_the_catalogue() {
    let few = Known::codes(["al", "pcm"]);
    let many = demo::known(&[], demo::Told::Yes);
    for text in [
        "gvn al 20",
        "giv al 20",
        "al 30 gvn 10",
        "al 30 wnt 10",
        "pcm 40 syr",
        "pcm 40 strps",
        "al 2 doz",
        "al 2 dz",
        "al 2 str",
        "nid al 20",
        "nd al 20",
        "wnt al 20",
        "wnt 20 al 30",
        "prev al 20",
        "fresh al 40",
        "pcm 2 bad",
        "pcm 2 short",
        "al 20 pcn",
    ] {
        for known in [&few, &many] {
            let history = History::new();
            let context = Context {
                known,
                history: &history,
            };
            let report = read(text, &context);
            assert_eq!(report.items, [], "{text}");
            assert!(report.ask.len() > 1, "{text}: {:?}", report.ask);
        }
    }
}

/// What stands in the place of a code with a figure of its own is asked alone.
#[test]
fn a_mistyped_code_in_a_list_is_asked_alone() {
    let few = Known::codes(["al", "pcm"]);
    let many = demo::known(&[], demo::Told::Yes);
    for text in [
        "al 20 pcn 30",
        "al 20, pcn 30",
        "SOH pcn 30 al 20",
        "pcn 30, al 20",
    ] {
        for known in [&few, &many] {
            let history = History::new();
            let context = Context {
                known,
                history: &history,
            };
            let report = read(text, &context);
            let stored: Vec<_> = report
                .items
                .iter()
                .map(|item| (&*item.code, item.quantity))
                .collect();
            assert_eq!(stored, [("al", 20)], "{text}");
            let asked: Vec<_> = report
                .ask
                .iter()
                .map(|ask| (&*ask.about, ask.why))
                .collect();
            assert_eq!(asked, [("pcn", Why::UnknownCode)], "{text}");
        }
    }
}

/// A word that was left no blank behind is read alike in every catalogue.
#[test]
fn letters_in_one_are_parted_whatever_the_catalogue() {
    for known in [
        Known::codes(["al", "pcm"]),
        demo::known(&[], demo::Told::Yes),
    ] {
        let history = History::new();
        let context = Context {
            known: &known,
            history: &history,
        };
        for (text, action) in [
            ("issal20", Action::Issue),
            ("SOHAL20", Action::Count),
            ("recal20", Action::Receipt),
        ] {
            let report = read(text, &context);
            assert_eq!(report.action, action, "{text}");
            assert_eq!(report.items.len(), 1, "{text}: {:?}", report.ask);
        }
    }
}
