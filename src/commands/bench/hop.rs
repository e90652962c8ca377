//! Hops a second of the patient flow through the whole service, against the
//! least a hop can cost on this machine: bare actix-web doing one Redis GET and
//! one SETEX. Both run in this process with as many workers, are loaded by the
//! same client over the loopback, and take turns, so that a noisy machine is
//! as noisy for one as for the other.
//!
//! The service stands on a database of its own, made on the given server and
//! dropped afterwards, with the demo country in it; its callers have told their
//! language and place before. Its limit on hops a phone is raised and its offer
//! to continue a dropped session is off, because a caller here dials hundreds of
//! times a second.

pub(super) mod client;
mod floor;
mod flow;
mod plan;
pub(super) mod report;
pub(super) mod service;

use std::io::Write;
use std::time::Duration;

use anyhow::{Context, anyhow, bail, ensure};

use client::Load;
use report::Report;

use super::line::Target;

/// How long each side is loaded before anything is counted.
const WARM_UP: Duration = Duration::from_secs(2);

/// Hops a second of the patient flow, against bare actix-web with one Redis GET and one SETEX a hop.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How often each side is measured; short turns meet the same noise on both sides
    #[arg(long, default_value_t = 31, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// How long each time, in seconds
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=60))]
    seconds: u64,
    /// Callers at once
    #[arg(long, default_value_t = 48, value_parser = clap::value_parser!(u16).range(1..=512))]
    callers: u16,
    /// Threads that answer, on both sides; 0 is one a core
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

/// Runs the command.
///
/// # Errors
/// When a side cannot be started, or any answer was wrong or lost.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let workers = match usize::from(args.workers) {
        0 => std::thread::available_parallelism()?.get(),
        workers => workers,
    };
    let callers = usize::from(args.callers);
    let redis = redis::Client::open(args.redis_url.as_str()).context("REDIS_URL")?;
    let floor = floor::start(&redis, workers)?;
    let service = service::start(&args.database_url, &args.redis_url, workers, callers).await?;
    let measured = tokio::select! {
        measured = measure(&args, &floor, &service, callers) => measured,
        // So that the database is dropped then too.
        _ = tokio::signal::ctrl_c() => Err(anyhow!("interrupted")),
    };
    floor.stop().await;
    service.stop().await;
    let report = Report::new(workers, callers, args.seconds, &measured?)?;
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        report.tell(&mut out)?;
    }
    let failures = report.failures();
    ensure!(failures == 0, "{failures} answers were wrong or lost");
    Ok(())
}

async fn measure(
    args: &Args,
    floor: &floor::Floor,
    service: &service::Service,
    callers: usize,
) -> anyhow::Result<Vec<(report::Tally, report::Tally)>> {
    let floor_target = Target {
        address: floor.address,
        path: "/floor".to_owned(),
    };
    let floor_journeys: Vec<_> = (0..callers).map(|n| floor::journey(phone(n))).collect();
    let window = Duration::from_secs(args.seconds);
    let sides = [
        (floor_target, floor_journeys),
        (service.target.clone(), service.journeys.clone()),
    ];
    let [floor, service] = &sides;
    let load = |side: &(Target, Vec<flow::Journey>), window, round| {
        let load = Load {
            window,
            round,
            every: None,
        };
        client::load(side.0.clone(), side.1.clone(), load)
    };
    let rehearsal = client::rehearse(&service.0, &service.1).await?;
    if let Some(sample) = rehearsal.samples.first() {
        bail!("the flow is not what this command expects: {sample}");
    }
    load(floor, WARM_UP, 0).await?;
    load(service, WARM_UP, 0).await?;
    let mut rounds = Vec::new();
    for round in 1..=args.rounds {
        let floor = load(floor, window, round).await?;
        rounds.push((floor, load(service, window, round).await?));
    }
    Ok(rounds)
}

/// A number from the range that the demo's facilities and callers use.
fn phone(caller: usize) -> String {
    format!("2547000{caller:05}")
}
