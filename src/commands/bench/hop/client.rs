//! The load: callers on keep-alive connections, each walking its journeys one
//! hop after the other, every answer checked. As lean as a client can be, so
//! that what is measured is the server.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use tokio::time::timeout;

use super::flow::Journey;
use super::report::Tally;
use crate::commands::bench::line::{Target, post};

/// An answer that has not come by then is lost: Africa's Talking gives up after ten seconds.
const PATIENCE: Duration = Duration::from_secs(10);
/// A rehearsal that takes longer is cut short.
const REHEARSAL: Duration = Duration::from_secs(60);
/// Loads `target` for `window` from a thread of its own with one caller for
/// each of `journeys`; every caller begins its journey again when it is
/// through. `round` keeps session ids apart between runs.
pub(super) async fn load(
    target: Target,
    journeys: Vec<Journey>,
    window: Duration,
    round: u32,
) -> anyhow::Result<Tally> {
    tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(walk_all(target, journeys, window, round))
    })
    .await?
}

/// Every caller in turn walks their journey once, so that a load begins with
/// callers who have called before.
pub(super) async fn rehearse(target: &Target, journeys: &[Journey]) -> anyhow::Result<Tally> {
    let mut all = Tally::new()?;
    let end = Instant::now() + REHEARSAL;
    for (number, journey) in journeys.iter().enumerate() {
        all.add(&walk(target, journey, end, u32::MAX, (number, 1)).await?)?;
    }
    Ok(all)
}

async fn walk_all(
    target: Target,
    journeys: Vec<Journey>,
    window: Duration,
    round: u32,
) -> anyhow::Result<Tally> {
    let began = Instant::now();
    let mut callers = JoinSet::new();
    for (number, journey) in journeys.into_iter().enumerate() {
        let target = target.clone();
        callers.spawn(async move {
            walk(&target, &journey, began + window, round, (number, u32::MAX)).await
        });
    }
    let mut all = Tally::new()?;
    while let Some(one) = callers.join_next().await {
        all.add(&one??)?;
    }
    all.elapsed = began.elapsed();
    Ok(all)
}

/// One caller, by number, until `end` or so many dials.
async fn walk(
    target: &Target,
    journey: &Journey,
    end: Instant,
    round: u32,
    (number, most): (usize, u32),
) -> anyhow::Result<Tally> {
    let mut tally = Tally::new()?;
    let mut line = None;
    let mut dials = 0u32;
    while Instant::now() < end && dials < most {
        dials += 1;
        let session = format!("ATUid_{round:08x}{number:08x}{dials:016x}");
        for step in &journey.steps {
            let form = journey.form(&session, step);
            let began = Instant::now();
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
            if Instant::now() >= end {
                break;
            }
        }
    }
    Ok(tally)
}
