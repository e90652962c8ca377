//! Finding a medicine or a place by a name as callers type it.
//!
//! A text goes through four rooms: [`mod@fold`] brings it to the form names are
//! compared in, `grams` picks the few dozen names worth comparing, `score` says how
//! alike each is, and the owner of the names (`products`, `places`) decides what
//! is shown. [`measure`] says how often that finds what was meant.

pub mod fold;
mod grams;
pub mod measure;
mod score;
mod shortlist;

pub use fold::fold;
pub(super) use score::likeness;
pub(super) use shortlist::{Hit, Names, Rank};

/// What to do with what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The text is exactly the name of one thing: ask "this one?".
    Confirm,
    /// Show the candidates and let the caller choose.
    Choose,
    /// Nothing is close enough: ask again.
    Refuse,
}

impl Action {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Choose => "choose",
            Self::Refuse => "refuse",
        }
    }
}

/// The answer to a name as a caller typed it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What to do with it.
    pub action: Action,
    /// At most [`MOST`], best first; none where refused.
    pub candidates: Vec<Candidate>,
}

impl Found {
    /// Nothing is close enough.
    pub(super) const NOTHING: Self = Self {
        action: Action::Refuse,
        candidates: Vec::new(),
    };
}

/// One thing a caller may have meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The place; or the first product of the generic, 0 if it has none.
    pub id: i64,
    /// The generic key, or the place's id as text.
    pub key: Box<str>,
    /// The name that matched, as written.
    pub name: Box<str>,
    /// The generic name; for a place the name of the place it lies in.
    pub parent: Box<str>,
    /// How alike, 0 to 1; 1 only for the very name.
    pub score: f32,
    /// Whether it is shown beside the one it is mistaken for.
    pub lookalike: bool,
}

/// The most candidates shown.
pub const MOST: usize = 6;

/// Below this likeness nothing is shown. Measured on 2,646 names (see [`measure`]):
/// of names that are not in the list 35 % stay below it (at 0.62: 12 %, at 0.74: 49 %),
/// of names with two to four edits 1 % (at 0.62: 0.5 %, at 0.74: 4 %), and of names
/// with one edit or without vowels practically none. What is shown is always asked.
pub const CLOSE_ENOUGH: f32 = 0.70;
