//! Who is told of stock that is short, that rose, that will expire; of silence; of areas; and of
//! what the night foresaw or found out of the ordinary.

use chrono::{DateTime, TimeDelta, Utc};

use super::{message, over_areas};
use crate::app::App;
use crate::db::Conn;
use crate::forecasts::advice::{days_of, whole};
use crate::models::alert::telling::{self, Due, Unusual, Why};
use crate::models::outbox;
use crate::people::role::{Action, Reach, Role};
use crate::sms::look::look;
use crate::sms::wording;
use crate::stock::rules::{ESCALATED_AFTER, Rule};
use crate::text::gsm;
use crate::text::texts::Language;
use crate::ussd::world::World;

/// The texts in the order they are told.
const TEXTS: [&str; 11] = [
    ILL,
    "alert-outbreak",
    "alert-area",
    "alert-out",
    "alert-low",
    "alert-short",
    "alert-move",
    "alert-rise",
    "alert-expiring",
    "alert-waste",
    "alert-silent",
];

/// Where more people than usual fell ill, whatever else there is.
const ILL: &str = "alert-outbreak-cases";

/// The text that something is told in.
fn text(due: &Due) -> &'static str {
    match due.rule {
        Rule::Outbreak => {
            let found = due.unusual.as_ref();
            match found.and_then(|found| found.counts.ill()) {
                Some(_) => ILL,
                None => "alert-outbreak",
            }
        }
        Rule::Area => "alert-area",
        Rule::Out => "alert-out",
        Rule::Low => "alert-low",
        Rule::Short => "alert-short",
        Rule::Move => "alert-move",
        Rule::Rise => "alert-rise",
        Rule::Expiring => "alert-expiring",
        Rule::Waste => "alert-waste",
        Rule::Silent => "alert-silent",
    }
}

/// Days ahead for which a date is told, at most.
const SHOWN: f64 = 365.0;

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
    for told in TEXTS {
        let of_text = about.iter().filter(|due| text(due) == told);
        let mut items: Vec<_> = of_text
            .filter_map(|due| Some((likely(due), item(due, language, world)?, due.id)))
            .collect();
        items.sort_unstable_by(|a, b| {
            let riskier = b.0.total_cmp(&a.0);
            riskier.then_with(|| (&a.1, a.2).cmp(&(&b.1, b.2)))
        });
        let (items, ids): (Vec<_>, Vec<_>) =
            items.into_iter().map(|(_, item, id)| (item, id)).unzip();
        if !items.is_empty() {
            groups.push((told, items));
            alerts.push(ids);
        }
    }
    let join = |parts: &[String]| format!("{named}: {}", parts.join(" "));
    let (said, most) = wording::fitting(&groups, join, language);
    let told = alerts.into_iter().flat_map(|of| of.into_iter().take(most));
    Some((said, told.collect()))
}

/// What comes first of what is told: what is likeliest, of what is likely alone.
fn likely(due: &Due) -> f64 {
    let foreseen = due.foreseen.filter(|_| due.rule == Rule::Short);
    foreseen.map_or(0.0, |why| why.risk)
}

/// A product as it is told: its code, and the figure where that says more, or why it is foreseen;
/// none where who could give it is gone from the directory.
fn item(due: &Due, language: &Language, world: &World<'_>) -> Option<String> {
    let code = due.product.map(|product| wording::code(product, world));
    let code = code.unwrap_or_default();
    let units = due.quantity;
    if let Some(why) = due.foreseen {
        return foreseen(due, why, code, language, world);
    }
    if let Some(found) = &due.unusual {
        return unusual(due, found, code, language, world);
    }
    Some(match (due.rule, due.counted) {
        (Rule::Rise, Some(counted)) => format!("{code} {units}>{counted}"),
        (Rule::Low | Rule::Expiring | Rule::Rise, _) => format!("{code} {units}"),
        (
            Rule::Out
            | Rule::Area
            | Rule::Silent
            | Rule::Short
            | Rule::Waste
            | Rule::Move
            | Rule::Outbreak,
            _,
        ) => code,
    })
}

/// What is out of the ordinary: the counts that say so, each with what is usual; none where no two do.
fn unusual(
    due: &Due,
    found: &Unusual,
    code: String,
    language: &Language,
    world: &World<'_>,
) -> Option<String> {
    let product = due
        .product
        .and_then(|product| world.country.product(product));
    let counts = &found.counts;
    let mut facts = vec![("day", found.week.format("%d/%m").to_string())];
    if let Some(cases) = counts.ill() {
        facts.push(("disease", gsm::plain(&cases.disease)));
        facts.push(("cases", cases.cases.to_string()));
        facts.push(("most", format!("{:.0}", cases.high.floor())));
    }
    if let Some(used) = counts.given_out() {
        let amount = wording::amount(whole(used.units), product, language);
        facts.push(("order", format!("{code} {amount}")));
        facts.push(("low", format!("{:.0}", used.usual.0)));
        facts.push(("high", format!("{:.0}", used.usual.1)));
    }
    let in_vain = counts.in_vain();
    if in_vain {
        facts.push(("people", counts.people.to_string()));
    }
    let text = match (counts.ill().is_some(), counts.given_out().is_some()) {
        (true, true) if in_vain => "alert-outbreak-all",
        (true, true) => "alert-outbreak-used",
        (true, false) if in_vain => {
            facts.push(("code", code));
            "alert-outbreak-vain"
        }
        (false, true) if in_vain => "alert-outbreak-item",
        _ => return None,
    };
    Some(language.say(text, &facts))
}

/// What is foreseen, and why.
fn foreseen(
    due: &Due,
    why: Why,
    code: String,
    language: &Language,
    world: &World<'_>,
) -> Option<String> {
    let product = due
        .product
        .and_then(|product| world.country.product(product));
    let amount = || {
        format!(
            "{code} {}",
            wording::amount(due.quantity, product, language)
        )
    };
    let month = || format!("{:.0}", why.a_month.max(1.0));
    let said = match due.rule {
        Rule::Move => {
            let there = world.country.facility(due.facility?)?;
            let giver = world.country.facility(why.giver?)?;
            let km = there.point?.km_to(giver.point?);
            let facts = [
                ("order", amount()),
                ("facility", gsm::plain(&giver.name)),
                ("km", format!("{:.0}", km.max(1.0))),
            ];
            language.say("alert-move-item", &facts)
        }
        Rule::Waste => {
            let day = why.waste_on?.format("%d/%m/%Y").to_string();
            let facts = [("order", amount()), ("day", day), ("month", month())];
            language.say("alert-waste-item", &facts)
        }
        _ => {
            let lasts = days_of(f64::from(why.left), why.a_month).min(SHOWN);
            #[expect(clippy::cast_possible_truncation, reason = "at most a year of days")]
            let day = world.now + TimeDelta::days(lasts as i64);
            let facts = [
                ("left", why.left.to_string()),
                ("month", month()),
                ("day", day.format("%d/%m").to_string()),
                ("code", code),
            ];
            language.say("alert-short-item", &facts)
        }
    };
    Some(said)
}
