//! The connections to Redis: one a runtime, which for the service is one a worker.
//!
//! A connection's driver is a task of the runtime that opened it. Shared between
//! workers, every call would wake another thread and be woken by it, which cost
//! half of the hops a second that a core can answer; of its own, none does.
//!
//! A call never waits longer than the patience and never reconnects: a connection
//! that failed is dropped, a task of its own makes the next one, and until then
//! every call of that runtime is told at once that Redis is away.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, RedisResult};
use tokio::runtime::{Handle, Id};
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;
use tokio::time::timeout;

use super::Away;

/// Longest wait for a new connection to answer.
const CONNECT: Duration = Duration::from_secs(1);
/// Pause between two tries to connect.
const RETRY: Duration = Duration::from_millis(200);

/// The connections of one store.
pub(super) struct Lanes {
    client: Client,
    patience: Duration,
    epoch: Box<str>,
    lanes: RwLock<HashMap<Id, Lane>>,
}

/// A runtime's connection, and the task that makes the next one.
struct Lane {
    line: Arc<Line>,
    keeper: AbortHandle,
}

struct Line {
    state: watch::Sender<State>,
    broken: Notify,
}

#[derive(Clone)]
enum State {
    /// The first connection is being made.
    Beginning,
    /// The how manieth connection, which answered last.
    Up(u64, MultiplexedConnection),
    /// Redis does not answer.
    Away,
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

impl Lanes {
    /// No connection yet: each runtime makes its own at its first call. `epoch` is
    /// a key that is deleted whenever a connection is made anew.
    pub(super) fn new(client: Client, patience: Duration, epoch: Box<str>) -> Self {
        Self {
            client,
            patience,
            epoch,
            lanes: RwLock::default(),
        }
    }

    /// Makes this runtime's connection; returns after a second at the latest.
    pub(super) async fn begin(&self) {
        let _ = timeout(CONNECT, self.line().begun()).await;
    }

    /// Makes one call.
    ///
    /// # Errors
    /// [`Away`] within the patience.
    pub(super) async fn run<T>(
        &self,
        call: impl AsyncFnOnce(&mut MultiplexedConnection) -> RedisResult<T>,
    ) -> Result<T, Away> {
        let line = self.line();
        let mut used = 0;
        let calling = async {
            let State::Up(number, mut connection) = line.begun().await else {
                return None;
            };
            used = number;
            call(&mut connection).await.ok()
        };
        let called = timeout(self.patience, calling).await;
        match called {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) | Err(_) => {
                line.lose(used);
                Err(Away)
            }
        }
    }

    /// The line of the runtime this is called from.
    fn line(&self) -> Arc<Line> {
        let runtime = Handle::current().id();
        let lanes = self.lanes.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = lanes.get(&runtime) {
            return Arc::clone(&lane.line);
        }
        drop(lanes);
        let mut lanes = self.lanes.write().unwrap_or_else(PoisonError::into_inner);
        // A runtime's end ends its keeper: a worker that was started anew is another runtime.
        lanes.retain(|_, lane| !lane.keeper.is_finished());
        let lane = lanes.entry(runtime).or_insert_with(|| {
            let line = Arc::new(Line {
                state: watch::Sender::new(State::Beginning),
                broken: Notify::new(),
            });
            let keeper = keep(Arc::clone(&line), self.client.clone(), self.epoch.clone());
            Lane {
                line,
                keeper: tokio::spawn(keeper).abort_handle(),
            }
        });
        Arc::clone(&lane.line)
    }
}

impl Line {
    /// The connection, or that Redis is away, once the first one was tried.
    async fn begun(&self) -> State {
        let state = self.state.borrow().clone();
        if !matches!(state, State::Beginning) {
            return state;
        }
        let mut changes = self.state.subscribe();
        let begun = changes.wait_for(|state| !matches!(state, State::Beginning));
        begun.await.map_or(State::Away, |state| state.clone())
    }

    /// A call over the connection of that number failed, or over none while the first
    /// was being made: a connection made meanwhile is not dropped with it.
    fn lose(&self, used: u64) {
        let lost = self.state.send_if_modified(|state| {
            let lost = match state {
                State::Beginning => true,
                State::Up(number, _) => *number == used,
                State::Away => false,
            };
            if lost {
                *state = State::Away;
            }
            lost
        });
        if lost {
            tracing::warn!(
                "Redis does not answer: hops are replayed from their transcripts until it does"
            );
            self.broken.notify_one();
        }
    }
}

/// Makes the first connection, and another whenever one broke; aborted with its lane.
async fn keep(line: Arc<Line>, client: Client, epoch: Box<str>) {
    let first = open(&client).await;
    match first {
        Some(connection) => line.state.send_if_modified(|state| {
            // A call that could not wait may have been answered without Redis.
            let begun = matches!(state, State::Beginning);
            if begun {
                *state = State::Up(1, connection);
            }
            begun
        }),
        None => {
            line.lose(0);
            false
        }
    };
    for number in 2.. {
        line.broken.notified().await;
        let connection = loop {
            match reopen(&client, &epoch).await {
                Some(connection) => break connection,
                None => tokio::time::sleep(RETRY).await,
            }
        };
        line.state.send_replace(State::Up(number, connection));
        tracing::info!("Redis answers again");
    }
}

async fn open(client: &Client) -> Option<MultiplexedConnection> {
    // Every call has a limit of its own.
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(CONNECT))
        .set_response_timeout(None);
    let opening = async {
        let mut connection = client
            .get_multiplexed_async_connection_with_config(&config)
            .await?;
        redis::cmd("PING")
            .query_async::<()>(&mut connection)
            .await?;
        RedisResult::Ok(connection)
    };
    timeout(CONNECT, opening).await.ok()?.ok()
}

/// A connection after Redis was away. What was answered meanwhile it did not hear
/// of, so it has not kept everything since the time it says: every process is to know.
async fn reopen(client: &Client, epoch: &str) -> Option<MultiplexedConnection> {
    let mut connection = open(client).await?;
    let mut command = redis::cmd("DEL");
    command.arg(epoch);
    let told = command.query_async::<()>(&mut connection);
    timeout(CONNECT, told).await.ok()?.ok()?;
    Some(connection)
}
