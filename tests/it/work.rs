//! What works behind the service: use follows from the ledger, nights are gone on with where
//! they stopped, and what fails waits and is recorded.

mod drift;
mod killed;
mod lessons;
mod outbreaks;
mod report;
mod starts;
mod telling;

use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use diesel::{QueryableByName, sql_types::Text};
use diesel_async::{RunQueryDsl as _, SimpleAsyncConnection as _};
use medvault::clock::Clock;
use medvault::db::Conn;
use medvault::forecasts::history::Calendar;
use medvault::forecasts::outlook::Learned;
use medvault::forecasts::series::Frequency;
use medvault::jobs::forecasts::{Known, setting};
use medvault::jobs::{LEASE, TakenOver, Worker};
use medvault::models::job::{self, Kind, Outcome};
use medvault::models::ledger::said;
use tokio::sync::watch;

use crate::support::TestDatabase;

/// Two facilities and three products. Of every stock 36 months are known, to October 2026: each
/// month it is counted, 100 on the first, and 40 (50 in even months) are given out. On 2 November 60 are counted.
const HOUSE: &str = "
    INSERT INTO facilities (code, source, source_id, name, kind, iso3) VALUES ('a', 't', 'a', 'A', 'pharmacy', 'KEN'), ('b', 't', 'b', 'B', 'pharmacy', 'KEN');
    INSERT INTO products (code, source, source_id, kind, generic, generic_key, unit) VALUES
        ('al', 't', '1', 'medicine', 'Artemether lumefantrine', 'artemether lumefantrine', 'tab'),
        ('pcm', 't', '2', 'medicine', 'Paracetamol', 'paracetamol', 'tab'), ('ors', 't', '3', 'medicine', 'ORS', 'ors', 'sachet');
    WITH months AS (
        SELECT m FROM generate_series('2023-11-01', '2026-10-01', interval '1 month') m
    ), made AS (
        INSERT INTO reports (channel, at) SELECT 'import', m + days * interval '1 day' FROM months, (VALUES (0), (14)) d (days) RETURNING id, at
    )
    INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, at)
    SELECT made.id, f.id, p.id, CASE extract(day FROM at) WHEN 1 THEN 'count' ELSE 'issue' END,
        CASE WHEN extract(day FROM at) = 1 THEN 100 WHEN extract(month FROM at)::int % 2 = 0 THEN 50 ELSE 40 END, 0, at
    FROM made, facilities f, products p ORDER BY at, f.id, p.id;
    WITH made AS (INSERT INTO reports (channel, at) VALUES ('import', '2026-11-02') RETURNING id, at)
    INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, at)
    SELECT made.id, f.id, p.id, 'count', 60, 0, at FROM made, facilities f, products p ORDER BY f.id, p.id;
    INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by)
    SELECT f.id, p.id, 60, '2026-11-02', 't' FROM facilities f, products p;";

/// Somebody who works everywhere.
const STAFF: &str = "
    INSERT INTO phones (sealed, seal_key_id, hmac, hmac_key_id) VALUES (decode(repeat('00', 60), 'hex'), 1, decode(repeat('00', 32), 'hex'), 1);
    INSERT INTO staff (phone_id, name, role, state) SELECT id, 'Ann', 'in_charge', 'active' FROM phones;
    INSERT INTO staff_facilities (staff_id, facility_id) SELECT s.id, f.id FROM staff s, facilities f;";

/// A clock that is set by hand.
#[derive(Debug, Clone)]
struct ByHand(Arc<Mutex<DateTime<Utc>>>);

