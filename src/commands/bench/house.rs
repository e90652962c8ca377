//! The whole service over a database of its own with the demo country, to be loaded.

use anyhow::Context;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::runtime::Handle;

use crate::clock::{Clock as _, SystemClock};
use crate::config::{Config, Vars};
use crate::db::scratch::Scratch;
use crate::db::{self, Db, Settings};
use crate::demo;
use crate::http::tokens;
use crate::models::token::Token;
use crate::service::Service;
use crate::telemetry;

/// A running service and what it stands on.
pub(super) struct House {
    /// The service.
    pub(super) running: Service,
    /// The token of its callbacks.
    pub(super) token: String,
    /// Its database, dropped with this.
    pub(super) database: Scratch,
}

/// Starts a service with `workers` workers.
///
/// # Errors
/// When the servers do not answer.
pub(super) async fn open(
    database_url: &str,
    redis_url: &str,
    workers: usize,
) -> anyhow::Result<House> {
    open_with(database_url, redis_url, workers, &[]).await
}

/// As [`open`], configured further.
///
/// # Errors
/// As [`open`].
pub(super) async fn open_with(
    database_url: &str,
    redis_url: &str,
    workers: usize,
    more: &[(&'static str, String)],
) -> anyhow::Result<House> {
    let database = Scratch::empty(database_url)
        .await
        .context("cannot make a database on this server")?;
    db::migrate(database.url()).await?;
    let db = Db::new(&Settings::command(database.url()), Handle::current())?;
    demo::load(&db, SystemClock.now()).await?;
    let token = tokens::fresh();
    Token::insert(&mut *db.get().await?, &tokens::hash(&token)).await?;
    let config = config(database.url(), redis_url, workers, more)?;
    telemetry::init(&config.log);
    Ok(House {
        running: Service::start(config).await?,
        token,
        database,
    })
}

/// As in service, with no limit on what one phone does and nothing resumed: a caller here
/// dials hundreds of times a second. The keys are of this run
/// alone, so that nothing kept in Redis meets another service's callers.
fn config(
    database_url: &str,
    redis_url: &str,
    workers: usize,
    more: &[(&'static str, String)],
) -> anyhow::Result<Config> {
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
    .chain(more.iter().cloned())
    .collect();
    Ok(Config::read(&vars)?)
}
