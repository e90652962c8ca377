//! Who could give what another needs.

/// What a facility has over or lacks of one product, in units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Holding {
    /// What it could give: more than it can use ([`spare`](super::order::spare)) or what would expire.
    pub spare: f64,
    /// What it lacks until it is supplied.
    pub lacks: f64,
    /// How likely it is to be out before that, 0 to 1: who is likelier is helped first.
    pub risk: f64,
}

/// Something worth bringing from one facility to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    /// Who gives, by place in the holdings.
    pub from: usize,
    /// Who gets, by place in the holdings.
    pub to: usize,
    /// Units.
    pub units: f64,
    /// How far, in kilometres.
    pub km: f64,
}

/// How many kilometres a trip costs before it begins: a little that is near is no better than all that is
/// somewhat farther.
const TRIP: f64 = 5.0;

/// What to bring from whom to whom, the one in most danger first.
///
/// Each takes from whoever gives most of what it lacks for the way, units / (km + 5), until it lacks nothing or nobody
/// within reach has `least` units; what one gave another does not get. Whole units. `km` tells how far two lie apart; where it is no
/// number they are out of reach. `reach` tells how far, in kilometres, one goes for so many units.
#[must_use]
pub fn moves(
    holdings: &[Holding],
    km: impl Fn(usize, usize) -> f64,
    reach: impl Fn(usize, f64) -> f64,
    least: f64,
) -> Vec<Move> {
    let whole = |units: f64| {
        if units.is_finite() {
            units.max(0.0)
        } else {
            0.0
        }
    };
    let least = whole(least).max(1.0);
    let mut spare: Vec<f64> = holdings
        .iter()
        .map(|one| whole(one.spare).floor())
        .collect();
    let mut takers: Vec<(usize, f64, f64)> = holdings
        .iter()
        .enumerate()
        .map(|(at, one)| (at, whole(one.lacks).ceil(), one.risk))
        .filter(|(_, lacks, _)| *lacks > 0.0)
        .collect();
    takers.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    let mut moves = Vec::new();
    for (to, mut lacks, _) in takers {
        while lacks > 0.0 {
            let offer = |(from, spare): (usize, &f64)| {
                let km = km(from, to);
                let units = spare.min(lacks);
                let near = km.is_finite() && (0.0..=reach(to, units)).contains(&km);
                (from != to && near && units >= least.min(lacks)).then_some(Move {
                    from,
                    to,
                    units,
                    km,
                })
            };
            let worth = |one: &Move| one.units / (one.km + TRIP);
            let best = spare
                .iter()
                .enumerate()
                .filter_map(offer)
                .max_by(|a, b| worth(a).total_cmp(&worth(b)).then(b.from.cmp(&a.from)));
            let Some(best) = best else { break };
            if let Some(spare) = spare.get_mut(best.from) {
                *spare -= best.units;
            }
            lacks -= best.units;
            moves.push(best);
        }
    }
    moves
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::any_units;
    use super::*;

    fn holding(spare: f64, lacks: f64, risk: f64) -> Holding {
        Holding { spare, lacks, risk }
    }

    /// Facilities along a road, so many kilometres from its beginning.
    fn road(at: &[f64]) -> impl Fn(usize, usize) -> f64 {
        move |from, to| (at[from] - at[to]).abs()
    }

    #[test]
    fn the_one_in_danger_is_helped_first_by_whoever_is_near_and_has_enough() {
        let holdings = [
            holding(0.0, 50.0, 0.3),
            holding(0.0, 40.0, 0.9),
            holding(60.0, 0.0, 0.0),
            holding(500.0, 0.0, 0.0),
            holding(5.0, 0.0, 0.0),
        ];
        let at = [0.0, 10.0, 12.0, 40.0, 10.5];
        let told = moves(&holdings, road(&at), |_, _| 50.0, 10.0);
        let said: Vec<(usize, usize, f64)> = told.iter().map(|m| (m.from, m.to, m.units)).collect();
        assert_eq!(said, [(2, 1, 40.0), (2, 0, 20.0), (3, 0, 30.0)]);
        // Nobody within reach: nothing; a few units are not worth a trip.
        assert!(
            moves(
                &holdings,
                road(&[0.0, 100.0, 300.0, 500.0, 101.0]),
                |_, _| 50.0,
                10.0
            )
            .is_empty()
        );
        assert!(moves(&holdings, |_, _| f64::NAN, |_, _| 50.0, 1.0).is_empty());
        // One that goes 15 km for 40 units, and not a step for fewer.
        let near = |_, units: f64| if units >= 40.0 { 15.0 } else { -1.0 };
        let told = moves(&holdings, road(&at), near, 1.0);
        let said: Vec<(usize, usize, f64)> = told.iter().map(|m| (m.from, m.to, m.units)).collect();
        assert_eq!(said, [(2, 1, 40.0)]);
    }

    proptest! {
        #[test]
        fn nobody_gives_more_than_it_has_or_gets_more_than_it_lacks(
            rows in prop::collection::vec((any_units(), any_units(), 0.0..1.0_f64, 0.0..80.0_f64), 0..8),
            least in any_units(),
        ) {
            let holdings: Vec<Holding> = rows.iter().map(|(s, l, r, _)| holding(*s, *l, *r)).collect();
            let at: Vec<f64> = rows.iter().map(|row| row.3).collect();
            let told = moves(&holdings, road(&at), |_, _| 50.0, least);
            for (place, one) in holdings.iter().enumerate() {
                let gives: f64 = told.iter().filter(|m| m.from == place).map(|m| m.units).sum();
                let gets: f64 = told.iter().filter(|m| m.to == place).map(|m| m.units).sum();
                prop_assert!(gives == 0.0 || gives <= one.spare * (1.0 + 1e-9));
                prop_assert!(gets == 0.0 || gets <= one.lacks.ceil() * (1.0 + 1e-9));
            }
            prop_assert!(told.iter().all(|m| m.km <= 50.0 && m.units >= 1.0 && m.units.is_finite()));
        }
    }
}
