//! How sure a forecast is: intervals from how wrong forecasts of the same class were before.
//!
//! Split conformal prediction (Vovk et al., 2005; Lei et al., 2018): errors, by the size
//! of their series' errors, are pooled over a demand class, and their quantiles are
//! those of the next. Only what came before a forecast is used for it.

use std::collections::BTreeMap;

use super::features::Class;
use super::spread::{self, Spread};

/// A pool with fewer errors than this says nothing; a wider one is asked.
const LEAST: usize = 100;

/// What errors are pooled by: a class or all, and how many periods ahead or all.
type Key = (Option<Class>, Option<usize>);

/// Errors by the size of their series' errors, pooled.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pools {
    pools: BTreeMap<Key, Vec<f64>>,
}

/// A forecast's intervals: the lower end and the upper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// What holds 80 of 100.
    pub of80: (f64, f64),
    /// What holds 95 of 100.
    pub of95: (f64, f64),
}

impl Pools {
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

    /// Puts them in order, once all are added.
    pub fn sort(&mut self) {
        for pool in self.pools.values_mut() {
            pool.sort_unstable_by(f64::total_cmp);
        }
    }

    /// How much such a forecast's actual figure may be, from quantiles of the narrowest pool
    /// that has enough errors; while none is known, as if errors were normal and the scale their mean size.
    #[must_use]
    pub fn spread(&self, class: Class, ahead: usize, point: f64, scale: f64) -> Spread {
        let pool = self.pool(class, ahead).filter(|pool| !pool.is_empty());
        let parts = match pool {
            Some(pool) => spread::CHANCES.map(|chance| spread::quantile_of(pool, chance)),
            None => spread::normal(),
        };
        Spread::new(point, parts.map(|part| point + part * scale))
    }

    /// What the next error of such a forecast stays below with that chance, by the size
    /// of the series' errors: of the narrowest pool that has enough of them.
    #[must_use]
    pub fn quantile(&self, class: Class, ahead: usize, chance: f64) -> Option<f64> {
        let pool = self.pool(class, ahead)?;
        Some(spread::quantile_of(pool, chance))
    }

    fn pool(&self, class: Class, ahead: usize) -> Option<&[f64]> {
        let enough = |key| self.pools.get(key).filter(|pool| pool.len() >= LEAST);
        let narrowest = keys(class, ahead).iter().find_map(enough);
        narrowest
            .or_else(|| self.pools.get(&(None, None)))
            .map(Vec::as_slice)
    }

    /// The intervals around a point; nothing below 0 can be used. While no error is known
    /// they are as if errors were normal and the scale their mean size.
    #[must_use]
    pub fn interval(&self, class: Class, ahead: usize, point: f64, scale: f64) -> Interval {
        let end = |chance: f64, normal: f64| {
            let part = self.quantile(class, ahead, chance).unwrap_or(normal);
            (point + part * scale).clamp(0.0, f64::MAX)
        };
        let around = |low: f64, high: f64| (low.min(point), high.max(point));
        Interval {
            of80: around(end(0.1, -1.61), end(0.9, 1.61)),
            of95: around(end(0.025, -2.46), end(0.975, 2.46)),
        }
    }
}

/// The pools of a forecast, the narrowest first.
fn keys(class: Class, ahead: usize) -> [Key; 4] {
    [
        (Some(class), Some(ahead)),
        (Some(class), None),
        (None, Some(ahead)),
        (None, None),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_as_many_as_it_says() {
        let mut pools = Pools::default();
        for at in 0..1_000 {
            pools.add(Class::Steady, 0, f64::from(at) - 500.0, 10.0);
        }
        pools.sort();
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

    #[test]
    fn a_pool_of_few_asks_a_wider_one() {
        let mut pools = Pools::default();
        for _ in 0..99 {
            pools.add(Class::Rare, 0, 5.0, 1.0);
        }
        for _ in 0..300 {
            pools.add(Class::Steady, 0, 1.0, 1.0);
        }
        pools.sort();
        assert_eq!(pools.quantile(Class::Rare, 0, 0.5), Some(1.0));
        pools.add(Class::Rare, 1, 5.0, 1.0);
        pools.sort();
        assert_eq!(pools.quantile(Class::Rare, 0, 0.5), Some(5.0));
        assert_eq!(Pools::default().quantile(Class::Rare, 0, 0.5), None);
        pools.add(Class::Rare, 0, f64::NAN, 1.0);
        pools.add(Class::Rare, 0, 1.0, 0.0);
        pools.sort();
        assert_eq!(pools.quantile(Class::Rare, 0, 0.999), Some(5.0));
    }
}
