//! What has no history is given a start.

use super::*;

/// Eight pharmacies more that use ten times as much as a, or the last a hundred times, and one that opened last week: of `al` it is known what it used, as
/// much as a; of the rest it was told once how much is there.
const MORE: &str = "
    INSERT INTO facilities (code, source, source_id, name, kind, iso3)
    SELECT 'c' || n, 't', 'c' || n, 'C ' || n, 'pharmacy', 'KEN' FROM generate_series(1, 9) n;
    INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, at)
    SELECT l.report_id, f.id, l.product_id, l.kind, l.quantity * CASE f.code WHEN 'c9' THEN 1 WHEN 'c8' THEN 100 ELSE 10 END, l.change, l.at
    FROM ledger l JOIN facilities a ON a.id = l.facility_id AND a.code = 'a' JOIN products p ON p.id = l.product_id, facilities f
    WHERE f.code LIKE 'c%' AND (f.code <> 'c9' OR p.code = 'al') ORDER BY l.id, f.id;
    INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by)
    SELECT f.id, p.id, 60, '2026-10-15', 't' FROM facilities f, products p WHERE f.code LIKE 'c%';";

#[tokio::test]
async fn what_has_no_history_is_taken_to_be_used_as_elsewhere_by_how_large_it_is() {
    let mut house = House::new().await;
    house.conn.batch_execute(MORE).await.unwrap();
    // A clinic is like no pharmacy.
    house
        .conn
        .batch_execute(
            "INSERT INTO facilities (code, source, source_id, name, kind, iso3) VALUES ('d', 't', 'd', 'D', 'clinic', 'KEN');
             INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by)
             SELECT f.id, p.id, 5, '2026-10-15', 't' FROM facilities f, products p WHERE f.code = 'd'",
        )
        .await
        .unwrap();
    let stop = house.stop.clone();
    let worker = house.worker("worker");
    assert_eq!(worker.round(&stop).await.unwrap(), Some(Outcome::Done));
    let advised = "SELECT concat_ws(' ', f.code, p.code, a.a_month BETWEEN 30 AND 60, a.peers, a.maximum > a.reorder_level, round(CASE WHEN a.peers > 0 THEN a.maximum / a.a_month END))
        FROM advice a JOIN facilities f ON f.id = a.facility_id JOIN products p ON p.id = a.product_id
        WHERE f.code IN ('c9', 'd') ORDER BY p.code";
    // Those like it use ten times as much of what it has a history of, so it is taken to use a tenth of the rest; it orders up to
    // two and a half months of that, whatever the largest uses.
    assert_eq!(
        house.texts(advised).await,
        ["c9 al t t", "c9 ors t 10 t 2", "c9 pcm t 10 t 2"]
    );
    let wide = "SELECT concat_ws(' ', count(*), count(DISTINCT c.period), bool_and(c.lo95 < c.point / 2)) FROM forecasts c JOIN facilities f ON f.id = c.facility_id WHERE f.code = 'c9' AND c.model = 'like'";
    assert_eq!(house.texts(wide).await, ["12 6 t"]);
    // A guess warns nobody, and callers are not told by it how sure it is that some is left.
    let quiet = "SELECT concat_ws(' ', (SELECT count(*) FROM alerts WHERE product_id = s.product_id AND facility_id = s.facility_id), s.monthly_use)
        FROM stock_levels s JOIN facilities f ON f.id = s.facility_id JOIN products p ON p.id = s.product_id WHERE f.code = 'c9' AND p.code <> 'al'";
    assert_eq!(house.texts(quiet).await, ["0", "0"]);
    // With a history of its own it is no guess any more.
    house
        .conn
        .batch_execute(
            "INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, at)
             SELECT l.report_id, f.id, l.product_id, l.kind, l.quantity, l.change, l.at
             FROM ledger l JOIN facilities a ON a.id = l.facility_id AND a.code = 'a' JOIN products p ON p.id = l.product_id, facilities f
             WHERE f.code = 'c9' AND p.code <> 'al' ORDER BY l.id",
        )
        .await
        .unwrap();
    house.clock.forward(TimeDelta::days(1));
    assert_eq!(worker.round(&stop).await.unwrap(), Some(Outcome::Done));
    let guessed = "SELECT count(*) FROM advice WHERE peers IS NOT NULL";
    assert_eq!(house.texts(guessed).await, ["0"]);
}

#[tokio::test]
async fn a_night_that_ends_after_the_next_one_puts_no_guess_in_place_of_a_history() {
    let mut house = House::new().await;
    house.conn.batch_execute(MORE).await.unwrap();
    let stop = house.stop.clone();
    let (killed, worker) = (house.worker("killed"), house.worker("worker"));
    // Killed early in a night, and begun again once the next one is due.
    let mut job = killed.take().await.unwrap().unwrap();
    assert!(killed.part(&mut job).await.unwrap());
    house.clock.forward(TimeDelta::days(1));
    worker.ask("2026-11-03".parse().unwrap()).await.unwrap();
    house.clock.forward(TimeDelta::seconds(1));
    while worker.round(&stop).await.unwrap().is_some() {}
    let jobs = "SELECT concat_ws(' ', key, state) FROM jobs ORDER BY key";
    assert_eq!(
        house.texts(jobs).await,
        ["2026-11-02 done", "2026-11-03 done"]
    );
    let guessed = "SELECT concat_ws(' ', f.code, p.code) FROM advice a JOIN facilities f ON f.id = a.facility_id JOIN products p ON p.id = a.product_id
        WHERE a.peers IS NOT NULL ORDER BY 1";
    assert_eq!(house.texts(guessed).await, ["c9 ors", "c9 pcm"]);
    let like =
        "SELECT count(DISTINCT (facility_id, product_id)) FROM forecasts WHERE model = 'like'";
    assert_eq!(house.texts(like).await, ["2"]);
}
