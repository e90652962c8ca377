//! The night's forecasts: how long so many stocks take on all cores and how much memory, and
//! what callers notice of it meanwhile, with one thread.
//!
//! Callers dial at a fixed rate, each hop at its moment whether or not the one before is answered
//! late, and its time counts from that moment. While they do, the worker goes on and is stopped in
//! turns, so that both are measured on the same noisy machine.

mod stocks;

use std::io::Write;
use std::time::Duration;

use anyhow::{anyhow, ensure};
use serde::Serialize;

use super::hop::client::{self, Load};
use super::hop::report::Tally;
use super::hop::service::{self, Service};
use stocks::Stocks;

/// Callers who share the hops.
const CALLERS: usize = 48;

/// How much longer the slowest hops may take while it works.
const SLOWER: f64 = 1.3;

/// Seconds within which fifty thousand stocks are forecast.
const WITHIN: f64 = 60.0;
const WITHIN_STOCKS: f64 = 50_000.0;

/// How much more memory five times the stocks may take.
const MORE: f64 = 1.25;

/// How long a turn is warmed up for.
const WARM_UP: Duration = Duration::from_secs(1);

/// What the night's forecasts take, and what callers notice of them.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Stocks, each with 42 months; a fifth of them are forecast first, to compare the memory
    #[arg(long, default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(1000..=1_000_000))]
    stocks: u32,
    /// How often callers are measured while it works, and while it does not
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// How long each time, in seconds
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=60))]
    seconds: u64,
    /// Hops a second
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=2000))]
    rate: u32,
    /// One JSON object instead of a table
    #[arg(long)]
    json: bool,
    /// The database server, as postgres://user:password@host:port/name; its user may create databases
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
    /// Redis, as redis://host:port
    #[arg(long, env = "REDIS_URL", hide_env_values = true)]
    redis_url: String,
}

/// What was measured.
#[derive(Debug, Serialize)]
struct Report {
    stocks: i64,
    /// Seconds that all of them took, and MiB of memory at most.
    seconds: f64,
    mib: f64,
    /// MiB for a fifth of them.
    mib_of_a_fifth: f64,
    /// Hops a second that were asked for.
    rate: u32,
    /// Milliseconds of the slowest of a hundred hops, median over the rounds: while it works, and
    /// while it does not.
    p99_ms: f64,
    p99_ms_without: f64,
    /// Median over the rounds of the one against the other.
    ratio: f64,
    hops: u64,
}

/// Runs the command.
///
/// # Errors
/// When something cannot be started, an answer was wrong or lost, or it took too much.
pub(super) async fn run(args: Args) -> anyhow::Result<()> {
    let service = service::start(&args.database_url, &args.redis_url, 1, CALLERS).await?;
    let measured = tokio::select! {
        measured = measure(&args, &service) => measured,
        // So that the database is dropped then too.
        _ = tokio::signal::ctrl_c() => Err(anyhow!("interrupted")),
    };
    service.stop().await;
    let report = measured?;
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        tell(&report, &mut out)?;
    }
    judge(&report)
}

async fn measure(args: &Args, service: &Service) -> anyhow::Result<Report> {
    let mut stocks = Stocks::none(&service.house).await?;
    stocks.grow(args.stocks / 5).await?;
    let (_, mib_of_a_fifth) = stocks.work(0)?.over().await?;
    stocks.grow(args.stocks).await?;
    let (seconds, mib) = stocks.work(0)?.over().await?;
    let forecast = stocks.forecast().await?;
    let turns = turns(args, service, &mut stocks).await?;
    let mut hops = 0;
    let (mut working, mut without, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for (busy, idle) in &turns {
        for tally in [busy, idle] {
            hops += tally.hops();
            let failures = tally.lost + tally.wrong;
            ensure!(
                failures == 0,
                "{failures} answers were wrong or lost: {:?}",
                tally.samples
            );
        }
        working.push(busy.p99_ms());
        without.push(idle.p99_ms());
        ratios.push(busy.p99_ms() / idle.p99_ms());
    }
    Ok(Report {
        stocks: forecast,
        seconds,
        mib,
        mib_of_a_fifth,
        rate: args.rate,
        p99_ms: median(working),
        p99_ms_without: median(without),
        ratio: median(ratios),
        hops,
    })
}

/// What callers saw, turn by turn: while it works, and while it is stopped.
async fn turns(
    args: &Args,
    service: &Service,
    stocks: &mut Stocks,
) -> anyhow::Result<Vec<(Tally, Tally)>> {
    let callers = u32::try_from(CALLERS)?;
    let load = async |seconds, round| {
        let load = Load {
            window: seconds,
            round,
            every: Some(Duration::from_secs(1) * callers / args.rate),
        };
        client::load(service.target.clone(), service.journeys.clone(), load).await
    };
    let window = Duration::from_secs(args.seconds);
    let mut turns = Vec::new();
    let mut work = None;
    for round in 0..args.rounds {
        let mut seen = Vec::new();
        // Whichever was first the last time is second now.
        for turn in [round % 2 == 0, round % 2 == 1] {
            // A night that is over begins anew.
            let going = match work.take() {
                Some(mut going) => stocks::Work::goes_on(&mut going)?.then_some(going),
                None => None,
            };
            let going = match going {
                Some(going) => going,
                None => {
                    stocks.grow(args.stocks).await?;
                    stocks.work(1)?
                }
            };
            going.hold(!turn)?;
            load(WARM_UP, round * 4 + u32::from(turn)).await?;
            let tally = load(window, round * 4 + 2 + u32::from(turn)).await?;
            seen.push((turn, tally));
            going.hold(false)?;
            work = Some(going);
        }
        seen.sort_by_key(|(turn, _)| !turn);
        let mut seen = seen.into_iter().map(|(_, tally)| tally);
        if let (Some(busy), Some(idle)) = (seen.next(), seen.next()) {
            turns.push((busy, idle));
        }
    }
    Ok(turns)
}

fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or_default()
}

fn judge(report: &Report) -> anyhow::Result<()> {
    ensure!(
        report.ratio <= SLOWER,
        "while it works the slowest hops take {:.2} times as long, more than {SLOWER}",
        report.ratio
    );
    let stocks = f64::from(u32::try_from(report.stocks)?);
    let within = WITHIN * (stocks / WITHIN_STOCKS).max(0.1);
    ensure!(
        report.seconds <= within,
        "{stocks} stocks took {:.1} s, more than {within:.1}",
        report.seconds
    );
    ensure!(
        report.mib <= report.mib_of_a_fifth * MORE,
        "five times the stocks take {:.0} MiB, and a fifth of them {:.0}",
        report.mib,
        report.mib_of_a_fifth
    );
    Ok(())
}

fn tell(report: &Report, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "{} stocks of 42 months, all cores", report.stocks)?;
    writeln!(
        out,
        "  forecast and kept                {:>8.2} s",
        report.seconds
    )?;
    writeln!(
        out,
        "  memory at most                   {:>8.1} MiB",
        report.mib
    )?;
    writeln!(
        out,
        "  the same for a fifth of them     {:>8.1} MiB",
        report.mib_of_a_fifth
    )?;
    writeln!(out, "{} hops, {} a second", report.hops, report.rate)?;
    writeln!(
        out,
        "  p99 while one thread works       {:>8.2} ms",
        report.p99_ms
    )?;
    writeln!(
        out,
        "  p99 while it does not            {:>8.2} ms",
        report.p99_ms_without
    )?;
    writeln!(
        out,
        "  median of the rounds' ratios     {:>8.2}",
        report.ratio
    )
}
