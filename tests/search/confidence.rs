//! The stated formula of confidence, and the words for it.

use chrono::{DateTime, TimeDelta, Utc};
use medvault::directory::catalogue::Level;
use medvault::directory::confidence::{Amount, Sure, confidence};
use proptest::prelude::*;

const COUNTED: u32 = 1_700_000_000;

fn level(quantity: u32, monthly_use: f32, none_reports: u8) -> Level {
    Level {
        quantity,
        counted_at: COUNTED,
        price: 0,
        monthly_use,
        none_reports,
    }
}

const DAY: i64 = 86_400;

fn after(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(i64::from(COUNTED), 0).unwrap() + TimeDelta::seconds(seconds)
}

#[test]
fn follows_the_formula() {
    // (quantity, monthly use, none reports, age in seconds) -> confidence, worked out by hand.
    let table = [
        ((0, f32::NAN, 0, 0), 0.0),
        ((40, f32::NAN, 0, 0), 1.0),
        ((40, 0.0, 0, 45 * DAY), 0.5),
        ((40, 0.0, 0, 90 * DAY), 0.25),
        ((40, 0.0, 1, 0), 0.5),
        ((40, 0.0, 3, 45 * DAY), 0.0625),
        // Mean use 10 at 15.22 days: (9.5 - 10) / sqrt(10) = -0.158, P = 0.437, decay 0.791.
        ((10, 20.0, 0, 1_315_008), 0.3457),
        // Far more than is used: the decay alone.
        ((1000, 10.0, 0, 30 * DAY), 0.63),
        // Used up long ago.
        ((5, 60.0, 0, 2_630_016), 0.0),
        // Unknown use: 60 is two months' use, so after two months a coin's toss.
        ((60, f32::NAN, 0, 5_260_032), 0.1855),
        // Counted by a clock that runs ahead.
        ((10, 20.0, 0, -3 * DAY), 1.0),
    ];
    for ((quantity, monthly_use, none_reports, age), expected) in table {
        let sure = confidence(&level(quantity, monthly_use, none_reports), after(age));
        assert!(
            (sure - expected).abs() < 0.003,
            "{quantity} {monthly_use} {none_reports} {age}: {sure}"
        );
    }
}

#[test]
fn words_begin_where_they_say() {
    let words = [
        (1.0, Sure::Sure),
        (0.8, Sure::Sure),
        (0.79, Sure::Likely),
        (0.5, Sure::Likely),
    ];
    let lower = [
        (0.49, Sure::Perhaps),
        (0.2, Sure::Perhaps),
        (0.19, Sure::Unlikely),
        (0.0, Sure::Unlikely),
    ];
    for (sure, word) in words.into_iter().chain(lower) {
        assert_eq!(Sure::of(sure), word, "{sure}");
    }
    let amounts = [
        (0, f32::NAN, Amount::None),
        (9, f32::NAN, Amount::Few),
        (10, f32::NAN, Amount::Some),
        (60, f32::NAN, Amount::Plenty),
        (60, 0.0, Amount::Plenty),
        (60, 200.0, Amount::Few),
        (100, 200.0, Amount::Some),
        (400, 200.0, Amount::Plenty),
        (2, 1.0, Amount::Plenty),
    ];
    for (quantity, monthly_use, amount) in amounts {
        assert_eq!(
            Amount::of(&level(quantity, monthly_use, 0)),
            amount,
            "{quantity} of {monthly_use}"
        );
    }
}

fn any_use() -> impl Strategy<Value = f32> {
    prop_oneof![Just(f32::NAN), 0.0_f32..5_000.0]
}

proptest! {
    #[test]
    fn falls_with_age_and_with_reports(
        quantity in 0_u32..100_000, monthly_use in any_use(), reports in 0_u8..20,
        age in 0..400 * DAY, later in 0..100 * DAY,
    ) {
        let now = confidence(&level(quantity, monthly_use, reports), after(age));
        let then = confidence(&level(quantity, monthly_use, reports), after(age + later));
        let told = confidence(&level(quantity, monthly_use, reports + 1), after(age));
        prop_assert!((0.0..=1.0).contains(&now));
        prop_assert!(then <= now + 1e-6, "{then} after {now}");
        prop_assert!(told <= now);
    }
}
