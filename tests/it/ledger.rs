//! Every level follows from the ledger, whoever writes at once, and what is said can be
//! taken back.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{QueryableByName, sql_types::Text};
use diesel_async::{AsyncConnection as _, RunQueryDsl as _, SimpleAsyncConnection as _};
use medvault::db::Conn;
use medvault::models::report::Channel;
use medvault::models::stock_level::{self, NewLevel, Older};
use medvault::stock::book::{self, Booked, Item, Source, Undone};
use medvault::stock::ledger::{EntryKind, Impossible};
use medvault::stock::verify::{Verified, Wrong, verify};

use crate::support::TestDatabase;

/// Two facilities, three products, one pharmacist.
const HOUSE: &str = "
    INSERT INTO facilities (code, source, source_id, name, kind, iso3) VALUES ('a', 't', 'a', 'A', 'pharmacy', 'KEN'), ('b', 't', 'b', 'B', 'pharmacy', 'KEN');
    INSERT INTO products (code, source, source_id, kind, generic, generic_key, unit) VALUES
        ('al', 't', '1', 'medicine', 'Artemether lumefantrine', 'artemether lumefantrine', 'tab'),
        ('pcm', 't', '2', 'medicine', 'Paracetamol', 'paracetamol', 'tab'), ('ors', 't', '3', 'medicine', 'ORS', 'ors', 'sachet');
    INSERT INTO phones (sealed, seal_key_id, hmac, hmac_key_id) SELECT 'x', 1, sha256('1'), 1;
    INSERT INTO staff (phone_id, name, role, state) SELECT id, 'Akinyi', 'pharmacist', 'active' FROM phones";

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

struct House {
    database: TestDatabase,
    conn: Conn,
    now: DateTime<Utc>,
}

impl House {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let mut conn = database.conn().await;
        conn.batch_execute(HOUSE).await.unwrap();
        let now = "2026-03-01T08:00:00Z".parse().unwrap();
        Self {
            database,
            conn,
            now,
        }
    }

    async fn texts(&mut self, query: &str) -> Vec<String> {
        let query = format!("SELECT line::text FROM ({query}) AS t (line)");
        let lines: Vec<Line> = diesel::sql_query(query).load(&mut self.conn).await.unwrap();
        lines.into_iter().map(|line| line.line).collect()
    }

    async fn id(&mut self, table: &str, code: &str) -> i64 {
        let query = format!("SELECT id FROM {table} WHERE code = '{code}'");
        self.texts(&query).await[0].parse().unwrap()
    }

    async fn staff(&mut self) -> i64 {
        self.texts("SELECT id FROM staff").await[0].parse().unwrap()
    }

    async fn source(&mut self) -> Source {
        Source {
            staff: Some(self.staff().await),
            facility: self.id("facilities", "a").await,
            channel: Channel::Sms,
            inbound: None,
            at: self.now,
            so_at: self.now,
        }
    }

    async fn items(&mut self, said: &[(EntryKind, &str, u32)]) -> Vec<Item> {
        let mut items = Vec::new();
        for (kind, code, quantity) in said {
            items.push(item(*kind, self.id("products", code).await, *quantity));
        }
        items
    }

    async fn book(&mut self, said: &[(EntryKind, &str, u32)]) -> Booked {
        let (source, items) = (self.source().await, self.items(said).await);
        self.now += TimeDelta::minutes(1);
        let booking = self
            .conn
            .transaction(async |conn| book::book(conn, source, &items).await);
        booking.await.unwrap()
    }

    async fn undo(&mut self) -> Undone {
        let (staff, at) = (self.staff().await, self.now);
        let undoing = self
            .conn
            .transaction(async |conn| book::undo(conn, staff, Channel::Sms, None, at).await);
        undoing.await.unwrap()
    }

    /// What a command says, or why it does not.
    fn says(&self, args: &[&str]) -> Result<String, String> {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_medvault"));
        let said = command
            .arg("stock")
            .args(args)
            .env("DATABASE_URL", self.database.url());
        let said = said.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        match said.status.success() {
            true => Ok(text(&said.stdout)),
            false => Err(text(&said.stderr)),
        }
    }

    async fn levels(&mut self) -> Vec<String> {
        self.texts(
            "SELECT concat_ws(' ', p.code, l.quantity, to_char(l.counted_at AT TIME ZONE 'UTC', 'HH24:MI'), l.counted_by)
             FROM stock_levels l JOIN products p ON p.id = l.product_id JOIN facilities f ON f.id = l.facility_id
             WHERE f.code = 'a' ORDER BY p.code",
        )
        .await
    }

    async fn verified(&mut self) -> (Verified, Vec<Wrong>) {
        let mut wrong = Vec::new();
        let seen = verify(&mut self.conn, |_, what| wrong.push(what)).await;
        (seen.unwrap(), wrong)
    }
}

fn item(kind: EntryKind, product: i64, quantity: u32) -> Item {
    Item {
        product,
        kind,
        quantity,
        reason: "".into(),
        batch: "".into(),
        expires_on: None,
    }
}

