//! The read model in memory: facilities, products, places and stock of a whole
//! country, so that a hop asks no database.
//!
//! [`country`] and the rooms beside it are pure. [`load`] reads everything at
//! start, [`follow`] then keeps up with what is committed, and [`mod@notifier`] is
//! how writers let followers know at once.

pub mod catalogue;
pub mod confidence;
pub mod country;
pub mod facilities;
mod flips;
pub mod follow;
mod levels;
pub mod load;
pub mod names;
mod nearest;
pub mod notifier;
pub mod places;
pub mod products;

use std::{
    sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard},
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};

use self::{country::Country, follow::Follower};
use crate::{clock::Clock, db::Db};

pub use self::notifier::{Notifier, notifier};

/// Longest that readers wait for changes being put in, give or take one of them.
const SLICE: Duration = Duration::from_micros(500);
/// How long readers have between two slices; the timer's own grain.
const PAUSE: Duration = Duration::from_millis(1);

/// A country in memory that many read and one follower writes.
pub struct Directory {
    country: RwLock<Country>,
    heard: Mutex<Heard>,
    clock: Arc<dyn Clock>,
}

/// When the record was last heard from, and what was wrong since.
struct Heard {
    loaded: bool,
    at: Instant,
    error: Option<String>,
}

/// How the directory is.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Whether everything has been read once.
    pub loaded: bool,
    /// How many levels are held.
    pub levels: usize,
    /// Seconds since the record was last heard from; before that, since start.
    pub lag_seconds: f64,
    /// Why the record is not heard from, while it is not.
    pub last_error: Option<String>,
}

impl Directory {
    /// An empty directory, to be filled by a [`Follower`].
    #[must_use]
    pub fn empty(clock: Arc<dyn Clock>) -> Self {
        Self {
            country: RwLock::default(),
            heard: Mutex::new(Heard {
                loaded: false,
                at: Instant::now(),
                error: None,
            }),
            clock,
        }
    }

    /// Reads everything, then follows what is committed for as long as anyone
    /// but the follower holds the directory. To be called on the main runtime.
    ///
    /// # Errors
    /// When the record cannot be read; nothing is followed then.
    pub async fn start(db: &Db, clock: Arc<dyn Clock>) -> Result<Arc<Self>, follow::Error> {
        let directory = Arc::new(Self::empty(clock));
        let mut follower = Follower::new(Arc::clone(&directory), db.clone());
        follower.poll_once().await?;
        tokio::spawn(follow::forever(follower));
        Ok(directory)
    }

    /// The country as it is now. Hold it for one answer, never across an
    /// `await`: the follower waits for it, and every later reader for the follower.
    pub fn read(&self) -> RwLockReadGuard<'_, Country> {
        self.country.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// How the directory is.
    pub fn state(&self) -> State {
        let levels = self.read().levels_len();
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        State {
            loaded: heard.loaded,
            levels,
            lag_seconds: heard.at.elapsed().as_secs_f64(),
            last_error: heard.error.clone(),
        }
    }

    /// Puts another country in this one's place; what of it has changed is
    /// `mark`ed with the moment it is seen.
    fn replace(&self, mut next: Country, mark: fn(&mut Country, DateTime<Utc>)) {
        let mut country = self.country.write().unwrap_or_else(PoisonError::into_inner);
        mark(&mut next, self.clock.now());
        let before = std::mem::replace(&mut *country, next);
        drop(country);
        // Freeing millions of levels takes longer than readers should wait.
        drop(before);
    }

    /// Changes the country that is read.
    fn change<T>(&self, change: impl FnOnce(&mut Country, DateTime<Utc>) -> T) -> T {
        let mut country = self.country.write().unwrap_or_else(PoisonError::into_inner);
        // No one can read what was before any more, so it changes now and not earlier.
        let now = self.clock.now();
        change(&mut country, now)
    }

    /// Puts things in one by one, letting readers in whenever [`SLICE`] has gone by.
    async fn put_each<T>(
        &self,
        things: impl IntoIterator<Item = T>,
        put: impl Fn(&mut Country, T, DateTime<Utc>),
    ) {
        let mut things = things.into_iter().peekable();
        while things.peek().is_some() {
            self.change(|country, now| {
                let began = Instant::now();
                for thing in &mut things {
                    put(country, thing, now);
                    if began.elapsed() > SLICE {
                        break;
                    }
                }
            });
            // A lock that is taken again at once would pass over those who wait for it.
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Notes whether the record was heard from.
    fn hear<T>(&self, result: &Result<T, follow::Error>) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        match result {
            Ok(_) => {
                *heard = Heard {
                    loaded: true,
                    at: Instant::now(),
                    error: None,
                }
            }
            Err(error) => heard.error = Some(error.to_string()),
        }
    }
}
