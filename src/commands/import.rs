//! Reads a CSV file into the record.

use std::{io::Write, path::PathBuf, sync::Arc};

use anyhow::Context;
use chrono::Utc;
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    config::{Phones, Vars},
    db::{self, Db, Settings},
    import::{self, Kind, Options, Source},
    people::phone::KeyRing,
};

/// Reads a CSV file into the record.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What the file holds
    kind: Kind,
    /// The file; refused rows go beside it, into FILE.refused.csv
    #[arg(value_name = "FILE.csv", required_unless_present = "template")]
    file: Option<PathBuf>,
    /// Print an empty file with its columns explained
    #[arg(long, conflicts_with = "file")]
    template: bool,
    /// The database, as postgres://user:password@host:port/name
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        required_unless_present = "template"
    )]
    database_url: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// Whatever stops it, in words for the person who typed it.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    if args.template {
        out.write_all(args.kind.template().as_bytes())?;
        return Ok(());
    }
    let (file, url) = args
        .file
        .zip(args.database_url)
        .context("a file and a database are needed")?;
    db::migrate(&url).await?;
    let db = Db::new(&Settings::command(&url), tokio::runtime::Handle::current())?;
    let mut options = Options::at(Utc::now());
    if args.kind == Kind::Subscribers {
        let ring = KeyRing::from_config(&Phones::read(&Vars::from_env())?)?;
        options.phones = Some(Arc::new(ring));
    }
    let bar = bar();
    let imported = import::run(
        &db,
        args.kind,
        &Source::File(file),
        options,
        &mut |progress| {
            bar.set_length(progress.of);
            bar.set_position(progress.done);
        },
    )
    .await;
    bar.finish_and_clear();
    for line in imported?.lines() {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// A bar on standard error; hides itself where that is no terminal.
fn bar() -> ProgressBar {
    let style =
        ProgressStyle::with_template("{bar:40} {percent:>3} %  {elapsed} gone, {eta} to go");
    let bar = ProgressBar::new(1);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
