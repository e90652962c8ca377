//! The environment, read once into [`Config`]; a bad value stops start-up.
//!
//! [`VARIABLES`] is the one table of every variable with its default, an
//! example and what it is for; the parser takes its defaults from there, and a
//! test holds the README's table to it. Everything wrong is told at once.

mod africastalking;
mod alerts;
mod broadcasts;
mod values;
mod variables;
mod work;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use variables::{DEMO_KEY, DEMO_PEPPER};

pub use africastalking::{AfricasTalking, Api};
pub use alerts::Alerts;
pub use broadcasts::Broadcasts;
pub use values::{Key, Network, Pepper, Profile, Secret};
pub use variables::{Problem, Problems, VARIABLES, Variable, Vars, table};
pub use work::Work;

/// Everything the service is told from outside.
#[derive(Debug, Clone)]
pub struct Config {
    /// PostgreSQL.
    pub database: Database,
    /// Redis; without it every hop is replayed from its transcript.
    pub redis: Option<Secret>,
    /// What keys in Redis begin with.
    pub redis_prefix: String,
    /// How long a hop waits for Redis.
    pub redis_patience: Duration,
    /// Addresses, and what is served there.
    pub http: Http,
    /// Conversations.
    pub ussd: Ussd,
    /// Keys for phone numbers.
    pub phones: Phones,
    /// PINs.
    pub pins: Pins,
    /// Rate limits.
    pub rates: Rates,
    /// Messages out.
    pub africastalking: AfricasTalking,
    /// Whom stock sets alerts off to, and when.
    pub alerts: Alerts,
    /// What goes to many.
    pub broadcasts: Broadcasts,
    /// Logging.
    pub log: Log,
    /// Things to tell the operator once logging works, such as likely typos.
    pub warnings: Vec<String>,
}

/// Where the record is.
#[derive(Debug, Clone)]
pub struct Database {
    /// A `postgres://` URL, which may hold a password.
    pub url: Secret,
    /// Connections at most.
    pub connections: usize,
    /// How long a hop waits for it.
    pub patience: Duration,
}

/// What listens, and for whom.
#[derive(Debug, Clone)]
pub struct Http {
    /// The callbacks' address.
    pub listen: SocketAddr,
    /// An address of their own for metrics and simulator.
    pub admin_listen: Option<SocketAddr>,
    /// Whether the phone in the browser is served.
    pub simulator: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<Network>,
    /// Threads that answer; 0 is one a core.
    pub workers: usize,
}

/// How conversations are held.
#[derive(Debug, Clone)]
pub struct Ussd {
    /// Folder of menus; none is the embedded ones.
    pub menus: Option<PathBuf>,
    /// Folder of texts; none is the embedded ones.
    pub locales: Option<PathBuf>,
    /// Language of a caller who has not chosen, as `en`.
    pub language: String,
    /// How long after a drop a redial offers to continue; zero is never.
    pub resume: Duration,
    /// How long a silent session is kept.
    pub session: Duration,
    /// Network profiles that override the built-in ones.
    pub networks: Vec<Profile>,
    /// ISO 4217 code of prices.
    pub currency: String,
}

/// Keys for phone numbers.
#[derive(Debug, Clone)]
pub struct Phones {
    /// AES-256-GCM keys; the last seals, all open.
    pub seal: Vec<Key>,
    /// HMAC-SHA256 keys: the one in use, then the one being moved to, if any.
    pub hmac: Vec<Key>,
}

/// What PINs are hashed with.
#[derive(Debug, Clone)]
pub struct Pins {
    /// Goes into every hash and stands nowhere in the record.
    pub pepper: Pepper,
}

/// Rate limits; 0 is off.
#[derive(Debug, Clone, Copy)]
pub struct Rates {
    /// Hops a minute from one phone.
    pub phone: u32,
    /// Wrong tokens a minute from one address.
    pub address: u32,
}

/// What is logged and how.
#[derive(Debug, Clone)]
pub struct Log {
    /// A tracing filter, as `info,medvault=debug`.
    pub filter: String,
    /// Text for people or JSON for machines.
    pub format: LogFormat,
}

/// The shape of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// A line for people.
    Text,
}

impl Config {
    /// The configuration of a service for real callers.
    ///
    /// # Errors
    /// Everything that is missing or bad; the demo's keys are refused.
    pub fn read(vars: &Vars) -> Result<Config, Problems> {
        refuse_demo_keys(vars);
        if vars.given("MEDVAULT_PIN_PEPPER") == Some(DEMO_PEPPER) {
            let known = "is the demo's pepper, which everyone knows".to_owned();
            vars.problem("MEDVAULT_PIN_PEPPER", known);
        }
        Config::read_any(vars)
    }

