//! Measures the service against a floor in the same run.

mod broadcast;
mod directory;
pub mod hop;
mod house;
mod line;
mod outbreak;
mod search;
mod sms;
mod work;

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
    /// How long the directory of a whole country takes to be read, its memory, and the nearest search in it
    Directory(directory::Args),
    /// Messages a second that are kept, understood and answered, against PostgreSQL's own rate for the same inserts
    Sms(sms::Args),
    /// A broadcast to many, against plain SQL and a bare client
    Broadcast(broadcast::Args),
    /// How often the name search finds what was meant, and how fast
    Search(search::Args),
    /// What the night's forecasts take, and what callers notice of them
    Work(work::Args),
    /// How often outbreaks are found on made-up areas or in a record, and how often there is a false alarm
    Outbreak(outbreak::Args),
}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(args: Args) -> anyhow::Result<()> {
    match args.what {
        What::Hop(args) => hop::run(args).await,
        What::Directory(args) => directory::run(args).await,
        What::Sms(args) => sms::run(args).await,
        What::Broadcast(args) => broadcast::run(args).await,
        What::Search(args) => search::run(&args),
        What::Work(args) => work::run(args).await,
        What::Outbreak(args) => outbreak::run(&args),
    }
}
