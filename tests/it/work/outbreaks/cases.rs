//! Cases are a third count: two of the three are enough.

use super::*;

/// Of cholera, which zinc is for, 4 fall ill near Ahero each week from August on, and so many in the last week of October.
fn cholera(last: u32) -> String {
    format!(
        "INSERT INTO disease_products (disease, product_id) SELECT 'cholera', id FROM products WHERE code = 'zns';
         INSERT INTO case_counts (place_id, disease, week, cases)
         SELECT l.id, 'cholera', w::date, CASE w WHEN '2026-10-26' THEN {last} ELSE 4 END
         FROM places l, generate_series(timestamp '2026-08-03', '2026-10-26', interval '1 week') w WHERE l.name = 'Ahero'"
    )
}

const ILL: &str = "SELECT concat_ws(' ', l.name, p.code, week, people, used, rule, disease, cases, cases_high, cases_rule, agree)
    FROM outbreak_signals o JOIN places l ON l.id = o.place_id JOIN products p ON p.id = o.product_id ORDER BY week, 1";

impl House {
    async fn week_with(
        &mut self,
        october: October,
        cases: &str,
        people: i32,
    ) -> (Vec<String>, Vec<String>) {
        let (_, alerts) = self.week_after(october, cases, people).await;
        (self.texts(ILL).await, alerts)
    }
}

#[tokio::test]
async fn cases_and_what_was_given_out_ask_once() {
    let mut house = House::new().await;
    let (signals, alerts) = house.week_with(MORE_USED, &cholera(41), 4).await;
    let both = "Ahero zn 2026-10-26 4 180 c2 cholera 41 10 c2 t";
    assert_eq!(signals, [both], "four who asked in vain are too few");
    assert_eq!(alerts, ["outbreak Ahero zn 180 open"]);
    // The same date once more, and the nights after it, change nothing.
    let date = "2026-11-02".parse().unwrap();
    house.change("DELETE FROM job_runs; DELETE FROM jobs").await;
    assert!(house.worker("again").ask(date).await.unwrap());
    house.one_night().await;
    for days in [1, 7, 13] {
        house.clock.forward(TimeDelta::days(days));
        house.one_night().await;
        assert_eq!(house.texts(ILL).await, [both]);
        assert_eq!(house.texts(ALERTS).await, alerts);
    }
    house.clock.forward(TimeDelta::weeks(1));
    house.one_night().await;
    assert_eq!(house.texts(ALERTS).await, ["outbreak Ahero zn 180 over"]);
}

#[tokio::test]
async fn cases_alone_ask_nobody() {
    let mut house = House::new().await;
    let (signals, alerts) = house.week_with(USUAL, &cholera(41), 4).await;
    assert_eq!(signals, ["Ahero zn 2026-10-26 4 60 c2 cholera 41 10 c2 f"]);
    assert_eq!(alerts, Vec::<String>::new());
}

#[tokio::test]
async fn cases_and_people_who_asked_in_vain_ask() {
    let mut house = House::new().await;
    let (signals, alerts) = house.week_with(USUAL, &cholera(41), 14).await;
    let both = "Ahero zn 2026-10-26 14 60 c2 cholera 41 10 c2 t";
    assert_eq!(signals, [both]);
    assert_eq!(alerts, ["outbreak Ahero zn 60 open"]);
    // What was given out need not be known for that.
    let out = October { before: 0, ..USUAL };
    let mut house = House::new().await;
    let (signals, alerts) = house.week_with(out, &cholera(41), 14).await;
    assert_eq!(signals, ["Ahero zn 2026-10-26 14 cholera 41 10 c2 t"]);
    assert_eq!(alerts, ["outbreak Ahero zn 0 open"]);
}

