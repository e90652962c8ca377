//! Measures the service against a floor in the same run.

pub mod hop;

use clap::Subcommand;

/// Measures the service against a floor in the same run.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Hops a second of the patient flow, against bare actix-web with one Redis GET and one SETEX a hop
    Hop(hop::Args),
}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(args: Args) -> anyhow::Result<()> {
    match args.what {
        What::Hop(args) => hop::run(args).await,
    }
}
