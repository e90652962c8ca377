//! Sends what waits in the outbox.
//!
//! One request at a time is claimed: the message that goes first, and those
//! after it that say the same to others. So a reply never waits behind a
//! thousand others that were claimed before it came. Claiming leases the
//! messages and commits; no transaction is open while the operator is waited
//! for; then the answer is kept and the messages are marked. Whoever is killed
//! between these leaves messages whose lease ends, and nobody knows whether
//! they went out.
//!
//! A broadcast's batches go after the outbox, all their people in one request,
//! and always leave one request free for what somebody waits for.

mod bulk;
mod channel;
mod meaning;
mod rate;
mod run;
mod single;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::app::App;
use crate::broadcasts::zone;
use crate::db::{Conn, Db, DbError, Settings};
use crate::models::bulk_batch::{self, Live};
use crate::models::channel_rate;
use crate::models::outbox::{self, Claim, Rank};
use crate::models::send::Send;
use crate::operators::africastalking::send::Client;
use crate::operators::outgoing::{Obstacle, Posted};
use bulk::{Bulk, Told};
use channel::{Channel, Gate};
use rate::{Permit, Rate};

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
    /// Requests of broadcasts that may be out at once.
    bulk: Arc<Semaphore>,
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
    work: Work,
    at: DateTime<Utc>,
    probe: bool,
}

#[derive(Debug)]
enum Work {
    Messages(Claim),
    Broadcast(Bulk),
}

/// What became of a [`Batch`].
#[derive(Debug)]
pub struct Answers(Became);

#[derive(Debug)]
enum Became {
    Messages(Vec<Send>),
    Broadcast(Told),
}

impl Batch {
    /// How many messages it is, one at least.
    #[expect(clippy::len_without_is_empty, reason = "there is no empty one")]
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.work {
            Work::Messages(claim) => claim.messages.len(),
            Work::Broadcast(bulk) => bulk.batch.phone_ids.len(),
        }
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
            rate: Rate::new(account.rate),
            // Whoever waits for a reply does not wait for a thousand others' answer.
            bulk: Arc::new(Semaphore::new(account.parallel.saturating_sub(1).max(1))),
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
        let next = self.claim_at(at, probe).await;
        if probe && !matches!(next, Ok(Next::Send(_))) {
            self.channel(|channel| channel.unused(at));
        }
        next
    }

    async fn claim_at(&self, at: DateTime<Utc>, probe: bool) -> Result<Next, DbError> {
        let mut conn = self.db.get().await?;
        let ready = outbox::ready(&mut conn, at).await?;
        let live = match self.bulk.available_permits() {
            0 => Vec::new(),
            _ => self.awake(bulk_batch::live(&mut conn, at).await?, at),
        };
        if ready.is_empty() && live.is_empty() {
            return Ok(Next::Nothing);
        }
        if let Some(wait) = self.permit(&mut conn, at).await? {
            return Ok(Next::Wait(wait));
        }
        let next = self.claim_of(&mut conn, &ready, &live, (at, probe)).await;
        if !matches!(next, Ok(Next::Send(_))) {
            self.rate.give_back();
        }
        next
    }

    /// The broadcasts whose people are not in their quiet hours, and emergencies.
    fn awake(&self, mut live: Vec<Live>, at: DateTime<Utc>) -> Vec<i64> {
        let alerts = &self.app.config.alerts;
        live.retain(|one| {
            let zone = one.country.as_deref().and_then(zone::of);
            one.emergency || !alerts.is_quiet(zone.unwrap_or(alerts.zone), at)
        });
        live.into_iter().map(|one| one.id).collect()
    }

    /// Takes a moment of the channel's for one request, or tells how long to wait for it.
    async fn permit(
        &self,
        conn: &mut Conn,
        at: DateTime<Utc>,
    ) -> Result<Option<Duration>, DbError> {
        match self.rate.take(at) {
            Permit::Go => return Ok(None),
            Permit::Wait(wait) => return Ok(Some(wait)),
            Permit::Lease => {}
        }
        let channel = &self.app.config.africastalking.username;
        let first = channel_rate::take(conn, channel, self.rate.lease(), at).await?;
        self.rate.leased(first);
        Ok(match self.rate.take(at) {
            Permit::Go => None,
            Permit::Wait(wait) => Some(wait),
            Permit::Lease => Some(Duration::ZERO),
        })
    }

    async fn claim_of(
        &self,
        conn: &mut Conn,
        ready: &[Rank],
        live: &[i64],
        (at, probe): (DateTime<Utc>, bool),
    ) -> Result<Next, DbError> {
        let most = match probe {
            true => 1,
            false => self.app.config.africastalking.recipients,
        };
        for rank in ready {
            let claim = outbox::claim(conn, *rank, &self.name, most, at, self.lease()).await?;
            if claim.dropped > 0 {
                self.app.metrics.sends("dropped", claim.dropped);
            }
            if !claim.messages.is_empty() {
                let work = Work::Messages(claim);
                return Ok(Next::Send(Batch { work, at, probe }));
            }
            if claim.dropped > 0 {
                return Ok(Next::Dropped(claim.dropped));
            }
        }
        let bulk = self.claim_bulk(conn, live, most, at).await?;
        Ok(bulk.map_or(Next::Nothing, |bulk| {
            let work = Work::Broadcast(bulk);
            Next::Send(Batch { work, at, probe })
        }))
    }

    /// Hands a batch over and waits for the answer; what became of each
    /// message. Needs no database.
    pub async fn post(&self, batch: &Batch) -> Answers {
        Answers(match &batch.work {
            Work::Messages(claim) => Became::Messages(self.post_messages(claim, batch.probe).await),
            Work::Broadcast(bulk) => Became::Broadcast(self.post_bulk(bulk, batch.probe).await),
        })
    }

    /// Keeps what became of a batch's messages.
    ///
    /// # Errors
    /// If the database does not answer; may be tried again.
    pub async fn mark(&self, batch: &Batch, answers: &Answers) -> Result<(), DbError> {
        match (&batch.work, &answers.0) {
            (Work::Messages(claim), Became::Messages(sends)) => {
                self.mark_messages(claim, sends, batch.at).await
            }
            (Work::Broadcast(bulk), Became::Broadcast(told)) => {
                self.mark_bulk(&bulk.batch, told).await
            }
            // Another batch's answers say nothing of this one.
            _ => Ok(()),
        }
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
