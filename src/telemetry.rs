//! Structured logs, with no phone number and no message text in them.
//!
//! Two guards stand behind the care taken at each line. Libraries speak only
//! from `info` up, whatever the filter says, because their finer words quote
//! requests and queries. And a panic is logged by its place alone, because its
//! words may quote what a caller typed.

use std::panic;

use sha2::{Digest, Sha256};
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Registry, fmt};

use crate::config::{Log, LogFormat};

/// Starts logging to standard error, for the rest of the process. Once logging
/// runs, a second start changes nothing.
pub fn init(log: &Log) {
    if subscriber(log, std::io::stderr).try_init().is_ok() {
        panic::set_hook(Box::new(|info| {
            let place = info.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(place, "panicked at {place}");
        }));
    }
}

/// What writes log lines to `writer`, as configured.
pub fn subscriber<W>(log: &Log, writer: W) -> Box<dyn Subscriber + Send + Sync>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    // The configuration has tried the filter already; `info` is what is left.
    let filter = EnvFilter::try_new(&log.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let base = Registry::default()
        .with(filter)
        .with(filter_fn(speaks).with_max_level_hint(Level::TRACE));
    match log.format {
        LogFormat::Json => {
            let lines = fmt::layer().json().flatten_event(true).with_writer(writer);
            Box::new(base.with(lines))
        }
        LogFormat::Text => {
            let lines = fmt::layer().with_ansi(false).with_writer(writer);
            Box::new(base.with(lines.boxed()))
        }
    }
}

/// Whether a line may be written at all: ours, or a library's from `info` up.
fn speaks(line: &Metadata<'_>) -> bool {
    line.target().starts_with("medvault") || *line.level() <= Level::INFO
}

/// What stands in the logs for a session: eight digits that tell sessions
/// apart and lead back to none.
pub fn session_tag(session: &str) -> String {
    let hash = Sha256::digest(session.as_bytes());
    hash.iter().take(4).map(|b| format!("{b:02x}")).collect()
}
