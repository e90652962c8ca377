//! How long it takes until what was ordered comes.

use crate::forecasts::sorted;

/// How many equally likely times a lead time is told by.
pub const TIMES: usize = 9;

/// No order takes longer, in days.
const LONGEST: f64 = 3_650.0;

/// Equally likely numbers of days until something comes, the shortest first. What shares a
/// supplier is late together: the times of several are taken in their order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeadTime {
    days: [f64; TIMES],
}

impl LeadTime {
    /// Always as many days.
    #[must_use]
    pub fn fixed(days: f64) -> Self {
        Self {
            days: [sane(days); TIMES],
        }
    }

    /// As long as it took before, in days; nothing where it is not known of any.
    #[must_use]
    pub fn observed(days: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut known: Vec<f64> = days
            .into_iter()
            .filter(|days| !days.is_nan())
            .map(sane)
            .collect();
        known.sort_unstable_by(f64::total_cmp);
        if known.is_empty() {
            return None;
        }
        let mut at = 0.5;
        let days = [(); TIMES].map(|()| {
            let place = at / TIMES as f64 * known.len() as f64 - 0.5;
            at += 1.0;
            sorted::at(&known, place)
        });
        Some(Self { days })
    }

    /// How long what was ordered so many days ago may still take; nothing where it never took as long.
    #[must_use]
    pub fn remaining(&self, ordered_ago: f64) -> Option<Self> {
        let left = |days: &f64| Some(days - ordered_ago).filter(|left| *left > 0.0);
        Self::observed(self.days.iter().filter_map(left))
    }

    /// The times, in days.
    #[must_use]
    pub fn days(&self) -> &[f64; TIMES] {
        &self.days
    }

    /// The mean, in days.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.days.iter().sum::<f64>() / TIMES as f64
    }
}

fn sane(days: f64) -> f64 {
    if days.is_nan() {
        0.0
    } else {
        days.clamp(0.0, LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_stand_for_those_that_were_seen() {
        assert_eq!(LeadTime::observed([14.0]), Some(LeadTime::fixed(14.0)));
        let seen = LeadTime::observed((1..=90).map(f64::from)).unwrap();
        assert!((seen.mean() - 45.5).abs() < 1e-9, "{seen:?}");
        assert!((seen.days()[0] - 5.5).abs() < 1e-9, "{seen:?}");
        assert_eq!(LeadTime::observed([]), None);
        assert_eq!(LeadTime::fixed(f64::NAN).mean(), 0.0);
    }

    #[test]
    fn what_is_on_its_way_comes_sooner_unless_it_is_overdue() {
        let seen = LeadTime::observed([10.0, 20.0, 30.0]).unwrap();
        let left = seen.remaining(15.0).unwrap();
        assert!(left.days().iter().all(|days| (0.0..=15.0).contains(days)));
        assert!(left.mean() < seen.mean());
        assert_eq!(seen.remaining(30.0), None);
    }
}
