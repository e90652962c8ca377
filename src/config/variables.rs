//! Every variable the service is configured by, and the reader that turns them
//! into values while collecting everything that is wrong with them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::env;
use std::fmt::{self, Write as _};

/// One environment variable: the parser and the README's table both come from here.
#[derive(Debug, Clone, Copy)]
pub struct Variable {
    /// Its name in the environment.
    pub name: &'static str,
    /// What an unset (or empty) variable means; empty where that is "none".
    pub default: &'static str,
    /// A value that is accepted, shown when a bad one is refused.
    pub example: &'static str,
    /// What it is for, with its unit.
    pub about: &'static str,
}

/// Shorthand for a row of [`VARIABLES`].
const fn row(
    name: &'static str,
    default: &'static str,
    example: &'static str,
    about: &'static str,
) -> Variable {
    Variable {
        name,
        default,
        example,
        about,
    }
}

/// The key that the examples show and the demo uses, known to everyone:
/// `serve` refuses it.
pub(super) const DEMO_KEY: &str = "1:TWVkVmF1bHQgZGVtbyBrZXk6IG5vdCBhIHNlY3JldCE=";

/// The pepper that the examples show and the demo uses, as well known.
pub(super) const DEMO_PEPPER: &str = "TWVkVmF1bHQgZGVtbyBwZXBwZXI6IG5vIHNlY3JldCE=";

/// Every variable there is, in the order the README lists them.
#[rustfmt::skip]
pub const VARIABLES: &[Variable] = &[
    row("DATABASE_URL", "", "postgres://medvault@localhost/medvault", "PostgreSQL; required"),
    row("REDIS_URL", "", "redis://localhost:6379", "Redis, for sessions; without it every hop is replayed from its transcript"),
    row("MEDVAULT_REDIS_PREFIX", "medvault", "medvault-trial", "what keys in Redis begin with, so that two services can share one"),
    row("MEDVAULT_LISTEN", "127.0.0.1:8080", "0.0.0.0:8080", "address of the callbacks; port 0 takes a free one"),
    row("MEDVAULT_ADMIN_LISTEN", "", "127.0.0.1:9090", "address of metrics and simulator; unset, they are on `MEDVAULT_LISTEN`"),
    row("MEDVAULT_SIMULATOR", "off", "on", "`on` serves the phone in the browser at /simulator"),
    row("MEDVAULT_MENUS", "", "/etc/medvault/menus", "folder that replaces the embedded menus"),
    row("MEDVAULT_LOCALES", "", "/etc/medvault/locales", "folder that replaces the embedded texts"),
    row("MEDVAULT_LANGUAGE", "en", "sw", "language of a caller who has not chosen one"),
    row("MEDVAULT_PHONE_KEYS", "", DEMO_KEY, "keys that seal phone numbers, `id:base64 of 32 bytes`, comma between; the last seals; required; `openssl rand -base64 32` makes one"),
    row("MEDVAULT_PHONE_HMAC_KEYS", "", DEMO_KEY, "keys that find a sealed number again, written alike; one, or two while moving from the first to the second; required"),
    row("MEDVAULT_PIN_PEPPER", "", DEMO_PEPPER, "what goes into every PIN's hash and is kept out of the record, 32 bytes in base64; required; with another one nobody's PIN is right any more"),
    row("MEDVAULT_RATE_PHONE", "60", "120", "hops a minute from one phone; 0 is off"),
    row("MEDVAULT_RATE_ADDRESS", "30", "10", "wrong tokens a minute from one address; 0 is off"),
    row("MEDVAULT_AT_USERNAME", "sandbox", "medvault", "user name at Africa's Talking; `sandbox` is its sandbox"),
    row("MEDVAULT_AT_KEY", "", "atsk_0123456789abcdef", "API key of that user; without one messages stay queued"),
    row("MEDVAULT_AT_SENDER", "", "MEDVAULT", "short code or name that messages come from; unset, the account's own"),
    row("MEDVAULT_AT_URL", "", "https://api.africastalking.com", "where messages are posted to; unset, the live or sandbox address by user name; without a path it gets the interface's"),
    row("MEDVAULT_AT_API", "classic", "classic", "`classic` (form) or `bulk` (JSON, live only, needs a sender)"),
    row("MEDVAULT_AT_RECIPIENTS", "100", "500", "recipients of one request at most, where they are told the same"),
    row("MEDVAULT_AT_RATE", "20", "5", "requests a second at most, of all processes together; 0 is no limit"),
    row("MEDVAULT_AT_PARALLEL", "4", "8", "requests that wait for an answer at once, at most"),
    row("MEDVAULT_AT_PATIENCE_MS", "30000", "10000", "milliseconds a request waits for its answer, which is lost after that"),
    row("MEDVAULT_TIME_ZONE", "Africa/Nairobi", "Africa/Lagos", "time zone of the service and of whoever is in a country outside Africa, of the IANA list"),
    row("MEDVAULT_QUIET_HOURS", "21:00-07:00", "22:00-06:30", "hours in which nobody is sent an alert, a reminder or a broadcast that is no emergency; `none` is never"),
    row("MEDVAULT_ALERTS_A_DAY", "3", "5", "messages of alerts to one member of staff within 24 hours, at most; 0 is none"),
    row("MEDVAULT_SMS_PRICE", "", "0.80", "what one message costs, in `MEDVAULT_CURRENCY`, for what a broadcast will cost; unset, that is not said"),
    row("MEDVAULT_EMERGENCY_REACHES_STOPPED", "off", "on", "`on` lets a broadcast declared an emergency reach those who opted out too, where the law says so"),
    row("MEDVAULT_BROADCASTS_A_WEEK", "3", "1", "broadcasts that are no emergencies to one person within seven days, at most; 0 is no limit"),
    row("MEDVAULT_NIGHTLY", "02:30", "23:00", "time of day in that zone from which `medvault work` forecasts what will be used"),
    row("MEDVAULT_WORK_THREADS", "1", "2", "threads that forecast at once, with rests for whoever answers callers; 0 is one a core, without"),
    row("MEDVAULT_PROXIES", "", "10.0.0.0/8,fd00::/8", "proxies whose X-Forwarded-For is believed"),
    row("MEDVAULT_RESUME_SECONDS", "300", "600", "how long after a drop a redial offers to continue; 0 is off"),
    row("MEDVAULT_SESSION_SECONDS", "300", "240", "how long a silent session is kept"),
    row("MEDVAULT_NETWORKS", "", "63902=160:30,63903=184:60", "network profiles of your own: code=characters a screen:idle seconds"),
    row("MEDVAULT_CURRENCY", "KES", "NGN", "ISO 4217 currency of prices"),
    row("MEDVAULT_DATABASE_CONNECTIONS", "8", "16", "connections to PostgreSQL at most"),
    row("MEDVAULT_DATABASE_PATIENCE_MS", "300", "500", "milliseconds a hop waits for PostgreSQL before it goes on without"),
    row("MEDVAULT_REDIS_PATIENCE_MS", "150", "100", "milliseconds a hop waits for Redis before it goes on without"),
    row("MEDVAULT_LOG", "info", "info,medvault=debug", "what is logged, as a tracing filter"),
    row("MEDVAULT_LOG_FORMAT", "text", "json", "`text` or `json`"),
    row("MEDVAULT_WORKERS", "0", "4", "threads that answer hops; 0 is one a core"),
];