    /// The configuration of a demo: as [`Config::read`], with keys that
    /// everyone knows where the variables give none.
    ///
    /// # Errors
    /// Everything that is missing or bad.
    pub fn read_demo(mut vars: Vars) -> Result<Config, Problems> {
        for name in ["MEDVAULT_PHONE_KEYS", "MEDVAULT_PHONE_HMAC_KEYS"] {
            if vars.given(name).is_none() {
                vars.set(name, DEMO_KEY);
            }
        }
        if vars.given("MEDVAULT_PIN_PEPPER").is_none() {
            vars.set("MEDVAULT_PIN_PEPPER", DEMO_PEPPER);
        }
        Config::read_any(&vars)
    }

    fn read_any(vars: &Vars) -> Result<Config, Problems> {
        let database = Database::read_from(vars);
        let redis = vars.read("REDIS_URL", redis_url);
        let redis_prefix = vars.read("MEDVAULT_REDIS_PREFIX", prefix);
        let redis_patience = vars.read("MEDVAULT_REDIS_PATIENCE_MS", millis);
        let http = Http::read_from(vars);
        let ussd = Ussd::read_from(vars);
        let phones = Phones::read_from(vars);
        let pepper = vars.require("MEDVAULT_PIN_PEPPER", values::pepper);
        let rates = Rates::read_from(vars);
        let africastalking = AfricasTalking::read_from(vars);
        let alerts = Alerts::read_from(vars);
        let broadcasts = Broadcasts::read_from(vars);
        let log = Log::read_from(vars);
        let problems = vars.problems();
        let all = (
            database,
            redis_prefix,
            redis_patience,
            http,
            ussd,
            phones,
            pepper,
            rates,
            africastalking,
            alerts,
            broadcasts,
            log,
        );
        match all {
            (
                Some(database),
                Some(redis_prefix),
                Some(redis_patience),
                Some(http),
                Some(ussd),
                Some(phones),
                Some(pepper),
                Some(rates),
                Some(africastalking),
                Some(alerts),
                Some(broadcasts),
                Some(log),
            ) if problems.0.is_empty() => Ok(Config {
                database,
                redis,
                redis_prefix,
                redis_patience,
                http,
                ussd,
                phones,
                pins: Pins { pepper },
                rates,
                africastalking,
                alerts,
                broadcasts,
                log,
                warnings: warnings(vars),
            }),
            _ => Err(problems),
        }
    }
}

/// A line for every variable that is probably a typo of ours.
fn warnings(vars: &Vars) -> Vec<String> {
    vars.unknown()
        .into_iter()
        .map(|(name, meant)| match meant {
            Some(meant) => format!("{name} is no variable of ours; did you mean {meant}?"),
            None => format!("{name} is no variable of ours"),
        })
        .collect()
}

/// Notes the demo's keys where a service for real callers is to use them.
fn refuse_demo_keys(vars: &Vars) {
    for name in ["MEDVAULT_PHONE_KEYS", "MEDVAULT_PHONE_HMAC_KEYS"] {
        if let Some(text) = vars.given(name)
            && values::keys(text).is_ok_and(|keys| keys.iter().any(is_demo_key))
        {
            vars.problem(name, "is the demo's key, which everyone knows".to_owned());
        }
    }
}

fn is_demo_key(key: &Key) -> bool {
    values::keys(DEMO_KEY).is_ok_and(|demo| demo.iter().any(|d| d.bytes == key.bytes))
}

impl Database {
    /// The database alone, for the commands that need nothing else.
    ///
    /// # Errors
    /// Everything that is missing or bad about it.
    pub fn read(vars: &Vars) -> Result<Database, Problems> {
        let read = Database::read_from(vars);
        let problems = vars.problems();
        match read {
            Some(database) if problems.0.is_empty() => Ok(database),
            _ => Err(problems),
        }
    }

    fn read_from(vars: &Vars) -> Option<Database> {
        let url = vars.require("DATABASE_URL", |text| {
            if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
                return Err("must begin with postgres://".to_owned());
            }
            tokio_postgres::Config::from_str(text)
                .map(|_| Secret::new(text))
                .map_err(|_| "is no PostgreSQL URL".to_owned())
        });
        let connections = vars.read("MEDVAULT_DATABASE_CONNECTIONS", |t| size(t, 1, 1000));
        let patience = vars.read("MEDVAULT_DATABASE_PATIENCE_MS", millis);
        Some(Database {
            url: url?,
            connections: connections?,
            patience: patience?,
        })
    }
}

fn redis_url(text: &str) -> Result<Secret, String> {
    redis::parse_redis_url(text)
        .map(|_| Secret::new(text))
        .ok_or_else(|| "is no redis:// URL".to_owned())
}

fn millis(text: &str) -> Result<Duration, String> {
    Ok(Duration::from_millis(
        values::number(text, 10, 60_000)?.into(),
    ))
}

fn size(text: &str, least: u32, most: u32) -> Result<usize, String> {
    let n = values::number(text, least, most)?;
    usize::try_from(n).map_err(|e| e.to_string())
}

fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| format!("must be address:port, is `{text}`"))
}

fn seconds(text: &str, least: u32) -> Result<Duration, String> {
    values::number(text, least, 86_400).map(|n| Duration::from_secs(n.into()))
}

impl Http {
    fn read_from(vars: &Vars) -> Option<Http> {
        let listen = vars.read("MEDVAULT_LISTEN", address);
        let admin_listen = vars.read("MEDVAULT_ADMIN_LISTEN", address);
        let simulator = vars.read("MEDVAULT_SIMULATOR", values::switch);
        let proxies = vars.read("MEDVAULT_PROXIES", values::list);
        let workers = vars.read("MEDVAULT_WORKERS", |t| size(t, 0, 512));
        Some(Http {
            listen: listen?,
            admin_listen,
            simulator: simulator?,
            proxies: proxies.unwrap_or_default(),
            workers: workers?,
        })
    }
}

impl Ussd {
    fn read_from(vars: &Vars) -> Option<Ussd> {
        let folder = |text: &str| {
            let path = PathBuf::from(text);
            if path.is_dir() {
                Ok(path)
            } else {
                Err(format!("must be a folder, `{text}` is none"))
            }
        };
        let menus = vars.read("MEDVAULT_MENUS", folder);
        let locales = vars.read("MEDVAULT_LOCALES", folder);
        let language = vars.read("MEDVAULT_LANGUAGE", |t| {
            letters(t, 2..=3, char::is_lowercase)
        });
        let resume = vars.read("MEDVAULT_RESUME_SECONDS", |t| seconds(t, 0));
        let session = vars.read("MEDVAULT_SESSION_SECONDS", |t| seconds(t, 30));
        let networks = vars.read("MEDVAULT_NETWORKS", values::list);
        let currency = vars.read("MEDVAULT_CURRENCY", |t| {
            letters(t, 3..=3, char::is_uppercase)
        });
        Some(Ussd {
            menus,
            locales,
            language: language?,
            resume: resume?,
            session: session?,
            networks: networks.unwrap_or_default(),
            currency: currency?,
        })
    }
}

/// What keys may begin with: a word that no other service shares by chance.
fn prefix(text: &str) -> Result<String, String> {
    let word = !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    word.then(|| text.to_owned())
        .ok_or_else(|| format!("must be letters, digits, `-`, `_` and `.`, not `{text}`"))
}

/// A code of plain letters in one case, as `sw` or `KEN`.
fn letters(
    text: &str,
    length: std::ops::RangeInclusive<usize>,
    case: impl Fn(char) -> bool,
) -> Result<String, String> {
    let good = |c: char| c.is_ascii_alphabetic() && case(c);
    if length.contains(&text.len()) && text.chars().all(good) {
        Ok(text.to_owned())
    } else {
        Err(format!("is no such code: `{text}`"))
    }
}

impl Phones {
    /// The keys alone, for the commands that need nothing else of the service.
    ///
    /// # Errors
    /// Everything that is missing or bad about them; the demo's are refused.
    pub fn read(vars: &Vars) -> Result<Phones, Problems> {
        refuse_demo_keys(vars);
        let read = Phones::read_from(vars);
        let problems = vars.problems();
        match read {
            Some(phones) if problems.0.is_empty() => Ok(phones),
            _ => Err(problems),
        }
    }

    fn read_from(vars: &Vars) -> Option<Phones> {
        let seal = vars.require("MEDVAULT_PHONE_KEYS", values::keys);
        let hmac = vars.require("MEDVAULT_PHONE_HMAC_KEYS", |text| {
            let keys = values::keys(text)?;
            if keys.len() > 2 {
                return Err(format!("holds {} keys, two at most", keys.len()));
            }
            Ok(keys)
        });
        Some(Phones {
            seal: seal?,
            hmac: hmac?,
        })
    }
}

impl Rates {
    fn read_from(vars: &Vars) -> Option<Rates> {
        let rate = |text: &str| values::number(text, 0, 1_000_000);
        let phone = vars.read("MEDVAULT_RATE_PHONE", rate);
        let address = vars.read("MEDVAULT_RATE_ADDRESS", rate);
        Some(Rates {
            phone: phone?,
            address: address?,
        })
    }
}

impl Log {
    fn read_from(vars: &Vars) -> Option<Log> {
        let filter = vars.read("MEDVAULT_LOG", |text| {
            tracing_subscriber::EnvFilter::try_new(text)
                .map(|_| text.to_owned())
                .map_err(|e| format!("is no log filter: {e}"))
        });
        let format = vars.read("MEDVAULT_LOG_FORMAT", |text| match text {
            "json" => Ok(LogFormat::Json),
            "text" => Ok(LogFormat::Text),
            _ => Err(format!("must be `text` or `json`, is `{text}`")),
        });
        Some(Log {
            filter: filter?,
            format: format?,
        })
    }
}
