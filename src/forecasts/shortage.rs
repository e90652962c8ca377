//! How likely it is that a product that is there today is out at the end of the next period, learned from all that ran out
//! before.
//!
//! What a forecast of use cannot know is whether a delivery comes in time. How often deliveries came, how long ago the last
//! one was, how often it ran out before, and how much of the facility and of the product elsewhere is out tell of that.

pub mod record;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::series::{Observation, Series};
use super::trees::Forest;

/// What was not used for so many periods is no longer in use.
const ACTIVE: usize = 6;

/// Over how many periods what is usual is told.
const YEAR: usize = 12;

/// What did not come for so many periods may never.
const LONG: usize = 24;

/// Added before logarithms, in units.
const LITTLE: f64 = 0.25;

/// Where a series belongs: which facility, which product, by any numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The facility.
    pub facility: usize,
    /// The product.
    pub product: usize,
}

/// A product that is there and in use at the end of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Which series, by its place.
    pub series: usize,
    /// Which period, by number.
    pub period: i32,
    /// Stock by the mean use of three periods.
    pub months: f64,
    /// What may tell.
    pub features: Vec<f64>,
    /// Whether it was out a period later; nothing where that is not known.
    pub out: Option<bool>,
}

/// How many of how many are out, by group and period.
type Shares = BTreeMap<(usize, i32), (f64, f64)>;

/// Every product in use that is there, at the end of every period, with what was known then.
#[must_use]
pub fn rows(series: &[Series], places: Option<&[Place]>) -> Vec<Row> {
    let (mut facilities, mut products) = (Shares::new(), Shares::new());
    for (at, one) in series.iter().enumerate() {
        let Some(place) = places.and_then(|places| places.get(at)) else {
            continue;
        };
        for (period, observation) in (one.first.0..).zip(&one.observations) {
            let Some(stock) = observation.and_then(|o| o.stock_end) else {
                continue;
            };
            let out = f64::from(u8::from(stock <= 0.0));
            for (shares, group) in [
                (&mut facilities, place.facility),
                (&mut products, place.product),
            ] {
                let share = shares.entry((group, period)).or_default();
                *share = (share.0 + out, share.1 + 1.0);
            }
        }
    }
    let share = |shares: &Shares, key: (usize, i32)| {
        let share = shares.get(&key);
        share.map_or(0.0, |(out, all)| out / all.max(1.0))
    };
    let mut rows = Vec::new();
    for (at, one) in series.iter().enumerate() {
        let place = places.and_then(|places| places.get(at));
        let months = months(one);
        let stock_at = |now: usize| one.observations.get(now).copied().flatten()?.stock_end;
        for (now, period) in (0..one.observations.len()).zip(one.first.0..) {
            let around = place.map_or([0.0; 2], |place| {
                [
                    share(&facilities, (place.facility, period)),
                    share(&products, (place.product, period)),
                ]
            });
            let Some((stock, before)) = stock_at(now).zip(months.get(..=now)) else {
                continue;
            };
            let there = There {
                before,
                stock,
                unheard: 0.0,
                around,
            };
            rows.extend(there.features().map(|features| Row {
                series: at,
                period,
                months: there.months(),
                features,
                out: stock_at(now + 1).map(|stock| stock <= 0.0),
            }));
        }
    }
    rows
}

/// A period of a stock, as far as it tells of running out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Month {
    /// Units used, where that is known.
    pub used: Option<f64>,
    /// Units that came.
    pub came: f64,
    /// Whether none was left, at its end or for long.
    pub out: bool,
}

/// A stock at a moment, as it tells of running out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct There<'a> {
    /// The periods before, the latest last; nothing where nothing is known.
    pub before: &'a [Option<Month>],
    /// Units that are there.
    pub stock: f64,
    /// Days since anything was said of it.
    pub unheard: f64,
    /// What part of the facility's stocks, and of those of the product elsewhere, is out.
    pub around: [f64; 2],
}

impl There<'_> {
    /// Stock by the mean use of three periods.
    #[must_use]
    pub fn months(&self) -> f64 {
        self.stock / self.used(3)
    }

    /// What may tell; nothing where none is there, or none was used of late.
    #[must_use]
    pub fn features(&self) -> Option<Vec<f64>> {
        let stock = self.stock;
        if stock.is_nan() || stock <= 0.0 || self.used(ACTIVE) <= 0.0 {
            return None;
        }
        let known = |periods: usize| self.late(periods).flatten();
        let n = |periods: usize| known(periods).count().max(1) as f64;
        let times = |periods| known(periods).filter(|month| month.came > 0.0).count() as f64;
        let outs = |periods| known(periods).filter(|month| month.out).count() as f64 / n(periods);
        let used = |periods: usize| known(periods).filter_map(|month| month.used);
        let last = self.before.iter().rev().flatten().find_map(|m| m.used)?;
        let most = used(YEAR).fold(0.0, f64::max);
        let mean = self.used(YEAR);
        let spread = used(YEAR).map(|used| (used - mean).powi(2)).sum::<f64>();
        let of = used(YEAR).count().max(1) as f64;
        let none = used(YEAR).filter(|used| *used <= 0.0).count() as f64 / of;
        let came = |month: &Option<Month>| month.is_some_and(|month| month.came > 0.0);
        let since = self.before.iter().rev().position(came);
        let largest = known(YEAR).map(|month| month.came).fold(0.0, f64::max);
        let by = |units: f64| ((stock + LITTLE) / (units + LITTLE)).ln();
        let [facility, product] = self.around;
        Some(vec![
            by(self.used(3)),
            by(self.used(6)),
            by(mean),
            by(last),
            by(most),
            stock.ln(),
            (mean + LITTLE).ln(),
            (spread / of).sqrt() / (mean + LITTLE),
            none,
            times(3),
            times(6),
            times(YEAR),
            outs(3),
            outs(6),
            outs(YEAR),
            since.unwrap_or(LONG).min(LONG) as f64,
            ((largest + 1.0) / (mean + LITTLE)).ln(),
            facility,
            product,
            self.unheard,
        ])
    }

    fn late(&self, periods: usize) -> impl Iterator<Item = Option<Month>> {
        self.before.iter().rev().take(periods).copied()
    }

    fn used(&self, periods: usize) -> f64 {
        let used = || self.late(periods).flatten().filter_map(|month| month.used);
        used().sum::<f64>() / used().count().max(1) as f64
    }
}

