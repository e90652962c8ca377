//! The load: callers on keep-alive connections, each walking its journeys one
//! hop after the other, every answer checked. As lean as a client can be, so
//! that what is measured is the server.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::{sleep_until, timeout};

use super::flow::Journey;
use super::report::Tally;
use crate::commands::bench::line::{Target, post};

/// An answer that has not come by then is lost: Africa's Talking gives up after ten seconds.
const PATIENCE: Duration = Duration::from_secs(10);
/// A rehearsal that takes longer is cut short.
const REHEARSAL: Duration = Duration::from_secs(60);

/// How callers dial.
#[derive(Debug, Clone, Copy)]
pub(in crate::commands::bench) struct Load {
    /// How long.
    pub(in crate::commands::bench) window: Duration,
    /// Keeps session ids apart between loads.
    pub(in crate::commands::bench) round: u32,
    /// From one hop of a caller to the next, whether or not it was answered late: its time counts
    /// from when it was due. None is as fast as the answers come.
    pub(in crate::commands::bench) every: Option<Duration>,
}

/// Loads `target` from a thread of its own with one caller for each of `journeys`; every caller
/// begins its journey again when it is through.
pub(in crate::commands::bench) async fn load(
    target: Target,
    journeys: Vec<Journey>,
    load: Load,
) -> anyhow::Result<Tally> {
    tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(walk_all(target, journeys, load))
    })
    .await?
}

/// Every caller in turn walks their journey once, so that a load begins with
/// callers who have called before.
pub(super) async fn rehearse(target: &Target, journeys: &[Journey]) -> anyhow::Result<Tally> {
    let mut all = Tally::new()?;
    let load = Load {
        window: REHEARSAL,
        round: u32::MAX,
        every: None,
    };
    let began = Instant::now();
    for (number, journey) in journeys.iter().enumerate() {
        all.add(&walk(target, journey, load, began, (number, 1)).await?)?;
    }
    Ok(all)
}

async fn walk_all(target: Target, journeys: Vec<Journey>, load: Load) -> anyhow::Result<Tally> {
    let began = Instant::now();
    let many = u32::try_from(journeys.len().max(1))?;
    let mut callers = JoinSet::new();
    for (caller, journey) in (0..many).zip(journeys) {
        let target = target.clone();
        let number = usize::try_from(caller)?;
        // Evenly apart, so that not all dial at one moment.
        let first = began + load.every.unwrap_or_default() * caller / many;
        callers
            .spawn(async move { walk(&target, &journey, load, first, (number, u32::MAX)).await });
    }
    let mut all = Tally::new()?;
    while let Some(one) = callers.join_next().await {
        all.add(&one??)?;
    }
    all.elapsed = began.elapsed();
    Ok(all)
}

/// One caller, by number, from then on for as long as the load lasts or so many dials.
async fn walk(
    target: &Target,
    journey: &Journey,
    load: Load,
    first: Instant,
    (number, most): (usize, u32),
) -> anyhow::Result<Tally> {
    let mut tally = Tally::new()?;
    let (mut line, mut due, end) = (None, first, first + load.window);
    let mut dials = 0u32;
    while due.max(Instant::now()) < end && dials < most {
        dials += 1;
        let session = format!("ATUid_{:08x}{number:08x}{dials:016x}", load.round);
        for step in &journey.steps {
            let form = journey.form(&session, step);
            let began = match load.every {
                Some(every) => {
                    sleep_until(due.into()).await;
                    due += every;
                    due - every
                }
                None => Instant::now(),
            };
            let asked = timeout(PATIENCE, post(&mut line, target, &form));
            let Ok(Ok(answer)) = asked.await else {
                // The rest of the session makes no sense without this answer.
                line = None;
                tally.lost += 1;
                break;
            };
            tally.hop(began.elapsed());
            if !step.accepts(answer.status, &answer.body) {
                tally.wrong(step, answer.status, &answer.body);
                break;
            }
            if due.max(Instant::now()) >= end {
                break;
            }
        }
    }
    Ok(tally)
}
