//! A broadcast on its way: when it was where, what replies met beside it, and what it took.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use serde::Serialize;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::LOOK;
use super::people::People;
use crate::app::App;
use crate::broadcasts::progress;
use crate::commands::bench::house::House;
use crate::models::outbox::{self, NewMessage, Rank};
use crate::operators::africastalking::fake::Fake;

/// How long after one reply left the next is queued.
const BETWEEN: Duration = Duration::from_millis(300);

/// How long after a pause it is looked whether anything is handed over.
const STILL: Duration = Duration::from_secs(4);

/// Whatever is not over by then never is.
const PATIENCE: Duration = Duration::from_secs(900);

/// What was seen.
#[derive(Debug, Default, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Measured {
    /// From approval until the operator had everything.
    pub(super) seconds: f64,
    /// From approval until it had something.
    pub(super) first_seconds: f64,
    /// How long a reply queued meanwhile took at most, its answer kept.
    pub(super) reply_seconds: f64,
    /// How many were queued.
    pub(super) replies: usize,
    /// Resident memory before, and by how much it grew at most.
    pub(super) idle_mib: f64,
    pub(super) grown_mib: f64,
}

/// Approves a broadcast and watches until everybody is reached, once.
///
/// # Errors
/// When it never ends, or somebody is counted who was not reached, or twice.
pub(super) async fn send(
    house: &House,
    fake: &Fake,
    people: &People,
    (id, many): (i64, u32),
) -> anyhow::Result<Measured> {
    let app = &house.running.app;
    let many = usize::try_from(many)?;
    let idle_mib = resident_mib()?;
    let (stop, stopped) = watch::channel(false);
    let began = Instant::now();
    people.approve(id).await?;
    let memory = tokio::spawn(most_resident(stopped.clone()));
    timeout(PATIENCE, fake.taken(1)).await?;
    let first_seconds = began.elapsed().as_secs_f64();
    let replies = tokio::spawn(reply(Arc::clone(app), people.one, stopped));
    timeout(PATIENCE, fake.taken(many)).await?;
    stop.send_replace(true);
    let waits = replies.await??;
    timeout(PATIENCE, fake.taken(many + waits.len())).await?;
    let seconds = began.elapsed().as_secs_f64();
    let peak = memory.await??;
    counted(people, app, id, many).await?;
    Ok(Measured {
        seconds,
        first_seconds,
        reply_seconds: waits.iter().copied().fold(0.0, f64::max),
        replies: waits.len(),
        idle_mib,
        grown_mib: (peak - idle_mib).max(0.0),
    })
}

/// Lets a second broadcast go, pauses it on its way and then cancels it; the seconds from asking
/// for the pause until the last of it was handed over. None where it was over before.
///
/// # Errors
/// When it is not paused, or somebody is counted who was not reached.
pub(super) async fn pause(
    house: &House,
    fake: &Fake,
    people: &People,
    (id, many): (i64, u32),
) -> anyhow::Result<Option<f64>> {
    let many = usize::try_from(many)?;
    let before = fake.took();
    people.approve(id).await?;
    timeout(PATIENCE, fake.taken(before + many.div_ceil(10))).await?;
    let asked = Instant::now();
    if !people.ask(id, "pause").await? {
        return Ok(None);
    }
    let (mut taken, mut last) = (fake.took(), asked.elapsed());
    // Longer than it may take.
    while asked.elapsed() < STILL {
        sleep(LOOK).await;
        if fake.took() > taken {
            (taken, last) = (fake.took(), asked.elapsed());
        }
    }
    ensure!(
        people.ask(id, "cancel").await?,
        "what is paused cannot be cancelled"
    );
    let reached = i64::try_from(taken - before)?;
    let began = Instant::now();
    let app = &house.running.app;
    loop {
        let far = progress::of(&mut *app.db.get().await?, id).await?;
        if far.sent == reached && usize::try_from(far.sent + far.cancelled)? == many {
            return Ok(Some(last.as_secs_f64()));
        }
        ensure!(
            began.elapsed() < STILL * 5,
            "{} are marked of {reached}, {} cancelled",
            far.sent,
            far.cancelled
        );
        sleep(LOOK * 20).await;
    }
}

/// Queues replies one after the other; how long each took, in seconds.
async fn reply(
    app: Arc<App>,
    phone_id: i64,
    stopped: watch::Receiver<bool>,
) -> anyhow::Result<Vec<f64>> {
    let mut waits = Vec::new();
    while !*stopped.borrow() || waits.is_empty() {
        let now = app.clock.now();
        let message = NewMessage {
            phone_id,
            rank: Rank::Reply,
            body: format!("Reply {}", waits.len()),
            not_before: now,
            expires_at: now + chrono::TimeDelta::hours(1),
            repeat_unknown: false,
            inbound_id: None,
            created_at: now,
        };
        let began = Instant::now();
        let ids = outbox::add(&mut *app.db.get().await?, &[message]).await?;
        app.outbox.notify_one();
        let id = *ids.first().context("no reply was kept")?;
        while state(&app, phone_id, id).await? != "sent" {
            ensure!(began.elapsed() < PATIENCE, "a reply was never sent");
            sleep(LOOK).await;
        }
        waits.push(began.elapsed().as_secs_f64());
        sleep(BETWEEN).await;
    }
    Ok(waits)
}

async fn state(app: &App, phone: i64, id: i64) -> anyhow::Result<String> {
    let shown = outbox::to_phone(&mut *app.db.get().await?, phone, 1).await?;
    let shown = shown.into_iter().find(|message| message.id == id);
    Ok(shown.context("a reply is gone")?.state)
}

/// The record says of everybody that they were reached, of each once.
async fn counted(people: &People, app: &App, id: i64, many: usize) -> anyhow::Result<()> {
    let began = Instant::now();
    loop {
        let sent = progress::of(&mut *app.db.get().await?, id).await?.sent;
        if usize::try_from(sent)? == many {
            break;
        }
        ensure!(began.elapsed() < PATIENCE, "{sent} of {many} are marked");
        sleep(LOOK * 20).await;
    }
    let once = "SELECT count(DISTINCT phone_id) FROM bulk_sends";
    let once: i64 = people.client.query_one(once, &[]).await?.try_get(0)?;
    ensure!(
        usize::try_from(once)? == many,
        "{once} of {many} phones were reached"
    );
    Ok(())
}

/// The most memory that was resident until it is told to stop, in MiB.
async fn most_resident(stopped: watch::Receiver<bool>) -> anyhow::Result<f64> {
    let mut most = 0_f64;
    while !*stopped.borrow() {
        most = most.max(resident_mib()?);
        sleep(LOOK * 10).await;
    }
    Ok(most)
}

/// The memory of this process that is resident, in MiB.
#[expect(clippy::cast_precision_loss, reason = "a few GiB in KiB")]
fn resident_mib() -> anyhow::Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status").context("no /proc here")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    Ok(kib.context("/proc does not tell what is resident")? as f64 / 1024.0)
}
