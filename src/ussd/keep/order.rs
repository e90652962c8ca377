//! What a facility is to order, by what is left now and the last night's forecasts.

use crate::app::App;
use crate::db::Conn;
use crate::forecasts::advice::days_of;
use crate::models::advice::{self, Advised};
use crate::sms::order::GOOD;
use crate::ussd::desk::{Line, Ordering};

/// Lines of the list at most.
const LINES: usize = 40;

/// What a stock that lasts longer is said to last, in days.
const LONGEST: u32 = 9_999;

/// All that is known, what runs out first.
pub(super) async fn all(app: &App, conn: &mut Conn, facility: i64) -> anyhow::Result<Vec<Line>> {
    let advised = advised(app, conn, facility).await?;
    let line = |advised: &Advised| Line {
        id: advised.product_id,
        units: Some(advised.to_order().unwrap_or(0)),
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
) -> anyhow::Result<Option<Ordering>> {
    let advised = advised(app, conn, facility).await?;
    let one = advised
        .iter()
        .find(|advised| Some(advised.product_id) == product);
    Ok(one.map(ordering))
}

async fn advised(app: &App, conn: &mut Conn, facility: i64) -> anyhow::Result<Vec<Advised>> {
    let zone = &app.config.alerts.zone;
    let since = (app.clock.now() - GOOD).with_timezone(zone).date_naive();
    Ok(advice::of_facility(conn, facility, since).await?)
}

fn ordering(advised: &Advised) -> Ordering {
    let days = days_of(f64::from(advised.quantity), advised.a_month);
    Ordering {
        product: advised.product_id,
        units: advised.to_order().unwrap_or(0),
        left: advised.quantity.unsigned_abs(),
        days: whole(days).min(LONGEST),
        month: whole(advised.a_month).max(1),
        lead: whole(advised.lead_days),
        times: advised.service_level.unsigned_abs(),
        peers: advised.peers.map(i16::unsigned_abs),
    }
}

fn whole(number: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "none of these is below 0; a cast of a float saturates"
    )]
    let number = number.round() as u32;
    number
}
