//! Dials in the terminal.

use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;

use crate::app::App;
use crate::clock::ShiftedClock;
use crate::config::{Config, Vars};
use crate::people::phone::Msisdn;
use crate::ussd::script::{Event, Script, What};
use crate::ussd::stage::{Between, Stage};

/// Dials in the terminal: type what a caller would; `*384*1234#` dials anew, a line
/// with `~` lets something happen (`~ redis flush`, `~ now +3h`, `~ again`), an end
/// of input hangs up. It is the real service on the real record.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The caller's number
    #[arg(long, default_value = "+254700000001")]
    phone: Msisdn,
    /// The service code to dial
    #[arg(long, default_value = "*384*1234#")]
    code: String,
    /// The caller's network, by code
    #[arg(long, default_value = "")]
    network: String,
    /// Write the conversation down as a script
    #[arg(long)]
    record: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// If the service cannot be built, or the script not be written.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let config = Config::read_demo(Vars::from_env())?;
    crate::db::migrate(config.database.url.expose()).await?;
    let clock = Arc::new(ShiftedClock::default());
    let app = Arc::new(App::build(config, Arc::clone(&clock) as _).await?);
    if app.directory.read().levels_len() == 0 {
        writeln!(
            std::io::stderr(),
            "The record is empty, so nothing will be found: `medvault demo` loads the demo country."
        )?;
    }
    let name = format!("play-{:08x}", rand::random::<u32>());
    let mut stage = Stage::new(app, clock, args.phone, &name);
    let mut script = Script::default();
    let mut out = std::io::stdout();
    let mut input = std::io::stdin().lock().lines();
    stage
        .happen(&What::Network(args.network), Between::Nothing)
        .await?;
    let mut next = Some(What::Dial(args.code.clone()));
    while let Some(what) = next.take() {
        match stage.happen(&what, Between::Nothing).await {
            Ok(screen) => {
                if let Some(screen) = &screen {
                    writeln!(out, "{}", framed(screen))?;
                    if screen.starts_with("END") {
                        writeln!(out, "(the session is over; {} dials again)", args.code)?;
                    }
                }
                script.events.push(Event {
                    what,
                    screen,
                    comments: Vec::new(),
                    line: script.events.len() + 1,
                });
            }
            Err(error) => writeln!(out, "{error:#}")?,
        }
        while next.is_none() {
            write!(out, "> ")?;
            out.flush()?;
            let Some(line) = input.next().transpose()? else {
                break;
            };
            next = match read(&line) {
                Ok(what) => Some(what),
                Err(reason) => {
                    writeln!(out, "{reason}")?;
                    None
                }
            };
        }
    }
    writeln!(out)?;
    if let Some(path) = args.record {
        std::fs::write(&path, script.to_string())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// A line as it was typed: an event of a script, or an input.
fn read(line: &str) -> Result<What, String> {
    let line = if line.starts_with('~') {
        line.to_owned()
    } else {
        format!("> {line}")
    };
    let mut script = Script::parse(&line).map_err(|bad| bad.reason)?;
    script
        .events
        .pop()
        .map(|event| event.what)
        .ok_or_else(|| "type something".to_owned())
}

/// A screen in a frame, with the room it takes.
fn framed(screen: &str) -> String {
    let text = screen.split_once(' ').map_or(screen, |(_, text)| text);
    let wide = text
        .lines()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0)
        .max(20);
    let mut frame = format!("+-{}-+\n", "-".repeat(wide));
    for line in text.lines() {
        let blank = wide - line.chars().count();
        frame.push_str(&format!("| {line}{} |\n", " ".repeat(blank)));
    }
    let taken = match crate::text::gsm::septets(text) {
        Some(septets) => format!("{septets} septets"),
        None => format!("{} UCS-2 units", text.encode_utf16().count()),
    };
    frame + &format!("+-{}-+ {taken}", "-".repeat(wide))
}
