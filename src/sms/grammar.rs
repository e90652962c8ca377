//! The stock grammar: what a message of a pharmacist says, read so that a figure is only
//! stored when it can mean nothing else, and asked about in every other case. Pure.
//!
//! | step | file |
//! |---|---|
//! | one form of what looks alike: digits of all scripts, line breaks, invisible characters | `normal`, `digits` |
//! | tokens; letters and digits in one taken apart; O and l for 0 and 1 | `lex`, `glued` |
//! | what each word, figure and mark is by itself | `scan`, `words`, `figure`, `likely` |
//! | what is said beside the figures: names, telephone numbers, batches, days | `aside` |
//! | things and figures in a row, how they are parted, what is said of all of them | `arrange` |
//! | which figure belongs to which thing | `pair` |
//! | what happened, to all of it or to nobody knows what | `told` |
//! | what is stored, what is asked and why | `report`, `outlier` |
//!
//! **Nothing is skipped.** Every token of the text is in an item that is stored, in a
//! question, or is a word or mark that changes nothing ([`Report::tokens`]). A word that is
//! not known may be "needed" or "not" in somebody's language: unless it stands in the place
//! of a code, with a figure of its own, or is a letter away from one, everything is asked.
//!
//! Greetings and thanks alone are answered by nothing: the report is empty.
//!
//! **One report, one action.** A text that says several (`SOH AL 10 REC PCM 5`) is asked
//! back whole: which action goes with which figure is clear in the plainest of them only,
//! and stored under the wrong one a figure is as wrong as can be.
//!
//! **A second reading.** A code may be a word as well (`amp`, `tin`, `na`). Such a text is
//! read both ways: if everything fits as codes that holds, otherwise only what both readings
//! say alike.

mod arrange;
mod aside;
mod digits;
mod figure;
mod glued;
mod known;
mod lex;
mod likely;
mod normal;
mod outlier;
mod pair;
mod report;
mod scan;
mod told;
mod words;

pub use known::{Context, History, Known};
pub use normal::normalise;

use chrono::NaiveDate;

use scan::{Prefer, What};

/// What happened to stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// So much is there: what a text without a word for it says.
    Count,
    /// So much came in.
    Receipt,
    /// So much went out.
    Issue,
    /// So much was lost.
    Loss,
    /// So much expired.
    Expiry,
    /// Nobody can tell.
    Unknown,
}

/// What is certain: so much of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The product's code, in lower case.
    pub code: Box<str>,
    /// Whole units, at most 100,000,000.
    pub quantity: u32,
    /// The number of their batch in capitals, at most 40 letters; empty where it is not told,
    /// or not for certain of this product.
    pub batch: Box<str>,
    /// The last day on which they are good, where that is told for certain of this product.
    pub expires_on: Option<NaiveDate>,
}

/// Why something is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// A code without a figure, or with a word for none.
    NoNumber,
    /// A figure without a code.
    NoCode,
    /// The same code twice.
    Duplicate,
    /// Below nothing.
    Negative,
    /// A part of one.
    Decimal,
    /// An addition.
    Sum,
    /// A name, a mistyped code, or something else in the place of one.
    UnknownCode,
    /// Far from what was reported before.
    Outlier,
    /// Anything else that can be read in two ways.
    Unclear,
}

/// What is not certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The code, else the words or digits as they were typed, in lower case.
    pub about: Box<str>,
    /// What keeps it from being stored.
    pub why: Why,
    /// The code that most likely was meant.
    pub likely: Option<Box<str>>,
    /// Further codes that fit as well, where a name has several forms; at most two.
    pub others: Vec<Box<str>>,
    /// What a yes would store; `None` where there is no figure or more than one.
    pub quantity: Option<u32>,
    /// As in an [`Item`].
    pub batch: Box<str>,
    /// As in an [`Item`].
    pub expires_on: Option<NaiveDate>,
}

/// A word or mark that changes no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Says what happened.
    Action,
    /// Says what is counted.
    Unit,
    /// Says why something was lost.
    Reason,
    /// A greeting, please, and.
    Filler,
    /// A blank, a comma and the like.
    Mark,
    /// Numbers a line of a list.
    Number,
    /// Said beside the figures: a name, a telephone number, a batch, the day of the report.
    Aside,
}

/// What became of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// Part of the item with this index.
    Item(usize),
    /// Part of the question with this index.
    Ask(usize),
    /// Nothing: it changes no figure.
    Word(Word),
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// As it stands in the normalised text ([`normalise`]).
    pub text: Box<str>,
    /// What became of it.
    pub became: Became,
}

/// What a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What happened; [`Action::Unknown`] where the text does not say it of stock, says
    /// several things, or says it in words that are not understood.
    pub action: Action,
    /// Whether the text itself says what happened; otherwise it is taken for a count.
    pub named: bool,
    /// What is certain, in the order of the text.
    pub items: Vec<Item>,
    /// What is not.
    pub ask: Vec<Ask>,
    /// OUT was said of something without a figure: some mean that none is left, some that
    /// it was issued.
    pub out: bool,
    /// Every token, in order.
    pub tokens: Vec<Token>,
}

impl Action {
    /// The word for it, as commands print it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Receipt => "receipt",
            Self::Issue => "issue",
            Self::Loss => "loss",
            Self::Expiry => "expiry",
            Self::Unknown => "unknown",
        }
    }
}

impl Why {
    /// The word for it, as commands print it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoNumber => "no_number",
            Self::NoCode => "no_code",
            Self::Duplicate => "duplicate",
            Self::Negative => "negative",
            Self::Decimal => "decimal",
            Self::Sum => "sum",
            Self::UnknownCode => "unknown_code",
            Self::Outlier => "outlier",
            Self::Unclear => "unclear",
        }
    }
}

/// Reads a text. Whatever it is, every token is accounted for; see [`Report`].
#[must_use]
pub fn read(text: &str, context: &Context<'_>) -> Report {
    let text = normalise(text);
    let tokens = lex::lex(&text, context.known);
    let (as_codes, ambivalent) = report::report(&tokens, context, Prefer::Codes);
    if !ambivalent || as_codes.ask.is_empty() {
        return as_codes;
    }
    let (as_words, _) = report::report(&tokens, context, Prefer::Words);
    let same_action = as_codes.action == as_words.action;
    let both = |item: &Item| same_action && as_words.items.contains(item);
    if as_words.ask.is_empty()
        && as_words
            .items
            .iter()
            .all(|item| as_codes.items.contains(item))
        && same_action
    {
        return as_words;
    }
    report::keep_only(as_codes, both)
}

/// The figure of a text that says nothing else: `12`, `12 sachets`, `=5`, `5 left`. Whether
/// the unit is that of a product is for [`read`] to say, with the product's code in front.
#[must_use]
pub fn bare_figure(text: &str) -> Option<u32> {
    let text = normalise(text);
    let known = Known::default();
    let tokens = lex::lex(&text, &known);
    let (parts, _) = scan::scan(&tokens, &known, Prefer::Codes);
    let mut bare = None;
    for part in &parts {
        match &part.what {
            What::Figure(figure) if bare.is_none() && figure.why.is_none() => {
                bare = Some(figure.value?);
            }
            What::Blank | What::Line | What::Separator | What::Bind | What::Join => {}
            What::Filler | What::Have | What::Unit(_) | What::Action(Action::Count) => {}
            _ => return None,
        }
    }
    bare
}

#[cfg(test)]
mod tests;
