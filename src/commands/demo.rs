//! Loads the demo country.

use std::io::Write;

use chrono::Utc;

use crate::{
    db::{self, Db, Settings},
    demo,
};

/// Loads the demo country.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The database, as postgres://user:password@host:port/name
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let url = &args.database_url;
    db::migrate(url).await?;
    let db = Db::new(&Settings::command(url), tokio::runtime::Handle::current())?;
    let loaded = demo::load(&db, Utc::now()).await?;
    std::io::stdout().write_all(demo::summary(&loaded).as_bytes())?;
    Ok(())
}
