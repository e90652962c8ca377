//! What to order: from which level on, how much, and how much of that is for safety.

use super::lead::LeadTime;
use super::{Demand, MONTH};
use crate::forecasts::spread::Spread;

/// How a facility orders.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Policy {
    /// How likely it shall be that stock lasts until the next delivery but one can come: 0.95 is usual.
    pub service: f64,
    /// Days between two looks at whether to order.
    pub review: f64,
    /// How long until what is ordered comes.
    pub lead: LeadTime,
    /// Units that are ordered together, a carton; 1 where any number can be.
    pub pack: f64,
}

impl Default for Policy {
    /// Monthly, delivered within two weeks, 95 of 100.
    fn default() -> Self {
        Self {
            service: 0.95,
            review: MONTH,
            lead: LeadTime::fixed(14.0),
            pack: 1.0,
        }
    }
}

/// What follows for one product of one facility. Amounts in units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Order {
    /// Below this much, on the shelf or on its way, it is time to order.
    pub reorder_level: f64,
    /// How much of that is for more use than expected.
    pub safety_stock: f64,
    /// Up to how much is ordered.
    pub maximum: f64,
    /// How much to order now, whole packs; 0 while there is enough.
    pub quantity: f64,
    /// For how many months the stock on the shelf is expected to last; nothing where none is used.
    pub months_of_stock: Option<f64>,
}

/// What to order where so much is on the shelf and so much on its way.
///
/// Who looks once a review must have, now, what is used until what is ordered at the *next* look has come. So with D(t) the
/// use within t days, L the lead time, R the review period, q the quantile for the service level:
///
/// - reorder level (minimum) s = q of D(L + R), over all times L may take
/// - safety stock = s - E[D(L + R)]: from how wrong forecasts of that very sum were, not from a month's error times a root
/// - maximum S = s + E[D(R)]
/// - quantity = S - (stock + on its way), rounded up to packs, where that sum is below s
/// - months of stock = stock / E[use a month]
///
/// (R, s, S) of Silver, Pyke & Thomas, chapter 7; minimum and maximum as in the Logistics Handbook.
#[must_use]
pub fn order(stock: f64, coming: f64, demand: &Demand, policy: Policy) -> Order {
    let review = policy.review.max(0.0);
    let spans: Vec<Spread> = policy
        .lead
        .days()
        .iter()
        .map(|lead| demand.within(lead + review))
        .collect();
    let expected = spans.iter().map(Spread::point).sum::<f64>() / spans.len().max(1) as f64;
    let reorder_level = mixed(&spans, policy.service).max(expected);
    let maximum = reorder_level + demand.within(review).point();
    let position = stock.max(0.0) + coming.max(0.0);
    let quantity = if position < reorder_level {
        packs(maximum - position, policy.pack)
    } else {
        0.0
    };
    let a_month = demand.a_month();
    let months = stock.max(0.0) / a_month;
    Order {
        reorder_level,
        safety_stock: reorder_level - expected,
        maximum,
        quantity,
        months_of_stock: (a_month > 0.0 && months.is_finite()).then_some(months),
    }
}

/// Units beyond what a facility may need until it is supplied again as usual: what it could give away.
#[must_use]
pub fn spare(stock: f64, demand: &Demand, policy: Policy) -> f64 {
    let spare = stock - order(stock, 0.0, demand, policy).maximum;
    if spare.is_nan() {
        return 0.0;
    }
    spare.clamp(0.0, f64::MAX).floor()
}

