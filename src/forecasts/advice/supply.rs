//! How a facility was supplied with something, from what its ledger tells: how long it waited, and
//! what may be on its way.
//!
//! Nobody writes down when something was ordered. What is written down is when little was
//! left and when some came, and how regularly that was.

use chrono::{DateTime, TimeDelta, Utc};

use super::lead::LeadTime;
use super::risk::Receipt;
use crate::forecasts::sorted;
use crate::stock::ledger::{EntryKind, Impossible, Known, Said, after};

/// How long a delivery is taken to need where too little is known, in days.
pub const USUAL: f64 = 14.0;

/// Waits or gaps that say nothing, if there are fewer.
const FEWEST: usize = 3;

/// Of the last so many.
const LAST: usize = 12;

/// Who waited longer, in days, did not wait for what was ordered.
const LONGEST: f64 = 120.0;

/// How a facility was supplied with something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Supply {
    /// How long until what is ordered comes, if it was as it was before.
    pub lead: LeadTime,
    /// What is expected to come by itself.
    pub coming: Option<Receipt>,
}

impl Default for Supply {
    /// Of which nothing is known.
    fn default() -> Self {
        Self {
            lead: LeadTime::fixed(USUAL),
            coming: None,
        }
    }
}

impl Supply {
    /// From a stock's transactions in the order in which they were so, without those that were taken back, as known
    /// at a moment.
    ///
    /// - A wait is the time from when less than `low` units were left, which is when it is ordered, until some came. A count that comes
    ///   late makes it shorter than it was; the mean of the handbooks' lead time has the same flaw the other way round.
    /// - What came in gaps that are alike, whose middle half is no wider than the middle gap, is expected once more after
    ///   such a gap, as much as the median; what is overdue by more than the longest gap is not.
    #[must_use]
    pub fn of(said: &[Said], low: f64, now: DateTime<Utc>) -> Self {
        let mut known: Option<Known> = None;
        let mut since: Option<DateTime<Utc>> = None;
        let (mut waits, mut came): (Vec<f64>, Vec<(DateTime<Utc>, f64)>) = (Vec::new(), Vec::new());
        for one in said.iter().filter(|one| one.at <= now) {
            if one.kind == EntryKind::Receipt && one.quantity > 0 {
                if let Some(low_since) = since.take() {
                    waits.push(days(one.at - low_since).min(LONGEST));
                }
                let units = f64::from(one.quantity);
                match came.last_mut() {
                    Some((at, sum)) if days(one.at - *at) < 1.0 => *sum += units,
                    _ => came.push((one.at, units)),
                }
            }
            known = match after(known, *one) {
                Ok(known) => Some(known),
                Err(Impossible::MoreThanThere { .. }) => Some(Known {
                    quantity: 0,
                    counted_at: one.at,
                }),
                Err(Impossible::NeverCounted | Impossible::TooMany) => known,
            };
            let there = known.map_or(f64::INFINITY, |known| f64::from(known.quantity));
            since = if there < low {
                since.or(Some(one.at))
            } else {
                None
            };
        }
        let lead = Some(last(&waits)).filter(|waits| waits.len() >= FEWEST);
        Self {
            lead: lead
                .and_then(|waits| LeadTime::observed(waits.iter().copied()))
                .unwrap_or_else(|| LeadTime::fixed(USUAL)),
            coming: coming(&came, now),
        }
    }
}

/// What is expected to come by itself, from when how much did.
fn coming(came: &[(DateTime<Utc>, f64)], now: DateTime<Utc>) -> Option<Receipt> {
    let lately = last(came);
    let pairs = lately.iter().zip(lately.iter().skip(1));
    let mut gaps: Vec<f64> = pairs.map(|(one, next)| days(next.0 - one.0)).collect();
    if gaps.len() < FEWEST {
        return None;
    }
    gaps.sort_unstable_by(f64::total_cmp);
    let middle = |part: f64| sorted::at(&gaps, part * gaps.len() as f64 - 0.5);
    if middle(0.75) - middle(0.25) > middle(0.5) {
        return None;
    }
    let mut units: Vec<f64> = lately.iter().map(|(_, units)| *units).collect();
    units.sort_unstable_by(f64::total_cmp);
    let ago = days(now - lately.last()?.0);
    Some(Receipt {
        units: sorted::at(&units, 0.5 * units.len() as f64 - 0.5),
        comes: LeadTime::observed(gaps.iter().copied())?.remaining(ago)?,
    })
}

/// The last of many.
fn last<T>(of: &[T]) -> &[T] {
    of.get(of.len().saturating_sub(LAST)..).unwrap_or_default()
}

fn days(span: TimeDelta) -> f64 {
    span.as_seconds_f64() / 86_400.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> DateTime<Utc> {
        let first: DateTime<Utc> = "2026-01-01T06:00:00Z".parse().unwrap();
        first + TimeDelta::days(day)
    }

    fn said(kind: EntryKind, quantity: u32, day: i64) -> Said {
        Said {
            kind,
            quantity,
            at: at(day),
        }
    }

    /// Counted on the first of thirty days, 30 left on the tenth, 100 more on the thirtieth.
    fn months(months: i64) -> Vec<Said> {
        let month = |month: i64| {
            [
                said(EntryKind::Count, 130, month * 30),
                said(EntryKind::Issue, 100, month * 30 + 10),
                said(EntryKind::Receipt, 100, month * 30 + 29),
            ]
        };
        (0..months).flat_map(month).collect()
    }

    #[test]
    fn a_wait_is_from_when_little_was_left_until_some_came() {
        let supply = Supply::of(&months(6), 50.0, at(180));
        assert_eq!(supply.lead, LeadTime::fixed(19.0));
        // Twice is too little to go by, and what was never low never waited.
        assert_eq!(
            Supply::of(&months(2), 50.0, at(60)).lead,
            LeadTime::fixed(USUAL)
        );
        assert_eq!(
            Supply::of(&months(6), 20.0, at(180)).lead,
            LeadTime::fixed(USUAL)
        );
        assert_eq!(Supply::of(&[], 20.0, at(180)), Supply::default());
    }

    #[test]
    fn what_came_regularly_is_expected_again() {
        // The last came on the 179th day, each 30 days after the one before.
        let coming = |now| Supply::of(&months(6), 50.0, at(now)).coming;
        let next = coming(189).unwrap();
        assert_eq!((next.units, next.comes), (100.0, LeadTime::fixed(20.0)));
        assert_eq!(coming(210), None, "overdue");
        assert_eq!(Supply::of(&months(3), 50.0, at(95)).coming, None);
        let mut now_and_then = months(6);
        now_and_then.retain(|said| said.kind != EntryKind::Receipt);
        for day in [3, 5, 60, 62, 150, 151] {
            now_and_then.push(said(EntryKind::Receipt, 10, day));
        }
        now_and_then.sort_by_key(|said| said.at);
        assert_eq!(Supply::of(&now_and_then, 50.0, at(160)).coming, None);
    }
}