impl ByHand {
    fn forward(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for ByHand {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

async fn texts(conn: &mut Conn, query: &str) -> Vec<String> {
    let query = format!("SELECT line::text FROM ({query}) AS t (line)");
    let lines: Vec<Line> = diesel::sql_query(query).load(conn).await.unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

struct House {
    database: TestDatabase,
    conn: Conn,
    clock: ByHand,
    stop: watch::Receiver<bool>,
}

const UTC: Calendar = Calendar {
    frequency: Frequency::Month,
    zone: Tz::UTC,
};

impl House {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let mut conn = database.conn().await;
        conn.batch_execute("SET TIME ZONE 'UTC'").await.unwrap();
        conn.batch_execute(HOUSE).await.unwrap();
        let now = "2026-11-02T03:00:00Z".parse().unwrap();
        Self {
            database,
            conn,
            clock: ByHand(Arc::new(Mutex::new(now))),
            stop: watch::channel(false).1,
        }
    }

    /// A worker that does two stocks at once.
    fn worker(&self, name: &str) -> Worker {
        Worker {
            db: self.database.db(),
            clock: Arc::new(self.clock.clone()),
            zone: Tz::UTC,
            nightly: NaiveTime::from_hms_opt(2, 30, 0).unwrap(),
            at_once: 2,
            name: name.to_owned(),
        }
    }

    async fn texts(&mut self, query: &str) -> Vec<String> {
        texts(&mut self.conn, query).await
    }

    async fn runs(&mut self) -> Vec<String> {
        self.texts(
            "SELECT concat_ws(' ', j.key, r.attempt, r.worker, coalesce(r.outcome, 'goes on'), r.items, r.error)
             FROM job_runs r JOIN jobs j ON j.id = r.job_id ORDER BY j.key, r.attempt",
        )
        .await
    }

    async fn jobs(&mut self) -> Vec<String> {
        self.texts(
            "SELECT concat_ws(' ', kind, key, state, items, to_char(due, 'HH24:MI:SS')) FROM jobs ORDER BY key",
        )
        .await
    }

    /// How many forecasts there are, made when.
    async fn made(&mut self) -> Vec<String> {
        self.texts(
            "SELECT concat_ws(' ', to_char(made_at, 'MM-DD HH24:MI'), count(*), min(period), max(period), min(origin), max(origin))
             FROM forecasts GROUP BY made_at ORDER BY made_at",
        )
        .await
    }
}

#[tokio::test]
async fn use_follows_from_the_ledger_without_what_was_taken_back() {
    let mut house = House::new().await;
    // In June 2026 at a: an issue of 30 that was taken back, and one of 7.
    house
        .conn
        .batch_execute(
            "WITH made AS (INSERT INTO reports (channel, at) SELECT 'import', '2026-06-20' FROM generate_series(1, 3) RETURNING id),
                numbered AS (SELECT id, row_number() OVER () AS n FROM made),
                wrong AS (
                    INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, at)
                    SELECT n.id, f.id, p.id, 'issue', CASE n.n WHEN 1 THEN 30 ELSE 7 END, 0, '2026-06-20'
                    FROM numbered n, facilities f, products p WHERE n.n < 3 AND f.code = 'a' AND p.code = 'pcm' RETURNING id, facility_id, product_id, quantity
                )
             INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, reverses, at)
             SELECT n.id, w.facility_id, w.product_id, 'reversal', 30, 0, w.id, '2026-06-20' FROM numbered n, wrong w WHERE n.n = 3 AND w.quantity = 30",
        )
        .await
        .unwrap();
    let stocks = said::next(&mut house.conn, (0, 0), 100).await.unwrap();
    assert_eq!(stocks.len(), 6);
    let pcm = stocks[1];
    let date = "2026-11-02".parse().unwrap();
    let known = Known::read(&mut house.conn, &stocks, UTC, date)
        .await
        .unwrap();
    let learned = Learned::of(&[], &[], setting(Frequency::Month));
    let foreseen = known.foresee(&stocks, &learned);
    assert_eq!(foreseen.len(), 6);
    for one in foreseen {
        let used: Vec<f64> = one.series.told().map(Option::unwrap).collect();
        // From November 2023 on.
        let mut wanted: Vec<f64> = (0..36).map(|at| [40.0, 50.0][at % 2]).collect();
        if one.stock == pcm {
            wanted[31] += 7.0;
        }
        assert_eq!(used, wanted, "{:?}", one.stock);
        let next = Frequency::Month.write(one.series.next());
        assert_eq!(next, "2026-11");
        let last = one.series.observations[35].unwrap();
        assert_eq!((last.stock_end, last.days_out), (Some(50.0), Some(0.0)));
    }
}

#[tokio::test]
async fn a_night_that_was_cut_in_two_is_gone_on_with_where_it_was() {
    let mut house = House::new().await;
    let (first, second) = (house.worker("first"), house.worker("second"));
    let mut job = first.take().await.unwrap().unwrap();
    assert!(first.part(&mut job).await.unwrap());
    // The first is killed; nobody knows that before its lease ends.
    assert_eq!(second.take().await.unwrap(), None);
    house.clock.forward(LEASE + TimeDelta::seconds(1));
    let stop = house.stop.clone();
    let done = second.round(&stop).await.unwrap();
    assert_eq!(done, Some(Outcome::Done));
    assert_eq!(
        house.runs().await,
        ["2026-11-02 1 first lapsed 2", "2026-11-02 2 second done 4"]
    );
    let made = [
        "11-02 03:00 12 2026-11-01 2027-04-01 2026-11-01 2026-11-01",
        "11-02 03:15 24 2026-11-01 2027-04-01 2026-11-01 2026-11-01",
    ];
    assert_eq!(house.made().await, made);
    // What a night in one piece says is the same, row by row: nothing of it is written anew.
    house.clock.forward(TimeDelta::days(1));
    let done = second.round(&stop).await.unwrap();
    assert_eq!(done, Some(Outcome::Done));
    assert_eq!(house.runs().await[2], "2026-11-03 1 second done 6");
    assert_eq!(house.made().await, made);
}

#[tokio::test]
async fn a_date_is_done_once_however_often_it_is_asked_for() {
    let mut house = House::new().await;
    let (one, other) = (house.worker("one"), house.worker("other"));
    let stop = house.stop.clone();
    let (first, second) = tokio::join!(one.round(&stop), other.round(&stop));
    let done = [first.unwrap(), second.unwrap()];
    assert!(
        done.contains(&Some(Outcome::Done)) && done.contains(&None),
        "{done:?}"
    );
    assert!(!one.ask("2026-11-02".parse().unwrap()).await.unwrap());
    assert_eq!(one.round(&stop).await.unwrap(), None);
    assert_eq!(house.jobs().await, ["forecasts 2026-11-02 done 6 03:00:00"]);
    assert_eq!(house.made().await.len(), 1);
    // With 60 left of some 45 a month, every stock was advised about.
    let advised = house
        .texts(
            "SELECT concat_ws(' ', count(*), min(as_of), max(as_of), bool_and(a_month BETWEEN 40 AND 50),
                bool_and(reorder_level > 60), bool_and(maximum > reorder_level), bool_and(risk BETWEEN 0 AND 0.2)) FROM advice",
        )
        .await;
    assert_eq!(advised, ["6 2026-11-02 2026-11-02 t t t t"]);
    // The next night is asked for when it begins.
    house.clock.forward(TimeDelta::hours(22));
    assert_eq!(one.round(&stop).await.unwrap(), None);
    house.clock.forward(TimeDelta::hours(2));
    assert_eq!(one.round(&stop).await.unwrap(), Some(Outcome::Done));
}

