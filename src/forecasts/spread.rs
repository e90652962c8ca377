//! How much may be used over a time: a distribution, kept as its quantiles.

use super::conformal::Interval;
use super::sorted;

/// For which chances a quantile is kept.
pub const CHANCES: [f64; 15] = [
    0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99,
];

/// The same chances of a normal distribution, in standard deviations.
const NORMAL: [f64; 15] = [
    -2.326_35, -1.959_96, -1.644_85, -1.281_55, -0.841_62, -0.524_4, -0.253_35, 0.0, 0.253_35,
    0.524_4, 0.841_62, 1.281_55, 1.644_85, 1.959_96, 2.326_35,
];

/// No figure is above this one, so that what is reckoned with it stays finite.
const MOST: f64 = 1e100;

/// Where the last tenth of the chances begins, which tells how fast the tail falls.
const TAIL: usize = 11;

/// How likely it is that at most so many units are used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Units that are expected to be used.
    point: f64,
    /// One a chance of [`CHANCES`], ascending.
    quantiles: [f64; 15],
}

impl Spread {
    /// Of what is expected and a quantile for each of [`CHANCES`], in units. What is below 0 or no
    /// number is 0, what is lower than the one before it is raised to it.
    #[must_use]
    pub fn new(point: f64, quantiles: [f64; 15]) -> Self {
        let mut least = 0.0_f64;
        Self {
            point: sane(point),
            quantiles: quantiles.map(|quantile| {
                least = least.max(sane(quantile));
                least
            }),
        }
    }

    /// Nothing is used, for certain.
    #[must_use]
    pub fn nothing() -> Self {
        Self::new(0.0, [0.0; 15])
    }

    /// As a point and the ends of its intervals tell, the median at the point; between them and
    /// beyond as a normal distribution runs on each side.
    #[must_use]
    pub fn of_interval(point: f64, interval: Interval) -> Self {
        let known = [
            (-1.959_96, interval.of95.0),
            (-1.281_55, interval.of80.0),
            (0.0, point),
            (1.281_55, interval.of80.1),
            (1.959_96, interval.of95.1),
        ];
        let at = |normal: f64| {
            let pairs = || known.iter().zip(known.iter().skip(1));
            let within = pairs().find(|(_, above)| normal <= above.0);
            within
                .or_else(|| pairs().next_back())
                .map_or(point, |(low, high)| {
                    low.1 + (high.1 - low.1) * (normal - low.0) / (high.0 - low.0)
                })
        };
        Self::new(point, NORMAL.map(at))
    }

    /// Units that are expected to be used.
    #[must_use]
    pub fn point(&self) -> f64 {
        self.point
    }

    /// One a chance of [`CHANCES`], in units, ascending: what to keep to make it again with [`Spread::new`].
    #[must_use]
    pub fn quantiles(&self) -> &[f64; 15] {
        &self.quantiles
    }

    /// What is not exceeded with that chance, in units. Beyond the last of [`CHANCES`] the tail falls
    /// as it did before, exponentially.
    #[must_use]
    pub fn quantile(&self, chance: f64) -> f64 {
        let chance = chance.clamp(0.0, 0.9999);
        let above = CHANCES.partition_point(|known| *known < chance);
        let get = |at: usize| self.quantiles.get(at).copied().unwrap_or(0.0);
        match (above.checked_sub(1), CHANCES.get(above)) {
            (None, Some(first)) => get(0) * chance / first,
            (Some(below), Some(high)) => {
                let low = CHANCES.get(below).copied().unwrap_or(0.0);
                get(below) + (get(above) - get(below)) * (chance - low) / (high - low)
            }
            (_, None) => (self.last() + self.fall() * (0.01 / (1.0 - chance)).ln()).min(MOST),
        }
    }

