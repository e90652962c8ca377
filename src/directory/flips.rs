//! The latest changes between "has some" and "has none", so that a caller who is
//! in the middle of a list can be told that it is no longer the same.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

use super::catalogue::Point;
use super::nearest::{Unit, chord2, chord2_of_km, unit};

/// How long a change is remembered.
const REMEMBERED: TimeDelta = TimeDelta::minutes(15);

/// How many are remembered: half a megabyte.
const MOST: usize = 1 << 13;

/// One product came into or went out of stock somewhere.
#[derive(Debug, Clone, Copy)]
struct Flip {
    at: DateTime<Utc>,
    product: i64,
    place: Unit,
}

/// The latest changes, oldest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Flips {
    latest: VecDeque<Flip>,
    /// What happened up to then may have been forgotten for want of room.
    forgotten: DateTime<Utc>,
}

impl Flips {
    /// Remembers one, and forgets those that are too old or too many.
    pub(super) fn push(&mut self, product: i64, place: Unit, at: DateTime<Utc>) {
        while self
            .latest
            .front()
            .is_some_and(|flip| at - flip.at > REMEMBERED)
        {
            self.latest.pop_front();
        }
        if self.latest.len() >= MOST
            && let Some(flip) = self.latest.pop_front()
        {
            self.forget(flip.at);
        }
        self.latest.push_back(Flip { at, product, place });
    }

    /// Says that nothing is known of what happened up to `at`.
    pub(super) fn forget(&mut self, at: DateTime<Utc>) {
        self.forgotten = self.forgotten.max(at);
    }

    /// Whether any was about the product, after `since`, within `km` of a point;
    /// `true` as well where one may have been forgotten.
    pub(super) fn any(&self, product: i64, from: Point, km: f64, since: DateTime<Utc>) -> bool {
        let (from, reach) = (unit(from), chord2_of_km(km));
        let near = |flip: &Flip| flip.product == product && chord2(&from, &flip.place) <= reach;
        self.forgotten > since
            || self
                .latest
                .iter()
                .rev()
                .take_while(|flip| flip.at > since)
                .any(near)
    }
}
