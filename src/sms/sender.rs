//! Sends what waits in the outbox.
//!
//! One request at a time is claimed: the message that goes first, and those
//! after it that say the same to others. So a reply never waits behind a
//! thousand others that were claimed before it came. Claiming leases the
//! messages and commits; no transaction is open while the operator is waited
//! for; then the answer is kept and the messages are marked. Whoever is killed
//! between these leaves messages whose lease ends, and nobody knows whether
//! they went out.

mod channel;
mod meaning;
mod rate;
mod run;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel_async::AsyncConnection as _;
use tokio::runtime::Handle;

use crate::app::App;
use crate::db::{Db, DbError, Settings};
use crate::models::outbox::{self, Claim, Claimed, Rank};
use crate::models::send::{self, Mark, Send};
use crate::models::subscriber;
use crate::operators::africastalking::send::Client;
use crate::operators::outgoing::{Obstacle, Posted};
use crate::people::phone::Msisdn;
use crate::sms::delivery;
use channel::{Channel, Gate};
use rate::Rate;

pub use run::run;

/// How much longer than a request a lease lasts: the marking may wait for the
/// database a while.
const LEASE_BEYOND: TimeDelta = TimeDelta::seconds(60);

/// Connections a sender needs of its own, besides one a request.
const CONNECTIONS: usize = 2;

/// The sender of one process.
pub struct Sender {
    app: Arc<App>,
    db: Db,
    client: Option<Client>,
    channel: Mutex<Channel>,
    rate: Rate,
    /// Tells its leases from those of others.
    name: String,
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender")
            .field("name", &self.name)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

/// Messages that are leased, to be handed over in one request.
#[derive(Debug)]
pub struct Batch {
    claim: Claim,
    at: DateTime<Utc>,
    probe: bool,
}

impl Batch {
    /// How many messages it is, one at least.
    #[expect(clippy::len_without_is_empty, reason = "there is no empty one")]
    #[must_use]
    pub fn len(&self) -> usize {
        self.claim.messages.len()
    }
}

/// What there was to do.
#[derive(Debug)]
pub enum Next {
    /// A request.
    Send(Batch),
    /// Messages came up that were too late or no longer wanted; there may be more.
    Dropped(usize),
    /// Nothing waits.
    Nothing,
    /// Nothing may be sent for so long.
    Wait(Duration),
}

impl Sender {
    /// A sender with connections of its own. To be called on the main runtime.
    ///
    /// # Errors
    /// If the configured key fits no header, or no certificates are trusted here.
    pub fn new(app: Arc<App>) -> anyhow::Result<Sender> {
        let config = &app.config;
        let account = &config.africastalking;
        let settings = Settings {
            size: account.parallel + CONNECTIONS,
            ..Settings::command(config.database.url.expose())
        };
        // Every reason stands on the page from the beginning.
        for why in Obstacle::ALL {
            app.metrics.channel_paused(why.word(), false);
        }
        Ok(Sender {
            db: Db::new(&settings, Handle::current())?,
            client: Client::new(account)?,
            channel: Mutex::default(),
            rate: Rate::new(account.rate, Arc::clone(&app.clock)),
            name: format!("{:016x}", rand::random::<u64>()),
            app,
        })
    }

    /// How long a lease lasts.
    fn lease(&self) -> TimeDelta {
        let patience = self.app.config.africastalking.patience;
        TimeDelta::from_std(patience).unwrap_or_default() + LEASE_BEYOND
    }

    /// Leases what goes next, if something may.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn claim(&self) -> Result<Next, DbError> {
        if self.client.is_none() {
            return Ok(Next::Nothing);
        }
        let at = self.app.clock.now();
        let probe = match self.channel(|channel| channel.gate(at)) {
            Gate::Open => false,
            Gate::Probe => true,
            Gate::Shut(until) => return Ok(Next::Wait((until - at).to_std().unwrap_or_default())),
            Gate::Waiting => return Ok(Next::Nothing),
        };
        let next = match self.rate.take() {
            Err(wait) => Ok(Next::Wait(wait)),
            Ok(()) => {
                let next = self.claim_at(at, probe).await;
                if !matches!(next, Ok(Next::Send(_))) {
                    self.rate.give_back();
                }
                next
            }
        };
        if probe && !matches!(next, Ok(Next::Send(_))) {
            self.channel(|channel| channel.unused(at));
        }
        next
    }

