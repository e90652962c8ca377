//! What is usual, by hand and by an implementation of its own.

use proptest::prelude::*;

use super::area::{Ill, Places, Used, reported, telling, together};
use super::simulated::measure;
use super::*;
use crate::forecasts::series::{Observation, Period, Series};

fn weeks(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().copied().map(Some).collect()
}

/// Seven weeks of mean 11 and variance 12 / 6, and the two of the lag.
const SEVEN: [f64; 9] = [10.0, 12.0, 11.0, 9.0, 10.0, 13.0, 12.0, 99.0, 99.0];

#[test]
fn c2_is_three_deviations_from_seven_weeks_that_lie_two_before() {
    let units = c2(&weeks(&SEVEN), Spread::Units).unwrap();
    let apart = 3.0 * 2.0_f64.sqrt();
    assert!((units.high - (11.0 + apart)).abs() < 1e-9, "{units:?}");
    assert!((units.low - (11.0 - apart)).abs() < 1e-9, "{units:?}");
    assert_eq!((units.expected, units.rule), (11.0, Rule::C2));
    // Eleven people who come by chance differ by the root of eleven.
    let people = c2(&weeks(&SEVEN), Spread::People).unwrap();
    assert!((people.high - (11.0 + 3.0 * 11.0_f64.sqrt())).abs() < 1e-9);
    // Where all weeks were alike, a tenth more is no alarm, and where nobody came, three are none.
    let alike = c2(&weeks(&[50.0; 9]), Spread::Units).unwrap();
    assert!((alike.high - 65.0).abs() < 1e-9);
    let nobody = c2(&weeks(&[0.0; 9]), Spread::People).unwrap();
    assert_eq!((nobody.low, nobody.high), (0.0, 3.0));
}

#[test]
fn c2_says_nothing_of_too_few_weeks() {
    let mut some = weeks(&SEVEN);
    (some[1], some[4]) = (None, None);
    assert!(c2(&some, Spread::Units).is_some());
    some[3] = None;
    assert_eq!(c2(&some, Spread::Units), None);
    assert_eq!(c2(&weeks(&SEVEN[..6]), Spread::Units), None);
    assert!(c2(&weeks(&SEVEN[2..]), Spread::Units).is_some());
}

/// The series of tests/data/forecasts/outbreak.py.
fn made_up(kind: &str) -> Vec<Option<f64>> {
    let week = |w: u32| {
        let at = f64::from(w);
        let season = (std::f64::consts::TAU * at / 52.1775).sin();
        let mut y = 40.0 + 12.0 * season + f64::from(w * 7919 % 23) - 11.0;
        match kind {
            "grows" => y += at / 10.0,
            "outbreak" if (195..=196).contains(&w) => y += 160.0,
            "falls" => y *= (-at / 150.0).exp(),
            _ => {}
        }
        Some(y.round())
    };
    (0..300).map(week).collect()
}

/// What `python3 tests/data/forecasts/outbreak.py` prints: series, low, expected and high.
const GOLDEN: [(&str, f64, f64, f64); 4] = [
    ("plain", 11.518_949, 28.005_338, 48.742_901),
    ("grows", 38.920_788, 60.362_499, 84.728_848),
    ("outbreak", 0.427_718, 30.970_160, 83.842_435),
    ("falls", 0.088_392, 3.766_558, 10.005_262),
];

#[test]
fn years_past_say_what_an_implementation_of_its_own_says() {
    for (kind, low, expected, high) in GOLDEN {
        let usual = farrington(&made_up(kind)).unwrap();
        for (ours, golden) in [
            (usual.low, low),
            (usual.expected, expected),
            (usual.high, high),
        ] {
            assert!((ours - golden).abs() < 1e-5, "{kind}: {usual:?}");
        }
        assert_eq!(usual.rule, Rule::Farrington);
    }
}

#[test]
fn an_outbreak_of_years_past_counts_less() {
    // Without that its two weeks would raise what is usual for as long as they are looked at.
    let high = |kind| farrington(&made_up(kind)).unwrap().high;
    assert!(high("outbreak") < 2.5 * high("plain"));
}

#[test]
fn years_past_say_nothing_where_there_are_fewer_than_three() {
    let all = made_up("plain");
    let last = |weeks: usize| farrington(&all[300 - weeks..]);
    assert!(last(160).is_some());
    assert_eq!(last(156), None, "of the third year three weeks are known");
    // A year of which most weeks are missing is none.
    let mut gaps = all[300 - 160..].to_vec();
    for week in &mut gaps[160 - 106..160 - 102] {
        *week = None;
    }
    assert_eq!(farrington(&gaps), None);
    assert_eq!(farrington(&vec![Some(0.0); 300]), None);
    let season = usual(&all, Spread::Units).unwrap();
    let lately = usual(&all[200..], Spread::Units).unwrap();
    assert_eq!((season.rule, lately.rule), (Rule::Farrington, Rule::C2));
}

