//! What forecasts are worth, as one page of HTML that needs nothing else.

mod plots;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::backtest::{self, Plan};
use super::hindsight::{Bin, calibration, onsets, warned};
use super::models::Model;
use super::outlook;
use super::series::{Observation, Series};
use super::shortage::Place;
use super::trial::Setting;

/// How many of the worst series are shown.
const WORST: usize = 6;

/// What parts of all are warned of, each told with how many warnings are right.
const BUDGETS: [f64; 4] = [0.05, 0.1, 0.2, 0.3];

const HEAD: &str = r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>How good the forecasts are</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;color:#1b2530;max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.6rem;line-height:1.2} h2{font-size:1.2rem;margin-top:2.2rem} p{max-width:44rem}
.wide{overflow-x:auto} table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.25rem .7rem;text-align:right;border-bottom:1px solid #dde3e8;white-space:nowrap}
th:first-child,td:first-child{text-align:left;padding-left:0} tr.ours{font-weight:600;background:#eef6f3}
svg{max-width:100%;height:auto} figure{margin:1rem 0} figcaption{font-size:.9rem;color:#51606e;overflow-wrap:anywhere}
</style></head><body>
<h1>How good the forecasts are</h1>
"#;

/// Writes the page: each figure is of a forecast made with what was known before. `places` tells facility and product
/// of each series, where they are known; `nights`, for a record, what the last night told of months that were held back from what it
/// learned (empty where it learned nothing).
///
/// # Errors
/// If a plot cannot be drawn.
pub fn page(
    series: &[Series],
    places: Option<&[Place]>,
    plan: Plan,
    nights: Option<&[Bin]>,
) -> anyhow::Result<String> {
    let mut page = HEAD.to_owned();
    write!(
        page,
        "<p>{} series, forecast {} times {} periods ahead with what was known before each.</p>",
        series.len(),
        plan.origins,
        plan.horizon
    )?;
    accuracy(&mut page, series, places, plan)?;
    warnings(&mut page, series, places, plan)?;
    if let Some(bins) = nights {
        told(&mut page, bins)?;
    }
    worst(&mut page, series, plan)?;
    page.push_str("</body></html>\n");
    Ok(page)
}

fn accuracy(
    page: &mut String,
    series: &[Series],
    places: Option<&[Place]>,
    plan: Plan,
) -> anyhow::Result<()> {
    let by = |of: &dyn Fn(&Place) -> usize| {
        places.map(|places| summed(series, &places.iter().map(of).collect::<Vec<_>>()))
    };
    let levels = [
        ("Each series", Some(series.to_vec())),
        ("Facilities, all products", by(&|place| place.facility)),
        ("Products, all facilities", by(&|place| place.product)),
        (
            "Everything together",
            Some(summed(series, &vec![0; series.len()])),
        ),
    ];
    page.push_str(
        "<h2>Accuracy by level</h2><p>MASE: errors by those of doing as a year before, in the past; below 1 is better. WAPE: \
         errors by all that was used. Bias: above 0 said too much. The last columns: how many of 100 came to lie in the intervals \
         of 80 and of 95.</p>",
    );
    for (name, level) in levels {
        let Some(level) = level else { continue };
        let report = backtest::run(&level, plan, || ());
        write!(
            page,
            "<h3>{name} ({})</h3><div class=\"wide\"><table><tr><th>model<th>MASE<th>WAPE<th>bias<th>in 80<th>in 95</tr>",
            level.len()
        )?;
        for of in &report.models {
            let ours = if of.model == backtest::OURS {
                " class=\"ours\""
            } else {
                ""
            };
            let percent = |figure: Option<f64>| {
                figure.map_or("-".to_owned(), |figure| format!("{:.1} %", 100.0 * figure))
            };
            let cover = of.tally.cover();
            write!(
                page,
                "<tr{ours}><td>{}<td>{}<td>{}<td>{}<td>{}<td>{}</tr>",
                of.model,
                of.tally
                    .mase()
                    .map_or("-".to_owned(), |mase| format!("{mase:.3}")),
                percent(of.tally.wape()),
                percent(of.tally.bias()),
                percent(cover.map(|cover| cover.0)),
                percent(cover.map(|cover| cover.1)),
            )?;
        }
        page.push_str("</table></div>");
    }
    Ok(())
}

/// Series of the same group added up, period by period.
fn summed(series: &[Series], groups: &[usize]) -> Vec<Series> {
    let mut sums: BTreeMap<usize, BTreeMap<i32, f64>> = BTreeMap::new();
    for (one, group) in series.iter().zip(groups) {
        let sum = sums.entry(*group).or_default();
        for (period, used) in (one.first.0..).zip(one.told()) {
            *sum.entry(period).or_default() += used.unwrap_or(0.0);
        }
    }
    let series = |(group, sum): (usize, BTreeMap<i32, f64>)| {
        let (first, last) = (*sum.keys().next()?, *sum.keys().next_back()?);
        let observation = |period| {
            sum.get(&period).map(|used| Observation {
                used: *used,
                stock_end: None,
                days_out: None,
            })
        };
        Some(Series {
            id: group.to_string().into(),
            first: super::series::Period(first),
            observations: (first..=last).map(observation).collect(),
        })
    };
    sums.into_iter().filter_map(series).collect()
}

fn warnings(
    page: &mut String,
    series: &[Series],
    places: Option<&[Place]>,
    plan: Plan,
) -> anyhow::Result<()> {
    page.push_str("<h2>Warnings of shortages</h2>");
    let periods = plan.origins * plan.horizon;
    let Some(onsets) = onsets(series, places, plan.frequency, periods) else {
        page.push_str("<p>No stock is told, or none ran out.</p>");
        return Ok(());
    };
    page.push_str(
        "<p>Of what was there and in use: what was out a period later. Right: what part of the warnings. Found: what part of \
         what ran out.</p><div class=\"wide\"><table><tr><th>warned by<th>budget<th>right<th>found<th>average precision</tr>",
    );
    for (name, ours, scored) in [
        ("medvault", " class=\"ours\"", &onsets.ours),
        ("what may be used, if nobody delivers", "", &onsets.by_use),
        ("fewest months of stock", "", &onsets.months),
        ("months of stock below 1", "", &onsets.below_one),
    ] {
        for told in BUDGETS
            .iter()
            .filter_map(|budget| Some((budget, warned(scored, *budget)?)))
        {
            let (budget, told) = told;
            write!(
                page,
                "<tr{ours}><td>{name}<td>{:.0} %<td>{:.1} %<td>{:.1} %<td>{:.3}</tr>",
                100.0 * budget,
                100.0 * told.precision,
                100.0 * told.recall,
                told.average_precision
            )?;
        }
    }
    page.push_str("</table></div><figure>");
    page.push_str(&plots::calibration(&calibration(&onsets.ours))?);
    page.push_str("<figcaption>Chance of a shortage that was told, and how often it came, in ten bins of as many. On the line they are the same.</figcaption></figure>");
    Ok(())
}

/// What the last night told of months it had not learned from.
fn told(page: &mut String, bins: &[Bin]) -> anyhow::Result<()> {
    page.push_str("<h2>What nights tell</h2>");
    if bins.is_empty() {
        page.push_str(
            "<p>Too little is known, or ran out, to learn from: nights tell how likely it is that none is left in 30 days if no \
             more comes than came regularly before, which is more often than it comes to pass.</p>",
        );
        return Ok(());
    }
    page.push_str(
        "<p>Chances that none is left for a day or more within a month: what the last night would have told of the last three \
         months by what it learned from those before them, and what came.</p><div class=\"wide\"><table><tr><th>stocks<th>told<th>came</tr>",
    );
    for bin in bins {
        write!(
            page,
            "<tr><td>{}<td>{:.1} %<td>{:.1} %</tr>",
            bin.n,
            100.0 * bin.told,
            100.0 * bin.came
        )?;
    }
    page.push_str("</table></div>");
    Ok(())
}

fn worst(page: &mut String, series: &[Series], plan: Plan) -> anyhow::Result<()> {
    page.push_str("<h2>Where it was most wrong</h2><p>The largest errors of the last forecast, in units. Black: what was used. Green: what was forecast, with what 80 and 95 of 100 stay within.</p>");
    let setting = Setting {
        models: &Model::ALL,
        season: plan.frequency.season(),
        horizon: plan.horizon,
    };
    let told: Vec<(usize, Vec<Option<f64>>)> = series
        .iter()
        .enumerate()
        .map(|(at, one)| (at, one.told().collect::<Vec<_>>()))
        .filter(|(_, told)| told.len() > 2 * plan.horizon)
        .collect();
    let known: Vec<Vec<Option<f64>>> = told
        .iter()
        .map(|(_, told)| {
            told.iter()
                .take(told.len() - plan.horizon)
                .copied()
                .collect()
        })
        .collect();
    let outlooks = outlook::forecast(&known, setting, || ());
    let mut errors: Vec<(f64, usize)> = told
        .iter()
        .zip(&known)
        .zip(&outlooks)
        .enumerate()
        .map(|(at, (((_, told), known), outlook))| {
            let came = told.iter().skip(known.len()).zip(&outlook.points);
            let error = came.filter_map(|(came, point)| Some((((*came)?) - point).abs()));
            (error.sum(), at)
        })
        .collect();
    errors.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for (error, at) in errors.into_iter().take(WORST) {
        let Some(((place, told), outlook)) = told.get(at).zip(outlooks.get(at)) else {
            continue;
        };
        let Some(one) = series.get(*place) else {
            continue;
        };
        page.push_str("<figure>");
        page.push_str(&plots::series(told, outlook, |at| {
            plan.frequency.write(one.first.plus(at))
        })?);
        write!(
            page,
            "<figcaption>{}: {error:.0} off in all, {} to {}, by {}</figcaption></figure>",
            escaped(&one.id),
            plan.frequency.write(one.first),
            plan.frequency
                .write(one.first.plus(told.len().saturating_sub(1))),
            outlook.model(&Model::ALL)
        )?;
    }
    Ok(())
}

/// Text as HTML shows it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecasts::series::{Frequency, Period};

    #[test]
    fn a_page_tells_each_level_warnings_and_the_worst_and_loads_nothing() {
        let one = |at: u32| Series {
            id: format!("F{}<_P{}", at / 4, at % 4).into(),
            first: Period(24_000),
            observations: (0..36)
                .map(|month: u32| {
                    Some(Observation {
                        used: f64::from(10 + (month * 7 + at) % 5),
                        stock_end: Some(f64::from(20 - 10 * ((month + at) % 3))),
                        days_out: None,
                    })
                })
                .collect(),
        };
        let series: Vec<Series> = (0..12).map(one).collect();
        let places: Vec<Place> = (0..12)
            .map(|at| Place {
                facility: at / 4,
                product: at % 4,
            })
            .collect();
        let plan = Plan {
            frequency: Frequency::Month,
            origins: 2,
            horizon: 3,
            cleaned: false,
        };
        let bin = Bin {
            n: 70,
            told: 0.123,
            came: 0.101,
        };
        let page = page(&series, Some(&places), plan, Some(&[bin])).unwrap();
        for part in [
            "<td>70<td>12.3 %<td>10.1 %",
            "Each series (12)",
            "all products (3)",
            "all facilities (4)",
            "together (1)",
            "F0&lt;_P",
            "2000-01 to 2002-12",
        ] {
            assert!(page.contains(part), "{part}");
        }
        assert_eq!(page.matches("<svg").count(), 1 + WORST);
        assert!(
            !page.contains("src=") && !page.contains("href="),
            "needs something else"
        );
    }
}
