//! Who is told of stock that is short, that rose, that will expire; of silence; of areas.

use chrono::{DateTime, Utc};

use super::{message, over_areas};
use crate::app::App;
use crate::db::Conn;
use crate::models::alert::telling::{self, Due};
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
/// What one message has no room for is told in the next.
pub(super) async fn tell(app: &App, conn: &mut Conn, now: DateTime<Utc>) -> anyhow::Result<usize> {
    let at_facilities = Role::with(Action::HearOfStock, Reach::Own);
    let a_day = app.config.alerts.a_day;
    let due = telling::due(
        conn,
        (&at_facilities, &over_areas()),
        a_day,
        now,
        now - ESCALATED_AFTER,
    )
    .await?;
    let mut told = 0;
    for of_person in due.chunk_by(|a, b| a.staff == b.staff) {
        let mut had = of_person.first().map_or(a_day, |due| due.had);
        for about in of_person.chunk_by(|a, b| (a.facility, a.place) == (b.facility, b.place)) {
            let Some(Due {
                staff,
                phone,
                language,
                ..
            }) = about.first().filter(|_| had < a_day)
            else {
                break;
            };
            let said = look(app, language.as_deref(), now, |world, language| {
                say(about, language, world)
            });
            let Some((text, alerts)) = said else {
                continue;
            };
            if let [id] = *outbox::add(conn, &[message(app, *phone, text, now)]).await? {
                telling::told(conn, *staff, &alerts, id, now).await?;
            }
            had += 1;
            told += 1;
        }
    }
    Ok(told)
}

/// One message about one facility or area, and the alerts that it names; none where it is
/// gone from the directory.
fn say(about: &[Due], language: &Language, world: &World<'_>) -> Option<(String, Vec<i64>)> {
    let first = about.first()?;
    let named = match (first.facility, first.place) {
        (Some(facility), _) => &world.country.facility(facility)?.name,
        (None, Some(place)) => &world.country.place(place)?.name,
        (None, None) => return None,
    };
    let named = gsm::plain(named);
    let (mut groups, mut alerts) = (Vec::new(), Vec::new());
    for (rule, text) in TEXTS {
        let of_rule = about.iter().filter(|due| due.rule == rule);
        let mut items: Vec<_> = of_rule.map(|due| (item(due, world), due.id)).collect();
        items.sort_unstable();
        let (items, ids): (Vec<_>, Vec<_>) = items.into_iter().unzip();
        if !items.is_empty() {
            groups.push((text, items));
            alerts.push(ids);
        }
    }
    let join = |parts: &[String]| format!("{named}: {}", parts.join(" "));
    let (said, most) = wording::fitting(&groups, join, language);
    let told = alerts.into_iter().flat_map(|of| of.into_iter().take(most));
    Some((said, told.collect()))
}

/// A product as it is told: its code, and the figure where that says more.
fn item(due: &Due, world: &World<'_>) -> String {
    let code = due.product.map(|product| wording::code(product, world));
    let code = code.unwrap_or_default();
    let units = due.quantity;
    match (due.rule, due.counted) {
        (Rule::Out | Rule::Area | Rule::Silent, _) => code,
        (Rule::Rise, Some(counted)) => format!("{code} {units}>{counted}"),
        (Rule::Low | Rule::Expiring | Rule::Rise, _) => format!("{code} {units}"),
    }
}
