//! When this process answered which session, so that a rebuilt one need not be
//! thought older than it is. May be lost at any time.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

/// Sessions in one generation; two are remembered, some 25 MB of them.
const GENERATION: usize = 200_000;

/// The first and last answer to each session of late.
#[derive(Debug, Default)]
pub struct Seen {
    hasher: RandomState,
    answered: Mutex<Generations>,
}

/// What is remembered of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// When it was answered first.
    pub first: DateTime<Utc>,
    /// When it was answered last.
    pub last: DateTime<Utc>,
    /// Whether it began at home because nothing could be read of its caller.
    pub at_home: bool,
}

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<u64, Answered>,
    old: HashMap<u64, Answered>,
}

impl Seen {
    /// What is remembered of a session.
    #[must_use]
    pub fn of(&self, session: &str) -> Option<Answered> {
        let key = self.hasher.hash_one(session);
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        answered
            .young
            .get(&key)
            .or_else(|| answered.old.get(&key))
            .copied()
    }

    /// A session was answered with a screen drawn from what was so at `at`. One whose first hop another
    /// process answered may be older than this one knows, and is not remembered.
    pub fn note(&self, session: &str, at: DateTime<Utc>, first: bool) {
        let key = self.hasher.hash_one(session);
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        let known = answered.young.get(&key).copied();
        let known = known.or_else(|| answered.old.remove(&key));
        let new = Answered {
            first: at,
            last: at,
            at_home: false,
        };
        let Some(before) = known.or(first.then_some(new)) else {
            return;
        };
        if known.is_none() && answered.young.len() >= GENERATION {
            answered.old = std::mem::take(&mut answered.young);
        }
        answered.young.insert(key, Answered { last: at, ..before });
    }

    /// A session begins at home, because nothing can be read of its caller.
    pub fn note_home(&self, session: &str, at: DateTime<Utc>) {
        self.note(session, at, true);
        let key = self.hasher.hash_one(session);
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(begun) = answered.young.get_mut(&key) {
            begun.at_home = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn the_first_and_the_last_answer_are_remembered() {
        let seen = Seen::default();
        let now = Utc::now();
        assert_eq!(seen.of("a"), None);
        seen.note("a", now, true);
        seen.note("a", now + TimeDelta::seconds(5), false);
        let a = Answered {
            first: now,
            last: now + TimeDelta::seconds(5),
            at_home: false,
        };
        assert_eq!(seen.of("a"), Some(a));
        seen.note("b", now, false);
        assert_eq!(seen.of("b"), None);
    }

    #[test]
    fn a_session_that_began_at_home_did_so_for_good() {
        let seen = Seen::default();
        let now = Utc::now();
        seen.note_home("a", now);
        seen.note("a", now, true);
        seen.note("a", now + TimeDelta::seconds(5), false);
        assert!(seen.of("a").unwrap().at_home);
    }
}
