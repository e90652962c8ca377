//! Keeps the directory up with what is committed.
//!
//! The change rows are the truth: each poll asks, with the last snapshot in
//! hand, for the rows that became visible since, and for what they are about as
//! it is now. So it does not matter in which order transactions commit, how
//! often a thing changed, or whether a notification came: it only wakes.

use std::{
    collections::{HashSet, VecDeque},
    pin::pin,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use diesel_async::pooled_connection::deadpool::Object;
use futures_util::{FutureExt, StreamExt};
use tokio::time::{sleep, timeout};

use super::{
    Directory,
    country::Country,
    load::{self, Levels},
    places::Places,
    products::Products,
};
use crate::{
    db::{Conn, Db, DbError},
    models::{
        change::{self, Bounds, Change, News, Seen},
        facility, place,
    },
};

/// Longest from one poll to the next without a notification.
const POLL: Duration = Duration::from_millis(250);
/// A poll that takes longer than this has lost its connection.
const POLL_LIMIT: Duration = Duration::from_secs(30);
/// As [`POLL_LIMIT`], for reading everything.
const LOAD_LIMIT: Duration = Duration::from_secs(300);
/// Longest wait between two attempts to get the record back.
const BACK_OFF: Duration = Duration::from_secs(5);
/// Change rows removed in one go.
const PRUNED: u32 = 10_000;

/// Why the record could not be heard from.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No connection.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A query failed.
    #[error("{0}")]
    Query(#[from] diesel::result::Error),
    /// No answer in time.
    #[error("no answer within {0:?}")]
    Slow(Duration),
    /// A bug of ours.
    #[error("building the directory failed: {0}")]
    Build(#[from] tokio::task::JoinError),
}

/// How far back and how much is followed, and how long changes are kept.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Beyond these everything is read again.
    pub bounds: Bounds,
    /// Change rows stay this long after they could be seen. At least twice the
    /// bounds' age, so that none is removed while a follower may still ask for it.
    pub kept: TimeDelta,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bounds: Bounds {
                oldest: TimeDelta::minutes(30),
                most: 200_000,
            },
            kept: TimeDelta::hours(1),
        }
    }
}

/// What a poll did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polled {
    /// Everything was read.
    Loaded,
    /// So many changes were applied.
    Changed(usize),
}

/// The one writer of a directory.
pub struct Follower {
    directory: Arc<Directory>,
    db: Db,
    limits: Limits,
    conn: Option<Conn>,
    seen: Option<Seen>,
    /// Earlier snapshots, oldest first, to prune by.
    past: VecDeque<Seen>,
}

impl Follower {
    /// A follower that has seen nothing: its first poll reads everything.
    #[must_use]
    pub fn new(directory: Arc<Directory>, db: Db) -> Self {
        Self::with_limits(directory, db, Limits::default())
    }

    /// As [`Follower::new`], with other limits.
    #[must_use]
    pub fn with_limits(directory: Arc<Directory>, db: Db, limits: Limits) -> Self {
        Self {
            directory,
            db,
            limits,
            conn: None,
            seen: None,
            past: VecDeque::new(),
        }
    }

    /// Brings the directory up to what is committed now.
    ///
    /// # Errors
    /// When the record cannot be heard from. The directory stays as it is or is
    /// part of the way to what it should be; the next poll tells the same again.
    pub async fn poll_once(&mut self) -> Result<Polled, Error> {
        let polled = self.poll().await;
        if polled.is_err() {
            self.conn = None;
        }
        self.directory.hear(&polled);
        polled
    }

    async fn poll(&mut self) -> Result<Polled, Error> {
        if let Some(old) = self.seen.take() {
            // Until the poll is through, what was seen is what was seen before.
            self.seen = Some(old.clone());
            if let Some(count) = within(POLL_LIMIT, self.catch_up(&old)).await? {
                return Ok(Polled::Changed(count));
            }
            tracing::info!("the changes since the last poll cannot be told; reading everything");
            self.seen = None;
        }
        within(LOAD_LIMIT, self.load()).await?;
        Ok(Polled::Loaded)
    }

