//! The audit log: read, and proved to be whole.

use std::io::{Write, stdout};

use anyhow::bail;
use chrono::SecondsFormat;
use serde_json::json;
use tokio::runtime::Handle;

use crate::audit::{Chain, Wrong};
use crate::db::{self, Conn, Db, Settings};
use crate::models::audit;

/// Reads the log of who decided what, and proves that nobody has touched it.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
    /// The database, as postgres://user:password@host:port/name
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        global = true,
        default_value = ""
    )]
    database_url: String,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Follow every row's hash from the first on; what was changed, taken out or moved is named,
    /// and the status is 1
    Verify,
    /// Print it: a JSON object a line
    List {
        /// Only what is about this, as broadcast:12
        #[arg(long)]
        about: Option<String>,
    },
}

/// Runs the command.
///
/// # Errors
/// If the log cannot be read, or is not as it was written.
pub async fn run(args: Args) -> anyhow::Result<()> {
    db::migrate(&args.database_url).await?;
    let db = Db::new(&Settings::command(&args.database_url), Handle::current())?;
    let mut conn = db.get().await?;
    match args.action {
        Action::Verify => {
            let (rows, wrong) = verify(&mut conn).await?;
            let mut out = stdout().lock();
            for wrong in &wrong {
                writeln!(out, "{}", told(*wrong))?;
            }
            writeln!(out, "{rows} rows, {} wrong", wrong.len())?;
            if !wrong.is_empty() {
                bail!("the audit log is not as it was written");
            }
        }
        Action::List { about } => list(&mut conn, about.as_deref()).await?,
    }
    Ok(())
}

fn told(wrong: Wrong) -> String {
    match wrong {
        Wrong::Changed(id) => format!("row {id}: changed"),
        Wrong::Missing(id) => format!("row {id}: rows before it are gone"),
        Wrong::Moved(id) => format!("row {id}: does not follow from the row before it"),
        Wrong::Tail(id) => format!("row {id}: is the last one, and not what was last added"),
    }
}

/// Follows the whole log: how many rows there are, and what is wrong with them.
///
/// # Errors
/// If the database does not answer.
pub async fn verify(conn: &mut Conn) -> anyhow::Result<(usize, Vec<Wrong>)> {
    // One moment: what is added meanwhile is not looked at, nor is its head.
    conn.build_transaction()
        .repeatable_read()
        .run(async |conn| {
            let (mut chain, mut wrong) = (Chain::default(), Vec::new());
            let (mut after, mut seen) = (i64::MIN, 0);
            loop {
                let rows = audit::after(conn, after, None).await?;
                let Some(last) = rows.last() else {
                    break;
                };
                after = last.id;
                seen += rows.len();
                wrong.extend(rows.iter().flat_map(|row| chain.next(row)));
            }
            let (id, hash) = audit::head(conn).await?;
            wrong.extend(chain.end((id, &hash)));
            anyhow::Ok((seen, wrong))
        })
        .await
}

async fn list(conn: &mut Conn, about: Option<&str>) -> anyhow::Result<()> {
    let mut after = i64::MIN;
    loop {
        let rows = audit::after(conn, after, about).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.id;
        let mut out = stdout().lock();
        for row in rows {
            let line = json!({
                "id": row.id,
                "at": row.at.to_rfc3339_opts(SecondsFormat::Micros, true),
                "actor": row.actor.0,
                "number": row.actor.1,
                "action": row.action,
                "subject": row.subject,
                "old": row.change.0,
                "new": row.change.1,
                "from": row.from_where,
            });
            writeln!(out, "{line}")?;
        }
    }
}
