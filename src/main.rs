//! The `medvault` command: parses the command line and hands over.

use clap::{Parser, Subcommand};
use medvault::commands::{
    audit, backtest, bench, broadcast, check, codes, demo, forecast, import, migrate, near, parse,
    play, replay, search, serve, stock, token, user, work,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Find medicine, blood and equipment nearby from the cheapest phone.
#[derive(Debug, Parser)]
#[command(version, about, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the service; configured by the environment alone
    Serve(serve::Args),
    /// Do what is to be done behind the service: forecasts each night
    Work(work::Args),
    /// Bring the database's tables up to date
    Migrate(migrate::Args),
    /// Load the demo country
    Demo(demo::Args),
    /// Read a CSV file into the record
    Import(import::Args),
    /// Print the products' SMS codes as a card
    Codes(codes::Args),
    /// Find a product or a place by a name, as a caller would type it
    Search(search::Args),
    /// List the nearest facilities, or the nearest that hold a product
    Near(near::Args),
    /// Read stock reports as messages are read
    Parse(parse::Args),
    /// Look after the ledger of stock
    Stock(stock::Args),
    /// Make, list and revoke the tokens in our URLs
    Token(token::Args),
    /// Let people who work with the record in and out
    User(user::Args),
    /// Make, show and stop broadcasts
    Broadcast(broadcast::Args),
    /// Read the log of who decided what, or prove that it is whole
    Audit(audit::Args),
    /// Prove that every screen fits, in every language
    Check(check::Args),
    /// Dial in the terminal
    Play(play::Args),
    /// Run recorded conversations and show what differs
    Replay(replay::Args),
    /// Forecast what will be used, from a CSV file
    Forecast(forecast::Args),
    /// Measure how good the forecasts would have been, on a CSV file
    Backtest(backtest::Args),
    /// Measure the service against a floor in the same run
    Bench(bench::Args),
}

#[tokio::main]
#[expect(
    clippy::print_stderr,
    reason = "the person who typed the command reads why it failed"
)]
async fn main() -> std::process::ExitCode {
    match run(Cli::parse().command).await {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("medvault: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(args) => serve::run(args).await,
        Command::Work(args) => work::run(args).await,
        Command::Migrate(args) => migrate::run(args).await,
        Command::Demo(args) => demo::run(args).await,
        Command::Import(args) => import::run(args).await,
        Command::Codes(args) => codes::run(args).await,
        Command::Search(args) => search::run(args).await,
        Command::Near(args) => near::run(args).await,
        Command::Stock(args) => stock::run(args).await,
        Command::Token(args) => token::run(args).await,
        Command::User(args) => user::run(args).await,
        Command::Broadcast(args) => broadcast::run(args).await,
        Command::Audit(args) => audit::run(args).await,
        Command::Check(args) => check::run(args).await,
        Command::Parse(args) => parse::run(args).await,
        Command::Play(args) => play::run(args).await,
        Command::Replay(args) => replay::run(args).await,
        Command::Forecast(args) => forecast::run(args).await,
        Command::Backtest(args) => backtest::run(args).await,
        Command::Bench(args) => bench::run(args).await,
    }
}
