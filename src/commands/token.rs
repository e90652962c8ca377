//! Makes, lists and revokes the tokens in our URLs.

use anyhow::bail;

/// Makes, lists and revokes the tokens in our URLs.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(_args: Args) -> anyhow::Result<()> {
    bail!("not built yet")
}
