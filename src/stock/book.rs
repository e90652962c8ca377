//! Reports into the ledger, and taking them back. Each runs in the caller's transaction,
//! one at a time for each facility.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::QueryResult;

use super::judge::{self, Before, Done};
use super::ledger::{EntryKind, Impossible, Known, Said, after, change, follow};
use crate::db::Conn;
use crate::models::ledger::{self, NewEntry};
use crate::models::report::{self, Channel, NewReport, Undoable};
use crate::models::{facility, stock_level};

/// How long a report can be taken back.
pub const UNDO: TimeDelta = TimeDelta::hours(24);

/// One thing that is said of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Of what.
    pub product: i64,
    /// What happened.
    pub kind: EntryKind,
    /// Units.
    pub quantity: u32,
    /// Why, in a few words.
    pub reason: Box<str>,
    /// The batch, where told.
    pub batch: Box<str>,
    /// When it expires, where told.
    pub expires_on: Option<NaiveDate>,
}

/// Who says it, and how.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// Who, where that is one of the people who work with the record.
    pub staff: Option<i64>,
    /// Whose stock.
    pub facility: i64,
    /// How it came.
    pub channel: Channel,
    /// The message it came in.
    pub inbound: Option<i64>,
    /// When it came.
    pub at: DateTime<Utc>,
    /// When it was so: earlier, where it was long on its way.
    pub so_at: DateTime<Utc>,
}

/// What became of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// The report; none where nothing of it could be kept.
    pub report: Option<i64>,
    /// By product, in the order they were said: what was known before and is known now, or
    /// why that cannot be.
    pub items: Vec<(i64, Result<Moved, Impossible>)>,
}

/// A stock before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// What was known before.
    pub before: Option<Known>,
    /// What is known now.
    pub now: Option<Known>,
}

/// Holds a facility's stock as it is until the transaction ends, and tells what is known of
/// it and was said of these products.
///
/// # Errors
/// If the database does not answer.
pub async fn hold(
    conn: &mut Conn,
    facility: i64,
    products: &[i64],
    now: DateTime<Utc>,
) -> QueryResult<Before> {
    Before::hold(conn, facility, products, now).await
}

/// Books what is said of one facility's stock, each product once. What contradicts what is
/// known is left out and told; the rest is kept.
///
/// # Errors
/// If the database does not answer, or a product is named twice.
pub async fn book(conn: &mut Conn, source: Source, items: &[Item]) -> QueryResult<Booked> {
    let products: Vec<i64> = items.iter().map(|item| item.product).collect();
    let before = hold(conn, source.facility, &products, source.at).await?;
    book_held(conn, source, &before, items).await
}

/// As [`book`], of a facility that is held, where every product was asked for.
///
/// # Errors
/// As [`book`], or if a product was not asked for: what is known of it is not known here.
pub async fn book_held(
    conn: &mut Conn,
    source: Source,
    before_all: &Before,
    items: &[Item],
) -> QueryResult<Booked> {
    let mut known = before_all.known();
    let (mut told, mut kept) = (Vec::with_capacity(items.len()), Vec::new());
    for item in items {
        if !before_all.stocks.contains_key(&item.product) {
            return Err(diesel::result::Error::NotFound);
        }
        let before = known.get(&item.product).copied();
        let said = Said {
            kind: item.kind,
            quantity: item.quantity,
            at: source.so_at,
        };
        let moved = after(before, said).map(|now| Moved {
            before,
            now: Some(now),
        });
        if let Ok(Moved { now: Some(now), .. }) = moved {
            known.insert(item.product, now);
            kept.push((item, before, now));
        }
        told.push((item.product, moved));
    }
    if kept.is_empty() {
        return Ok(Booked {
            report: None,
            items: told,
        });
    }
    let entries: Vec<NewEntry<'_>> = kept
        .iter()
        .map(|(item, before, now)| NewEntry {
            product_id: item.product,
            kind: item.kind.as_str(),
            quantity: units(item.quantity),
            change: change(*before, Some(*now)),
            now: Some(*now),
            reason: &item.reason,
            batch: &item.batch,
            expires_on: item.expires_on,
            reverses: None,
        })
        .collect();
    let report = ledger::write(conn, &new_report(source, None), &entries).await?;
    let done: Vec<Done> = kept
        .iter()
        .map(|(item, before, now)| Done {
            product: item.product,
            kind: item.kind,
            before: *before,
            now: Some(*now),
            batch: item.expires_on.map(|expires| (item.quantity, expires)),
        })
        .collect();
    judge::reported(conn, source, report, before_all, &done).await?;
    Ok(Booked {
        report: Some(report),
        items: told,
    })
}

