//! Everything built once at start and handed to every spine.

pub mod placeholder;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::runtime::Handle;

use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, Settings};
use crate::http::tokens::Tokens;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::people::phone::KeyRing;
use crate::telemetry::session_tag;
use crate::ussd::Ussd;
use crate::ussd::check;
use crate::ussd::edition::{Editions, Sources};
use crate::ussd::session::Sessions;
use placeholder::Directory;

/// What every spine works with.
pub struct App {
    /// What the service was told from outside.
    pub config: Config,
    /// The record.
    pub db: Db,
    /// The read model in memory.
    pub directory: Arc<Directory>,
    /// Conversations.
    pub ussd: Ussd,
    /// The keys of phone numbers.
    pub phones: KeyRing,
    /// The tokens of the callbacks.
    pub tokens: Tokens,
    /// What the service counts of itself.
    pub metrics: Metrics,
    /// How often a phone may dial and an address may guess.
    pub limits: Limits,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").finish_non_exhaustive()
    }
}

impl App {
    /// Builds everything over a database that is migrated. Connections are
    /// opened on the runtime this is called from, so that is the main one.
    ///
    /// # Errors
    /// If the database does not answer, or the configuration does not hold together.
    pub async fn build(config: Config, clock: Arc<dyn Clock>) -> anyhow::Result<App> {
        let settings = Settings::service(config.database.url.expose(), config.database.connections);
        let db = Db::new(&settings, Handle::current())?;
        let tokens = Tokens::default();
        tokens
            .refresh(&db)
            .await
            .context("the callbacks' tokens cannot be read")?;
        Ok(App {
            directory: Directory::start(&db).await?,
            phones: KeyRing::from_config(&config.phones)?,
            tokens,
            metrics: Metrics::new(config.ussd.session)?,
            ussd: ussd(&config, &db).await?,
            limits: Limits::new(config.rates),
            clock,
            db,
            config,
        })
    }

    /// Counts one answered hop and logs its line. `screen` and `outcome` are
    /// words from closed lists, never anything a caller typed.
    pub fn note_hop(&self, session: &str, screen: &str, outcome: &str, took: Duration) {
        self.metrics.hop(screen, outcome, took);
        let ms = took.as_secs_f64() * 1000.0;
        tracing::debug!(session = session_tag(session), screen, outcome, ms, "hop");
    }
}

/// Conversations as configured: the menu and texts are refused with every flaw
/// that `medvault check` would name.
async fn ussd(config: &Config, db: &Db) -> anyhow::Result<Ussd> {
    let settings = &config.ussd;
    let sources = Sources::read(
        settings.menus.as_deref(),
        settings.locales.as_deref(),
        &settings.language,
    )?;
    let edition =
        check::edition(sources, &settings.networks).map_err(|flaws| check::refusal(&flaws))?;
    let editions = Editions::publish(edition, db).await?;
    let keep = settings.session.max(settings.resume);
    let sessions = match &config.redis {
        Some(url) => Some(Sessions::connect(url.expose(), &config.redis_prefix, keep).await?),
        None => None,
    };
    Ok(Ussd::new(editions, sessions))
}
