//! Brings the database's tables up to date.

use anyhow::bail;

/// Brings the database's tables up to date.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(_args: Args) -> anyhow::Result<()> {
    bail!("not built yet")
}
