//! A night learns first, from all stocks alike, and keeps what it learned.

use medvault::jobs::forecasts::one;

use super::*;

/// A hundred facilities with two products each, over 700 days. Ten of each are given out every ten days; every fifty days, on
/// another day at each facility, fifty `full` come and forty `dry`, so that the one never runs out and the other always does.
const FACILITIES: &str = "
    INSERT INTO facilities (code, source, source_id, name, kind, iso3) SELECT 'f' || n, 't', 'f' || n, 'F' || n, 'pharmacy', 'KEN' FROM generate_series(1, 100) n;
    INSERT INTO products (code, source, source_id, kind, generic, generic_key, unit) VALUES
        ('dry', 't', 'd', 'medicine', 'Dry', 'dry', 'tab'), ('full', 't', 'f', 'medicine', 'Full', 'full', 'tab');
    WITH reported AS (
        INSERT INTO reports (channel, at) SELECT 'import', timestamptz '2024-12-01' + n * interval '1 day' FROM generate_series(0, 700) n RETURNING id, at
    ), stocks AS (
        SELECT f.id AS facility, p.id AS product, p.code, f.id % 50 AS shift FROM facilities f, products p WHERE f.code LIKE 'f%' AND p.code IN ('dry', 'full')
    ), days AS (
        SELECT *, (day + shift) % 50 AS c, timestamptz '2024-12-01' + day * interval '1 day' AS at FROM stocks, generate_series(0, 700) day
    )
    INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, at)
    SELECT id, facility, product,
        CASE WHEN day = 0 THEN 'count' WHEN c = 0 THEN 'receipt' ELSE 'issue' END,
        CASE WHEN day = 0 THEN CASE code WHEN 'full' THEN 60 - 10 * ((c + 5) / 10) ELSE greatest(40 - 10 * ((c + 5) / 10), 0) END
             WHEN c = 0 THEN CASE code WHEN 'full' THEN 50 ELSE 40 END ELSE 10 END, 0, at
    FROM days JOIN reported USING (at) WHERE day = 0 OR c = 0 OR c IN (5, 15, 25, 35) OR (c = 45 AND code = 'full') ORDER BY at, facility, product;
    INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by)
    SELECT f.id, p.id, CASE p.code WHEN 'full' THEN 60 - 10 * (((700 + f.id % 50) % 50 + 5) / 10) ELSE greatest(40 - 10 * (((700 + f.id % 50) % 50 + 5) / 10), 0) END, '2026-11-01', 't'
    FROM facilities f, products p WHERE f.code LIKE 'f%' AND p.code IN ('dry', 'full');";

#[tokio::test]
async fn who_is_always_delivered_in_time_is_not_warned_and_who_never_is_is() {
    let mut house = House::new().await;
    house.change(FACILITIES).await;
    house.change(STAFF).await;
    let worker = Worker {
        at_once: 70,
        ..house.worker("worker")
    };
    let stop = house.stop.clone();
    assert_eq!(worker.round(&stop).await.unwrap(), Some(Outcome::Done));
    // Of both ten are left, which is what ten days use.
    let risks = "SELECT concat_ws(' ', p.code, count(*) > 3, max(risk) < 0.2, min(risk) > 0.6)
        FROM advice a JOIN products p ON p.id = a.product_id JOIN stock_levels s USING (facility_id, product_id)
        WHERE p.code IN ('dry', 'full') AND s.quantity = 10 GROUP BY p.code ORDER BY p.code";
    assert_eq!(house.texts(risks).await, ["dry t f t", "full t t f"]);
    let told = "SELECT DISTINCT p.code FROM alerts a JOIN products p ON p.id = a.product_id WHERE rule = 'short'";
    assert_eq!(house.texts(told).await, ["dry"]);
    // What is told is held against what came.
    let held_back = "SELECT concat_ws(' ', jsonb_array_length(b) = 10, (b -> 9 -> 'told')::float8 > 0.8, (b -> 9 -> 'came')::float8 > 0.8,
            (b -> 0 -> 'told')::float8 < 0.2, (b -> 0 -> 'came')::float8 < 0.2)
        FROM (SELECT learned #> '{proven,held_back}' AS b FROM lessons) l";
    assert_eq!(house.texts(held_back).await, ["t t t t t"]);
}

const ADVICE: &str = "SELECT concat_ws(' ', facility_id, product_id, a_month, reorder_level, maximum, risk, lead_days) FROM advice ORDER BY facility_id, product_id";

#[tokio::test]
async fn one_stock_by_day_and_parts_of_any_size_say_what_the_night_says() {
    let mut house = House::new().await;
    house.change(FACILITIES).await;
    house.one_night().await;
    let said = house.texts(ADVICE).await;
    assert_eq!(said.len(), 206);
    let stock = said::next(&mut house.conn, (0, 0), 100).await.unwrap()[40];
    let now = house.clock.now();
    one(&mut house.conn, stock, UTC, now)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(house.texts(ADVICE).await, said);
    let lessons = "SELECT concat_ws(' ', frequency, as_of) FROM lessons";
    assert_eq!(house.texts(lessons).await, ["month 2026-11-02"]);
    house
        .change("DELETE FROM advice; DELETE FROM job_runs; DELETE FROM jobs")
        .await;
    let worker = Worker {
        at_once: 150,
        ..house.worker("larger")
    };
    let stop = house.stop.clone();
    assert_eq!(worker.round(&stop).await.unwrap(), Some(Outcome::Done));
    assert_eq!(house.texts(ADVICE).await, said);
}

#[tokio::test]
async fn what_was_learned_and_cannot_be_read_is_learned_again() {
    let mut house = House::new().await;
    let bad = format!(
        "INSERT INTO lessons (frequency, version, as_of, learned, learned_at)
         VALUES ('month', {}, '2026-11-02', '{{\"learned\": null}}', '2026-11-02')",
        medvault::forecasts::VERSION
    );
    house.change(&bad).await;
    house.one_night().await;
    let kept = "SELECT jsonb_typeof(learned -> 'learned') FROM lessons";
    assert_eq!(house.texts(kept).await, ["object"]);
}
