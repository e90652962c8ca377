//! How good the advice would have been that follows from forecasts.

use std::collections::HashMap;
use std::io::Write;

use crate::forecasts::backtest::Plan;
use crate::forecasts::hindsight::{
    Kept, Onsets, Scored, Warned, calibration, onsets, replenished, warned,
};
use crate::forecasts::series::Series;
use crate::forecasts::shortage::Place;

/// What part is warned of: no more than can be acted on.
const BUDGET: f64 = 0.2;

/// The service level that stock is kept for.
const SERVICE: f64 = 0.95;

/// Which series are counted.
#[derive(Debug, Clone, Copy)]
enum Which {
    All,
    Even,
    Odd,
}

impl Which {
    const EACH: [Self; 3] = [Self::All, Self::Even, Self::Odd];

    fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Even => "1st, 3rd..",
            Self::Odd => "2nd, 4th..",
        }
    }

    fn holds(self, series: usize) -> bool {
        match self {
            Self::All => true,
            Self::Even => series.is_multiple_of(2),
            Self::Odd => !series.is_multiple_of(2),
        }
    }
}

/// Prints how good warnings and stock would have been: of all series, and of every second one and the others, of which one half
/// can be held back from tuning.
///
/// # Errors
/// If it cannot be printed.
pub(super) fn print(
    out: &mut impl Write,
    series: &[Series],
    plan: Plan,
    joined_by: Option<&str>,
) -> anyhow::Result<()> {
    let places = joined_by.map(|joined_by| places(series, joined_by));
    let periods = plan.origins * plan.horizon;
    match onsets(series, places.as_deref(), plan.frequency, periods) {
        Some(onsets) => warnings(out, &onsets)?,
        None => writeln!(out, "Nothing that was there ran out: no warnings.")?,
    }
    writeln!(
        out,
        "\nStock to last {} periods, {:.0} % of the time; months by the mean use of a year\n",
        plan.horizon,
        100.0 * SERVICE
    )?;
    writeln!(
        out,
        "{:<12} {:<24} {:>7} {:>9} {:>9} {:>15}",
        "series", "kept", "times", "service", "fill", "median months"
    )?;
    for which in Which::EACH {
        let counted = |at| which.holds(at);
        let span = (plan.origins, plan.horizon);
        for kept in replenished(series, plan.frequency, span, SERVICE, counted) {
            stock(out, which, &kept)?;
        }
    }
    Ok(())
}

fn stock(out: &mut impl Write, which: Which, kept: &Kept) -> anyhow::Result<()> {
    Ok(writeln!(
        out,
        "{:<12} {:<24} {:>7} {:>7.1} % {:>7.1} % {:>15.1}",
        which.name(),
        kept.rule,
        kept.n,
        100.0 * kept.service,
        100.0 * kept.fill,
        kept.months
    )?)
}

fn warnings(out: &mut impl Write, onsets: &Onsets) -> anyhow::Result<()> {
    writeln!(
        out,
        "There and in use, out at the end of the next period; the riskiest {:.0} % are warned of\n",
        100.0 * BUDGET
    )?;
    writeln!(
        out,
        "{:<12} {:<24} {:>7} {:>9} {:>9} {:>9} {:>9}",
        "series", "warned by", "times", "AP", "precision", "recall", "base rate"
    )?;
    for which in Which::EACH {
        let rules = [
            ("medvault", &onsets.ours),
            ("months of stock below 1", &onsets.below_one),
            ("fewest months of stock", &onsets.months),
            ("what may be used", &onsets.by_use),
        ];
        for (rule, scored) in rules {
            let counted = scored.iter().zip(&onsets.rows);
            let scored: Vec<Scored> = counted
                .filter(|(_, row)| which.holds(row.series))
                .map(|(scored, _)| *scored)
                .collect();
            if let Some(told) = warned(&scored, BUDGET) {
                warning(out, which, rule, &told)?;
            }
        }
        let never = onsets.rows.iter().filter(|row| which.holds(row.series));
        let (n, right) = never.fold((0_u32, 0_u32), |(n, right), row| {
            (n + 1, right + u32::from(row.out != Some(true)))
        });
        writeln!(
            out,
            "{:<12} {:<24} {:>7} right {:.1} % of the time, about no shortage",
            which.name(),
            "nobody",
            n,
            100.0 * f64::from(right) / f64::from(n.max(1))
        )?;
    }
    for (rule, scored) in [
        ("medvault", &onsets.ours),
        ("what may be used", &onsets.by_use),
    ] {
        writeln!(out, "\nChance told  came so   of  by {rule}")?;
        for bin in calibration(scored) {
            writeln!(
                out,
                "{:>9.1} % {:>7.1} % {:>4}",
                100.0 * bin.told,
                100.0 * bin.came,
                bin.n
            )?;
        }
    }
    Ok(())
}

fn warning(out: &mut impl Write, which: Which, rule: &str, told: &Warned) -> anyhow::Result<()> {
    Ok(writeln!(
        out,
        "{:<12} {:<24} {:>7} {:>9.3} {:>7.1} % {:>7.1} % {:>7.1} %",
        which.name(),
        rule,
        told.n,
        told.average_precision,
        100.0 * told.precision,
        100.0 * told.recall,
        100.0 * told.base
    )?)
}

/// Facility and product of each series, from ids that join the two.
pub(in crate::commands) fn places(series: &[Series], joined_by: &str) -> Vec<Place> {
    let (mut facilities, mut products) = (HashMap::new(), HashMap::new());
    series
        .iter()
        .map(|one| {
            let (facility, product) = one.id.split_once(joined_by).unwrap_or((&one.id, ""));
            let next = facilities.len();
            let facility = *facilities.entry(facility).or_insert(next);
            let next = products.len();
            let product = *products.entry(product).or_insert(next);
            Place { facility, product }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecasts::series::{Frequency, Observation, Period};

    #[test]
    fn what_would_have_been_advised_is_printed_by_half() {
        let series: Vec<Series> = (0..60_u32)
            .map(|at| {
                // Every third month a delivery that lasts two months, sooner or later for each.
                let month = |month: u32| Observation {
                    used: if (month + at) % 3 == 2 { 5.0 } else { 10.0 },
                    stock_end: Some(f64::from(20 - 10 * ((month + at) % 3))),
                    days_out: None,
                };
                Series {
                    id: format!("F{}_P{}", at / 4, at % 4).into(),
                    first: Period(0),
                    observations: (0..36).map(|at| Some(month(at))).collect(),
                }
            })
            .collect();
        let plan = Plan {
            frequency: Frequency::Month,
            origins: 2,
            horizon: 3,
            cleaned: false,
        };
        let mut out = Vec::new();
        print(&mut out, &series, plan, Some("_")).unwrap();
        let text = String::from_utf8(out).unwrap();
        let ours = text
            .lines()
            .find(|line| line.starts_with("all          medvault"));
        // 60 series by 6 months, two of three there; half of those run out and are warned of first.
        assert!(
            ours.unwrap()
                .contains("240     1.000   100.0 %    40.0 %    50.0 %"),
            "{text}"
        );
        assert!(
            text.contains("nobody                       240 right 50.0 %"),
            "{text}"
        );
        assert!(
            text.contains("2nd, 4th..   medvault                      60   100.0 %"),
            "{text}"
        );
        let place = |facility, product| Place { facility, product };
        assert_eq!(places(&series, "_")[5..7], [place(1, 1), place(1, 2)]);
    }
}
