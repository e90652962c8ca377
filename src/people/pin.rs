//! PINs: chosen, tried, and locked after wrong ones.
//!
//! A try is compared outside of any transaction, because a comparison takes
//! tens of milliseconds, and settled in a short one that holds the person's
//! row: so every wrong try counts, however many come at once, and a right one
//! that comes while others lock the row is refused.

pub mod hash;
pub mod lock;
pub mod rule;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncConnection as _;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Secret;
use crate::db::{Conn, Db, DbError};
use crate::models::staff::pin::{self as row, PinRow};
use crate::people::role::State;

pub use hash::Hasher;
pub use lock::{Tally, Tried, Try};
pub use rule::{Pin, Weak};

/// Why a PIN could be neither tried nor chosen.
#[derive(Debug, thiserror::Error)]
pub enum PinError {
    /// The database did not answer.
    #[error(transparent)]
    Db(#[from] DbError),
    /// It could not be hashed, or what the record holds is no hash.
    #[error(transparent)]
    Hash(#[from] hash::HashError),
    /// The process is ending.
    #[error("a PIN was not tried to the end: {0}")]
    CutOff(#[from] tokio::task::JoinError),
}

impl From<diesel::result::Error> for PinError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Db(error.into())
    }
}

/// A try that was compared, and with what.
#[derive(Debug)]
pub struct Compared {
    staff_id: i64,
    with: Secret,
    right: bool,
}

/// Tries a PIN for the person of a phone. A try that has begun is counted even
/// where nobody waits for its answer any more: hanging up makes none free.
///
/// # Errors
/// If the database does not answer. Nobody is let in then.
pub async fn try_pin(app: &App, phone_id: i64, pin: Pin) -> Result<Tried, PinError> {
    let (db, hasher, clock) = (app.db.clone(), app.pins.clone(), app.clock.clone());
    try_over(db, hasher, clock, phone_id, pin).await
}

/// Compares a PIN that counts with what the caller goes on to keep in a transaction of its own:
/// that is to begin with [`settled`].
///
/// # Errors
/// If the database does not answer.
pub async fn compared(
    app: &App,
    phone_id: i64,
    pin: Pin,
) -> Result<Result<Compared, Tried>, PinError> {
    compare(&app.db, &app.pins, &*app.clock, phone_id, pin).await
}

/// What came of a try that was compared, counted in the caller's transaction.
///
/// # Errors
/// If the database does not answer.
pub async fn settled(
    conn: &mut Conn,
    app: &App,
    compared: &Result<Compared, Tried>,
) -> QueryResult<Tried> {
    match compared {
        Ok(compared) => settle(conn, &*app.clock, compared).await,
        Err(refused) => Ok(*refused),
    }
}

/// As [`try_pin`], for a command that is no service.
///
/// # Errors
/// As [`try_pin`].
pub async fn try_over(
    db: Db,
    hasher: Hasher,
    clock: Arc<dyn Clock>,
    phone_id: i64,
    pin: Pin,
) -> Result<Tried, PinError> {
    let trying = tokio::spawn(async move {
        let compared = match compare(&db, &hasher, &*clock, phone_id, pin).await? {
            Ok(compared) => compared,
            Err(refused) => return Ok(refused),
        };
        let mut conn = db.get().await?;
        let settled = conn
            .transaction(async |conn| settle(conn, &*clock, &compared).await)
            .await?;
        Ok(settled)
    });
    trying.await?
}

/// Compares a PIN with the one in the record, unless it is refused unseen.
async fn compare(
    db: &Db,
    hasher: &Hasher,
    clock: &dyn Clock,
    phone_id: i64,
    pin: Pin,
) -> Result<Result<Compared, Tried>, PinError> {
    // The connection goes back before the hash begins.
    let found = row::of_phone(&mut *db.get().await?, phone_id).await?;
    let Some(row) = found else {
        return Ok(Err(Tried::Nobody));
    };
    let with = match open(&row, clock.now()) {
        Ok(with) => with.clone(),
        Err(refused) => return Ok(Err(refused)),
    };
    let right = hasher.is(row.staff_id, pin, with.clone()).await?;
    Ok(Ok(Compared {
        staff_id: row.staff_id,
        with,
        right,
    }))
}

/// Settles a try in the caller's transaction, by what the row is now.
async fn settle(conn: &mut Conn, clock: &dyn Clock, compared: &Compared) -> QueryResult<Tried> {
    let Some(row) = row::hold(conn, compared.staff_id).await? else {
        return Ok(Tried::Nobody);
    };
    let (tally, tried) = judged(&row, compared, clock.now());
    if tally != row.tally {
        row::keep_tally(conn, row.staff_id, tally).await?;
    }
    Ok(tried)
}

/// The hash that a try at `now` may be compared with, or what to answer where
/// none may be.
fn open(row: &PinRow, now: DateTime<Utc>) -> Result<&Secret, Tried> {
    if row.state != State::Active {
        return Err(Tried::Nobody);
    }
    let hash = row.hash.as_ref().ok_or(Tried::NoPin)?;
    match row.tally.locked(now) {
        Some(until) => Err(Tried::Locked(until)),
        None => Ok(hash),
    }
}

/// The tally after a try, and what to answer, by what the row has become while
/// it was compared. A PIN that is new since then is another PIN.
fn judged(row: &PinRow, compared: &Compared, now: DateTime<Utc>) -> (Tally, Tried) {
    match (row.state, &row.hash) {
        (State::Active, Some(hash)) => {
            let same = compared.right && *hash == compared.with;
            let tried = if same { Try::Right } else { Try::Wrong };
            row.tally.after(tried, now)
        }
        (State::Active, None) => (row.tally, Tried::NoPin),
        (State::Waiting | State::Disabled, _) => (row.tally, Tried::Nobody),
    }
}

/// Keeps a person's first PIN, or the first since theirs was taken away; false
/// where they have one, or no longer work with the record. It is no log-in.
///
/// # Errors
/// If the database does not answer.
pub async fn choose_pin(app: &App, staff_id: i64, pin: Pin) -> Result<bool, PinError> {
    let hash = app.pins.hash(staff_id, pin).await?;
    Ok(row::choose(&mut *app.db.get().await?, staff_id, &hash).await?)
}
