//! What a yes writes: exactly what its draft named, by whoever may do so at that moment.

use anyhow::Context as _;
use chrono::{DateTime, Utc};

use super::draft::why_not;
use super::{cast, person, records};
use crate::app::App;
use crate::db::Conn;
use crate::models::consent::{self, Agreed};
use crate::models::report::Channel;
use crate::models::staff::Staff;
use crate::models::{none_report, phone, question, staff, waiting};
use crate::operators::Hop;
use crate::people::role::Action;
use crate::people::staff::{
    NotDone, Refusal, Registration, decide, decide_registration, list_facility, register,
};
use crate::sms::{joins, moves};
use crate::stock::book::{self, Item, Source, Undone};
use crate::ussd::desk::{Before, Cannot, Line, Told};
use crate::ussd::records::Records;
use crate::ussd::state::{Draft, Profile};

/// Writes what the draft of that position named.
///
/// # Errors
/// If the database does not answer, or there is no such draft; nothing is written then.
pub(super) async fn commit(
    app: &App,
    conn: &mut Conn,
    hop: &Hop,
    drafted: usize,
    profile: &Profile,
    now: DateTime<Utc>,
) -> anyhow::Result<Told> {
    let records = records(conn, hop).await?;
    let draft = records.draft(drafted).context("the draft is not there")?;
    let phone = phone::id_of(conn, &app.phones, &hop.phone).await?;
    match draft {
        Draft::Waiting { product, place } => {
            waiting::add(conn, phone, *product, *place, now).await?;
            return Ok(Told::Done);
        }
        Draft::NoneReport { facility, product } => {
            none_report::add(conn, *facility, *product, phone, now).await?;
            return Ok(Told::Done);
        }
        Draft::Register { facility, name } => {
            let asked = Registration {
                phone_id: phone,
                name,
                facility_id: *facility,
                language: profile.language.as_deref(),
            };
            let before = staff::of_phone(conn, phone).await?;
            let registered = register(conn, asked, now).await;
            if let Ok(person) = &registered {
                joins::asked(app, conn, before.as_ref(), person, now).await?;
            }
            return done(registered.map(drop));
        }
        Draft::Consent { what, words } => {
            let agreed = Agreed {
                phone_id: phone,
                language: profile.language.as_deref(),
                place_id: profile.place,
                what: &[what.to_string()],
                at: now,
                words,
                channel: "ussd",
            };
            consent::agree(conn, &agreed).await?;
            return Ok(Told::Done);
        }
        Draft::Withdraw(what) => {
            consent::withdraw(conn, phone, what.as_deref(), now).await?;
            return Ok(Told::Done);
        }
        _ => {}
    }
    // Held to the end, so that nobody is let out while they write; and in this call they
    // told their PIN.
    let Some(person) = held(app, conn, hop, &records).await? else {
        return Ok(Told::Cannot(Cannot::NotAllowed));
    };
    match draft {
        Draft::Report { .. } => report(conn, &person, draft, now).await,
        Draft::Undo { report, .. } => undo(conn, &person, *report, now).await,
        Draft::LetIn {
            person: about,
            facility,
            granted,
            ..
        } => {
            let who = (*about, *facility);
            let decided = decide_registration(conn, person.id, who, *granted, now).await;
            if let Ok(asked) = &decided {
                joins::decided(app, conn, asked, (*facility, *granted), now).await?;
            }
            done(decided.map(drop))
        }
        Draft::NewPhone(new) => match moves::ask(app, conn, &person, new.id, now).await {
            Err(NotDone::Refused(Refusal::PhoneTaken | Refusal::Already)) => {
                Ok(Told::Cannot(Cannot::PhoneTaken))
            }
            asked => done(asked),
        },
        Draft::Move { phone, granted, .. } => {
            done(moves::decide(app, conn, person.id, (phone.id, *granted), now).await)
        }
        Draft::List { facility, listed } => done(
            list_facility(conn, person.id, *facility, *listed)
                .await
                .map(drop),
        ),
        Draft::Cast { .. } | Draft::Decide { .. } | Draft::Change { .. } => {
            cast::commit(app, conn, person, draft).await
        }
        Draft::Waiting { .. }
        | Draft::NoneReport { .. }
        | Draft::Register { .. }
        | Draft::Consent { .. }
        | Draft::Withdraw(_) => Ok(Told::Done),
    }
}

