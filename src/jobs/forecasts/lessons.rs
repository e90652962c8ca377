//! What a night learns before it says anything: from some stocks, taken by chance and always the same, how wrong models
//! are and what runs out. It is kept, so that all parts of a night, and whoever asks for one stock by day, go by the same.

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Known, cleaned_of, setting};
use crate::db::Conn;
use crate::forecasts::VERSION;
use crate::forecasts::history::Calendar;
use crate::forecasts::outlook::Learned;
use crate::forecasts::parallel;
use crate::forecasts::shortage::record::{Proven, past};
use crate::models::ledger::said::{self, Stock};
use crate::models::lesson;

/// Stocks that are learned from, at most.
const STOCKS: i64 = 2_000;

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
        Self::since(conn, calendar, (date, date), now).await
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
        let since = date.checked_sub_months(GOOD).unwrap_or(date);
        Self::since(conn, calendar, (since, date), now).await
    }

    async fn since(
        conn: &mut Conn,
        calendar: Calendar,
        (since, date): (NaiveDate, NaiveDate),
        now: DateTime<Utc>,
    ) -> anyhow::Result<Self> {
        let frequency = calendar.frequency.as_str();
        let kept = lesson::last(conn, frequency, VERSION, (since, date)).await?;
        if let Some(kept) = kept {
            return Ok(serde_json::from_value(kept)?);
        }
        let stocks = said::sample(conn, now - KNOWN_FOR, STOCKS).await?;
        let known = Known::read(conn, &stocks, calendar, date).await?;
        let learning = move || serde_json::to_value(Self::from(known, &stocks));
        let lessons = tokio::task::spawn_blocking(learning).await??;
        lesson::put(conn, frequency, VERSION, date, &lessons, now).await?;
        // As whoever comes later reads it, to the last digit.
        let kept = lesson::last(conn, frequency, VERSION, (date, date)).await?;
        Ok(serde_json::from_value(kept.unwrap_or(lessons))?)
    }

    /// Learns from stocks. Takes a core for a while.
    fn from(mut known: Known, stocks: &[Stock]) -> Self {
        let frequency = known.calendar.frequency;
        let (mut cleaned, mut barred, mut all) = (Vec::new(), Vec::new(), Vec::new());
        for (stock, series, said) in known.in_use(stocks) {
            if let Some(values) = cleaned_of(&series, frequency) {
                cleaned.push(values);
                barred.push(known.barred.get(&stock).copied());
                all.push((all.len(), stock, said));
            }
        }
        let rows = parallel::map(&all, |(at, stock, said)| {
            past(*at, said, known.tonight, |moment| {
                known.wrote(*stock, moment)
            })
        });
        Self {
            learned: Learned::of(&cleaned, &barred, setting(frequency)),
            proven: Proven::of(&rows.concat()),
        }
    }
}
