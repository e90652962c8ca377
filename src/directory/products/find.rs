//! Finding products by a name as callers type it.

use std::collections::HashSet;

use super::super::catalogue::NameKind;
use super::super::names::{Action, CLOSE_ENOUGH, Candidate, Found, Hit, MOST, fold, likeness};
use super::{Name, Products};

/// Candidates this much below the best are not shown.
const SPREAD: f32 = 0.3;

/// Below this the words of a text are also tried one by one, for half of a
/// likeness is often another word beside the name.
const DOUBTFUL: f32 = 0.75;

/// What a likeness without strength and form words is worth, and to one word alone.
const BARE: f32 = 0.98;
const ONE_WORD: f32 = 0.85;

/// Words about form, amount and asking that are no part of a medicine's name.
const FILLERS: &[&str] = &[
    "amp",
    "bottle",
    "cap",
    "caps",
    "capsule",
    "capsules",
    "comprime",
    "cream",
    "dawa",
    "drops",
    "for",
    "g",
    "gel",
    "inj",
    "injection",
    "magani",
    "mcg",
    "medicine",
    "medicament",
    "mg",
    "ml",
    "ointment",
    "pill",
    "pills",
    "sirop",
    "susp",
    "suspension",
    "syrup",
    "tab",
    "tabs",
    "tablet",
    "tablets",
    "tembe",
    "vidonge",
    "ya",
];

impl Products {
    /// What a caller may have meant by a product's name.
    #[must_use]
    pub fn find(&self, text: &str) -> Found {
        let folded = fold(text);
        if folded.is_empty() {
            return Found::NOTHING;
        }
        let exact = self.index.exactly(&folded);
        if !exact.is_empty() {
            let hits = exact
                .iter()
                .map(|row| Hit {
                    owner: *row,
                    score: 1.0,
                })
                .collect();
            let shown = self.with_lookalikes(&folded, &self.shown(hits));
            if shown.is_empty() {
                return Found::NOTHING;
            }
            let sure = shown.len() == 1 && shown.iter().all(|candidate| !candidate.lookalike);
            let action = if sure {
                Action::Confirm
            } else {
                Action::Choose
            };
            return Found {
                action,
                candidates: shown,
            };
        }
        let best = self.shown(self.like(&folded));
        let floor = best.first().map_or(0.0, |hit| hit.score - SPREAD);
        let best: Vec<Hit> = best.into_iter().filter(|hit| hit.score >= floor).collect();
        let candidates = self.with_lookalikes(&folded, &best);
        match candidates.is_empty() {
            true => Found::NOTHING,
            false => Found {
                action: Action::Choose,
                candidates,
            },
        }
    }

    /// The names that are something like a text, with and without fillers.
    fn like(&self, folded: &str) -> Vec<Hit> {
        let mut hits = self.index.like(folded, 1.0, CLOSE_ENOUGH);
        let bare = bare(folded);
        if !bare.is_empty() && bare != folded {
            hits.extend(self.index.like(&bare, BARE, CLOSE_ENOUGH));
        }
        let doubtful = hits.iter().all(|hit| hit.score < DOUBTFUL);
        if doubtful && bare.contains(' ') {
            for word in bare.split(' ').filter(|word| word.len() >= 4).take(6) {
                hits.extend(self.index.like(word, ONE_WORD, CLOSE_ENOUGH));
            }
        }
        hits
    }

    /// The best name of every generic that callers are told of, best first; none where a
    /// name they are not told of is as like: that was meant, and no other may stand for it.
    fn shown(&self, hits: Vec<Hit>) -> Vec<Hit> {
        let mut best = self.best_of_each(hits);
        let high = best.first().map_or(0.0, |hit| hit.score);
        let hidden = |hit: &Hit| {
            let generic = self.generic_of(hit.owner);
            generic.is_some_and(|generic| self.hides(generic))
        };
        let meant = best.iter().take_while(|hit| hit.score >= high).any(hidden);
        best.retain(|hit| !meant && !hidden(hit));
        best
    }

    /// The best name of every generic, best first.
    fn best_of_each(&self, mut hits: Vec<Hit>) -> Vec<Hit> {
        let name = |hit: &Hit| self.names.get(hit.owner as usize);
        hits.sort_by(|a, b| {
            let rank = |hit| name(hit).map(|name| (name.kind, name.name.len(), &name.name));
            b.score
                .total_cmp(&a.score)
                .then_with(|| rank(a).cmp(&rank(b)))
        });
        let mut seen = HashSet::new();
        hits.retain(|hit| {
            self.generic_of(hit.owner)
                .is_some_and(|generic| seen.insert(generic))
        });
        hits
    }

    /// At most [`MOST`] of them as they are shown: one that is mistaken for others is
    /// followed by those, or left out if they do not all fit.
    fn with_lookalikes(&self, folded: &str, hits: &[Hit]) -> Vec<Candidate> {
        let mut shown: Vec<(u32, Candidate)> = Vec::with_capacity(MOST);
        for hit in hits {
            let Some(name) = self.names.get(hit.owner as usize) else {
                continue;
            };
            let Some(generic) = self.generics.get(name.generic as usize) else {
                continue;
            };
            let is_shown = |of: u32| shown.iter().any(|(generic, _)| *generic == of);
            let mut beside: Vec<(u32, Candidate)> = generic
                .lookalikes
                .iter()
                .filter(|other| !is_shown(**other) && !self.hides(**other))
                .filter_map(|other| Some((*other, self.beside(*other, folded, hits)?)))
                .collect();
            beside.sort_by(|(_, a), (_, b)| b.score.total_cmp(&a.score));
            if shown.is_empty() {
                beside.truncate(MOST - 1);
            }
            let there = is_shown(name.generic);
            if shown.len() + beside.len() + usize::from(!there) > MOST {
                continue;
            }
            if !there {
                let lookalike = !generic.lookalikes.is_empty();
                if let Some(candidate) = self.candidate(name, hit.score, lookalike) {
                    shown.push((name.generic, candidate));
                }
            }
            shown.extend(beside);
        }
        shown.into_iter().map(|(_, candidate)| candidate).collect()
    }

    /// A generic as it stands beside the one it is mistaken for.
    fn beside(&self, generic: u32, folded: &str, hits: &[Hit]) -> Option<Candidate> {
        if let Some(hit) = hits
            .iter()
            .find(|hit| self.generic_of(hit.owner) == Some(generic))
        {
            return self.candidate(self.names.get(hit.owner as usize)?, hit.score, true);
        }
        let name = self.generics.get(generic as usize)?.name.clone();
        let score = likeness(folded, &fold(&name));
        self.candidate(
            &Name {
                name,
                generic,
                kind: NameKind::Generic,
            },
            score,
            true,
        )
    }

    fn candidate(&self, name: &Name, score: f32, lookalike: bool) -> Option<Candidate> {
        let generic = self.generics.get(name.generic as usize)?;
        Some(Candidate {
            id: generic.products.first().copied().unwrap_or_default(),
            key: generic.key.clone(),
            name: name.name.clone(),
            parent: generic.name.clone(),
            score,
            lookalike,
        })
    }
}

/// A text without fillers and without amounts.
fn bare(folded: &str) -> String {
    let is_amount = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let words = folded
        .split(' ')
        .filter(|word| !is_amount(word) && !FILLERS.contains(word));
    words.collect::<Vec<_>>().join(" ")
}
