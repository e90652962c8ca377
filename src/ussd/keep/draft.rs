//! Drafts, completed by what the record knows: what was there before a report, what a
//! taking back takes back. What cannot be is told at once, and nothing is kept of it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{Place, ask, cast, person, records, row};
use crate::app::App;
use crate::db::Conn;
use crate::models::staff::Staff;
use crate::models::{facility, phone, report, staff, subscriber};
use crate::people::role::Action;
use crate::people::staff::decide;
use crate::sms::grammar::{self, Context, Why};
use crate::sms::stock::word_of;
use crate::stock::book::UNDO;
use crate::stock::judge;
use crate::stock::ledger::{Impossible, Said, after};
use crate::ussd::desk::{Before, Cannot, Entry, Told};
use crate::ussd::records::Record;
use crate::ussd::state::{Draft, State};

/// Completes a draft and keeps it, or what speaks against it.
///
/// # Errors
/// If the database does not answer.
pub(super) async fn keep(
    app: &App,
    place: Place<'_>,
    draft: &Draft,
    state: &State,
) -> anyhow::Result<Told> {
    let mut conn = app.db.get().await?;
    if let Draft::Cast { .. } = draft {
        // It is kept by the transaction that writes it down.
        return match cast::preview(app, &mut conn, place, draft, state).await? {
            Ok(draft) => Ok(Told::Draft(draft)),
            Err(cannot) => refuse(&mut conn, place, cannot, state).await,
        };
    }
    let completed = complete(app, &mut conn, place, draft, state).await?;
    let draft = match completed {
        Ok(draft) => draft,
        Err(cannot) => return refuse(&mut conn, place, cannot, state).await,
    };
    let made = row(place, state.position, &Record::Draft(draft.clone()))?;
    if made.insert(&mut conn).await? {
        return Ok(Told::Draft(draft));
    }
    let kept = records(&mut conn, place.hop).await?;
    let kept = kept.draft(state.position).cloned();
    Ok(Told::Draft(kept.unwrap_or(draft)))
}

/// Keeps what speaks against a draft.
async fn refuse(
    conn: &mut Conn,
    place: Place<'_>,
    cannot: Cannot,
    state: &State,
) -> anyhow::Result<Told> {
    let made = row(place, state.position, &Record::Refused(cannot))?;
    if made.insert(conn).await? {
        return Ok(Told::Cannot(cannot));
    }
    let kept = records(conn, place.hop).await?;
    let kept = kept.refused(state.position).unwrap_or(cannot);
    Ok(Told::Cannot(kept))
}

async fn complete(
    app: &App,
    conn: &mut Conn,
    place: Place<'_>,
    draft: &Draft,
    state: &State,
) -> anyhow::Result<Result<Draft, Cannot>> {
    let now = app.clock.now();
    match draft {
        Draft::Waiting { .. } | Draft::NoneReport { .. } | Draft::Withdraw(_) => {
            return Ok(Ok(draft.clone()));
        }
        Draft::Consent { .. } => {
            let stopped = match phone::find(conn, &app.phones, &place.hop.phone).await? {
                Some(phone) => subscriber::stopped_at(conn, phone).await?,
                None => None,
            };
            // Whoever wants no messages says first that they do again.
            return Ok(match stopped {
                Some(_) => Err(Cannot::Stopped),
                None => Ok(draft.clone()),
            });
        }
        Draft::Register { facility, .. } => {
            let known = match phone::find(conn, &app.phones, &place.hop.phone).await? {
                Some(phone) => staff::of_phone(conn, phone).await?,
                None => None,
            };
            let there = !facility::read_some(conn, &[*facility]).await?.is_empty();
            let may = decide::registers(known.as_ref()).is_ok();
            return Ok(match (may, there) {
                (true, true) => Ok(draft.clone()),
                (false, _) => Err(Cannot::NotAllowed),
                (_, false) => Err(Cannot::NotOpen),
            });
        }
        _ => {}
    }
    let person = person(app, conn, place.hop).await?;
    let desk = state.desk.as_ref().map(|desk| desk.staff);
    let Some(person) = person.filter(|person| Some(person.id) == desk) else {
        return Ok(Err(Cannot::NotAllowed));
    };
    if let Draft::Decide { .. } | Draft::Change { .. } = draft {
        return cast::named(app, conn, (&person, state), draft).await;
    }
    let may_at = |action, facility| decide::does_at(&person, action, facility).is_ok();
    Ok(match draft {
        Draft::Report { facility, .. } if may_at(Action::ReportStock, *facility) => {
            reported(app, conn, draft, now).await?
        }
        Draft::Undo { .. } if person.may(Action::UndoReport) => undone(conn, &person, now).await?,
        Draft::LetIn { .. } if person.may(Action::ApproveStaff) => Ok(draft.clone()),
        Draft::Move { .. } if person.may(Action::GrantNewPhone) => Ok(draft.clone()),
        Draft::NewPhone(new) if person.may(Action::AskNewPhone) => {
            match staff::of_phone(conn, new.id).await? {
                Some(_) => Err(Cannot::PhoneTaken),
                None => Ok(draft.clone()),
            }
        }
        Draft::List { facility, .. } if may_at(Action::ListFacility, *facility) => {
            let facility = *facility;
            let known = facility::read_some(conn, &[facility]).await?;
            let listed = known.first().is_some_and(|known| !known.listed);
            Ok(Draft::List { facility, listed })
        }
        _ => Err(Cannot::NotAllowed),
    })
}

