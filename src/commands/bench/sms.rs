//! Messages a second that are kept, understood, booked and answered in the outbox before
//! their 200, against the rate at which PostgreSQL alone takes the same rows: as many
//! connections, each writing a message, its report, its ledger rows, its levels and its
//! answer in one transaction. Both sides take turns on one server, so that a noisy machine
//! is as noisy for one as for the other. Then bursts: how long it takes until a hundred
//! messages posted at once are all answered.
//!
//! The service stands on a database of its own, made on the given server and dropped
//! afterwards, with the demo country in it; nothing is sent, for it has no key.

mod floor;
mod load;

use std::io::Write;
use std::time::Duration;

use anyhow::{Context, anyhow, ensure};
use serde::Serialize;

use super::house::{self, House};
use super::line::Target;
use load::Tally;

/// Who reports, and where: the more, the less often each, as in life, where a phone sends a few
/// messages a day and a stock is counted some dozen times in the weeks that are looked back
/// on. The rest of the demo country's facilities is the floor's.
const PHARMACISTS: usize = 2000;
const FACILITIES: usize = 200;

/// How long each side is loaded before anything is counted.
const WARM_UP: Duration = Duration::from_secs(2);

/// Messages a second that are kept, understood and answered, against PostgreSQL's own rate for the same inserts.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How often each side is measured; short turns meet the same noise on both sides
    #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// How long each time, in seconds
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=60))]
    seconds: u64,
    /// Messages posted at once
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=200))]
    burst: u16,
    /// Threads that answer; 0 is one a core
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=512))]
    workers: u16,
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
    /// Messages a second, median of the rounds.
    messages_per_second: f64,
    /// Transactions a second of the floor, median of the rounds.
    floor_per_second: f64,
    /// The median of what each round's two sides give.
    ratio: f64,
    /// Messages of a burst.
    burst: u16,
    /// Milliseconds until all of a burst were answered: median and longest.
    burst_ms: f64,
    burst_longest_ms: f64,
    /// Answers that were not 200, and such as did not come.
    wrong: u64,
    lost: u64,
    /// Whether PostgreSQL waits for its disk (`fsync`, `synchronous_commit`).
    durable: bool,
}

/// Runs the command.
///
/// # Errors
/// When a side cannot be started, or a message was lost.
pub(super) async fn run(args: Args) -> anyhow::Result<()> {
    let workers = match usize::from(args.workers) {
        0 => std::thread::available_parallelism()?.get(),
        workers => workers,
    };
    let house = house::open(&args.database_url, &args.redis_url, workers).await?;
    let measured = tokio::select! {
        measured = measure(&args, &house) => measured,
        // So that the database is dropped then too.
        _ = tokio::signal::ctrl_c() => Err(anyhow!("interrupted")),
    };
    house.running.stop().await;
    drop(house.database);
    let report = measured?;
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        tell(&report, &mut out)?;
    }
    let failures = report.wrong + report.lost;
    ensure!(failures == 0, "{failures} messages were refused or lost");
    Ok(())
}

async fn measure(args: &Args, house: &House) -> anyhow::Result<Report> {
    let target = Target {
        address: house.running.address,
        path: format!("/at/{}/sms", house.token),
    };
    let lines = usize::from(args.burst);
    let phones = load::hire(&house.running.app, PHARMACISTS, FACILITIES).await?;
    let window = Duration::from_secs(args.seconds);
    load::send(&target, (&phones, lines), WARM_UP, 0).await?;
    let mut floor = floor::Floor::open(&house.running.app, house.database.url()).await?;
    floor.write(WARM_UP).await?;
    load::settle(&house.running.app).await?;
    let (mut ours, mut floors, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let mut all = Tally::default();
    for round in 1..=args.rounds {
        let floor_rate = floor.write(window).await?;
        let tally = load::send(&target, (&phones, lines), window, round).await?;
        ours.push(tally.rate());
        floors.push(floor_rate);
        ratios.push(tally.rate() / floor_rate);
        all.add(&tally);
    }
    let mut bursts = Vec::new();
    for round in 1..=args.rounds {
        let tally = load::burst(&target, (&phones, lines), args.rounds + round).await?;
        bursts.push(tally.elapsed.as_secs_f64() * 1000.0);
        all.add(&tally);
    }
    load::stands(&house.running.app).await?;
    Ok(Report {
        messages_per_second: median(&mut ours)?,
        floor_per_second: median(&mut floors)?,
        ratio: median(&mut ratios)?,
        burst: args.burst,
        burst_ms: median(&mut bursts)?,
        burst_longest_ms: bursts.last().copied().context("no burst")?,
        wrong: all.wrong,
        lost: all.lost,
        durable: floor.durable,
    })
}

/// Sorts, and takes the one in the middle.
fn median(values: &mut [f64]) -> anyhow::Result<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().context("no round")
}

fn tell(report: &Report, out: &mut impl Write) -> std::io::Result<()> {
    let waits = if report.durable { "on" } else { "OFF" };
    writeln!(out, "messages in, fsync {waits}, median of the rounds")?;
    writeln!(
        out,
        "  kept, understood and answered  {:>8.0} a second",
        report.messages_per_second
    )?;
    writeln!(
        out,
        "  the same rows by PostgreSQL    {:>8.0} a second",
        report.floor_per_second
    )?;
    writeln!(
        out,
        "  ratio                          {:>8.2}",
        report.ratio
    )?;
    writeln!(
        out,
        "  {} at once, all answered in  {:>8.0} ms, longest {:.0} ms",
        report.burst, report.burst_ms, report.burst_longest_ms
    )?;
    writeln!(out, "  refused {}, lost {}", report.wrong, report.lost)
}
