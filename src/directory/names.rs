//! Finding a medicine or a place by a name as callers type it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

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

/// The answer to a name as a caller typed it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What to do with it.
    pub action: Action,
    /// At most [`MOST`], best first; none where refused.
    pub candidates: Vec<Candidate>,
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
    /// How alike, 0 to 1.
    pub score: f32,
    /// Whether it is shown beside the one it is mistaken for.
    pub lookalike: bool,
}

/// The most candidates shown.
pub const MOST: usize = 6;

/// A name in the form names are compared in: lower case, accents stripped,
/// runs of anything else but letters and digits as one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        for c in c.to_lowercase() {
            if c.is_alphanumeric() {
                folded.push(c);
            } else if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// How alike two folded names are, 0 to 1.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    reason = "a score needs no more than single precision"
)]
pub fn alike(a: &str, b: &str) -> f32 {
    let osa = rapidfuzz::distance::osa::normalized_similarity(a.chars(), b.chars());
    let jw = rapidfuzz::distance::jaro_winkler::normalized_similarity(a.chars(), b.chars());
    (0.6 * osa + 0.4 * jw) as f32
}