#[tokio::test]
async fn cases_that_are_usual_or_few_are_none() {
    let mut house = House::new().await;
    let (signals, alerts) = house.week_with(MORE_USED, &cholera(10), 4).await;
    assert_eq!((signals, alerts), (vec![], vec![]), "up to ten are usual");
    // Where nobody fell ill before three were usual, but four are fewer than five.
    let four = cholera(4).replace("ELSE 4", "ELSE 0");
    let mut house = House::new().await;
    let (signals, alerts) = house.week_with(MORE_USED, &four, 4).await;
    assert_eq!((signals, alerts), (vec![], vec![]));
    // Of another medicine nobody says that it is for cholera.
    let other = cholera(41).replace("'zns'", "'ors'");
    let mut house = House::new().await;
    let (signals, alerts) = house.week_with(MORE_USED, &other, 4).await;
    assert_eq!((signals, alerts), (vec![], vec![]));
    // In the week before two of three had no zinc.
    let out = October {
        before: 0,
        ..MORE_USED
    };
    let mut house = House::new().await;
    let (signals, alerts) = house.week_with(out, &cholera(41), 4).await;
    assert_eq!(signals, ["Ahero zn 2026-10-26 4 cholera 41 10 c2 f"]);
    assert_eq!(alerts, Vec::<String>::new());
}

#[tokio::test]
async fn a_season_that_begins_each_year_is_no_outbreak() {
    // At the end of each October 40 fall ill.
    let season = cholera(41)
        .replace("timestamp '2026-08-03'", "timestamp '2022-08-01'")
        .replace(
            "ELSE 4",
            "ELSE CASE WHEN extract(doy FROM w) > 297 THEN 40 ELSE 4 END",
        );
    let mut house = House::new().await;
    let (signals, alerts) = house.week_with(MORE_USED, &season, 4).await;
    assert_eq!((signals, alerts), (vec![], vec![]));
    let more = season.replace("THEN 41", "THEN 200");
    let mut house = House::new().await;
    let (signals, alerts) = house.week_with(MORE_USED, &more, 4).await;
    assert_eq!(signals.len(), 1);
    assert!(signals[0].contains(" 4 180 c2 cholera 200 ") && signals[0].ends_with(" farrington t"));
    assert_eq!(alerts, ["outbreak Ahero zn 180 open"]);
}

#[tokio::test]
async fn cases_of_three_weeks_ago_are_held_against_what_was_given_out_then() {
    let mut house = House::new().await;
    let (signals, _) = house.week_with(MORE_USED, "", 4).await;
    assert_eq!(signals, Vec::<String>::new());
    house.clock.forward(TimeDelta::weeks(3));
    house.change(&cholera(41)).await;
    house.one_night().await;
    let both = "Ahero zn 2026-10-26 4 180 c2 cholera 41 10 c2 t";
    assert_eq!(house.texts(ILL).await, [both]);
    assert_eq!(house.texts(ALERTS).await, ["outbreak Ahero zn 180 open"]);
    // A week later they are too old.
    let mut house = House::new().await;
    house.week_with(MORE_USED, "", 4).await;
    house.clock.forward(TimeDelta::weeks(4));
    house.change(&cholera(41)).await;
    house.one_night().await;
    assert_eq!(house.texts(ILL).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_wider_place_may_report_for_those_within() {
    // The county reports, and one of its wards too, whose cases it has counted.
    let county = cholera(41).replace("'Ahero'", "'Nyando'")
        + "; INSERT INTO case_counts (place_id, disease, week, cases)
           SELECT l.id, disease, week, cases - 1 FROM case_counts, places l WHERE l.name = 'Ahero'";
    let mut house = House::new().await;
    let (signals, alerts) = house.week_with(MORE_USED, &county, 14).await;
    assert_eq!(
        signals,
        [
            "Ahero zn 2026-10-26 14 180 c2 cholera 40 8.196152422706632 c2 t",
            "Nyando zn 2026-10-26 14 180 c2 cholera 41 10 c2 t"
        ]
    );
    assert_eq!(alerts, ["outbreak Ahero zn 180 open"]);
}
