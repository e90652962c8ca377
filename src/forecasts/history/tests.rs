use super::*;

const CALENDAR: Calendar = Calendar {
    frequency: Frequency::Month,
    zone: Tz::UTC,
};

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}T00:00:00Z").parse().unwrap()
}

fn month(text: &str) -> Period {
    Frequency::Month.parse(text).unwrap()
}

fn history(said: &[(&str, EntryKind, u32)], until: &str) -> History {
    history_where(said, until, |_| false)
}

fn history_where(
    said: &[(&str, EntryKind, u32)],
    until: &str,
    wrote: impl Fn(Period) -> bool,
) -> History {
    let said = said.iter().map(|(day, kind, quantity)| Said {
        kind: *kind,
        quantity: *quantity,
        at: at(day),
    });
    let mut said: Vec<Said> = said.collect();
    in_order(&mut said);
    History::of(&said, CALENDAR, month(until), wrote).unwrap()
}

fn used(history: &History) -> Vec<Option<f64>> {
    let rounded = |used: Option<f64>| used.map(|used| (used * 100.0).round() / 100.0);
    history.series("s").told().map(rounded).collect()
}

use EntryKind::{AdjustmentDown, Count, Issue, Loss, Receipt, TransferOut};

#[test]
fn what_is_given_out_is_use_and_what_is_lost_or_sent_on_is_not() {
    let history = history(
        &[
            ("2026-01-01", Count, 100),
            ("2026-01-10", Issue, 30),
            ("2026-01-20", Loss, 5),
            ("2026-02-03", Receipt, 50),
            ("2026-02-05", TransferOut, 10),
            ("2026-02-06", AdjustmentDown, 1),
            ("2026-02-20", Issue, 40),
        ],
        "2026-03",
    );
    assert_eq!(history.first, month("2026-01"));
    assert_eq!(used(&history), [Some(30.0), Some(40.0)]);
    let [january, february] = history.spans[..] else {
        panic!("{history:?}");
    };
    assert_eq!(
        (january.opening, january.closing),
        (Some(100.0), Some(65.0))
    );
    assert_eq!((january.received, february.received), (0.0, 50.0));
    assert_eq!(
        (february.opening, february.closing),
        (Some(65.0), Some(64.0))
    );
    assert_eq!((january.days_out, february.days_out), (0.0, 0.0));
}

#[test]
fn what_a_count_misses_was_used_evenly_since_the_count_before() {
    let history = history(
        &[
            ("2026-01-01", Count, 100),
            // 59 days of January and February, 590 missing of 690 that were there.
            ("2026-01-16", Receipt, 590),
            ("2026-03-01", Count, 100),
            ("2026-04-01", Count, 90),
            ("2026-04-20", Count, 90),
        ],
        "2026-05",
    );
    let spread = [Some(310.0), Some(280.0), Some(10.0), None];
    // Of April 19 days of 30 are known, which is too little.
    assert_eq!(used(&history), spread);
}

#[test]
fn nobody_knows_what_was_used_before_a_count_that_finds_more() {
    let history = history(
        &[
            ("2026-01-01", Count, 100),
            ("2026-02-01", Count, 60),
            ("2026-03-01", Count, 200),
            ("2026-04-01", Count, 170),
        ],
        "2026-06",
    );
    let known = [Some(40.0), None, Some(30.0), None, None];
    assert_eq!(used(&history), known);
    assert_eq!(history.spans[4].closing, Some(170.0));
}

#[test]
fn who_writes_down_what_is_given_out_gave_out_none_of_what_is_not_written() {
    let said = [
        ("2026-01-01", Receipt, 100),
        ("2026-01-12", Issue, 10),
        ("2026-04-12", Issue, 20),
    ];
    let march = month("2026-03");
    let history = history_where(&said, "2026-06", |period| period == march);
    let known = [Some(10.0), None, Some(0.0), Some(20.0), None];
    assert_eq!(used(&history), known);
}

#[test]
fn days_without_stock_follow_from_the_balance() {
    let history = history(
        &[
            ("2026-01-01", Count, 30),
            ("2026-01-22", Issue, 30),
            ("2026-03-11", Receipt, 80),
            ("2026-03-21", Issue, 20),
        ],
        "2026-04",
    );
    let out: Vec<f64> = history.spans.iter().map(|span| span.days_out).collect();
    assert_eq!(out, [10.0, 28.0, 10.0]);
    // Two thirds of January raised, February nothing known, two thirds of March raised.
    let cleaned = history.series("s").cleaned(Frequency::Month);
    let near = |value: Option<f64>, wanted: f64| (value.unwrap() - wanted).abs() < 0.1;
    assert!(
        near(cleaned[0], 44.7) && near(cleaned[2], 29.8),
        "{cleaned:?}"
    );
    assert_eq!(cleaned[1], None);
}

#[test]
fn what_is_missing_is_spread_over_the_days_with_stock_alone() {
    let history = history(
        &[
            ("2026-01-01", Count, 0),
            ("2026-02-01", Receipt, 100),
            ("2026-03-01", Count, 40),
        ],
        "2026-03",
    );
    assert_eq!(used(&history), [Some(0.0), Some(60.0)]);
    assert_eq!(history.spans[0].days_out, 31.0);
}

#[test]
fn a_report_that_was_long_on_its_way_counts_when_it_was_so() {
    let said = [
        ("2026-01-01", Count, 100),
        ("2026-02-01", Count, 70),
        ("2026-01-15", Issue, 30),
    ];
    assert_eq!(used(&history(&said, "2026-02")), [Some(30.0)]);
}

#[test]
fn weeks_are_cut_like_months_and_in_the_zone_of_the_people() {
    let calendar = Calendar {
        frequency: Frequency::Week,
        zone: Tz::Africa__Nairobi,
    };
    let moment = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let said = |kind, quantity, at| Said { kind, quantity, at };
    // Sunday night in UTC is Monday in Nairobi.
    let lines = [
        said(Count, 50, moment("2026-03-01T21:00:00Z")),
        said(Issue, 7, moment("2026-03-08T20:59:59Z")),
        said(Issue, 8, moment("2026-03-08T21:00:00Z")),
    ];
    let until = Frequency::Week.parse("2026-W12").unwrap();
    let weeks = History::of(&lines, calendar, until, |_| true).unwrap();
    assert_eq!(weeks.first, Frequency::Week.parse("2026-W10").unwrap());
    assert_eq!(used(&weeks), [Some(7.0), Some(8.0)]);
}

#[test]
fn a_stock_that_was_heard_of_since_has_no_history() {
    let said = [Said {
        kind: Count,
        quantity: 5,
        at: at("2026-03-02"),
    }];
    assert_eq!(
        History::of(&said, CALENDAR, month("2026-03"), |_| true),
        None
    );
    assert_eq!(History::of(&[], CALENDAR, month("2026-03"), |_| true), None);
}
