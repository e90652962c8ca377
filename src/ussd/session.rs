//! Sessions in Redis: one key a caller, and what may be lost with it.
//!
//! A call never waits longer than the store's patience and never reconnects: a connection
//! that failed is dropped, a task of its own makes the next one, and until then
//! every call is told at once that Redis is away.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use chrono::{DateTime, Utc};
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client};
use serde::{Deserialize, Serialize};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::state::{Profile, State};

/// Longest wait for a new connection to answer.
const CONNECT: Duration = Duration::from_secs(1);
/// Pause between two tries to connect.
const RETRY: Duration = Duration::from_millis(200);
/// How long a profile is kept beside the sessions.
const PROFILE_SECONDS: u64 = 600;

/// Redis did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Redis is away")]
pub struct Away;

/// What is kept of a caller between two hops. The transcript may hold a PIN, so
/// only its length and keyed hash are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The aggregator's id of the session.
    pub session: Box<str>,
    /// Bytes of the transcript answered.
    pub length: usize,
    /// Its keyed hash.
    pub hash: Box<str>,
    /// What was answered.
    pub answer: Box<str>,
    /// Whether the session went on.
    pub more: bool,
    /// Where the caller is.
    pub state: State,
    /// The edition it began on.
    pub edition: Box<str>,
    /// When it was kept.
    pub at: DateTime<Utc>,
}

/// What Redis knew at the start of a hop.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The caller's last session.
    pub kept: Option<Kept>,
    /// The caller's profile.
    pub profile: Option<Profile>,
    /// Since when Redis has kept everything, in Unix milliseconds; `None` where it has just begun.
    pub since: Option<i64>,
}

/// The store of sessions; clones share it.
#[derive(Clone)]
pub struct Sessions {
    shared: Arc<Shared>,
}

struct Shared {
    client: Client,
    live: ArcSwapOption<MultiplexedConnection>,
    broken: Notify,
    prefix: Box<str>,
    patience: Duration,
    seconds: u64,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sessions")
            .field("up", &self.is_up())
            .finish_non_exhaustive()
    }
}

impl Shared {
    /// Since when Redis has been up without losing anything.
    fn epoch_key(&self) -> String {
        format!("{}:since", self.prefix)
    }
}

impl Sessions {
    /// A store whose keys begin with `prefix` and that keeps a session for `keep`.
    /// No call waits longer than `patience`. Waits up to a second for the first
    /// connection; without it the store begins as away and goes on trying. The
    /// connections live on the runtime this is called from.
    ///
    /// # Errors
    /// If `url` is no Redis URL.
    pub async fn connect(
        url: &str,
        prefix: &str,
        keep: Duration,
        patience: Duration,
    ) -> redis::RedisResult<Self> {
        let client = Client::open(url)?;
        let shared = Arc::new(Shared {
            client,
            live: ArcSwapOption::empty(),
            broken: Notify::new(),
            prefix: prefix.into(),
            patience,
            seconds: keep.as_secs().max(1),
        });
        if let Some(connection) = open(&shared.client).await {
            shared.live.store(Some(Arc::new(connection)));
        } else {
            tracing::warn!(
                "Redis does not answer: hops are replayed from their transcripts until it does"
            );
            shared.broken.notify_one();
        }
        tokio::spawn(reconnect(Arc::downgrade(&shared)));
        Ok(Self { shared })
    }

    /// Whether Redis answered last.
    #[must_use]
    pub fn is_up(&self) -> bool {
        self.shared.live.load().is_some()
    }

