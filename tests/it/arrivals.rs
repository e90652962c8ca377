//! Messages come over HTTP as Africa's Talking posts them: repeated, out of order, many at
//! once, and while the way into the record breaks at any of its steps. None that was
//! answered 200 is lost, and none is applied twice.

use diesel::{QueryableByName, sql_types::Text};
use diesel_async::{RunQueryDsl as _, SimpleAsyncConnection as _};
use futures_util::future::join_all;
use medvault::db::Conn;
use medvault::models::phone;
use medvault::models::staff::write::{self, NewStaff};
use medvault::people::role::{Role, State};
use medvault::stock::verify::verify;

use crate::support::Running;

const PHARMACIST: &str = "+254700000711";
const COUNTRY: &str = "
    INSERT INTO facilities (code, source, source_id, name, kind, iso3, listed) VALUES ('a', 't', 'a', 'A Pharmacy', 'pharmacy', 'KEN', true);
    INSERT INTO products (code, source, source_id, kind, generic, generic_key, unit) VALUES
        ('al', 't', '1', 'medicine', 'Artemether + lumefantrine', 'artemether + lumefantrine', 'tab'),
        ('pcm', 't', '2', 'medicine', 'Paracetamol', 'paracetamol', 'tab'), ('ors', 't', '3', 'medicine', 'ORS', 'ors', 'sachet');
    INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by) SELECT f.id, p.id, 50, now() - interval '1 hour', 't' FROM facilities f, products p;
    WITH opening AS (INSERT INTO reports (channel, at) VALUES ('import', now()) RETURNING id)
    INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, balance, at)
    SELECT opening.id, facility_id, product_id, 'count', quantity, quantity, quantity, counted_at FROM stock_levels, opening";

/// Every table that a report is written to, in no order.
const WRITTEN: [&str; 6] = [
    "inbound",
    "reports",
    "ledger",
    "stock_levels",
    "questions",
    "outbox",
];

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

struct Post {
    running: Running,
    conn: Conn,
}

impl Post {
    /// A country with one facility, and a pharmacist there.
    async fn open(more: &[(&str, &str)]) -> Self {
        let running = Running::start(more).await;
        let mut conn = running.database.conn().await;
        conn.batch_execute(COUNTRY).await.unwrap();
        let phones = &running.service.app.phones;
        let number = PHARMACIST.parse().unwrap();
        let phone = phone::id_of(&mut conn, phones, &number).await.unwrap();
        let mut post = Self { running, conn };
        let facility: i64 = post.texts("SELECT id FROM facilities").await[0]
            .parse()
            .unwrap();
        let new = NewStaff {
            phone_id: phone,
            name: "Akinyi",
            role: Role::Pharmacist,
            place_id: None,
            language: Some("en"),
            state: State::Active,
            facilities: &[facility],
        };
        let now = post.running.service.app.clock.now();
        write::insert(&mut post.conn, &new, now).await.unwrap();
        post.knows_products().await;
        post
    }