/// A report with what was known before, and whether it is far from that.
async fn reported(
    app: &App,
    conn: &mut Conn,
    draft: &Draft,
    now: DateTime<Utc>,
) -> anyhow::Result<Result<Draft, Cannot>> {
    let Draft::Report {
        facility,
        product,
        entry,
        quantity,
        expires,
        ..
    } = draft
    else {
        return Ok(Err(Cannot::NotOpen));
    };
    let mut before = judge::Before::read(conn, *facility, &[*product], now).await?;
    let known = before.known().remove(product);
    let counts = before.counts.remove(product).unwrap_or_default();
    let said = Said {
        kind: entry.kind(),
        quantity: *quantity,
        at: now,
    };
    if let Err(impossible) = after(known, said) {
        return Ok(Err(why_not(impossible)));
    }
    Ok(Ok(Draft::Report {
        facility: *facility,
        product: *product,
        entry: *entry,
        quantity: *quantity,
        expires: *expires,
        before: known.map(Before::from),
        far: is_far(app, *product, *entry, *quantity, counts),
        now: None,
    }))
}

/// Why it cannot be, as it is told.
pub(super) const fn why_not(impossible: Impossible) -> Cannot {
    match impossible {
        Impossible::NeverCounted => Cannot::NeverCounted,
        Impossible::MoreThanThere { there } => Cannot::MoreThanThere(there),
        Impossible::TooMany => Cannot::TooMany,
    }
}

/// Whether a message that says so would be asked about: one rule for both.
fn is_far(app: &App, product: i64, entry: Entry, quantity: u32, counts: Vec<u32>) -> bool {
    let word = word_of(entry.kind());
    let country = app.directory.read();
    let Some(product) = country.product(product) else {
        return false;
    };
    let known = app.catalogue.of(&country);
    let history = HashMap::from([(product.code.clone(), counts)]);
    let context = Context {
        known: &known,
        history: &history,
    };
    let report = grammar::read(&format!("{word} {} {quantity}", product.code), &context);
    report.ask.iter().any(|ask| ask.why == Why::Outlier)
}

/// The last report of somebody, line by line.
async fn undone(
    conn: &mut Conn,
    person: &Staff,
    now: DateTime<Utc>,
) -> anyhow::Result<Result<Draft, Cannot>> {
    let Some(last) = report::last_of(conn, person.id, now - UNDO).await? else {
        return Ok(Err(Cannot::NothingToUndo));
    };
    if decide::does_at(person, Action::UndoReport, last.facility_id).is_err() {
        return Ok(Err(Cannot::NotAllowed));
    }
    Ok(Ok(Draft::Undo {
        report: last.id,
        facility: last.facility_id,
        lines: ask::lines(conn, &[last.id]).await?,
    }))
}
