//! When people are told of stock, and how much of it.

use chrono::{DateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::{Vars, values};
use crate::stock::rules::Quiet;

/// When people are told what can wait, and how much of it.
#[derive(Debug, Clone, Copy)]
pub struct Alerts {
    /// The zone of their clocks.
    pub zone: Tz,
    /// Hours in which they are told nothing; none is never.
    pub quiet: Option<Quiet>,
    /// Messages of alerts to one person within a day.
    pub a_day: u32,
}

impl Alerts {
    /// Whether nobody in a zone is to be told anything that can wait.
    #[must_use]
    pub fn is_quiet(&self, zone: Tz, now: DateTime<Utc>) -> bool {
        let time = now.with_timezone(&zone).time();
        self.quiet.is_some_and(|quiet| quiet.holds(time))
    }

    pub(super) fn read_from(vars: &Vars) -> Option<Alerts> {
        let zone = vars.read("MEDVAULT_TIME_ZONE", |text| {
            text.parse::<Tz>()
                .map_err(|_| format!("is no time zone of the IANA list: `{text}`"))
        });
        let quiet = vars.read("MEDVAULT_QUIET_HOURS", quiet);
        let a_day = vars.read("MEDVAULT_ALERTS_A_DAY", |t| values::number(t, 0, 100));
        Some(Alerts {
            zone: zone?,
            quiet: quiet?,
            a_day: a_day?,
        })
    }
}

/// `21:00-07:00`, or `none`.
fn quiet(text: &str) -> Result<Option<Quiet>, String> {
    if text == "none" {
        return Ok(None);
    }
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    let hours = text
        .split_once('-')
        .and_then(|(from, to)| time(from).zip(time(to)));
    match hours {
        Some((from, to)) if from != to => Ok(Some(Quiet { from, to })),
        _ => Err(format!("must be two times of day, or `none`, is `{text}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_are_two_times_of_day_or_none() {
        assert_eq!(quiet("none"), Ok(None));
        assert_eq!(
            quiet("21:00-07:00").unwrap().unwrap().to.to_string(),
            "07:00:00"
        );
        for text in ["21-7", "21:00", "21:00-21:00", "25:00-07:00", "-"] {
            assert!(quiet(text).unwrap_err().contains(text), "{text}");
        }
    }
}
