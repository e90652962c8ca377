//! What will expire before it is used.

use super::Demand;

/// Units of one batch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Batch {
    /// How many, in units.
    pub units: f64,
    /// Days until it expires; below 0, it has.
    pub expires: f64,
}

/// What becomes of a batch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Waste {
    /// Units expected to expire.
    pub units: f64,
    /// How likely it is that any does, 0 to 1.
    pub chance: f64,
}

/// What is left of what came in batches that expire in so many days, where so many units are left of all: what expires first was
/// given out first. What came without an expiry keeps, and goes last.
#[must_use]
pub fn left(came: &[Batch], left: f64) -> Vec<Batch> {
    let mut batches = came.to_vec();
    batches.sort_by(|a, b| b.expires.total_cmp(&a.expires));
    let mut rest = left.max(0.0);
    for batch in &mut batches {
        batch.units = batch.units.clamp(0.0, rest);
        rest -= batch.units;
    }
    batches.reverse();
    batches.retain(|batch| batch.units > 0.0);
    batches
}

/// What is expected to expire of each batch, in their order, if what expires first is given out first.
///
/// Along any one course of use, with C(j) the units in the first j batches, e(j) when the j-th expires and D(t) the use until
/// then, what has expired of the first j is W(j) = max(W(j - 1), C(j) - D(e(j))): use takes from the oldest batch that is
/// still good. The mean is over the courses that the quantiles of use stand for, each high or low all the time.
#[must_use]
pub fn expiring(batches: &[Batch], demand: &Demand) -> Vec<Waste> {
    let sane = |units: f64| {
        if units.is_finite() {
            units.max(0.0)
        } else {
            0.0
        }
    };
    let mut order: Vec<usize> = (0..batches.len()).collect();
    let expires = |at: usize| batches.get(at).map_or(f64::INFINITY, |batch| batch.expires);
    order.sort_by(|a, b| expires(*a).total_cmp(&expires(*b)));
    let mut wastes = vec![
        Waste {
            units: 0.0,
            chance: 0.0,
        };
        batches.len()
    ];
    let mut there = 0.0;
    // One a course of use: what has expired so far.
    let mut gone: Vec<f64> = Vec::new();
    for at in order {
        let Some((batch, waste)) = batches.get(at).zip(wastes.get_mut(at)) else {
            continue;
        };
        there += sane(batch.units);
        let used = demand.within(batch.expires);
        gone.resize(used.quantiles().len(), 0.0);
        for ((used, share), gone) in used.parts().zip(&mut gone) {
            let expired = (there - used - *gone).clamp(0.0, sane(batch.units));
            if expired > 0.0 {
                waste.units += share * expired;
                waste.chance += share;
                *gone += expired;
            }
        }
        waste.chance = waste.chance.min(1.0);
    }
    wastes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::MONTH;
    use super::super::tests::{about, absurd_demand, any_demand, any_units};
    use super::*;

    fn batch(units: f64, expires: f64) -> Batch {
        Batch { units, expires }
    }

    #[test]
    fn the_oldest_goes_first_and_what_is_over_expires() {
        // 100 a month for sure (hardly: a hundredth): 60 of the first batch go, the second keeps.
        let demand = about(100.0);
        let of = |batches: &[Batch]| expiring(batches, &demand);
        let both = of(&[batch(120.0, 12.0 * MONTH), batch(500.0, MONTH)]);
        assert!((both[1].units - 400.0).abs() < 1.0, "{both:?}");
        assert!(both[1].chance > 0.999);
        assert!(both[0].units < 1e-9 && both[0].chance == 0.0, "{both:?}");
        // Behind a batch that is used up, a later one is used by the rest of the months alone.
        let late = of(&[batch(100.0, MONTH), batch(300.0, 2.0 * MONTH)]);
        assert!((late[1].units - 200.0).abs() < 15.0, "{late:?}");
        let gone = of(&[batch(10.0, -1.0), batch(0.0, MONTH)]);
        assert!((gone[0].units - 10.0).abs() < 1e-9 && (gone[0].chance - 1.0).abs() < 1e-9);
        assert_eq!(gone[1].chance, 0.0);
    }

    #[test]
    fn what_is_left_is_of_the_batches_that_keep_longest() {
        let came = [batch(60.0, 30.0), batch(40.0, 200.0), batch(50.0, 90.0)];
        assert_eq!(left(&came, 0.0), []);
        assert_eq!(left(&came, 70.0), [batch(30.0, 90.0), batch(40.0, 200.0)]);
        let all = [batch(60.0, 30.0), batch(50.0, 90.0), batch(40.0, 200.0)];
        assert_eq!(left(&came, 500.0), all);
    }

    proptest! {
        #[test]
        fn no_more_expires_than_there_is_and_more_with_more(
            demand in prop_oneof![any_demand(), absurd_demand()],
            batches in prop::collection::vec((any_units(), any_units()), 0..5),
            more in 0.0..50.0_f64,
        ) {
            let batches: Vec<Batch> = batches.iter().map(|(units, days)| batch(*units, *days)).collect();
            let wastes = expiring(&batches, &demand);
            prop_assert_eq!(wastes.len(), batches.len());
            for (waste, batch) in wastes.iter().zip(&batches) {
                prop_assert!((0.0..=1.0).contains(&waste.chance), "{waste:?}");
                let there = if batch.units.is_finite() { batch.units.max(0.0) } else { 0.0 };
                prop_assert!(waste.units >= 0.0 && waste.units <= there * (1.0 + 1e-9) + 1e-9, "{waste:?}");
            }
            let whole = |batches: &[Batch]| expiring(batches, &demand).iter().map(|w| w.units).sum::<f64>();
            let mut fuller = batches.clone();
            if let Some(first) = fuller.first_mut() && first.units.is_finite() {
                first.units = first.units.max(0.0) + more;
            }
            prop_assert!(whole(&fuller) >= whole(&batches) * (1.0 - 1e-9) - 1e-6);
        }
    }
}
