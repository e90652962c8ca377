//! What the words of stock reports mean, in every language at once: a phone's language may
//! not be known, and people mix. Pure.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::Action;
use crate::directory::names::fold;

mod table;

/// What a word or a phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// What happened.
    Action(Action),
    /// Issued, or nothing left.
    Out,
    /// Says that it is a count, unless something else happened.
    Have,
    /// 0.
    Zero,
    /// None is left.
    Gone,
    /// Why something was lost.
    Reason,
    /// What is counted.
    Unit(Unit),
    /// A measure of strength or volume: the figure before it is no quantity.
    Strength,
    /// Between one item and the next.
    And,
    /// The sign `+` in letters.
    Plus,
    /// Changes nothing: please, today, our.
    Filler,
    /// A kind of facility; otherwise changes nothing.
    Facility,
    /// A greeting; a name may follow.
    Hello,
    /// A thank-you; the sender's name may follow.
    Closing,
    /// Who reports.
    By,
    /// The day of the report follows.
    Day,
    /// Where something came from, or who sends the text.
    From,
    /// Where something went.
    Toward,
    /// A telephone number follows.
    Contact,
    /// A batch number follows.
    Batch,
    /// A day follows on which something expires.
    Expires,
    /// Leaves the figure beside it in doubt: about, half, some.
    Vague,
    /// Changes what all figures mean: needed, not, yesterday.
    Doubt,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Tablets and capsules: people say one for the other.
    Single,
    /// Vials and ampoules.
    Vial,
    Bottle,
    Sachet,
    Tube,
    Test,
    Kit,
    Set,
    Pair,
    Syringe,
    Bag,
    Cycle,
    /// Of anything.
    Piece,
    /// Boxes, strips, tins: how many units are in one is not said.
    Pack,
    /// Packs of which one is one unit, where a product is counted in packs.
    OwnPack,
}

/// A word in the form in which it is looked up.
pub(super) fn key(word: &str) -> String {
    fold(word)
}

/// The words of the longest phrase.
pub(super) const LONGEST: usize = 4;

static MEANINGS: LazyLock<HashMap<&str, Meaning>> = LazyLock::new(|| {
    let languages = table::LANGUAGES.iter();
    let lines = languages.flat_map(|(_, words)| words.iter());
    lines
        .flat_map(|(meaning, words)| words.iter().map(|word| (*word, *meaning)))
        .collect()
});

/// What a word or phrase means, given by its key; `None` for any other.
pub(super) fn meaning(key: &str) -> Option<Meaning> {
    MEANINGS.get(key).copied()
}

/// Letters that words hold by which people ask for something or say how sure they are, in
/// any of their forms.
const ASKING: &[&str] = &[
    "hitaj", "ahitaj", "omba", "agiz", "leten", "letee", "tumi", "haraka", "bukat", "bukac",
    "gagga", "kawo", "aiko", "besoin", "command", "urgen", "envoy", "livr", "need", "order",
    "request", "requir", "send", "suppl", "asap", "emerg", "manqu", "ongez", "want", "deliv",
    "bring", "more", "short", "critic", "estim", "expect", "pend", "suppos",
];

/// Words that change what figures mean, as they are typed in haste: without their vowels
/// (`gvn`, `wnt`, `strps`).
static SHORT: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let words = MEANINGS.iter().filter(|(_, meaning)| {
        matches!(
            meaning,
            Meaning::Action(_)
                | Meaning::Out
                | Meaning::Reason
                | Meaning::Gone
                | Meaning::Unit(Unit::Pack)
                | Meaning::Vague
                | Meaning::Doubt
        )
    });
    let words = words.filter_map(|(word, _)| without_vowels(word));
    words.filter(|word| word.len() > 1).collect()
});

/// A word of Latin letters without its vowels behind the first letter; `None` where it has
/// none there.
fn without_vowels(word: &str) -> Option<String> {
    let first = word.chars().next()?;
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    let rest = word.get(first.len_utf8()..)?;
    let short: String = std::iter::once(first)
        .chain(rest.chars().filter(|c| !vowel(*c)))
        .collect();
    (short != word && word.bytes().all(|b| b.is_ascii_lowercase())).then_some(short)
}

/// Whether a word that is not known looks like one that changes what figures mean: one by
/// which people ask, one without its vowels, or the English forms of a verb, be it that some
/// names look so too.
pub(super) fn asks(key: &str) -> bool {
    SHORT.contains(key)
        || ASKING.iter().any(|letters| key.contains(letters))
        || ["ed", "ing", "age", "tion"]
            .iter()
            .any(|end| key.ends_with(end))
}

/// Whether a word has a meaning of its own.
pub(super) fn is_word(key: &str) -> bool {
    MEANINGS.contains_key(key)
}

impl Unit {
    /// Whether a figure in this unit is a figure in `counted`, the unit of a product, which
    /// may be empty where it is not known.
    pub(super) fn fits(self, counted: &str) -> bool {
        if counted.is_empty() {
            return !matches!(self, Self::Pack | Self::OwnPack | Self::Bag);
        }
        let counted = match meaning(&key(counted)) {
            Some(Meaning::Unit(unit)) => unit,
            _ => return self == Self::Piece,
        };
        self == counted && self != Self::Pack || self == Self::Piece
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_means_two_things() {
        let mut seen: HashMap<&str, (&str, Meaning)> = HashMap::new();
        for (language, words) in table::LANGUAGES {
            for (meaning, words) in words {
                for word in *words {
                    assert_eq!(&*fold(word), *word, "{language} is not folded");
                    assert!(word.split(' ').count() <= LONGEST, "{word}");
                    if let Some((code, other)) = seen.insert(word, (language, *meaning)) {
                        assert_eq!(other, *meaning, "{word} in {code} and {language}");
                        assert_ne!(code, language, "{word} twice");
                    }
                }
            }
        }
        assert!(seen.len() > 500, "{}", seen.len());
    }

    #[test]
    fn every_language_has_every_action() {
        for (language, words) in table::LANGUAGES {
            for action in [
                Action::Count,
                Action::Receipt,
                Action::Issue,
                Action::Loss,
                Action::Expiry,
            ] {
                let told = words.iter().any(|(meaning, words)| {
                    *meaning == Meaning::Action(action) && !words.is_empty()
                });
                assert!(told, "{language} {action:?}");
            }
        }
    }

    #[test]
    fn a_unit_fits_its_own_kind() {
        for (said, counted, fits) in [
            ("tabs", "tab", true),
            ("caps", "tab", true),
            ("tabs", "bottle", false),
            ("pcs", "bottle", true),
            ("bottles", "", true),
            ("boxes", "", false),
            ("packs", "pack", true),
            ("boxes", "pack", false),
            ("strips", "tab", false),
            ("bags", "bag", true),
            ("bags", "", false),
            ("tabs", "roll of six", false),
        ] {
            let Some(Meaning::Unit(unit)) = meaning(said) else {
                panic!("{said}");
            };
            assert_eq!(unit.fits(counted), fits, "{said} {counted}");
        }
    }
}
