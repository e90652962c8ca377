//! Workers that are killed in the middle of a night: real processes, as they run.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::*;

/// Thirty facilities more, that hold what the two do, and tell the same of it month by month but for how much.
const MORE: &str = "
    INSERT INTO facilities (code, source, source_id, name, kind, iso3, lat, lon)
    SELECT 'm' || n, 't', 'm' || n, 'M ' || n, 'clinic', 'KEN', 0, n / 50.0 FROM generate_series(1, 30) n;
    WITH made AS (SELECT id, at FROM reports)
    INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, at)
    SELECT made.id, f.id, p.id, CASE extract(day FROM at) WHEN 1 THEN 'count' ELSE 'issue' END,
        CASE WHEN extract(day FROM at) = 1 THEN 100 ELSE 10 + (f.id * 7 + p.id * 3 + extract(month FROM at)::int * f.id) % 60 END, 0, at
    FROM made, facilities f, products p WHERE f.code LIKE 'm%' ORDER BY at, f.id, p.id;
    INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by)
    SELECT f.id, p.id, (f.id * 37) % 200, '2026-10-15', 't' FROM facilities f, products p WHERE f.code LIKE 'm%';";

/// Of all stocks, three at once.
const STOCKS: usize = 96;

/// All that a night leaves behind, but for when.
const LEFT: [&str; 4] = [
    "SELECT concat_ws(' ', facility_id, product_id, frequency, origin, period, point, lo80, hi80, lo95, hi95, model, version, actual)
     FROM forecasts ORDER BY facility_id, product_id, period",
    "SELECT concat_ws(' ', facility_id, product_id, a_month, reorder_level, maximum, risk, lead_days, waste, waste_on, as_of)
     FROM advice ORDER BY facility_id, product_id",
    "SELECT concat_ws(' ', rule, facility_id, giver_id, product_id, quantity, resolved_at) FROM alerts ORDER BY rule, facility_id, product_id",
    "SELECT concat_ws(' ', facility_id, product_id, monthly_use) FROM stock_levels ORDER BY facility_id, product_id",
];

impl House {
    /// `medvault work`, for one night.
    fn process(&self) -> Child {
        Command::new(env!("CARGO_BIN_EXE_medvault"))
            .args(["work", "--once", "--at-once", "3"])
            .env("DATABASE_URL", self.database.url())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    async fn done_so_far(&mut self) -> usize {
        let items = self.texts("SELECT coalesce(sum(items), 0) FROM jobs").await;
        items[0].parse().unwrap()
    }

    async fn left_behind(&mut self) -> Vec<Vec<String>> {
        let mut left = Vec::new();
        for query in LEFT {
            left.push(self.texts(query).await);
        }
        left
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_is_killed_leaves_what_an_undisturbed_one_does() {
    let (mut killed, mut undisturbed) = (House::new().await, House::new().await);
    for house in [&mut killed, &mut undisturbed] {
        house.conn.batch_execute(MORE).await.unwrap();
        house.conn.batch_execute(STAFF).await.unwrap();
    }
    let whole = undisturbed.process();
    let ended = tokio::task::spawn_blocking(move || whole.wait_with_output());
    for least in [1, STOCKS / 2] {
        let mut process = killed.process();
        let began = Instant::now();
        let far = loop {
            let far = killed.done_so_far().await;
            if far >= least {
                break far;
            }
            assert!(
                began.elapsed() < Duration::from_secs(120),
                "{far} of {least}"
            );
            assert_eq!(process.try_wait().unwrap(), None, "it ended at {far}");
            tokio::time::sleep(Duration::from_millis(2)).await;
        };
        process.kill().unwrap();
        process.wait().unwrap();
        assert!(far < STOCKS, "it was done before it was killed");
        // Its lease ends.
        let lapse = "UPDATE jobs SET lease_until = now() - interval '1 second'";
        killed.conn.batch_execute(lapse).await.unwrap();
    }
    let last = killed.process().wait().unwrap();
    assert!(last.success());
    assert!(ended.await.unwrap().unwrap().status.success());
    let runs = "SELECT outcome FROM job_runs ORDER BY attempt";
    assert_eq!(killed.texts(runs).await, ["lapsed", "lapsed", "done"]);
    assert_eq!(undisturbed.texts(runs).await, ["done"]);
    // No stock was skipped, and none was done twice.
    let items =
        "SELECT concat_ws(' ', (SELECT sum(items) FROM jobs), (SELECT sum(items) FROM job_runs))";
    let all = format!("{STOCKS} {STOCKS}");
    assert_eq!(killed.texts(items).await.concat(), all);
    assert_eq!(undisturbed.texts(items).await.concat(), all);
    let (one, other) = (killed.left_behind().await, undisturbed.left_behind().await);
    assert_eq!(one[0].len(), STOCKS * 6);
    assert_eq!(one[1].len(), STOCKS);
    assert!(one[2].len() > 3, "{:?}", one[2]);
    assert_eq!(one, other);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_was_to_do_one_night_and_could_not_says_so() {
    let mut house = House::new().await;
    let away = "ALTER TABLE forecasts RENAME TO elsewhere";
    house.conn.batch_execute(away).await.unwrap();
    assert!(!house.process().wait().unwrap().success());
    let runs = "SELECT outcome FROM job_runs";
    assert_eq!(house.texts(runs).await, ["failed"]);
}
