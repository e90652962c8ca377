//! Measures the service against a floor in the same run.

use anyhow::bail;

/// Measures the service against a floor in the same run.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(_args: Args) -> anyhow::Result<()> {
    bail!("not built yet")
}
