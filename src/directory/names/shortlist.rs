//! Many names, and the few of them that are like a text.

use std::collections::HashMap;

use super::fold::fold;
use super::grams::Grams;
use super::score::{Text, Typed};

/// How many names are compared for sharing pieces, and for beginning alike.
const COMPARED: usize = 64;
const BEGINNING: usize = 24;

/// How many of the best are surely found; several may be of one owner.
const KEPT: usize = 20;

/// Which of two equally good names goes first: the lower.
pub(in crate::directory) type Rank = (u8, u32);

/// A name that is like the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::directory) struct Hit {
    /// Whose name it is, as given to [`Names::new`].
    pub(in crate::directory) owner: u32,
    /// How alike, 0 to 1.
    pub(in crate::directory) score: f32,
}

/// Many names, each somebody's.
#[derive(Debug, Clone, Default)]
pub(in crate::directory) struct Names {
    /// In the order of their letters.
    texts: Vec<Text>,
    owners: Vec<u32>,
    ranks: Vec<Rank>,
    grams: Grams,
    /// Who is called exactly this, by folded name.
    exact: HashMap<Box<str>, Vec<u32>>,
}

impl Names {
    /// Of names as written, their owners and their ranks. Names without a letter or
    /// a digit cannot be asked for and are left out.
    pub(in crate::directory) fn new<'a>(names: impl Iterator<Item = (&'a str, u32, Rank)>) -> Self {
        let mut exact: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        let mut rows = Vec::new();
        for (name, owner, rank) in names {
            let folded = fold(name);
            if !folded.is_empty() {
                rows.push((Text::of(&folded), owner, rank));
                let owners = exact.entry(folded.into()).or_default();
                if !owners.contains(&owner) {
                    owners.push(owner);
                }
            }
        }
        rows.sort_by(|a, b| a.0.letters.cmp(&b.0.letters).then(a.2.cmp(&b.2)));
        let mut all = Self {
            exact,
            ..Self::default()
        };
        for (text, owner, rank) in rows {
            all.texts.push(text);
            all.owners.push(owner);
            all.ranks.push(rank);
        }
        all.grams = Grams::new(&all.texts);
        all
    }

    /// Who is called exactly this, folded.
    pub(in crate::directory) fn exactly(&self, folded: &str) -> &[u32] {
        self.exact.get(folded).map_or(&[], Vec::as_slice)
    }

    /// Who is called something like this, folded, from `least` up, times `worth`: in
    /// no order, an owner once for each of its names, and only the best [`KEPT`] surely.
    pub(in crate::directory) fn like(&self, folded: &str, worth: f32, least: f32) -> Vec<Hit> {
        let typed = Typed::new(folded);
        let mut names = self.beginning(&typed.text().letters);
        names.extend(self.grams.alike(typed.text(), COMPARED));
        let mut least = least / worth;
        let mut hits: Vec<(Hit, u32)> = Vec::with_capacity(names.len());
        let mut best = Vec::with_capacity(KEPT + 1);
        for name in names {
            let row = self
                .texts
                .get(name as usize)
                .zip(self.owners.get(name as usize));
            let Some((text, owner)) = row else { continue };
            let score = typed.likeness(text, least);
            if score < least || hits.iter().any(|(_, other)| *other == name) {
                continue;
            }
            hits.push((
                Hit {
                    owner: *owner,
                    score: score * worth,
                },
                name,
            ));
            // What is worse than enough others need not be compared to the end.
            let at = best.partition_point(|better| *better >= score);
            best.insert(at, score);
            best.truncate(KEPT);
            if let Some(last) = best.get(KEPT - 1) {
                least = least.max(*last);
            }
        }
        hits.into_iter().map(|(hit, _)| hit).collect()
    }

    /// The best few names that begin with these letters.
    fn beginning(&self, letters: &str) -> Vec<u32> {
        let from = self.texts.partition_point(|text| *text.letters < *letters);
        let rest = self.texts.get(from..).unwrap_or_default();
        let count = rest.partition_point(|text| text.letters.starts_with(letters));
        let length = |name: usize| self.texts.get(name).map(|text| text.letters.len());
        let mut names: Vec<usize> = (from..from + count).collect();
        if count > BEGINNING {
            names.select_nth_unstable_by_key(BEGINNING, |name| {
                (length(*name), self.ranks.get(*name))
            });
            names.truncate(BEGINNING);
        }
        names
            .into_iter()
            .filter_map(|name| u32::try_from(name).ok())
            .collect()
    }
}
