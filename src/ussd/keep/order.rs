//! What a facility is to order, by what was last said to be left and the last night's forecasts.

use chrono::{DateTime, Utc};

use crate::app::App;
use crate::db::Conn;
use crate::forecasts::advice::{days_of, whole};
use crate::models::advice::{Advised, Need};
use crate::sms::order::advised;
use crate::ussd::desk::{Line, Ordering};

/// Lines of the list at most.
const LINES: usize = 40;

/// What a stock that lasts longer is said to last, in days.
const LONGEST: u32 = 9_999;

/// All that is known, what runs out first.
pub(super) async fn all(
    app: &App,
    conn: &mut Conn,
    facility: i64,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Line>> {
    let advised = advised(app, conn, facility, now).await?;
    let line = |advised: &Advised| Line {
        id: advised.product_id,
        units: units(advised, now),
        ..Line::default()
    };
    Ok(advised.iter().take(LINES).map(line).collect())
}

/// What is known of one product.
pub(super) async fn of(
    app: &App,
    conn: &mut Conn,
    facility: i64,
    product: Option<i64>,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<Ordering>> {
    let advised = advised(app, conn, facility, now).await?;
    let one = advised
        .iter()
        .find(|advised| Some(advised.product_id) == product);
    let today = now.with_timezone(&app.config.alerts.zone).date_naive();
    Ok(one.map(|advised| {
        let days = days_of(f64::from(advised.quantity), advised.a_month);
        Ordering {
            product: advised.product_id,
            units: units(advised, now),
            left: advised.quantity.unsigned_abs(),
            heard_at: advised.heard_at.timestamp(),
            days: whole(days).min(LONGEST),
            month: whole(advised.a_month).max(1),
            lead: whole(advised.lead_days),
            times: advised.service_level.unsigned_abs(),
            peers: advised.peers.map(i16::unsigned_abs),
            reckoned: advised.reckoned(today),
        }
    }))
}

/// Units to order; none where it is to be counted first.
fn units(advised: &Advised, now: DateTime<Utc>) -> Option<u32> {
    match advised.need(now) {
        Need::Nothing => Some(0),
        Need::Order(units) => Some(units),
        Need::Count => None,
    }
}