    async fn load(&mut self) -> Result<(), Error> {
        self.past.clear();
        let now = self.directory.clock.now();
        let conn = connected(&mut self.conn, &self.db).await?;
        let (country, seen) = load::everything(conn, Levels::All, now).await?;
        self.directory.replace(country, Country::mark_changed);
        self.seen = Some(seen);
        Ok(())
    }

    /// Applies what became visible since `old` and says how much that was;
    /// nothing where that cannot be told.
    async fn catch_up(&mut self, old: &Seen) -> Result<Option<usize>, Error> {
        let conn = connected(&mut self.conn, &self.db).await?;
        let News::Changes { seen, changes } = change::since(conn, old, self.limits.bounds).await?
        else {
            return Ok(None);
        };
        let count = changes.len();
        let (mut facilities, mut levels) = (Vec::new(), Vec::new());
        let (mut products, mut places) = (false, false);
        for change in changes {
            match change {
                Change::Stock {
                    facility,
                    product,
                    level,
                } => levels.push((facility, product, level)),
                Change::Facility(id) => facilities.push(id),
                Change::Products => products = true,
                Change::Places => places = true,
            }
        }
        // First what levels refer to.
        if places {
            replace_places(&self.directory, conn).await?;
        }
        if products {
            replace_products(&self.directory, conn).await?;
        }
        if !facilities.is_empty() {
            put_facilities(&self.directory, conn, facilities).await?;
        }
        self.directory
            .put_each(levels, |country, (facility, product, level), now| {
                country.put_level(facility, product, level, now);
            })
            .await;
        self.seen = Some(seen);
        Ok(Some(count))
    }

    /// Removes change rows that every follower has seen or has given up on, one
    /// batch at a time; returns how many.
    ///
    /// # Errors
    /// When the statement fails.
    pub async fn prune(&mut self) -> Result<usize, Error> {
        let Some(seen) = &self.seen else {
            return Ok(0);
        };
        let apart = self.limits.kept / 12;
        if self
            .past
            .back()
            .is_none_or(|last| seen.at - last.at >= apart)
        {
            self.past.push_back(seen.clone());
        }
        let due = |past: &Seen| seen.at - past.at >= self.limits.kept;
        while self.past.get(1).is_some_and(due) {
            self.past.pop_front();
        }
        let Some(oldest) = self.past.front().filter(|oldest| due(oldest)) else {
            return Ok(0);
        };
        let conn = connected(&mut self.conn, &self.db).await?;
        let pruned = within(POLL_LIMIT, async {
            Ok(change::prune(conn, oldest, PRUNED).await?)
        })
        .await;
        match pruned {
            Ok(count) if count >= PRUNED as usize => {}
            Ok(_) => drop(self.past.pop_front()),
            Err(_) => {
                self.past.pop_front();
                self.conn = None;
            }
        }
        pruned
    }

    /// Follows until nobody else holds the directory.
    async fn run(mut self) {
        let mut failures = 0;
        while Arc::strong_count(&self.directory) > 1 {
            let began = Instant::now();
            match self.poll_once().await {
                Ok(_) => {
                    if failures > 0 {
                        tracing::info!(failures, "the directory follows the record again");
                    }
                    failures = 0;
                    if let Err(error) = self.prune().await {
                        tracing::warn!(%error, "old change rows could not be removed");
                    }
                    self.idle(began.elapsed()).await;
                }
                Err(error) => {
                    if failures == 0 {
                        tracing::warn!(%error, "the directory cannot follow the record; it answers with what it has");
                    }
                    failures += 1;
                    sleep(back_off(failures)).await;
                }
            }
        }
    }

    /// Waits for a notification or the time of the next poll, and at least as
    /// long as the last poll took: during an import of places the names are
    /// indexed again and again, and callers need the processor too.
    async fn idle(&mut self, took: Duration) {
        sleep(took.min(Duration::from_secs(1))).await;
        let Some(conn) = &mut self.conn else { return };
        let mut notifications = pin!(conn.notifications_stream());
        // Nothing to do with what comes out: also a lost connection, which ends
        // the wait too, is for the poll to find.
        let _ = timeout(POLL, notifications.next()).await;
        while notifications.next().now_or_never().flatten().is_some() {}
    }
}

