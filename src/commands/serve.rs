//! Runs the service.

use crate::config::{Config, Vars, table};
use crate::service;
use crate::telemetry;

/// Runs the service.
#[derive(Debug, clap::Args)]
#[command(after_long_help = table())]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(_args: Args) -> anyhow::Result<()> {
    let config = Config::read(&Vars::from_env())?;
    telemetry::init(&config.log);
    service::run_on(config, |_| ()).await
}
