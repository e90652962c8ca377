//! What is told of messages that went out: delivery reports and opt-outs.
//!
//! Reports come in any order, more than once, and before the answer they
//! belong to. Each is kept first; what it means is looked up from both sides,
//! when a report comes and when an answer does.

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncConnection as _;

use crate::app::App;
use crate::db::{Conn, DbError};
use crate::models::delivery_report::{self, NewReport, Told};
use crate::models::phone::{self, PhoneError};
use crate::models::send;
use crate::models::{bulk_send, outbox, subscriber, unreachable};
use crate::operators::africastalking::report;
use crate::operators::outgoing::{Delivery, DeliveryReport, OptOut};

/// Keeps a delivery report and does what it says. Whatever it says of a
/// message nobody knows is kept all the same.
///
/// # Errors
/// If the database does not answer: then nothing is kept.
pub async fn report(app: &App, report: &DeliveryReport) -> Result<(), DbError> {
    let now = app.clock.now();
    let mut conn = app.db.get().await?;
    let phone_id = match &report.phone {
        Some(number) => phone::find(&mut conn, &app.phones, number).await?,
        None => None,
    };
    let new = NewReport {
        operator_id: &report.operator_id,
        phone_id,
        status: &report.status,
        failure: report.failure.as_deref(),
        network: &report.network,
        at: now,
    };
    conn.transaction(async |conn| {
        send::join_turn(conn).await?;
        delivery_report::add(conn, &new).await?;
        if let Some(phone) = phone_id {
            recognise(conn, &[phone], now).await?;
        }
        settle(conn, std::slice::from_ref(&report.operator_id), now).await
    })
    .await?;
    Ok(())
}

/// Finds the messages that reports of an id unknown to us must be about, of the outbox and of
/// broadcasts; the ids. In the turn of [`send::take_turn`] or [`send::join_turn`].
///
/// # Errors
/// If the database does not answer.
pub async fn recognise(
    conn: &mut Conn,
    phones: &[i64],
    now: DateTime<Utc>,
) -> QueryResult<Vec<String>> {
    let mut ids = send::recognise(conn, phones, now).await?;
    ids.extend(bulk_send::recognise(conn, phones, now).await?);
    Ok(ids)
}

/// Does what was told of some of the operator's messages so far. In the turn
/// of [`send::take_turn`] or [`send::join_turn`].
///
/// # Errors
/// If the database does not answer.
pub async fn settle(
    conn: &mut Conn,
    operator_ids: &[String],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    if operator_ids.is_empty() {
        return Ok(());
    }
    for told in delivery_report::of(conn, operator_ids).await? {
        let delivery = report::delivery(&told.status);
        if delivery == Delivery::Open {
            continue;
        }
        let handed = send::of_operator(conn, &told.operator_id).await?;
        let Some(message) = meant(&handed, told.phone_id, |m| m.phone_id) else {
            if handed.is_empty() {
                settle_bulk(conn, &told, delivery, now).await?;
            }
            continue;
        };
        if delivery == Delivery::Delivered {
            outbox::delivered(conn, message.outbox_id, now).await?;
            continue;
        }
        let said = told.failure.as_deref().unwrap_or(&told.status);
        let stopped = report::is_stopped(said);
        // What was handed over again may still arrive.
        if !message.again {
            let failure = if stopped { outbox::BLACKLISTED } else { said };
            outbox::undelivered(conn, message.outbox_id, failure, now).await?;
        }
        if stopped {
            subscriber::stop(conn, message.phone_id, now).await?;
        }
        if report::is_gone(said) {
            unreachable::mark(conn, &[(message.phone_id, said)], now).await?;
        }
    }
    Ok(())
}

/// As [`settle`], for what a report tells of a broadcast's recipient.
async fn settle_bulk(
    conn: &mut Conn,
    told: &Told,
    delivery: Delivery,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let handed = bulk_send::of_operator(conn, &told.operator_id).await?;
    let Some(to) = meant(&handed, told.phone_id, |to| to.phone_id) else {
        return Ok(());
    };
    if delivery == Delivery::Delivered {
        return bulk_send::delivered(conn, to, now).await;
    }
    let said = told.failure.as_deref().unwrap_or(&told.status);
    let stopped = report::is_stopped(said);
    let failure = if stopped { outbox::BLACKLISTED } else { said };
    bulk_send::undelivered(conn, to, failure, now).await?;
    if stopped {
        subscriber::stop(conn, to.phone_id, now).await?;
    }
    if report::is_gone(said) {
        unreachable::mark(conn, &[(to.phone_id, said)], now).await?;
    }
    Ok(())
}

/// The one of an id's messages that is told of: where it stands for several,
/// the one to that phone.
fn meant<T: Copy>(handed: &[T], phone: Option<i64>, to: impl Fn(&T) -> i64) -> Option<T> {
    match handed {
        [one] => Some(*one),
        many => many.iter().find(|m| Some(to(m)) == phone).copied(),
    }
}

/// Notes that a person wants no more messages but answers.
///
/// # Errors
/// If the database does not answer.
pub async fn opt_out(app: &App, out: &OptOut) -> Result<(), OptOutError> {
    let mut conn = app.db.get().await?;
    let phone = phone::id_of(&mut conn, &app.phones, &out.phone).await?;
    subscriber::stop(&mut conn, phone, app.clock.now()).await?;
    Ok(())
}

/// Why an opt-out was not kept.
#[derive(Debug, thiserror::Error)]
pub enum OptOutError {
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The number could not be kept.
    #[error(transparent)]
    Phone(#[from] PhoneError),
    /// The note could not be kept.
    #[error(transparent)]
    Query(#[from] diesel::result::Error),
}
