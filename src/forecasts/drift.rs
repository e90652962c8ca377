//! Whether forecasts still hold what they promised, class by class, and whom a simpler model is
//! to replace. Pure.
//!
//! A class is a leading model, with the kind of facility and of product it speaks for. Each month it is measured once, by forecasts
//! made at the beginning of the month. It leaves its band where so few figures lie within its intervals that
//! chance alone would hardly do it, or errors are half as large again as the intervals let expect. Wider intervals than were promised are no
//! drift: nobody runs out for them.

use chrono::{Months, NaiveDate};

use super::models::Model;

/// Fewer stocks say nothing of a class.
pub const FEWEST: i64 = 30;

/// Months in a row out of the band after which the simpler model takes over.
pub const LENGTH: usize = 2;

/// After so many months the class is given another try.
const AGAIN: Months = Months::new(6);

/// How far below its promise a class may be, chance left aside: of 80 and of 95 of 100.
const SLACK: (f64, f64) = (0.05, 0.03);

/// As many standard deviations below its promise a class of that size is by chance 1 time in 100.
const CHANCE: f64 = 2.33;

/// How much larger than expected errors may be.
const LARGEST: f64 = 1.5;

/// A class.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class {
    /// The model with the largest part, by name.
    pub model: String,
    /// The kind of facility.
    pub facility: String,
    /// The kind of product.
    pub product: String,
}

/// How a class held in one month.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Which class.
    pub class: Class,
    /// The first day of the month.
    pub period: NaiveDate,
    /// Of how many stocks.
    pub stocks: i32,
    /// What part of what was used lay in the intervals that hold 80 of 100.
    pub of80: f64,
    /// And 95 of 100.
    pub of95: f64,
    /// Errors by what the intervals let expect.
    pub error: f64,
}

impl Measured {
    /// Whether it has left its band.
    #[must_use]
    pub fn is_out(&self) -> bool {
        let least = |promised: f64, slack: f64| {
            let chance = (promised * (1.0 - promised) / f64::from(self.stocks.max(1))).sqrt();
            promised - slack - CHANCE * chance
        };
        self.of80 < least(0.80, SLACK.0) || self.of95 < least(0.95, SLACK.1) || self.error > LARGEST
    }
}

/// The classes that a simpler model speaks for, as of a month, by the last month each was measured in; `measured` in the
/// order of classes and months.
#[must_use]
pub fn replaced(measured: &[Measured], now: NaiveDate) -> Vec<&Measured> {
    let of_class = measured.chunk_by(|a, b| a.class == b.class);
    of_class
        .filter_map(|months| {
            let last = months.last()?;
            let fresh = last.period.checked_add_months(AGAIN)? > now;
            let out = months
                .iter()
                .rev()
                .take_while(|month| month.is_out())
                .count();
            let simpler = simpler_than(&last.class.model).is_some();
            (fresh && simpler && out >= LENGTH).then_some(last)
        })
        .collect()
}

/// From which model on none may speak where that one was replaced: none that is not simpler but the mean of three months,
/// which follows a break soonest. Nothing where it is that mean, or no model's name.
#[must_use]
pub fn simpler_than(model: &str) -> Option<Model> {
    let known = Model::ALL.into_iter().find(|known| known.as_str() == model);
    known.filter(|known| *known != Model::Mean3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(model: &str, period: &str, of80: f64, of95: f64, error: f64) -> Measured {
        Measured {
            class: Class {
                model: model.to_owned(),
                facility: "clinic".to_owned(),
                product: "medicine".to_owned(),
            },
            period: period.parse().unwrap(),
            stocks: 100,
            of80,
            of95,
            error,
        }
    }

    #[test]
    fn a_band_is_what_chance_and_a_little_more_allow() {
        let out = |of80, of95, error| month("ets", "2026-10-01", of80, of95, error).is_out();
        assert!(!out(0.80, 0.95, 1.0) && !out(1.0, 1.0, 0.2));
        // 75 less 9.3 of 100, and 92 less 5.1.
        assert!(!out(0.66, 0.95, 1.0) && out(0.65, 0.95, 1.0));
        assert!(!out(0.80, 0.87, 1.0) && out(0.80, 0.86, 1.0));
        assert!(!out(0.80, 0.95, 1.5) && out(0.80, 0.95, 1.6));
        let few = Measured {
            stocks: 30,
            ..month("ets", "2026-10-01", 0.60, 0.95, 1.0)
        };
        assert!(!few.is_out(), "chance does as much to thirty");
    }

    #[test]
    fn two_months_in_a_row_are_replaced_for_half_a_year() {
        let measured = [
            month("ets", "2026-08-01", 0.80, 0.95, 1.0),
            month("ets", "2026-09-01", 0.30, 0.95, 1.0),
            month("ets", "2026-10-01", 0.80, 0.60, 1.0),
            month("theta", "2026-09-01", 0.30, 0.95, 1.0),
            month("theta", "2026-10-01", 0.80, 0.95, 1.0),
        ];
        let names = |measured: &[Measured], now: &str| -> Vec<String> {
            let replaced = replaced(measured, now.parse().unwrap());
            replaced.iter().map(|one| one.class.model.clone()).collect()
        };
        assert_eq!(names(&measured, "2026-11-01"), ["ets"]);
        assert_eq!(names(&measured, "2027-03-01"), ["ets"]);
        assert_eq!(names(&measured, "2027-04-01"), Vec::<String>::new());
        assert_eq!(names(&measured[..2], "2026-10-01"), Vec::<String>::new());
        // There is nothing simpler than the mean.
        let plain = ["2026-09-01", "2026-10-01"];
        let plain = plain.map(|period| month("mean3", period, 0.1, 0.1, 9.0));
        assert_eq!(names(&plain, "2026-11-01"), Vec::<String>::new());
    }
}
