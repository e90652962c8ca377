//! Lists the nearest facilities, or the nearest that hold a product.

use anyhow::bail;

/// Lists the nearest facilities, or the nearest that hold a product.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(_args: Args) -> anyhow::Result<()> {
    bail!("not built yet")
}
