//! Who is told of stock that is short, that rose, that will expire; of silence; of areas.

use chrono::{DateTime, Utc};

use super::{message, over_areas};
use crate::app::App;
use crate::db::Conn;
use crate::models::alert::{self, Due};
use crate::models::outbox;
use crate::people::role::{Action, Reach, Role};
use crate::sms::look::look;
use crate::sms::wording;
use crate::stock::rules::{ESCALATED_AFTER, Rule};
use crate::text::gsm;
use crate::text::texts::Language;
use crate::ussd::world::World;

/// The rules in the order they are told, and the text of each.
const TEXTS: [(Rule, &str); 6] = [
    (Rule::Area, "alert-area"),
    (Rule::Out, "alert-out"),
    (Rule::Low, "alert-low"),
    (Rule::Rise, "alert-rise"),
    (Rule::Expiring, "alert-expiring"),
    (Rule::Silent, "alert-silent"),
];

/// Tells everybody what they are to be told, one message a person and facility; how many.
pub(super) async fn tell(app: &App, conn: &mut Conn, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let at_facilities = Role::with(Action::HearOfStock, Reach::Own);
    let a_day = app.config.alerts.a_day;
    let due = alert::due(
        conn,
        (&at_facilities, &over_areas()),
        a_day,
        now,
        now - ESCALATED_AFTER,
    )
    .await?;
    let mut sent: Vec<(i64, u32)> = Vec::new();
    for about in
        due.chunk_by(|a, b| (a.staff, a.facility, a.place) == (b.staff, b.facility, b.place))
    {
        let Some(Due {
            staff,
            phone,
            language,
            ..
        }) = about.first()
        else {
            continue;
        };
        // What the day before leaves is counted by the query, what this round adds here.
        let already = match sent.last_mut() {
            Some((last, count)) if last == staff => count,
            _ => {
                sent.push((*staff, 0));
                let Some((_, count)) = sent.last_mut() else {
                    continue;
                };
                count
            }
        };
        if *already >= a_day {
            continue;
        }
        let text = look(app, language.as_deref(), now, |world, language| {
            say(about, language, world)
        });
        let Some(text) = text else {
            continue;
        };
        *already += 1;
        let sent = outbox::add(conn, &[message(app, *phone, text, now)]).await?;
        let alerts: Vec<i64> = about.iter().map(|due| due.id).collect();
        if let [id] = *sent {
            alert::told(conn, *staff, &alerts, id, now).await?;
        }
    }
    let told: u32 = sent.iter().map(|(_, count)| count).sum();
    Ok(usize::try_from(told).unwrap_or(usize::MAX))
}

/// One message about one facility or area; none where it is gone from the directory.
fn say(about: &[Due], language: &Language, world: &World<'_>) -> Option<String> {
    let first = about.first()?;
    let named = match (first.facility, first.place) {
        (Some(facility), _) => &world.country.facility(facility)?.name,
        (None, Some(place)) => &world.country.place(place)?.name,
        (None, None) => return None,
    };
    let named = gsm::plain(named);
    let groups = TEXTS.iter().filter_map(|(rule, text)| {
        let mut of: Vec<String> = about
            .iter()
            .filter(|due| due.rule == *rule)
            .map(|due| item(due, world))
            .collect();
        of.sort_unstable();
        (!of.is_empty()).then_some((*text, of))
    });
    let groups: Vec<(&str, Vec<String>)> = groups.collect();
    Some(wording::fitted(
        &groups,
        |parts| format!("{named}: {}", parts.join(" ")),
        language,
    ))
}

/// A product as it is told: its code, and the figure where that says more.
fn item(due: &Due, world: &World<'_>) -> String {
    let code = due.product.map(|product| wording::code(product, world));
    let code = code.unwrap_or_default();
    let units = due.quantity;
    match due.rule {
        Rule::Out | Rule::Area | Rule::Silent => code,
        Rule::Low | Rule::Expiring => format!("{code} {units}"),
        Rule::Rise => {
            let now = due
                .facility
                .zip(due.product)
                .and_then(|(facility, product)| world.country.level(facility, product));
            match now {
                Some(now) => format!("{code} {units}>{}", now.quantity),
                None => format!("{code} {units}"),
            }
        }
    }
}
