//! What was used of a stock, from its transactions in the ledger. Pure.
//!
//! What is given out is use, and so is what a count finds less than was thought to be
//! there: somebody had it who was not written down. Such use is spread evenly over the time
//! since the count before, as far as there was stock. What was lost, put right or sent to
//! another facility is no use. Where a count finds more than was thought to be there and
//! nothing is known to have been given out, nobody knows what was used since the count before.
//!
//! A period is known as far as it lies between two counts, or as a facility that writes down
//! what it gives out wrote down something; the rest of it is taken to be like that part. One
//! of which little is known is a gap. Days without stock are those of which the balance
//! was 0.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;

use super::series::{Frequency, Observation, Period, Series};
use crate::stock::ledger::{EntryKind, Impossible, Known, Said, after};

/// How much of a period must be known for it to say anything.
const LEAST_KNOWN: f64 = 2.0 / 3.0;

/// Years that are looked back at, at most.
const YEARS: usize = 10;

/// How time is cut into periods: as the people served count their days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// How long a period is.
    pub frequency: Frequency,
    /// The zone of their clocks.
    pub zone: Tz,
}

impl Calendar {
    /// The period a moment lies in.
    #[must_use]
    pub fn of(self, at: DateTime<Utc>) -> Option<Period> {
        self.frequency.of(at.with_timezone(&self.zone).date_naive())
    }

    /// When a period begins.
    #[must_use]
    pub fn starts(self, period: Period) -> Option<DateTime<Utc>> {
        self.begins(self.frequency.first_day(period)?)
    }

    /// When a day begins.
    #[must_use]
    pub fn begins(self, day: NaiveDate) -> Option<DateTime<Utc>> {
        let midnight = day.and_time(NaiveTime::MIN);
        let local = |time| self.zone.from_local_datetime(&time).earliest();
        // Where clocks go forward at midnight, there is none.
        let start = local(midnight).or_else(|| local(midnight + TimeDelta::hours(1)))?;
        Some(start.with_timezone(&Utc))
    }
}

/// What is known of one period of a stock.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Span {
    /// Units used, as far as it is known.
    pub used: f64,
    /// Units that came, from a supplier or from another facility.
    pub received: f64,
    /// Units a count found beyond what was thought to be there: nobody wrote down where they came from.
    pub found: f64,
    /// Units at its beginning.
    pub opening: Option<f64>,
    /// Units at its end.
    pub closing: Option<f64>,
    /// Days without stock.
    pub days_out: f64,
    /// What part of it is known, from 0 to 1.
    pub known: f64,
}

impl Span {
    /// Units used, as if all of it were like the part that is known; nothing where too little is.
    #[must_use]
    pub fn used(&self) -> Option<f64> {
        (self.known >= LEAST_KNOWN).then(|| self.used / self.known)
    }
}

/// Puts what was said into the order in which it was so: reports may be long on their way, and what matters is not when they came.
pub fn in_order(said: &mut [Said]) {
    said.sort_by_key(|said| said.at);
}

/// How long a month is that is none of the calendar's: whole days, so that each ends at the same time of day.
pub(super) const THIRTY: TimeDelta = TimeDelta::days(30);

/// A stock's periods, from the one of its first transaction on.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// The first.
    pub first: Period,
    /// One a period, none left out.
    pub spans: Vec<Span>,
}

impl History {
    /// Follows a stock's transactions, without those that were taken back and in the order in which it was so, to the beginning of
    /// the period `until`. `wrote` says whether the facility wrote down in a period that it gave out
    /// something, whatever it was. Nothing where the stock was not heard of before.
    #[must_use]
    pub fn of(
        said: &[Said],
        calendar: Calendar,
        until: Period,
        wrote: impl Fn(Period) -> bool,
    ) -> Option<Self> {
        let longest = i32::try_from(YEARS * calendar.frequency.season()).unwrap_or(i32::MAX);
        let earliest = calendar.of(said.first()?.at)?;
        let first = earliest.max(Period(until.0.saturating_sub(longest)));
        let starts = (first.0..=until.0)
            .map(|period| calendar.starts(Period(period)))
            .collect::<Option<Vec<_>>>()?;
        let walk = Walk::through(starts, said)?;
        Some(Self {
            first,
            spans: walk.end(|at| wrote(first.plus(at))),
        })
    }

