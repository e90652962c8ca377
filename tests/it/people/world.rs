//! A small country with people in it, and the app that answers them.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types::{Array, BigInt, Nullable, Text};
use diesel::{OptionalExtension, QueryableByName};
use diesel_async::RunQueryDsl;
use medvault::app::App;
use medvault::clock::{Clock, ShiftedClock};
use medvault::config::Config;
use medvault::db::Conn;
use medvault::models::phone;
use medvault::people::pin::{Pin, Tried, choose_pin, try_pin};

use crate::support::TestDatabase;
use crate::support::running::vars;

/// The county of Kisumu with two wards, each with a facility; Nairobi beside it with one.
pub(crate) struct World {
    pub(crate) database: TestDatabase,
    pub(crate) app: Arc<App>,
    pub(crate) clock: Arc<ShiftedClock>,
}

/// Keys that are not the demo's, which `medvault user` refuses.
pub(crate) const KEYS: &str = "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// A pepper that is not the demo's either.
pub(crate) const PEPPER: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Nullable<Text>)]
    word: Option<String>,
}

const PLACES: &str = "
    INSERT INTO places (source, source_id, kind, name, iso3) VALUES ('t', '1', 'country', 'Kenya', 'KEN');
    INSERT INTO places (source, source_id, kind, name, iso3, parent_id)
        SELECT 't', n, 'county', name, 'KEN', (SELECT id FROM places WHERE name = 'Kenya')
        FROM (VALUES ('1', 'Kisumu'), ('2', 'Nairobi')) AS c (n, name);
    INSERT INTO places (source, source_id, kind, name, iso3, parent_id)
        SELECT 't', n, 'ward', name, 'KEN', (SELECT id FROM places p WHERE p.name = county)
        FROM (VALUES ('1', 'Ahero', 'Kisumu'), ('2', 'Kajulu', 'Kisumu'), ('3', 'Kibra', 'Nairobi')) AS w (n, name, county);
    INSERT INTO facilities (code, source, source_id, name, kind, iso3, place_id)
        SELECT code, 't', code, code, 'pharmacy', 'KEN', (SELECT id FROM places p WHERE p.name = ward)
        FROM (VALUES ('AHERO', 'Ahero'), ('KAJULU', 'Kajulu'), ('KIBRA', 'Kibra'), ('NOWHERE', NULL)) AS f (code, ward)";

impl World {
    pub(crate) async fn new() -> World {
        let database = TestDatabase::new().await;
        diesel_async::SimpleAsyncConnection::batch_execute(&mut database.conn().await, PLACES)
            .await
            .unwrap();
        let clock = Arc::new(ShiftedClock::default());
        let app = app(&database, &clock).await;
        World {
            database,
            app,
            clock,
        }
    }

    /// The same record, served by a process that has just started.
    pub(crate) async fn restart(&mut self) {
        self.app = app(&self.database, &self.clock).await;
    }

    pub(crate) async fn conn(&self) -> Conn {
        self.database.conn().await
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The id of the phone +2547000000NN.
    pub(crate) async fn phone(&self, n: u8) -> i64 {
        let number = format!("+2547000000{n:02}").parse().unwrap();
        phone::id_of(&mut self.conn().await, &self.app.phones, &number)
            .await
            .unwrap()
    }

    /// The number that a query answers.
    pub(crate) async fn number(&self, query: &str) -> i64 {
        diesel::sql_query(query)
            .get_result::<Id>(&mut self.conn().await)
            .await
            .unwrap()
            .id
    }

    /// The word that a query answers, if it answers one.
    pub(crate) async fn word(&self, query: &str) -> Option<String> {
        diesel::sql_query(query)
            .get_result::<Word>(&mut self.conn().await)
            .await
            .optional()
            .unwrap()?
            .word
    }

    pub(crate) async fn place(&self, name: &str) -> i64 {
        self.number(&format!("SELECT id FROM places WHERE name = '{name}'"))
            .await
    }

    pub(crate) async fn facility(&self, code: &str) -> i64 {
        self.number(&format!("SELECT id FROM facilities WHERE code = '{code}'"))
            .await
    }

    /// Puts a person into the record as the row says: phone, role, state, place, facilities.
    pub(crate) async fn person(
        &self,
        n: u8,
        role: &str,
        state: &str,
        place: Option<&str>,
        facilities: &[&str],
    ) -> i64 {
        let phone = self.phone(n).await;
        diesel::sql_query(
            "WITH s AS (
                INSERT INTO staff (phone_id, name, role, state, place_id)
                VALUES ($1, $2, $3, $4, (SELECT id FROM places WHERE name = $5)) RETURNING id
            ), w AS (
                INSERT INTO staff_facilities SELECT s.id, f.id FROM s, facilities f WHERE f.code = ANY($6)
            ) SELECT id FROM s",
        )
        .bind::<BigInt, _>(phone)
        .bind::<Text, _>(format!("Person {n}"))
        .bind::<Text, _>(role)
        .bind::<Text, _>(state)
        .bind::<Nullable<Text>, _>(place)
        .bind::<Array<Text>, _>(facilities)
        .get_result::<Id>(&mut self.conn().await)
        .await
        .unwrap()
        .id
    }

    pub(crate) async fn choose(&self, staff: i64, pin: &str) -> bool {
        choose_pin(&self.app, staff, Pin::chosen(pin).unwrap())
            .await
            .unwrap()
    }

    pub(crate) async fn try_pin(&self, phone: i64, pin: &str) -> Tried {
        try_pin(&self.app, phone, Pin::typed(pin).unwrap())
            .await
            .unwrap()
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }
}

async fn app(database: &TestDatabase, clock: &Arc<ShiftedClock>) -> Arc<App> {
    let more = [
        ("MEDVAULT_DATABASE_PATIENCE_MS", "20000"),
        ("MEDVAULT_DATABASE_CONNECTIONS", "8"),
        ("MEDVAULT_PHONE_KEYS", KEYS),
        ("MEDVAULT_PHONE_HMAC_KEYS", KEYS),
        ("MEDVAULT_PIN_PEPPER", PEPPER),
        ("MEDVAULT_SMS_PRICE", "0.80"),
        ("MEDVAULT_RATE_PHONE", "0"),
    ];
    let config = Config::read_demo(vars(database, &more)).unwrap();
    Arc::new(App::build(config, Arc::clone(clock) as _).await.unwrap())
}