#[tokio::test]
async fn who_lost_a_job_keeps_nothing_of_it_any_more() {
    let mut house = House::new().await;
    let (slow, quick) = (house.worker("slow"), house.worker("quick"));
    let mut lost = slow.take().await.unwrap().unwrap();
    house.clock.forward(LEASE + TimeDelta::seconds(1));
    let mut taken = quick.take().await.unwrap().unwrap();
    let error = slow.part(&mut lost).await.unwrap_err();
    assert!(error.is::<TakenOver>(), "{error:#}");
    assert_eq!(house.made().await, Vec::<String>::new());
    // Nor does it say what becomes of the job.
    let outcome = slow.work(lost, &house.stop.clone()).await.unwrap();
    assert!(matches!(outcome, Outcome::Failed(..)), "{outcome:?}");
    assert!(quick.part(&mut taken).await.unwrap());
    assert_eq!(
        house.runs().await,
        ["2026-11-02 1 slow lapsed 0", "2026-11-02 2 quick goes on 2"]
    );
}

#[tokio::test]
async fn what_fails_waits_longer_each_time_and_is_recorded() {
    let mut house = House::new().await;
    let worker = house.worker("worker");
    let stop = house.stop.clone();
    let rename = "ALTER TABLE forecasts RENAME TO elsewhere";
    house.conn.batch_execute(rename).await.unwrap();
    for (wait, due) in [(0, "03:01:00"), (1, "03:03:00")] {
        house.clock.forward(TimeDelta::minutes(wait));
        let done = worker.round(&stop).await.unwrap().unwrap();
        assert!(matches!(done, Outcome::Failed(_, Some(_))), "{done:?}");
        let job = format!("forecasts 2026-11-02 queued 0 {due}");
        assert_eq!(house.jobs().await, [job]);
        assert_eq!(worker.round(&stop).await.unwrap(), None, "before it is due");
    }
    let back = "ALTER TABLE elsewhere RENAME TO forecasts";
    house.conn.batch_execute(back).await.unwrap();
    house.clock.forward(TimeDelta::minutes(2));
    assert_eq!(worker.round(&stop).await.unwrap(), Some(Outcome::Done));
    let runs = house.runs().await;
    assert_eq!(runs.len(), 3);
    for (attempt, run) in runs.iter().take(2).enumerate() {
        let failed = format!("2026-11-02 {} worker failed 0 relation", attempt + 1);
        assert!(run.starts_with(&failed), "{run}");
    }
    assert_eq!(runs[2], "2026-11-02 3 worker done 6");
}

