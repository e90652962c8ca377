//! What was used, period by period: a series without holes in time, and what of it can be believed.
//!
//! A month without stock says nothing about demand. Where most of a period was out of
//! stock it is missing, not low; where part of it was, what was used is raised by a
//! factor that is capped, because a few days say little about a month.

use chrono::{Datelike as _, NaiveDate, Weekday};

/// How much of a period must have been in stock for it to say anything.
const LEAST_IN_STOCK: f64 = 1.0 / 3.0;

/// How much what was used in part of a period is raised at most.
const MOST_RAISED: f64 = 2.0;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Frequency {
    /// Calendar months; 12 make a season
    Month,
    /// ISO weeks; 52 make a season
    Week,
}

impl Frequency {
    /// The word the record writes for it, as PostgreSQL cuts time too.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Week => "week",
        }
    }

    /// Periods in a year.
    #[must_use]
    pub fn season(self) -> usize {
        match self {
            Self::Month => 12,
            Self::Week => 52,
        }
    }

    /// Days in a period, as stock-out days are counted.
    #[must_use]
    pub fn days(self) -> f64 {
        match self {
            Self::Month => 365.25 / 12.0,
            Self::Week => 7.0,
        }
    }

    /// Reads `2024-03`, `2024-03-09` or, by week, `2024-W09` or any day of it.
    #[must_use]
    pub fn parse(self, text: &str) -> Option<Period> {
        let text = text.trim();
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
        match self {
            Self::Month => self.of(day(text).or_else(|| day(&format!("{text}-01")))?),
            Self::Week => self.of(day(text)
                .or_else(|| NaiveDate::parse_from_str(&format!("{text}-1"), "%G-W%V-%u").ok())?),
        }
    }

    /// The period a day lies in; nothing for the first days there are.
    #[must_use]
    pub fn of(self, day: NaiveDate) -> Option<Period> {
        match self {
            Self::Month => {
                let month = i32::try_from(day.month0()).ok()?;
                Some(Period(day.year() * 12 + month))
            }
            Self::Week => {
                let monday = day.week(Weekday::Mon).checked_first_day()?;
                Some(Period(monday.num_days_from_ce().div_euclid(7)))
            }
        }
    }

    /// The first day of a period; nothing where no calendar reaches.
    #[must_use]
    pub fn first_day(self, period: Period) -> Option<NaiveDate> {
        match self {
            Self::Month => {
                let month = u32::try_from(period.0.rem_euclid(12)).ok()?;
                NaiveDate::from_ymd_opt(period.0.div_euclid(12), month + 1, 1)
            }
            Self::Week => {
                NaiveDate::from_num_days_from_ce_opt(period.0.saturating_mul(7).saturating_add(1))
            }
        }
    }

    /// Writes a period as [`Frequency::parse`] reads it.
    #[must_use]
    pub fn write(self, period: Period) -> String {
        match self {
            Self::Month => {
                let (year, month) = (period.0.div_euclid(12), period.0.rem_euclid(12) + 1);
                format!("{year:04}-{month:02}")
            }
            Self::Week => self
                .first_day(period)
                .map_or_else(String::new, |monday| monday.format("%G-W%V").to_string()),
        }
    }
}

/// A month or a week, counted from a fixed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(pub i32);

impl Period {
    /// The period so many later.
    #[must_use]
    pub fn plus(self, periods: usize) -> Self {
        Self(
            self.0
                .saturating_add(i32::try_from(periods).unwrap_or(i32::MAX)),
        )
    }
}

/// What is known of one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// Units used.
    pub used: f64,
    /// Units left at its end.
    pub stock_end: Option<f64>,
    /// Days without stock, where somebody wrote them down.
    pub days_out: Option<f64>,
}

/// What was used, from the first period to the last, none left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What the file calls it.
    pub id: Box<str>,
    /// The first period.
    pub first: Period,
    /// One a period; nothing where nothing was told.
    pub observations: Vec<Option<Observation>>,
}

impl Series {
    /// The period behind the last one.
    #[must_use]
    pub fn next(&self) -> Period {
        self.first.plus(self.observations.len())
    }

    /// What was used as it was told.
    pub fn told(&self) -> impl Iterator<Item = Option<f64>> {
        self.observations.iter().map(|o| o.map(|o| o.used))
    }

