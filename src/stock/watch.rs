//! The watch over what stock changes set off: who is told of what is short, of what is
//! back, and of a report that is owed. One process at a time keeps it; what is told is
//! looked up when it is told, so that nothing is told that is no longer so.

mod alerts;
mod back;
mod notices;
mod reminders;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::AsyncConnection as _;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::judge;
use super::rules::WAITS;
use crate::app::App;
use crate::models::outbox::{NewMessage, Rank};
use crate::models::{alert, facility, lock, waiting};
use crate::people::role::{Action, Reach, Role};

/// How often it is looked who is to be told.
const EVERY: Duration = Duration::from_secs(5);
/// How often everything is gone through: what time alone makes so, and imports.
const SWEEP_EVERY: Duration = Duration::from_secs(600);
/// How long the watch waits for a connection.
const TURN: Duration = Duration::from_secs(7);
/// How long what is told is worth telling.
const WORTH: TimeDelta = TimeDelta::hours(12);

/// Keeps the watch for as long as the service runs. An outage is logged when it begins
/// and when it ends.
pub async fn run(app: Arc<App>) {
    let mut every = interval(EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut swept, mut away): (Option<Instant>, bool) = (None, false);
    loop {
        every.tick().await;
        let due = swept.is_none_or(|at| at.elapsed() >= SWEEP_EVERY);
        let kept = async {
            if due {
                sweep(&app).await?;
            }
            round(&app).await
        };
        match kept.await {
            Ok(()) => {
                if due {
                    swept = Some(Instant::now());
                }
                if away {
                    tracing::info!("who is to be told can be looked up again");
                }
                away = false;
            }
            Err(error) => {
                if !away {
                    tracing::warn!(%error, "nobody is told of stock: {error}");
                }
                away = true;
            }
        }
    }
}

/// Tells whoever is to be told now, unless it is night or another process is at it.
///
/// # Errors
/// If the database does not answer; what was told before stays told.
pub async fn round(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    if app.config.alerts.is_quiet(app.config.alerts.zone, now) {
        return Ok(());
    }
    let mut conn = app.db.get_within(TURN).await?;
    let told = conn
        .transaction(async |conn| {
            if !lock::watch(conn).await? {
                return anyhow::Ok(0);
            }
            let alerts = alerts::tell(app, conn, now).await?;
            let back = back::tell(app, conn, now).await?;
            Ok(alerts + back + notices::tell(app, conn, now).await?)
        })
        .await?;
    if told > 0 {
        app.outbox.notify_one();
    }
    Ok(())
}

/// Goes through everything: stock that came in files, facilities that went silent, areas,
/// reports that are owed, and who has waited too long.
///
/// # Errors
/// If the database does not answer.
pub async fn sweep(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    let mut conn = app.db.get_within(TURN).await?;
    let (reporters, over) = (Role::with(Action::ReportStock, Reach::Own), over_areas());
    for watched in alert::watched(&mut conn, &reporters).await? {
        conn.transaction(async |conn| {
            facility::lock(conn, &[watched]).await?;
            judge::stocks(conn, watched, now).await
        })
        .await?;
    }
    alert::open_silent(&mut conn, &reporters, now).await?;
    alert::settle_areas(&mut conn, &over, now).await?;
    waiting::forget(&mut conn, now - WAITS).await?;
    if app.config.alerts.is_quiet(app.config.alerts.zone, now) {
        return Ok(());
    }
    let reminded = conn
        .transaction(async |conn| {
            if !lock::watch(conn).await? {
                return anyhow::Ok(0);
            }
            reminders::send(app, conn, &reporters, now).await
        })
        .await?;
    if reminded > 0 {
        app.outbox.notify_one();
    }
    Ok(())
}

/// Who hears of an area.
fn over_areas() -> Vec<Role> {
    Role::with(Action::HearOfStock, Reach::Area)
}

/// A message that can wait, which is not to come in the night either.
fn message(app: &App, phone_id: i64, body: String, now: DateTime<Utc>) -> NewMessage {
    let settings = &app.config.alerts;
    let time = now.with_timezone(&settings.zone).time();
    let till_night = settings.quiet.map(|quiet| quiet.begins_in(time));
    NewMessage {
        phone_id,
        rank: Rank::Alert,
        body,
        not_before: now,
        expires_at: now + till_night.map_or(WORTH, |wait| wait.min(WORTH)),
        repeat_unknown: false,
        inbound_id: None,
        created_at: now,
    }
}
