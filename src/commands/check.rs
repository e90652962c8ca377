//! Proves that every screen fits, in every language.

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::bail;

use crate::config::Profile;
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
    /// Limits of networks, as the service is given them (`63902=160:30`, commas between)
    #[arg(long, env = "MEDVAULT_NETWORKS", default_value = "")]
    networks: Networks,
    /// Print the menu as a Mermaid flow chart
    #[arg(long)]
    graph: bool,
}

/// Networks with limits of their own, as the service reads them.
#[derive(Debug, Clone)]
struct Networks(Vec<Profile>);

impl FromStr for Networks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.trim().is_empty() {
            return Ok(Self(Vec::new()));
        }
        let networks = text.split(',').map(|network| network.trim().parse());
        networks.collect::<Result<_, _>>().map(Self)
    }
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
    match check::edition(sources, &args.networks.0) {
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
