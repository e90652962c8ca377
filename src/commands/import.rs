//! Reads a CSV file into the record.

use anyhow::bail;

/// Reads a CSV file into the record.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(_args: Args) -> anyhow::Result<()> {
    bail!("not built yet")
}
