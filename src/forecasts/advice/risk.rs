//! How likely it is that nothing is left.

use super::Demand;
use super::lead::LeadTime;

/// Something on its way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Receipt {
    /// How much, in units.
    pub units: f64,
    /// How many days until it comes.
    pub comes: LeadTime,
}

/// How likely it is that a stock is used up within so many days, 0 to 1.
///
/// Use is either high all the time or low all the time, so the stock is out by then if what is used by the last day before
/// anything comes, or by the end, is as much as there was until then: P(out) = max over those days t of P(D(t) >= stock +
/// what came before t), averaged over how long what is on its way may take. For one period without receipts this is
/// P(D >= stock) of the handbooks. What is empty now is out.
#[must_use]
pub fn stock_out(stock: f64, receipts: &[Receipt], demand: &Demand, within: f64) -> f64 {
    if stock.is_nan() || stock <= 0.0 {
        return 1.0;
    }
    let times = LeadTime::fixed(0.0).days().len();
    let sum: f64 = (0..times)
        .map(|time| {
            let mut coming: Vec<(f64, f64)> = receipts
                .iter()
                .filter_map(|receipt| Some((*receipt.comes.days().get(time)?, receipt.units)))
                .filter(|(day, units)| *day < within && *units > 0.0)
                .collect();
            coming.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
            let mut there = stock;
            let mut risk = 0.0_f64;
            for (day, units) in coming {
                risk = risk.max(demand.within(day).reaches(there));
                there += units;
            }
            risk.max(demand.within(within).reaches(there))
        })
        .sum();
    (sum / times as f64).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::MONTH;
    use super::super::tests::{about, absurd_demand, any_demand, any_units};
    use super::*;

    #[test]
    fn what_comes_in_time_helps_and_what_comes_late_does_not() {
        let demand = about(100.0);
        let risk = |receipts: &[Receipt]| stock_out(100.0, receipts, &demand, MONTH);
        let comes = |days: f64| Receipt {
            units: 100.0,
            comes: LeadTime::fixed(days),
        };
        assert!((risk(&[]) - 0.5).abs() < 1e-9);
        assert!(risk(&[comes(5.0)]) < 0.001);
        assert!((risk(&[comes(40.0)]) - 0.5).abs() < 1e-9);
        // Either in time or not: half of the risk.
        let either = Receipt {
            units: 100.0,
            comes: LeadTime::observed([0.0, 0.0, 0.0, 0.0, 40.0, 40.0, 40.0, 40.0]).unwrap(),
        };
        assert!((risk(&[either]) - 0.25).abs() < 0.06, "{}", risk(&[either]));
        assert_eq!(stock_out(0.0, &[comes(0.0)], &demand, 0.0), 1.0);
        assert_eq!(stock_out(1.0, &[], &about(0.0), MONTH), 0.0);
    }

    proptest! {
        #[test]
        fn whatever_is_asked_the_answer_is_a_chance(
            demand in absurd_demand(), stock in any_units(), units in any_units(), days in any_units(), within in any_units(),
        ) {
            let receipts = [Receipt { units, comes: LeadTime::fixed(days) }];
            let risk = stock_out(stock, &receipts, &demand, within);
            prop_assert!((0.0..=1.0).contains(&risk), "{risk}");
        }

        #[test]
        fn risk_is_a_chance_and_less_with_more_stock_and_with_receipts_and_more_with_time(
            demand in any_demand(),
            stock in any_units(),
            more in 0.0..50.0_f64,
            units in any_units(),
            days in prop_oneof![0.0..90.0_f64, Just(f64::NAN), Just(f64::INFINITY)],
            within in 0.0..200.0_f64,
        ) {
            let receipts = [Receipt { units, comes: LeadTime::fixed(days) }];
            let risk = |stock, receipts: &[Receipt], within| stock_out(stock, receipts, &demand, within);
            let with = risk(stock, &receipts, within);
            prop_assert!((0.0..=1.0).contains(&with), "{with}");
            prop_assert!(risk(stock, &[], within) >= with - 1e-9);
            if !stock.is_nan() {
                prop_assert!(risk(stock + more, &receipts, within) <= with + 1e-9);
            }
            prop_assert!(risk(stock, &receipts, within + more) >= with - 1e-9);
        }
    }
}
