//! A chance learned from examples: boosted trees of two questions each.
//!
//! Source: Friedman, "Greedy function approximation: a gradient boosting machine" (2001), with second-order leaves as in
//! Chen & Guestrin, "XGBoost" (2016). Small and the same on every run: features are put into as many bins
//! as `BINS` at most, every split is looked for in all of them, ties go to the first.

use serde::{Deserialize, Serialize};

use super::parallel;

/// Into how many bins a feature's values are put at most.
const BINS: usize = 32;

/// How many trees are grown.
const TREES: usize = 150;

/// What part of a tree's answer is taken.
const RATE: f64 = 0.06;

/// A leaf needs so many examples.
const LEAST: f64 = 50.0;

/// How strongly leaves are drawn to 0.
const DRAWN: f64 = 5.0;

/// Whether a feature is above a value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
struct Question {
    feature: usize,
    above: f64,
    bin: u8,
}

/// A question, one more on either side, and what the four answers add to the log of the odds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Tree {
    first: Question,
    then: [Option<Question>; 2],
    leaves: [[f64; 2]; 2],
}

/// What was learned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forest {
    start: f64,
    trees: Vec<Tree>,
}

/// How much the answers so far are off, and how sure that is, by bin.
type Sums = Vec<(f64, f64, f64)>;

impl Forest {
    /// Learns from examples: features, as many in each, and whether it came so. Nothing where all came or none.
    #[must_use]
    pub fn learn(examples: &[(Vec<f64>, bool)]) -> Option<Self> {
        let n = examples.len();
        let came = examples.iter().filter(|(_, came)| *came).count();
        if came == 0 || came == n {
            return None;
        }
        let width = examples.iter().map(|(x, _)| x.len()).min()?;
        let edges: Vec<Vec<f64>> = (0..width).map(|at| edges(examples, at)).collect();
        let bins: Vec<Vec<u8>> = edges
            .iter()
            .enumerate()
            .map(|(at, edges)| examples.iter().map(|(x, _)| bin(edges, x, at)).collect())
            .collect();
        let start = (came as f64 / (n - came) as f64).ln();
        let mut forest = Self {
            start,
            trees: Vec::with_capacity(TREES),
        };
        let mut logs = vec![start; n];
        for _ in 0..TREES {
            let off: Vec<(f64, f64)> = logs
                .iter()
                .zip(examples)
                .map(|(log, (_, came))| {
                    let chance = chance(*log);
                    (f64::from(u8::from(*came)) - chance, chance * (1.0 - chance))
                })
                .collect();
            let all = vec![true; n];
            let Some(first) = split(&bins, &edges, &off, &all) else {
                break;
            };
            let above = answers(&bins, first);
            let below: Vec<bool> = above.iter().map(|above| !above).collect();
            let then = [&below, &above].map(|within| split(&bins, &edges, &off, within));
            let mut tree = Tree {
                first,
                then,
                leaves: [[0.0; 2]; 2],
            };
            let side = then.map(|question| question.map(|question| answers(&bins, question)));
            let place = |at: usize| {
                let one = usize::from(above.get(at).copied().unwrap_or(false));
                let two = side
                    .get(one)
                    .and_then(|side| side.as_ref()?.get(at).copied());
                (one, usize::from(two.unwrap_or(false)))
            };
            let mut sums = [[(0.0, 0.0); 2]; 2];
            for (at, (gradient, weight)) in off.iter().enumerate() {
                let (one, two) = place(at);
                if let Some(sum) = sums.get_mut(one).and_then(|sums| sums.get_mut(two)) {
                    sum.0 += gradient;
                    sum.1 += weight;
                }
            }
            tree.leaves = sums.map(|pair| pair.map(|(g, h)| RATE * g / (h + DRAWN)));
            for (at, log) in logs.iter_mut().enumerate() {
                let (one, two) = place(at);
                *log += tree.leaf(one, two);
            }
            forest.trees.push(tree);
        }
        Some(forest)
    }

    /// How likely it is with these features, 0 to 1.
    #[must_use]
    pub fn chance(&self, features: &[f64]) -> f64 {
        let log = self.trees.iter().fold(self.start, |log, tree| {
            let above = |question: Question| {
                let value = features.get(question.feature).copied().unwrap_or(0.0);
                usize::from(value > question.above)
            };
            let one = above(tree.first);
            let two = tree.then.get(one).copied().flatten().map_or(0, above);
            log + tree.leaf(one, two)
        });
        chance(log)
    }
}