/// Whoever told their PIN in this call, held to the end of the transaction.
pub(super) async fn held(
    app: &App,
    conn: &mut Conn,
    hop: &Hop,
    records: &Records,
) -> anyhow::Result<Option<Staff>> {
    let phone = phone::id_of(conn, &app.phones, &hop.phone).await?;
    let found = match person(app, conn, hop).await? {
        Some(found) if records.logged_in(found.id) => staff::hold(conn, found.id).await?,
        _ => None,
    };
    Ok(found.filter(|person| person.phone_id == phone))
}

fn done(outcome: Result<(), NotDone>) -> anyhow::Result<Told> {
    match outcome {
        Ok(()) => Ok(Told::Done),
        Err(NotDone::Refused(Refusal::NotOpen | Refusal::NoFacility)) => {
            Ok(Told::Cannot(Cannot::NotOpen))
        }
        Err(NotDone::Refused(_)) => Ok(Told::Cannot(Cannot::NotAllowed)),
        Err(NotDone::Query(error)) => Err(error.into()),
    }
}

async fn report(
    conn: &mut Conn,
    person: &Staff,
    draft: &Draft,
    now: DateTime<Utc>,
) -> anyhow::Result<Told> {
    let Draft::Report {
        facility,
        product,
        entry,
        quantity,
        expires,
        far,
        ..
    } = draft
    else {
        return Ok(Told::Cannot(Cannot::NotOpen));
    };
    if decide::does_at(person, Action::ReportStock, *facility).is_err() {
        return Ok(Told::Cannot(Cannot::NotAllowed));
    }
    let source = Source {
        staff: Some(person.id),
        facility: *facility,
        channel: Channel::Ussd,
        inbound: None,
        at: now,
        so_at: now,
    };
    let item = Item {
        product: *product,
        kind: entry.kind(),
        quantity: *quantity,
        reason: entry.reason().into(),
        batch: "".into(),
        expires_on: *expires,
    };
    let booked = book::book(conn, source, &[item]).await?;
    let (_, moved) = booked
        .items
        .into_iter()
        .next()
        .context("it was not booked")?;
    if moved.is_ok() {
        // What they were asked about it by SMS has been told.
        question::close_about(conn, person.phone_id, (*facility, &[*product]), now).await?;
    }
    Ok(match moved {
        Ok(moved) => Told::Draft(Draft::Report {
            facility: *facility,
            product: *product,
            entry: *entry,
            quantity: *quantity,
            expires: *expires,
            before: moved.before.map(Before::from),
            far: *far,
            now: moved.now.map(|now| now.quantity),
        }),
        Err(impossible) => Told::Cannot(why_not(impossible)),
    })
}

async fn undo(
    conn: &mut Conn,
    person: &Staff,
    report: i64,
    now: DateTime<Utc>,
) -> anyhow::Result<Told> {
    if !person.may(Action::UndoReport) {
        return Ok(Told::Cannot(Cannot::NotAllowed));
    }
    let undone = book::undo_this(conn, person.id, report, Channel::Ussd, now).await?;
    Ok(match undone {
        Undone::Nothing => Told::Cannot(Cannot::NotOpen),
        Undone::Needed(product) => Told::Cannot(Cannot::Needed(product)),
        Undone::Done(facility, moved) => {
            let line = |(product, moved): &(i64, book::Moved)| Line {
                id: *product,
                units: moved.now.map(|now| now.quantity),
                ..Line::default()
            };
            Told::Draft(Draft::Undo {
                report,
                facility,
                lines: moved.iter().map(line).collect(),
            })
        }
    })
}

/// Keeps which of their facilities somebody's reports are for.
///
/// # Errors
/// If the database does not answer.
pub(super) async fn workplace(
    app: &App,
    conn: &mut Conn,
    hop: &Hop,
    facility: i64,
) -> anyhow::Result<Told> {
    let kept = match person(app, conn, hop).await? {
        Some(person) => staff::remember_facility(conn, person.id, facility).await?,
        None => false,
    };
    Ok(if kept {
        Told::Done
    } else {
        Told::Cannot(Cannot::NotAllowed)
    })
}