#[tokio::test]
async fn after_the_last_try_a_job_is_given_up() {
    let mut house = House::new().await;
    let worker = house.worker("worker");
    let rename = "ALTER TABLE forecasts RENAME TO elsewhere";
    house.conn.batch_execute(rename).await.unwrap();
    worker.ask("2026-11-02".parse().unwrap()).await.unwrap();
    house
        .conn
        .batch_execute("UPDATE jobs SET tries = 11")
        .await
        .unwrap();
    let stop = house.stop.clone();
    let done = worker.round(&stop).await.unwrap().unwrap();
    assert!(matches!(done, Outcome::Failed(_, None)), "{done:?}");
    assert_eq!(
        house.jobs().await,
        ["forecasts 2026-11-02 failed 0 03:00:00"]
    );
    let health = async |conn: &mut Conn, since: &str| {
        let since = since.parse().unwrap();
        let health = job::health(conn, &[Kind::Forecasts], since).await.unwrap();
        (health.failed, health.done_at)
    };
    let (since, later) = ("2026-11-02T03:00:00Z", "2026-11-02T03:00:01Z");
    assert_eq!(health(&mut house.conn, since).await, (1, None));
    assert_eq!(health(&mut house.conn, later).await, (0, None));
    // Whoever runs the service is to hear of it, once.
    let notices = "SELECT concat_ws(' ', kind, subject, left(figure, 8)) FROM notices";
    assert_eq!(house.texts(notices).await, ["failed 2026-11-02 relation"]);
    house.clock.forward(TimeDelta::hours(2));
    assert_eq!(worker.round(&stop).await.unwrap(), None);
}