    /// What is known of a caller, in one round trip.
    ///
    /// # Errors
    /// [`Away`] within the store's patience.
    pub async fn load(&self, caller: &str) -> Result<Loaded, Away> {
        let mut command = redis::cmd("MGET");
        command
            .arg(self.session_key(caller))
            .arg(self.profile_key(caller))
            .arg(self.shared.epoch_key());
        let (kept, profile, since): (Option<Vec<u8>>, Option<Vec<u8>>, Option<i64>) = self
            .run(async |connection| command.query_async(connection).await)
            .await?;
        Ok(Loaded {
            // What an older version of the service wrote and this one cannot read is as if lost.
            kept: kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()),
            profile: profile.and_then(|bytes| serde_json::from_slice(&bytes).ok()),
            since,
        })
    }

    /// Keeps a caller's session and profile, in one round trip, and returns what
    /// stood there before. `first` also notes since when Redis keeps everything.
    ///
    /// # Errors
    /// [`Away`] within the store's patience.
    pub async fn save(
        &self,
        caller: &str,
        kept: &Kept,
        profile: Option<&Profile>,
        first: Option<DateTime<Utc>>,
    ) -> Result<Option<Kept>, Away> {
        let mut pipe = redis::pipe();
        let body = serde_json::to_vec(kept).map_err(|_| Away)?;
        pipe.cmd("SET")
            .arg(self.session_key(caller))
            .arg(body)
            .arg("EX")
            .arg(self.shared.seconds)
            .arg("GET");
        if let Some(profile) = profile {
            let body = serde_json::to_vec(profile).map_err(|_| Away)?;
            pipe.cmd("SET")
                .arg(self.profile_key(caller))
                .arg(body)
                .arg("EX")
                .arg(PROFILE_SECONDS)
                .ignore();
        }
        if let Some(now) = first {
            pipe.cmd("SET")
                .arg(self.shared.epoch_key())
                .arg(now.timestamp_millis())
                .arg("NX")
                .ignore();
        }
        let (before,): (Option<Vec<u8>>,) = self
            .run(async |connection| pipe.query_async(connection).await)
            .await?;
        Ok(before.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// Forgets a caller, and since when everything was kept: what a Redis that
    /// was started anew does.
    ///
    /// # Errors
    /// [`Away`] within the store's patience.
    pub async fn forget(&self, caller: &str) -> Result<(), Away> {
        let mut command = redis::cmd("DEL");
        command
            .arg(self.session_key(caller))
            .arg(self.profile_key(caller))
            .arg(self.shared.epoch_key());
        self.run(async |connection| command.query_async(connection).await)
            .await
    }

    fn session_key(&self, caller: &str) -> String {
        format!("{}:session:{caller}", self.shared.prefix)
    }

    fn profile_key(&self, caller: &str) -> String {
        // A profile is the phone's, whatever service it calls.
        let phone = caller.rsplit(':').next().unwrap_or(caller);
        format!("{}:profile:{phone}", self.shared.prefix)
    }

    async fn run<T>(
        &self,
        call: impl AsyncFnOnce(&mut MultiplexedConnection) -> redis::RedisResult<T>,
    ) -> Result<T, Away> {
        let live = self.shared.live.load_full().ok_or(Away)?;
        let mut connection = (*live).clone();
        if let Ok(Ok(answer)) = timeout(self.shared.patience, call(&mut connection)).await {
            return Ok(answer);
        }
        // Only the connection that failed is dropped, not one made meanwhile.
        let before = self.shared.live.compare_and_swap(&live, None);
        if before
            .as_ref()
            .is_some_and(|before| Arc::ptr_eq(before, &live))
        {
            tracing::warn!(
                "Redis does not answer: hops are replayed from their transcripts until it does"
            );
            self.shared.broken.notify_one();
        }
        Err(Away)
    }
}

async fn open(client: &Client) -> Option<MultiplexedConnection> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(CONNECT))
        .set_response_timeout(Some(CONNECT));
    let opening = async {
        let mut connection = client
            .get_multiplexed_async_connection_with_config(&config)
            .await?;
        redis::cmd("PING")
            .query_async::<()>(&mut connection)
            .await?;
        redis::RedisResult::Ok(connection)
    };
    timeout(CONNECT, opening).await.ok()?.ok()
}

/// A connection after Redis was away. What was answered meanwhile it did not hear
/// of, so it has not kept everything since it says: every process is to know.
async fn reopen(shared: &Shared) -> Option<MultiplexedConnection> {
    let mut connection = open(&shared.client).await?;
    let mut command = redis::cmd("DEL");
    command.arg(shared.epoch_key());
    let told = command.query_async::<()>(&mut connection);
    timeout(CONNECT, told).await.ok()?.ok()?;
    Some(connection)
}

/// Makes a new connection whenever one broke, until the store is gone.
async fn reconnect(shared: std::sync::Weak<Shared>) {
    loop {
        let Some(alive) = shared.upgrade() else {
            return;
        };
        // Looks in now and then, so that a dropped store ends this task.
        let broken = timeout(Duration::from_secs(5), alive.broken.notified())
            .await
            .is_ok();
        if !broken && alive.live.load().is_some() {
            continue;
        }
        while alive.live.load().is_none() {
            match reopen(&alive).await {
                Some(connection) => {
                    alive.live.store(Some(Arc::new(connection)));
                    tracing::info!("Redis answers again");
                }
                None => tokio::time::sleep(RETRY).await,
            }
            if Arc::strong_count(&alive) == 1 {
                return;
            }
        }
    }
}
