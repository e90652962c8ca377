//! How good the forecasts would have been on a CSV file, beside the baselines; needs no database.

mod advice;

use std::io::Write;
use std::path::PathBuf;

use anyhow::ensure;
use serde::Serialize;

pub(super) use advice::places;

use super::forecast::{FARTHEST, bar, open};
use crate::forecasts::backtest::{self, Measured, Plan, Report};
use crate::forecasts::series::Frequency;

/// Forecasts from several times in the past with what was known then, and prints how
/// good that was: medvault, and each model alone. From a CSV file as `forecast` reads it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file
    #[arg(long, value_name = "FILE")]
    csv: PathBuf,
    /// From how many times in the past; they lie a horizon apart
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=100))]
    origins: u16,
    /// How many periods ahead
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=FARTHEST))]
    horizon: u16,
    /// How long a period is
    #[arg(long, value_enum, default_value = "month")]
    frequency: Frequency,
    /// Learn from use corrected for days without stock, as `forecast` does, and measure
    /// only on periods that ended with stock and had no day without
    #[arg(long)]
    cleaned: bool,
    /// One JSON object a model, a line each
    #[arg(long)]
    json: bool,
    /// Measure what follows from forecasts instead: warnings of shortages in the periods that origins and
    /// horizon span, and stock that is to last a horizon. Needs stock_end
    #[arg(long, conflicts_with_all = ["json", "cleaned"])]
    advice: bool,
    /// What stands between facility and product in series_id, so that warnings know what else is out
    /// there and elsewhere
    #[arg(long, value_name = "TEXT", requires = "advice")]
    joined_by: Option<String>,
}

/// A line of `--json`; shares, not percent.
#[derive(Debug, Serialize)]
struct Line {
    model: &'static str,
    n_series: usize,
    n_points: u32,
    mase: Option<f64>,
    rmsse: Option<f64>,
    wape: Option<f64>,
    bias: Option<f64>,
    cover80: Option<f64>,
    cover95: Option<f64>,
    sum80: Option<f64>,
    sum95: Option<f64>,
}

impl From<&Measured> for Line {
    fn from(of: &Measured) -> Self {
        let tally = &of.tally;
        let (cover, sums) = (tally.cover(), tally.cover_sum());
        Self {
            model: of.model,
            n_series: of.series,
            n_points: tally.points,
            mase: tally.mase(),
            rmsse: tally.rmsse(),
            wape: tally.wape(),
            bias: tally.bias(),
            cover80: cover.map(|cover| cover.0),
            cover95: cover.map(|cover| cover.1),
            sum80: sums.map(|cover| cover.0),
            sum95: sums.map(|cover| cover.1),
        }
    }
}

/// Runs the command.
///
/// # Errors
/// If the file cannot be read, is no such CSV, or is too short to look back.
pub async fn run(args: Args) -> anyhow::Result<()> {
    // Minutes of work for all cores: not on a thread that others wait for.
    tokio::task::spawn_blocking(move || blocking(&args)).await?
}

fn blocking(args: &Args) -> anyhow::Result<()> {
    let series = open(&args.csv, args.frequency)?;
    let plan = Plan {
        frequency: args.frequency,
        origins: usize::from(args.origins),
        horizon: usize::from(args.horizon),
        cleaned: args.cleaned,
    };
    if args.advice {
        let out = &mut std::io::stdout().lock();
        return advice::print(out, &series, plan, args.joined_by.as_deref());
    }
    let bar = bar(series.len() * plan.origins);
    let report = backtest::run(&series, plan, || bar.inc(1));
    bar.finish_and_clear();
    ensure!(
        report.models.iter().any(|of| of.tally.points > 0),
        "no series is long enough to look back {} times {} periods",
        plan.origins,
        plan.horizon
    );
    let mut out = std::io::stdout().lock();
    if args.json {
        for of in &report.models {
            writeln!(out, "{}", serde_json::to_string(&Line::from(of))?)?;
        }
        return Ok(());
    }
    table(&mut out, &report)
}

fn table(out: &mut impl Write, report: &Report) -> anyhow::Result<()> {
    writeln!(
        out,
        "{:<15} {:>7} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "model",
        "series",
        "points",
        "MASE",
        "RMSSE",
        "WAPE",
        "bias",
        "in 80 %",
        "in 95 %",
        "sum 80",
        "sum 95"
    )?;
    for line in report.models.iter().map(Line::from) {
        let scaled = |figure: Option<f64>| figure.map_or("-".to_owned(), |f| format!("{f:.3}"));
        let percent =
            |figure: Option<f64>| figure.map_or("-".to_owned(), |f| format!("{:.1} %", 100.0 * f));
        writeln!(
            out,
            "{:<15} {:>7} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}",
            line.model,
            line.n_series,
            line.n_points,
            scaled(line.mase),
            scaled(line.rmsse),
            percent(line.wape),
            percent(line.bias),
            percent(line.cover80),
            percent(line.cover95),
            percent(line.sum80),
            percent(line.sum95),
        )?;
    }
    if report.left_out > 0 {
        writeln!(
            out,
            "{} periods left out: not told, or without stock",
            report.left_out
        )?;
    }
    Ok(())
}
