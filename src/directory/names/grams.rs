//! Which names share enough pieces with a text to be worth comparing.
//!
//! A name's pieces are the runs of two and of three letters of its letters and of
//! its sound, the beginning counted as a letter. Every piece has the list of the
//! names it is in. A search adds up the lists of the text's pieces, the
//! shortest first, until a fixed number of entries was read, so that its time does
//! not grow with the number of names nor with how common the pieces are.

use super::score::Text;

/// Kinds of letters told apart; rare ones share a kind.
const LETTERS: usize = 64;
const PAIRS: usize = LETTERS * LETTERS;
const TRIPLES: usize = PAIRS * LETTERS;
const PIECES: usize = 2 * (PAIRS + TRIPLES);

/// Entries read in one search.
const BUDGET: usize = 6_000;

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
    for (base, text) in [(0, &text.letters), (PAIRS + TRIPLES, &text.sound)] {
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
        let pieces = pieces(text);
        let typed = pieces.len();
        let mut lists: Vec<&[u32]> = pieces.iter().map(|piece| self.list(*piece)).collect();
        lists.sort_unstable_by_key(|list| list.len());
        let mut shared = vec![0_u8; self.counts.len()];
        let mut met: Vec<u32> = Vec::with_capacity(BUDGET);
        let mut read = 0;
        for list in lists {
            read += list.len();
            if read > BUDGET && !met.is_empty() {
                break;
            }
            for name in list {
                if let Some(shared) = shared.get_mut(*name as usize) {
                    if *shared == 0 {
                        met.push(*name);
                    }
                    *shared = shared.saturating_add(1);
                }
            }
        }
        let most_shared = shared.iter().copied().max().unwrap_or_default();
        let worth = |name: u32| {
            let shared = shared.get(name as usize).copied().unwrap_or_default();
            // What shares less than a third of the most will not be the best.
            if shared < most_shared / 3 {
                return None;
            }
            let theirs = usize::from(self.counts.get(name as usize).copied().unwrap_or_default());
            // Twice what they share over what both have, in 1/256 (Dice), where a name
            // longer than the text counts only half of the excess.
            let theirs = theirs.min(typed) + theirs.saturating_sub(typed) / 2;
            let dice = usize::from(shared) * 510 / (typed + theirs).max(1);
            Some((u8::try_from(dice).unwrap_or(u8::MAX), name))
        };
        best(met.into_iter().filter_map(worth).collect(), most)
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
