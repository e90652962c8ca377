//! Looks after the ledger of stock.

use std::io::Write as _;

use anyhow::{Context as _, anyhow, ensure};
use chrono::Utc;
use diesel_async::AsyncConnection as _;
use tokio::runtime::Handle;

use crate::db::{self, Conn, Db, PooledConn, Settings};
use crate::models::report::Channel;
use crate::models::{facility, product};
use crate::stock::book::{self, Item, Source};
use crate::stock::ledger::{EntryKind, Known};
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
    /// Put what is known of a stock right by so many units, where nobody can count
    #[command(allow_negative_numbers = true)]
    Adjust {
        /// The facility's code
        facility: String,
        /// The product's code
        product: String,
        /// Units more, or less: 5, -5
        by: i32,
        /// Why, in a few words
        #[arg(long)]
        reason: String,
        /// The database, as postgres://user:password@host:port/name
        #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
        database_url: String,
    },
    /// Send units from one facility to another
    Transfer {
        /// The code of the facility they leave
        from: String,
        /// The code of the facility they go to
        to: String,
        /// The product's code
        product: String,
        /// Units
        #[arg(value_parser = clap::value_parser!(u32).range(1..))]
        units: u32,
        /// The database, as postgres://user:password@host:port/name
        #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
        database_url: String,
    },
}

/// Runs the command.
///
/// # Errors
/// If the record cannot be read, a stock is not what the ledger says, or something cannot be so.
pub async fn run(args: Args) -> anyhow::Result<()> {
    match args.command {
        Command::Verify { database_url } => {
            let mut conn = open(&database_url).await?;
            compare(&mut conn).await
        }
        Command::Adjust {
            facility,
            product,
            by,
            reason,
            database_url,
        } => {
            let kind = if by < 0 {
                EntryKind::AdjustmentDown
            } else {
                EntryKind::AdjustmentUp
            };
            let moved = [(&*facility, kind)];
            let mut conn = open(&database_url).await?;
            book(&mut conn, &moved, &product, by.unsigned_abs(), &reason).await
        }
        Command::Transfer {
            from,
            to,
            product,
            units,
            database_url,
        } => {
            ensure!(from != to, "{from} cannot send to itself");
            let moved = [
                (&*from, EntryKind::TransferOut),
                (&*to, EntryKind::TransferIn),
            ];
            let mut conn = open(&database_url).await?;
            book(&mut conn, &moved, &product, units, "").await
        }
    }
}

async fn open(database_url: &str) -> anyhow::Result<PooledConn> {
    db::migrate(database_url).await?;
    let db = Db::new(&Settings::command(database_url), Handle::current())?;
    Ok(db.get().await?)
}

/// Books the same units of one product at facilities, all or nothing, and tells what is there.
async fn book(
    conn: &mut Conn,
    moved: &[(&str, EntryKind)],
    product: &str,
    units: u32,
    reason: &str,
) -> anyhow::Result<()> {
    ensure!(
        reason.chars().count() <= 40,
        "the reason may have 40 letters"
    );
    let now = Utc::now();
    let told = conn
        .transaction(async |conn| {
            let known = product::id_of(conn, product).await?;
            let known = known.with_context(|| format!("there is no product {product}"))?;
            let mut facilities = Vec::with_capacity(moved.len());
            for (code, _) in moved {
                let found = facility::ids_by_code(conn, &[code]).await?;
                let (_, id) = found
                    .first()
                    .with_context(|| format!("there is no facility {code}"))?;
                facilities.push(*id);
            }
            // Both at once, in one order for everybody
            facility::lock(conn, &facilities).await?;
            let mut told = Vec::new();
            for ((code, kind), facility) in moved.iter().zip(facilities) {
                let source = Source {
                    staff: None,
                    facility,
                    channel: Channel::Command,
                    inbound: None,
                    at: now,
                    so_at: now,
                };
                let item = Item {
                    product: known,
                    kind: *kind,
                    quantity: units,
                    reason: reason.into(),
                    batch: "".into(),
                    expires_on: None,
                };
                let booked = book::book(conn, source, &[item]).await?;
                for (_, moved) in booked.items {
                    let moved = moved.map_err(|error| anyhow!("{code} {product}: {error}"))?;
                    let units = |known: Option<Known>| known.map_or(0, |known| known.quantity);
                    told.push(format!(
                        "{code} {product}: {} units, {} before",
                        units(moved.now),
                        units(moved.before)
                    ));
                }
            }
            anyhow::Ok(told)
        })
        .await?;
    writeln!(std::io::stdout(), "{}", told.join("\n"))?;
    Ok(())
}

/// Computes every stock anew.
async fn compare(conn: &mut Conn) -> anyhow::Result<()> {
    let mut wrongs = Vec::new();
    let seen = conn
        .build_transaction()
        .read_only()
        .repeatable_read()
        .run(async |conn| verify(conn, |stock, wrong| wrongs.push((stock, wrong))).await)
        .await?;
    let mut out = std::io::stdout().lock();
    for ((facility, product), wrong) in &wrongs {
        let facility = facility::code_of(conn, *facility).await?;
        let product = product::code_of(conn, *product).await?;
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
