//! Who is told that somebody asks to go on under another phone, and who that they may.

use chrono::{DateTime, Utc};

use super::joins::message;
use crate::app::App;
use crate::db::Conn;
use crate::models::outbox::{self, Rank};
use crate::models::phone::{self, PhoneError};
use crate::models::phone_change;
use crate::models::staff::{self, Staff};
use crate::people::staff::{Done, NotDone, Refusal, ask_new_phone, decide_new_phone, who};
use crate::text::gsm;

/// Keeps that somebody asks to go on under another phone, and tells everybody who may
/// decide that; in the morning, where it is night. Who asks again and again is heard of once.
///
/// # Errors
/// If they may not, or the database does not answer.
pub async fn ask(
    app: &App,
    conn: &mut Conn,
    person: &Staff,
    phone: i64,
    now: DateTime<Utc>,
) -> Done<()> {
    let before = phone_change::open_of(conn, person.id).await?;
    let change = ask_new_phone(conn, person.id, phone, now).await?;
    if before.is_some() {
        return Ok(());
    }
    let facts = facts(app, conn, person, change.phone_id).await?;
    for by in who::deciding_phone_of(conn, person).await? {
        let told = ("sms-asks-phone", facts.as_slice());
        let message = message(app, conn, &by, Rank::Alert, told, now).await?;
        outbox::add(conn, &[message]).await?;
    }
    Ok(())
}

/// Lets somebody go on under the phone they asked for, or refuses, and tells both phones:
/// the one that asked, at any hour; the other one, of a refusal, like anybody who did not ask.
///
/// # Errors
/// If `by` may not decide that, or it is no longer open.
pub async fn decide(
    app: &App,
    conn: &mut Conn,
    by: i64,
    (change, granted): (i64, bool),
    now: DateTime<Utc>,
) -> Done<()> {
    let asked = phone_change::open_by_id(conn, change).await?;
    let asked = asked.ok_or(Refusal::NotOpen)?;
    let person = staff::by_id(conn, asked.staff_id).await?;
    let old = person.ok_or(Refusal::NotOpen)?;
    decide_new_phone(conn, by, change, granted, now).await?;
    let new = Staff {
        phone_id: asked.phone_id,
        ..old.clone()
    };
    let facts = facts(app, conn, &old, asked.phone_id).await?;
    let told = |text| (text, facts.as_slice());
    let (to_old, to_new) = if granted {
        (
            message(app, conn, &old, Rank::Reply, told("sms-phone-old"), now).await?,
            message(app, conn, &new, Rank::Reply, told("sms-phone-new"), now).await?,
        )
    } else {
        (
            message(app, conn, &old, Rank::Reply, told("sms-phone-refused"), now).await?,
            message(app, conn, &new, Rank::Alert, told("sms-phone-not"), now).await?,
        )
    };
    outbox::add(conn, &[to_old, to_new]).await?;
    Ok(())
}

/// What they are called, and the end of the number of the phone they asked for.
async fn facts(
    app: &App,
    conn: &mut Conn,
    person: &Staff,
    phone_id: i64,
) -> Done<[(&'static str, String); 2]> {
    // A number that does not open is told of all the same.
    let tail = match phone::open(conn, &app.phones, phone_id).await {
        Ok(number) => number.tail().to_owned(),
        Err(PhoneError::Seal(_)) => "???".to_owned(),
        Err(PhoneError::Query(error)) => return Err(NotDone::Query(error)),
    };
    Ok([("name", gsm::plain(&person.name)), ("number", tail)])
}
