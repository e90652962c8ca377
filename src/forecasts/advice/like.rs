//! How much may be used of what nobody has used there yet: as much as at facilities like it.

use super::Demand;
use super::order::Policy;
use crate::forecasts::conformal::Interval;
use crate::forecasts::series::Frequency;
use crate::forecasts::sorted;
use crate::forecasts::spread::{CHANCES, Spread};

/// Fewer facilities tell nothing of another one.
pub const FEWEST: usize = 5;

/// How much larger or smaller than those like it a facility may be taken to be.
const LARGEST: f64 = 20.0;

/// How what nobody has used there yet is ordered: enough for the one in the middle of those like it, without any for safety.
/// How much more the largest of them use says how little is known of this one, not how much it may need: to order for that,
/// a facility of which nothing is known would be told to order many times what most like it ever use. It is looked at again
/// each month, and after a few it has a history of its own.
#[must_use]
pub fn policy() -> Policy {
    Policy {
        service: 0.5,
        ..Policy::default()
    }
}

/// What is expected of a stock without a history.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// Of a month.
    month: Spread,
    /// From how many facilities.
    pub peers: usize,
}

impl Start {
    /// From what is used a month at facilities like it, and by how many times it uses more than these do of what else it
    /// has. Which of them it is like nobody knows: it may use as much as any, so its interval is theirs, and wide.
    #[must_use]
    pub fn of(a_month: &[f64], size: f64) -> Option<Self> {
        let mut known: Vec<f64> = a_month
            .iter()
            .copied()
            .filter(|used| used.is_finite())
            .collect();
        if known.len() < FEWEST {
            return None;
        }
        let size = if size.is_finite() && size > 0.0 {
            size.clamp(1.0 / LARGEST, LARGEST)
        } else {
            1.0
        };
        known.sort_unstable_by(f64::total_cmp);
        // Each stands for the middle of its share.
        let at = |chance: f64| size * sorted::at(&known, chance * known.len() as f64 - 0.5);
        Some(Self {
            month: Spread::new(at(0.5), CHANCES.map(at)),
            peers: known.len(),
        })
    }

    /// Units expected to be used in a month.
    #[must_use]
    pub fn point(&self) -> f64 {
        self.month.point()
    }

    /// How sure that is, of one month.
    #[must_use]
    pub fn interval(&self) -> Interval {
        let at = |chance| self.month.quantile(chance);
        Interval {
            of80: (at(0.1).min(self.point()), at(0.9).max(self.point())),
            of95: (at(0.025).min(self.point()), at(0.975).max(self.point())),
        }
    }

    /// How much may be used within some months: what it is off by in one it is off by in all.
    #[must_use]
    pub fn demand(&self, months: u16) -> Demand {
        let totals: Vec<Spread> = (1..=months)
            .map(|months| self.month.times(f64::from(months)))
            .collect();
        Demand::new(&totals, Frequency::Month)
    }
}

#[cfg(test)]
mod tests {
    use super::super::MONTH;
    use super::super::order::order;
    use super::*;

    #[test]
    fn a_start_is_what_others_use_by_how_large_it_is() {
        let used: Vec<f64> = (1..=99).map(f64::from).collect();
        let start = Start::of(&used, 2.0).unwrap();
        assert_eq!((start.peers, start.point()), (99, 100.0));
        let interval = start.interval();
        assert!((interval.of80.0 - 20.8).abs() < 0.5 && (interval.of80.1 - 179.2).abs() < 0.5);
        assert!(interval.of95.0 < interval.of80.0 && interval.of95.1 > interval.of80.1);
        let half = start.demand(6).within(365.25 / 2.0);
        assert!((half.point() - 600.0).abs() < 1e-9);
        // What it is off by does not even out.
        assert!((half.quantile(0.9) - 6.0 * interval.of80.1).abs() < 1.0);
    }

    #[test]
    fn it_is_ordered_for_the_middle_however_much_the_largest_use() {
        // 10 a month at most of them, and 1,000 at three of ten.
        let used = [10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0, 1e3, 1e3, 1e3];
        let start = Start::of(&used, 1.0).unwrap();
        assert!(start.interval().of80.1 > 900.0, "{start:?}");
        let order = order(0.0, 0.0, &start.demand(6), policy());
        // A month and two weeks, and a month more.
        let months = 1.0 + 14.0 / MONTH;
        assert!(
            (order.reorder_level - 10.0 * months).abs() < 1e-6,
            "{order:?}"
        );
        assert!(
            (order.maximum - 10.0 * (months + 1.0)).abs() < 1e-6,
            "{order:?}"
        );
    }

    #[test]
    fn few_tell_nothing_and_no_size_is_absurd() {
        assert_eq!(Start::of(&[5.0; 4], 1.0), None);
        assert_eq!(Start::of(&[5.0, 5.0, 5.0, 5.0, f64::NAN], 1.0), None);
        for (size, point) in [(f64::NAN, 5.0), (0.0, 5.0), (1e9, 100.0), (1e-9, 0.25)] {
            let start = Start::of(&[5.0; 5], size).unwrap();
            assert!((start.point() - point).abs() < 1e-9, "{size}");
        }
    }
}