    /// Waits until the directory has what was written behind its back.
    async fn knows_products(&self) {
        let began = std::time::Instant::now();
        let app = &self.running.service.app;
        while app.directory.read().product_by_code("ors").is_none() {
            assert!(
                began.elapsed().as_secs() < 20,
                "the directory did not follow"
            );
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }

    async fn texts(&mut self, query: &str) -> Vec<String> {
        let query = format!("SELECT line::text FROM ({query}) AS t (line)");
        let lines: Vec<Line> = diesel::sql_query(query).load(&mut self.conn).await.unwrap();
        lines.into_iter().map(|line| line.line).collect()
    }

    /// Posts a message; the status it is answered with.
    async fn sends(&self, id: &str, text: &str) -> u16 {
        let form = [
            ("id", id),
            ("from", PHARMACIST),
            ("to", "22384"),
            ("linkId", ""),
            ("networkCode", "63902"),
            ("date", "2026-03-02 10:11:12"),
            ("text", text),
        ];
        let answer = self.running.post("sms").form(&form).send().await.unwrap();
        answer.status().as_u16()
    }

    async fn levels(&mut self) -> Vec<String> {
        self.texts("SELECT p.code || ' ' || l.quantity FROM stock_levels l JOIN products p ON p.id = l.product_id ORDER BY p.code")
            .await
    }

    /// How many rows each table has.
    async fn rows(&mut self) -> Vec<String> {
        let mut rows = Vec::new();
        for table in WRITTEN {
            let count = self.texts(&format!("SELECT count(*) FROM {table}")).await;
            rows.push(format!("{table} {}", count[0]));
        }
        rows
    }

    async fn holds_together(&mut self) {
        let seen = verify(&mut self.conn, |_, _| {}).await.unwrap();
        assert_eq!(seen.wrong, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_comes_again_changes_nothing_and_is_answered_200() {
    let mut post = Post::open(&[]).await;
    assert_eq!(post.sends("m1", "REC AL 20").await, 200);
    assert_eq!(post.sends("m2", "SOH PCM 40").await, 200);
    let rows = post.rows().await;
    for id in ["m1", "m2", "m1"] {
        assert_eq!(post.sends(id, "REC AL 20").await, 200);
    }
    assert_eq!(post.rows().await, rows);
    assert_eq!(post.levels().await, ["al 70", "ors 50", "pcm 40"]);
    post.holds_together().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_comes_many_times_at_once_is_applied_once() {
    let mut post = Post::open(&[("MEDVAULT_DATABASE_CONNECTIONS", "8")]).await;
    let same = (0..12).map(|_| post.sends("m1", "REC AL 20"));
    assert!(join_all(same).await.iter().all(|status| *status == 200));
    assert_eq!(post.levels().await, ["al 70", "ors 50", "pcm 50"]);
    assert_eq!(post.texts("SELECT count(*) FROM outbox").await, ["1"]);
    post.holds_together().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_about_one_stock_at_once_are_applied_one_after_the_other() {
    let mut post = Post::open(&[("MEDVAULT_DATABASE_CONNECTIONS", "8")]).await;
    let messages: Vec<(String, String)> = (1..=12)
        .map(|n| (format!("m{n}"), format!("REC AL {n} PCM {}", n + 1)))
        .collect();
    let sent = messages.iter().map(|(id, text)| post.sends(id, text));
    assert!(join_all(sent).await.iter().all(|status| *status == 200));
    assert_eq!(post.levels().await, ["al 128", "ors 50", "pcm 140"]);
    assert_eq!(post.texts("SELECT count(*) FROM outbox").await, ["12"]);
    post.holds_together().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_two_messages_answer_at_once_is_answered_once() {
    let mut post = Post::open(&[("MEDVAULT_DATABASE_CONNECTIONS", "8")]).await;
    assert_eq!(post.sends("m1", "REC AL").await, 200);
    let mut other = post.running.database.conn().await;
    other
        .batch_execute("BEGIN; SELECT FROM facilities FOR UPDATE")
        .await
        .unwrap();
    let let_go = async {
        let waiting = "SELECT count(*)::text AS line FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        loop {
            let now: Line = diesel::sql_query(waiting)
                .get_result(&mut other)
                .await
                .unwrap();
            if now.line == "2" {
                break other.batch_execute("COMMIT").await.unwrap();
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    };
    let (one, two, ()) = tokio::join!(post.sends("a1", "30"), post.sends("a2", "30"), let_go);
    assert_eq!((one, two), (200, 200));
    assert_eq!(post.levels().await, ["al 80", "ors 50", "pcm 50"]);
    let made = "SELECT outcome FROM inbound WHERE operator_id IN ('a1', 'a2') ORDER BY 1";
    assert_eq!(post.texts(made).await, ["number-alone", "stock"]);
    post.holds_together().await;
}

/// What does not fit is not cut in silence: the last figure might be another.
#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_does_not_fit_is_asked_for_in_parts() {
    let mut post = Post::open(&[]).await;
    for (id, text, made) in [
        ("m1", format!("{:>1999}", "SOH PCM 12"), "stock"),
        ("m2", format!("{:>2001}", "SOH PCM 120"), "too-long"),
        (
            "m3",
            format!("SOH PCM 1200 {}", "ሀ".repeat(2500)),
            "too-long",
        ),
    ] {
        assert_eq!(post.sends(id, &text).await, 200, "{id}");
        let query = format!("SELECT outcome FROM inbound WHERE operator_id = '{id}'");
        assert_eq!(post.texts(&query).await, [made], "{id}");
    }
    assert_eq!(post.levels().await, ["al 50", "ors 50", "pcm 12"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_taken_back_at_once_are_taken_back_one_after_the_other() {
    let mut post = Post::open(&[("MEDVAULT_DATABASE_CONNECTIONS", "8")]).await;
    for (id, text) in [("m1", "REC AL 1"), ("m2", "REC AL 2"), ("m3", "REC AL 4")] {
        assert_eq!(post.sends(id, text).await, 200);
    }
    let undo = ["u1", "u2"].map(|id| post.sends(id, "UNDO"));
    assert_eq!(join_all(undo).await, [200, 200]);
    assert_eq!(post.levels().await, ["al 51", "ors 50", "pcm 50"]);
    post.holds_together().await;
}

/// Whoever is cut off at any of the steps leaves nothing behind, answers with a 5xx, and
/// the message is applied once when it comes again.
#[tokio::test(flavor = "multi_thread")]
async fn a_way_that_breaks_at_any_step_leaves_nothing_and_loses_nothing() {
    let mut post = Post::open(&[]).await;
    post.conn
        .batch_execute(
            "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$",
        )
        .await
        .unwrap();
    let mut expected = 50;
    for (number, table) in WRITTEN.iter().enumerate() {
        for moment in ["BEFORE", "AFTER"] {
            let before = post.rows().await;
            let cut = format!(
                "CREATE TRIGGER cut {moment} INSERT OR UPDATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION cut()"
            );
            post.conn.batch_execute(&cut).await.unwrap();
            let id = format!("{table}-{moment}");
            // Something for every table: a receipt, and a code without a number
            let text = format!("REC AL {} ORS", number + 1);
            let status = post.sends(&id, &text).await;
            assert!((500..600).contains(&status), "{id}: {status}");
            assert_eq!(post.rows().await, before, "{id}");
            let mend = format!("DROP TRIGGER cut ON {table}");
            post.conn.batch_execute(&mend).await.unwrap();
            for _ in 0..2 {
                assert_eq!(post.sends(&id, &text).await, 200, "{id}");
            }
            expected += number + 1;
            let levels = post.levels().await;
            assert_eq!(levels[0], format!("al {expected}"), "{id}");
        }
    }
    let answers = post.texts("SELECT count(*) FROM outbox").await;
    assert_eq!(answers, [(WRITTEN.len() * 2).to_string()]);
    post.holds_together().await;
}

/// Nobody waits for ever for a record that does not answer.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_record_a_message_is_to_come_again() {
    let mut post = Post::open(&[]).await;
    post.conn
        .batch_execute("BEGIN; LOCK TABLE inbound IN ACCESS EXCLUSIVE MODE")
        .await
        .unwrap();
    let status = post.sends("m1", "REC AL 20").await;
    assert!((500..600).contains(&status), "{status}");
    post.conn.batch_execute("ROLLBACK").await.unwrap();
    assert_eq!(post.sends("m1", "REC AL 20").await, 200);
    assert_eq!(post.levels().await, ["al 70", "ors 50", "pcm 50"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_message_may_lack_and_who_may_send_one() {
    let mut post = Post::open(&[]).await;
    for (number, (form, status, kept)) in [
        (
            "from=%2B254700000711&text=SOH+AL+10&date=2026-03-02T10:11:12Z",
            200,
            "stock",
        ),
        (
            "from=254700000711&text=SOH+AL+11&date=2026-03-02+10:11:12",
            200,
            "stock",
        ),
        (
            "from=%2B254700000711&text=SOH+AL+12&date=yesterday",
            200,
            "stock",
        ),
        ("from=AIRTEL&text=Buy+airtime", 200, "no-phone"),
        ("from=22384&text=SOH+AL+13", 200, "no-phone"),
        ("from=%2B254700000711&text=", 200, "unknown"),
        ("from=%2B254700000711", 200, "unknown"),
        ("text=SOH+AL+14", 400, ""),
    ]
    .iter()
    .enumerate()
    {
        let body = format!("id=w{number}&to=22384&linkId=x&{form}");
        let answer = post
            .running
            .post("sms")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        let answer = answer.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), *status, "{form}");
        let made = format!("SELECT outcome FROM inbound WHERE operator_id = 'w{number}'");
        let made = post.texts(&made).await;
        assert_eq!(made.concat(), *kept, "{form}");
    }
    assert_eq!(post.levels().await, ["al 12", "ors 50", "pcm 50"]);
}
