//! Writes how good forecasts would have been as one page of HTML.

use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use chrono::Utc;
use tokio::runtime::Handle;

use super::{FARTHEST, open};
use crate::commands::backtest::places;
use crate::config::{Vars, Work};
use crate::db::{self, Db, Settings};
use crate::forecasts::backtest::Plan;
use crate::forecasts::hindsight::Bin;
use crate::forecasts::history::Calendar;
use crate::forecasts::report::page;
use crate::forecasts::series::{Frequency, Series};
use crate::forecasts::shortage::Place;
use crate::jobs::forecasts::Known;
use crate::jobs::forecasts::lessons::Lessons;
use crate::models::ledger::said;

/// Stocks that are read at once.
const AT_ONCE: i64 = 2_000;

/// Writes one page of HTML that needs nothing else: accuracy by level beside the baselines,
/// warnings of shortages and their calibration, and the worst series, of what the record's ledger tells or of a CSV file
/// as `forecast` reads it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file; without one it is about the record
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
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
    #[arg(long, value_name = "TEXT", requires = "csv")]
    joined_by: Option<String>,
    /// The database, as postgres://user:password@host:port/name
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

pub(super) async fn run(args: Args) -> anyhow::Result<()> {
    let (series, places, nights) = match (&args.csv, &args.database_url) {
        (Some(csv), _) => {
            let series = open(csv, args.frequency)?;
            let joined = args.joined_by.as_deref();
            let places = joined.map(|by| places(&series, by));
            (series, places, None)
        }
        (None, Some(url)) => {
            let (series, places, nights) = of_record(url, args.frequency).await?;
            ensure!(!series.is_empty(), "the ledger tells of no use so far");
            (series, Some(places), Some(nights))
        }
        (None, None) => anyhow::bail!("neither --csv nor DATABASE_URL says what it is about"),
    };
    let plan = Plan {
        frequency: args.frequency,
        origins: usize::from(args.origins),
        horizon: usize::from(args.horizon),
        cleaned: false,
    };
    // Minutes of work for all cores: not on a thread that others wait for.
    let page = move || page(&series, places.as_deref(), plan, nights.as_deref());
    let page = tokio::task::spawn_blocking(page).await??;
    std::fs::write(&args.out, page)
        .with_context(|| format!("{} cannot be written", args.out.display()))
}

/// What was used of every stock of the record, until the period that is not over, whose it is, and what the last night
/// told of what it had not learned from.
async fn of_record(
    url: &str,
    frequency: Frequency,
) -> anyhow::Result<(Vec<Series>, Vec<Place>, Vec<Bin>)> {
    let mut vars = Vars::from_env();
    vars.set("DATABASE_URL", url);
    let calendar = Calendar {
        frequency,
        zone: Work::read(&vars)?.zone,
    };
    db::migrate(url).await?;
    let db = Db::new(&Settings::command(url), Handle::current())?;
    let mut conn = db.get().await?;
    let today = Utc::now().with_timezone(&calendar.zone).date_naive();
    let proven = Lessons::last(&mut conn, calendar, today).await?;
    let nights = proven.and_then(|lessons| lessons.proven);
    let nights = nights.map_or_else(Vec::new, |proven| proven.held_back);
    let (mut all, mut places) = (Vec::new(), Vec::new());
    let mut after = (0, 0);
    loop {
        let stocks = said::next(&mut conn, after, AT_ONCE).await?;
        let Some(last) = stocks.last() else {
            return Ok((all, places, nights));
        };
        after = *last;
        let codes = said::codes(&mut conn, &stocks).await?;
        let known = Known::read(&mut conn, &stocks, calendar, today).await?;
        for (stock, mut series) in known.used(&stocks) {
            if let Some((facility, product)) = codes.get(&stock) {
                series.id = format!("{facility} {product}").into();
            }
            let number = |id: i64| usize::try_from(id).unwrap_or(usize::MAX);
            places.push(Place {
                facility: number(stock.0),
                product: number(stock.1),
            });
            all.push(series);
        }
    }
}
