//! How often outbreaks are found on made-up areas, and how often there is a false alarm.

use std::fmt::Write as _;
use std::io::Write as _;

use crate::forecasts::outbreak::simulated::measure;

/// Judges every week of the last of six years of made-up areas with one outbreak each, by each rule and by two counts that agree.
/// The same areas give the same figures.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many areas
    #[arg(long, default_value = "200", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    areas: u16,
}

/// Runs the command.
///
/// # Errors
/// If it cannot be printed.
pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let mut out = format!(
        "{:<62}{:>18}{:>16}{:>24}\n",
        "looked at", "outbreaks told", "weeks told", "false alarms a year"
    );
    for found in measure(args.areas.into()) {
        let _ = writeln!(
            out,
            "{:<62}{:>16.0} %{:>14.0} %{:>24.2}",
            found.by, found.outbreaks, found.weeks, found.false_a_year
        );
    }
    std::io::stdout().write_all(out.as_bytes())?;
    Ok(())
}
