//! Which names share enough pieces with a text to be worth comparing.
//!
//! A name's pieces are the runs of two and of three letters of its letters and of
//! its sound, the beginning counted as a letter. Every piece has the list of the
//! names it is in. A search adds up the lists of the text's pieces, the
//! shortest first, until a fixed number of entries was read, so that its time does
//! not grow with the number of names nor with how common the pieces are.

use std::cell::RefCell;

use super::fold::is_bones;
use super::score::Text;

/// Kinds of letters told apart; rare ones share a kind.
const LETTERS: usize = 64;
const PAIRS: usize = LETTERS * LETTERS;
const TRIPLES: usize = PAIRS * LETTERS;
/// Where the pieces of the sound begin, after those of the letters.
const OF_SOUND: usize = PAIRS + TRIPLES;
const PIECES: usize = 2 * OF_SOUND;

/// Entries read in one search.
const BUDGET: usize = 4_000;

/// The pieces of many names.
#[derive(Debug, Clone, Default)]
pub(super) struct Grams {
    /// Where the list of each piece starts in `names`; one more for the end.
    starts: Vec<u32>,
    /// The names of each piece, list after list.
    names: Vec<u32>,
    /// How many pieces each name has.
    counts: Vec<u16>,
}

/// The kind of a letter; 0 is the beginning.
fn kind(c: char) -> usize {
    match c {
        'a'..='z' => c as usize - 'a' as usize + 1,
        '0'..='9' => c as usize - '0' as usize + 27,
        _ => 37 + c as usize % (LETTERS - 37),
    }
}

/// The pieces of a text, each once.
fn pieces(text: &Text) -> Vec<usize> {
    let mut pieces = Vec::with_capacity(2 * (text.letters.len() + text.sound.len()));
    for (base, text) in [(0, &text.letters), (OF_SOUND, &text.sound)] {
        let (mut before, mut last) = (None, 0);
        for kind in text.chars().map(kind) {
            pieces.push(base + last * LETTERS + kind);
            if let Some(before) = before {
                pieces.push(base + PAIRS + before * PAIRS + last * LETTERS + kind);
            }
            (before, last) = (Some(last), kind);
        }
    }
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}

impl Grams {
    /// Of the names, which are then known by their positions.
    pub(super) fn new(texts: &[Text]) -> Self {
        let pieces: Vec<Vec<usize>> = texts.iter().map(pieces).collect();
        let mut starts = vec![0_u32; PIECES + 2];
        for piece in pieces.iter().flatten() {
            if let Some(count) = starts.get_mut(piece + 2) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut names = vec![0_u32; sum as usize];
        for (name, pieces) in (0_u32..).zip(&pieces) {
            for piece in pieces {
                // The start of the next piece serves as this one's pen until all are written.
                if let Some(pen) = starts.get_mut(piece + 1) {
                    if let Some(place) = names.get_mut(*pen as usize) {
                        *place = name;
                    }
                    *pen += 1;
                }
            }
        }
        starts.pop();
        let counts = pieces
            .iter()
            .map(|pieces| u16::try_from(pieces.len()).unwrap_or(u16::MAX))
            .collect();
        Self {
            starts,
            names,
            counts,
        }
    }

    fn list(&self, piece: usize) -> &[u32] {
        let start = self.starts.get(piece).copied().unwrap_or_default() as usize;
        let end = self.starts.get(piece + 1).copied().unwrap_or_default() as usize;
        self.names.get(start..end).unwrap_or_default()
    }

    /// About `most` names that share the most with a text, the most alike first.
    pub(super) fn alike(&self, text: &Text, most: usize) -> Vec<u32> {
        let mut pieces = pieces(text);
        if is_bones(&text.letters) {
            // Letters that only met because the vowels are gone meet in other names.
            pieces.retain(|piece| *piece >= OF_SOUND);
        }
        let mut lists: Vec<&[u32]> = pieces.iter().map(|piece| self.list(*piece)).collect();
        lists.sort_unstable_by_key(|list| list.len());
        SCRATCH.with_borrow_mut(|scratch| {
            scratch.count(&lists, self.counts.len());
            let alike = best(self.worths(scratch, pieces.len()), most);
            scratch.clear();
            alike
        })
    }

    /// What the names met are worth, without those that share less than half of
    /// what another does and will not be the best: twice what they share over
    /// what both have, in 1/256 (Dice), where a name longer than the text counts
    /// only half of the excess.
    fn worths(&self, scratch: &Scratch, typed: usize) -> Vec<(u8, u32)> {
        let shared = |name: &u32| {
            scratch
                .shared
                .get(*name as usize)
                .copied()
                .unwrap_or_default()
        };
        let least = scratch.met.iter().map(shared).max().unwrap_or_default() / 2;
        let near = scratch.met.iter().filter(|name| shared(name) >= least);
        let worth = near.map(|name| {
            let theirs = usize::from(self.counts.get(*name as usize).copied().unwrap_or_default());
            let theirs = theirs.min(typed) + theirs.saturating_sub(typed) / 2;
            let dice = usize::from(shared(name)) * 510 / (typed + theirs).max(1);
            (u8::try_from(dice).unwrap_or(u8::MAX), *name)
        });
        worth.collect()
    }
}

thread_local! {
    /// Kept by each thread, for allocating and clearing a count for every name took
    /// longer than counting.
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// How many pieces each name shares with one text.
#[derive(Default)]
struct Scratch {
    /// By name; all 0 between two searches.
    shared: Vec<u8>,
    /// The names that share any.
    met: Vec<u32>,
}

impl Scratch {
    /// Reads lists, the first of them surely, until the budget is spent.
    fn count(&mut self, lists: &[&[u32]], names: usize) {
        if self.shared.len() < names {
            self.shared.resize(names, 0);
        }
        let mut read = 0;
        for list in lists {
            read += list.len();
            if read > BUDGET && !self.met.is_empty() {
                break;
            }
            for name in *list {
                if let Some(shared) = self.shared.get_mut(*name as usize) {
                    if *shared == 0 {
                        self.met.push(*name);
                    }
                    *shared = shared.saturating_add(1);
                }
            }
        }
    }

    fn clear(&mut self) {
        for name in self.met.drain(..) {
            if let Some(shared) = self.shared.get_mut(name as usize) {
                *shared = 0;
            }
        }
    }
}

/// About the `most` names of the highest worth, those first.
fn best(mut names: Vec<(u8, u32)>, most: usize) -> Vec<u32> {
    if names.len() > most {
        let mut of_worth = [0_usize; 256];
        for (worth, _) in &names {
            if let Some(count) = of_worth.get_mut(usize::from(*worth)) {
                *count += 1;
            }
        }
        let mut kept = 0;
        let least = (0..=u8::MAX)
            .rev()
            .zip(of_worth.iter().rev())
            .find_map(|(worth, count)| {
                kept += count;
                (kept >= most).then_some(worth)
            });
        let least = least.unwrap_or_default();
        names.retain(|(worth, _)| *worth >= least);
    }
    names.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    names.truncate(2 * most);
    names.into_iter().map(|(_, name)| name).collect()
}
