//! Prints the products' SMS codes as a card.

use anyhow::bail;

/// Prints the products' SMS codes as a card.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(_args: Args) -> anyhow::Result<()> {
    bail!("not built yet")
}
