//! What a caller sees, and what is written, when callbacks come twice, when Redis or
//! PostgreSQL goes away, and when the world changes in the middle of a call.

mod drafts;
mod dropped;
mod new_phone;
mod rates;
mod received;
mod record_away;
mod redis_away;
mod secrets;
mod staff;
mod twice;
mod which;

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use diesel::QueryableByName;
use diesel::sql_types::Text;
use diesel_async::{AsyncConnection as _, RunQueryDsl as _, SimpleAsyncConnection as _};
use medvault::app::App;
use medvault::config::{Config, Vars};
use medvault::db::Conn;
use medvault::models::phone;
use medvault::operators::{Hop, africastalking};
use medvault::ussd;
use medvault::ussd::edition::Edition;
use medvault::ussd::script::Script;
use medvault::ussd::session::Kept;
use medvault::ussd::stage::{Between, Stage};
use medvault::ussd::theatre::{Set, Theatre};
use tokio::sync::Mutex;

use crate::support::needed;

/// The caller of every stage.
const CALLER: &str = "+254700000999";
const SERVICE: &str = "384*1234";
/// What the apps of a test wait that is not about waiting.
const PATIENT: [(&str, &str); 2] = [
    ("MEDVAULT_DATABASE_PATIENCE_MS", "20000"),
    ("MEDVAULT_REDIS_PATIENCE_MS", "20000"),
];

const HOME: &str = "CON MedVault: medicine near you\n";
const FIND: &str = "CON Type the name of the medicine";
const FORMS: &str = "CON Paracetamol: which one?\n1 500 mg tablet\n";
const RESULTS: &str = "CON Paracetamol 500 mg tablet:\n1 ";
const NONE_DONE: &str = "END Thank you. Other callers will be told to call first.";
const SORRY_SAVE: &str = "END Sorry, this cannot be saved right now. Nothing was changed.";
const ASKED: &str = "CON Your last call was cut off.\n1 Continue\n2 Start again";
const CHANGED: &str = "CON The list has changed. Choose again.\n";
const CUT: &str = "CON The call was interrupted. Start here.\n";

/// The demo country to clone, made once for the tests that run at the same time.
async fn theatre() -> Arc<Theatre> {
    static OPEN: Mutex<Weak<Theatre>> = Mutex::const_new(Weak::new());
    let mut open = OPEN.lock().await;
    if let Some(theatre) = open.upgrade() {
        return theatre;
    }
    let theatre = Theatre::open(&needed("DATABASE_URL"), Some(&needed("REDIS_URL")))
        .await
        .unwrap();
    let theatre = Arc::new(theatre);
    *open = Arc::downgrade(&theatre);
    theatre
}

/// A country of a test's own, with an app that waits long for its stores.
struct House {
    set: Set,
    theatre: Arc<Theatre>,
}

impl House {
    async fn open() -> Self {
        let theatre = theatre().await;
        let set = theatre.stage("resilience").await.unwrap();
        Self { set, theatre }
    }

    /// Another process over the same database and the same sessions.
    async fn second_app(&self) -> Arc<App> {
        let sources = self.set.app.ussd.editions.current.sources.clone();
        let Set {
            database, clock, ..
        } = &self.set;
        self.theatre.app(database, clock, sources).await.unwrap()
    }

    /// Another process over the same database, as configured.
    async fn app(&self, more: &[(&str, &str)]) -> Arc<App> {
        let vars: Vars = [
            ("DATABASE_URL", self.set.database.url()),
            ("MEDVAULT_REDIS_PREFIX", self.set.database.name()),
            ("MEDVAULT_RATE_PHONE", "0"),
        ]
        .iter()
        .chain(more)
        .copied()
        .collect();
        let config = Config::read_demo(vars).unwrap();
        let sources = self.set.app.ussd.editions.current.sources.clone();
        let edition = Edition::parse(sources).unwrap();
        let clock = Arc::clone(&self.set.clock);
        Arc::new(App::with(config, clock, edition).await.unwrap())
    }

    /// Lets events of a script happen to the stage's caller.
    async fn happen(&mut self, events: &str) {
        for event in Script::parse(events).unwrap().events {
            self.set
                .stage
                .happen(&event.what, Between::Nothing)
                .await
                .unwrap();
        }
    }

    /// The caller has a language and a place, and the country has been as it is for long.
    async fn caller_in(&mut self, language: &str) -> Caller {
        self.happen(&format!("~ language {language}\n~ place Kibera"))
            .await;
        self.set.clock.advance(TimeDelta::minutes(20));
        Caller::new(&self.set.app, CALLER)
    }