/// Follows for ever, also past a bug that ends the follower: then everything is read again.
pub(super) async fn forever(follower: Follower) {
    let directory = Arc::downgrade(&follower.directory);
    let db = follower.db.clone();
    let mut next = follower;
    while let Err(error) = tokio::spawn(next.run()).await {
        if error.is_cancelled() {
            return;
        }
        tracing::error!(%error, "the directory's follower ended; starting another");
        sleep(BACK_OFF).await;
        let Some(directory) = directory.upgrade() else {
            return;
        };
        next = Follower::new(directory, db.clone());
    }
}

/// The follower's own connection, opened if there is none. It is taken out of
/// the pool, which others are to have for themselves.
async fn connected<'a>(conn: &'a mut Option<Conn>, db: &Db) -> Result<&'a mut Conn, Error> {
    let open = match conn.take() {
        Some(open) => open,
        None => {
            let mut opened = Object::take(db.get().await?);
            change::prepare(&mut opened).await?;
            opened
        }
    };
    Ok(conn.insert(open))
}

/// Indexes the places as they are now, beside the country that is read, and
/// puts them into it.
async fn replace_places(directory: &Arc<Directory>, conn: &mut Conn) -> Result<(), Error> {
    let places = place::read_all(conn).await?;
    let directory = Arc::clone(directory);
    tokio::task::spawn_blocking(move || {
        let places = Places::new(places);
        // What was there is dropped when nobody waits for it any more.
        drop(directory.change(|country, now| country.replace_places(places, now)));
    })
    .await?;
    Ok(())
}

/// As [`replace_places`], with products, names and look-alikes.
async fn replace_products(directory: &Arc<Directory>, conn: &mut Conn) -> Result<(), Error> {
    let (products, names, lookalikes) = load::products_now(conn).await?;
    let directory = Arc::clone(directory);
    tokio::task::spawn_blocking(move || {
        let products = Products::new(products, names, &lookalikes);
        drop(directory.change(|country, now| country.replace_products(products, now)));
    })
    .await?;
    Ok(())
}

/// Puts in what these facilities are now: a few one by one, many in a copy of the
/// country, which then takes its place.
async fn put_facilities(
    directory: &Arc<Directory>,
    conn: &mut Conn,
    changed: Vec<i64>,
) -> Result<(), Error> {
    let rows = facility::read_some(conn, &changed).await?;
    let there: HashSet<i64> = rows.iter().map(|row| row.id).collect();
    let many = directory.read().lays_out(changed.len());
    let gone = changed.into_iter().filter(|id| !there.contains(id));
    if !many {
        // A code may have passed from one that is gone to one that is there.
        let gone = gone.map(|id| (Vec::new(), Some(id)));
        let each = gone.chain(rows.into_iter().map(|row| (vec![row], None)));
        directory
            .put_each(each, |country, (row, gone), now| {
                country.put_facilities(row, gone.as_slice(), now);
            })
            .await;
        return Ok(());
    }
    let gone: Vec<i64> = gone.collect();
    let directory = Arc::clone(directory);
    tokio::task::spawn_blocking(move || {
        // Nobody else writes, so nothing is lost between the clone and its return.
        let mut next = directory.read().clone();
        next.put_facilities(rows, &gone, directory.clock.now());
        directory.replace(next, Country::mark_facilities_changed);
    })
    .await?;
    Ok(())
}

async fn within<T>(
    limit: Duration,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    timeout(limit, work)
        .await
        .unwrap_or(Err(Error::Slow(limit)))
}

/// Longer with every failure, and never the same for two processes, which
/// would otherwise all come back in the same moment.
fn back_off(failures: u32) -> Duration {
    let longest = POLL.saturating_mul(1 << failures.min(8)).min(BACK_OFF);
    longest.mul_f64(rand::random_range(0.5..=1.0))
}