/// The README's table of [`VARIABLES`], in Markdown.
pub fn table() -> String {
    let mut out = String::from("| variable | default | example | what |\n|---|---|---|---|\n");
    let code = |text: &str| {
        if text.is_empty() {
            String::new()
        } else {
            format!("`{text}`")
        }
    };
    for v in VARIABLES {
        let (default, example) = (code(v.default), code(v.example));
        let _ = writeln!(
            out,
            "| `{}` | {default} | {example} | {} |",
            v.name, v.about
        );
    }
    out
}

/// One thing wrong with one variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The variable.
    pub name: &'static str,
    /// What is wrong with it; never the value of a secret.
    pub problem: String,
    /// A value that would do.
    pub example: &'static str,
}

/// Everything wrong with the configuration, told at once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration cannot be used:")?;
        for p in &self.0 {
            write!(f, "\n  {} {} (example: {})", p.name, p.problem, p.example)?;
        }
        Ok(())
    }
}

/// The variables a configuration is read from: the environment, or a test's own.
#[derive(Default)]
pub struct Vars {
    values: BTreeMap<String, String>,
    problems: RefCell<Vec<Problem>>,
}

impl fmt::Debug for Vars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.values.keys()).finish()
    }
}

impl Vars {
    /// The environment of this process. A value that is no UTF-8 counts as unset.
    pub fn from_env() -> Self {
        env::vars_os()
            .filter_map(|(k, v)| Some((k.into_string().ok()?, v.into_string().ok()?)))
            .collect()
    }

    /// Sets one variable, as if it had stood in the environment.
    pub fn set(&mut self, name: &str, value: &str) {
        self.values.insert(name.to_owned(), value.to_owned());
    }

    /// The value given for a variable; `None` where it is unset or blank.
    pub fn given(&self, name: &str) -> Option<&str> {
        let value = self.values.get(name)?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The parsed value of a variable, or of its default; `None` where there is
    /// neither, or where the value is bad, which is noted.
    pub(super) fn read<T>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        let default = VARIABLES.iter().find(|v| v.name == name)?.default;
        let text = self
            .given(name)
            .or((!default.is_empty()).then_some(default))?;
        match parse(text) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.problem(name, problem);
                None
            }
        }
    }

    /// As [`Self::read`], and noted where there is no value at all.
    pub(super) fn require<T>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        if self.given(name).is_none() {
            self.problem(name, "is not set".to_owned());
            return None;
        }
        self.read(name, parse)
    }

    /// Notes something wrong with a variable.
    pub(super) fn problem(&self, name: &'static str, problem: String) {
        let example = VARIABLES
            .iter()
            .find(|v| v.name == name)
            .map_or("", |v| v.example);
        self.problems.borrow_mut().push(Problem {
            name,
            problem,
            example,
        });
    }

    /// What was wrong so far, which is then forgotten.
    pub(super) fn problems(&self) -> Problems {
        Problems(self.problems.take())
    }

    /// The variables that look like ours and are none, each with the one that
    /// was probably meant.
    pub fn unknown(&self) -> Vec<(String, Option<&'static str>)> {
        let ours = |name: &str| VARIABLES.iter().any(|v| v.name == name);
        self.values
            .keys()
            .filter(|name| name.starts_with("MEDVAULT_") && !ours(name))
            .map(|name| (name.clone(), closest(name)))
            .collect()
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Vars {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(vars: I) -> Self {
        Vars {
            values: vars
                .into_iter()
                .map(|(k, v)| (k.into(), v.into()))
                .collect(),
            problems: RefCell::default(),
        }
    }
}

/// The variable whose name is at most three edits away.
fn closest(name: &str) -> Option<&'static str> {
    VARIABLES
        .iter()
        .map(|v| {
            let edits = rapidfuzz::distance::osa::distance(name.chars(), v.name.chars());
            (edits, v.name)
        })
        .filter(|(edits, _)| *edits <= 3)
        .min()
        .map(|(_, name)| name)
}
