//! Loads the demo country.

pub mod serve;

use std::io::Write;

use chrono::Utc;
use tokio::runtime::Handle;

use crate::config::Vars;
use crate::{
    db::{self, Db, Settings},
    demo, telemetry,
};

/// Loads the demo country.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The database, as postgres://user:password@host:port/name
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
    /// Then run the service with the simulator on, and print where to look
    #[arg(long)]
    serve: bool,
}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let url = &args.database_url;
    if !args.serve {
        let loaded = load(url).await?;
        std::io::stdout().write_all(loaded.as_bytes())?;
        return Ok(());
    }
    // A bad setting is told before the minute that loading may take.
    let mut vars = Vars::from_env();
    vars.set("DATABASE_URL", url);
    let operator = serve::operator(&mut vars)?;
    let config = serve::configuration(vars)?;
    telemetry::init(&config.log);
    // Standard output is for where to look.
    let loaded = load(url).await?;
    std::io::stderr().write_all(loaded.as_bytes())?;
    serve::run(config, operator).await
}

/// Loads or refreshes the demo country; returns what was done, in words.
async fn load(url: &str) -> anyhow::Result<String> {
    db::migrate(url).await?;
    let db = Db::new(&Settings::command(url), Handle::current())?;
    let now = Utc::now();
    let loaded = demo::load(&db, now).await?;
    let past = demo::past::load(&db, now).await?;
    Ok(format!(
        "{}past: {past} entries of the ledger\n",
        demo::summary(&loaded)
    ))
}