    /// The spans of so many months of thirty days until a moment, from what was so until it, of
    /// `said` in the order in which it was so. `wrote` says whether the facility wrote down that it gave out something
    /// in the period that a moment lies in. Nothing where the stock was not heard of before.
    #[must_use]
    pub fn until(
        said: &[Said],
        end: DateTime<Utc>,
        months: i32,
        wrote: impl Fn(DateTime<Utc>) -> bool,
    ) -> Option<Vec<Span>> {
        let said = said.get(..said.partition_point(|said| said.at <= end))?;
        let month = |back: i32| end - THIRTY * back;
        let starts = (0..=months).rev().map(month).collect();
        let walk = Walk::through(starts, said)?;
        let middle = |at: usize| {
            let back = i32::try_from(at).ok()?.checked_add(1)?;
            Some(month(months - back) - THIRTY / 2)
        };
        Some(walk.end(|at| middle(at).is_some_and(&wrote)))
    }

    /// As a series; gaps where too little is known.
    #[must_use]
    pub fn series(&self, id: &str) -> Series {
        let observation = |span: &Span| {
            Some(Observation {
                used: span.used()?,
                stock_end: span.closing,
                days_out: Some(span.days_out),
            })
        };
        Series {
            id: id.into(),
            first: self.first,
            observations: self.spans.iter().map(observation).collect(),
        }
    }
}

/// What is summed up of a period.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    span: Span,
    /// Seconds between counts.
    counted: f64,
    /// Whether units were given out.
    issued: bool,
}

/// A walk through a stock's time.
struct Walk {
    /// When periods begin, and when the last one ends.
    starts: Vec<DateTime<Utc>>,
    sums: Vec<Sum>,
    /// When the stock was first heard of.
    began: DateTime<Utc>,
    /// How far the walk is.
    at: DateTime<Utc>,
    known: Option<Known>,
    /// When it was last counted, or first heard of.
    sight: DateTime<Utc>,
    /// From when to when there was stock since.
    stocked: Vec<(DateTime<Utc>, DateTime<Utc>)>,
    /// Whether units were given out since.
    issued: bool,
}

impl Walk {
    /// From the first thing that was said to the last.
    fn through(starts: Vec<DateTime<Utc>>, said: &[Said]) -> Option<Self> {
        let began = said.first()?.at;
        let periods = starts.len().checked_sub(1).filter(|periods| *periods > 0)?;
        let mut walk = Self {
            starts,
            sums: vec![Sum::default(); periods],
            began,
            at: began,
            known: None,
            sight: began,
            stocked: Vec::new(),
            issued: false,
        };
        for said in said {
            walk.go(*said);
        }
        Some(walk)
    }

    /// Lets time pass with what is there.
    fn pass(&mut self, to: DateTime<Utc>) {
        let Some(known) = self.known.filter(|_| to > self.at) else {
            self.at = self.at.max(to);
            return;
        };
        let units = f64::from(known.quantity);
        let from = self.at;
        for (sum, (start, end)) in touched(&mut self.sums, &self.starts, (from, to)) {
            let out = seconds(overlap((from, to), (start, end)));
            if known.quantity == 0 {
                sum.span.days_out += out / 86_400.0;
            }
            if from <= start && start < to {
                sum.span.opening = Some(units);
            }
            if from < end && end <= to {
                sum.span.closing = Some(units);
            }
        }
        if known.quantity > 0 {
            self.stocked.push((from, to));
        }
        self.at = to;
    }

