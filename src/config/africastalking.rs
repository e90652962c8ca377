//! How messages go out through Africa's Talking.

use std::num::NonZeroU32;
use std::time::Duration;

use reqwest::Url;

use super::values;
use super::{Secret, Vars, millis, size};

/// Where messages are posted to: in service, and in the sandbox, whose user
/// name is literally `sandbox` (Africa's Talking's own SDKs).
const LIVE: &str = "https://api.africastalking.com";
const SANDBOX: &str = "https://api.sandbox.africastalking.com";

/// The user name of the sandbox.
const SANDBOX_USER: &str = "sandbox";

/// An account at Africa's Talking and how it is used.
#[derive(Debug, Clone)]
pub struct AfricasTalking {
    /// The account's user name; `sandbox` for the sandbox.
    pub username: String,
    /// Its key; without one nothing is sent.
    pub key: Option<Secret>,
    /// What messages come from: a short code or a name; none is the account's own.
    pub sender: Option<String>,
    /// Where messages are posted to.
    pub url: Url,
    /// Which of its two interfaces.
    pub api: Api,
    /// Recipients of one request at most.
    pub recipients: usize,
    /// Requests a second at most, of all processes together; none is as many as there are.
    pub rate: Option<NonZeroU32>,
    /// Requests that wait for their answer at once, at most.
    pub parallel: usize,
    /// How long a request waits for its answer.
    pub patience: Duration,
}

/// The interface that messages are sent by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Api {
    /// `/version1/messaging`, a form; in service and in the sandbox.
    Classic,
    /// `/version1/messaging/bulk`, JSON; in service only, and only with a sender.
    Bulk,
}

impl Api {
    /// Where it is on Africa's Talking's hosts.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Api::Classic => "/version1/messaging",
            Api::Bulk => "/version1/messaging/bulk",
        }
    }
}

impl AfricasTalking {
    pub(super) fn read_from(vars: &Vars) -> Option<AfricasTalking> {
        let username = vars.read("MEDVAULT_AT_USERNAME", |text| word(text, 60));
        let key = vars.read("MEDVAULT_AT_KEY", secret);
        let sender = vars.read("MEDVAULT_AT_SENDER", |text| word(text, 20));
        let api = vars.read("MEDVAULT_AT_API", |text| match text {
            "classic" => Ok(Api::Classic),
            "bulk" => Ok(Api::Bulk),
            _ => Err(format!("must be `classic` or `bulk`, is `{text}`")),
        });
        let recipients = vars.read("MEDVAULT_AT_RECIPIENTS", |t| size(t, 1, 5000));
        let rate = vars.read("MEDVAULT_AT_RATE", |t| values::number(t, 0, 100_000));
        let parallel = vars.read("MEDVAULT_AT_PARALLEL", |t| size(t, 1, 100));
        let patience = vars.read("MEDVAULT_AT_PATIENCE_MS", millis);
        if api == Some(Api::Bulk) && sender.is_none() && vars.given("MEDVAULT_AT_SENDER").is_none()
        {
            let why = "must be set where `MEDVAULT_AT_API` is `bulk`";
            vars.problem("MEDVAULT_AT_SENDER", why.to_owned());
        }
        let (username, api) = (username?, api?);
        let host = if username == SANDBOX_USER {
            SANDBOX
        } else {
            LIVE
        };
        let url = match vars.given("MEDVAULT_AT_URL") {
            Some(_) => vars.read("MEDVAULT_AT_URL", |text| address(text, api)),
            None => address(host, api).ok(),
        };
        Some(AfricasTalking {
            username,
            key,
            sender,
            url: url?,
            api,
            recipients: recipients?,
            rate: NonZeroU32::new(rate?),
            parallel: parallel?,
            patience: patience?,
        })
    }
}

/// A URL that messages can be posted to; one without a path gets the interface's.
fn address(text: &str, api: Api) -> Result<Url, String> {
    let mut url = Url::parse(text).map_err(|_| format!("is no URL: `{text}`"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("must begin with https:// or http://".to_owned());
    }
    if url.path() == "/" {
        url.set_path(api.path());
    }
    Ok(url)
}

/// Visible ASCII that stands in a form or a header without trouble.
fn word(text: &str, most: usize) -> Result<String, String> {
    let good = text.len() <= most && text.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    good.then(|| text.to_owned())
        .ok_or_else(|| format!("must be at most {most} plain letters, digits and signs"))
}

/// A key, whose problem never shows it.
fn secret(text: &str) -> Result<Secret, String> {
    let good = text.len() <= 500 && text.bytes().all(|b| b.is_ascii_graphic());
    good.then(|| Secret::new(text))
        .ok_or_else(|| "must be plain letters, digits and signs".to_owned())
}
