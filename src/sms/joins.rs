//! Who is told that somebody asks to report for a facility, and who that they may.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::QueryResult;

use crate::app::App;
use crate::db::Conn;
use crate::models::outbox::{self, NewMessage, Rank};
use crate::models::staff::Staff;
use crate::models::subscriber;
use crate::people::role::Action;
use crate::people::staff::who;
use crate::text::gsm;

/// How long it is worth telling.
const WORTH: TimeDelta = TimeDelta::days(2);

/// Tells everybody who may let somebody report for the facility that they ask to; in the
/// morning, where it is night. Who asks again and again for the same one (`before` is who
/// they were) is heard of once.
///
/// # Errors
/// If the database does not answer.
pub async fn asked(
    app: &App,
    conn: &mut Conn,
    before: Option<&Staff>,
    person: &Staff,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    if before.is_some_and(|before| before.facilities == person.facilities) {
        return Ok(());
    }
    for facility in &person.facilities {
        let facts = [
            ("name", gsm::plain(&person.name)),
            ("facility", named(app, *facility)),
        ];
        for over in who::answering_for(conn, *facility, Action::ApproveStaff).await? {
            let text = ("sms-asks-in", &facts[..]);
            let message = message(app, conn, &over, Rank::Alert, text, now).await?;
            outbox::add(conn, &[message]).await?;
        }
    }
    Ok(())
}

/// Tells somebody who asked to report for a facility whether they may: an answer, so at
/// any hour.
///
/// # Errors
/// If the database does not answer.
pub async fn decided(
    app: &App,
    conn: &mut Conn,
    person: &Staff,
    (facility, granted): (i64, bool),
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let text = if granted {
        "sms-let-in"
    } else {
        "sms-not-let-in"
    };
    let facts = [("facility", named(app, facility))];
    let message = message(app, conn, person, Rank::Reply, (text, &facts), now).await?;
    outbox::add(conn, &[message]).await?;
    Ok(())
}

/// Now; where it is night, in the morning.
fn waking(app: &App, now: DateTime<Utc>) -> DateTime<Utc> {
    let settings = &app.config.alerts;
    let time = now.with_timezone(&settings.zone).time();
    let quiet = settings.quiet.filter(|quiet| quiet.holds(time));
    now + quiet.map_or(TimeDelta::zero(), |quiet| quiet.ends_in(time))
}

fn named(app: &App, facility: i64) -> String {
    let country = app.directory.read();
    let facility = country.facility(facility);
    facility.map_or_else(String::new, |facility| gsm::plain(&facility.name))
}

/// A text to a person in their language: an answer now, anything else in the morning, where it
/// is night.
pub(super) async fn message(
    app: &App,
    conn: &mut Conn,
    person: &Staff,
    rank: Rank,
    (text, facts): (&str, &[(&str, String)]),
    now: DateTime<Utc>,
) -> QueryResult<NewMessage> {
    let told = subscriber::of_id(conn, person.phone_id).await?;
    let told = told.and_then(|profile| profile.language);
    let language = told.or_else(|| person.language.clone());
    let texts = &app.ussd.editions.current.texts;
    let language = texts.language(language.as_deref().unwrap_or_default());
    let from = match rank {
        Rank::Reply => now,
        Rank::Alert | Rank::Bulk => waking(app, now),
    };
    Ok(NewMessage {
        phone_id: person.phone_id,
        rank,
        body: language.say(text, facts),
        not_before: from,
        expires_at: from + WORTH,
        repeat_unknown: false,
        inbound_id: None,
        created_at: now,
    })
}
