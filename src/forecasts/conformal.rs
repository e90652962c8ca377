//! How sure a forecast is: intervals from how wrong forecasts of the same class were before.
//!
//! Split conformal prediction (Vovk et al., 2005; Lei et al., 2018): errors, by the size
//! of their series' errors, are pooled over a demand class, and their quantiles are
//! those of the next. Only what came before a forecast is used for it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::features::Class;
use super::spread::{self, CHANCES, Spread};

/// A pool with fewer errors than this says nothing; a wider one is asked.
const LEAST: usize = 100;

/// What errors are pooled by: a class or all, and how many periods ahead or all.
type Key = (Option<Class>, Option<usize>);

/// Errors by the size of their series' errors, as they are gathered.
#[derive(Debug, Default)]
pub struct Errors {
    pools: BTreeMap<Key, Vec<f64>>,
}

/// What is kept of errors: the quantiles of each pool for [`CHANCES`]. Pools with too few are left out,
/// but for the one of all.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Pools {
    pools: Vec<(Key, [f64; 15])>,
}

/// A forecast's intervals: the lower end and the upper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// What holds 80 of 100.
    pub of80: (f64, f64),
    /// What holds 95 of 100.
    pub of95: (f64, f64),
}

impl Errors {
    /// Adds one error, of a forecast so many periods ahead of a series of that class;
    /// `scale` is the size of the series' errors.
    pub fn add(&mut self, class: Class, ahead: usize, error: f64, scale: f64) {
        let part = error / scale;
        if scale <= 0.0 || !part.is_finite() {
            return;
        }
        for key in keys(class, ahead) {
            self.pools.entry(key).or_default().push(part);
        }
    }

    /// What they say, once all are added.
    #[must_use]
    pub fn pooled(self) -> Pools {
        let enough = |(key, errors): &(Key, Vec<f64>)| *key == ALL || errors.len() >= LEAST;
        let pools = self.pools.into_iter().filter(enough);
        let quantiles = |(key, mut errors): (Key, Vec<f64>)| {
            errors.sort_unstable_by(f64::total_cmp);
            (
                key,
                CHANCES.map(|chance| spread::quantile_of(&errors, chance)),
            )
        };
        Pools {
            pools: pools.map(quantiles).collect(),
        }
    }
}

impl Pools {
    /// How much such a forecast's actual figure may be, from quantiles of the narrowest pool
    /// that has enough errors; while none is known, as if errors were normal and the scale their mean size.
    #[must_use]
    pub fn spread(&self, class: Class, ahead: usize, point: f64, scale: f64) -> Spread {
        let parts = self.pool(class, ahead);
        Spread::new(point, parts.map(|part| point + part * scale))
    }

    /// What the next error of such a forecast stays below with each of [`CHANCES`], by the size
    /// of the series' errors: of the narrowest pool that has enough of them.
    fn pool(&self, class: Class, ahead: usize) -> [f64; 15] {
        let of = |key: &Key| self.pools.iter().find(|(known, _)| known == key);
        let narrowest = keys(class, ahead).iter().find_map(of);
        narrowest.map_or_else(spread::normal, |(_, quantiles)| *quantiles)
    }

    /// The intervals around a point; nothing below 0 can be used. While no error is known
    /// they are as if errors were normal and the scale their mean size.
    #[must_use]
    pub fn interval(&self, class: Class, ahead: usize, point: f64, scale: f64) -> Interval {
        let [_, low95, _, low80, .., high80, _, high95, _] = self.pool(class, ahead);
        let end = |part: f64| (point + part * scale).clamp(0.0, f64::MAX);
        let around = |low: f64, high: f64| (end(low).min(point), end(high).max(point));
        Interval {
            of80: around(low80, high80),
            of95: around(low95, high95),
        }
    }
}

/// The pool of all errors.
const ALL: Key = (None, None);

/// The pools of a forecast, the narrowest first.
fn keys(class: Class, ahead: usize) -> [Key; 4] {
    [
        (Some(class), Some(ahead)),
        (Some(class), None),
        (None, Some(ahead)),
        ALL,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_as_many_as_it_says() {
        let mut errors = Errors::default();
        for at in 0..1_000 {
            errors.add(Class::Steady, 0, f64::from(at) - 500.0, 10.0);
        }
        let pools = errors.pooled();
        let interval = pools.interval(Class::Steady, 0, 1_000.0, 10.0);
        let holds = |(low, high): (f64, f64)| {
            let within = |at: &i32| (low..=high).contains(&(500.0 + f64::from(*at)));
            (0..1_000).filter(within).count()
        };
        assert!(holds(interval.of80).abs_diff(800) <= 2, "{interval:?}");
        assert!(holds(interval.of95).abs_diff(950) <= 2, "{interval:?}");
        // Twice the size of errors, twice as wide.
        let wide = pools.interval(Class::Steady, 0, 1_000.0, 20.0);
        let width = |(low, high): (f64, f64)| high - low;
        assert!((width(wide.of80) / width(interval.of80) - 2.0).abs() < 1e-9);
        assert_eq!(pools.interval(Class::Steady, 0, 0.0, 10.0).of80.0, 0.0);
    }

    /// The median of what is added, for the rare.
    fn median(of: &[(Class, usize, f64, usize)]) -> f64 {
        let mut errors = Errors::default();
        for (class, ahead, error, times) in of {
            for _ in 0..*times {
                errors.add(*class, *ahead, *error, 1.0);
            }
        }
        errors
            .pooled()
            .spread(Class::Rare, 0, 10.0, 1.0)
            .quantile(0.5)
            - 10.0
    }

    #[test]
    fn a_pool_of_few_asks_a_wider_one() {
        let steady = (Class::Steady, 0, 1.0, 300);
        assert_eq!(median(&[(Class::Rare, 0, 5.0, 99), steady]), 1.0);
        let one_more = (Class::Rare, 1, 5.0, 1);
        assert_eq!(median(&[(Class::Rare, 0, 5.0, 99), one_more, steady]), 5.0);
        assert_eq!(median(&[(Class::Rare, 0, 5.0, 3)]), 5.0, "the pool of all");
        assert_eq!(median(&[]), 0.0, "as if normal");
    }

    #[test]
    fn what_is_no_error_is_not_counted() {
        let mut errors = Errors::default();
        errors.add(Class::Rare, 0, f64::NAN, 1.0);
        errors.add(Class::Rare, 0, 1.0, 0.0);
        assert_eq!(errors.pooled(), Pools::default());
    }
}
