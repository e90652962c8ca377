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

    /// A session was answered with what was so at `at`.
    pub fn note(&self, session: &str, at: DateTime<Utc>) {
        let key = self.hasher.hash_one(session);
        let mut answered = self.answered.lock().unwrap_or_else(PoisonError::into_inner);
        let first = answered.old.remove(&key).map_or(at, |(first, _)| first);
        if answered.young.len() >= GENERATION {
            answered.old = std::mem::take(&mut answered.young);
        }
        answered
            .young
            .entry(key)
            .and_modify(|(_, last)| *last = at)
            .or_insert((first, at));
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
        seen.note("a", now);
        seen.note("a", now + TimeDelta::seconds(5));
        assert_eq!(seen.of("a"), Some((now, now + TimeDelta::seconds(5))));
        assert_eq!(seen.of("b"), None);
    }
}
