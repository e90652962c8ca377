//! When something is to begin, as it is typed on a phone: a day, a month and an hour. Pure.

use chrono::{DateTime, Datelike as _, NaiveDate, TimeZone as _, Utc};
use chrono_tz::Tz;

use super::Finding;
use crate::broadcasts::time::AHEAD;
use crate::text::fold;

/// The moment that is typed as `2507 0900` (the 25th of July, nine o'clock, in `zone`), with
/// marks between or none; `0` is now. It is the next such day: what is over, or further ahead
/// than a broadcast may be set to begin, is asked again.
pub(super) fn moment(words: &str, now: DateTime<Utc>, zone: Tz) -> Finding {
    let folded = fold(words);
    let bare = folded.trim_matches(|c: char| c.is_ascii_punctuation() || c == ' ');
    if bare == "0" {
        return Finding::Moment(None);
    }
    let today = now.with_timezone(&zone).date_naive();
    // Of a day of January that is typed in December the next year's is meant.
    let years = [today.year(), today.year() + 1];
    let Some(read) = read(bare) else {
        return Finding::Unfit("notice-moment");
    };
    let ahead = |at: &DateTime<Utc>| *at >= now && *at <= now + AHEAD;
    let found = years
        .into_iter()
        .filter_map(|year| read.within(year, zone))
        .min_by_key(|at| (!ahead(at), (*at - now).abs()));
    match found {
        Some(at) if ahead(&at) => Finding::Moment(Some(at.timestamp())),
        Some(at) if at < now => Finding::Unfit("notice-moment-past"),
        Some(_) => Finding::Unfit("notice-moment-far"),
        None => Finding::Unfit("notice-moment"),
    }
}

/// A day of some year, and a time of day.
struct Read {
    day: u32,
    month: u32,
    hour: u32,
    minute: u32,
}

impl Read {
    /// That day of a year; none where the year has none, or clocks are put forward over it.
    fn within(&self, year: i32, zone: Tz) -> Option<DateTime<Utc>> {
        let day = NaiveDate::from_ymd_opt(year, self.month, self.day)?;
        let at = zone.from_local_datetime(&day.and_hms_opt(self.hour, self.minute, 0)?);
        Some(at.earliest()?.with_timezone(&Utc))
    }
}

/// Two digits each of day, month, hour and minute.
fn read(text: &str) -> Option<Read> {
    let marks = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '/' | '.' | ':' | '-');
    if !text.chars().all(marks) {
        return None;
    }
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let [d, e, m, n, h, i, t, u] = *digits else {
        return None;
    };
    let read = Read {
        day: d * 10 + e,
        month: m * 10 + n,
        hour: h * 10 + i,
        minute: t * 10 + u,
    };
    (read.hour < 24 && read.minute < 60).then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_and_an_hour_are_those_of_the_zone() {
        let now = at("2026-11-22T09:00:00Z");
        for (typed, begins) in [
            ("2411 0900", "2026-11-24T06:00:00Z"),
            ("24110900", "2026-11-24T06:00:00Z"),
            ("24/11 09:00", "2026-11-24T06:00:00Z"),
            (" 24.11. 0930. ", "2026-11-24T06:30:00Z"),
            ("2211 1200", "2026-11-22T09:00:00Z"),
            ("2212 1200", "2026-12-22T09:00:00Z"),
            ("٢٤١١٠٩٠٠", "2026-11-24T06:00:00Z"),
        ] {
            let told = moment(typed, now, Tz::Africa__Nairobi);
            let expected = Finding::Moment(Some(at(begins).timestamp()));
            assert_eq!(told, expected, "{typed:?}");
        }
        // What begins in another zone begins at another moment.
        let told = moment("2411 0900", now, Tz::Africa__Lagos);
        let expected = at("2026-11-24T08:00:00Z").timestamp();
        assert_eq!(told, Finding::Moment(Some(expected)));
        assert_eq!(moment("0", now, Tz::UTC), Finding::Moment(None));
    }

    #[test]
    fn after_a_year_ends_the_next_is_meant() {
        let now = at("2026-12-30T09:00:00Z");
        let told = moment("0501 0900", now, Tz::UTC);
        let expected = at("2027-01-05T09:00:00Z").timestamp();
        assert_eq!(told, Finding::Moment(Some(expected)));
        let told = moment("2902 0900", at("2028-02-10T09:00:00Z"), Tz::UTC);
        let expected = at("2028-02-29T09:00:00Z").timestamp();
        assert_eq!(told, Finding::Moment(Some(expected)));
    }

    #[test]
    fn what_is_over_too_far_or_no_moment_is_told_apart() {
        let now = at("2026-11-22T09:00:00Z");
        for (typed, notice) in [
            ("2211 1159", "notice-moment-past"),
            ("0111 0900", "notice-moment-past"),
            ("0101 0900", "notice-moment-far"),
            ("2212 1201", "notice-moment-far"),
            ("3112 0900", "notice-moment-far"),
            ("3102 0900", "notice-moment"),
            ("2413 0900", "notice-moment"),
            ("2411 2400", "notice-moment"),
            ("2411 0960", "notice-moment"),
            ("2411", "notice-moment"),
            ("24112026 0900", "notice-moment"),
            ("tomorrow", "notice-moment"),
            ("2411 O900", "notice-moment"),
        ] {
            let told = moment(typed, now, Tz::Africa__Nairobi);
            assert_eq!(told, Finding::Unfit(notice), "{typed:?}");
        }
    }
}