    /// How likely it is that so many units are used, or more: 1 of none, and never more for more.
    #[must_use]
    pub fn reaches(&self, units: f64) -> f64 {
        if units.is_nan() || units <= 0.0 {
            return 1.0;
        }
        let above = self.quantiles.partition_point(|known| *known < units);
        let known = |at: usize| (CHANCES.get(at).copied(), self.quantiles.get(at).copied());
        let (low, from) = match above.checked_sub(1).map(known) {
            Some((Some(chance), Some(quantile))) => (chance, quantile),
            _ => (0.0, 0.0),
        };
        match known(above) {
            (Some(high), Some(to)) if to > from => {
                1.0 - (low + (high - low) * ((units - from) / (to - from)).min(1.0))
            }
            (Some(high), _) => 1.0 - high,
            _ if self.fall() > 0.0 => 0.01 * (-(units - self.last()) / self.fall()).exp(),
            _ => 0.0,
        }
    }

    /// Each quantile with how much of the distribution it stands for; they sum to 1.
    pub fn parts(&self) -> impl Iterator<Item = (f64, f64)> {
        self.quantiles.iter().copied().zip(shares())
    }

    /// The distribution a part of the way from this one to that of a longer time, which is
    /// said to grow: what is expected in proportion, how far it may be off by the root of it,
    /// as errors that do not know of one another do.
    #[must_use]
    pub fn towards(&self, later: &Self, part: f64) -> Self {
        let part = part.clamp(0.0, 1.0);
        let point = self.point + (later.point - self.point) * part;
        let mut quantiles = self.quantiles;
        for (quantile, end) in quantiles.iter_mut().zip(&later.quantiles) {
            let (before, after) = (*quantile - self.point, end - later.point);
            let off = if before * after >= 0.0 && after.abs() >= before.abs() {
                let squares = before * before + (after * after - before * before) * part;
                after.signum() * squares.sqrt()
            } else {
                before + (after - before) * part
            };
            *quantile = quantile.max(point + off);
        }
        Self::new(point, quantiles)
    }

    /// So many times as much.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        let times = |units: f64| units * factor;
        Self::new(times(self.point), self.quantiles.map(times))
    }

    /// The same, nowhere below another one.
    #[must_use]
    pub fn at_least(&self, least: &Self) -> Self {
        let mut quantiles = self.quantiles;
        for (quantile, least) in quantiles.iter_mut().zip(&least.quantiles) {
            *quantile = quantile.max(*least);
        }
        Self::new(self.point.max(least.point), quantiles)
    }

    fn last(&self) -> f64 {
        self.quantiles.last().copied().unwrap_or(0.0)
    }

    /// Over how many units a tail falls to 1/e, from its last tenth.
    fn fall(&self) -> f64 {
        let from = self.quantiles.get(TAIL).copied().unwrap_or(0.0);
        (self.last() - from) / 10.0_f64.ln()
    }
}

/// A quantile that lies at a place among errors sorted, by its chance.
pub(super) fn quantile_of(sorted: &[f64], chance: f64) -> f64 {
    sorted::at(sorted, chance * (sorted.len() as f64 + 1.0) - 1.0)
}

/// How far from the mean a normal error of that mean size lies, for each of [`CHANCES`].
pub(super) fn normal() -> [f64; 15] {
    // A normal error's mean size is sqrt(2/pi) of its standard deviation.
    NORMAL.map(|deviations| deviations * (std::f64::consts::PI / 2.0).sqrt())
}

fn sane(units: f64) -> f64 {
    if units.is_nan() {
        0.0
    } else {
        units.clamp(0.0, MOST)
    }
}