impl Tree {
    fn leaf(&self, one: usize, two: usize) -> f64 {
        let pair = self.leaves.get(one).and_then(|pair| pair.get(two));
        pair.copied().unwrap_or(0.0)
    }
}

fn chance(log: f64) -> f64 {
    1.0 / (1.0 + (-log).exp())
}

/// Values between bins of about as many examples each.
fn edges(examples: &[(Vec<f64>, bool)], at: usize) -> Vec<f64> {
    let mut values: Vec<f64> = examples
        .iter()
        .filter_map(|(x, _)| x.get(at).copied())
        .collect();
    values.sort_unstable_by(f64::total_cmp);
    let mut edges: Vec<f64> = (1..BINS)
        .filter_map(|bin| values.get(bin * values.len() / BINS).copied())
        .collect();
    edges.dedup();
    edges
}

/// How many edges a value is above.
fn bin(edges: &[f64], features: &[f64], at: usize) -> u8 {
    let value = features.get(at).copied().unwrap_or(0.0);
    let above = edges.partition_point(|edge| *edge < value);
    u8::try_from(above).unwrap_or(u8::MAX)
}

fn answers(bins: &[Vec<u8>], question: Question) -> Vec<bool> {
    let column = bins.get(question.feature).map(Vec::as_slice);
    let above = |bin: &u8| *bin > question.bin;
    column.unwrap_or_default().iter().map(above).collect()
}

/// The question that sets apart best what is within.
fn split(
    bins: &[Vec<u8>],
    edges: &[Vec<f64>],
    off: &[(f64, f64)],
    within: &[bool],
) -> Option<Question> {
    let worth = |g: f64, h: f64| g * g / (h + DRAWN);
    let mut best: Option<(f64, Question)> = None;
    for (feature, (column, edges)) in bins.iter().zip(edges).enumerate() {
        parallel::rest();
        let mut sums: Sums = vec![(0.0, 0.0, 0.0); BINS];
        let mut all = (0.0, 0.0, 0.0);
        for ((bin, (g, h)), within) in column.iter().zip(off).zip(within) {
            if *within && let Some(sum) = sums.get_mut(usize::from(*bin)) {
                *sum = (sum.0 + g, sum.1 + h, sum.2 + 1.0);
                all = (all.0 + g, all.1 + h, all.2 + 1.0);
            }
        }
        let mut low = (0.0, 0.0, 0.0);
        for (at, (above, sum)) in edges.iter().zip(&sums).enumerate() {
            low = (low.0 + sum.0, low.1 + sum.1, low.2 + sum.2);
            if low.2 < LEAST || all.2 - low.2 < LEAST {
                continue;
            }
            let gain =
                worth(low.0, low.1) + worth(all.0 - low.0, all.1 - low.1) - worth(all.0, all.1);
            if gain > best.map_or(1e-9, |(gain, _)| gain) {
                let question = Question {
                    feature,
                    above: *above,
                    bin: u8::try_from(at).unwrap_or(u8::MAX),
                };
                best = Some((gain, question));
            }
        }
    }
    best.map(|(_, question)| question)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both above a half or neither: no single question tells it.
    fn examples() -> Vec<(Vec<f64>, bool)> {
        let part = |at: u32, by: f64| (f64::from(at) * by).fract();
        let one = |at: u32| {
            let (a, b) = (part(at, 0.618_034), part(at, 0.414_214));
            (vec![a, b, part(at, 0.732_051)], (a > 0.5) && (b > 0.3))
        };
        (0..2_000).map(one).collect()
    }

    #[test]
    fn what_two_questions_tell_is_learned() {
        let forest = Forest::learn(&examples()).unwrap();
        for (a, b, came) in [(0.9, 0.8, true), (0.9, 0.1, false), (0.2, 0.9, false)] {
            for noise in [0.1, 0.9] {
                let chance = forest.chance(&[a, b, noise]);
                assert_eq!(chance > 0.5, came, "{a} {b}: {chance}");
                assert!(
                    (0.05..0.95).contains(&chance)
                        || (chance - f64::from(u8::from(came))).abs() < 0.05
                );
            }
        }
        assert_eq!(Forest::learn(&examples()), Some(forest));
    }

    #[test]
    fn of_what_always_or_never_comes_nothing_is_learned() {
        assert_eq!(Forest::learn(&[(vec![1.0], true), (vec![2.0], true)]), None);
        assert_eq!(Forest::learn(&[]), None);
    }
}
