//! The night's forecasts: what will be used of every stock, from its ledger.
//!
//! A part is so many stocks, in the order of facility and product. All learn from the same ones, looked at once a night
//! (`lessons.rs`), so that what is said of a stock does not depend on which others are in its part. What a month that is over had used is written beside the forecasts of it, and what
//! follows for who orders ([`follows`]) is kept, the latest of each stock. Once all are done what has no history is given a start (`starts.rs`), and it is seen who is to
//! be told of what (`telling.rs`), whether what was promised before still holds (`drift.rs`), and whether there may be an outbreak (`signals.rs`).

mod drift;
pub mod follows;
pub mod lessons;
mod signals;
mod starts;
mod telling;

use std::collections::{HashMap, HashSet};

use anyhow::Context as _;
use chrono::{DateTime, NaiveDate, Utc};
use diesel_async::AsyncConnection as _;

use super::Worker;
use crate::db::Conn;
use crate::forecasts::VERSION;
use crate::forecasts::conformal::Interval;
use crate::forecasts::history::{Calendar, History, in_order};
use crate::forecasts::models::Model;
use crate::forecasts::outlook::{Learned, Outlook};
use crate::forecasts::parallel::{self, in_turn};
use crate::forecasts::series::{Frequency, Period, Series};
use crate::forecasts::shortage::record::Stood;
use crate::forecasts::trial::Setting;
use crate::models::advice::{self, NewAdvice};
use crate::models::forecast::{self, Actual, Edition, NewForecast};
use crate::models::job::Claimed;
use crate::models::ledger::said::{self, Stock};
use crate::stock::ledger::Said;
use follows::Held;
use lessons::Lessons;

/// Periods that are forecast.
pub const AHEAD: usize = 6;

/// Periods that are over whose use is looked at again: reports may be long on their way.
const LOOKED_AT_AGAIN: usize = 3;

/// What is known of some stocks at the beginning of a period.
#[derive(Debug)]
pub struct Known {
    /// How time is cut.
    calendar: Calendar,
    /// The first period that is not over.
    origin: Period,
    /// When the day began: what is reckoned to it is the same however late it is reckoned.
    today: DateTime<Utc>,
    said: HashMap<Stock, Vec<Said>>,
    /// In which periods, by their first day, facilities wrote down what they gave out.
    wrote: HashSet<(i64, NaiveDate)>,
    /// Which model may not speak for a stock any more, nor any that is not simpler.
    barred: HashMap<Stock, Model>,
}

/// A stock's forecast.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreseen {
    /// Whose stock, of what.
    pub stock: Stock,
    /// What was used, up to the period that is forecast first.
    pub series: Series,
    /// What will be.
    pub outlook: Outlook,
    /// What was said of it, in the order in which it was so.
    pub said: Vec<Said>,
    /// How it stands now.
    pub stood: Option<Stood>,
}

impl Known {
    /// Reads what is known of stocks on a date.
    ///
    /// # Errors
    /// If the database does not answer, or no calendar reaches that date.
    pub async fn read(
        conn: &mut Conn,
        stocks: &[Stock],
        calendar: Calendar,
        date: NaiveDate,
    ) -> anyhow::Result<Self> {
        let origin = calendar.frequency.of(date).context("no such date")?;
        let mut facilities: Vec<i64> = stocks.iter().map(|stock| stock.0).collect();
        facilities.sort_unstable();
        facilities.dedup();
        let (frequency, zone) = (calendar.frequency.as_str(), calendar.zone.name());
        Ok(Self {
            calendar,
            origin,
            today: calendar.begins(date).context("no such date")?,
            said: in_turn(said::of(conn, stocks)).await?,
            wrote: in_turn(said::wrote(conn, &facilities, frequency, zone)).await?,
            barred: in_turn(drift::barred(conn, stocks, date)).await?,
        })
    }

    /// Forecasts every stock that anything was ever used of, in their order, by what was learned. Takes a core for
    /// a while.
    #[must_use]
    pub fn foresee(mut self, stocks: &[Stock], learned: &Learned) -> Vec<Foreseen> {
        let frequency = self.calendar.frequency;
        let mut all = Vec::new();
        let (mut cleaned, mut barred) = (Vec::new(), Vec::new());
        for (stock, series, said) in self.in_use(stocks) {
            if let Some(values) = cleaned_of(&series, frequency) {
                cleaned.push(values);
                barred.push(self.barred.get(&stock).copied());
                all.push((stock, series, said));
            }
        }
        let stood = parallel::map(&all, |(stock, _, said)| {
            Stood::today(said, self.today, |then, known| {
                self.wrote(*stock, then, known)
            })
        });
        let outlooks = learned.forecast(&cleaned, &barred, setting(frequency));
        let foreseen = all.into_iter().zip(stood).zip(outlooks);
        let one = |(((stock, series, said), stood), outlook)| Foreseen {
            stock,
            series,
            outlook,
            said,
            stood,
        };
        foreseen.map(one).collect()
    }

