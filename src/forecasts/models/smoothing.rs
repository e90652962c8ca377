//! Level-only models: simple exponential smoothing, TSB and IMAPA.
//!
//! Sources: Gardner, "Exponential smoothing: the state of the art" (1985); Teunter,
//! Syntetos & Babai, "Intermittent demand" (2011); Petropoulos & Kourentzes, "Forecast
//! combinations for intermittent demand" (2015).

use crate::forecasts::sorted;

/// What TSB smooths the size of a demand and its probability by.
const TSB: f64 = 0.2;

/// Between what the smoothing of an aggregated series is looked for.
const AGGREGATED: (f64, f64) = (0.1, 0.3);

/// Which quantile caps a history.
const CAPPED: f64 = 0.95;

/// How many periods are added up at most.
const MOST_AGGREGATED: usize = 24;

/// The level behind the last value, smoothed from the first one on.
#[must_use]
pub fn level(values: impl IntoIterator<Item = f64>, alpha: f64) -> f64 {
    let mut values = values.into_iter();
    let first = values.next().unwrap_or(0.0);
    values.fold(first, |level, value| level + alpha * (value - level))
}

/// The sum of squared errors one step ahead.
fn squares(values: &[f64], alpha: f64) -> f64 {
    let mut values = values.iter();
    let mut level = values.next().copied().unwrap_or(0.0);
    let mut sum = 0.0;
    for value in values {
        let error = value - level;
        sum += error * error;
        level += alpha * error;
    }
    sum
}

/// The smoothing between two bounds that would have erred least one step ahead.
#[must_use]
pub fn best_alpha(values: &[f64], (low, high): (f64, f64)) -> f64 {
    least(|alpha| squares(values, alpha), low, high)
}

/// Where a function with one valley is least, by golden section.
pub(super) fn least(of: impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    let ratio = (5.0_f64.sqrt() - 1.0) / 2.0;
    let mut left = high - ratio * (high - low);
    let mut right = low + ratio * (high - low);
    let (mut at_left, mut at_right) = (of(left), of(right));
    while high - low > 1e-4 {
        if at_left < at_right {
            high = right;
            (right, at_right) = (left, at_left);
            left = high - ratio * (high - low);
            at_left = of(left);
        } else {
            low = left;
            (left, at_left) = (right, at_right);
            right = low + ratio * (high - low);
            at_right = of(right);
        }
    }
    f64::midpoint(low, high)
}

/// TSB: how often something is used, times how much is used then, both smoothed.
#[must_use]
pub fn tsb(values: &[f64]) -> f64 {
    let demands = values.iter().copied().filter(|value| *value > 0.0);
    let chance = values.iter().map(|value| f64::from(u8::from(*value > 0.0)));
    level(demands, TSB) * level(chance, TSB)
}

/// Values none of which is above what 95 of 100 of them stay below: a delivery that was
/// handed on whole says little about the next month.
#[must_use]
pub fn capped(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let cap = sorted::at(&sorted, CAPPED * (sorted.len() as f64 - 1.0));
    values.iter().map(|value| value.min(cap)).collect()
}

/// IMAPA: smoothed at every aggregation up to the mean interval between demands, averaged.
#[must_use]
pub fn imapa(values: &[f64]) -> f64 {
    let demands = values.iter().filter(|value| **value > 0.0).count();
    let Some(last) = values.iter().rposition(|value| *value > 0.0) else {
        return 0.0;
    };
    // As statsforecast does, ties to even.
    let interval = ((last + 1) as f64 / demands as f64).round_ties_even();
    let most = (1..=MOST_AGGREGATED.min(values.len()))
        .take_while(|size| *size as f64 <= interval)
        .count()
        .max(1);
    let sum: f64 = (1..=most)
        .map(|size| {
            let sums: Vec<f64> = values
                .rchunks_exact(size)
                .rev()
                .map(|chunk| chunk.iter().sum())
                .collect();
            level(sums.iter().copied(), best_alpha(&sums, AGGREGATED)) / size as f64
        })
        .sum();
    sum / most as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bulk_delivery_is_capped_and_the_rest_is_not() {
        let mut values = vec![10.0; 40];
        values[33] = 240.0;
        assert_eq!(capped(&values), [10.0; 40]);
        assert!(capped(&[]).is_empty());
        assert!(tsb(&capped(&values)) < tsb(&values));
    }

    #[test]
    fn the_search_finds_the_bottom_of_a_valley() {
        let found = least(|at| (at - 0.37).powi(2), 0.0, 1.0);
        assert!((found - 0.37).abs() < 1e-3, "{found}");
    }

    #[test]
    fn tsb_forgets_what_is_no_longer_used_and_croston_would_not() {
        let used = [5.0; 10];
        let stopped: Vec<f64> = used.into_iter().chain([0.0; 10]).collect();
        assert!((tsb(&used) - 5.0).abs() < 1e-9);
        assert!((tsb(&stopped) - 5.0 * 0.8_f64.powi(10)).abs() < 1e-9);
    }
}
