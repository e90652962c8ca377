//! Brings the database's tables up to date.

use std::io::Write;

use crate::db;

/// Brings the database's tables up to date.
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
    let run = db::migrate(&args.database_url).await?;
    let mut out = std::io::stdout().lock();
    for version in &run {
        writeln!(out, "{version}")?;
    }
    writeln!(out, "{} migrations run", run.len())?;
    Ok(())
}
