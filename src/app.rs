//! Everything built once at start and handed to every spine.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use tokio::runtime::Handle;
use tokio::sync::{Notify, Semaphore};

use crate::broadcasts::kept::Kept;
use crate::broadcasts::map::Map;
use crate::broadcasts::progress::Look;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, Settings};
use crate::directory::{Directory, Notifier, notifier};
use crate::http::tokens::Tokens;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::people::heard::Heard;
use crate::people::phone::KeyRing;
use crate::people::pin::Hasher;
use crate::sms::known::Catalogue;
use crate::telemetry::session_tag;
use crate::ussd::Ussd;
use crate::ussd::check;
use crate::ussd::edition::{Edition, Editions, Sources};
use crate::ussd::session::Sessions;

/// Longest wait for a connection over which a whole country is read.
const LOADING: Duration = Duration::from_secs(10);

/// What every spine works with.
pub struct App {
    /// What the service was told from outside.
    pub config: Config,
    /// The record.
    pub db: Db,
    /// The read model in memory.
    pub directory: Arc<Directory>,
    /// Lets the directories of every process know of what this one writes.
    pub notifier: Notifier,
    /// Conversations.
    pub ussd: Ussd,
    /// Who was heard of a moment ago.
    pub heard: Heard,
    /// The keys of phone numbers.
    pub phones: KeyRing,
    /// What hashes PINs.
    pub pins: Hasher,
    /// The tokens of the callbacks.
    pub tokens: Tokens,
    /// What reports are read against.
    pub catalogue: Catalogue,
    /// The main runtime, where connections to the record live.
    pub runtime: Handle,
    /// Messages that are taken in at once: they wait for each other, not callers for them.
    pub messages: Semaphore,
    /// To be told once something was committed to the outbox.
    pub outbox: Notify,
    /// How far large broadcasts were when they were last looked at.
    pub looks: Kept<Look>,
    /// And where their people are.
    pub maps: Kept<Map>,
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
        let edition = edition(&config)?;
        App::with(config, clock, edition).await
    }

    /// As [`Self::build`], over a menu and texts that are proved already.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn with(
        config: Config,
        clock: Arc<dyn Clock>,
        edition: Edition,
    ) -> anyhow::Result<App> {
        let url = config.database.url.expose();
        let db = Db::new(
            &Settings::service(url, config.database.connections, config.database.patience),
            Handle::current(),
        )?;
        // The directory reads a whole country at once, which callers' limits would cut short.
        let patient = Settings {
            connect: LOADING,
            wait: LOADING,
            ..Settings::command(url)
        };
        let whole = Db::new(&patient, Handle::current())?;
        let tokens = Tokens::default();
        tokens
            .refresh(&whole)
            .await
            .context("the callbacks' tokens cannot be read")?;
        let editions = Editions::publish(edition, &whole).await?;
        let keep = config.ussd.session.max(config.ussd.resume);
        let sessions = match &config.redis {
            Some(url) => {
                let (prefix, patience) = (&config.redis_prefix, config.redis_patience);
                Some(Sessions::connect(url.expose(), prefix, keep, patience).await?)
            }
            None => None,
        };
        Ok(App {
            directory: Directory::start(&whole, Arc::clone(&clock)).await?,
            notifier: notifier(db.clone()),
            ussd: Ussd::new(editions, sessions),
            heard: Heard::default(),
            phones: KeyRing::from_config(&config.phones)?,
            pins: Hasher::new(&config.pins),
            runtime: Handle::current(),
            tokens,
            catalogue: Catalogue::default(),
            messages: Semaphore::new((config.database.connections * 3 / 4).max(1)),
            outbox: Notify::new(),
            looks: Kept::default(),
            maps: Kept::default(),
            metrics: Metrics::new(config.ussd.session)?,
            limits: Limits::new(config.rates),
            clock,
            db,
            config,
        })
    }

    /// Whether a broadcast reaches those who opted out too: an emergency may, where law and
    /// settings let it.
    pub fn reaches_stopped(&self, emergency: bool) -> bool {
        emergency && self.config.broadcasts.reaches_stopped
    }

    /// Counts one answered hop and logs its line. `screen` and `outcome` are
    /// words from closed lists, never anything a caller typed.
    pub fn note_hop(&self, session: &str, screen: &str, outcome: &str, took: Duration) {
        self.metrics.hop(screen, outcome, took);
        let ms = took.as_secs_f64() * 1000.0;
        tracing::debug!(session = session_tag(session), screen, outcome, ms, "hop");
    }
}

/// The menu and texts as configured: an operator's own are refused with every
/// flaw that `medvault check` would name. The embedded ones were proved before
/// they were released, and need not be at every start.
///
/// # Errors
/// If a file cannot be read or has a flaw.
pub fn edition(config: &Config) -> anyhow::Result<Edition> {
    let settings = &config.ussd;
    let (menus, locales) = (settings.menus.as_deref(), settings.locales.as_deref());
    let sources = Sources::read(menus, locales, &settings.language)?;
    let released = menus.is_none() && locales.is_none() && settings.networks.is_empty();
    let edition = if released {
        Edition::parse(sources)
    } else {
        check::edition(sources, &settings.networks)
    };
    edition.map_err(|flaws| check::refusal(&flaws))
}
