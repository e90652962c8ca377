//! What a night learns before it says anything: from some stocks, taken by chance and always the same, how wrong models
//! are and what runs out. It is kept, so that all parts of a night, and whoever asks for one stock by day, go by the same.

use std::collections::HashMap;

use anyhow::Context as _;
use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Known, cleaned_of, setting};
use crate::db::Conn;
use crate::forecasts::VERSION;
use crate::forecasts::history::Calendar;
use crate::forecasts::models::Model;
use crate::forecasts::outlook::Learned;
use crate::forecasts::parallel::{self, in_turn};
use crate::forecasts::series::Frequency;
use crate::forecasts::shortage::Row;
use crate::forecasts::shortage::record::{Proven, Written, past};
use crate::models::ledger::said::{self, Stock};
use crate::models::ledger::written;
use crate::models::lesson;

/// Stocks that are learned from, at most.
const STOCKS: i64 = 2_000;

/// Stocks that are read at once.
const AT_ONCE: usize = 50;

/// How long a stock must have been known to be learned from.
const KNOWN_FOR: TimeDelta = TimeDelta::days(60);

/// What was learned is good for so many months.
const GOOD: Months = Months::new(1);

/// What was learned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lessons {
    /// Of how much is used.
    pub learned: Learned,
    /// Of what runs out, where enough did.
    pub proven: Option<Proven>,
}

impl Lessons {
    /// What is learned for a date, once: whoever comes later reads it.
    ///
    /// # Errors
    /// If the database does not answer.
    pub(super) async fn of(
        conn: &mut Conn,
        calendar: Calendar,
        date: NaiveDate,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Self> {
        if let Some(kept) = Self::kept(conn, calendar, (date, date)).await? {
            return Ok(kept);
        }
        let stocks = said::sample(conn, now - KNOWN_FOR, STOCKS).await?;
        let mut looked = Looked::default();
        for stocks in stocks.chunks(AT_ONCE) {
            let known = Known::read(conn, stocks, calendar, date).await?;
            let written = in_turn(written::of(conn, stocks)).await?;
            let stocks = stocks.to_vec();
            let looking = move || looked.at(known, &written, &stocks);
            looked = tokio::task::spawn_blocking(looking).await?;
        }
        let learning = move || serde_json::to_value(looked.learn(calendar.frequency));
        let lessons = tokio::task::spawn_blocking(learning).await??;
        let frequency = calendar.frequency.as_str();
        lesson::put(conn, frequency, VERSION, date, &lessons, now).await?;
        // As whoever comes later reads it, to the last digit.
        let kept = Self::kept(conn, calendar, (date, date)).await?;
        kept.context("what was learned is not kept")
    }

    /// What was learned last, if that is not long ago; else what is learned now.
    ///
    /// # Errors
    /// If the database does not answer.
    pub(super) async fn latest(
        conn: &mut Conn,
        calendar: Calendar,
        date: NaiveDate,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Self> {
        match Self::last(conn, calendar, date).await? {
            Some(lessons) => Ok(lessons),
            None => Self::of(conn, calendar, date, now).await,
        }
    }

    /// What was learned last as of a date, if that is not long before.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn last(
        conn: &mut Conn,
        calendar: Calendar,
        date: NaiveDate,
    ) -> anyhow::Result<Option<Self>> {
        let since = date.checked_sub_months(GOOD).unwrap_or(date);
        Self::kept(conn, calendar, (since, date)).await
    }

    async fn kept(
        conn: &mut Conn,
        calendar: Calendar,
        dates: (NaiveDate, NaiveDate),
    ) -> anyhow::Result<Option<Self>> {
        let frequency = calendar.frequency.as_str();
        let Some(kept) = lesson::last(conn, frequency, VERSION, dates).await? else {
            return Ok(None);
        };
        match serde_json::from_value(kept) {
            Ok(lessons) => Ok(Some(lessons)),
            Err(error) => {
                // Else no night could go on before they are too old.
                tracing::error!(%error, "what was learned cannot be read, and is learned again: {error}");
                lesson::forget(conn, frequency, VERSION, dates).await?;
                Ok(None)
            }
        }
    }
}

/// What is learned from.
#[derive(Debug, Default)]
struct Looked {
    cleaned: Vec<Vec<Option<f64>>>,
    barred: Vec<Option<Model>>,
    rows: Vec<Row>,
}

impl Looked {
    /// Looks at more stocks.
    fn at(
        mut self,
        mut known: Known,
        written: &HashMap<Stock, Vec<Written>>,
        stocks: &[Stock],
    ) -> Self {
        let frequency = known.calendar.frequency;
        let mut all = Vec::new();
        for (stock, series, _) in known.in_use(stocks) {
            if let Some(values) = cleaned_of(&series, frequency) {
                all.push((self.cleaned.len(), stock));
                self.cleaned.push(values);
                self.barred.push(known.barred.get(&stock).copied());
            }
        }
        let rows = parallel::map(&all, |(at, stock)| {
            let written = written.get(stock).map_or(&[][..], Vec::as_slice);
            past(*at, written, known.today, |then, moment| {
                known.wrote(*stock, then, moment)
            })
        });
        self.rows.extend(rows.into_iter().flatten());
        self
    }

    /// Takes a core for a while.
    fn learn(self, frequency: Frequency) -> Lessons {
        Lessons {
            learned: Learned::of(&self.cleaned, &self.barred, setting(frequency)),
            proven: Proven::of(&self.rows),
        }
    }
}
