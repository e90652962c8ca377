//! The read model in memory: facilities, products, places and stock of a whole
//! country, so that a hop asks no database.
//!
//! [`country`] and the rooms beside it are pure. [`load`] reads everything at
//! start, [`follow`] then keeps up with what is committed, and [`mod@notifier`] is
//! how writers let followers know at once.

pub mod catalogue;
pub mod confidence;
pub mod country;
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

use self::{
    country::{Country, Level},
    follow::Follower,
};
use crate::{clock::Clock, db::Db};

pub use self::notifier::notifier;

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

    /// Puts another country in this one's place, changed at the moment it is seen.
    fn replace(&self, mut next: Country) {
        let mut country = self.country.write().unwrap_or_else(PoisonError::into_inner);
        next.mark_changed(self.clock.now());
        let before = std::mem::replace(&mut *country, next);
        drop(country);
        // Freeing millions of levels takes longer than readers should wait.
        drop(before);
    }

    /// Changes levels one by one, letting readers in whenever [`SLICE`] has gone by.
    async fn put_levels(&self, levels: impl IntoIterator<Item = (i64, i64, Option<Level>)>) {
        let mut levels = levels.into_iter().peekable();
        while levels.peek().is_some() {
            self.put_slice(&mut levels);
            // A lock that is taken again at once would pass over those who wait for it.
            tokio::time::sleep(PAUSE).await;
        }
    }

    fn put_slice(&self, levels: &mut impl Iterator<Item = (i64, i64, Option<Level>)>) {
        let mut country = self.country.write().unwrap_or_else(PoisonError::into_inner);
        let began = Instant::now();
        // No one can read what was before any more, so it changes now and not earlier.
        let now = self.clock.now();
        for (facility, product, level) in levels {
            country.put_level(facility, product, level, now);
            if began.elapsed() > SLICE {
                break;
            }
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
