//! Where recorded conversations are played without touching anybody's data: a
//! database of its own for each, cloned from one that holds the demo country.

use std::sync::Arc;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use tokio::runtime::Handle;

use super::check;
use super::edition::{Edition, Sources};
use super::script::Script;
use super::stage::{Between, Stage};
use crate::app::{App, edition};
use crate::clock::ShiftedClock;
use crate::config::{Config, Vars};
use crate::db::scratch::Scratch;
use crate::db::{self, Db, Settings};
use crate::demo;

/// The caller of every story.
const CALLER: &str = "+254700000999";

/// When every story begins, whenever it is played: what a night foresees, and on which day, hangs on the date. It
/// is a Monday morning in the demo country.
const BEGINS: &str = "2026-11-23T05:00:00Z";

/// The moment at which every story begins.
///
/// # Errors
/// Never: [`BEGINS`] is a moment.
fn begins() -> anyhow::Result<DateTime<Utc>> {
    Ok(BEGINS.parse()?)
}

/// A demo country to clone, on the server that DATABASE_URL names.
pub struct Theatre {
    house: Scratch,
    redis: Option<String>,
    sources: Sources,
    /// Whether there are quiet hours.
    nights: bool,
}

impl Theatre {
    /// Migrates a new database and loads the demo country.
    ///
    /// # Errors
    /// If the server cannot be reached or its user may not create databases.
    pub async fn open(database_url: &str, redis_url: Option<&str>) -> anyhow::Result<Self> {
        let house = Scratch::empty(database_url)
            .await
            .context("a database for the stories")?;
        db::migrate(house.url()).await?;
        let db = Db::new(&Settings::command(house.url()), Handle::current())?;
        demo::load(&db, begins()?).await?;
        house.close().await?;
        // Proved once, for every story.
        let vars = [("DATABASE_URL".to_owned(), database_url.to_owned())];
        let sources = edition(&Config::read_demo(vars.into_iter().collect::<Vars>())?)?.sources;
        Ok(Self {
            house,
            redis: redis_url.map(str::to_owned),
            sources,
            nights: false,
        })
    }

    /// With quiet hours, for stories in which it is told what the hour is.
    #[must_use]
    pub fn with_nights(self) -> Self {
        Self {
            nights: true,
            ..self
        }
    }

    /// A stage of its own for one story.
    ///
    /// # Errors
    /// If the database cannot be cloned or the app not be built.
    pub async fn stage(&self, name: &str) -> anyhow::Result<Set> {
        let database = self.house.copy().await?;
        let clock = Arc::new(ShiftedClock::at(begins()?));
        let app = self.app(&database, &clock, self.sources.clone()).await?;
        let stage = Stage::new(Arc::clone(&app), Arc::clone(&clock), CALLER.parse()?, name);
        Ok(Set {
            app,
            stage,
            clock,
            database,
        })
    }

    /// Another app over the same database and the same sessions, with these menus and texts.
    ///
    /// # Errors
    /// If it cannot be built.
    pub async fn app(
        &self,
        database: &Scratch,
        clock: &Arc<ShiftedClock>,
        sources: Sources,
    ) -> anyhow::Result<Arc<App>> {
        let mut vars = vec![
            ("DATABASE_URL".to_owned(), database.url().to_owned()),
            (
                "MEDVAULT_REDIS_PREFIX".to_owned(),
                database.name().to_owned(),
            ),
            ("MEDVAULT_RATE_PHONE".to_owned(), "0".to_owned()),
            // A story tells what happens, not how fast: a busy machine changes no screen.
            (
                "MEDVAULT_DATABASE_PATIENCE_MS".to_owned(),
                "20000".to_owned(),
            ),
            ("MEDVAULT_REDIS_PATIENCE_MS".to_owned(), "20000".to_owned()),
        ];
        // Nor does the hour at which it is told.
        if !self.nights {
            vars.push(("MEDVAULT_QUIET_HOURS".to_owned(), "none".to_owned()));
        }
        vars.extend(
            self.redis
                .iter()
                .map(|url| ("REDIS_URL".to_owned(), url.clone())),
        );
        let config = Config::read_demo(vars.into_iter().collect::<Vars>())?;
        let edition = Edition::parse(sources).map_err(|flaws| check::refusal(&flaws))?;
        Ok(Arc::new(
            App::with(config, Arc::clone(clock) as _, edition).await?,
        ))
    }

    /// Plays a script on a stage of its own.
    ///
    /// # Errors
    /// As [`Self::stage`] and [`Stage::play`].
    pub async fn play(
        &self,
        name: &str,
        script: &Script,
        between: Between,
    ) -> anyhow::Result<Script> {
        self.stage(name).await?.stage.play(script, between).await
    }
}

/// A stage with what stands on it; its database goes with it.
pub struct Set {
    /// The app that answers.
    pub app: Arc<App>,
    /// The caller.
    pub stage: Stage,
    /// What time it is there.
    pub clock: Arc<ShiftedClock>,
    /// The database, dropped with this.
    pub database: Scratch,
}