proptest! {
    #[test]
    fn what_never_changes_is_never_out_of_the_ordinary(level in 0.0..1e6_f64, long in 0..320_usize) {
        let weeks = vec![Some(level); long];
        for spread in [Spread::People, Spread::Units] {
            for usual in [c2(&weeks, spread), farrington(&weeks)].into_iter().flatten() {
                prop_assert!(usual.low <= level + 1e-6 && level <= usual.high + 1e-6);
            }
        }
    }

    #[test]
    fn units_that_are_ten_times_smaller_change_nothing(
        // Weeks that differ by less than chance makes them are taken to differ by that, in whatever unit.
        values in prop::collection::vec(prop_oneof![1 => Just(20.0), 3 => 0.0..90.0_f64], 320),
    ) {
        let small = weeks(&values);
        let tens: Vec<f64> = values.iter().map(|y| y * 10.0).collect();
        let tens = weeks(&tens);
        let alike = |a: Option<Usual>, b: Option<Usual>| match (a, b) {
            (Some(a), Some(b)) => (a.high * 10.0 - b.high).abs() < 1e-6 * b.high,
            (a, b) => a.is_none() && b.is_none(),
        };
        prop_assert!(alike(c2(&small, Spread::Units), c2(&tens, Spread::Units)));
        prop_assert!(alike(farrington(&small), farrington(&tens)));
    }

    #[test]
    fn nothing_makes_it_fall_over(
        values in prop::collection::vec(prop::option::of(prop_oneof![any::<f64>(), 0.0..100.0_f64, Just(0.0)]), 0..330),
    ) {
        for usual in [c2(&values, Spread::People), farrington(&values)].into_iter().flatten() {
            prop_assert!(usual.low >= 0.0 && usual.low <= usual.expected && usual.expected <= usual.high);
            prop_assert!(usual.high.is_finite());
        }
    }
}

fn stock(first: i32, values: &[f64]) -> Series {
    let week = |used: &f64| Observation {
        used: used.max(0.0),
        stock_end: Some(10.0),
        days_out: Some(if *used < 0.0 { 3.0 } else { 0.0 }),
    };
    Series {
        id: "".into(),
        first: Period(first),
        observations: values.iter().map(|used| Some(week(used))).collect(),
    }
}

#[test]
fn weeks_without_stock_and_two_after_them_tell_nothing() {
    let mut series = stock(0, &[5.0, -1.0, 9.0, 8.0, 5.0, 5.0]);
    let told = |series: &Series| telling(series);
    let five = Some(5.0);
    assert_eq!(told(&series), [five, None, None, None, five, five]);
    // Empty on Sunday night is out too, and a gap is no stock-out.
    series.observations[4].as_mut().unwrap().stock_end = Some(0.0);
    assert_eq!(told(&series)[4..], [None, None]);
    let mut gap = stock(0, &[5.0; 3]);
    gap.observations[1] = None;
    assert_eq!(told(&gap), [five, None, five]);
}

#[test]
fn an_area_is_added_up_like_for_like() {
    let six = |used: f64, now: f64| stock(0, &[used, used, used, used, used, used, now]);
    let stocks = [six(40.0, 60.0), six(50.0, 55.0), six(10.0, -1.0)];
    let judged = Period(6);
    // The third was out in the week judged: a tenth of the use is left out, of before as well.
    let used = together(&stocks, judged).unwrap();
    let ninety = vec![Some(90.0); 6];
    assert_eq!((used.now, &used.before), (115.0, &ninety));
    // Of one week before a part is missing, which is made up for; where more is, the week is.
    let mut partly = stocks.clone();
    partly[1] = six(5.0, 6.0);
    partly[1].observations[0] = None;
    let first = |stocks: &[Series]| together(stocks, judged).map(|used: Used| used.before[0]);
    assert_eq!(first(&partly[..2]), Some(Some(45.0)));
    let mut mostly = stocks.clone();
    mostly[1].observations[0] = None;
    assert_eq!(first(&mostly), Some(None));
    // Where half of the use is out, others serve who found nothing there: nothing is said.
    assert_eq!(
        together(&[six(40.0, 60.0), six(5.0, 5.0), six(40.0, -1.0)], judged),
        None
    );
    // One facility is no area, and one that is new makes no rise.
    assert_eq!(together(&stocks[..1], judged), None);
    let new = stock(5, &[30.0, 30.0]);
    let with = [stocks[0].clone(), stocks[1].clone(), new];
    assert_eq!(together(&with, judged).unwrap().now, 115.0);
}

