//! What the reader of a text knows: codes, names, and what a facility reported before. Pure.

use std::collections::HashMap;

use super::likely;
use crate::directory::names::fold;

/// The codes products are reported by, and the names that people write in their place.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Each code in lower case, and what is counted; empty where that is not known.
    codes: HashMap<Box<str>, Box<str>>,
    /// Each name, folded, and the codes of what it may mean, the usual form first.
    names: HashMap<Box<str>, Vec<Box<str>>>,
    /// Words of the longest name.
    longest: usize,
}

impl Known {
    /// Codes with their units (`tab`, `bottle`, ..., or empty), and brand and generic names
    /// with a code of what they name; a name may come with several codes.
    #[must_use]
    pub fn new<'a>(
        codes: impl IntoIterator<Item = (&'a str, &'a str)>,
        names: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let mut known = Self::default();
        for (code, unit) in codes {
            known.codes.insert(code.to_lowercase().into(), unit.into());
        }
        for (name, code) in names {
            let name = fold(name);
            known.longest = known.longest.max(name.split(' ').count());
            let codes = known.names.entry(name.into()).or_default();
            codes.push(code.to_lowercase().into());
            // The shortest code is that of the usual form
            codes.sort_by_key(|code| (code.len(), code.clone()));
            codes.dedup();
        }
        known
    }

    /// Whether a word is a code, in any case but letter by letter: a letter struck out or
    /// with an accent is another.
    pub(super) fn is_code(&self, word: &str) -> bool {
        self.codes.contains_key(&*word.to_lowercase())
    }

    /// What is counted of a product; empty where that is not known.
    pub(super) fn unit(&self, code: &str) -> &str {
        self.codes.get(code).map_or("", |unit| unit)
    }

    /// The code of the usual form of what a name, folded, may mean.
    pub(super) fn named(&self, name: &str) -> Option<&str> {
        self.names.get(name)?.first().map(|code| &**code)
    }

    /// Words of the longest name.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// The one code that a word, in lower case, most likely was meant to be.
    pub(super) fn likely(&self, word: &str) -> Option<Box<str>> {
        likely::code(word, self.codes.keys().map(|code| &**code)).map(Into::into)
    }
}

/// What earlier reports of the same facility said was there: by code, oldest first.
pub type History = HashMap<Box<str>, Vec<u32>>;

/// What a text is read against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Codes and names.
    pub known: &'a Known,
    /// What the sender's facility reported before.
    pub history: &'a History,
}
