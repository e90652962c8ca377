//! Facilities that owe a report are asked for it, by their own rhythm and never more than
//! once a day, and only for what is missing.

use chrono::{DateTime, TimeDelta, Utc};

use super::message;
use crate::app::App;
use crate::db::Conn;
use crate::models::reminder::{self, Reporting};
use crate::models::{outbox, stock_level};
use crate::people::role::Role;
use crate::sms::look::look;
use crate::sms::wording;
use crate::stock::rules::{REMINDERS, rhythm};
use crate::text::gsm;

/// How late a report may be.
const GRACE: TimeDelta = TimeDelta::days(1);
/// No facility is reminded twice within this time.
const A_DAY: TimeDelta = TimeDelta::days(1);

/// Reminds whoever is to be reminded; how many.
pub(super) async fn send(
    app: &App,
    conn: &mut Conn,
    reporters: &[Role],
    now: DateTime<Utc>,
) -> anyhow::Result<usize> {
    let mut sent = 0;
    for facility in reminder::reporting(conn, reporters).await? {
        let Some(older) = owes(&facility, now) else {
            continue;
        };
        let known = stock_level::known(conn, facility.facility_id).await?;
        let missing = known.iter().filter(|(_, known)| known.counted_at < older);
        let missing: Vec<i64> = missing.map(|(product, _)| *product).collect();
        if missing.is_empty() {
            continue;
        }
        for person in reminder::of(conn, facility.facility_id, reporters).await? {
            let text = look(app, person.language.as_deref(), now, |world, language| {
                let mut codes: Vec<String> = missing
                    .iter()
                    .map(|product| wording::code(*product, world))
                    .filter(|code| !code.is_empty())
                    .collect();
                codes.sort_unstable();
                let facility = world.country.facility(facility.facility_id)?;
                let named = gsm::plain(&facility.name);
                let groups = [("sms-remind", codes)];
                let text = wording::fitted(
                    &groups,
                    |parts| format!("{named}: {}", parts.join(" ")),
                    language,
                );
                Some(text)
            });
            if let Some(text) = text {
                outbox::add(conn, &[message(app, person.phone_id, text, now)]).await?;
                sent += 1;
            }
        }
        reminder::add(conn, facility.facility_id, now).await?;
    }
    Ok(sent)
}

/// Whether a facility is to be reminded now, and from when back a count is missing.
fn owes(facility: &Reporting, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let every = rhythm(&facility.reports);
    let last = facility.reports.first().copied().unwrap_or(facility.since);
    let asked = facility.reminded_at.is_some_and(|at| now - at < A_DAY);
    let due = now - last > every + GRACE && facility.reminded < REMINDERS && !asked;
    due.then(|| now - every)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_facility_is_reminded_by_its_rhythm_once_a_day_and_three_times() {
        let now: DateTime<Utc> = "2026-03-20T08:00:00Z".parse().unwrap();
        let ago = |days: i64| now - TimeDelta::days(days);
        let facility = |reports: &[i64], reminded: i64, reminded_at: Option<i64>| Reporting {
            facility_id: 1,
            since: ago(40),
            reports: reports.iter().map(|days| ago(*days)).collect(),
            reminded,
            reminded_at: reminded_at.map(|hours| now - TimeDelta::hours(hours)),
        };
        for (facility, older) in [
            (facility(&[], 0, None), Some(ago(7))),
            (facility(&[3, 10, 17], 0, None), None),
            (facility(&[9, 16, 23], 0, None), Some(ago(7))),
            (facility(&[3, 4, 5], 0, None), Some(ago(1))),
            (facility(&[2, 3, 4], 0, None), None),
            (facility(&[9, 16, 23], 1, Some(23)), None),
            (facility(&[9, 16, 23], 1, Some(24)), Some(ago(7))),
            (facility(&[9, 16, 23], 3, Some(48)), None),
        ] {
            assert_eq!(owes(&facility, now), older, "{facility:?}");
        }
    }
}