/// The quantile of one of several equally likely distributions, whichever it will be: by
/// halving, because their chances add up and their quantiles do not.
fn mixed(spans: &[Spread], chance: f64) -> f64 {
    let chance = if chance.is_nan() { 0.95 } else { chance };
    let each = spans.iter().map(|span| span.quantile(chance));
    let (mut low, mut high) = each.fold((f64::INFINITY, 0.0_f64), |(low, high), units| {
        (low.min(units), high.max(units))
    });
    if low >= high {
        return high;
    }
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        let above: f64 = spans.iter().map(|span| span.reaches(middle)).sum();
        if above / spans.len() as f64 > 1.0 - chance {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// So many units in whole packs, rounded up.
fn packs(units: f64, pack: f64) -> f64 {
    let pack = if pack.is_finite() && pack > 1.0 {
        pack
    } else {
        1.0
    };
    // A hair above a pack is that pack: levels come from sums of floats.
    let packs = (units / pack - 1e-9).ceil().max(0.0);
    (packs * pack).min(f64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{about, absurd_demand, any_demand, any_units};
    use super::*;

    fn monthly() -> Policy {
        Policy {
            service: 0.9,
            lead: LeadTime::fixed(MONTH),
            ..Policy::default()
        }
    }

    #[test]
    fn levels_are_those_of_the_handbook() {
        // 100 a month; over two months 200, and 40 of root 2 more nine times of ten.
        let safety = 40.0 * 2.0_f64.sqrt();
        let of = |stock, coming| order(stock, coming, &about(100.0), monthly());
        let low = of(50.0, 100.0);
        assert!((low.safety_stock - safety).abs() < 1e-6, "{low:?}");
        assert!((low.reorder_level - 200.0 - safety).abs() < 1e-6);
        assert!((low.maximum - 300.0 - safety).abs() < 1e-6);
        assert_eq!(low.quantity, (300.0 + safety - 150.0).ceil());
        assert_eq!(low.months_of_stock, Some(0.5));
        assert_eq!(of(260.0, 0.0).quantity, 0.0);
        assert_eq!(of(200.0, 60.0).quantity, 0.0);
        let cartons = order(
            50.0,
            100.0,
            &about(100.0),
            Policy {
                pack: 24.0,
                ..monthly()
            },
        );
        assert_eq!(cartons.quantity, 216.0);
        assert_eq!(
            spare(1_000.0, &about(100.0), monthly()),
            (700.0 - safety).floor()
        );
        assert_eq!(spare(100.0, &about(100.0), monthly()), 0.0);
    }

    #[test]
    fn a_lead_time_that_varies_needs_more_than_its_mean() {
        let varies = Policy {
            lead: LeadTime::observed([10.0, 50.0]).unwrap(),
            ..monthly()
        };
        let steady = Policy {
            lead: LeadTime::fixed(30.0),
            ..monthly()
        };
        let level = |policy| order(0.0, 0.0, &about(100.0), policy).reorder_level;
        assert!(level(varies) > level(steady) + 10.0);
    }

    #[test]
    fn of_what_nobody_uses_nothing_is_ordered() {
        let none = order(0.0, 0.0, &about(0.0), Policy::default());
        assert_eq!(
            (none.reorder_level, none.quantity, none.months_of_stock),
            (0.0, 0.0, None)
        );
    }

    proptest! {
        #[test]
        fn orders_are_finite_and_less_with_more_stock_and_more_with_more_service(
            demand in prop_oneof![any_demand(), absurd_demand()],
            (stock, coming, more) in (any_units(), any_units(), 0.0..50.0_f64),
            service in prop_oneof![0.5..0.999_f64, Just(0.0), Just(1.0), Just(f64::NAN)],
            (review, lead, pack) in (any_units(), any_units(), any_units()),
        ) {
            let policy = Policy { service, review, lead: LeadTime::fixed(lead), pack };
            let now = order(stock, coming, &demand, policy);
            for units in [now.reorder_level, now.safety_stock, now.maximum, now.quantity] {
                prop_assert!(units.is_finite() && units >= 0.0, "{now:?}");
            }
            prop_assert!(now.months_of_stock.is_none_or(f64::is_finite));
            prop_assert!(now.maximum >= now.reorder_level);
            if !stock.is_nan() {
                prop_assert!(order(stock + more, coming, &demand, policy).quantity <= now.quantity);
            }
            let surer = Policy { service: (service + 0.01).min(1.0), ..policy };
            prop_assert!(order(stock, coming, &demand, surer).reorder_level >= now.reorder_level * (1.0 - 1e-9));
            prop_assert!(spare(stock, &demand, policy).is_finite());
        }
    }
}
