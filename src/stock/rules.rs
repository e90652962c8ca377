//! When a stock is something to be told of, and when people may be told. Pure.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use crate::directory::catalogue::kinds;

kinds! {
    /// What an alert is about.
    Rule {
        /// None is left.
        Out = "out",
        /// Less is left than the reorder level.
        Low = "low",
        /// More was counted than was there, and no receipt says where it came from.
        Rise = "rise",
        /// Some will expire before it can be used.
        Expiring = "expiring",
        /// Nobody has reported for long.
        Silent = "silent",
        /// More than half the facilities of an area are out of it.
        Area = "area",
        /// It is likely to run out before long.
        Short = "short",
        /// Some will expire before it is used, however late that is.
        Waste = "waste",
        /// It may run out, and a facility near has more than it can use.
        Move = "move",
        /// Two of three counts of an area are more than usual (who asked in vain, what was given out, who fell ill): there may be an
        /// outbreak.
        Outbreak = "outbreak",
    }
}

/// How many of its last counts a figure is held against.
pub const COUNTS: i32 = 6;

/// A count is part of the same round of counting for so long.
pub const LATELY: TimeDelta = TimeDelta::hours(24);
/// How far back use is looked at: three months of four weeks, the usual span of an
/// average monthly consumption (AMC).
pub const LOOKED_BACK: TimeDelta = TimeDelta::days(84);
/// Use over less than this says nothing of a month.
const SHORTEST: i64 = 28;
/// What will expire within this time is told.
pub const EXPIRES_WITHIN: TimeDelta = TimeDelta::days(60);
/// A facility that has not reported for so long is told of.
pub const SILENT_AFTER: TimeDelta = TimeDelta::days(30);
/// The supervisor hears of what is still so this long after the in-charge was told or
/// reported again.
pub const ESCALATED_AFTER: TimeDelta = TimeDelta::hours(48);
/// Facilities of an area that hold a product, below which "more than half" says little.
pub const AREA_HOLDERS: i64 = 3;
/// How a facility is taken to report of which too little is known.
pub const USUAL_RHYTHM: TimeDelta = TimeDelta::days(7);
/// Reminders after a report, at most: who does not answer three does not read them.
pub const REMINDERS: i64 = 3;
/// How long somebody waits to be told that a product is back, at most.
pub const WAITS: TimeDelta = TimeDelta::days(30);
/// Units for which one who waits is told: a course of tablets, more or less.
const UNITS_EACH: u32 = 20;
/// Who are told of one stock in a day, at most.
const TOLD_A_DAY: u32 = 50;

/// What was used of a product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Used {
    /// Units a month, where a list says so.
    pub monthly: Option<f32>,
    /// Units that went by the ledger, without losses.
    pub units: i64,
    /// Over so many days.
    pub days: i64,
}

/// The reorder level: a month's use. Supply handbooks set the minimum of a facility that
/// is supplied monthly at one month of stock (USAID | DELIVER, The Logistics Handbook,
/// 2011, chapter 4). `None` where use is not known for long enough.
#[must_use]
pub fn reorder_level(used: Used) -> Option<u32> {
    // One count alone says nothing of use
    let known = used.days >= SHORTEST && used.units > 0;
    let by_ledger = known.then(|| used.units * 30 / used.days);
    let level = match (by_ledger, used.monthly) {
        (Some(level), _) => level,
        (None, Some(monthly)) if monthly.is_finite() && monthly >= 0.0 => {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "no use comes near what an i64 holds; a cast of a float saturates"
            )]
            let level = monthly.ceil() as i64;
            level
        }
        (None, _) => return None,
    };
    u32::try_from(level).ok().filter(|level| *level > 0)
}

/// Which alert, if any, a stock of so many units gives.
#[must_use]
pub fn of_stock(quantity: u32, used: Used) -> Option<Rule> {
    match reorder_level(used) {
        _ if quantity == 0 => Some(Rule::Out),
        Some(level) if quantity < level => Some(Rule::Low),
        _ => None,
    }
}

/// Thousandths of a month's use that so many units are; none at all where use is not known.
#[must_use]
pub fn of_a_month(quantity: u32, used: Used) -> u64 {
    reorder_level(used).map_or(0, |level| u64::from(quantity) * 1000 / u64::from(level))
}

/// How often a facility reports: the median of the days between its last reports, whole
/// days, from one to thirty; a week where there are fewer than three.
#[must_use]
pub fn rhythm(newest_first: &[DateTime<Utc>]) -> TimeDelta {
    let mut gaps: Vec<i64> = newest_first
        .windows(2)
        .filter_map(|pair| match pair {
            [later, earlier] => Some((*later - *earlier).num_hours()),
            _ => None,
        })
        // Messages of one sitting are one report
        .filter(|hours| *hours >= 12)
        .collect();
    gaps.sort_unstable();
    match gaps.get(gaps.len() / 2) {
        Some(hours) if gaps.len() >= 2 => TimeDelta::days(((hours + 12) / 24).clamp(1, 30)),
        _ => USUAL_RHYTHM,
    }
}

