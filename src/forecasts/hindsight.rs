//! How good advice would have been: warnings of what ran out, and stock that was to last.

use serde::{Deserialize, Serialize};

use super::advice::Demand;
use super::advice::risk::stock_out;
use super::models::Model;
use super::outlook;
use super::series::{Frequency, Period, Series};
use super::shortage::{Place, Row, Shortages, rows};
use super::trial::Setting;

/// How good warnings were.
#[derive(Debug, Clone, PartialEq)]
pub struct Warned {
    /// How many were looked at.
    pub n: usize,
    /// Average precision: the mean of what part of the warnings was right, down to each that ran out.
    pub average_precision: f64,
    /// What part of the riskiest fifth ran out.
    pub precision: f64,
    /// What part of all that ran out is in the riskiest fifth.
    pub recall: f64,
    /// What part of all ran out: what warning of any fifth would give.
    pub base: f64,
}

/// A score and whether it ran out.
pub type Scored = (f64, bool);

/// Measures warnings; nothing where none ran out.
#[must_use]
pub fn warned(scored: &[Scored], budget: f64) -> Option<Warned> {
    let mut sorted: Vec<Scored> = scored.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let n = sorted.len();
    let all = sorted.iter().filter(|(_, out)| *out).count() as f64;
    if all == 0.0 {
        return None;
    }
    let (mut hits, mut seen, mut precision) = (0.0, 0.0, 0.0);
    // Equal scores are one step: their order says nothing.
    for tie in sorted.chunk_by(|a, b| a.0 == b.0) {
        let right = tie.iter().filter(|(_, out)| *out).count() as f64;
        hits += right;
        seen += tie.len() as f64;
        precision += right / all * (hits / seen);
    }
    let (mut left, mut right) = (budget * n as f64, 0.0);
    let top = left;
    for tie in sorted.chunk_by(|a, b| a.0 == b.0) {
        let taken = left.min(tie.len() as f64);
        let outs = tie.iter().filter(|(_, out)| *out).count() as f64;
        right += outs * taken / tie.len() as f64;
        left -= taken;
    }
    Some(Warned {
        n,
        average_precision: precision,
        precision: right / top,
        recall: right / all,
        base: all / n as f64,
    })
}

/// One tenth of the forecast chances, and what came.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// How many.
    pub n: usize,
    /// The mean chance that was told.
    pub told: f64,
    /// What part ran out.
    pub came: f64,
}

/// As many told the least chance, as many the next, in ten bins.
#[must_use]
pub fn calibration(scored: &[Scored]) -> Vec<Bin> {
    let mut sorted: Vec<Scored> = scored.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = sorted.len().div_ceil(10).max(1);
    let bin = |chunk: &[Scored]| Bin {
        n: chunk.len(),
        told: chunk.iter().map(|(told, _)| told).sum::<f64>() / chunk.len() as f64,
        came: chunk.iter().filter(|(_, out)| *out).count() as f64 / chunk.len() as f64,
    };
    sorted.chunks(size).map(bin).collect()
}

/// Warnings of a shortage, by ours and by months of stock: a score each for the same rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Onsets {
    /// The rows that were looked at.
    pub rows: Vec<Row>,
    /// Ours: a chance.
    pub ours: Vec<Scored>,
    /// 1 where the stock is below a month's use, else 0: what pharmacists go by.
    pub below_one: Vec<Scored>,
    /// The less months of stock, the higher.
    pub months: Vec<Scored>,
    /// A chance by what may be used alone, as nights tell it while too little is known to learn from; no delivery is expected.
    pub by_use: Vec<Scored>,
}

/// Periods ahead of which a night forecasts.
const AHEAD: usize = 6;

/// Learns from all that was known so many periods before the last, and warns in each period since of
/// what will be out at its end; nothing where no stock is told, or nothing ran out before.
#[must_use]
pub fn onsets(
    series: &[Series],
    places: Option<&[Place]>,
    frequency: Frequency,
    periods: usize,
) -> Option<Onsets> {
    let last = series
        .iter()
        .map(|one| one.next().0)
        .max()?
        .checked_sub(1)?;
    let from = last.checked_sub(i32::try_from(periods).ok()?)?;
    let rows = rows(series, places);
    let shortages = Shortages::learn(rows.iter().filter(|row| row.period < from))?;
    let later = rows
        .iter()
        .filter(|row| row.period >= from && row.out.is_some());
    let rows: Vec<Row> = later.cloned().collect();
    let scored = |score: &dyn Fn(&Row) -> f64| {
        let one = |row: &Row| (score(row), row.out == Some(true));
        rows.iter().map(one).collect::<Vec<Scored>>()
    };
    Some(Onsets {
        ours: scored(&|row| shortages.chance(row)),
        below_one: scored(&|row| f64::from(u8::from(row.months < 1.0))),
        months: scored(&|row| -row.months),
        by_use: by_use(series, &rows, frequency),
        rows,
    })
}

