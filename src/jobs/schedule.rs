//! What is due when. Pure.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

/// The longest wait before a job that failed is tried again.
const LONGEST: TimeDelta = TimeDelta::hours(1);

/// The date whose nightly work is due: from that time of day on, as clocks in that zone show
/// it. Nights that were missed are not made up for: their forecasts would be of no use.
#[must_use]
pub fn tonight(now: DateTime<Utc>, zone: Tz, at: NaiveTime) -> Option<NaiveDate> {
    let local = now.with_timezone(&zone).naive_local();
    (local.time() >= at).then(|| local.date())
}

/// How long after its so-many-th failure a job waits: a minute, then twice as long each time.
#[must_use]
pub fn back_off(failures: i16) -> TimeDelta {
    let doubled = u32::try_from(failures - 1).unwrap_or(0).min(10);
    TimeDelta::minutes(1 << doubled).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_begins_at_its_hour_where_the_people_are() {
        let at = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
        let due = |now: &str| {
            let night = tonight(now.parse().unwrap(), Tz::Africa__Nairobi, at);
            night.map(|date| date.to_string())
        };
        assert_eq!(due("2026-03-01T23:29:59Z"), None);
        assert_eq!(due("2026-03-01T23:30:00Z").unwrap(), "2026-03-02");
        assert_eq!(due("2026-03-02T20:59:59Z").unwrap(), "2026-03-02");
        assert_eq!(due("2026-03-02T21:00:00Z"), None);
    }

    #[test]
    fn each_failure_waits_twice_as_long_up_to_an_hour() {
        let minutes: Vec<i64> = [1, 2, 3, 6, 7, 12, i16::MAX]
            .map(|failures| back_off(failures).num_minutes())
            .into();
        assert_eq!(minutes, [1, 2, 4, 32, 60, 60, 60]);
    }
}
