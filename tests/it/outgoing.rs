//! Messages out: the outbox, the sender, what the operator answers and what it
//! tells afterwards, against a fake Africa's Talking on loopback.

mod bulk;
mod callbacks;
mod faults;
mod killed;
mod order;
mod path;
mod recorded;
mod reports;
mod sdks;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::{RunQueryDsl as _, SimpleAsyncConnection as _};
use medvault::app::App;
use medvault::clock::Clock;
use medvault::config::Config;
use medvault::db::Conn;
use medvault::models::outbox::{self, NewMessage, Rank};
use medvault::models::phone;
use medvault::operators::africastalking::fake::Fake;
use medvault::sms::sender::{Next, Sender};
use tokio::sync::Mutex;

use crate::support::{TestDatabase, running};

const KEY: &str = "atsk_of_the_tests";
const USERNAME: &str = "sandbox";

/// A clock that goes by hand alone: so many milliseconds after the tests were begun.
#[derive(Default)]
struct Still(AtomicI64);

impl Clock for Still {
    fn now(&self) -> DateTime<Utc> {
        static BEGUN: LazyLock<DateTime<Utc>> = LazyLock::new(|| Utc::now().trunc_subsecs(3));
        *BEGUN + TimeDelta::milliseconds(AtomicI64::load(&self.0, Ordering::SeqCst))
    }
}

/// A process with an outbox, an operator to send through, and a clock that is
/// moved by hand. Nothing is sent by itself.
struct House {
    database: TestDatabase,
    fake: Fake,
    clock: Arc<Still>,
    app: Arc<App>,
    sender: Sender,
    conn: Mutex<Conn>,
}

impl House {
    async fn open() -> House {
        House::with(&[]).await
    }

    /// One that is configured further.
    async fn with(more: &[(&str, &str)]) -> House {
        let database = TestDatabase::new().await;
        let fake = Fake::start(USERNAME, KEY).unwrap();
        let clock = Arc::new(Still::default());
        let url = fake.url();
        let mut vars = vec![
            ("MEDVAULT_AT_USERNAME", USERNAME),
            ("MEDVAULT_AT_KEY", KEY),
            ("MEDVAULT_AT_URL", url.as_str()),
            ("MEDVAULT_AT_RATE", "0"),
            ("MEDVAULT_DATABASE_PATIENCE_MS", "20000"),
        ];
        vars.extend(more);
        let config = Config::read_demo(running::vars(&database, &vars)).unwrap();
        let app = Arc::new(App::build(config, clock.clone()).await.unwrap());
        let sender = Sender::new(Arc::clone(&app)).unwrap();
        let conn = Mutex::new(database.conn().await);
        House {
            conn,
            database,
            fake,
            clock,
            app,
            sender,
        }
    }

    /// The sender of another process.
    fn second_sender(&self) -> Sender {
        Sender::new(Arc::clone(&self.app)).unwrap()
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    fn later(&self, seconds: i64) {
        self.later_ms(seconds * 1000);
    }

    fn later_ms(&self, milliseconds: i64) {
        self.clock.0.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// The id of the n-th phone.
    async fn phone(&self, n: usize) -> i64 {
        let mut conn = self.conn.lock().await;
        let number = number(n).parse().unwrap();
        phone::id_of(&mut conn, &self.app.phones, &number)
            .await
            .unwrap()
    }

    /// A message to the n-th phone that may go at once.
    async fn message(&self, n: usize, rank: Rank, body: &str) -> NewMessage {
        NewMessage {
            phone_id: self.phone(n).await,
            rank,
            body: body.to_owned(),
            not_before: self.now(),
            expires_at: self.now() + TimeDelta::hours(12),
            repeat_unknown: false,
            inbound_id: None,
            created_at: self.now(),
        }
    }

    async fn add(&self, messages: &[NewMessage]) -> Vec<i64> {
        let mut conn = self.conn.lock().await;
        outbox::add(&mut conn, messages).await.unwrap()
    }

    /// Puts one reply to the n-th phone into the outbox.
    async fn reply(&self, n: usize, body: &str) -> i64 {
        let message = self.message(n, Rank::Reply, body).await;
        self.add(&[message]).await[0]
    }

    /// Sends until nothing more is to be done now; how many requests that took.
    async fn send_all(&self) -> usize {
        let mut requests = 0;
        loop {
            match self.sender.pass().await.unwrap() {
                Next::Send(_) => requests += 1,
                Next::Dropped(_) => {}
                Next::Nothing | Next::Wait(_) => return requests,
            }
        }
    }

    /// What stands in a row's column, as text; `-` for nothing.
    async fn text(&self, column: &str, rest: &str) -> String {
        self.texts(column, rest).await.join(",")
    }

    async fn texts(&self, column: &str, rest: &str) -> Vec<String> {
        let query = format!("SELECT coalesce(({column})::text, '-') AS value {rest}");
        texts(&mut *self.conn.lock().await, &query).await
    }

    /// A message's state, and why it failed.
    async fn state(&self, id: i64) -> String {
        let rest = format!("FROM outbox WHERE id = {id}");
        self.text("state || coalesce(' ' || failure, '')", &rest)
            .await
    }

    async fn run(&self, statements: &str) {
        let mut conn = self.conn.lock().await;
        conn.batch_execute(statements).await.unwrap();
    }

    async fn count(&self, from: &str) -> usize {
        let count = self.text("count(*)", &format!("FROM {from}")).await;
        count.parse().unwrap()
    }

    /// What the operator took: to whom and what, in the order it came.
    fn taken(&self) -> Vec<(String, String)> {
        let messages = self.fake.messages();
        messages.into_iter().map(|m| (m.to, m.text)).collect()
    }
}

/// The column `value` of a query's rows.
pub(crate) async fn texts(conn: &mut Conn, query: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        value: String,
    }
    let rows: Vec<Row> = diesel::sql_query(query).load(conn).await.unwrap();
    rows.into_iter().map(|row| row.value).collect()
}

/// The n-th phone's number.
fn number(n: usize) -> String {
    format!("+2547{n:08}")
}
