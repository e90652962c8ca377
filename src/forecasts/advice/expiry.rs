//! What will expire before it is used.

use std::cmp::Ordering;

use super::Demand;

/// Units of one batch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Batch {
    /// How many, in units.
    pub units: f64,
    /// Days until it expires; below 0, it has. Of what came without a date: until that does behind which it is given out.
    pub expires: f64,
    /// Whether it came with a date; nobody knows when something else expires.
    pub dated: bool,
}

impl Batch {
    /// Which of two is given out first: what expires first, and what has a date before what keeps at least as long.
    fn first(&self, other: &Self) -> Ordering {
        let expires = self.expires.total_cmp(&other.expires);
        expires.then(other.dated.cmp(&self.dated))
    }
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
/// given out first (first expired, first out), in that order.
///
/// What came without a date is taken to keep at least as long as all that came before it: it is given out behind the last of
/// that to expire, and before what came later and keeps longer. Later deliveries of a product do mostly keep longer, and where few
/// receipts have a date that is the order of arrival: so an undated one neither stands for stock that came after it, as it would if it
/// kept for ever, nor leaves all that is left to the dated, as if it had been given out first.
#[must_use]
pub fn left(came: &[Batch], left: f64) -> Vec<Batch> {
    let mut batches = came.to_vec();
    batches.sort_by(|a, b| b.first(a));
    let mut rest = sane(left);
    for batch in &mut batches {
        batch.units = sane(batch.units).min(rest);
        rest -= batch.units;
    }
    batches.reverse();
    batches.retain(|batch| batch.units > 0.0);
    batches
}

/// What is expected to expire of each batch, in their order, if what expires first is given out first. Of what came without a
/// date nothing does that anybody knows of; it is used in its turn.
///
/// Along any one course of use, with C(j) the units in the first j batches, e(j) when the j-th expires and D(t) the use until
/// then, what has expired of the first j is W(j) = max(W(j - 1), C(j) - D(e(j))): use takes from the oldest batch that is
/// still good. The mean is over the courses that the quantiles of use stand for, each high or low all the time.
#[must_use]
pub fn expiring(batches: &[Batch], demand: &Demand) -> Vec<Waste> {
    let mut order: Vec<(usize, &Batch)> = batches.iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| a.first(b));
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
    for (at, batch) in order {
        there += sane(batch.units);
        let Some(waste) = wastes.get_mut(at).filter(|_| batch.dated) else {
            continue;
        };
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

fn sane(units: f64) -> f64 {
    if units.is_finite() {
        units.max(0.0)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::MONTH;
    use super::super::tests::{about, absurd_demand, any_demand, any_units};
    use super::*;

    fn batch(units: f64, expires: f64) -> Batch {
        Batch {
            units,
            expires,
            dated: true,
        }
    }

    fn undated(units: f64, expires: f64) -> Batch {
        Batch {
            dated: false,
            ..batch(units, expires)
        }
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

    #[test]
    fn what_came_without_a_date_is_left_behind_what_came_before_it() {
        // A hundred that expire in 60 days, and a hundred nobody knows of that came with them or later.
        let came = [batch(100.0, 60.0), undated(100.0, 60.0)];
        assert_eq!(left(&came, 100.0), [undated(100.0, 60.0)]);
        assert_eq!(
            left(&came, 130.0),
            [batch(30.0, 60.0), undated(100.0, 60.0)]
        );
        // What came later still and keeps longer is left before it.
        let later = [came[0], came[1], batch(70.0, 400.0)];
        assert_eq!(
            left(&later, 100.0),
            [undated(30.0, 60.0), batch(70.0, 400.0)]
        );
    }

    #[test]
    fn nothing_is_known_to_expire_without_a_date_and_it_is_used_in_its_turn() {
        // 100 a month: with a hundred undated before them, the last hundred are too many for two months.
        let of = |batches: &[Batch]| expiring(batches, &about(100.0));
        let queue = [
            undated(100.0, MONTH),
            batch(100.0, MONTH),
            batch(100.0, 2.0 * MONTH),
        ];
        let wastes = of(&queue);
        assert_eq!((wastes[0].units, wastes[0].chance), (0.0, 0.0));
        let without = of(&queue[1..]);
        assert!(
            (wastes[1].units - without[0].units).abs() < 1e-9,
            "{wastes:?}"
        );
        assert!(
            wastes[2].units > 80.0 && without[1].units < 20.0,
            "{wastes:?}"
        );
    }

    proptest! {
        #[test]
        fn no_more_expires_than_there_is_and_more_with_more(
            demand in prop_oneof![any_demand(), absurd_demand()],
            batches in prop::collection::vec((any_units(), any_units(), any::<bool>()), 0..5),
            more in 0.0..50.0_f64,
        ) {
            let batches: Vec<Batch> = batches
                .iter()
                .map(|(units, expires, dated)| Batch { units: *units, expires: *expires, dated: *dated })
                .collect();
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

        #[test]
        fn no_more_is_said_to_expire_than_is_left_and_came_with_a_date(
            demand in prop_oneof![any_demand(), absurd_demand()],
            came in prop::collection::vec((any_units(), any_units(), any::<bool>()), 0..6),
            there in any_units(),
        ) {
            let came: Vec<Batch> = came
                .iter()
                .map(|(units, expires, dated)| Batch { units: *units, expires: *expires, dated: *dated })
                .collect();
            let batches = left(&came, there);
            let sum = |of: &mut dyn Iterator<Item = f64>| of.sum::<f64>();
            let known = sum(&mut batches.iter().map(|batch| batch.units));
            prop_assert!(known <= sane(there) * (1.0 + 1e-9), "{batches:?}");
            let wastes = expiring(&batches, &demand);
            let dated = batches.iter().zip(&wastes).filter(|(batch, _)| batch.dated);
            let dated = sum(&mut dated.map(|(batch, _)| batch.units));
            let expires = sum(&mut wastes.iter().map(|waste| waste.units));
            prop_assert!(expires <= dated * (1.0 + 1e-9) + 1e-9, "{wastes:?}");
        }
    }
}