    /// What was used of each stock that anything was ever used of, in their order.
    #[must_use]
    pub fn used(mut self, stocks: &[Stock]) -> Vec<(Stock, Series)> {
        let known = self.in_use(stocks).into_iter();
        known.map(|(stock, series, _)| (stock, series)).collect()
    }

    /// What was used of each stock that anything was ever used of, in their order, and what was said of it.
    fn in_use(&mut self, stocks: &[Stock]) -> Vec<(Stock, Series, Vec<Said>)> {
        let said = |stock: &Stock| {
            let mut said = self.said.remove(stock)?;
            in_order(&mut said);
            Some((*stock, said))
        };
        let said: Vec<(Stock, Vec<Said>)> = stocks.iter().filter_map(said).collect();
        let series = parallel::map(&said, |(stock, said)| {
            let wrote = |period| self.wrote_in(*stock, period);
            let series = History::of(said, self.calendar, self.origin, wrote)?.series("");
            let any = series.told().flatten().any(|used| used > 0.0);
            any.then_some(series)
        });
        let known = said.into_iter().zip(series);
        known
            .filter_map(|((stock, said), series)| Some((stock, series?, said)))
            .collect()
    }

    /// Whether it was known at a moment that a stock's facility wrote down what it gave out in the period that another one before it
    /// lies in. Of a period that was not over then the one before it tells: what is written later in it was not known.
    fn wrote(&self, stock: Stock, then: DateTime<Utc>, known: DateTime<Utc>) -> bool {
        let period = |at| self.calendar.of(at);
        let whole = |(then, known): (Period, Period)| then.min(Period(known.0 - 1));
        let period = period(then).zip(period(known)).map(whole);
        period.is_some_and(|period| self.wrote_in(stock, period))
    }

    fn wrote_in(&self, stock: Stock, period: Period) -> bool {
        let day = self.calendar.frequency.first_day(period);
        day.is_some_and(|day| self.wrote.contains(&(stock.0, day)))
    }
}

/// What is learned from of a series; nothing where none was used while there was stock.
fn cleaned_of(series: &Series, frequency: Frequency) -> Option<Vec<Option<f64>>> {
    let values = series.cleaned(frequency);
    let any = values.iter().flatten().any(|used| *used > 0.0);
    any.then_some(values)
}

/// How stocks are forecast: by all models, six periods ahead.
#[must_use]
pub fn setting(frequency: Frequency) -> Setting<'static> {
    Setting {
        models: &Model::ALL,
        season: frequency.season(),
        horizon: AHEAD,
    }
}

/// What is kept of forecasts.
#[must_use]
pub fn rows(foreseen: &[Foreseen], frequency: Frequency) -> Vec<NewForecast> {
    let mut rows = Vec::with_capacity(foreseen.len() * AHEAD);
    for one in foreseen {
        let model = one.outlook.model(&Model::ALL);
        let ahead = one.outlook.points.iter().zip(&one.outlook.intervals);
        for (at, (point, interval)) in ahead.enumerate() {
            let Some(period) = frequency.first_day(one.series.next().plus(at)) else {
                continue;
            };
            if is_finite(*point, *interval) {
                rows.push(NewForecast {
                    stock: one.stock,
                    period,
                    point: *point,
                    interval: *interval,
                    model: model.clone(),
                });
            }
        }
    }
    rows
}

fn is_finite(point: f64, interval: Interval) -> bool {
    let (of80, of95) = (interval.of80, interval.of95);
    [point, of80.0, of80.1, of95.0, of95.1]
        .iter()
        .all(|figure| figure.is_finite())
}

/// What was used in periods that ended lately, where there was stock throughout.
#[must_use]
pub fn actuals(foreseen: &[Foreseen], frequency: Frequency) -> Vec<Actual> {
    let mut rows = Vec::with_capacity(foreseen.len() * LOOKED_AT_AGAIN);
    for Foreseen { stock, series, .. } in foreseen {
        let over = series.observations.len();
        let used = series.in_stock().enumerate();
        for (at, used) in used.skip(over.saturating_sub(LOOKED_AT_AGAIN)) {
            if let Some(period) = frequency.first_day(series.first.plus(at)) {
                rows.push(Actual {
                    stock: *stock,
                    period,
                    used,
                });
            }
        }
    }
    rows
}

