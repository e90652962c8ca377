//! Sessions in Redis: one key a caller, and what may be lost with it.
//!
//! The connections are in `lanes`; no call waits longer than the store's patience.

mod lanes;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use redis::{Client, Cmd};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::state::{Profile, State};
use lanes::Lanes;

/// The layout of what is kept. It goes up with every change to [`Kept`], [`State`] or
/// [`Profile`], which a test tells: their fields have no names in Redis.
const LAYOUT: u8 = 7;
/// How long a profile is kept beside the sessions.
const PROFILE_SECONDS: u64 = 600;
/// Bytes that the keys of a call and the words around them take, roughly.
const KEYS_ROOM: usize = 256;

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
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub at: DateTime<Utc>,
}

/// A profile, and when it was noted: one that Redis noted before it was away may have
/// changed since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Noted {
    profile: Profile,
    /// Unix milliseconds.
    at: i64,
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
    /// The session as it stood there.
    stood: Option<Vec<u8>>,
}

/// The store of sessions; clones share it.
#[derive(Clone)]
pub struct Sessions {
    shared: Arc<Shared>,
}

struct Shared {
    lanes: Lanes,
    prefix: Box<str>,
    /// The key that says since when Redis has been up without losing anything.
    epoch_key: Box<str>,
    seconds: u64,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sessions")
            .field("prefix", &self.shared.prefix)
            .finish_non_exhaustive()
    }
}

impl Sessions {
    /// A store whose keys begin with `prefix` and that keeps a session for `keep`.
    /// No call waits longer than `patience`. Waits up to a second for the first
    /// connection; without it the store begins as away and goes on trying.
    ///
    /// # Errors
    /// If `url` is no Redis URL.
    pub async fn connect(
        url: &str,
        prefix: &str,
        keep: Duration,
        patience: Duration,
    ) -> redis::RedisResult<Self> {
        let epoch_key: Box<str> = format!("{prefix}:since").into();
        let lanes = Lanes::new(Client::open(url)?, patience, epoch_key.clone());
        lanes.begin().await;
        let shared = Arc::new(Shared {
            lanes,
            prefix: prefix.into(),
            epoch_key,
            seconds: keep.as_secs().max(1),
        });
        Ok(Self { shared })
    }

    /// Whether Redis answers the thread that asks.
    pub async fn answers(&self) -> bool {
        let ping = redis::cmd("PING");
        let lanes = &self.shared.lanes;
        let asked = lanes.run(async |connection| ping.query_async::<()>(connection).await);
        asked.await.is_ok()
    }

    /// What is known of a caller, in one round trip.
    ///
    /// # Errors
    /// [`Away`] within the store's patience.
    pub async fn load(&self, caller: &str) -> Result<Loaded, Away> {
        let mut command = Cmd::with_capacity(4, KEYS_ROOM);
        command
            .arg("MGET")
            .arg(self.session_key(caller))
            .arg(self.profile_key(caller))
            .arg(&*self.shared.epoch_key);
        let (stood, profile, since): (Option<Vec<u8>>, Option<Vec<u8>>, Option<i64>) = self
            .shared
            .lanes
            .run(async |connection| command.query_async(connection).await)
            .await?;
        let kept = stood.as_deref().and_then(read);
        // What another version of the service wrote and this one cannot read is as if lost.
        let lost = stood.is_some() && kept.is_none();
        Ok(Loaded {
            kept,
            profile: profile
                .as_deref()
                .and_then(read)
                .filter(|noted: &Noted| since.is_some_and(|since| noted.at >= since))
                .map(|noted| noted.profile),
            since: since.filter(|_| !lost),
            stood,
        })
    }

    /// Keeps a caller's session and profile, in one round trip, and returns what
    /// another process has kept there since `loaded`. A profile that is `loaded`'s is
    /// not kept anew.
    ///
    /// # Errors
    /// [`Away`] within the store's patience.
    pub async fn save(
        &self,
        caller: &str,
        kept: &Kept,
        profile: Option<&Profile>,
        loaded: &Loaded,
    ) -> Result<Option<Kept>, Away> {
        let mut set = self.set(caller, kept)?;
        set.arg("GET");
        let mut pipe = redis::pipe();
        if let Some(profile) = profile.filter(|profile| loaded.profile.as_ref() != Some(profile)) {
            let body = written(&Noted {
                profile: profile.clone(),
                at: kept.at.timestamp_millis(),
            })?;
            pipe.cmd("SET")
                .arg(self.profile_key(caller))
                .arg(body)
                .arg("EX")
                .arg(PROFILE_SECONDS)
                .ignore();
        }
        if loaded.since.is_none() {
            pipe.cmd("SET")
                .arg(&*self.shared.epoch_key)
                .arg(kept.at.timestamp_millis())
                .arg("NX")
                .ignore();
        }
        let lanes = &self.shared.lanes;
        let before: Option<Vec<u8>> = if pipe.is_empty() {
            lanes
                .run(async |connection| set.query_async(connection).await)
                .await?
        } else {
            pipe.add_command(set);
            let (before,) = lanes
                .run(async |connection| pipe.query_async(connection).await)
                .await?;
            before
        };
        Ok(before
            .filter(|before| loaded.stood.as_ref() != Some(before))
            .and_then(|bytes| read(&bytes)))
    }

    /// Puts back what another process kept.
    ///
    /// # Errors
    /// [`Away`] within the store's patience.
    pub async fn put_back(&self, caller: &str, kept: &Kept) -> Result<(), Away> {
        let set = self.set(caller, kept)?;
        self.shared
            .lanes
            .run(async |connection| set.query_async(connection).await)
            .await
    }

    fn set(&self, caller: &str, kept: &Kept) -> Result<Cmd, Away> {
        let body = written(kept)?;
        let mut set = Cmd::with_capacity(6, KEYS_ROOM + body.len());
        set.arg("SET")
            .arg(self.session_key(caller))
            .arg(body)
            .arg("EX")
            .arg(self.shared.seconds);
        Ok(set)
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
            .arg(&*self.shared.epoch_key);
        self.shared
            .lanes
            .run(async |connection| command.query_async(connection).await)
            .await
    }

    fn session_key(&self, caller: &str) -> String {
        [&self.shared.prefix, ":session:", caller].concat()
    }

    fn profile_key(&self, caller: &str) -> String {
        // A profile is the phone's, whatever service it calls.
        let phone = caller.rsplit(':').next().unwrap_or(caller);
        [&self.shared.prefix, ":profile:", phone].concat()
    }
}

fn written<T: Serialize>(what: &T) -> Result<Vec<u8>, Away> {
    postcard::to_extend(what, vec![LAYOUT]).map_err(|_| Away)
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    match bytes.split_first() {
        Some((&LAYOUT, body)) => postcard::from_bytes(body).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