    fn go(&mut self, said: Said) {
        self.pass(said.at);
        let units = f64::from(said.quantity);
        match said.kind {
            EntryKind::Count => self.counted(said.quantity),
            EntryKind::Issue => {
                self.issued = true;
                if let Some(sum) = self.sum_at(said.at) {
                    sum.span.used += units;
                    sum.issued = true;
                }
            }
            EntryKind::Receipt | EntryKind::TransferIn => {
                if let Some(sum) = self.sum_at(said.at) {
                    sum.span.received += units;
                }
            }
            EntryKind::Loss
            | EntryKind::AdjustmentUp
            | EntryKind::AdjustmentDown
            | EntryKind::TransferOut
            | EntryKind::Reversal => {}
        }
        self.known = match after(self.known, said) {
            Ok(known) => Some(known),
            // In the order in which it was so it need not hold together: there are none, then.
            Err(Impossible::MoreThanThere { .. }) => Some(Known {
                quantity: 0,
                counted_at: said.at,
            }),
            Err(Impossible::NeverCounted | Impossible::TooMany) => self.known,
        };
    }

    /// Something is counted: what is missing was used since the count before.
    fn counted(&mut self, there: u32) {
        let stocked = std::mem::take(&mut self.stocked);
        let issued = std::mem::take(&mut self.issued);
        let since = (self.sight, self.at);
        self.sight = self.at;
        let Some(known) = self.known else {
            return;
        };
        if there > known.quantity {
            if let Some(sum) = self.sum_at(self.at) {
                sum.span.found += f64::from(there - known.quantity);
            }
            if !issued {
                return;
            }
        }
        for (sum, bounds) in touched(&mut self.sums, &self.starts, since) {
            sum.counted += seconds(overlap(since, bounds));
        }
        let missing = f64::from(known.quantity.saturating_sub(there));
        let whole: f64 = stocked.iter().map(|stretch| seconds(*stretch)).sum();
        if whole <= 0.0 {
            if let Some(sum) = self.sum_at(self.at) {
                sum.span.used += missing;
            }
            return;
        }
        for (sum, bounds) in touched(&mut self.sums, &self.starts, since) {
            let part = stocked.iter().map(|with| seconds(overlap(*with, bounds)));
            sum.span.used += missing * part.sum::<f64>() / whole;
        }
    }

    /// The period of a moment, if it is one of those that are looked at.
    fn sum_at(&mut self, at: DateTime<Utc>) -> Option<&mut Sum> {
        let begun = self.starts.partition_point(|start| *start <= at);
        self.sums.get_mut(begun.checked_sub(1)?)
    }

    fn end(mut self, wrote: impl Fn(usize) -> bool) -> Vec<Span> {
        if let Some(end) = self.starts.last().copied() {
            self.pass(end);
        }
        let mut issues = false;
        let began = self.began;
        let all = self.sums.iter().zip(bounds(&self.starts)).enumerate();
        all.map(|(at, (sum, (start, end)))| {
            issues |= sum.issued;
            let written = sum.issued || (issues && wrote(at));
            let written = if written {
                seconds(overlap((began, end), (start, end)))
            } else {
                0.0
            };
            Span {
                known: (written.max(sum.counted) / seconds((start, end))).min(1.0),
                ..sum.span
            }
        })
        .collect()
    }
}

/// The sums of the periods that a stretch of time touches, each with its bounds: a stock is heard of
/// often, and few periods lie between one time and the next.
fn touched<'a>(
    sums: &'a mut [Sum],
    starts: &'a [DateTime<Utc>],
    (from, to): Stretch,
) -> impl Iterator<Item = (&'a mut Sum, Stretch)> {
    let first = starts
        .partition_point(|start| *start <= from)
        .saturating_sub(1);
    let all = sums.iter_mut().zip(bounds(starts)).skip(first);
    all.take_while(move |(_, (start, _))| *start < to)
}

/// From when to when each period goes.
fn bounds(starts: &[DateTime<Utc>]) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> {
    starts.iter().copied().zip(starts.iter().copied().skip(1))
}

type Stretch = (DateTime<Utc>, DateTime<Utc>);

fn overlap(a: Stretch, b: Stretch) -> Stretch {
    (a.0.max(b.0), a.1.min(b.1))
}

/// How long a stretch of time is; 0 where it ends before it begins.
fn seconds((from, to): Stretch) -> f64 {
    (to - from).as_seconds_f64().max(0.0)
}

#[cfg(test)]
mod tests;
