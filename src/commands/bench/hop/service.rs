//! The service's side: the whole of it, over a database of its own with the
//! demo country, and callers whose language and place it knows.

use anyhow::{Context, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::runtime::Handle;

use super::client::Target;
use super::flow::Journey;
use super::plan::{Plan, plan};
use crate::app::App;
use crate::clock::{Clock as _, SystemClock};
use crate::config::{Config, Vars};
use crate::db::scratch::Scratch;
use crate::db::{self, Db, Settings};
use crate::demo;
use crate::http::tokens;
use crate::models::token::Token;
use crate::models::{phone, subscriber};
use crate::people::phone::Msisdn;
use crate::telemetry;

/// The service under load.
pub(super) struct Service {
    /// Where its callback is.
    pub(super) target: Target,
    /// What its callers do, one each.
    pub(super) journeys: Vec<Journey>,
    running: crate::service::Service,
    _database: Scratch,
}

/// Starts it with `workers` workers and `callers` callers.
///
/// # Errors
/// When the servers do not answer, or the demo country is too small for the callers.
pub(super) async fn start(
    database_url: &str,
    redis_url: &str,
    workers: usize,
    callers: usize,
) -> anyhow::Result<Service> {
    let scratch = Scratch::empty(database_url)
        .await
        .context("cannot make a database on this server")?;
    db::migrate(scratch.url()).await?;
    let db = Db::new(&Settings::command(scratch.url()), Handle::current())?;
    demo::load(&db, SystemClock.now()).await?;
    let token = tokens::fresh();
    Token::insert(&mut *db.get().await?, &tokens::hash(&token)).await?;
    let config = config(scratch.url(), redis_url, workers)?;
    telemetry::init(&config.log);
    let running = crate::service::Service::start(config).await?;
    let plans = plan(&running.app, callers)?;
    for plan in &plans {
        know(&running.app, plan).await?;
    }
    Ok(Service {
        target: Target {
            address: running.address,
            path: format!("/at/{token}/ussd"),
        },
        journeys: plans.into_iter().map(|plan| plan.journey).collect(),
        running,
        _database: scratch,
    })
}

impl Service {
    /// Stops it; its database goes with it.
    pub(super) async fn stop(self) {
        self.running.stop().await;
    }
}

/// As in service, but for what the module's head says. The keys are of this run
/// alone, so that nothing kept in Redis meets another service's callers.
fn config(database_url: &str, redis_url: &str, workers: usize) -> anyhow::Result<Config> {
    let pepper = STANDARD.encode(rand::random::<[u8; 32]>());
    let key = || format!("1:{}", STANDARD.encode(rand::random::<[u8; 32]>()));
    let vars: Vars = [
        ("DATABASE_URL", database_url.to_owned()),
        ("REDIS_URL", redis_url.to_owned()),
        ("MEDVAULT_LISTEN", "127.0.0.1:0".to_owned()),
        ("MEDVAULT_LOG", "warn".to_owned()),
        ("MEDVAULT_WORKERS", workers.to_string()),
        ("MEDVAULT_RATE_PHONE", "1000000".to_owned()),
        ("MEDVAULT_RESUME_SECONDS", "0".to_owned()),
        ("MEDVAULT_PHONE_KEYS", key()),
        ("MEDVAULT_PHONE_HMAC_KEYS", key()),
        ("MEDVAULT_PIN_PEPPER", pepper),
    ]
    .into_iter()
    .collect();
    Ok(Config::read(&vars)?)
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
        kept.context("a caller was not kept")?.place_id == Some(plan.place),
        "a caller's place was not kept"
    );
    Ok(())
}
