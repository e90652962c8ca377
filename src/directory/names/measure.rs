//! How often the search finds what was meant: a seeded noise model, and the tally
//! of what was found for pairs of a typed text and what was meant by it.

use std::collections::{BTreeSet, HashMap, HashSet};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::{Action, Found, fold};
use crate::directory::catalogue::{Product, ProductName};
use crate::directory::products::Products;

/// What happens to a name on its way through a caller's fingers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noise {
    /// One letter wrong, missing, too many, or two swapped.
    OneEdit,
    /// Two to four of those, one for every four letters.
    SomeEdits,
    /// Vowels left out but for a first letter; names with four other letters only.
    NoVowels,
    /// The first half typed, at least five letters; names longer than that only.
    FirstLetters,
}

impl Noise {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self::OneEdit,
        Self::SomeEdits,
        Self::NoVowels,
        Self::FirstLetters,
    ];

    /// The words for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OneEdit => "1 edit",
            Self::SomeEdits => "2-4 edits",
            Self::NoVowels => "vowels dropped",
            Self::FirstLetters => "first letters",
        }
    }

    /// The name after the noise; `None` where it does not apply to it.
    fn apply(self, name: &str, dice: &mut StdRng) -> Option<String> {
        let mut letters: Vec<char> = name.chars().collect();
        let typed: Vec<char> = match self {
            Self::OneEdit if letters.len() >= 5 => {
                edit(&mut letters, dice);
                letters
            }
            Self::SomeEdits if letters.len() >= 8 => {
                for _ in 0..(letters.len() / 4).min(4) {
                    edit(&mut letters, dice);
                }
                letters
            }
            Self::NoVowels => {
                let heard = |(at, c): &(usize, char)| *at == 0 || !"aeiou".contains(*c);
                letters
                    .into_iter()
                    .enumerate()
                    .filter(heard)
                    .map(|(_, c)| c)
                    .collect()
            }
            Self::FirstLetters if letters.len() > 5 => {
                letters.truncate(letters.len().div_ceil(2).max(5));
                letters
            }
            _ => return None,
        };
        let typed: String = typed.into_iter().collect();
        let enough =
            self != Self::NoVowels || typed.chars().filter(|c| c.is_alphanumeric()).count() >= 4;
        (typed != name && enough).then_some(typed)
    }
}

/// Changes one letter after the first, as fingers do.
fn edit(letters: &mut Vec<char>, dice: &mut StdRng) {
    let at = dice.random_range(1..letters.len().max(2));
    let letter = char::from(dice.random_range(b'a'..=b'z'));
    match dice.random_range(0..4) {
        0 => {
            if let Some(place) = letters.get_mut(at) {
                *place = letter;
            }
        }
        1 if at < letters.len() => {
            letters.remove(at);
        }
        2 if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters.insert(at.min(letters.len()), letter),
    }
}

/// A text as typed, and what was meant by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The text.
    pub typed: String,
    /// The keys any of which it may mean (see [`super::Candidate::key`]).
    pub meant: BTreeSet<Box<str>>,
}

/// One pair for every distinct name the noise applies to; the same for the same seed.
#[must_use]
pub fn noisy(names: &[(Box<str>, Box<str>)], noise: Noise, seed: u64) -> Vec<Pair> {
    let mut dice = StdRng::seed_from_u64(seed);
    let meant = meanings(names.iter().map(|(name, key)| (&**name, key)));
    let mut seen = HashSet::new();
    let mut pairs = Vec::new();
    for (name, _) in names {
        let folded = fold(name);
        if let Some(typed) = noise
            .apply(&folded, &mut dice)
            .filter(|_| !seen.contains(&folded))
        {
            let meant = meant.get(&folded).cloned().unwrap_or_default();
            pairs.push(Pair { typed, meant });
            seen.insert(folded);
        }
    }
    pairs
}

/// What every name, folded, may mean.
#[must_use]
pub fn meanings<'a>(
    names: impl Iterator<Item = (&'a str, &'a Box<str>)>,
) -> HashMap<String, BTreeSet<Box<str>>> {
    let mut meant: HashMap<String, BTreeSet<Box<str>>> = HashMap::new();
    for (name, key) in names {
        meant.entry(fold(name)).or_default().insert(key.clone());
    }
    meant
}

/// What was found for a number of pairs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many pairs.
    pub n: usize,
    /// For how many the first candidate was what was meant.
    pub top1: usize,
    /// For how many it was among the first three.
    pub top3: usize,
    /// For how many it was among all that were shown.
    pub shown: usize,
    /// How many were refused.
    pub refused: usize,
    /// How many are the very name of something else, and so confirmed as that.
    pub another: usize,
}

impl Tally {
    /// Adds what was found for a pair.
    pub fn add(&mut self, pair: &Pair, found: &Found) {
        let at = found
            .candidates
            .iter()
            .position(|candidate| pair.meant.contains(&candidate.key));
        self.n += 1;
        self.top1 += usize::from(at == Some(0));
        self.top3 += usize::from(at.is_some_and(|at| at < 3));
        self.shown += usize::from(at.is_some());
        self.refused += usize::from(found.action == Action::Refuse);
        self.another += usize::from(found.action == Action::Confirm && at.is_none());
    }

    /// A number of them in percent.
    #[must_use]
    pub fn percent(&self, of: usize) -> f64 {
        100.0 * of as f64 / self.n.max(1) as f64
    }
}

/// What happens to names that are not in the list: every name is asked for in an
/// index of `parts` without its own generic. Nothing can be right there.
#[must_use]
pub fn unknown(names: &[ProductName], parts: usize) -> Tally {
    let keys: BTreeSet<&Box<str>> = names.iter().map(|name| &name.generic_key).collect();
    let part_of: HashMap<&Box<str>, usize> = keys
        .into_iter()
        .enumerate()
        .map(|(at, key)| (key, at % parts.max(1)))
        .collect();
    let part = |name: &&ProductName| part_of.get(&name.generic_key).copied().unwrap_or_default();
    let mut tally = Tally::default();
    for this in 0..parts {
        let (asked, kept): (Vec<&ProductName>, Vec<&ProductName>) =
            names.iter().partition(|name| part(name) == this);
        let known: HashSet<String> = kept.iter().map(|name| fold(&name.name)).collect();
        let index = Products::new(
            Vec::<Product>::new(),
            kept.into_iter().cloned().collect(),
            &[],
        );
        for name in asked
            .into_iter()
            .filter(|name| !known.contains(&fold(&name.name)))
        {
            let pair = Pair {
                typed: name.name.to_string(),
                meant: BTreeSet::new(),
            };
            tally.add(&pair, &index.find(&name.name));
        }
    }
    tally
}
