//! Writes how good forecasts would have been as one page of HTML.

use std::path::PathBuf;

use anyhow::Context as _;

use super::{FARTHEST, open};
use crate::commands::backtest::places;
use crate::forecasts::backtest::Plan;
use crate::forecasts::report::page;
use crate::forecasts::series::Frequency;

/// Writes one page of HTML that needs nothing else: accuracy by level beside the baselines,
/// warnings of shortages and their calibration, and the worst series, from a CSV file as `forecast` reads it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file
    #[arg(long, value_name = "FILE")]
    csv: PathBuf,
    /// Where to write the page
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// From how many times in the past; they lie a horizon apart
    #[arg(long, default_value = "3", value_parser = clap::value_parser!(u16).range(1..=100))]
    origins: u16,
    /// How many periods ahead
    #[arg(long, default_value = "3", value_parser = clap::value_parser!(u16).range(1..=FARTHEST))]
    horizon: u16,
    /// How long a period is
    #[arg(long, value_enum, default_value = "month")]
    frequency: Frequency,
    /// What stands between facility and product in series_id
    #[arg(long, value_name = "TEXT")]
    joined_by: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let series = open(&args.csv, args.frequency)?;
    let places = args.joined_by.as_deref().map(|by| places(&series, by));
    let plan = Plan {
        frequency: args.frequency,
        origins: usize::from(args.origins),
        horizon: usize::from(args.horizon),
        cleaned: false,
    };
    let page = page(&series, places.as_deref(), plan)?;
    std::fs::write(&args.out, page)
        .with_context(|| format!("{} cannot be written", args.out.display()))
}
