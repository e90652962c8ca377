//! A broadcast to many people, from its approval until an Africa's Talking on loopback has taken
//! every message, while replies are queued beside it. Then what no sender can do without: the
//! same batches claimed and marked by plain SQL, and the same requests by a bare client.
//!
//! With `--kills` it is no race but a proof: processes that send are killed while it goes out.
//!
//! The service, the fake and PostgreSQL share this machine; the fake is in this process, so that
//! the memory told is of both.

mod compare;
mod floor;
mod kills;
mod people;
mod processes;
mod watch;

use std::io::Write;
use std::time::Duration;

use anyhow::{anyhow, ensure};
use serde::Serialize;

use super::house::{self, House};
use crate::operators::africastalking::fake::Fake;
use watch::Measured;

/// People of a district, whom an emergency reaches within [`DISTRICT_WITHIN`].
const DISTRICT: u32 = 20_000;
const DISTRICT_WITHIN: f64 = 5.0;

/// Seconds within which a million people are reached.
const MILLION_WITHIN: f64 = 60.0;

/// Seconds within which the first of them is, and whoever waits for a reply.
const SOON: f64 = 1.0;

/// Seconds within which a million people are counted, and none is handed over after a pause.
const COUNTED: f64 = 2.0;
const PAUSED: f64 = 2.0;

/// MiB by which the process may grow meanwhile.
const GROWS: f64 = 64.0;

/// A broadcast to many, against plain SQL and a bare client.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// People it is for
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    recipients: u32,
    /// Recipients of one request; 1000 where nothing is said, 100 with --kills
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=5000))]
    request: Option<u16>,
    /// Requests that wait for an answer at once
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u16).range(2..=100))]
    parallel: u16,
    /// Kills a sending process at random, so often, and starts another in its place; then compares what is kept with what was taken
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1000))]
    kills: Option<u16>,
    /// With --kills: the broadcast is an emergency, whose lost messages go once more
    #[arg(long, requires = "kills")]
    emergency: bool,
    /// With --kills: what the killed have left behind is looked at after seconds, not after the minutes it takes in service
    #[arg(long, requires = "kills")]
    hurry: bool,
    /// With --kills: requests a second that the operator allows all processes together
    #[arg(long, requires = "kills", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    rate: Option<u32>,
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

impl Args {
    /// Recipients of one request, where it says so.
    fn request(&self) -> u16 {
        let usual = if self.kills.is_some() { 100 } else { 1000 };
        self.request.unwrap_or(usual)
    }
}

/// What was measured.
#[derive(Debug, Serialize)]
struct Report {
    recipients: u32,
    /// From asking for it until all were counted and it was kept.
    preview_seconds: f64,
    /// From asking for a second one to be paused until the last of it was handed over.
    paused_seconds: Option<f64>,
    #[serde(flatten)]
    ours: Measured,
    /// Seconds that are allowed.
    within: f64,
    /// Seconds that plain SQL takes to claim and mark the same batches.
    sql_seconds: f64,
    /// Seconds that a bare client takes to send the same requests.
    requests_seconds: f64,
    /// Both floors, one after the other, against ours.
    ratio: f64,
    /// Whether PostgreSQL waits for its disk (`fsync`, `synchronous_commit`).
    durable: bool,
}

/// Runs the command.
///
/// # Errors
/// When something cannot be started, somebody was not reached or twice, or it took too long.
pub(super) async fn run(args: Args) -> anyhow::Result<()> {
    if let Some(kills) = args.kills {
        return kills::run(&args, kills).await;
    }
    let key = "atsk_of_a_benchmark";
    let fake = Fake::start("sandbox", key)?;
    let more = [
        ("MEDVAULT_AT_USERNAME", "sandbox".to_owned()),
        ("MEDVAULT_AT_KEY", key.to_owned()),
        ("MEDVAULT_AT_URL", fake.url()),
        ("MEDVAULT_AT_RATE", "0".to_owned()),
        ("MEDVAULT_AT_RECIPIENTS", args.request().to_string()),
        ("MEDVAULT_AT_PARALLEL", args.parallel.to_string()),
        ("MEDVAULT_QUIET_HOURS", "none".to_owned()),
    ];
    let house = house::open_with(&args.database_url, &args.redis_url, 1, &more).await?;
    let measured = tokio::select! {
        measured = measure(&args, &house, &fake, key) => measured,
        // So that the database is dropped then too.
        _ = tokio::signal::ctrl_c() => Err(anyhow!("interrupted")),
    };
    house.running.stop().await;
    drop(house.database);
    fake.stop().await;
    let report = measured?;
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        tell(&report, &mut out)?;
    }
    judge(&report)
}