use EntryKind::{Count, Issue, Loss, Receipt};

#[tokio::test]
async fn what_is_said_is_kept_and_what_cannot_be_is_told() {
    let mut house = House::new().await;
    house.book(&[(Count, "al", 120), (Count, "pcm", 40)]).await;
    house.book(&[(Receipt, "al", 30)]).await;
    let booked = house
        .book(&[(Issue, "al", 20), (Loss, "pcm", 41), (Issue, "ors", 1)])
        .await;
    let told: Vec<_> = booked
        .items
        .iter()
        .map(|(_, moved)| moved.map(|moved| moved.now.map(|now| now.quantity)))
        .collect();
    assert_eq!(
        told,
        [
            Ok(Some(130)),
            Err(Impossible::MoreThanThere { there: 40 }),
            Err(Impossible::NeverCounted),
        ]
    );
    assert_eq!(
        house.levels().await,
        ["al 130 08:01 sms", "pcm 40 08:00 sms"]
    );
    let entries = "SELECT concat_ws(' ', kind, quantity, change, balance) FROM ledger ORDER BY id";
    assert_eq!(
        house.texts(entries).await,
        [
            "count 120 120 120",
            "count 40 40 40",
            "receipt 30 30 150",
            "issue 20 -20 130"
        ]
    );
    let (seen, wrong) = house.verified().await;
    assert_eq!((seen.stocks, seen.entries, wrong), (2, 4, Vec::new()));
}

#[tokio::test]
async fn a_report_that_cannot_be_leaves_nothing_behind() {
    let mut house = House::new().await;
    let booked = house.book(&[(Issue, "al", 1)]).await;
    assert_eq!(booked.report, None);
    assert_eq!(
        house.texts("SELECT id FROM reports").await,
        Vec::<String>::new()
    );
    assert_eq!(house.undo().await, Undone::Nothing);
}

#[tokio::test]
async fn reports_are_taken_back_one_at_a_time_the_last_first() {
    let mut house = House::new().await;
    house.book(&[(Count, "al", 120)]).await;
    house.book(&[(Receipt, "al", 30), (Count, "pcm", 5)]).await;
    let al = house.id("products", "al").await;
    assert!(matches!(house.undo().await, Undone::Done(_, moved) if moved.len() == 2));
    assert_eq!(house.levels().await, ["al 120 08:00 sms"]);
    assert_eq!(house.verified().await.1, []);
    let Undone::Done(_, moved) = house.undo().await else {
        panic!("the first report is not taken back");
    };
    assert_eq!((moved.len(), moved[0].0, moved[0].1.now), (1, al, None));
    assert_eq!(house.levels().await, Vec::<String>::new());
    assert_eq!(house.undo().await, Undone::Nothing);
    let kinds = house
        .texts("SELECT kind || ' ' || change FROM ledger ORDER BY id")
        .await;
    assert_eq!(
        kinds,
        [
            "count 120",
            "receipt 30",
            "count 5",
            "reversal -30",
            "reversal -5",
            "reversal -120"
        ]
    );
    assert_eq!(house.verified().await.1, []);
}

#[tokio::test]
async fn what_later_reports_count_on_is_not_taken_back() {
    let mut house = House::new().await;
    house.book(&[(Receipt, "al", 30)]).await;
    house.now -= TimeDelta::minutes(1);
    // Somebody else's word: what they gave out came of this receipt.
    house
        .conn
        .batch_execute(
            "INSERT INTO phones (sealed, seal_key_id, hmac, hmac_key_id) SELECT 'y', 1, sha256('2'), 1;
             INSERT INTO staff (phone_id, name, role, state) SELECT max(id), 'Otieno', 'pharmacist', 'active' FROM phones",
        )
        .await
        .unwrap();
    let (mut source, items) = (house.source().await, house.items(&[(Issue, "al", 4)]).await);
    let other = house.texts("SELECT max(id) FROM staff").await;
    source.staff = Some(other[0].parse().unwrap());
    book::book(&mut house.conn, source, &items).await.unwrap();
    let al = house.id("products", "al").await;
    assert_eq!(house.undo().await, Undone::Needed(al));
    assert_eq!(house.levels().await, ["al 26 08:00 sms"]);
}

#[tokio::test]
async fn after_a_day_nothing_is_taken_back() {
    let mut house = House::new().await;
    house.book(&[(Count, "al", 120)]).await;
    house.now += TimeDelta::hours(24);
    assert_eq!(house.undo().await, Undone::Nothing);
    house.now -= TimeDelta::minutes(2);
    assert!(matches!(house.undo().await, Undone::Done(..)));
}

#[tokio::test]
async fn nobody_changes_or_deletes_what_is_in_the_ledger() {
    let mut house = House::new().await;
    house.book(&[(Count, "al", 120)]).await;
    for statement in [
        "UPDATE ledger SET quantity = 1",
        "DELETE FROM ledger",
        "TRUNCATE ledger",
        "UPDATE reports SET staff_id = NULL",
        "DELETE FROM reports",
        "SET session_replication_role = replica; DELETE FROM ledger",
    ] {
        let error = house.conn.batch_execute(statement).await.unwrap_err();
        assert!(
            error.to_string().contains("kept for good"),
            "{statement}: {error}"
        );
    }
}