/// Half of the way to each neighbour's chance, 0 and 1 at the ends.
fn shares() -> impl Iterator<Item = f64> {
    let edges = CHANCES
        .iter()
        .zip(CHANCES.iter().skip(1))
        .map(|(a, b)| f64::midpoint(*a, *b));
    let from = std::iter::once(0.0).chain(edges.clone());
    from.zip(edges.chain([1.0])).map(|(from, to)| to - from)
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Any distribution, those that never move among them.
    pub(in crate::forecasts) fn any_spread() -> impl Strategy<Value = Spread> {
        spreads(prop_oneof![Just(0.0), 0.0..50.0_f64, Just(1e6)])
    }

    /// The same with figures that make no sense.
    pub(in crate::forecasts) fn absurd_spread() -> impl Strategy<Value = Spread> {
        let absurd = prop_oneof![Just(-1.0), Just(1e15), Just(f64::MAX), Just(f64::NAN)];
        spreads(prop_oneof![Just(0.0), 0.0..50.0_f64, absurd])
    }

    fn spreads(units: impl Strategy<Value = f64> + Clone) -> impl Strategy<Value = Spread> {
        let quantiles = prop::collection::vec(units.clone(), 15);
        (units, quantiles).prop_map(|(point, quantiles)| {
            let mut at = quantiles.into_iter();
            Spread::new(point, [(); 15].map(|()| at.next().unwrap_or(0.0)))
        })
    }

    #[test]
    fn chances_and_quantiles_are_each_others_answer() {
        let spread = Spread::new(100.0, CHANCES.map(|chance| 200.0 * chance));
        for (chance, units) in [(0.005, 1.0), (0.3, 60.0), (0.93, 186.0), (0.95, 190.0)] {
            assert!((spread.quantile(chance) - units).abs() < 1e-9, "{chance}");
            assert!(
                (spread.reaches(units) - (1.0 - chance)).abs() < 1e-9,
                "{units}"
            );
        }
        // The tail falls to a tenth over as many units as it did before.
        assert!((spread.quantile(0.999) - (198.0 + 18.0)).abs() < 1e-9);
        assert!((spread.reaches(216.0) - 0.001).abs() < 1e-12);
        assert_eq!(spread.reaches(0.0), 1.0);
        assert_eq!(Spread::nothing().reaches(0.5), 0.0);
        let (whole, mean) = spread
            .parts()
            .fold((0.0, 0.0), |(whole, mean), (units, share)| {
                (whole + share, mean + share * units)
            });
        assert!(
            (whole - 1.0).abs() < 1e-12 && (mean - 100.0).abs() < 0.5,
            "{mean}"
        );
    }

    #[test]
    fn intervals_tell_a_distribution() {
        let interval = Interval {
            of80: (87.184_5, 112.815_5),
            of95: (80.400_4, 119.599_6),
        };
        let spread = Spread::of_interval(100.0, interval);
        for (chance, units) in [
            (0.5, 100.0),
            (0.9, 112.815_5),
            (0.95, 116.448_5),
            (0.01, 76.736_5),
        ] {
            assert!((spread.quantile(chance) - units).abs() < 1e-3, "{spread:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_it_is_chances_are_chances_and_fall(
            spread in prop_oneof![any_spread(), absurd_spread()],
            units in prop_oneof![-5.0..60.0_f64, Just(1e15), Just(f64::INFINITY), Just(f64::NAN)],
            more in 0.0..20.0_f64,
            chance in 0.0..=1.0_f64,
        ) {
            let reaches = spread.reaches(units);
            prop_assert!((0.0..=1.0).contains(&reaches), "{reaches}");
            prop_assert!(spread.reaches(units + more) <= reaches + 1e-12 || units.is_nan());
            let quantile = spread.quantile(chance);
            prop_assert!(quantile.is_finite() && quantile >= 0.0);
            prop_assert!(spread.quantile((chance + 0.01).min(1.0)) >= quantile);
        }

        #[test]
        fn a_longer_time_uses_no_less(
            one in any_spread(), two in any_spread(), part in 0.0..=1.0_f64, more in 0.0..=1.0_f64,
        ) {
            let later = two.at_least(&one);
            let (sooner, then) = (part.min(more), part.max(more));
            let (sooner, then) = (one.towards(&later, sooner), one.towards(&later, then));
            // What is reckoned by way of huge figures is as fine as they are.
            let most = [one.point, later.point, later.last()].into_iter().fold(1.0, f64::max);
            for (a, b) in sooner.quantiles.iter().zip(&then.quantiles) {
                prop_assert!(*a <= *b + 1e-12 * most, "{sooner:?} {then:?}");
                prop_assert!(b.is_finite());
            }
        }
    }
}
