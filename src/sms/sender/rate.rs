//! How many requests a second an operator is sent, by all processes together.
//!
//! The record gives out moments, each once (`models::channel_rate`); here are those that this
//! process has. Pure; the clock is the caller's. A moment serves for as long after it as the
//! lease is long, and is lost then: a pause is not made up for.

use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// Up to so many leases a second are taken from the record: where more requests go out, one
/// lease is for several, one after another.
const LEASES: u32 = 20;

/// What a request may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Permit {
    /// Go.
    Go,
    /// Go in so long: the moment is ours, but has not come.
    Wait(Duration),
    /// A lease must be taken first.
    Lease,
}

/// The moments of one process.
pub(super) struct Rate {
    every: Option<TimeDelta>,
    requests: i32,
    held: Mutex<Held>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Held {
    /// The next moment, and how many there are.
    next: DateTime<Utc>,
    left: i32,
}

impl Rate {
    /// At most `rate` requests a second; `None` is any number.
    pub(super) fn new(rate: Option<NonZeroU32>) -> Rate {
        let apart = |rate: NonZeroU32| TimeDelta::microseconds(1_000_000 / i64::from(rate.get()));
        let requests = rate.map_or(1, |rate| rate.get().div_ceil(LEASES));
        Rate {
            every: rate.map(apart),
            requests: i32::try_from(requests).unwrap_or(i32::MAX),
            held: Mutex::default(),
        }
    }

    /// How long a lease is.
    pub(super) fn lease(&self) -> TimeDelta {
        self.every.unwrap_or_default() * self.requests
    }

    /// Takes a moment for one request.
    pub(super) fn take(&self, now: DateTime<Utc>) -> Permit {
        let Some(every) = self.every else {
            return Permit::Go;
        };
        let mut held = self.held();
        while held.left > 0 {
            if held.next > now {
                return Permit::Wait((held.next - now).to_std().unwrap_or_default());
            }
            let late = now > held.next + self.lease();
            held.next += every;
            held.left -= 1;
            if !late {
                return Permit::Go;
            }
        }
        Permit::Lease
    }

    /// Keeps a lease that begins then.
    pub(super) fn leased(&self, first: DateTime<Utc>) {
        *self.held() = Held {
            next: first,
            left: self.requests,
        };
    }

    /// Gives back a moment that was not used.
    pub(super) fn give_back(&self) {
        if let Some(every) = self.every {
            let mut held = self.held();
            held.next -= every;
            held.left += 1;
        }
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(1_800_000_000_000 + ms).unwrap()
    }

    fn rate(a_second: u32) -> Rate {
        Rate::new(NonZeroU32::new(a_second))
    }

    #[test]
    fn a_request_needs_a_moment_and_waits_for_it() {
        let rate = rate(5);
        assert_eq!(rate.lease(), TimeDelta::milliseconds(200));
        assert_eq!(rate.take(at(0)), Permit::Lease);
        rate.leased(at(50));
        assert_eq!(rate.take(at(0)), Permit::Wait(Duration::from_millis(50)));
        assert_eq!(rate.take(at(50)), Permit::Go);
        assert_eq!(rate.take(at(50)), Permit::Lease);
    }

    #[test]
    fn a_moment_that_was_not_used_serves_for_a_while() {
        let rate = rate(5);
        rate.leased(at(0));
        assert_eq!(rate.take(at(0)), Permit::Go);
        rate.give_back();
        assert_eq!(rate.take(at(150)), Permit::Go);
        rate.give_back();
        assert_eq!(rate.take(at(201)), Permit::Lease, "and is lost then");
    }

    #[test]
    fn where_many_go_out_a_lease_is_for_several() {
        let rate = rate(100);
        assert_eq!(rate.lease(), TimeDelta::milliseconds(50));
        rate.leased(at(0));
        for n in 0..5 {
            assert_eq!(rate.take(at(n * 10)), Permit::Go, "{n}");
            let next = rate.take(at(n * 10));
            assert_ne!(next, Permit::Go, "{n}: one moment, one request");
        }
        assert_eq!(rate.take(at(50)), Permit::Lease);
    }

    #[test]
    fn without_a_rate_nothing_waits() {
        let rate = Rate::new(None);
        assert!((0..1000).all(|_| rate.take(at(0)) == Permit::Go));
    }
}
