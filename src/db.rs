//! Connections to PostgreSQL, and the migrations that shape it.
//!
//! Every connection is driven by a task on the runtime that [`Db::new`] is
//! given, never on the worker that asks for it: a connection opened on an actix
//! worker would stand still whenever that worker is busy, and with it every
//! query that some other worker sends through it.

pub mod scratch;

use std::{
    fmt,
    time::{Duration, Instant},
};

use anyhow::{Context, anyhow};
use diesel::{ConnectionError, ConnectionResult};
use diesel_async::{
    AsyncConnection, AsyncMigrationHarness, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection,
    pooled_connection::{
        AsyncDieselConnectionManager, ManagerConfig, PoolError as ConnError, RecyclingMethod,
        deadpool::{Hook, HookError, Object, Pool, PoolError},
    },
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use tokio::{runtime::Handle, time::timeout};

/// The one kind of connection there is; queries take `&mut Conn`.
pub type Conn = AsyncPgConnection;

/// A connection lent by the pool; goes back when dropped.
pub type PooledConn = Object<Conn>;

/// Every migration, in the binary.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// What two processes that start at once take turns on ("medvault" in ASCII).
const MIGRATION_LOCK: i64 = 0x6d65_6476_6175_6c74;

/// A connection that was used within this time is lent without being asked whether it still
/// answers: one that was closed is known to be, and a round trip for each would cost more than
/// the few that were cut off without a word.
const RESTED: Duration = Duration::from_secs(1);

/// How to reach the database and how long to wait for it.
#[derive(Clone)]
pub struct Settings {
    /// `postgres://user:password@host:port/database`.
    pub url: String,
    /// Most connections open at once.
    pub size: usize,
    /// Longest wait for a new connection to be opened.
    pub connect: Duration,
    /// Longest wait for a connection to come free, opening one included.
    pub wait: Duration,
    /// Longest a statement may run on the server; none for imports and loads.
    pub statement: Option<Duration>,
}

impl Settings {
    /// For a command that a person waits for: two seconds to connect, no limit on a statement.
    #[must_use]
    pub fn command(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            size: 4,
            connect: Duration::from_secs(2),
            wait: Duration::from_secs(2),
            statement: None,
        }
    }

    /// For answering callers, who hang up: a connection within `patience`, a statement within two seconds.
    #[must_use]
    pub fn service(url: &str, size: usize, patience: Duration) -> Self {
        Self {
            url: url.to_owned(),
            size,
            connect: patience,
            wait: patience,
            statement: Some(Duration::from_secs(2)),
        }
    }
}

/// Without the URL, which holds a password.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("size", &self.size)
            .field("connect", &self.connect)
            .field("wait", &self.wait)
            .field("statement", &self.statement)
            .finish_non_exhaustive()
    }
}

/// Why the database did not answer.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// No connection came free in time.
    #[error("no database connection within {0:?}")]
    Wait(Duration),
    /// A connection could not be opened.
    #[error("cannot connect to the database: {0}")]
    Connect(String),
    /// A query failed.
    #[error(transparent)]
    Query(#[from] diesel::result::Error),
}

/// A pool of connections; clones share it.
#[derive(Clone)]
pub struct Db {
    pool: Pool<Conn>,
    wait: Duration,
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Db").field(&self.pool.status()).finish()
    }
}

impl Db {
    /// A pool whose connections live on `runtime`; opens none yet.
    ///
    /// # Errors
    /// When the pool cannot be built (a size of 0).
    pub fn new(settings: &Settings, runtime: Handle) -> Result<Self, DbError> {
        let mut config = ManagerConfig::default();
        let (limit, statement) = (settings.connect, settings.statement);
        config.custom_setup = Box::new(move |url| {
            let (url, runtime) = (url.to_owned(), runtime.clone());
            Box::pin(async move {
                let opening = runtime.spawn(timeout(limit, open(url, statement)));
                match opening.await {
                    Ok(Ok(opened)) => opened,
                    Ok(Err(_)) => Err(refused(format!("no answer within {limit:?}"))),
                    Err(_) => Err(refused("the runtime is shutting down".to_owned())),
                }
            })
        });
        config.recycling_method = RecyclingMethod::Fast;
        let manager = AsyncDieselConnectionManager::new_with_config(&settings.url, config);
        let seen = Hook::async_fn(|conn: &mut Conn, metrics| {
            let rested = metrics.last_used() > RESTED;
            Box::pin(async move {
                if rested {
                    let asked = diesel::sql_query("SELECT 1").execute(conn).await;
                    asked.map_err(|error| HookError::Backend(ConnError::QueryError(error)))?;
                }
                Ok(())
            })
        });
        let pool = Pool::builder(manager)
            .pre_recycle(seen)
            .max_size(settings.size)
            .build()
            .map_err(|error| DbError::Connect(error.to_string()))?;
        Ok(Self {
            pool,
            wait: settings.wait,
        })
    }