/// What the forecasts of a date have in common.
///
/// # Errors
/// If no calendar reaches that date.
pub fn edition(
    frequency: Frequency,
    date: NaiveDate,
    made_at: DateTime<Utc>,
) -> anyhow::Result<Edition> {
    let origin = frequency.of(date).and_then(|at| frequency.first_day(at));
    Ok(Edition {
        frequency: frequency.as_str(),
        origin: origin.context("no such date")?,
        version: VERSION,
        made_at,
    })
}

/// Forecasts one stock and keeps that; none where nothing was ever used of it. It goes by what the last night
/// learned, or learns where there was none.
///
/// # Errors
/// If the database does not answer.
pub async fn one(
    conn: &mut Conn,
    stock: Stock,
    calendar: Calendar,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<(Foreseen, NewAdvice)>> {
    let date = now.with_timezone(&calendar.zone).date_naive();
    let lessons = Lessons::latest(conn, calendar, date, now).await?;
    let known = Known::read(conn, &[stock], calendar, date).await?;
    let held = Held::read(conn, &[stock], date, now).await?;
    let thinking = move || {
        let foreseen = known.foresee(&[stock], &lessons.learned);
        let advised = held.advise(&foreseen, lessons.proven.as_ref(), calendar.frequency);
        (foreseen, advised)
    };
    let (mut foreseen, mut advised) = tokio::task::spawn_blocking(thinking).await?;
    let kept = Kept::of(&foreseen, calendar.frequency, date, now)?;
    // Who orders is told what follows from months, as at night.
    let told = (calendar.frequency == Frequency::Month).then_some(&*advised);
    conn.transaction(async |conn| kept.put(conn, told).await)
        .await?;
    Ok(foreseen.pop().zip(advised.pop()))
}

/// What is kept of forecasts, their hindsight among them.
#[derive(Debug)]
struct Kept {
    edition: Edition,
    date: NaiveDate,
    rows: Vec<NewForecast>,
    actuals: Vec<Actual>,
}

impl Kept {
    fn of(
        foreseen: &[Foreseen],
        frequency: Frequency,
        date: NaiveDate,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            edition: edition(frequency, date, now)?,
            date,
            rows: rows(foreseen, frequency),
            actuals: actuals(foreseen, frequency),
        })
    }

    async fn put(&self, conn: &mut Conn, advised: Option<&[NewAdvice]>) -> anyhow::Result<()> {
        in_turn(forecast::put(conn, self.edition, &self.rows)).await?;
        in_turn(forecast::hindsight(
            conn,
            self.edition.frequency,
            &self.actuals,
        ))
        .await?;
        if let Some(advised) = advised {
            in_turn(advice::put(conn, self.date, advised)).await?;
        }
        Ok(())
    }
}

/// Forecasts the next stocks of a night; `false` where none were left.
///
/// # Errors
/// If the database does not answer or somebody else has the job: then nothing of it is kept.
pub(super) async fn part(worker: &Worker, job: &mut Claimed) -> anyhow::Result<bool> {
    let date: NaiveDate = job.key.parse().context("the job's key is no date")?;
    let frequency = Frequency::Month;
    let calendar = Calendar {
        frequency,
        zone: worker.zone,
    };
    let mut conn = worker.db.get().await?;
    let stocks = said::next(&mut conn, job.after, worker.at_once).await?;
    let Some(last) = stocks.last().copied() else {
        // All stocks are done: what is to be told of them follows.
        return telling::part(worker, job, date, conn).await;
    };
    let now = worker.clock.now();
    let lessons = Lessons::of(&mut conn, calendar, date, now).await?;
    let known = Known::read(&mut conn, &stocks, calendar, date).await?;
    let held = Held::read(&mut conn, &stocks, date, now).await?;
    drop(conn);
    let items = i64::try_from(stocks.len()).unwrap_or(i64::MAX);
    let thinking = move || {
        let foreseen = known.foresee(&stocks, &lessons.learned);
        let advised = held.advise(&foreseen, lessons.proven.as_ref(), frequency);
        (foreseen, advised)
    };
    let (foreseen, advised) = tokio::task::spawn_blocking(thinking).await?;
    let kept = Kept::of(&foreseen, frequency, date, worker.clock.now())?;
    let mut conn = worker.db.get().await?;
    conn.transaction(async |conn| {
        worker.advance(conn, job, last, items).await?;
        kept.put(conn, Some(&advised)).await
    })
    .await?;
    job.after = last;
    Ok(true)
}
