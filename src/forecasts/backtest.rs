//! How good the forecasts would have been: from several times in the past, with what was known then.

use super::measure::{Tally, Yard};
use super::models::Model;
use super::outlook::{self, Outlook};
use super::series::{Frequency, Series};
use super::trial::Setting;

/// What our own forecast is called beside the models it is made of.
pub const OURS: &str = "medvault";

/// A forecast needs so many periods to learn from.
const LEAST: usize = 3;

/// What to measure.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How long a period is.
    pub frequency: Frequency,
    /// From how many times in the past; they lie a horizon apart, the last one a horizon before the end.
    pub origins: usize,
    /// How many periods ahead.
    pub horizon: usize,
    /// Whether to learn from what would have been used had there been stock, and to
    /// measure on periods alone that ended with stock and had no day without.
    pub cleaned: bool,
}

/// How good one model was.
#[derive(Debug, Clone)]
pub struct Measured {
    /// What it is called.
    pub model: &'static str,
    /// Its figures.
    pub tally: Tally,
    /// How many series had a point of theirs measured.
    pub series: usize,
}

/// What a backtest found.
#[derive(Debug, Clone)]
pub struct Report {
    /// One a model, ours first.
    pub models: Vec<Measured>,
    /// How many points were left out because they were not told or, cleaned, had no stock.
    pub left_out: usize,
}

/// One series at one origin.
struct Case<'a> {
    series: usize,
    known: Vec<Option<f64>>,
    next: &'a [Option<f64>],
    yard: Option<Yard>,
}

/// Measures ours, the baselines and every model alone. `done` is called once a series and origin.
pub fn run(series: &[Series], plan: Plan, done: impl Fn() + Sync) -> Report {
    let setting = Setting {
        models: &Model::ALL,
        season: plan.frequency.season(),
        horizon: plan.horizon,
    };
    let told: Vec<Vec<Option<f64>>> = series.iter().map(|one| one.told().collect()).collect();
    let measured: Vec<Vec<Option<f64>>> = match plan.cleaned {
        true => series.iter().map(|one| one.in_stock().collect()).collect(),
        false => told.clone(),
    };
    let names = [OURS]
        .into_iter()
        .chain(Model::ALL.iter().map(|model| model.as_str()));
    let mut report = Report {
        models: names
            .map(|model| Measured {
                model,
                tally: Tally::default(),
                series: 0,
            })
            .collect(),
        left_out: 0,
    };
    let mut counted = vec![false; series.len()];
    for origin in (1..=plan.origins).rev() {
        let back = origin.saturating_mul(plan.horizon);
        let cases: Vec<Case<'_>> = told
            .iter()
            .zip(&measured)
            .enumerate()
            .filter_map(|(at, (told, measured))| {
                let start = told
                    .len()
                    .checked_sub(back)
                    .filter(|start| *start >= LEAST)?;
                let before = told.get(..start)?;
                let known = match plan.cleaned {
                    true => series.get(at)?.until(start).cleaned(plan.frequency),
                    false => before.to_vec(),
                };
                Some(Case {
                    series: at,
                    known,
                    next: measured.get(start..start + plan.horizon)?,
                    yard: Yard::of(before, setting.season),
                })
            })
            .collect();
        let known: Vec<Vec<Option<f64>>> = cases.iter().map(|case| case.known.clone()).collect();
        let (ours, alone) = outlook::compare(&known, setting, &done);
        for (of, outlooks) in report.models.iter_mut().zip([ours].iter().chain(&alone)) {
            add(&mut of.tally, &cases, outlooks);
        }
        for case in &cases {
            report.left_out += case.next.iter().filter(|next| next.is_none()).count();
            if let Some(counted) = counted.get_mut(case.series) {
                *counted |= case.next.iter().any(Option::is_some);
            }
        }
    }
    let n = counted.iter().filter(|counted| **counted).count();
    for of in &mut report.models {
        of.series = n;
    }
    report
}

fn add(tally: &mut Tally, cases: &[Case<'_>], outlooks: &[Outlook]) {
    for (case, outlook) in cases.iter().zip(outlooks) {
        tally.add(case.next, outlook, case.yard);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecasts::series::{Observation, Period};

    const PLAN: Plan = Plan {
        frequency: Frequency::Month,
        origins: 2,
        horizon: 3,
        cleaned: false,
    };

    fn series(values: impl IntoIterator<Item = f64>, stock: f64) -> Series {
        let observation = |used| {
            Some(Observation {
                used,
                stock_end: Some(stock),
                days_out: None,
            })
        };
        Series {
            id: "s".into(),
            first: Period(0),
            observations: values.into_iter().map(observation).collect(),
        }
    }

    fn of<'a>(report: &'a Report, model: &str) -> &'a Measured {
        report.models.iter().find(|of| of.model == model).unwrap()
    }

    #[test]
    fn origins_step_back_by_the_horizon_and_see_only_what_was_before() {
        // 40 months at 10, then 3 at 40 and 3 at 70: who saw ahead would not err.
        let values = [vec![10.0; 40], vec![40.0; 3], vec![70.0; 3]].concat();
        let report = run(&[series(values, 9.0)], PLAN, || ());
        let mean3 = of(&report, "mean3");
        assert_eq!((mean3.series, mean3.tally.points), (1, 6));
        assert_eq!(mean3.tally.wape(), Some((3.0 * 30.0 + 3.0 * 30.0) / 330.0));
        assert_eq!(of(&report, OURS).tally.bias().map(f64::signum), Some(-1.0));
        let wape = of(&report, OURS).tally.wape().unwrap();
        assert!(wape > 180.0 / 330.0 - 1e-9, "{wape}");
    }

    #[test]
    fn the_year_before_is_right_about_a_pure_season() {
        let year = |at: u32| 20.0 + f64::from((at % 12).pow(2) % 7);
        let report = run(&[series((0..84).map(year), 9.0)], PLAN, || ());
        assert!(of(&report, "seasonal_naive").tally.wape() < Some(1e-12));
        assert!(of(&report, OURS).tally.wape() < of(&report, "mean3").tally.wape());
    }

    #[test]
    fn short_series_are_left_out_and_periods_without_stock_where_asked() {
        let short = series([1.0, 2.0, 3.0, 4.0, 5.0], 9.0);
        let report = run(std::slice::from_ref(&short), PLAN, || ());
        assert_eq!(of(&report, OURS).tally.points, 0);
        let mut long = series((0..30).map(f64::from), 9.0);
        if let Some(Some(last)) = long.observations.last_mut() {
            last.stock_end = Some(0.0);
        }
        let counted = |cleaned| {
            let report = run(
                &[short.clone(), long.clone()],
                Plan { cleaned, ..PLAN },
                || (),
            );
            (
                of(&report, OURS).series,
                of(&report, OURS).tally.points,
                report.left_out,
            )
        };
        assert_eq!(counted(false), (1, 6, 0));
        assert_eq!(counted(true), (1, 5, 1));
    }
}
