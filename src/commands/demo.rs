//! Loads the demo country.

pub mod serve;

use std::io::Write;

use chrono::Utc;
use tokio::runtime::Handle;

use crate::config::Vars;
use crate::db::{self, Db, Settings};
use crate::demo;
use crate::telemetry;

/// Loads the demo country.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Then run the service with the simulator on, and print where to look
    #[arg(long)]
    serve: bool,
}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let config = serve::configuration(Vars::from_env())?;
    telemetry::init(&config.log);
    let url = config.database.url.expose();
    db::migrate(url).await?;
    let db = Db::new(&Settings::command(url), Handle::current())?;
    let loaded = demo::load(&db, Utc::now()).await?;
    if args.serve {
        // What it says on standard output is where to look, and no more.
        tracing::info!("the demo country is loaded");
        serve::run(config, &mut *db.get().await?).await?;
    } else {
        std::io::stdout().write_all(demo::summary(&loaded).as_bytes())?;
    }
    Ok(())
}