    /// What was used in periods that ended with stock and had no day without.
    pub fn in_stock(&self) -> impl Iterator<Item = Option<f64>> {
        let had = |o: &Observation| {
            o.stock_end.is_none_or(|stock| stock > 0.0) && o.days_out.is_none_or(|days| days <= 0.0)
        };
        self.observations
            .iter()
            .map(move |o| o.filter(had).map(|o| o.used))
    }

    /// The same as it was known so many periods after its first.
    #[must_use]
    pub fn until(&self, periods: usize) -> Self {
        Self {
            id: self.id.clone(),
            first: self.first,
            observations: self.observations.iter().take(periods).copied().collect(),
        }
    }

    /// What would have been used had there been stock: nothing for a period that was
    /// mostly without.
    ///
    /// The written days out are believed where there are any. Otherwise the balance
    /// tells: empty at the start and at the end with nothing used is a period without
    /// stock; empty at the end with less used than usual is taken for a period of
    /// which a part was without.
    #[must_use]
    pub fn cleaned(&self, frequency: Frequency) -> Vec<Option<f64>> {
        let usual = self.usual();
        let mut before = None;
        self.observations
            .iter()
            .map(|observation| {
                let opening = before;
                before = observation.and_then(|o| o.stock_end);
                let observation = (*observation)?;
                demand(observation, opening, usual, frequency)
            })
            .collect()
    }

    /// The median of what was used in periods that ended with stock.
    fn usual(&self) -> f64 {
        let mut used: Vec<f64> = self
            .observations
            .iter()
            .flatten()
            .filter(|o| o.stock_end.is_some_and(|stock| stock > 0.0))
            .map(|o| o.used)
            .collect();
        used.sort_unstable_by(f64::total_cmp);
        used.get(used.len() / 2).copied().unwrap_or(0.0)
    }
}

fn demand(
    observation: Observation,
    opening: Option<f64>,
    usual: f64,
    frequency: Frequency,
) -> Option<f64> {
    let used = observation.used;
    if let Some(days) = observation.days_out.filter(|days| *days > 0.0) {
        let share = 1.0 - days / frequency.days();
        return (share >= LEAST_IN_STOCK).then(|| used * (1.0 / share).min(MOST_RAISED));
    }
    let empty = |stock: Option<f64>| stock.is_some_and(|stock| stock <= 0.0);
    if !empty(observation.stock_end) {
        return Some(used);
    }
    if empty(opening) && used <= 0.0 {
        return None;
    }
    Some(used.max(usual.min(used * MOST_RAISED)))
}

/// Fills what is missing from its neighbours in time, so that models may run over it.
#[must_use]
pub fn filled(values: &[Option<f64>]) -> Vec<f64> {
    let mut out: Vec<f64> = Vec::with_capacity(values.len());
    let mut gap = 0_usize;
    for value in values {
        let Some(value) = *value else {
            gap += 1;
            continue;
        };
        let from = out.last().copied().unwrap_or(value);
        fill(&mut out, gap, from, value);
        out.push(value);
        gap = 0;
    }
    let last = out.last().copied().unwrap_or(0.0);
    fill(&mut out, gap, last, last);
    out
}