/// How likely it is by what may be used in the next period that nothing is left of what is there, with what was
/// known then.
fn by_use(series: &[Series], rows: &[Row], frequency: Frequency) -> Vec<Scored> {
    let setting = Setting {
        models: &Model::ALL,
        season: frequency.season(),
        horizon: AHEAD,
    };
    let until = |row: &Row| {
        let one = series.get(row.series)?;
        let known = usize::try_from(Period(row.period).plus(1).0 - one.first.0).ok()?;
        Some(one.until(known))
    };
    let mut scored = vec![(0.0, false); rows.len()];
    let mut at: Vec<usize> = (0..rows.len()).collect();
    let period = |at: &usize| rows.get(*at).map(|row| row.period);
    at.sort_by_key(period);
    for of_period in at.chunk_by(|a, b| period(a) == period(b)) {
        let known: Vec<(usize, &Row, Series)> = of_period
            .iter()
            .filter_map(|at| Some((*at, rows.get(*at)?, until(rows.get(*at)?)?)))
            .collect();
        let cleaned: Vec<_> = known
            .iter()
            .map(|(.., one)| one.cleaned(frequency))
            .collect();
        let outlooks = outlook::forecast(&cleaned, setting, || ());
        for ((at, row, one), outlook) in known.iter().zip(&outlooks) {
            let last = one.observations.last().copied().flatten();
            let stock = last.and_then(|last| last.stock_end).unwrap_or(0.0);
            let demand = Demand::of(outlook, frequency);
            let risk = stock_out(stock, &[], &demand, frequency.days());
            if let Some(scored) = scored.get_mut(*at) {
                *scored = (risk, row.out == Some(true));
            }
        }
    }
    scored
}

/// How a rule of how much to keep did.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// What it is called.
    pub rule: &'static str,
    /// What part lasted over the whole horizon.
    pub service: f64,
    /// What part of all that was used was there.
    pub fill: f64,
    /// The median of how many months of the mean use of a year was kept.
    pub months: f64,
    /// How many times a stock was kept.
    pub n: usize,
}

/// What was kept, what was used, and what was kept in months.
type Cases = Vec<(f64, f64, f64)>;