/// What taking back came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undone {
    /// There is nothing to take back.
    Nothing,
    /// It is taken back: the facility, and by product what was known and is known now.
    Done(i64, Vec<(i64, Moved)>),
    /// What was said later of this product counts on it.
    Needed(i64),
}

/// Takes back the last report of somebody that was not taken back yet and is younger than
/// [`UNDO`], as reversing entries; the report itself stays.
///
/// # Errors
/// If the database does not answer.
pub async fn undo(
    conn: &mut Conn,
    staff: i64,
    channel: Channel,
    inbound: Option<i64>,
    at: DateTime<Utc>,
) -> QueryResult<Undone> {
    take_back(conn, (staff, None), channel, inbound, at).await
}

/// As [`undo`], where the last report is still this one: what somebody was shown.
///
/// # Errors
/// If the database does not answer.
pub async fn undo_this(
    conn: &mut Conn,
    staff: i64,
    report: i64,
    channel: Channel,
    at: DateTime<Utc>,
) -> QueryResult<Undone> {
    take_back(conn, (staff, Some(report)), channel, None, at).await
}

/// The last report of somebody, or this one if it is, its facility held: whoever takes back
/// at the same time has done so or waits.
async fn hold_last(
    conn: &mut Conn,
    (staff, this): (i64, Option<i64>),
    since: DateTime<Utc>,
) -> QueryResult<Option<Undoable>> {
    let is_it = |last: &Undoable| this.is_none_or(|this| last.id == this);
    let mut last = report::last_of(conn, staff, since).await?;
    loop {
        let Some(found) = last.filter(is_it) else {
            return Ok(None);
        };
        facility::lock(conn, &[found.facility_id]).await?;
        last = report::last_of(conn, staff, since).await?;
        if last == Some(found) {
            return Ok(last);
        }
    }
}

async fn take_back(
    conn: &mut Conn,
    which: (i64, Option<i64>),
    channel: Channel,
    inbound: Option<i64>,
    at: DateTime<Utc>,
) -> QueryResult<Undone> {
    let Some(last) = hold_last(conn, which, at - UNDO).await? else {
        return Ok(Undone::Nothing);
    };
    let source = Source {
        staff: Some(which.0),
        facility: last.facility_id,
        channel,
        inbound,
        at,
        so_at: at,
    };
    let entries = ledger::of_report(conn, last.id).await?;
    let known = stock_level::known(conn, source.facility).await?;
    let mut moved = Vec::with_capacity(entries.len());
    for entry in &entries {
        let product = entry.product_id;
        let lines = ledger::of_stock(conn, source.facility, product).await?;
        let without = lines.iter().map(|line| {
            let taken_back = line.taken_back || line.id == entry.id;
            (line.said, taken_back)
        });
        let Ok(now) = follow(without) else {
            return Ok(Undone::Needed(product));
        };
        let before = known.get(&product).copied();
        moved.push((product, Moved { before, now }));
    }
    let reversals = entries
        .iter()
        .zip(&moved)
        .map(|(entry, (_, moved))| NewEntry {
            product_id: entry.product_id,
            kind: EntryKind::Reversal.as_str(),
            quantity: entry.quantity,
            change: change(moved.before, moved.now),
            now: moved.now,
            reason: "",
            batch: "",
            expires_on: None,
            reverses: Some(entry.id),
        });
    let reversals: Vec<NewEntry<'_>> = reversals.collect();
    ledger::write(conn, &new_report(source, Some(last.id)), &reversals).await?;
    let gone: Vec<i64> = moved
        .iter()
        .filter(|(_, moved)| moved.now.is_none())
        .map(|(product, _)| *product)
        .collect();
    stock_level::forget(conn, source.facility, &gone).await?;
    let products: Vec<i64> = moved.iter().map(|(product, _)| *product).collect();
    let all = Before::read(conn, source.facility, &products, source.at).await?;
    let done: Vec<Done> = moved
        .iter()
        .map(|(product, moved)| Done {
            product: *product,
            kind: EntryKind::Reversal,
            before: moved.now,
            now: moved.now,
            batch: None,
        })
        .collect();
    judge::reported(conn, source, last.id, &all, &done).await?;
    Ok(Undone::Done(source.facility, moved))
}

fn new_report(source: Source, undoes: Option<i64>) -> NewReport<'static> {
    NewReport {
        facility_id: Some(source.facility),
        staff_id: source.staff,
        channel: source.channel.as_str(),
        inbound_id: source.inbound,
        at: source.at,
        so_at: source.so_at,
        undoes,
    }
}

/// Units as the record keeps them; both are far below what it can hold.
fn units(quantity: u32) -> i32 {
    i32::try_from(quantity).unwrap_or(i32::MAX)
}
