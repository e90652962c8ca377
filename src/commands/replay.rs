//! Runs recorded conversations and shows what differs.

use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::config::{Database, Vars};
use crate::ussd::script::{Event, Script};
use crate::ussd::stage::Between;
use crate::ussd::theatre::Theatre;

/// Runs recorded conversations on the demo country and shows what differs. Each is
/// played in a database of its own on the server of DATABASE_URL, dropped after it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The scripts
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Write the screens that came into the files
    #[arg(long)]
    update: bool,
    /// Let Redis forget everything between every two hops
    #[arg(long)]
    forget: bool,
}

/// Runs the command.
///
/// # Errors
/// If a file is no script, a store is away, or a screen differs.
#[expect(clippy::print_stdout, reason = "its output is what it is for")]
pub async fn run(args: Args) -> anyhow::Result<()> {
    let vars = Vars::from_env();
    let database = Database::read(&vars)?;
    let redis = std::env::var("REDIS_URL")
        .ok()
        .filter(|url| !url.is_empty());
    let theatre = Theatre::open(database.url.expose(), redis.as_deref()).await?;
    let between = if args.forget {
        Between::Flush
    } else {
        Between::Nothing
    };
    let mut differing = 0;
    for path in &args.files {
        let file = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {file}"))?;
        let script = Script::parse(&text).with_context(|| format!("{file}"))?;
        let name = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or("story");
        let played = theatre
            .play(name, &script, between)
            .await
            .with_context(|| format!("{file}"))?;
        if args.update {
            std::fs::write(path, played.to_string())
                .with_context(|| format!("cannot write {file}"))?;
            println!("{file}: written");
            continue;
        }
        let differences: Vec<String> = script
            .events
            .iter()
            .zip(&played.events)
            .filter_map(|(old, new)| difference(old, new))
            .collect();
        if differences.is_empty() {
            println!("{file}: as recorded");
        } else {
            differing += 1;
            println!("{file}: {} screens differ", differences.len());
            for difference in differences {
                println!("{difference}");
            }
        }
    }
    if differing > 0 {
        bail!("{differing} of {} conversations differ", args.files.len());
    }
    Ok(())
}

/// Two screens line by line, where they differ; the old one's lines with `-`, the new one's with `+`.
fn difference(old: &Event, new: &Event) -> Option<String> {
    if old.screen == new.screen {
        return None;
    }
    let (before, after) = (
        old.screen.as_deref().unwrap_or_default(),
        new.screen.as_deref().unwrap_or_default(),
    );
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.lines().collect(), after.lines().collect());
    let mut text = format!("line {}: {}", old.line, old.what);
    for line in &before {
        text.push_str(if after.contains(line) {
            "\n    "
        } else {
            "\n  - "
        });
        text.push_str(line);
    }
    for line in after.iter().filter(|line| !before.contains(line)) {
        text.push_str("\n  + ");
        text.push_str(line);
    }
    Some(text)
}