/// A straight line from one value to another, both left out.
fn fill(out: &mut Vec<f64>, gap: usize, from: f64, to: f64) {
    out.extend((1..=gap).map(|at| from + (to - from) * (at as f64 / (gap + 1) as f64)));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn series(rows: &[(f64, f64, f64)]) -> Series {
        let observation = |&(used, stock, days): &(f64, f64, f64)| {
            Some(Observation {
                used,
                stock_end: Some(stock),
                days_out: Some(days),
            })
        };
        Series {
            id: "s".into(),
            first: Period(0),
            observations: rows.iter().map(observation).collect(),
        }
    }

    #[test]
    fn periods_are_read_and_written() {
        let month = Frequency::Month;
        let march = month.parse("2024-03").unwrap();
        assert_eq!(month.parse(" 2024-03-31 "), Some(march));
        assert_eq!(month.write(march.plus(10)), "2025-01");
        let first = |frequency: Frequency, text| {
            let period = frequency.parse(text).unwrap();
            frequency.first_day(period).unwrap().to_string()
        };
        assert_eq!(first(month, "2024-12-31"), "2024-12-01");
        let week = Frequency::Week;
        assert_eq!(first(week, "2021-01-03"), "2020-12-28");
        let last = week.parse("2020-W53").unwrap();
        assert_eq!(week.parse("2021-01-03"), Some(last));
        assert_eq!(week.write(last), "2020-W53");
        assert_eq!(week.write(last.plus(1)), "2021-W01");
        for bad in ["", "2024", "2024-13", "2024-3-", "03/2024"] {
            assert_eq!(month.parse(bad), None, "{bad}");
        }
        assert_eq!(week.parse("2021-W53"), None);
    }

    #[test]
    fn weeks_go_on_over_the_ends_of_years() {
        let week = Frequency::Week;
        // The first days of the first and the last day of the last week of ISO years: 53 of them where the year begins or ends on a Thursday.
        for (year, first, weeks, last) in [
            (2015, "2014-12-29", 53, "2016-01-03"),
            (2016, "2016-01-04", 52, "2017-01-01"),
            (2020, "2019-12-30", 53, "2021-01-03"),
            (2024, "2024-01-01", 52, "2024-12-29"),
            (2026, "2025-12-29", 53, "2027-01-03"),
        ] {
            let begins = week.parse(first).unwrap();
            assert_eq!(week.write(begins), format!("{year}-W01"));
            let ends = begins.plus(weeks - 1);
            assert_eq!(week.parse(last), Some(ends), "{year}");
            assert_eq!(week.write(ends), format!("{year}-W{weeks}"));
            assert_eq!(week.write(ends.plus(1)), format!("{}-W01", year + 1));
        }
    }

    proptest! {
        #[test]
        fn whatever_the_day_its_period_is_written_and_read_alike(
            day in 0..110_000_i32, week in any::<bool>(),
        ) {
            let frequency = if week { Frequency::Week } else { Frequency::Month };
            // Three centuries from 1900 on.
            let day = NaiveDate::from_num_days_from_ce_opt(693_596 + day).unwrap();
            let period = frequency.of(day).unwrap();
            prop_assert_eq!(frequency.parse(&day.to_string()), Some(period));
            prop_assert_eq!(frequency.parse(&frequency.write(period)), Some(period));
            let (first, next) = (frequency.first_day(period).unwrap(), frequency.first_day(period.plus(1)).unwrap());
            prop_assert!(first <= day && day < next, "{first} {day} {next}");
            prop_assert_eq!(frequency.of(first), Some(period));
            prop_assert_eq!(frequency.of(next), Some(period.plus(1)));
        }
    }

    #[test]
    fn a_month_mostly_without_stock_is_missing_and_a_part_is_made_up_for() {
        let cleaned = series(&[
            (30.0, 50.0, 0.0),
            (20.0, 50.0, 10.0),
            (10.0, 50.0, 18.0),
            (2.0, 0.0, 27.0),
        ])
        .cleaned(Frequency::Month);
        assert_eq!(cleaned[0], Some(30.0));
        // A third of the month: half as much again, hardly.
        assert!((cleaned[1].unwrap() - 29.79).abs() < 0.01, "{cleaned:?}");
        // More than half of it: twice as much and no more.
        assert_eq!(cleaned[2], Some(20.0));
        assert_eq!(cleaned[3], None);
    }

    #[test]
    fn the_balance_tells_of_days_nobody_wrote_down() {
        let cleaned = series(&[
            (30.0, 40.0, 0.0),
            (40.0, 30.0, 0.0),
            (30.0, 10.0, 0.0),
            (10.0, 0.0, 0.0),
            (0.0, 0.0, 0.0),
            (35.0, 0.0, 0.0),
            (0.0, 60.0, 0.0),
        ])
        .cleaned(Frequency::Month);
        let expected = [30.0, 40.0, 30.0, 20.0].map(Some);
        assert_eq!(cleaned[..4], expected);
        assert_eq!(cleaned[4..], [None, Some(35.0), Some(0.0)]);
    }

    #[test]
    fn periods_that_ended_without_stock_are_not_measured() {
        let one = series(&[(30.0, 40.0, 0.0), (3.0, 0.0, 0.0), (3.0, 9.0, 2.0)]);
        assert!(one.in_stock().eq([Some(30.0), None, None]));
        assert_eq!(one.until(2).observations.len(), 2);
    }

    #[test]
    fn gaps_are_filled_from_both_sides() {
        let values = [None, Some(2.0), None, None, Some(8.0), None];
        assert_eq!(filled(&values), [2.0, 2.0, 4.0, 6.0, 8.0, 8.0]);
        assert_eq!(filled(&[None, None]), [0.0, 0.0]);
    }
}
