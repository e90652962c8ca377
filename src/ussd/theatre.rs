//! Where recorded conversations are played without touching anybody's data: a
//! database of its own for each, cloned from one that holds the demo country.

use std::sync::Arc;

use anyhow::Context as _;
use tokio::runtime::Handle;

use super::script::Script;
use super::stage::{Between, Stage};
use crate::app::App;
use crate::clock::ShiftedClock;
use crate::config::{Config, Vars};
use crate::db::{self, Db, Scratch, Settings};
use crate::demo;

/// The caller of every story.
const CALLER: &str = "+254700000999";

/// A demo country to clone, on the server that DATABASE_URL names.
pub struct Theatre {
    house: Scratch,
    redis: Option<String>,
}

impl Theatre {
    /// Migrates a new database and loads the demo country.
    ///
    /// # Errors
    /// If the server cannot be reached or its user may not create databases.
    pub async fn open(database_url: &str, redis_url: Option<&str>) -> anyhow::Result<Self> {
        let house = Scratch::empty(database_url).await.context("a database for the stories")?;
        db::migrate(house.url()).await?;
        let db = Db::new(&Settings::command(house.url()), Handle::current())?;
        demo::load(&db, chrono::Utc::now()).await?;
        // A database is only cloned while nobody is connected to it.
        drop(db);
        Ok(Self { house, redis: redis_url.map(str::to_owned) })
    }

    /// A stage of its own for one story.
    ///
    /// # Errors
    /// If the database cannot be cloned or the app not be built.
    pub async fn stage(&self, name: &str) -> anyhow::Result<Set> {
        let database = self.house.copy().await?;
        let mut vars = vec![
            ("DATABASE_URL".to_owned(), database.url().to_owned()),
            ("MEDVAULT_REDIS_PREFIX".to_owned(), database.name().to_owned()),
            ("MEDVAULT_RATE_PHONE".to_owned(), "0".to_owned()),
        ];
        vars.extend(self.redis.iter().map(|url| ("REDIS_URL".to_owned(), url.clone())));
        let config = Config::read_demo(vars.into_iter().collect::<Vars>())?;
        let clock = Arc::new(ShiftedClock::default());
        let app = Arc::new(App::build(config, Arc::clone(&clock) as _).await?);
        let stage = Stage::new(Arc::clone(&app), clock, CALLER.parse()?, name);
        Ok(Set { app, stage, _database: database })
    }

    /// Plays a script on a stage of its own.
    ///
    /// # Errors
    /// As [`Self::stage`] and [`Stage::play`].
    pub async fn play(&self, name: &str, script: &Script, between: Between) -> anyhow::Result<Script> {
        self.stage(name).await?.stage.play(script, between).await
    }
}

/// A stage with what stands on it; its database goes with it.
pub struct Set {
    /// The app that answers.
    pub app: Arc<App>,
    /// The caller.
    pub stage: Stage,
    _database: Scratch,
}
