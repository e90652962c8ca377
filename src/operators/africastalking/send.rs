//! Sending through Africa's Talking: one text to some phones, by the classic
//! form or the JSON bulk interface.
//!
//! There is no idempotency key and no reference of ours in the answer: what is
//! not answered may have been sent, and only the pair of id and number tells
//! later which message a delivery report is about.

mod answer;

use std::error::Error as _;
use std::fmt;
use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Request, Url, redirect};
use serde_json::json;

use crate::config::{AfricasTalking, Api};
use crate::operators::outgoing::{Obstacle, Posted, Refusal};
use crate::people::phone::Msisdn;

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// How long an idle connection is kept: shorter than servers keep theirs, so
/// that a message is seldom written into one that is being closed.
const IDLE: Duration = Duration::from_secs(15);

/// Longest answer that is read, in bytes; a thousand recipients take 150 kB.
const ANSWER_LIMIT: usize = 8 * 1024 * 1024;

/// An account at Africa's Talking, ready to send.
pub struct Client {
    http: reqwest::Client,
    url: Url,
    api: Api,
    username: String,
    sender: Option<String>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.api)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// The configured account; `None` where it has no key.
    ///
    /// # Errors
    /// If this machine trusts nobody's certificates, or the key fits no header.
    pub fn new(account: &AfricasTalking) -> anyhow::Result<Option<Client>> {
        let Some(key) = &account.key else {
            return Ok(None);
        };
        let mut key = HeaderValue::from_str(key.expose())?;
        key.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.insert("apikey", key);
        // Without it the answer is XML.
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let mut http = reqwest::Client::builder();
        if account.url.scheme() == "http" {
            // Nobody's certificates are looked at, so none need be read.
            http = http.tls_certs_only([]);
        }
        let http = http
            .default_headers(headers)
            .user_agent(concat!("medvault/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT.min(account.patience))
            .timeout(account.patience)
            .pool_idle_timeout(IDLE)
            .build()?;
        Ok(Some(Client {
            http,
            url: account.url.clone(),
            api: account.api,
            username: account.username.clone(),
            sender: account.sender.clone(),
        }))
    }

    /// Sends `text` to everyone of `to`, and waits for the answer. Never tries
    /// twice by itself.
    pub async fn send(&self, to: &[Msisdn], text: &str) -> Posted {
        let request = match self.request(to, text) {
            Ok(request) => request,
            Err(error) => return unreachable(Obstacle::Address, &error),
        };
        let mut answer = match self.http.execute(request).await {
            Ok(answer) => answer,
            // Nothing was written yet.
            Err(error) if error.is_connect() || error.is_builder() => {
                return unreachable(Obstacle::Down, &error);
            }
            Err(error) => return Posted::Lost(lost(&error)),
        };
        let status = answer.status().as_u16();
        let after = answer
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.trim().parse().ok())
            .map(Duration::from_secs);
        let mut body = Vec::new();
        loop {
            match answer.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() <= ANSWER_LIMIT => body.extend(chunk),
                Ok(Some(_)) => return Posted::Lost("answer too long".to_owned()),
                Ok(None) => break,
                // What an error page says does not matter.
                Err(_) if status >= 300 => break,
                Err(error) => return Posted::Lost(lost(&error)),
            }
        }
        answer::read(status, after, &body, to)
    }

    fn request(&self, to: &[Msisdn], text: &str) -> reqwest::Result<Request> {
        let numbers: Vec<&str> = to.iter().map(Msisdn::expose).collect();
        let post = self.http.post(self.url.clone());
        match self.api {
            Api::Classic => {
                let all = numbers.join(",");
                let mut form = vec![
                    ("username", self.username.as_str()),
                    ("to", &all),
                    ("message", text),
                    ("bulkSMSMode", "1"),
                    ("enqueue", "1"),
                ];
                form.extend(self.sender.as_deref().map(|sender| ("from", sender)));
                post.form(&form).build()
            }
            Api::Bulk => {
                let body = json!({
                    "username": self.username,
                    "message": text,
                    "senderId": self.sender,
                    "phoneNumbers": numbers,
                    "enqueue": 1,
                });
                post.json(&body).build()
            }
        }
    }
}

/// The request never left.
fn unreachable(why: Obstacle, error: &reqwest::Error) -> Posted {
    // The text of the error names the URL, which is an operator's own business.
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    tracing::debug!(cause, "the operator cannot be reached");
    Posted::Refused(Refusal {
        why,
        word: "no connection".to_owned(),
        after: None,
    })
}

/// Why an answer was lost, in a word.
fn lost(error: &reqwest::Error) -> String {
    let word = if error.is_timeout() {
        "no answer in time"
    } else {
        "answer lost"
    };
    word.to_owned()
}
