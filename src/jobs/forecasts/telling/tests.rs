use super::*;
use crate::directory::catalogue::Point;

fn stock(product: i64, left: u32, risk: f64, open: &[Rule]) -> Foreseen {
    Foreseen {
        facility: 1,
        product,
        left: Some(left),
        a_month: 30.0,
        reorder_level: 60.0,
        risk,
        waste: 0.0,
        wasted: false,
        fresh: true,
        open: open.to_vec(),
    }
}

fn told(stocks: &[Foreseen]) -> Vec<(Rule, i64)> {
    let wanted = wanted(stocks).into_iter();
    wanted.map(|(rule, product, _)| (rule, product)).collect()
}

#[test]
fn the_riskiest_are_told_and_no_more_than_can_be_acted_on() {
    let risks = [0.3, 0.9, 0.2, 0.5, 0.6, 0.7, 0.8];
    let mut stocks: Vec<Foreseen> = (1..)
        .zip(risks)
        .map(|(p, risk)| stock(p, 20, risk, &[]))
        .collect();
    let first = [2, 7, 6, 5, 4].map(|product| (Rule::Short, product));
    assert_eq!(told(&stocks), first);
    // What was told stays, where others are riskier by now too, until it is half as likely.
    stocks[0].open.push(Rule::Short);
    stocks[2].open.push(Rule::Short);
    let now = [1, 3, 2, 7, 6].map(|product| (Rule::Short, product));
    assert_eq!(told(&stocks), now);
    stocks[2].risk = 0.12;
    let later = [1, 2, 7, 6, 5].map(|product| (Rule::Short, product));
    assert_eq!(told(&stocks), later);
}

#[test]
fn what_is_heard_of_already_or_not_known_is_not_told() {
    let stocks = [
        stock(1, 20, 0.9, &[Rule::Low]),
        stock(2, 0, 1.0, &[]),
        Foreseen {
            left: None,
            ..stock(3, 0, 0.9, &[Rule::Short])
        },
        stock(4, 20, 0.24, &[]),
        // There is nothing to order yet.
        stock(5, 60, 0.9, &[]),
        // How much is left nobody knows.
        Foreseen {
            fresh: false,
            ..stock(6, 20, 0.9, &[])
        },
    ];
    assert_eq!(told(&stocks), []);
    // What was told before stays so until somebody says more.
    let silent = Foreseen {
        fresh: false,
        ..stock(6, 20, 0.9, &[Rule::Short])
    };
    assert_eq!(told(&[silent]), [(Rule::Short, 6)]);
}

#[test]
fn a_tenth_of_a_stock_that_will_expire_is_told() {
    let expires = |product, waste, open: &[Rule]| Foreseen {
        waste,
        wasted: true,
        fresh: true,
        ..stock(product, 100, 0.0, open)
    };
    let stocks = [
        expires(1, 10.0, &[]),
        expires(2, 9.0, &[]),
        expires(3, 2.0, &[Rule::Waste]),
        expires(4, 60.0, &[Rule::Expiring]),
    ];
    assert_eq!(told(&stocks), [(Rule::Waste, 3), (Rule::Waste, 1)]);
    let units: Vec<u32> = wanted(&stocks).iter().map(|one| one.2).collect();
    assert_eq!(units, [2, 10]);
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// So many kilometres east of the first; 30 are used a month, 90 are kept at most.
fn store(facility: i64, km: f64, left: f64, risk: f64) -> Store {
    Store {
        facility,
        at: Point {
            lat: 0.0,
            lon: km / 111.195,
        },
        left,
        a_month: 30.0,
        reorder_level: 60.0,
        maximum: 90.0,
        risk,
        waste: (0.0, None),
        heard: true,
        fresh: true,
        expired: 0.0,
    }
}

fn fetch(taker: i64, giver: i64, units: i32) -> Move {
    Move {
        taker,
        giver,
        units,
    }
}

#[test]
fn who_is_in_danger_fetches_from_whoever_has_too_much() {
    let date = day("2026-11-02");
    let stores = [
        store(1, 0.0, 10.0, 0.9),
        store(2, 10.0, 150.0, 0.0),
        store(3, 20.0, 50.0, 0.3),
        store(4, 80.0, 900.0, 0.0),
    ];
    let told = fetched(&stores, &[], (date, DANGER_ALONE));
    assert_eq!(told, [fetch(1, 2, 60)]);
    // What was learned from what ran out says one in four of what does: that is danger enough.
    let mut more = stores;
    more[1].left = 300.0;
    let both = [fetch(1, 2, 80), fetch(3, 2, 40)];
    assert_eq!(fetched(&more, &[], (date, DANGER)), both);
    assert_eq!(fetched(&more, &[], (date, DANGER_ALONE)), both[..1]);
    // A second night says the same, and another one only once it cannot be done any more.
    assert_eq!(fetched(&stores, &told, (date, DANGER_ALONE)), told);
    let nearer = [&stores[..], &[store(5, 1.0, 900.0, 0.0)]].concat();
    assert_eq!(fetched(&nearer, &told, (date, DANGER_ALONE)), told);
    let mut given = nearer;
    given[1].left = 149.0;
    assert_eq!(
        fetched(&given, &told, (date, DANGER_ALONE)),
        [fetch(1, 5, 80)]
    );
}

#[test]
fn nobody_goes_farther_than_what_it_fetches_is_worth() {
    let date = day("2026-11-02");
    // All of it is gone where `a_month` are used and twice that is kept, and somebody so many kilometres away has `over` to give.
    let of = |a_month: f64, km: f64, over: f64| {
        let mut taker = store(1, 0.0, 0.0, 1.0);
        (taker.a_month, taker.maximum) = (a_month, 2.0 * a_month);
        taker.reorder_level = a_month;
        let told = fetched(
            &[taker, store(2, km, 90.0 + over, 0.0)],
            &[],
            (date, DANGER_ALONE),
        );
        told.first().map(|told| told.units)
    };
    // Hardly used: not even from next door.
    assert_eq!(of(0.6, 1.0, 100.0), None);
    // Six at most: three fifths of a trip.
    assert_eq!(
        (of(3.0, 29.0, 100.0), of(3.0, 31.0, 100.0)),
        (Some(6), None)
    );
    // A month's use from as far as anybody goes, a tenth of it from a tenth as far.
    assert_eq!(
        (of(400.0, 49.0, 400.0), of(400.0, 51.0, 400.0)),
        (Some(400), None)
    );
    assert_eq!(
        (of(400.0, 4.0, 40.0), of(400.0, 6.0, 40.0)),
        (Some(40), None)
    );
}

#[test]
fn what_expires_goes_where_it_is_used_in_time() {
    let date = day("2026-11-02");
    let gives = |on: &str| {
        let mut giver = store(2, 10.0, 80.0, 0.0);
        giver.waste = (40.0, Some(day(on)));
        fetched(
            &[store(1, 0.0, 10.0, 0.9), giver],
            &[],
            (date, DANGER_ALONE),
        )
    };
    // The 90 that it then has last until February.
    assert_eq!(gives("2027-02-10"), [fetch(1, 2, 40)]);
    assert_eq!(gives("2027-01-20"), []);
    assert_eq!(gives("2026-11-20"), []);
}
