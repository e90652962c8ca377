//! Looks after the ledger of stock.

use std::io::Write as _;

use anyhow::ensure;
use tokio::runtime::Handle;

use crate::db::{self, Db, Settings};
use crate::models::{facility, product};
use crate::stock::ledger::Known;
use crate::stock::verify::{Wrong, verify};

/// Looks after the ledger of stock.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Compute every stock anew from the ledger, compare, and exit 1 where one differs
    Verify {
        /// The database, as postgres://user:password@host:port/name
        #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
        database_url: String,
    },
}

/// Runs the command.
///
/// # Errors
/// If the record cannot be read, or a stock is not what the ledger says.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let Command::Verify { database_url } = args.command;
    db::migrate(&database_url).await?;
    let db = Db::new(&Settings::command(&database_url), Handle::current())?;
    let mut conn = db.get().await?;
    let mut wrongs = Vec::new();
    let seen = conn
        .build_transaction()
        .read_only()
        .repeatable_read()
        .run(async |conn| verify(conn, |stock, wrong| wrongs.push((stock, wrong))).await)
        .await?;
    let mut out = std::io::stdout().lock();
    for ((facility, product), wrong) in &wrongs {
        let facility = facility::code_of(&mut conn, *facility).await?;
        let product = product::code_of(&mut conn, *product).await?;
        writeln!(out, "{facility} {product}: {}", told(*wrong))?;
    }
    writeln!(
        out,
        "{} stocks, {} entries, {} wrong",
        seen.stocks, seen.entries, seen.wrong
    )?;
    ensure!(
        seen.wrong == 0,
        "the ledger and the levels differ: count these stocks anew"
    );
    Ok(())
}

fn told(wrong: Wrong) -> String {
    let known = |known: Option<Known>| {
        known.map_or_else(
            || "nothing is known".to_owned(),
            |known| format!("{} units since {}", known.quantity, known.counted_at),
        )
    };
    match wrong {
        Wrong::Entry(id) => format!("entry {id} does not follow from those before it"),
        Wrong::Entries => "the entries contradict each other".to_owned(),
        Wrong::Level { ledger, level } => format!(
            "the ledger says {}, the level {}",
            known(ledger),
            known(level)
        ),
    }
}
