//! What a broadcast would do, in the words of whoever is asked about it. Pure.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::few::{self, Group, Preview};
use super::{Office, time};
use crate::models::broadcast::Broadcast;
use crate::text::texts::Language;

/// What the words are about.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// The broadcast, as it was kept.
    pub broadcast: &'a Broadcast,
    /// What is told of what it would do; none where that was not kept.
    pub preview: Option<&'a Preview>,
    /// Whether it is not told how many it is for.
    pub few: bool,
    /// The zone of those who are told.
    pub zone: Tz,
}

impl Shown<'_> {
    /// How many it is for: `1240`, or `fewer than 5`.
    #[must_use]
    pub fn people(&self, language: &Language) -> String {
        if self.few {
            return language.with("broadcast-few", "people", few::FEW.to_string());
        }
        self.broadcast.recipients.to_string()
    }

    /// The messages to be paid for, what they cost and how long they take; none where that would
    /// tell how many it is for.
    #[must_use]
    pub fn figures(&self, office: &Office<'_>, language: &Language) -> Option<String> {
        let preview = self.preview?;
        let messages = preview.segments?;
        let cost = match preview.cost {
            Some(cost) => format!("{} {cost}", office.config.ussd.currency),
            None => language.word("sms-cast-price-unknown"),
        };
        let facts = [
            ("messages", messages.to_string()),
            ("cost", cost),
            ("seconds", preview.seconds.to_string()),
        ];
        Some(language.say("broadcast-figures", &facts))
    }

    /// Whatever else is to be known before a yes, a sentence each behind a space: languages
    /// without a text, messages one person gets, letters that make it dearer, when it begins
    /// where that is not now, who is left out.
    #[must_use]
    pub fn notes(&self, office: &Office<'_>, language: &Language) -> String {
        let told = self.preview.map(|preview| &*preview.languages);
        let told = told.unwrap_or_default();
        let missing = self.preview.map(|preview| preview.missing.join(", "));
        let missing = missing.filter(|items| !items.is_empty());
        let parts = told.iter().map(|group| group.segments).max();
        let parts = parts.filter(|parts| *parts > 1);
        let own = told.iter().find(|group| group.text == office.language());
        let letter = own.and_then(|group| group.foreign);
        let notes = [
            missing.map(|items| language.with("sms-cast-missing", "items", items)),
            parts.map(|parts| language.with("broadcast-parts", "messages", parts.to_string())),
            letter.map(|letter| language.with("sms-cast-letter", "letter", letter.to_string())),
            dearer(told, office.language())
                .map(|items| language.with("broadcast-ucs2", "items", items)),
            waits(office, self.broadcast, self.zone, language),
            self.left_out(language)
                .map(|items| language.with("broadcast-left-out", "items", items)),
        ];
        let notes = notes.into_iter().flatten();
        notes.map(|note| format!(" {note}")).collect()
    }

    fn left_out(&self, language: &Language) -> Option<String> {
        let left = self.preview?.left_out?;
        let items: Vec<String> = [
            ("broadcast-stopped", left.stopped),
            ("broadcast-unreachable", left.unreachable),
            ("broadcast-over-budget", left.over_budget),
        ]
        .into_iter()
        .filter(|(_, people)| *people > 0)
        .map(|(text, people)| language.with(text, "people", people.to_string()))
        .collect();
        (!items.is_empty()).then(|| items.join(", "))
    }
}

/// When a broadcast begins, or goes on, were it let out now: none where that is at once.
#[must_use]
pub fn waits(
    office: &Office<'_>,
    broadcast: &Broadcast,
    zone: Tz,
    language: &Language,
) -> Option<String> {
    let (from, _) = time::window(
        office.now,
        broadcast.starts_at,
        broadcast.emergency,
        office.config.alerts.quiet,
        zone,
    );
    begins(office.now, from, zone).map(|when| language.with("broadcast-begins", "when", when))
}

/// The languages besides the service's own whose text goes out in UCS-2, each with the letter
/// that takes it there.
fn dearer(told: &[Group], own: &str) -> Option<String> {
    let others = told.iter().filter(|group| group.text != own);
    let items: BTreeSet<String> = others
        .filter_map(|group| Some(format!("{} ({})", group.text, group.foreign?)))
        .collect();
    let items: Vec<String> = items.into_iter().collect();
    (!items.is_empty()).then(|| items.join(", "))
}

/// A moment as whoever waits for it is told: none where it is now, the time of day where that
/// comes within a day, else the day and the time.
#[must_use]
pub fn begins(now: DateTime<Utc>, from: DateTime<Utc>, zone: Tz) -> Option<String> {
    let wait = from - now;
    // By the time somebody has said yes, that is now.
    if wait <= TimeDelta::minutes(1) {
        return None;
    }
    let from = from.with_timezone(&zone);
    let form = if wait < TimeDelta::hours(24) {
        "%H:%M"
    } else {
        "%d/%m %H:%M"
    };
    Some(from.format(form).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_where_it_is_not_now() {
        let now: DateTime<Utc> = "2026-11-22T19:30:00Z".parse().unwrap();
        for (from, told) in [
            ("2026-11-22T19:30:00Z", None),
            ("2026-11-22T19:31:00Z", None),
            ("2026-11-22T19:35:00Z", Some("22:35")),
            ("2026-11-23T04:00:00Z", Some("07:00")),
            ("2026-11-23T19:29:00Z", Some("22:29")),
            ("2026-11-23T19:30:00Z", Some("23/11 22:30")),
            ("2026-12-01T05:00:00Z", Some("01/12 08:00")),
        ] {
            let from = from.parse().unwrap();
            let told = told.map(str::to_owned);
            assert_eq!(begins(now, from, Tz::Africa__Nairobi), told, "{from}");
        }
    }
}
