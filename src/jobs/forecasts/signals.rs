//! Whether there may be an outbreak: once all else of a night is done, the week that is over is looked at.
//!
//! First, as that is soon counted, where more people than usual asked for a medicine in vain, and where more than usual fell
//! ill of what it is for; only there the ledgers are read, and where two of the three counts are more than usual,
//! those over the area are asked. They are asked once: an alert ends when four weeks have gone without two that
//! agree, and where it is asked in a place, the wider ones around it are left alone.
//!
//! Cases are reported late. So each of the three weeks before is looked at once more for as long as it has cases: all
//! three counts are always of one week.

mod look;

use anyhow::Context as _;
use chrono::NaiveDate;
use diesel_async::AsyncConnection as _;

use super::super::Worker;
use super::Known;
use crate::db::Conn;
use crate::forecasts::history::Calendar;
use crate::forecasts::outbreak::FEWEST;
use crate::forecasts::series::Period;
use crate::models::job::Claimed;
use crate::models::{signal, unmet};
use look::{Look, WEEKLY};

/// Weeks that are over and counted again: reports may be long on their way. Who waits is kept for a month.
const COUNTED: i32 = 3;

/// Weeks before the last one that are judged too, where it is known how many fell ill in them.
const LATE: i32 = 3;

/// Weeks without two that agree, the last one among them, after which nobody is asked any more: those that are
/// judged, so that none of them is asked about twice.
const ENDS_AFTER: i32 = LATE + 1;

/// Where a job is once all is looked at.
const DONE: i64 = i64::MAX;

/// Looks at the next medicine; where the job is then, or nothing where all are done.
pub(super) async fn part(
    worker: &Worker,
    job: &Claimed,
    date: NaiveDate,
    stage: i64,
    conn: &mut Conn,
) -> anyhow::Result<Option<(i64, i64)>> {
    let now = worker.clock.now();
    let calendar = Calendar {
        frequency: WEEKLY,
        zone: worker.zone,
    };
    let this = WEEKLY.of(date).context("no such date")?;
    let last = Period(this.0 - 1);
    let weeks = (monday(Period(last.0 - LATE))?, monday(last)?);
    let product = match job.after.1 {
        DONE => return Ok(None),
        0 => {
            let from = calendar.starts(Period(this.0 - COUNTED));
            let span = from.zip(calendar.starts(this)).context("no such week")?;
            unmet::count(conn, span, worker.zone.name()).await?;
            signal::next(conn, weeks, 0, FEWEST).await?
        }
        after => signal::next(conn, weeks, after, FEWEST).await?,
    };
    let Some(product) = product else {
        let after = (stage, DONE);
        let since = monday(Period(this.0 - ENDS_AFTER))?;
        conn.transaction(async |conn| {
            worker.advance(conn, job, after, 0).await?;
            signal::end(conn, since, now).await?;
            anyhow::Ok(())
        })
        .await?;
        return Ok(Some(after));
    };
    let look = Look::read(conn, product, last, LATE).await?;
    let thinking = move || {
        let weeks = look.weeks(last, LATE).into_iter();
        let areas: Vec<_> = weeks.map(|week| (week, look.areas(week))).collect();
        (look, areas)
    };
    let (look, areas) = tokio::task::spawn_blocking(thinking).await?;
    let stocks = look.stocks(areas.iter().flat_map(|(_, areas)| areas));
    let known = Known::read(conn, &stocks, calendar, date).await?;
    let asked = signal::asked(conn, product).await?;
    let thinking = move || {
        let used = known.used(&stocks);
        look.judge(areas, &used, asked)
    };
    let found = tokio::task::spawn_blocking(thinking).await?;
    let after = (stage, product);
    conn.transaction(async |conn| {
        worker.advance(conn, job, after, 0).await?;
        for one in &found {
            let week = monday(one.week)?;
            signal::put(conn, (product, week), &one.signals, &one.told, now).await?;
        }
        anyhow::Ok(())
    })
    .await?;
    Ok(Some(after))
}

fn monday(period: Period) -> anyhow::Result<NaiveDate> {
    WEEKLY.first_day(period).context("no such week")
}
