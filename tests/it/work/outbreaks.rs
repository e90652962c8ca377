//! Where more is given out than usual and more people ask in vain, it is asked whether there is an outbreak.

mod cases;

use super::*;

/// Nyando with its ward Ahero, where three clinics count their zinc each Monday, 100, and give out 20 each Wednesday; from August on
/// it is counted who asks in vain.
const AHERO: &str = "
    INSERT INTO places (source, source_id, kind, name, iso3) VALUES ('t', '1', 'county', 'Nyando', 'KEN');
    INSERT INTO places (source, source_id, kind, name, iso3, parent_id) SELECT 't', '2', 'ward', 'Ahero', 'KEN', id FROM places;
    INSERT INTO facilities (code, source, source_id, name, kind, iso3, place_id)
    SELECT code, 't', code, code, 'clinic', 'KEN', p.id FROM unnest('{x,y,z}'::text[]) code, places p WHERE p.name = 'Ahero';
    INSERT INTO products (code, source, source_id, kind, generic, generic_key, unit, atc) VALUES
        ('zn', 't', '4', 'medicine', 'Zinc', 'zinc', 'tab', 'A12CB01'), ('zns', 't', '5', 'medicine', 'Zinc', 'zinc', 'tab', 'A12CB01');
    WITH weeks AS (
        SELECT w FROM generate_series(timestamptz '2026-04-06 00:00', '2026-11-02 00:00', interval '1 week') w
    ), made AS (
        INSERT INTO reports (channel, at) SELECT 'import', w + days * interval '1 day' FROM weeks, (VALUES (0), (2)) d (days)
        WHERE w + days * interval '1 day' < '2026-11-02 02:00' RETURNING id, at
    )
    INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, at)
    SELECT made.id, f.id, p.id, CASE extract(isodow FROM at) WHEN 1 THEN 'count' ELSE 'issue' END,
        CASE WHEN extract(isodow FROM at) = 3 THEN CASE WHEN at > '2026-10-26' THEN {last} ELSE 20 END
            WHEN at::date = '2026-10-19' AND f.code <> 'z' THEN {before} ELSE 100 END, 0, at
    FROM made, facilities f, products p WHERE f.kind = 'clinic' AND p.code = 'zn' ORDER BY at, f.id;
    INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by)
    SELECT f.id, p.id, 100, '2026-11-02 00:00', 't' FROM facilities f, products p WHERE f.kind = 'clinic' AND p.code = 'zn';
    INSERT INTO unmet_weeks (place_id, product_id, week, people)
    SELECT l.id, p.id, '2026-08-03', 1 FROM places l, products p WHERE l.name = 'Ahero' AND p.code = 'zn';";

/// What is given out of zinc at each clinic in the last week of October, and what two of three count in the week before.
#[derive(Clone, Copy)]
struct October {
    last: u32,
    before: u32,
}

const USUAL: October = October {
    last: 20,
    before: 100,
};

const MORE_USED: October = October {
    last: 60,
    before: 100,
};

const ALERTS: &str = "SELECT concat_ws(' ', rule, l.name, p.code, quantity, CASE WHEN resolved_at IS NULL THEN 'open' ELSE 'over' END)
    FROM alerts a JOIN places l ON l.id = a.place_id JOIN products p ON p.id = a.product_id ORDER BY a.id";

const SIGNALS: &str = "SELECT concat_ws(' ', l.name, p.code, week, people, people_high, used, used_low, used_high, rule)
    FROM outbreak_signals o JOIN places l ON l.id = o.place_id JOIN products p ON p.id = o.product_id ORDER BY week, 1";

impl House {
    /// So many people near Ahero ask for zinc in vain in the last week of October, half of them on the waiting list.
    async fn ask_in_vain(&mut self, people: i32) {
        let asking = format!(
            "WITH who AS (
                INSERT INTO phones (sealed, seal_key_id, hmac, hmac_key_id)
                SELECT decode(repeat('00', 60), 'hex'), 1, decode(lpad(to_hex(n), 64, '0'), 'hex'), 1 FROM generate_series(1, {people}) n RETURNING id
             ), waits AS (
                INSERT INTO waiting (phone_id, product_id, place_id, asked_at)
                SELECT who.id, p.id, l.id, '2026-10-27 10:00' FROM who, products p, places l WHERE who.id % 2 = 0 AND p.code = 'zn' AND l.name = 'Ahero'
             )
             INSERT INTO none_reports (facility_id, product_id, phone_id, day, reported_at)
             SELECT f.id, p.id, who.id, day, day + time '10:00' FROM who, products p, facilities f, unnest('{{2026-10-28,2026-10-29}}'::date[]) day
             WHERE who.id % 2 = 1 AND p.code = 'zns' AND f.code = 'x'"
        );
        self.conn.batch_execute(&asking).await.unwrap();
    }

    async fn week_after(
        &mut self,
        october: October,
        what: &str,
        people: i32,
    ) -> (Vec<String>, Vec<String>) {
        let ahero = AHERO.replace("{last}", &october.last.to_string());
        let ahero = ahero.replace("{before}", &october.before.to_string());
        self.conn.batch_execute(&ahero).await.unwrap();
        self.conn.batch_execute(what).await.unwrap();
        self.ask_in_vain(people).await;
        self.one_night().await;
        (self.texts(SIGNALS).await, self.texts(ALERTS).await)
    }
}

