//! Running out, as the record's ledger tells of it: what was known at a moment, and what came of it.
//!
//! What is learned from is what a night would have known at each of twelve moments, thirty days apart: nothing that was written
//! later, however much it would tell, and what was taken back later as it was believed. So a figure that is weeks old, or wrong, counts
//! for as much as such figures were worth.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::super::hindsight::{Bin, Scored, calibration};
use super::super::history::{History, Span, THIRTY, in_order};
use super::{LONG, Month, Row, Shortages, There};
use crate::stock::ledger::Said;

/// Moments in the past that are learned from, a month apart.
const MOMENTS: i32 = 12;

/// Of these the latest are held back, to see what was learned from the others.
const HELD_BACK: i32 = 3;

/// Less is not learned from: so many moments of stocks ...
const LEAST: usize = 1_000;

/// ... and so many of them before a stock-out.
const LEAST_OUT: usize = 50;

/// Of what is held back a fifth of that is enough.
const OF_HELD_BACK: usize = 5;

/// How far from the end of a month somebody must have said something of a stock for it to be known whether it was out.
const NEAR: TimeDelta = TimeDelta::days(15);

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// A stock is out in a month where it is for so many days, or at its end.
const DAYS_OUT: f64 = 1.0;

/// What is known of a stock at a moment, beside how much is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Stood {
    /// The months before, the latest last.
    before: Vec<Option<Month>>,
    /// Whole days since anything was said of it; none where that was in the day before the moment.
    pub unheard: f64,
    /// Units, as its ledger has it.
    left: Option<f64>,
}

/// Something that was said of a stock, and when that was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// What was said.
    pub said: Said,
    /// When it was written down.
    pub written: DateTime<Utc>,
    /// When it was taken back.
    pub undone: Option<DateTime<Utc>>,
}

impl Stood {
    /// As it stood at a moment, or later that day where something was said of it since; from what was said of it, in the order in which
    /// it was so. `wrote` says whether the facility had written down until a moment that it gave out something in the period that another
    /// one before it lies in. Nothing where it was not heard of before.
    #[must_use]
    pub fn today(
        said: &[Said],
        moment: DateTime<Utc>,
        wrote: impl Fn(DateTime<Utc>, DateTime<Utc>) -> bool,
    ) -> Option<Self> {
        // What is said at a moment is so from then on.
        let last = said.last()?.at + TimeDelta::seconds(1);
        Self::at(said, moment.max(last), wrote)
    }

    fn at(
        said: &[Said],
        moment: DateTime<Utc>,
        wrote: impl Fn(DateTime<Utc>, DateTime<Utc>) -> bool,
    ) -> Option<Self> {
        let known = said.partition_point(|said| said.at <= moment);
        let last = said.get(known.checked_sub(1)?)?;
        let months = i32::try_from(LONG).unwrap_or(i32::MAX);
        let spans = History::until(said, moment, months, |then| wrote(then, moment))?;
        Some(Self {
            before: spans.iter().map(month).collect(),
            unheard: (((moment - last.at).as_seconds_f64() / DAY).ceil() - 1.0).max(0.0),
            left: spans.last()?.closing,
        })
    }

    /// With so many units there.
    #[must_use]
    pub fn with(&self, stock: f64) -> There<'_> {
        There {
            before: &self.before,
            stock,
            unheard: self.unheard,
            around: [0.0; 2],
        }
    }
}

fn month(span: &Span) -> Option<Month> {
    span.closing.map(|_| Month {
        used: span.used(),
        came: span.received + span.found,
        out: out(span),
    })
}

fn out(span: &Span) -> bool {
    span.closing.is_some_and(|units| units <= 0.0) || span.days_out >= DAYS_OUT
}

/// What was known of a stock at each moment, and whether it was out within the month that followed, as far as anything was said of
/// it near that month's end. `series` is its place; `wrote` as in [`Stood::today`].
#[must_use]
pub fn past(
    series: usize,
    written: &[Written],
    now: DateTime<Utc>,
    wrote: impl Fn(DateTime<Utc>, DateTime<Utc>) -> bool,
) -> Vec<Row> {
    let known = |moment: DateTime<Utc>| {
        let known = written.iter().filter(|one| {
            one.written.max(one.said.at) <= moment
                && one.undone.is_none_or(|undone| undone > moment)
        });
        let mut said: Vec<Said> = known.map(|one| one.said).collect();
        in_order(&mut said);
        said
    };
    let all = known(now);
    let came = History::until(&all, now, MOMENTS, |_| false).unwrap_or_default();
    let row = |(back, after): (i32, &Span)| {
        let moment = now - THIRTY * back;
        let stood = Stood::at(&known(moment), moment, &wrote)?;
        let there = stood.with(stood.left?);
        let end = moment + THIRTY;
        let seen = |said: &Said| said.at > end - NEAR && said.at <= end + NEAR;
        Some(Row {
            series,
            period: -back,
            months: there.months(),
            features: there.features()?,
            out: all.iter().any(seen).then(|| out(after)),
        })
    };
    (1..=MOMENTS).rev().zip(&came).filter_map(row).collect()
}

/// What was learned, once it was seen to be worth something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proven {
    /// What was learned from all moments.
    pub shortages: Shortages,
    /// What was told of the last three months by what was learned before, and what came: see [`calibration`].
    pub held_back: Vec<Bin>,
}

impl Proven {
    /// Learns from what was known at past moments; nothing where too little is known or ran out, or where what was learned
    /// says less about the months held back than how many run out in any month.
    #[must_use]
    pub fn of(rows: &[Row]) -> Option<Self> {
        let (early, late): (Vec<&Row>, Vec<&Row>) = rows
            .iter()
            .filter(|row| row.out.is_some())
            .partition(|row| row.period < -HELD_BACK);
        let outs = |of: &[&Row]| of.iter().filter(|row| row.out == Some(true)).count();
        let enough = |of: &[&Row], part| of.len() * part >= LEAST && outs(of) * part >= LEAST_OUT;
        if !enough(&early, 1) || !enough(&late, OF_HELD_BACK) {
            return None;
        }
        let learned = Shortages::learn(early.iter().copied())?;
        let told = late
            .iter()
            .map(|row| (learned.chance(row), row.out == Some(true)));
        let told: Vec<Scored> = told.collect();
        let usual = outs(&early) as f64 / early.len() as f64;
        let by_usual: Vec<Scored> = told.iter().map(|(_, out)| (usual, *out)).collect();
        if loss(&told) >= loss(&by_usual) {
            return None;
        }
        Some(Self {
            shortages: Shortages::learn(rows)?,
            held_back: calibration(&told),
        })
    }
}

/// How little was said of what came, in nats: the mean of -ln of the chance of it.
fn loss(told: &[Scored]) -> f64 {
    let one = |(chance, out): &Scored| -(if *out { *chance } else { 1.0 - chance }).max(1e-9).ln();
    told.iter().map(one).sum::<f64>() / told.len().max(1) as f64
}

#[cfg(test)]
mod tests;
