//! How likely it is that a product that is there today is out at the end of the next period, learned from all that ran out
//! before.
//!
//! What a forecast of use cannot know is whether a delivery comes in time. How often deliveries came, how long ago the last
//! one was, how often it ran out before, and how much of the facility and of the product elsewhere is out tell of that.

use std::collections::BTreeMap;

use super::series::{Observation, Series};
use super::trees::Forest;

/// What was not used for so many periods is no longer in use.
const ACTIVE: usize = 6;

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
        for (now, period) in (0..one.observations.len()).zip(one.first.0..) {
            let around = place.map_or([0.0; 2], |place| {
                [
                    share(&facilities, (place.facility, period)),
                    share(&products, (place.product, period)),
                ]
            });
            rows.extend(row(one, at, now, period, around));
        }
    }
    rows
}

fn row(series: &Series, at: usize, now: usize, period: i32, around: [f64; 2]) -> Option<Row> {
    let known = series.observations.get(..=now)?;
    let last = (*known.last()?)?;
    let stock = last.stock_end.filter(|stock| *stock > 0.0)?;
    let late = |periods: usize| known.iter().rev().take(periods).flatten();
    let used = |periods: usize| {
        let (sum, n) = late(periods).fold((0.0, 0.0), |(sum, n), o| (sum + o.used, n + 1.0));
        sum / f64::max(n, 1.0)
    };
    if used(ACTIVE) <= 0.0 {
        return None;
    }
    // What came follows from the balance: it is never told in a file of use.
    let came: Vec<f64> = received(known);
    let times = |periods: usize| {
        came.iter()
            .rev()
            .take(periods)
            .filter(|c| **c > 0.0)
            .count() as f64
    };
    let outs = |periods: usize| {
        let out = late(periods).filter(|o| o.stock_end.is_some_and(|stock| stock <= 0.0));
        out.count() as f64 / late(periods).count().max(1) as f64
    };
    let most = late(12).map(|o| o.used).fold(0.0, f64::max);
    let mean = used(12);
    let spread =
        late(12).map(|o| (o.used - mean).powi(2)).sum::<f64>() / late(12).count().max(1) as f64;
    let none = late(12).filter(|o| o.used <= 0.0).count() as f64 / late(12).count().max(1) as f64;
    let since = came
        .iter()
        .rev()
        .position(|c| *c > 0.0)
        .unwrap_or(24)
        .min(24);
    let largest = came.iter().rev().take(12).copied().fold(0.0, f64::max);
    let by = |units: f64| ((stock + LITTLE) / (units + LITTLE)).ln();
    let [facility, product] = around;
    let next = series.observations.get(now + 1).copied().flatten();
    Some(Row {
        series: at,
        period,
        months: stock / used(3),
        features: vec![
            by(used(3)),
            by(used(6)),
            by(mean),
            by(last.used),
            by(most),
            stock.ln(),
            (mean + LITTLE).ln(),
            spread.sqrt() / (mean + LITTLE),
            none,
            times(3),
            times(6),
            times(12),
            outs(3),
            outs(6),
            outs(12),
            since as f64,
            ((largest + 1.0) / (mean + LITTLE)).ln(),
            facility,
            product,
        ],
        out: next.and_then(|o| o.stock_end).map(|stock| stock <= 0.0),
    })
}

/// What came in each period: what is left beyond what was there before, less what was used. One
/// fewer than there are periods.
fn received(known: &[Option<Observation>]) -> Vec<f64> {
    let pair = |(before, after): (&Option<Observation>, &Option<Observation>)| {
        let came = before
            .zip(*after)
            .and_then(|(before, after)| Some(after.stock_end? - before.stock_end? + after.used));
        came.unwrap_or(0.0).max(0.0)
    };
    known.iter().zip(known.iter().skip(1)).map(pair).collect()
}

/// What was learned of running out.
#[derive(Debug, Clone, PartialEq)]
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
        self.forest.chance(&row.features)
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
        assert_eq!(first.features[17..], [0.5, 0.0]);
    }
}
