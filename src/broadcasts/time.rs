//! When a broadcast goes out. Pure.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::Refusal;
use crate::stock::rules::Quiet;

/// How far ahead one may be set to begin.
pub const AHEAD: TimeDelta = TimeDelta::days(30);

/// How long what a broadcast says is worth saying, the night not counted in which it waits.
const WORTH: TimeDelta = TimeDelta::days(1);

/// How long a draft or a question to an officer stands.
pub const STANDS: TimeDelta = TimeDelta::hours(2);

/// How long an officer has to answer before the next is asked: of an emergency, and else.
#[must_use]
pub const fn patience(emergency: bool) -> TimeDelta {
    if emergency {
        TimeDelta::minutes(3)
    } else {
        TimeDelta::minutes(10)
    }
}

/// When a broadcast that is asked to begin at `asked` begins, and when it is over: in quiet
/// hours when those end, unless it is an emergency. What was asked to begin before now begins now.
#[must_use]
pub fn window(
    now: DateTime<Utc>,
    asked: DateTime<Utc>,
    emergency: bool,
    quiet: Option<Quiet>,
    zone: Tz,
) -> (DateTime<Utc>, DateTime<Utc>) {
    let from = asked.max(now);
    let time = from.with_timezone(&zone).time();
    let quiet = quiet.filter(|_| !emergency);
    let wait = quiet
        .filter(|quiet| quiet.holds(time))
        .map_or(TimeDelta::zero(), |quiet| quiet.ends_in(time));
    // In a night that comes while it goes out nobody is told, so it does not count.
    let night = quiet.map_or(TimeDelta::zero(), |quiet| quiet.ends_in(quiet.from));
    (from + wait, from + wait + WORTH + night)
}

/// The moment a broadcast may be asked to begin at; none is now.
///
/// # Errors
/// If it lies more than 30 days ahead, or in the past.
pub fn asked(now: DateTime<Utc>, asked: Option<DateTime<Utc>>) -> Result<DateTime<Utc>, Refusal> {
    let at = asked.unwrap_or(now);
    // A clock that is a little behind ours asks for now.
    if at < now - TimeDelta::minutes(5) || at > now + AHEAD {
        return Err(Refusal::Time);
    }
    Ok(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_no_emergency_waits_for_the_morning_of_those_who_are_told() {
        let quiet = Quiet {
            from: "21:00:00".parse().unwrap(),
            to: "07:00:00".parse().unwrap(),
        };
        let zone = Tz::Africa__Nairobi;
        #[rustfmt::skip]
        let cases = [
            ("by day", "2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z", false, "2026-11-22T09:00:00Z"),
            ("at night there, evening here", "2026-11-22T18:00:00Z", "2026-11-22T18:00:00Z", false, "2026-11-23T04:00:00Z"),
            ("an emergency", "2026-11-22T18:00:00Z", "2026-11-22T18:00:00Z", true, "2026-11-22T18:00:00Z"),
            ("later, by day", "2026-11-22T09:00:00Z", "2026-11-24T10:00:00Z", false, "2026-11-24T10:00:00Z"),
            ("later, at night", "2026-11-22T09:00:00Z", "2026-11-24T02:00:00Z", false, "2026-11-24T04:00:00Z"),
            ("approved after it was to begin", "2026-11-22T09:00:00Z", "2026-11-22T08:00:00Z", false, "2026-11-22T09:00:00Z"),
        ];
        for (what, now, asked, emergency, begins) in cases {
            let (from, until) = window(at(now), at(asked), emergency, Some(quiet), zone);
            assert_eq!(from, at(begins), "{what}");
            let night = TimeDelta::hours(if emergency { 0 } else { 10 });
            assert_eq!(until - from, TimeDelta::days(1) + night, "{what}");
        }
        let always = window(at(cases[1].1), at(cases[1].2), false, None, zone);
        assert_eq!(always.0, at(cases[1].1));
        assert_eq!(always.1 - always.0, TimeDelta::days(1));
    }

    #[test]
    fn it_begins_within_thirty_days() {
        let now = at("2026-11-22T09:00:00Z");
        assert_eq!(asked(now, None), Ok(now));
        for (at, fine) in [
            (-6, false),
            (-4, true),
            (30 * 24 * 60, true),
            (30 * 24 * 60 + 1, false),
        ] {
            let when = now + TimeDelta::minutes(at);
            assert_eq!(asked(now, Some(when)).is_ok(), fine, "{at}");
        }
    }
}
