//! An Africa's Talking of our own, on loopback, for tests and the demo: it
//! takes messages as the real one does, keeps them to be looked at, tells what
//! became of them, and fails on demand.
//!
//! What it answers is what recorded answers of the sandbox show, and the
//! official SDKs send through it. It holds nothing against anybody's rate or
//! balance unless it is told to.

mod answer;
mod serve;

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;
use chrono::{DateTime, Utc};
use tokio::sync::{Semaphore, watch};

/// Reports that are posted at once, however many messages were taken.
const REPORTS_AT_ONCE: usize = 16;

/// Messages that are remembered, unless more are asked for; the oldest go first.
const REMEMBERED: usize = 1000;

/// What goes wrong with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is answered as always, but only after so long.
    Slow(Duration),
    /// The messages are taken at once, and it is answered only after so long.
    LateAnswer(Duration),
    /// 429, with a `Retry-After` of so many seconds where given.
    TooMany(Option<u64>),
    /// 401 in text/plain: the key is unknown.
    Unauthorized,
    /// This status, with a page about it.
    Status(u16),
    /// The messages are taken, and the connection breaks before that is told.
    LostAnswer,
    /// 201, and nobody among the recipients.
    InvalidSenderId,
    /// 201, and 405 for every recipient.
    NoBalance,
    /// 201, and something that is no answer.
    Garbled,
}

/// A message that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id, which reports about it bear.
    pub id: String,
    /// To whom.
    pub to: String,
    /// What it came from, where the request said so.
    pub from: Option<String>,
    /// What it says.
    pub text: String,
    /// How many messages it goes out as.
    pub parts: usize,
    /// When it was taken.
    pub at: DateTime<Utc>,
}

/// A fake that listens. It stops with this value, or when it is asked to.
#[derive(Debug)]
pub struct Fake {
    address: SocketAddr,
    office: Arc<Office>,
    server: ServerHandle,
}

/// What its handlers share.
#[derive(Debug)]
struct Office {
    username: String,
    key: String,
    desk: Mutex<Desk>,
    /// How many requests have come, whatever became of them.
    requests: watch::Sender<usize>,
    /// How many messages were taken.
    taken: watch::Sender<usize>,
    /// Of how many messages the last was told, and taken note of.
    reported: watch::Sender<usize>,
    /// Of how many it was told and nobody took note.
    unheard: AtomicUsize,
    /// Keeps reports from coming all at once.
    reporting: Semaphore,
    /// For reports.
    client: reqwest::Client,
}

#[derive(Debug)]
struct Desk {
    messages: VecDeque<Message>,
    remembered: usize,
    next: VecDeque<Fault>,
    always: Option<Fault>,
    refused: HashMap<String, u16>,
    undelivered: HashMap<String, String>,
    report_to: Option<String>,
    /// When the first request came, and the last.
    between: Option<(Instant, Instant)>,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            messages: VecDeque::new(),
            remembered: REMEMBERED,
            next: VecDeque::new(),
            always: None,
            refused: HashMap::new(),
            undelivered: HashMap::new(),
            report_to: None,
            between: None,
        }
    }
}

impl Office {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Fake {
    /// One that listens on a free port of this machine, for an account of this
    /// name and key.
    ///
    /// # Errors
    /// If no port is free.
    pub fn start(username: &str, key: &str) -> anyhow::Result<Fake> {
        let office = Arc::new(Office {
            username: username.to_owned(),
            key: key.to_owned(),
            desk: Mutex::default(),
            requests: watch::channel(0).0,
            taken: watch::channel(0).0,
            reported: watch::channel(0).0,
            unheard: AtomicUsize::new(0),
            reporting: Semaphore::new(REPORTS_AT_ONCE),
            client: reqwest::Client::builder()
                .timeout(Duration::from_secs(30))
                .tls_certs_only([])
                .build()?,
        });
        let (address, server) = serve::listen(&office)?;
        let handle = server.handle();
        tokio::spawn(server);
        Ok(Fake {
            address,
            office,
            server: handle,
        })
    }

    /// Where it is, without a path.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Everything it took, oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        self.office.desk().messages.iter().cloned().collect()
    }

    /// From now on it remembers so many messages.
    pub fn remember(&self, count: usize) {
        self.office.desk().remembered = count;
    }

    /// Waits until so many requests have come.
    pub async fn requests(&self, count: usize) {
        reaches(&self.office.requests, count).await;
    }

    /// How many requests have come.
    #[must_use]
    pub fn requested(&self) -> usize {
        *self.office.requests.borrow()
    }

    /// From the first request until the last.
    #[must_use]
    pub fn span(&self) -> Duration {
        let between = self.office.desk().between;
        between.map_or(Duration::ZERO, |(first, last)| last - first)
    }

    /// Waits until so many messages were taken.
    pub async fn taken(&self, count: usize) {
        reaches(&self.office.taken, count).await;
    }

    /// How many messages were taken.
    #[must_use]
    pub fn took(&self) -> usize {
        *self.office.taken.borrow()
    }

    /// The request after those already told meets this.
    pub fn next(&self, fault: Fault) {
        self.office.desk().next.push_back(fault);
    }

    /// Every request meets this, or nothing any more.
    pub fn always(&self, fault: Option<Fault>) {
        self.office.desk().always = fault;
    }

    /// From now on this number is answered with this code (406: it is on the
    /// blacklist); 102 takes that back.
    pub fn answer(&self, number: &str, code: u16) {
        self.office.desk().refused.insert(number.to_owned(), code);
    }

    /// From now on a message to this number is reported as failed for this reason, not as
    /// delivered.
    pub fn undelivered(&self, number: &str, why: &str) {
        let mut desk = self.office.desk();
        desk.undelivered.insert(number.to_owned(), why.to_owned());
    }

    /// Waits until of so many messages it was told what became of them.
    pub async fn reported(&self, count: usize) {
        reaches(&self.office.reported, count).await;
    }

    /// Of how many messages nobody took note of what became of them.
    #[must_use]
    pub fn unheard(&self) -> usize {
        self.office.unheard.load(Ordering::Relaxed)
    }

    /// From now on what it takes is reported there: sent, then delivered.
    pub fn report_to(&self, url: &str) {
        self.office.desk().report_to = Some(url.to_owned());
    }

    /// Reports on a message as the real one does; what was answered.
    ///
    /// # Errors
    /// If nobody answers.
    pub async fn report(
        &self,
        url: &str,
        message: &Message,
        status: &str,
        failure: Option<&str>,
    ) -> reqwest::Result<u16> {
        serve::report(&self.office, url, message, status, failure).await
    }

    /// Stops it; whoever waits for an answer gets none.
    pub async fn stop(self) {
        self.server.stop(false).await;
    }
}

async fn reaches(counter: &watch::Sender<usize>, count: usize) {
    // It lives as long as the fake.
    let _ = counter.subscribe().wait_for(|now| *now >= count).await;
}