#[test]
fn an_area_is_the_narrowest_place_with_enough_facilities() {
    // Ward 11 and 12 lie in 1, which lies in 0; 13 holds too many.
    let places = Places::new([
        (0, None),
        (1, Some(0)),
        (11, Some(1)),
        (12, Some(1)),
        (13, Some(0)),
    ]);
    let mut facilities = vec![11, 11, 11, 12];
    assert_eq!(places.areas([11, 12, 11], &facilities), [1, 11]);
    assert_eq!(places.areas([11, 12], &facilities[1..]), [1]);
    assert_eq!(places.areas([11, 12], &facilities[2..]), Vec::<i64>::new());
    facilities.extend([13; 501]);
    assert_eq!(places.areas([0, 13, 12], &facilities), [1]);
    assert!(places.within(11, 0) && places.within(11, 11) && !places.within(1, 11));
    let ring = Places::new([(1, Some(2)), (2, Some(1))]);
    assert_eq!(ring.areas([1], &[1]), Vec::<i64>::new());
}

/// What a place reports from a week on; nothing where it is negative.
fn ill(place: i64, first: i32, cases: &[f64]) -> Ill {
    Ill {
        place,
        disease: "cholera".to_owned(),
        first: Period(first),
        weeks: cases.iter().map(|y| (*y >= 0.0).then_some(*y)).collect(),
    }
}

#[test]
fn cases_are_added_up_by_those_that_reported_before() {
    let places = Places::new([(1, Some(0)), (11, Some(1)), (12, Some(1)), (2, Some(0))]);
    let sum = |ill: &[Ill]| {
        let ill: Vec<&Ill> = ill.iter().collect();
        reported(&ill, &places, Period(6), 6)
    };
    let known = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 50.0];
    let gap = [1.0, 2.0, -1.0, 4.0, 5.0, 6.0, 7.0];
    let used = |now, before: [f64; 6]| {
        let before = before.iter().map(|y| (*y >= 0.0).then_some(*y));
        Some(Used {
            now,
            before: before.collect(),
        })
    };
    let one = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    assert_eq!(sum(&[ill(11, 0, &known)]), used(50.0, one));
    // Of a week in which one of them is missing nothing is known.
    let both = [2.0, 4.0, -1.0, 8.0, 10.0, 12.0];
    assert_eq!(
        sum(&[ill(11, 0, &known), ill(12, 0, &gap)]),
        used(57.0, both)
    );
    // Who did not report this week, or began lately, is left out.
    let silent = ill(12, 0, &known[..6]);
    let new = ill(2, 2, &known[..5]);
    assert_eq!(
        sum(&[ill(11, 0, &known), silent.clone(), new.clone()]),
        used(50.0, one)
    );
    assert_eq!(sum(&[silent, new]), None);
    // What the wider place reports holds what those in it do.
    let wider = ill(1, 0, &[9.0; 7]);
    assert_eq!(
        sum(&[ill(11, 0, &known), wider, ill(12, 0, &known)]),
        used(9.0, [9.0; 6])
    );
    assert_eq!(sum(&[]), None);
    // Where nobody ever fell ill that is known, and what is usual.
    let never = sum(&[ill(11, 0, &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 41.0])]);
    assert_eq!(never, used(41.0, [0.0; 6]));
    // Further back than it is looked nothing is known.
    let long = ill(11, -3, &[3.0; 10]);
    assert_eq!(sum(&[long]), used(3.0, [3.0; 6]));
}

/// The README's figures are those.
#[test]
fn two_that_agree_make_few_false_alarms() {
    let found = measure(200);
    let told: Vec<String> = found
        .iter()
        .map(|one| {
            format!(
                "{}: {:.0} {:.0} {:.2}",
                one.by, one.outbreaks, one.weeks, one.false_a_year
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "given out, C2: 68 24 0.93",
            "given out, C2, weeks after a stock-out too: 88 38 1.44",
            "given out, Farrington: 85 42 0.46",
            "asked in vain, C2: 96 49 0.44",
            "both, given out by C2: told before the third year: 58 20 0.02",
            "both, given out by Farrington: told from then on: 73 29 0.00",
            "cases, C2: 100 58 0.58",
            "cases, Farrington: 100 76 0.29",
            "two of the three, given out and cases by C2: 96 46 0.10",
            "two of the three, given out and cases by Farrington: 96 56 0.05",
        ]
    );
}
