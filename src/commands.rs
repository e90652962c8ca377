//! The subcommands of the binary, one file each: its arguments, and what it does.

pub mod audit;
pub mod backtest;
pub mod bench;
pub mod broadcast;
pub mod check;
pub mod codes;
pub mod demo;
pub mod forecast;
pub mod import;
pub mod migrate;
pub mod near;
mod noted;
pub mod parse;
pub mod play;
pub mod replay;
pub mod search;
pub mod serve;
pub mod stock;
pub mod token;
pub mod user;
pub mod work;

use chrono::{DateTime, Utc};
use tokio::runtime::Handle;

use crate::db::{self, Db, Settings};
use crate::directory::country::Country;
use crate::directory::load::{self, Levels};

/// The record that a command reads, as the service would hold it in memory.
#[derive(Debug, clap::Args)]
pub struct Source {
    /// The database, as postgres://user:password@host:port/name
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
}

impl Source {
    /// The country as of now.
    ///
    /// # Errors
    /// If the database cannot be reached or read.
    pub async fn country(&self, levels: Levels, now: DateTime<Utc>) -> anyhow::Result<Country> {
        db::migrate(&self.database_url).await?;
        let db = Db::new(&Settings::command(&self.database_url), Handle::current())?;
        let mut conn = db.get().await?;
        let (country, _) = load::everything(&mut conn, levels, now).await?;
        Ok(country)
    }
}