    /// Lends a connection that is open, and was seen to answer a moment ago.
    ///
    /// # Errors
    /// When none comes free, or none can be opened, within the settings' wait.
    pub async fn get(&self) -> Result<PooledConn, DbError> {
        self.get_within(self.wait).await
    }

    /// As [`Db::get`], for who can wait longer or less long.
    ///
    /// # Errors
    /// When none comes free, or none can be opened, within `wait`.
    pub async fn get_within(&self, wait: Duration) -> Result<PooledConn, DbError> {
        let began = Instant::now();
        match timeout(wait, self.pool.get()).await {
            Ok(Ok(conn)) => Ok(conn),
            Ok(Err(PoolError::Backend(error))) => Err(DbError::Connect(error.to_string())),
            Ok(Err(error)) => Err(DbError::Connect(error.to_string())),
            Err(_) => Err(DbError::Wait(began.elapsed())),
        }
    }

    /// As [`Db::get`], a connection of the caller's own: it closes when dropped,
    /// and with it goes whatever it holds on the server.
    ///
    /// # Errors
    /// As [`Db::get`].
    pub async fn take(&self) -> Result<Conn, DbError> {
        Ok(Object::take(self.get().await?))
    }
}

fn refused(why: String) -> ConnectionError {
    ConnectionError::BadConnection(why)
}

async fn open(url: String, statement: Option<Duration>) -> ConnectionResult<Conn> {
    let mut conn = Conn::establish(&url).await?;
    // What PostgreSQL reckons to be long is compiled first, which takes longer than any of ours:
    // a list of subscribers took a second a row.
    let mut setup =
        "SET TIME ZONE 'UTC'; SET application_name = 'medvault'; SET jit = off;".to_owned();
    if let Some(limit) = statement {
        // What the service asks finds a few rows by their keys, whatever they are: a plan for
        // each would cost more than the query.
        setup.push_str(&format!(
            "SET statement_timeout = {}; SET plan_cache_mode = force_generic_plan;",
            limit.as_millis()
        ));
    }
    conn.batch_execute(&setup)
        .await
        .map_err(|error| refused(error.to_string()))?;
    Ok(conn)
}

/// Runs the migrations that have not been run; returns their versions.
///
/// Processes that start at once take turns. May be called from any Tokio
/// runtime: the blocking harness gets a thread of its own.
///
/// # Errors
/// When the database cannot be reached or a migration fails (it is rolled back).
pub async fn migrate(url: &str) -> anyhow::Result<Vec<String>> {
    with_harness(url, |harness| {
        let run = harness.run_pending_migrations(MIGRATIONS)?;
        Ok(run.iter().map(ToString::to_string).collect())
    })
    .await
}

/// Undoes every migration, newest first; returns their versions. Loses all data.
///
/// # Errors
/// As [`migrate`].
pub async fn revert(url: &str) -> anyhow::Result<Vec<String>> {
    with_harness(url, |harness| {
        let undone = harness.revert_all_migrations(MIGRATIONS)?;
        Ok(undone.iter().map(ToString::to_string).collect())
    })
    .await
}

type Harness = AsyncMigrationHarness<Conn>;
type Versions = diesel::migration::Result<Vec<String>>;

async fn with_harness(
    url: &str,
    work: impl FnOnce(&mut Harness) -> Versions + Send + 'static,
) -> anyhow::Result<Vec<String>> {
    let mut conn = timeout(Duration::from_secs(5), Conn::establish(url))
        .await
        .context("the database does not answer")?
        .context("cannot connect to the database")?;
    let quiet_lock = format!(
        "SET client_min_messages = warning; SET lock_timeout = 0; SELECT pg_advisory_lock({MIGRATION_LOCK});"
    );
    conn.batch_execute(&quiet_lock).await?;
    let (mut conn, done) = tokio::task::spawn_blocking(move || {
        let mut harness = AsyncMigrationHarness::new(conn);
        let done = work(&mut harness).map_err(|error| anyhow!("{error}"));
        (harness.into_inner(), done)
    })
    .await?;
    let unlock = format!("SELECT pg_advisory_unlock({MIGRATION_LOCK});");
    let unlocked = conn.batch_execute(&unlock).await;
    let done = done?;
    unlocked?;
    Ok(done)
}
