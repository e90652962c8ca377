//! When this process answered which session, so that a rebuilt one need not be
//! thought older than it is. May be lost at any time.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

/// Sessions in one generation; two are remembered, some 20 MB of them.
const GENERATION: usize = 200_000;

/// The first and last answer to each session of late.
#[derive(Debug, Default)]
pub struct Seen {
    hasher: RandomState,
    answered: Mutex<Generations>,
}

type Times = (DateTime<Utc>, DateTime<Utc>);

#[derive(Debug, Default)]
struct Generations {
    young: HashMap<u64, Times>,
    old: HashMap<u64, Times>,
}

impl Seen {
    /// When a session was answered first and last.
    #[must_use]
    pub fn of(&self, session: &str) -> Option<Times> {
        let key = self.hasher.hash_one(session);
        let answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        answered
            .young
            .get(&key)
            .or_else(|| answered.old.get(&key))
            .copied()
    }

    /// A session was answered with what was so at `at`. One whose first hop another
    /// process answered may be older than this one knows, and is not remembered.
    pub fn note(&self, session: &str, at: DateTime<Utc>, first: bool) {
        let key = self.hasher.hash_one(session);
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        let known = answered.young.get(&key).copied();
        let known = known.or_else(|| answered.old.remove(&key));
        let Some((begun, _)) = known.or(first.then_some((at, at))) else {
            return;
        };
        if known.is_none() && answered.young.len() >= GENERATION {
            answered.old = std::mem::take(&mut answered.young);
        }
        answered.young.insert(key, (begun, at));
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
        assert_eq!(seen.of("a"), Some((now, now + TimeDelta::seconds(5))));
        seen.note("b", now, false);
        assert_eq!(seen.of("b"), None);
    }
}