    async fn claim_at(&self, at: DateTime<Utc>, probe: bool) -> Result<Next, DbError> {
        let most = match probe {
            true => 1,
            false => self.app.config.africastalking.recipients,
        };
        let mut conn = self.db.get().await?;
        for rank in Rank::ALL {
            let claim = outbox::claim(&mut conn, rank, &self.name, most, at, self.lease()).await?;
            if claim.dropped > 0 {
                self.app.metrics.sends("dropped", claim.dropped);
            }
            if !claim.messages.is_empty() {
                return Ok(Next::Send(Batch { claim, at, probe }));
            }
            if claim.dropped > 0 {
                return Ok(Next::Dropped(claim.dropped));
            }
        }
        Ok(Next::Nothing)
    }

    /// Hands a batch over and waits for the answer; what became of each
    /// message. Needs no database.
    pub async fn post(&self, batch: &Batch) -> Vec<Send> {
        let open = |claimed: &Claimed| -> Result<Msisdn, Send> {
            let opened = self.app.phones.open(claimed.phone_id, &claimed.sealed);
            opened.map_err(|error| {
                tracing::error!(message = claimed.id, %error, "message {}: {error}", claimed.id);
                meaning::marked(claimed.id, Mark::Failed, "number does not open")
            })
        };
        let mut answers = Vec::with_capacity(batch.claim.messages.len());
        let (mut ids, mut numbers) = (Vec::new(), Vec::new());
        for claimed in &batch.claim.messages {
            match open(claimed) {
                Ok(number) => {
                    ids.push(claimed.id);
                    numbers.push(number);
                }
                Err(failed) => answers.push(failed),
            }
        }
        let posted = match &self.client {
            Some(client) if !numbers.is_empty() => client.send(&numbers, &batch.claim.body).await,
            _ => Posted::Answered(Vec::new()),
        };
        let posted = meaning::alone_or_again(posted, ids.len());
        self.learn(&posted, batch.probe);
        answers.extend(meaning::of(&ids, posted));
        answers
    }

    /// Keeps what became of a batch's messages.
    ///
    /// # Errors
    /// If the database does not answer; may be tried again.
    pub async fn mark(&self, batch: &Batch, answers: &[Send]) -> Result<(), DbError> {
        let now = self.app.clock.now();
        let phones: Vec<i64> = batch.claim.messages.iter().map(|m| m.phone_id).collect();
        let stopped: Vec<i64> = answers
            .iter()
            .filter(|answer| answer.failure.as_deref() == Some(outbox::BLACKLISTED))
            .filter_map(|a| batch.claim.messages.iter().find(|m| m.id == a.outbox_id))
            .map(|message| message.phone_id)
            .collect();
        let mut ids: Vec<String> = answers
            .iter()
            .filter_map(|a| a.operator_id.clone())
            .collect();
        let mut conn = self.db.get().await?;
        conn.transaction(async |conn| {
            send::take_turn(conn).await?;
            send::answered(conn, &self.name, answers, batch.at, now).await?;
            for phone in &stopped {
                subscriber::stop(conn, *phone, now).await?;
            }
            ids.extend(send::recognise(conn, &phones, now).await?);
            delivery::settle(conn, &ids, now).await
        })
        .await?;
        for answer in answers {
            let outcome = match answer.mark {
                Mark::Queued => "refused",
                mark => mark.word(),
            };
            self.app.metrics.sends(outcome, 1);
        }
        Ok(())
    }

    /// Claims, posts and marks once: for whoever drives the sender by hand.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn pass(&self) -> Result<Next, DbError> {
        let next = self.claim().await?;
        if let Next::Send(batch) = &next {
            let answers = self.post(batch).await;
            self.mark(batch, &answers).await?;
        }
        Ok(next)
    }

    /// Lets the channel know what a request met, and an operator of ours what
    /// the channel comes to.
    fn learn(&self, posted: &Posted, probe: bool) {
        let now = self.app.clock.now();
        let failed = meaning::met(posted);
        let (before, after) = self.channel(|channel| {
            let before = channel.alert();
            match &failed {
                Some((why, wait)) => {
                    channel.failed(*why, probe, now, *wait, rand::random_range(0..=1000));
                }
                None => channel.succeeded(probe),
            }
            (before, channel.alert())
        });
        if before == after {
            return;
        }
        for why in Obstacle::ALL {
            self.app
                .metrics
                .channel_paused(why.word(), after == Some(why));
        }
        match after {
            Some(why) => tracing::error!(
                why = why.word(),
                "no messages are sent: {}",
                meaning::advice(why)
            ),
            None => tracing::info!("messages are sent again"),
        }
    }

    fn channel<T>(&self, look: impl FnOnce(&mut Channel) -> T) -> T {
        look(&mut self.channel.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
