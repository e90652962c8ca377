//! The service's side: the whole of it, over a database of its own with the
//! demo country, and callers whose language and place it knows.

use anyhow::{Context, ensure};

use super::flow::Journey;
use super::plan::{Plan, plan};
use crate::app::App;
use crate::commands::bench::house::{self, House};
use crate::commands::bench::line::Target;
use crate::models::{phone, subscriber};
use crate::people::phone::Msisdn;

/// The service under load.
pub(in crate::commands::bench) struct Service {
    /// Where its callback is.
    pub(in crate::commands::bench) target: Target,
    /// What its callers do, one each.
    pub(in crate::commands::bench) journeys: Vec<Journey>,
    /// Everything it stands on.
    pub(in crate::commands::bench) house: House,
}

/// Starts it with `workers` workers and `callers` callers.
///
/// # Errors
/// When the servers do not answer, or the demo country is too small for the callers.
pub(in crate::commands::bench) async fn start(
    database_url: &str,
    redis_url: &str,
    workers: usize,
    callers: usize,
) -> anyhow::Result<Service> {
    let house = house::open(database_url, redis_url, workers).await?;
    let plans = plan(&house.running.app, callers)?;
    for plan in &plans {
        know(&house.running.app, plan).await?;
    }
    Ok(Service {
        target: Target {
            address: house.running.address,
            path: format!("/at/{}/ussd", house.token),
        },
        journeys: plans.into_iter().map(|plan| plan.journey).collect(),
        house,
    })
}

impl Service {
    /// Stops it; its database goes with it.
    pub(in crate::commands::bench) async fn stop(self) {
        self.house.running.stop().await;
    }
}

/// Keeps what a caller has told the service before.
async fn know(app: &App, plan: &Plan) -> anyhow::Result<()> {
    let number: Msisdn = format!("+{}", plan.journey.phone).parse()?;
    let mut conn = app.db.get().await?;
    let id = phone::id_of(&mut conn, &app.phones, &number).await?;
    subscriber::set_language(&mut conn, id, "en", "bench").await?;
    subscriber::set_place(&mut conn, id, plan.place, "bench").await?;
    let kept = subscriber::of_phone(&mut conn, &[app.phones.hmac(&number).to_vec()]).await?;
    ensure!(
        kept.context("a caller was not kept")?.profile.place_id == Some(plan.place),
        "a caller's place was not kept"
    );
    Ok(())
}
