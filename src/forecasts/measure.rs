//! How good forecasts were, as plain figures.

use super::outlook::Outlook;

/// What errors are measured by: how far what a model learned from moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Yard {
    /// The mean of how far it moved from year to year.
    pub absolute: f64,
    /// The mean square of how far it moved from period to period.
    pub squared: f64,
}

impl Yard {
    /// Of values as they were told; nothing where no two of them lie a year
    /// apart or none differ.
    #[must_use]
    pub fn of(values: &[Option<f64>], season: usize) -> Option<Self> {
        let absolute = mean(values, season, f64::abs)?;
        let squared = mean(values, 1, |moved| moved * moved)?;
        (absolute > 0.0 && squared > 0.0).then_some(Self { absolute, squared })
    }
}

/// The mean over all pairs that lie so far apart.
fn mean(values: &[Option<f64>], lag: usize, of: impl Fn(f64) -> f64) -> Option<f64> {
    let pairs = values.iter().zip(values.iter().skip(lag));
    let moved = pairs.filter_map(|(before, after)| Some(of(((*after)?) - (*before)?)));
    let (sum, n) = moved.fold((0.0, 0_u32), |(sum, n), moved| (sum + moved, n + 1));
    (n > 0).then(|| sum / f64::from(n))
}

/// What is added up over all forecasts of a model.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    mase: f64,
    rmsse: f64,
    scaled: u32,
    errors: f64,
    signed: f64,
    actual: f64,
    in80: u32,
    in95: u32,
    sum80: u32,
    sum95: u32,
    sums: u32,
    /// How many points were forecast and came.
    pub points: u32,
}

impl Tally {
    /// Adds what was said of one series at one time.
    pub fn add(&mut self, actual: &[Option<f64>], outlook: &Outlook, yard: Option<Yard>) {
        let (points, intervals, sum) = (&outlook.points, &outlook.intervals, outlook.sum);
        let (mut absolute, mut squared, mut n, mut whole) = (0.0, 0.0, 0_u32, 0.0);
        for ((actual, point), interval) in actual.iter().zip(points).zip(intervals) {
            let Some(actual) = *actual else { continue };
            let error = point - actual;
            absolute += error.abs();
            squared += error * error;
            whole += actual;
            n += 1;
            self.signed += error;
            self.actual += actual;
            self.in80 += u32::from(within(actual, interval.of80));
            self.in95 += u32::from(within(actual, interval.of95));
        }
        if n == 0 {
            return;
        }
        self.points += n;
        self.errors += absolute;
        if actual.iter().flatten().count() == points.len() {
            self.sums += 1;
            self.sum80 += u32::from(within(whole, sum.of80));
            self.sum95 += u32::from(within(whole, sum.of95));
        }
        if let Some(yard) = yard {
            self.mase += absolute / f64::from(n) / yard.absolute;
            self.rmsse += (squared / f64::from(n) / yard.squared).sqrt();
            self.scaled += 1;
        }
    }

    /// Mean absolute scaled error (Hyndman & Koehler, 2006): by the in-sample error of
    /// doing as a year before, averaged over series and origins.
    #[must_use]
    pub fn mase(&self) -> Option<f64> {
        (self.scaled > 0).then(|| self.mase / f64::from(self.scaled))
    }

    /// Root mean squared scaled error, as in the M5 competition: by the in-sample error
    /// of doing as the period before, averaged over series and origins.
    #[must_use]
    pub fn rmsse(&self) -> Option<f64> {
        (self.scaled > 0).then(|| self.rmsse / f64::from(self.scaled))
    }

    /// The sum of absolute errors by the sum of what was used.
    #[must_use]
    pub fn wape(&self) -> Option<f64> {
        (self.actual > 0.0).then(|| self.errors / self.actual)
    }

    /// The sum of errors by the sum of what was used; above 0 said too much.
    #[must_use]
    pub fn bias(&self) -> Option<f64> {
        (self.actual > 0.0).then(|| self.signed / self.actual)
    }

    /// The share of points within the intervals of 80 and of 95 of 100.
    #[must_use]
    pub fn cover(&self) -> Option<(f64, f64)> {
        share(self.in80, self.in95, self.points)
    }

    /// The same of sums over the whole horizon.
    #[must_use]
    pub fn cover_sum(&self) -> Option<(f64, f64)> {
        share(self.sum80, self.sum95, self.sums)
    }
}

fn share(of80: u32, of95: u32, n: u32) -> Option<(f64, f64)> {
    let n = (n > 0).then(|| f64::from(n))?;
    Some((f64::from(of80) / n, f64::from(of95) / n))
}

/// A hair of slack: an interval of a series that never moves has no width.
fn within(actual: f64, (low, high): (f64, f64)) -> bool {
    let slack = 1e-9 * actual.abs().max(1.0);
    low - slack <= actual && actual <= high + slack
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecasts::conformal::Interval;

    fn outlook(points: &[f64], half: f64) -> Outlook {
        let around = |point: f64| Interval {
            of80: (point - half, point + half),
            of95: (point - 2.0 * half, point + 2.0 * half),
        };
        Outlook {
            points: points.to_vec(),
            intervals: points.iter().copied().map(around).collect(),
            sum: around(points.iter().sum()),
            totals: Vec::new(),
            weights: Vec::new(),
        }
    }

    #[test]
    fn figures_are_what_their_names_say() {
        let known = [1.0, 5.0, 2.0, 7.0].map(Some);
        // A year of two periods: |2 - 1|, |7 - 5|; period to period: 4, 3, 5.
        let yard = Yard::of(&known, 2).unwrap();
        assert_eq!(yard.absolute, 1.5);
        assert_eq!(yard.squared, 50.0 / 3.0);
        let mut tally = Tally::default();
        tally.add(
            &[Some(10.0), Some(4.0)],
            &outlook(&[13.0, 4.0], 2.0),
            Some(yard),
        );
        assert_eq!(tally.mase(), Some(1.0));
        assert_eq!(tally.rmsse(), Some((4.5_f64 / (50.0 / 3.0)).sqrt()));
        assert_eq!(tally.wape(), Some(3.0 / 14.0));
        assert_eq!(tally.bias(), Some(3.0 / 14.0));
        assert_eq!(tally.cover(), Some((0.5, 1.0)));
        assert_eq!(tally.cover_sum(), Some((0.0, 1.0)));
        // Of what is not told nothing is said, and no sum.
        tally.add(&[None, Some(6.0)], &outlook(&[99.0, 5.0], 2.0), None);
        assert_eq!(tally.points, 3);
        assert_eq!(tally.wape(), Some(4.0 / 20.0));
        assert_eq!(tally.bias(), Some(2.0 / 20.0));
        assert_eq!(tally.cover_sum(), Some((0.0, 1.0)));
    }

    #[test]
    fn without_anything_to_measure_by_there_is_no_figure() {
        assert_eq!(Yard::of(&[Some(3.0); 30], 12), None);
        assert_eq!(Yard::of(&[Some(3.0), Some(4.0)], 12), None);
        let tally = Tally::default();
        assert_eq!(tally.mase(), None);
        assert_eq!(tally.wape(), None);
        assert_eq!(tally.cover(), None);
    }
}