async fn measure(args: &Args, house: &House, fake: &Fake, key: &str) -> anyhow::Result<Report> {
    let people = people::settle(house, args.recipients).await?;
    let emergency = args.recipients <= DISTRICT;
    let (id, preview) = people::broadcast(&people, args.recipients, emergency).await?;
    let ours = watch::send(house, fake, &people, (id, args.recipients)).await?;
    let (second, _) = people::broadcast(&people, args.recipients, emergency).await?;
    let paused = watch::pause(house, fake, &people, (second, args.recipients)).await?;
    let url = house.database.url();
    let sql = floor::sql(url, id, usize::from(args.parallel)).await?;
    let parallel = usize::from(args.parallel).saturating_sub(1);
    let requests = floor::requests(fake, key, args.recipients, (args.request(), parallel)).await?;
    let million = f64::from(args.recipients) / 1e6;
    Ok(Report {
        recipients: args.recipients,
        preview_seconds: preview.as_secs_f64(),
        paused_seconds: paused,
        within: match emergency {
            true => DISTRICT_WITHIN,
            false => MILLION_WITHIN * million.max(1.0),
        },
        sql_seconds: sql.as_secs_f64(),
        requests_seconds: requests.as_secs_f64(),
        ratio: (sql + requests).as_secs_f64() / ours.seconds,
        durable: people.durable().await?,
        ours,
    })
}

/// What was not reached of what is asked for.
fn judge(report: &Report) -> anyhow::Result<()> {
    let ours = &report.ours;
    #[rustfmt::skip]
    let limits = [
        ("everybody reached, seconds", ours.seconds, report.within),
        ("the first reached, seconds", ours.first_seconds, SOON),
        ("a reply queued meanwhile, seconds", ours.reply_seconds, SOON),
        ("memory more than idle, MiB", ours.grown_mib, GROWS),
        ("counted and kept, seconds", report.preview_seconds, COUNTED * (f64::from(report.recipients) / 1e6).max(1.0)),
        ("paused, seconds", report.paused_seconds.unwrap_or_default(), PAUSED),
    ];
    let missed: Vec<String> = limits
        .iter()
        .filter(|(_, is, most)| is > most)
        .map(|(what, is, most)| format!("{what}: {is:.1}, at most {most:.1}"))
        .collect();
    ensure!(missed.is_empty(), "missed: {}", missed.join("; "));
    Ok(())
}

fn tell(report: &Report, out: &mut impl Write) -> std::io::Result<()> {
    let waits = if report.durable { "on" } else { "OFF" };
    let ours = &report.ours;
    let rate = f64::from(report.recipients) / ours.seconds;
    #[rustfmt::skip]
    let rows = [
        ("counted and kept, before", report.preview_seconds * 1000.0, "ms".to_owned()),
        ("all handed over, from approval", ours.seconds, format!("s ({rate:.0} a second; within {:.0} s)", report.within)),
        ("the first handed over", ours.first_seconds * 1000.0, "ms".to_owned()),
        ("a reply meanwhile, the longest", ours.reply_seconds * 1000.0, format!("ms, of {}", ours.replies)),
        ("memory more than idle", ours.grown_mib, format!("MiB (idle {:.0})", ours.idle_mib)),
        ("after a pause the last one", report.paused_seconds.unwrap_or_default() * 1000.0, "ms (0: it was over)".to_owned()),
        ("the same batches by plain SQL", report.sql_seconds, "s".to_owned()),
        ("the same requests, bare client", report.requests_seconds, "s".to_owned()),
        ("both floors against ours", report.ratio, String::new()),
    ];
    writeln!(
        out,
        "a broadcast to {} people, fsync {waits}",
        report.recipients
    )?;
    for (what, value, unit) in rows {
        writeln!(out, "  {what:<32} {value:>8.2} {unit}")?;
    }
    Ok(())
}

/// The n-th person's number.
fn number(n: u32) -> String {
    format!("+254{:09}", 700_000_000 + u64::from(n))
}

/// How long it is looked away between two looks.
const LOOK: Duration = Duration::from_millis(5);
