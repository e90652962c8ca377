//! Finds a product or a place by a name, as a caller would type it.

use anyhow::bail;

/// Finds a product or a place by a name, as a caller would type it.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(_args: Args) -> anyhow::Result<()> {
    bail!("not built yet")
}