/// The periods of a series: what came follows from the balance, it is never told in a file of use.
fn months(series: &Series) -> Vec<Option<Month>> {
    let all = &series.observations;
    let before = std::iter::once(&None).chain(all);
    let month = |(before, this): (&Option<Observation>, &Option<Observation>)| {
        let this = (*this)?;
        let came = before.and_then(|b| Some(this.stock_end? - b.stock_end? + this.used));
        Some(Month {
            used: Some(this.used),
            came: came.unwrap_or(0.0).max(0.0),
            out: this.stock_end.is_some_and(|stock| stock <= 0.0),
        })
    };
    before.zip(all).map(month).collect()
}

/// What was learned of running out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shortages {
    forest: Forest,
}

impl Shortages {
    /// Learns from rows whose end is known; nothing where none ran out, or all.
    #[must_use]
    pub fn learn<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Option<Self> {
        let examples: Vec<(Vec<f64>, bool)> = rows
            .into_iter()
            .filter_map(|row| Some((row.features.clone(), row.out?)))
            .collect();
        Forest::learn(&examples).map(|forest| Self { forest })
    }

    /// How likely it is out at the end of the next period, 0 to 1.
    #[must_use]
    pub fn chance(&self, row: &Row) -> f64 {
        self.by(&row.features)
    }

    /// How likely it is with these features, 0 to 1.
    #[must_use]
    pub fn by(&self, features: &[f64]) -> f64 {
        self.forest.chance(features)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecasts::series::Period;

    /// Uses 10 a month; is brought so much every so many months.
    fn series(every: u32, much: f64, months: u32) -> Series {
        let mut stock = 0.0_f64;
        let observation = |month: u32| {
            if month.is_multiple_of(every) {
                stock += much;
            }
            let used = stock.min(10.0);
            stock -= used;
            Some(Observation {
                used,
                stock_end: Some(stock),
                days_out: None,
            })
        };
        Series {
            id: "s".into(),
            first: Period(0),
            observations: (0..months).map(observation).collect(),
        }
    }

    #[test]
    fn rows_are_those_in_use_and_there_and_know_nothing_of_later() {
        let one = series(3, 25.0, 30);
        let all = rows(std::slice::from_ref(&one), None);
        // 15, 5, out, 15, 5, out: two of three are there, and the second runs out.
        assert_eq!(all.len(), 20);
        let outs: Vec<Option<bool>> = all.iter().map(|row| row.out).take(4).collect();
        assert_eq!(outs, [false, true, false, true].map(Some));
        let known = rows(&[one.until(20)], None);
        let before: Vec<&Vec<f64>> = known.iter().map(|row| &row.features).collect();
        assert!(
            all.iter()
                .map(|row| &row.features)
                .zip(before)
                .all(|(a, b)| a == b)
        );
        assert_eq!(known.last().unwrap().out, None);
        assert!(
            all.iter()
                .flat_map(|row| &row.features)
                .all(|f| f.is_finite())
        );
    }

    #[test]
    fn what_ran_out_before_is_learned() {
        let many: Vec<Series> = (0..40)
            .map(|at| series(3, 25.0 + f64::from(at) / 8.0, 30))
            .collect();
        let rows = rows(&many, None);
        let shortages = Shortages::learn(&rows).unwrap();
        // Before the first delivery but one nothing tells how long one lasts.
        for row in rows.iter().filter(|row| row.period >= 3) {
            let chance = shortages.chance(row);
            assert!(
                row.out.is_none_or(|out| out == (chance > 0.5)),
                "{row:?} {chance}"
            );
        }
    }

    #[test]
    fn what_is_out_around_is_told_by_facility_and_product() {
        let place = |facility, product| Place { facility, product };
        let many = [series(3, 25.0, 8), series(100, 5.0, 8)];
        let told = rows(&many, Some(&[place(0, 0), place(0, 1)]));
        let first = told.iter().find(|row| row.series == 0).unwrap();
        assert_eq!(first.features[17..19], [0.5, 0.0]);
    }
}