#[tokio::test]
async fn two_who_report_at_once_are_both_counted() {
    let mut house = House::new().await;
    house.book(&[(Count, "al", 100)]).await;
    let (source, items) = (house.source().await, house.items(&[(Issue, "al", 7)]).await);
    let give_out = async |database: &TestDatabase| {
        let mut conn = database.conn().await;
        for _ in 0..6 {
            let giving = conn.transaction(async |conn| book::book(conn, source, &items).await);
            giving.await.unwrap();
        }
    };
    tokio::join!(give_out(&house.database), give_out(&house.database));
    assert_eq!(house.levels().await, ["al 16 08:00 sms"]);
    assert_eq!(house.verified().await.1, []);
}

#[tokio::test]
async fn a_file_is_in_the_ledger_too_and_a_level_changed_behind_its_back_is_found() {
    let mut house = House::new().await;
    let (facility, product) = (
        house.id("facilities", "a").await,
        house.id("products", "al").await,
    );
    let level = |quantity, price| NewLevel {
        facility_id: facility,
        product_id: product,
        quantity,
        price: Some(price),
        monthly_use: None,
        counted_at: "2026-02-01T00:00:00Z".parse().unwrap(),
        counted_by: "list".to_owned(),
    };
    for (quantity, price, entries) in [
        (50, None, 1),
        (50, Some("2.50".parse().unwrap()), 1),
        (70, None, 2),
    ] {
        let rows = [level(quantity, price)];
        let writing = house
            .conn
            .transaction(async |conn| stock_level::upsert(conn, &rows, Older::Replace).await);
        writing.await.unwrap();
        let (seen, wrong) = house.verified().await;
        assert_eq!((seen.entries, wrong), (entries, Vec::new()), "{quantity}");
    }
    house.book(&[(Issue, "al", 30)]).await;
    assert_eq!(house.levels().await, ["al 40 00:00 sms"]);
    let conn = &mut house.conn;
    conn.batch_execute("UPDATE stock_levels SET quantity = 41")
        .await
        .unwrap();
    conn.batch_execute("INSERT INTO stock_levels SELECT f.id, p.id, 3, NULL, NULL, now(), 'hand' FROM facilities f, products p WHERE f.code = 'b' AND p.code = 'ors'").await.unwrap();
    let (seen, wrong) = house.verified().await;
    assert_eq!((seen.stocks, seen.wrong), (2, 2));
    let quantities: Vec<_> = wrong
        .iter()
        .map(|wrong| match wrong {
            Wrong::Level { ledger, level } => {
                (ledger.map(|k| k.quantity), level.map(|k| k.quantity))
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(quantities, [(Some(40), Some(41)), (None, Some(3))]);
}

#[tokio::test]
async fn stock_is_put_right_and_sent_on_by_command() {
    let mut house = House::new().await;
    house.book(&[(Count, "al", 10), (Count, "ors", 3)]).await;
    let adjusted = house.says(&["adjust", "a", "al", "-4", "--reason", "typing error"]);
    assert_eq!(adjusted.unwrap(), "a al: 6 units, 10 before");
    let adjusted = house.says(&["adjust", "a", "al", "2", "--reason", "found"]);
    assert_eq!(adjusted.unwrap(), "a al: 8 units, 6 before");
    let sent = house.says(&["transfer", "a", "b", "al", "5"]);
    assert_eq!(
        sent.unwrap(),
        "a al: 3 units, 8 before\nb al: 5 units, 0 before"
    );
    // All or nothing
    for (args, why) in [
        (
            &["transfer", "a", "b", "al", "4"][..],
            "a al: only 3 were there",
        ),
        (
            &["transfer", "b", "a", "ors", "1"],
            "b ors: nothing was counted yet",
        ),
        (
            &["transfer", "a", "a", "al", "1"],
            "a cannot send to itself",
        ),
        (&["transfer", "a", "c", "al", "1"], "there is no facility c"),
        (
            &["adjust", "a", "zzz", "1", "--reason", "x"],
            "there is no product zzz",
        ),
    ] {
        let said = house.says(args).unwrap_err();
        assert!(said.contains(why), "{args:?}: {said}");
    }
    let entries = "SELECT concat_ws(' ', f.code, l.kind, l.quantity, l.change, l.balance, l.reason) FROM ledger l JOIN facilities f ON f.id = l.facility_id
        JOIN products p ON p.id = l.product_id WHERE p.code = 'al' ORDER BY l.id";
    assert_eq!(
        house.texts(entries).await,
        [
            "a count 10 10 10 ",
            "a adjustment_down 4 -4 6 typing error",
            "a adjustment_up 2 2 8 found",
            "a transfer_out 5 -5 3 ",
            "b transfer_in 5 5 5 ",
        ]
    );
    let (seen, wrong) = house.verified().await;
    assert_eq!((seen.stocks, seen.entries, wrong), (3, 6, vec![]));
}