    async fn conn(&self) -> Conn {
        Conn::establish(self.set.database.url()).await.unwrap()
    }

    async fn alter(&self, statements: &str) {
        self.conn().await.batch_execute(statements).await.unwrap();
    }

    /// The only column of a query's rows, which must be text.
    async fn texts(&self, column: &str, rest: &str) -> Vec<String> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            value: String,
        }
        let query = format!("SELECT ({column})::text AS value {rest}");
        let rows: Vec<Row> = diesel::sql_query(query)
            .load(&mut self.conn().await)
            .await
            .unwrap();
        rows.into_iter().map(|row| row.value).collect()
    }

    async fn count(&self, from: &str) -> usize {
        let counts = self.texts("count(*)", &format!("FROM {from}")).await;
        counts[0].parse().unwrap()
    }

    /// Everything that callers have written.
    async fn written(&self) -> [usize; 3] {
        [
            self.count("none_reports").await,
            self.count("waiting").await,
            self.count("session_records WHERE kind = 'written'").await,
        ]
    }
}

/// Someone on the phone.
#[derive(Clone)]
struct Caller {
    app: Arc<App>,
    hop: Hop,
}

impl Caller {
    fn new(app: &Arc<App>, phone: &str) -> Self {
        let hop = Hop {
            service: SERVICE.to_owned(),
            session: String::new(),
            phone: phone.parse().unwrap(),
            network: String::new(),
            text: String::new(),
        };
        let app = Arc::clone(app);
        Self { app, hop }
    }

    /// Dials the code, with inputs behind it or without.
    async fn dial(&mut self, inputs: &str) -> String {
        self.hop.session = format!("ATUid_{:032x}", rand::random::<u128>());
        inputs.clone_into(&mut self.hop.text);
        self.again().await
    }

    /// Types an input, or several with a star between.
    async fn types(&mut self, input: &str) -> String {
        self.hop = self.next(input);
        self.again().await
    }

    /// Types one input after the other; returns the last screen.
    async fn types_each(&mut self, inputs: &[&str]) -> String {
        let mut screen = String::new();
        for input in inputs {
            screen = self.types(input).await;
        }
        screen
    }

    /// The last callback once more.
    async fn again(&self) -> String {
        answer(&self.app, &self.hop).await
    }

    /// The callback that comes when this is typed.
    fn next(&self, input: &str) -> Hop {
        let mut hop = self.hop.clone();
        if !hop.text.is_empty() {
            hop.text.push('*');
        }
        hop.text.push_str(input);
        hop
    }

    /// Dials and finds paracetamol tablets near Kibera.
    async fn finds(&mut self) -> String {
        if self.dial("").await == ASKED {
            self.types("2").await;
        }
        let screen = self.types_each(&["1", "panadol", "1"]).await;
        assert!(screen.starts_with(RESULTS), "{screen}");
        screen
    }

    /// Says of the first facility found that it had none, up to the question whether that is so.
    async fn says_none(&mut self) -> String {
        self.finds().await;
        let mut screen = self.types("1").await;
        for _ in 0..6 {
            let option = screen
                .lines()
                .find_map(|line| line.strip_suffix(" They had none"));
            if let Some(option) = option {
                let asked = self.types(option).await;
                assert!(asked.starts_with("CON Did "), "{asked}");
                return asked;
            }
            screen = self.types("98").await;
        }
        panic!("no way to say that they had none\n{screen}");
    }

    /// The session as Redis has it.
    async fn kept(&self) -> Option<Kept> {
        let sessions = self.app.ussd.sessions.as_ref().unwrap();
        let caller = ussd::hop::caller(&self.app, &self.hop);
        sessions.load(&caller).await.unwrap().kept
    }

    /// Redis forgets the caller, as if it had been started anew.
    async fn is_forgotten(&self) {
        let sessions = self.app.ussd.sessions.as_ref().unwrap();
        let caller = ussd::hop::caller(&self.app, &self.hop);
        sessions.forget(&caller).await.unwrap();
    }
}

async fn answer(app: &App, hop: &Hop) -> String {
    africastalking::render(&ussd::hop(app, hop).await)
}

/// Waits until something is so; it must be within 30 seconds.
async fn until(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !is_so().await {
        assert!(began.elapsed() < Duration::from_secs(30), "never: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