const BOTH: &str = "Ahero zn 2026-10-26 14 3 180 42 78 c2";

#[tokio::test]
async fn where_both_counts_agree_it_is_asked_once() {
    let mut house = House::new().await;
    let (signals, alerts) = house.week_after(MORE_USED, "", 14).await;
    // Two strengths of one substance are one, and who said twice that there was none is one person.
    assert_eq!(signals, [BOTH]);
    assert_eq!(alerts, ["outbreak Ahero zn 180 open"]);
    // The same date once more, and the next night, change nothing.
    let date = "2026-11-02".parse().unwrap();
    house.change("DELETE FROM job_runs; DELETE FROM jobs").await;
    assert!(house.worker("again").ask(date).await.unwrap());
    house.one_night().await;
    house.clock.forward(TimeDelta::days(1));
    house.one_night().await;
    assert_eq!(house.texts(SIGNALS).await, [BOTH]);
    assert_eq!(house.texts(ALERTS).await, alerts);
    // Three weeks on it is asked still, four weeks on no more; what was found stays.
    house
        .clock
        .forward(TimeDelta::weeks(3) - TimeDelta::days(1));
    house.one_night().await;
    assert_eq!(house.texts(ALERTS).await, alerts);
    house.clock.forward(TimeDelta::weeks(1));
    house.one_night().await;
    assert_eq!(house.texts(ALERTS).await, ["outbreak Ahero zn 180 over"]);
    assert_eq!(house.texts(SIGNALS).await, [BOTH]);
}

#[tokio::test]
async fn one_count_alone_asks_nobody() {
    let mut house = House::new().await;
    let (signals, alerts) = house.week_after(USUAL, "", 14).await;
    assert_eq!(signals, ["Ahero zn 2026-10-26 14 3 60 42 78 c2"]);
    assert_eq!(alerts, Vec::<String>::new());
    let mut house = House::new().await;
    let (signals, alerts) = house.week_after(MORE_USED, "", 4).await;
    assert_eq!((signals, alerts), (vec![], vec![]), "four are too few");
}

#[tokio::test]
async fn what_is_given_out_after_a_stock_out_is_no_outbreak() {
    // Two of three had none in the middle of October.
    let out = October {
        before: 0,
        ..MORE_USED
    };
    let mut house = House::new().await;
    let (signals, alerts) = house.week_after(out, "", 14).await;
    assert_eq!(signals, ["Ahero zn 2026-10-26 14 3"]);
    assert_eq!(alerts, Vec::<String>::new());
}

#[tokio::test]
async fn where_many_always_ask_in_vain_no_more_of_them_are_needed() {
    let always = "INSERT INTO unmet_weeks (place_id, product_id, week, people)
        SELECT l.id, p.id, w::date, 12 FROM places l, products p, generate_series(date '2026-08-10', '2026-10-19', interval '1 week') w
        WHERE l.name = 'Ahero' AND p.code = 'zn'";
    let mut house = House::new().await;
    let (signals, _) = house.week_after(MORE_USED, always, 14).await;
    assert_eq!(signals, Vec::<String>::new());
    let years = "UPDATE unmet_weeks SET week = '2026-09-21'";
    let mut house = House::new().await;
    let (signals, _) = house.week_after(MORE_USED, years, 14).await;
    assert_eq!(signals, Vec::<String>::new(), "counted for five weeks only");
}

#[tokio::test]
async fn a_wider_place_is_left_alone_where_it_is_asked_in_one_within() {
    // A third of those who ask do so in Nyando, where nobody else holds anything: there they are 21.
    let wider = "INSERT INTO unmet_weeks (place_id, product_id, week, people)
        SELECT l.id, p.id, '2026-10-26', 7 FROM places l, products p WHERE l.name = 'Nyando' AND p.code = 'zn'";
    let mut house = House::new().await;
    let (signals, alerts) = house.week_after(MORE_USED, wider, 14).await;
    assert_eq!(signals, [BOTH, "Nyando zn 2026-10-26 21 3 180 42 78 c2"]);
    assert_eq!(alerts, ["outbreak Ahero zn 180 open"]);
}
