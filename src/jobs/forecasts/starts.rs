//! A start for what has no history: as much is taken to be used as at facilities like it.

use chrono::{DateTime, Months, NaiveDate, Utc};
use diesel_async::AsyncConnection as _;

use super::super::Worker;
use super::follows::RISKY;
use super::{AHEAD, edition};
use crate::db::Conn;
use crate::forecasts::advice::like::{self, Start};
use crate::forecasts::advice::order::order;
use crate::forecasts::advice::risk::stock_out;
use crate::forecasts::series::Frequency;
use crate::models::advice::{self, New, NewAdvice};
use crate::models::forecast::{self, NewForecast};
use crate::models::job::Claimed;

/// Facilities of one part.
const AT_ONCE: i64 = 50;

/// What such a forecast is called, beside the names of models.
const LIKE: &str = "like";

/// Gives the stocks of the next facilities a start; where the job is then, or nothing where all have theirs.
pub(super) async fn part(
    worker: &Worker,
    job: &Claimed,
    date: NaiveDate,
    stage: i64,
    conn: &mut Conn,
) -> anyhow::Result<Option<(i64, i64)>> {
    let next = advice::without_history(conn, date, job.after.1, AT_ONCE).await?;
    let Some((last, new)) = next else {
        return Ok(None);
    };
    let after = (stage, last);
    let (forecasts, advised) = started(&new, date, worker.clock.now())?;
    let edition = edition(Frequency::Month, date, worker.clock.now())?;
    conn.transaction(async |conn| {
        worker.advance(conn, job, after, 0).await?;
        forecast::put(conn, edition, &forecasts).await?;
        advice::put(conn, date, &advised).await?;
        anyhow::Ok(())
    })
    .await?;
    Ok(Some(after))
}

/// What is kept of stocks that enough others are like.
fn started(
    new: &[New],
    date: NaiveDate,
    now: DateTime<Utc>,
) -> anyhow::Result<(Vec<NewForecast>, Vec<NewAdvice>)> {
    let first = edition(Frequency::Month, date, now)?.origin;
    let (mut forecasts, mut advised) = (Vec::new(), Vec::new());
    for one in new {
        let Some(start) = Start::of(&one.used, one.size.unwrap_or(1.0)) else {
            continue;
        };
        let months = u16::try_from(AHEAD).unwrap_or(u16::MAX);
        for ahead in 0..months {
            let Some(period) = first.checked_add_months(Months::new(ahead.into())) else {
                continue;
            };
            forecasts.push(NewForecast {
                stock: one.stock,
                period,
                point: start.point(),
                interval: start.interval(),
                model: LIKE.to_owned(),
            });
        }
        let demand = start.demand(months);
        let policy = like::policy();
        let left = f64::from(one.left);
        let order = order(left, 0.0, &demand, policy);
        advised.push(NewAdvice {
            stock: one.stock,
            a_month: demand.a_month(),
            reorder_level: order.reorder_level,
            maximum: order.maximum,
            risk: stock_out(left, &[], &demand, RISKY),
            lead_days: policy.lead.mean(),
            waste: 0.0,
            waste_on: None,
            peers: i16::try_from(start.peers).ok(),
        });
    }
    Ok((forecasts, advised))
}
