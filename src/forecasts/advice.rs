//! What follows from a forecast: how likely a stock-out is, what to order, what will expire, who could give, and
//! whom to tell.
//!
//! All of it is reckoned from one thing, how much may be used within so many days ([`Demand`]), and from what is there and
//! what is on its way. Times are days from now, amounts are units of the product. Every function answers finite figures for
//! whatever it is given, and more stock is never more risk.
//!
//! Terms are those of the handbooks of public supply: USAID | DELIVER, "The Logistics Handbook" (2011), and
//! Silver, Pyke & Thomas, "Inventory and Production Management in Supply Chains" (2017).

pub mod alerts;
pub mod expiry;
pub mod lead;
pub mod like;
pub mod order;
pub mod redistribution;
pub mod risk;
pub mod supply;

use super::outlook::Outlook;
use super::series::Frequency;
use super::spread::Spread;

/// Days in a month, as stock is reckoned in months of use.
pub const MONTH: f64 = 365.25 / 12.0;

/// Days in which so much is expected to be used; a very long time where nothing is.
#[must_use]
pub fn days_of(units: f64, a_month: f64) -> f64 {
    let days = units.max(0.0) / a_month * MONTH;
    if days.is_finite() { days } else { f64::MAX }
}

/// The nearest whole number of units or days, 0 for what is below it.
#[must_use]
pub fn whole(number: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of a float saturates"
    )]
    let number = number.round() as u32;
    number
}

/// How much may be used within any number of days from now.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand {
    /// Of the first period, the first two, ...; none uses less than the one before.
    totals: Vec<Spread>,
    /// Days in a period.
    days: f64,
}

impl Demand {
    /// Of a forecast that begins now: its first period is what lies ahead.
    #[must_use]
    pub fn of(outlook: &Outlook, frequency: Frequency) -> Self {
        Self::new(&outlook.totals, frequency)
    }

    /// Of what the first period, the first two periods and so on may use together.
    #[must_use]
    pub fn new(totals: &[Spread], frequency: Frequency) -> Self {
        let mut before = Spread::nothing();
        let grown = totals.iter().map(|total| {
            before = total.at_least(&before);
            before
        });
        Self {
            totals: grown.collect(),
            days: frequency.days(),
        }
    }

    /// What may be used within so many days. Beyond the last period that was forecast
    /// it goes on as on average until then, and so does what it may be off by.
    #[must_use]
    pub fn within(&self, days: f64) -> Spread {
        let Some(last) = self.totals.last() else {
            return Spread::nothing();
        };
        if days.is_nan() || days <= 0.0 {
            return Spread::nothing();
        }
        let whole = self.days * self.totals.len() as f64;
        if days >= whole {
            return last.times(days / whole);
        }
        let mut from = Spread::nothing();
        let mut left = days / self.days;
        for total in &self.totals {
            if left <= 1.0 {
                return from.towards(total, left);
            }
            from = *total;
            left -= 1.0;
        }
        from
    }

    /// Units expected to be used in a month, on average over what was forecast.
    #[must_use]
    pub fn a_month(&self) -> f64 {
        self.totals.last().map_or(0.0, |last| {
            last.point() * MONTH / (self.days * self.totals.len() as f64)
        })
    }

    /// How many days a stock is expected to last; nothing where none is expected to be used.
    #[must_use]
    pub fn lasts(&self, stock: f64) -> Option<f64> {
        let stock = stock.max(0.0);
        let mut before = 0.0;
        for (at, total) in self.totals.iter().enumerate() {
            if total.point() > stock {
                let part = (stock - before) / (total.point() - before);
                return Some(self.days * (at as f64 + part));
            }
            before = total.point();
        }
        let a_day = self.a_month() / MONTH;
        let days = stock / a_day;
        (a_day > 0.0 && days.is_finite()).then_some(days)
    }
}

#[cfg(test)]
pub(in crate::forecasts) mod tests {
    use proptest::prelude::*;

    use super::super::spread::CHANCES;
    use super::super::spread::tests::{absurd_spread, any_spread};
    use super::*;

    /// So many units each month, up to a half more or less.
    pub(in crate::forecasts) fn about(units: f64) -> Demand {
        let total = |months: f64| {
            Spread::new(
                units * months,
                CHANCES.map(|chance| units * (months + (chance - 0.5) * months.sqrt())),
            )
        };
        Demand::new(&[1.0, 2.0, 3.0, 4.0].map(total), Frequency::Month)
    }

    /// Demand of figures that make no sense.
    pub(in crate::forecasts) fn absurd_demand() -> impl Strategy<Value = Demand> {
        prop::collection::vec(absurd_spread(), 0..5)
            .prop_map(|totals| Demand::new(&totals, Frequency::Month))
    }

    /// Any demand.
    pub(in crate::forecasts) fn any_demand() -> impl Strategy<Value = Demand> {
        prop::collection::vec(any_spread(), 0..5)
            .prop_map(|totals| Demand::new(&totals, Frequency::Month))
    }

    /// Any amount, those that make no sense too.
    pub(in crate::forecasts) fn any_units() -> impl Strategy<Value = f64> {
        prop_oneof![
            3 => 0.0..100.0_f64,
            1 => Just(0.0),
            1 => prop_oneof![Just(-3.0), Just(1e15), Just(f64::MAX), Just(f64::INFINITY), Just(f64::NAN)],
        ]
    }

    #[test]
    fn half_a_month_uses_half_and_is_less_sure_than_half_of_that() {
        let demand = about(100.0);
        let half = demand.within(MONTH / 2.0);
        assert!((half.point() - 50.0).abs() < 1e-9);
        assert!((half.quantile(0.95) - (50.0 + 45.0 * 0.5_f64.sqrt())).abs() < 1e-9);
        assert!((demand.within(MONTH * 2.0).quantile(0.5) - 200.0).abs() < 1e-9);
        assert!((demand.within(MONTH * 8.0).point() - 800.0).abs() < 1e-9);
        assert_eq!(demand.within(0.0), Spread::nothing());
        assert!((demand.a_month() - 100.0).abs() < 1e-9);
    }

    #[test]
    fn a_stock_lasts_as_long_as_what_is_expected_needs_to_use_it() {
        let demand = about(100.0);
        for (stock, months) in [(0.0, 0.0), (50.0, 0.5), (250.0, 2.5), (1_000.0, 10.0)] {
            let days = demand.lasts(stock).unwrap();
            assert!((days - months * MONTH).abs() < 1e-6, "{stock}: {days}");
        }
        assert_eq!(about(0.0).lasts(5.0), None);
        assert_eq!(Demand::new(&[], Frequency::Week).lasts(5.0), None);
    }

    proptest! {
        #[test]
        fn more_days_use_no_less(demand in any_demand(), days in any_units(), more in 0.0..400.0_f64) {
            let (sooner, later) = (demand.within(days), demand.within(days + more));
            for (a, b) in sooner.quantiles().iter().zip(later.quantiles()) {
                prop_assert!(b.is_finite() && (*a <= *b * (1.0 + 1e-9) + 1e-9 || days.is_nan()), "{a} {b}");
            }
            prop_assert!(demand.lasts(days).is_none_or(f64::is_finite));
        }
    }
}