/// Keeps, at several times in the past, as much as several rules say, against what was used until
/// the horizon ended. `which` tells the series to count. The last rule is ours: the quantile for the service level of what the whole
/// horizon may use.
pub fn replenished(
    series: &[Series],
    frequency: Frequency,
    (origins, horizon): (usize, usize),
    service: f64,
    which: impl Fn(usize) -> bool,
) -> Vec<Kept> {
    let setting = Setting {
        models: &Model::ALL,
        season: frequency.season(),
        horizon,
    };
    let told: Vec<Vec<Option<f64>>> = series.iter().map(|one| one.told().collect()).collect();
    let mut rules: [(&'static str, Cases); 3] = [
        ("average x horizon", Vec::new()),
        ("average x (horizon + 1)", Vec::new()),
        ("medvault", Vec::new()),
    ];
    for origin in 1..=origins {
        let cases: Vec<(usize, &[Option<f64>], f64)> = told
            .iter()
            .enumerate()
            .filter_map(|(at, told)| {
                let start = told.len().checked_sub(origin * horizon)?;
                let (known, next) = told.split_at_checked(start)?;
                let next = next.get(..horizon)?;
                let used = next.iter().copied().sum::<Option<f64>>()?;
                (known.len() >= setting.season).then_some((at, known, used))
            })
            .collect();
        let known: Vec<Vec<Option<f64>>> = cases.iter().map(|case| case.1.to_vec()).collect();
        let outlooks = outlook::forecast(&known, setting, || ());
        for ((at, known, used), outlook) in cases.iter().zip(&outlooks) {
            let mean = |periods: usize| {
                let late: Vec<f64> = known
                    .iter()
                    .rev()
                    .take(periods)
                    .flatten()
                    .copied()
                    .collect();
                late.iter().sum::<f64>() / late.len().max(1) as f64
            };
            let year = mean(setting.season);
            if !which(*at) || year <= 0.0 {
                continue;
            }
            let three = mean(3);
            let ours = outlook
                .totals
                .last()
                .map_or(0.0, |total| total.quantile(service));
            let kept = [three * horizon as f64, three * (horizon + 1) as f64, ours];
            for ((_, cases), kept) in rules.iter_mut().zip(kept) {
                cases.push((kept, *used, kept / year));
            }
        }
    }
    let kept = |(rule, cases): (&'static str, Cases)| {
        let n = cases.len();
        let lasted = cases.iter().filter(|(kept, used, _)| used <= kept).count();
        let used: f64 = cases.iter().map(|(_, used, _)| used).sum();
        let there: f64 = cases.iter().map(|(kept, used, _)| used.min(*kept)).sum();
        let mut months: Vec<f64> = cases.iter().map(|(_, _, months)| *months).collect();
        months.sort_unstable_by(f64::total_cmp);
        Kept {
            rule,
            service: lasted as f64 / n.max(1) as f64,
            fill: if used > 0.0 { there / used } else { 1.0 },
            months: months.get(n / 2).copied().unwrap_or(0.0),
            n,
        }
    };
    rules.into_iter().map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecasts::series::{Observation, Period};

    #[test]
    fn warnings_are_measured_as_their_names_say() {
        let scored = [
            (0.9, true),
            (0.8, false),
            (0.7, true),
            (0.1, false),
            (0.05, false),
        ];
        let told = warned(&scored, 0.4).unwrap();
        assert!((told.average_precision - (1.0 + 2.0 / 3.0) / 2.0).abs() < 1e-12);
        assert_eq!(
            (told.precision, told.recall, told.base, told.n),
            (0.5, 0.5, 0.4, 5)
        );
        // Who says the same of all is as good as the base rate, in any order.
        let same = scored.map(|(_, out)| (0.0, out));
        let told = warned(&same, 0.4).unwrap();
        assert!(
            (told.average_precision - 0.4).abs() < 1e-12 && (told.precision - 0.4).abs() < 1e-12
        );
        assert_eq!(warned(&[(0.5, false)], 0.2), None);
    }

    #[test]
    fn chances_are_compared_with_what_came_in_ten_bins() {
        let scored: Vec<Scored> = (0..100)
            .map(|at| (f64::from(at) / 100.0, at >= 50))
            .collect();
        let bins = calibration(&scored);
        assert_eq!(bins.len(), 10);
        assert!((bins[0].told - 0.045).abs() < 1e-12 && bins[0].came == 0.0);
        assert!(bins[9].n == 10 && bins[9].came == 1.0);
        assert!(calibration(&[]).is_empty());
    }

    #[test]
    fn what_may_be_used_tells_of_what_does_not_reach() {
        // 10 are used a month and 25 come every three: 15 are left, then 5, then none.
        let mut stock = 0.0_f64;
        let month = |month: u32| {
            stock += if month.is_multiple_of(3) { 25.0 } else { 0.0 };
            let used = stock.min(10.0);
            stock -= used;
            Some(Observation {
                used,
                stock_end: Some(stock),
                days_out: None,
            })
        };
        let one = Series {
            id: "s".into(),
            first: Period(7),
            observations: (0..30).map(month).collect(),
        };
        let onsets = onsets(&vec![one; 20], None, Frequency::Month, 9).unwrap();
        assert_eq!(onsets.by_use.len(), onsets.rows.len());
        let outs = onsets.by_use.iter().filter(|(_, out)| *out).count();
        assert!(outs >= 40 && onsets.by_use.len() - outs >= 40, "{outs}");
        let told = onsets.by_use.iter().zip(&onsets.ours);
        for ((risk, out), ours) in told {
            assert!(
                (*risk > 0.9) == *out && (*risk < 0.1) != *out && ours.1 == *out,
                "{risk} {out}"
            );
        }
    }

    #[test]
    fn a_stock_that_lasts_is_counted_and_one_that_does_not_is_not() {
        let one = |next: f64| Series {
            id: "s".into(),
            first: Period(0),
            observations: [vec![10.0; 24], vec![next; 3]]
                .concat()
                .into_iter()
                .map(|used| {
                    Some(Observation {
                        used,
                        stock_end: None,
                        days_out: None,
                    })
                })
                .collect(),
        };
        let series = [one(10.0), one(13.0), one(20.0)];
        let kept = replenished(&series, Frequency::Month, (1, 3), 0.95, |_| true);
        assert!(
            (kept[0].service - 1.0 / 3.0).abs() < 1e-12 && (kept[0].months - 3.0).abs() < 1e-12
        );
        assert!(
            (kept[1].service - 2.0 / 3.0).abs() < 1e-12 && (kept[1].months - 4.0).abs() < 1e-12
        );
        assert!((kept[1].fill - (30.0 + 39.0 + 40.0) / 129.0).abs() < 1e-12);
        let last = replenished(&series, Frequency::Month, (1, 3), 0.95, |at| at == 2);
        assert_eq!((last[1].n, last[1].service), (1, 0.0));
    }
}
