//! One file a table: the row and every query on it. Only here is `schema` named.

use std::str::FromStr;

use diesel::{QueryResult, QueryableByName, result::Error, sql_types::BigInt};

pub mod advice;
pub mod alert;
pub mod audience;
pub mod audit;
pub mod broadcast;
mod budget;
pub mod bulk_batch;
pub mod bulk_send;
mod cached;
pub mod case_count;
pub mod change;
pub mod channel_rate;
pub mod consent;
pub mod delivery_report;
pub mod drift;
pub mod facility;
pub mod fan_out;
pub mod forecast;
pub mod inbound;
pub mod job;
pub mod ledger;
pub mod lesson;
pub mod lock;
pub mod lookalike;
pub mod menu_version;
pub mod none_report;
pub mod notice;
pub mod outbox;
pub mod phone;
pub mod phone_change;
pub mod place;
pub mod product;
pub mod product_name;
pub mod question;
pub mod reminder;
pub mod report;
pub mod send;
pub mod session_record;
pub mod signal;
pub mod staff;
pub mod stock_level;
pub mod subscriber;
pub mod token;
pub mod unmet;
pub mod unreachable;
pub mod waiting;

/// What became of the rows of one upsert.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Rows that were not there.
    pub new: u64,
    /// Rows that were there and said something else.
    pub changed: u64,
    /// Rows that were there, just so.
    pub unchanged: u64,
}

#[derive(QueryableByName)]
struct Counts {
    #[diesel(sql_type = BigInt)]
    new: i64,
    #[diesel(sql_type = BigInt)]
    changed: i64,
}

/// The counts of an upsert of `rows` rows whose last statement counts what it wrote.
fn counted(counts: QueryResult<Counts>, rows: usize) -> QueryResult<Written> {
    let counts = counts?;
    let new = u64::try_from(counts.new).unwrap_or_default();
    let changed = u64::try_from(counts.changed).unwrap_or_default();
    let rows = u64::try_from(rows).unwrap_or(u64::MAX);
    Ok(Written {
        new,
        changed,
        unchanged: rows.saturating_sub(new + changed),
    })
}

/// A word of a closed list, as the record writes it.
fn word<T>(text: &str) -> QueryResult<T>
where
    T: FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    text.parse()
        .map_err(|error| Error::DeserializationError(Box::new(error)))
}
