//! How wrong tries lock a PIN. Pure.
//!
//! After the n-th wrong try in a row the row is locked for
//!
//! ```text
//! 0                         n < 3
//! min(2^(n-3) min, 24 h)    n >= 3     1 min, 2 min, 4 min, ... 17 h, 24 h, 24 h
//! ```
//!
//! so that who guesses a PIN of four digits gets fourteen tries in the first two days and
//! one a day from then on. A right try, or a new PIN, begins at zero again.

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};

/// The first wrong try in a row that locks.
const LOCKS: u16 = 3;

/// Longest lock.
const LONGEST: TimeDelta = TimeDelta::hours(24);

/// How tries have gone since the last right one.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Wrong tries in a row.
    pub failures: u16,
    /// No try is looked at before.
    pub locked_until: Option<DateTime<Utc>>,
}

/// How many tries are left, after `failures` wrong ones in a row, before one locks.
#[must_use]
pub const fn left(failures: u16) -> u16 {
    LOCKS.saturating_sub(failures)
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// It is the PIN; the wrong ones before are forgotten.
    Right,
    /// It is not; no try is looked at before that moment, if there is one.
    Wrong(Option<DateTime<Utc>>),
    /// Whether it is stays unsaid: no try is looked at before that moment.
    Locked(DateTime<Utc>),
    /// They have not chosen one yet, or it was taken away.
    NoPin,
    /// The phone is of nobody who works with the record now: unknown, waiting or disabled.
    Nobody,
}

/// What a comparison found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Try {
    /// The PIN it is.
    Right,
    /// Another.
    Wrong,
}

impl Tally {
    /// Until when the row is locked, if it is at `now`.
    #[must_use]
    pub fn locked(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.locked_until.filter(|until| *until > now)
    }

    /// The tally after a try, and what to answer. A try that meets a lock that
    /// was not there when it was compared counts as wrong whatever it was, so
    /// that tries sent together tell nothing of the PIN.
    #[must_use]
    pub fn after(self, tried: Try, now: DateTime<Utc>) -> (Self, Tried) {
        let locked = self.locked(now);
        if tried == Try::Right && locked.is_none() {
            return (Self::default(), Tried::Right);
        }
        let failures = self.failures.saturating_add(1).min(MOST);
        // To the microsecond, as the record keeps it: what is told is what holds.
        let until = delay(failures)
            .map(|delay| (now + delay).trunc_subsecs(6))
            .max(locked);
        let tally = Self {
            failures,
            locked_until: until,
        };
        match (locked, until) {
            (Some(_), Some(until)) => (tally, Tried::Locked(until)),
            _ => (tally, Tried::Wrong(until)),
        }
    }
}

/// Wrong tries beyond which none is counted: what the record's column holds.
const MOST: u16 = i16::MAX.unsigned_abs();

/// How long a row is locked after the `failures`-th wrong try in a row.
#[must_use]
pub fn delay(failures: u16) -> Option<TimeDelta> {
    let doublings = u32::from(failures.checked_sub(LOCKS)?);
    let minutes = 1_i64.checked_shl(doublings).filter(|_| doublings < 32);
    Some(minutes.map_or(LONGEST, |minutes| TimeDelta::minutes(minutes).min(LONGEST)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn each_wrong_try_from_the_third_locks_twice_as_long_to_a_day_at_most() {
        let minutes = |failures| delay(failures).map(|delay| delay.num_minutes());
        let told: Vec<_> = (0..=15).map(minutes).collect();
        let day = 24 * 60;
        #[rustfmt::skip]
        assert_eq!(told, [
            None, None, None, Some(1), Some(2), Some(4), Some(8), Some(16), Some(32), Some(64),
            Some(128), Some(256), Some(512), Some(1024), Some(day), Some(day),
        ]);
        assert_eq!(minutes(35), Some(day));
        assert_eq!(minutes(u16::MAX), Some(day));
    }

    #[test]
    fn wrong_tries_count_and_a_right_one_begins_anew() {
        let mut tally = Tally::default();
        for (minute, until) in [
            (0, None),
            (0, None),
            (0, Some(1)),
            (1, Some(3)),
            (3, Some(7)),
        ] {
            let (next, tried) = tally.after(Try::Wrong, at(minute));
            assert_eq!(tried, Tried::Wrong(until.map(at)), "at {minute}");
            tally = next;
        }
        assert_eq!(tally.failures, 5);
        assert_eq!(
            tally.after(Try::Right, at(7)),
            (Tally::default(), Tried::Right)
        );
    }

    #[test]
    fn a_lock_ends_at_its_moment_and_not_before() {
        let tally = Tally {
            failures: 3,
            locked_until: Some(at(1)),
        };
        let just_before = at(1) - TimeDelta::nanoseconds(1);
        assert_eq!(tally.locked(just_before), Some(at(1)));
        assert_eq!(tally.locked(at(1)), None);
    }

    #[test]
    fn tries_that_meet_a_lock_are_told_the_same_right_or_wrong() {
        let tally = Tally {
            failures: 3,
            locked_until: Some(at(1)),
        };
        let right = tally.after(Try::Right, at(0));
        assert_eq!(right, tally.after(Try::Wrong, at(0)));
        let (after, tried) = right;
        assert_eq!((after.failures, tried), (4, Tried::Locked(at(2))));
        // A longer lock is never cut short by a later wrong try.
        let long = Tally {
            failures: 3,
            locked_until: Some(at(600)),
        };
        assert_eq!(long.after(Try::Wrong, at(0)).1, Tried::Locked(at(600)));
    }

    #[test]
    fn no_more_is_counted_than_the_record_holds() {
        let tally = Tally {
            failures: MOST,
            locked_until: None,
        };
        let (after, tried) = tally.after(Try::Wrong, at(0));
        assert_eq!(after.failures, MOST);
        assert_eq!(tried, Tried::Wrong(Some(at(24 * 60))));
    }
}