/// How many of those who wait may be told of a stock, when so many were in the last day.
#[must_use]
pub fn may_be_told(quantity: u32, told: u32) -> u32 {
    (quantity.div_ceil(UNITS_EACH))
        .min(TOLD_A_DAY)
        .saturating_sub(told)
}

/// Hours in which nobody is told what can wait, by the clock on their wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// From.
    pub from: NaiveTime,
    /// To, on the same day or the next.
    pub to: NaiveTime,
}

impl Quiet {
    /// Whether it is quiet at that time of day.
    #[must_use]
    pub fn holds(self, time: NaiveTime) -> bool {
        if self.from <= self.to {
            (self.from..self.to).contains(&time)
        } else {
            time >= self.from || time < self.to
        }
    }

    /// How long quiet hours that hold go on.
    #[must_use]
    pub fn ends_in(self, time: NaiveTime) -> TimeDelta {
        wait(time, self.to)
    }

    /// How long it is until the next quiet hours begin.
    #[must_use]
    pub fn begins_in(self, time: NaiveTime) -> TimeDelta {
        wait(time, self.from)
    }
}

/// From one time of day to the next moment the clock shows the other.
fn wait(from: NaiveTime, to: NaiveTime) -> TimeDelta {
    let wait = to - from;
    if wait < TimeDelta::zero() {
        wait + TimeDelta::days(1)
    } else {
        wait
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(monthly: Option<f32>, units: i64, days: i64) -> Used {
        Used {
            monthly,
            units,
            days,
        }
    }

    #[test]
    fn a_month_of_use_is_the_reorder_level() {
        for (used, level) in [
            (used(None, 84, 84), Some(30)),
            (used(None, 84, 28), Some(90)),
            (used(None, 84, 27), None),
            (used(Some(12.5), 84, 27), Some(13)),
            (used(Some(12.5), 0, 84), Some(13)),
            (used(None, 0, 84), None),
            (used(Some(f32::NAN), 0, 0), None),
            (used(None, -5, 84), None),
        ] {
            assert_eq!(reorder_level(used), level, "{used:?}");
        }
    }

    #[test]
    fn none_is_out_and_less_than_a_month_is_low() {
        let month = used(None, 84, 84);
        for (quantity, rule) in [
            (0, Some(Rule::Out)),
            (29, Some(Rule::Low)),
            (30, None),
            (1000, None),
        ] {
            assert_eq!(of_stock(quantity, month), rule, "{quantity}");
        }
        assert_eq!(of_stock(0, used(None, 0, 0)), Some(Rule::Out));
        assert_eq!(of_stock(1, used(None, 0, 0)), None);
        let parts = [(0, month), (10, month), (29, month), (1, used(None, 0, 0))];
        let parts = parts.map(|(quantity, used)| of_a_month(quantity, used));
        assert_eq!(parts, [0, 333, 966, 0]);
    }

    #[test]
    fn a_rhythm_is_the_middle_of_the_days_between_reports() {
        let now: DateTime<Utc> = "2026-03-20T08:00:00Z".parse().unwrap();
        let ago = |hours: &[i64]| -> Vec<_> {
            hours.iter().map(|h| now - TimeDelta::hours(*h)).collect()
        };
        for (hours, days) in [
            (vec![], 7),
            (vec![0, 24], 7),
            (vec![0, 24, 50], 1),
            (vec![0, 1, 2, 72, 73, 144], 3),
            (vec![0, 168, 336, 337], 7),
            (vec![0, 2000, 4000], 30),
        ] {
            assert_eq!(rhythm(&ago(&hours)), TimeDelta::days(days), "{hours:?}");
        }
    }

    #[test]
    fn a_few_are_told_as_the_quantity_allows() {
        for (quantity, told, more) in [
            (0, 0, 0),
            (1, 0, 1),
            (20, 1, 0),
            (21, 1, 1),
            (400, 5, 15),
            (100_000, 0, 50),
            (100_000, 50, 0),
            (10, 3, 0),
        ] {
            assert_eq!(may_be_told(quantity, told), more, "{quantity} {told}");
        }
    }

    #[test]
    fn it_is_quiet_over_midnight_too() {
        let at = |text: &str| -> NaiveTime { text.parse().unwrap() };
        let night = Quiet {
            from: at("21:00:00"),
            to: at("07:00:00"),
        };
        for (time, quiet) in [
            ("20:59:59", false),
            ("21:00:00", true),
            ("00:00:00", true),
            ("06:59:59", true),
            ("07:00:00", false),
        ] {
            assert_eq!(night.holds(at(time)), quiet, "{time}");
        }
        assert_eq!(night.begins_in(at("20:00:00")), TimeDelta::hours(1));
        assert_eq!(night.begins_in(at("22:00:00")), TimeDelta::hours(23));
        assert_eq!(night.ends_in(at("22:00:00")), TimeDelta::hours(9));
        let noon = Quiet {
            from: at("12:00:00"),
            to: at("13:00:00"),
        };
        assert!(noon.holds(at("12:30:00")) && !noon.holds(at("13:00:00")));
    }
}
