//! Does what is to be done behind the service.

use std::pin::pin;
use std::sync::Arc;

use anyhow::bail;
use tokio::runtime::Handle;
use tokio::sync::watch;

use crate::clock::SystemClock;
use crate::config::{Vars, Work};
use crate::db::{self, Db, Settings};
use crate::forecasts::parallel;
use crate::jobs::Worker;
use crate::models::job::Outcome;
use crate::{service, telemetry};

/// Stocks that are read, forecast and kept at once: few, so that nobody waits long for the database meanwhile.
const FEW: i64 = 10;

/// The same where all cores are taken.
const MANY: i64 = 1_000;

/// How far behind everything else the process stands for a core.
const NICE: i32 = 19;

/// Does what is to be done behind the service, at a low priority: from MEDVAULT_NIGHTLY on
/// it forecasts each night what will be used of every stock. Any number of processes may.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Do tonight's work now, and end; it is an error if that fails
    #[arg(long)]
    once: bool,
    /// Stocks that are read and kept together; 10, or 1000 where all cores are taken
    #[arg(long, value_name = "STOCKS", value_parser = clap::value_parser!(i64).range(1..=100_000))]
    at_once: Option<i64>,
}

/// Lets whoever answers callers go first. Where Linux runs only what steps back like this it takes a core to be
/// free for whoever wakes up; a low priority alone lets them wait for what is running. Threads that are started
/// later do as whoever starts them.
fn step_back() {
    #[cfg(target_os = "linux")]
    {
        use thread_priority::{
            NormalThreadSchedulePolicy, ThreadPriority, ThreadSchedulePolicy,
            set_thread_priority_and_policy, thread_native_id,
        };
        let idle = ThreadSchedulePolicy::Normal(NormalThreadSchedulePolicy::Idle);
        let us = thread_native_id();
        if let Err(error) = set_thread_priority_and_policy(us, ThreadPriority::Min, idle) {
            tracing::warn!(?error, "callers may wait for forecasts: {error:?}");
        }
    }
    if let Err(error) = rustix::process::nice(NICE) {
        tracing::warn!(%error, "the priority stays as it is: {error}");
    }
}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let config = Work::read(&Vars::from_env())?;
    telemetry::init(&config.log);
    step_back();
    parallel::limit(config.threads);
    // Who lets it have all cores wants it done.
    let usual = if config.threads == 0 {
        MANY
    } else {
        parallel::give_way();
        FEW
    };
    let url = config.database.url.expose();
    db::migrate(url).await?;
    let worker = Worker {
        db: Db::new(&Settings::command(url), Handle::current())?,
        clock: Arc::new(SystemClock),
        zone: config.zone,
        nightly: config.nightly,
        at_once: args.at_once.unwrap_or(usual),
        name: format!("{:016x}", rand::random::<u64>()),
    };
    let (stop, stopped) = watch::channel(false);
    let mut asked = pin!(service::asked_to_end()?);
    if args.once {
        let today = worker.clock.now().with_timezone(&worker.zone).date_naive();
        worker.ask(today).await?;
    }
    let mut work = pin!(async {
        if args.once {
            let mut failed = None;
            while let Some(done) = worker.round(&stopped).await? {
                if let Outcome::Failed(why, _) = done {
                    failed = Some(why);
                }
                if *stopped.borrow() {
                    break;
                }
            }
            // Whoever asked for it once, a timer of the system's perhaps, is to know that it is not done.
            if let Some(why) = failed {
                bail!("the night is not done: {why}");
            }
        } else {
            tracing::info!("forecasts begin at {}", worker.nightly);
            worker.run(stopped.clone()).await;
        }
        anyhow::Ok(())
    });
    tokio::select! {
        done = &mut work => return done,
        () = &mut asked => {}
    }
    // What is begun is kept or left as it was; the rest is somebody else's.
    stop.send(true)?;
    work.await
}
