//! Forecasts what will be used: from any long CSV file, which needs no database, or of one
//! stock of the record (`now`); and tells in which weeks and areas something was out of the ordinary (`signals`).

mod now;
mod report;
mod signals;

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};

use crate::forecasts::csv::read;
use crate::forecasts::models::Model;
use crate::forecasts::outlook::{self, Outlook};
use crate::forecasts::series::{Frequency, Series};
use crate::forecasts::trial::Setting;

/// How many periods ahead may be asked for.
pub(super) const FARTHEST: i64 = 120;

/// Forecasts what will be used, from a CSV file with the columns series_id, period and
/// value and, where known, stock_end and stockout_days. Gaps and short series are
/// allowed. Writes series_id,period,point,lo80,hi80,lo95,hi95,model.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// The file
    #[arg(long, value_name = "FILE", required = true)]
    csv: Option<PathBuf>,
    /// How many periods ahead
    #[arg(long, required = true, value_parser = clap::value_parser!(u16).range(1..=FARTHEST))]
    horizon: Option<u16>,
    /// How long a period is
    #[arg(long, value_enum, default_value = "month")]
    frequency: Frequency,
    /// Take what was used for what was needed, even where stock had run out
    #[arg(long)]
    as_told: bool,
    /// Where to write; standard output otherwise
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Write how good forecasts would have been as one page of HTML
    Report(report::Args),
    /// Forecast one stock of the record, print it and keep it
    Now(now::Args),
    /// List the weeks and areas in which there may be an outbreak
    Signals(signals::Args),
}

/// Runs the command.
///
/// # Errors
/// If the file cannot be read or is no such CSV, or the forecasts cannot be written.
pub async fn run(args: Args) -> anyhow::Result<()> {
    match args.command {
        Some(Command::Now(args)) => return now::run(args).await,
        Some(Command::Signals(args)) => return signals::run(args).await,
        Some(Command::Report(args)) => return report::run(args).await,
        None => {}
    }
    // Minutes of work for all cores: not on a thread that others wait for.
    tokio::task::spawn_blocking(move || blocking(&args)).await?
}

fn blocking(args: &Args) -> anyhow::Result<()> {
    let (Some(csv), Some(horizon)) = (&args.csv, args.horizon) else {
        bail!("--csv and --horizon are missing");
    };
    let series = open(csv, args.frequency)?;
    let known: Vec<Vec<Option<f64>>> = series
        .iter()
        .map(|one| {
            if args.as_told {
                one.told().collect()
            } else {
                one.cleaned(args.frequency)
            }
        })
        .collect();
    let setting = Setting {
        models: &Model::ALL,
        season: args.frequency.season(),
        horizon: usize::from(horizon),
    };
    let bar = bar(series.len());
    let outlooks = outlook::forecast(&known, setting, || bar.inc(1));
    bar.finish_and_clear();
    match &args.out {
        Some(file) => {
            let out = File::create(file)
                .with_context(|| format!("{} cannot be written", file.display()))?;
            write(out, &series, &outlooks, args.frequency)
        }
        None => write(std::io::stdout().lock(), &series, &outlooks, args.frequency),
    }
}

/// Reads a file of series.
pub(super) fn open(file: &Path, frequency: Frequency) -> anyhow::Result<Vec<Series>> {
    let from = File::open(file).with_context(|| format!("{} cannot be opened", file.display()))?;
    let series =
        read(from, frequency).with_context(|| format!("{} is no series", file.display()))?;
    ensure!(!series.is_empty(), "{} holds no series", file.display());
    Ok(series)
}

/// A bar on standard error; hides itself where that is no terminal.
pub(super) fn bar(of: usize) -> ProgressBar {
    let style =
        ProgressStyle::with_template("{bar:40} {pos} of {len} series  {elapsed} gone, {eta} to go");
    let bar = ProgressBar::new(u64::try_from(of).unwrap_or(u64::MAX));
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn write(
    out: impl Write,
    series: &[Series],
    outlooks: &[Outlook],
    frequency: Frequency,
) -> anyhow::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record([
        "series_id",
        "period",
        "point",
        "lo80",
        "hi80",
        "lo95",
        "hi95",
        "model",
    ])?;
    for (series, outlook) in series.iter().zip(outlooks) {
        let model = outlook.model(&Model::ALL);
        let ahead = outlook.points.iter().zip(&outlook.intervals).enumerate();
        for (at, (point, interval)) in ahead {
            let period = frequency.write(series.next().plus(at));
            let figures = [
                *point,
                interval.of80.0,
                interval.of80.1,
                interval.of95.0,
                interval.of95.1,
            ]
            .map(|figure| format!("{figure:.3}"));
            out.write_field(&*series.id)?;
            out.write_field(period)?;
            for figure in figures {
                out.write_field(figure)?;
            }
            out.write_field(&model)?;
            out.write_record(None::<&[u8]>)?;
        }
    }
    Ok(out.flush()?)
}
