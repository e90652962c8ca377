//! Proves that every screen fits, in every language.

use std::path::PathBuf;

use anyhow::bail;

use crate::ussd::check;
use crate::ussd::edition::Sources;

/// Proves that every screen fits, in every language, and prints what does not
/// as `file:line: reason`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of menus in place of the embedded ones
    #[arg(long, env = "MEDVAULT_MENUS")]
    menus: Option<PathBuf>,
    /// Folder of texts in place of the embedded ones
    #[arg(long, env = "MEDVAULT_LOCALES")]
    locales: Option<PathBuf>,
    /// Language of callers who have not chosen
    #[arg(long, env = "MEDVAULT_LANGUAGE", default_value = "en")]
    language: String,
    /// Print the menu as a Mermaid flow chart
    #[arg(long)]
    graph: bool,
}

/// Runs the command.
///
/// # Errors
/// If a file cannot be read, or something in it is refused.
#[expect(clippy::print_stdout, reason = "its output is what it is for")]
#[expect(clippy::unused_async, reason = "every command has one shape")]
pub async fn run(args: Args) -> anyhow::Result<()> {
    let sources = Sources::read(
        args.menus.as_deref(),
        args.locales.as_deref(),
        &args.language,
    )?;
    match check::edition(sources, &[]) {
        Ok(edition) if args.graph => print!("{}", check::graph(&edition.menu)),
        Ok(edition) => println!(
            "{} screens in {} languages: every page fits",
            edition.menu.screens.len(),
            edition.texts.languages().len()
        ),
        Err(flaws) => {
            for flaw in &flaws {
                println!("{flaw}");
            }
            bail!("{} flaws", flaws.len());
        }
    }
    Ok(())
}