#[tokio::test]
async fn who_is_asked_to_end_lets_another_go_on_at_once() {
    let mut house = House::new().await;
    let (one, other) = (house.worker("one"), house.worker("other"));
    let mut job = one.take().await.unwrap().unwrap();
    assert!(one.part(&mut job).await.unwrap());
    let (_ends, ends) = watch::channel(true);
    assert_eq!(one.work(job, &ends).await.unwrap(), Outcome::Stopped);
    let stop = house.stop.clone();
    assert_eq!(other.round(&stop).await.unwrap(), Some(Outcome::Done));
    assert_eq!(
        house.runs().await,
        ["2026-11-02 1 one stopped 2", "2026-11-02 2 other done 4"]
    );
}

#[tokio::test]
async fn once_a_month_is_over_its_forecasts_say_what_was_used() {
    let mut house = House::new().await;
    let worker = house.worker("worker");
    let stop = house.stop.clone();
    assert_eq!(worker.round(&stop).await.unwrap(), Some(Outcome::Done));
    // In November 33 are given out, at b of pcm all there is: what would have been is not known.
    house
        .conn
        .batch_execute(
            "WITH made AS (INSERT INTO reports (channel, at) VALUES ('import', '2026-11-20') RETURNING id)
             INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, at)
             SELECT made.id, f.id, p.id, 'issue', CASE WHEN f.code = 'b' AND p.code = 'pcm' THEN 60 ELSE 33 END, 0, '2026-11-20'
             FROM made, facilities f, products p",
        )
        .await
        .unwrap();
    house.clock.forward(TimeDelta::days(30));
    assert_eq!(worker.round(&stop).await.unwrap(), Some(Outcome::Done));
    let actual = house
        .texts(
            "SELECT concat_ws(' ', f.code, p.code, c.actual) FROM forecasts c JOIN facilities f ON f.id = c.facility_id
             JOIN products p ON p.id = c.product_id WHERE c.origin = '2026-11-01' AND c.period = '2026-11-01' ORDER BY f.code, p.code",
        )
        .await;
    assert_eq!(
        actual,
        [
            "a al 33", "a ors 33", "a pcm 33", "b al 33", "b ors 33", "b pcm"
        ]
    );
    let later = "SELECT count(actual) FROM forecasts WHERE period > '2026-11-01'";
    assert_eq!(house.texts(later).await, ["0"]);
    let origins = "SELECT origin FROM forecasts GROUP BY origin ORDER BY origin";
    assert_eq!(house.texts(origins).await, ["2026-11-01", "2026-12-01"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_stock_is_forecast_on_demand_and_kept() {
    let mut house = House::new().await;
    let says = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_medvault"));
        let command = command
            .args(["forecast", "now"])
            .args(args)
            .env("DATABASE_URL", house.database.url());
        let said = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (
            said.status.success(),
            text(&said.stdout) + &text(&said.stderr),
        )
    };
    let (ok, said) = says(&["--facility", "a", "--product", "ors"]);
    assert!(ok, "{said}");
    assert!(said.starts_with("a ors: use is known of "), "{said}");
    let (ok, weekly) = says(&["--facility", "a", "--product", "ors", "--frequency", "week"]);
    assert!(ok && weekly.contains(" weeks of "), "{weekly}");
    let (ok, unknown) = says(&["--facility", "a", "--product", "xyz"]);
    assert!(
        !ok && unknown.contains("there is no product xyz"),
        "{unknown}"
    );
    let kept = "SELECT concat_ws(' ', f.code, p.code, c.frequency, count(*)) FROM forecasts c JOIN facilities f ON f.id = c.facility_id
        JOIN products p ON p.id = c.product_id GROUP BY f.code, p.code, c.frequency ORDER BY c.frequency";
    assert_eq!(house.texts(kept).await, ["a ors month 6", "a ors week 6"]);
    assert!(said.contains("\norder below "), "{said}");
    assert_eq!(house.texts("SELECT count(*) FROM advice").await, ["1"]);
    for period in house.texts("SELECT to_char(period, 'YYYY-MM') FROM forecasts WHERE frequency = 'month' ORDER BY period").await {
        assert!(said.contains(&format!("\n{period} ")), "{said}");
    }
}
