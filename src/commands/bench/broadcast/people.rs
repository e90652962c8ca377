//! The people a broadcast is for, and the broadcast.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use serde_json::{Value, json};
use tokio_postgres::{Client, NoTls};

use super::number;
use crate::commands::bench::house::House;
use crate::http::tokens;
use crate::models::phone;
use crate::models::token::Token;
use crate::people::role::Role;

/// The languages they read, a fifth each, and what each is told.
const LANGUAGES: [(&str, &str); 5] = [
    (
        "en",
        "Cholera in your ward. Boil water for drinking. Free help at the clinic, day and night.",
    ),
    (
        "sw",
        "Kipindupindu katika kata yako. Chemsha maji ya kunywa. Msaada bure kliniki, usiku na mchana.",
    ),
    (
        "ha",
        "Kwalara a unguwarku. Tafasa ruwan sha. Taimako kyauta a asibiti, dare da rana.",
    ),
    (
        "fr",
        "Cholera dans votre quartier. Faites bouillir l'eau. Aide gratuite a la clinique, jour et nuit.",
    ),
    ("am", "ኮሌራ በአካባቢዎ። የመጠጥ ውሃ ያፍሉ። በክሊኒኩ ነጻ እርዳታ ቀንና ሌሊት።"),
];

/// Numbers sealed and written at once.
const AT_ONCE: u32 = 10_000;

/// A place where everybody lives, over a connection of its own.
pub(super) struct People {
    /// For what the house has no query for.
    pub(super) client: Client,
    place: i64,
    /// Somebody.
    pub(super) one: i64,
    /// A program that may make broadcasts and stop them.
    program: reqwest::Client,
    token: String,
    url: String,
}

/// Lets so many people live in one place.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn settle(house: &House, many: u32) -> anyhow::Result<People> {
    let (client, connection) = tokio_postgres::connect(house.database.url(), NoTls).await?;
    tokio::spawn(connection);
    let place = "SELECT id FROM places WHERE kind = 'ward' ORDER BY id LIMIT 1";
    let place: i64 = client.query_one(place, &[]).await?.try_get(0)?;
    let languages: Vec<&str> = LANGUAGES.iter().map(|(code, _)| *code).collect();
    let app = &house.running.app;
    let mut one = 0;
    for from in (0..many).step_by(usize::try_from(AT_ONCE)?) {
        let numbers = (from..many.min(from + AT_ONCE)).map(|n| number(n).parse());
        let numbers: Vec<_> = numbers.collect::<Result<_, _>>()?;
        let ids = phone::add(&mut *app.db.get().await?, &app.phones, &numbers).await?;
        one = *ids.first().context("nobody")?;
        client
            .execute(
                "INSERT INTO subscribers (phone_id, place_id, language)
                 SELECT id, $2, ($3::text[])[1 + id % cardinality($3::text[])] FROM unnest($1::bigint[]) AS p (id)",
                &[&ids, &place, &languages],
            )
            .await?;
    }
    // What this wrote is not what is measured.
    client.batch_execute("ANALYZE; CHECKPOINT").await?;
    let token = tokens::fresh();
    let opens = (Role::Authority, Some(place));
    Token::insert_api(&mut *app.db.get().await?, &tokens::hash(&token), opens).await?;
    Ok(People {
        client,
        place,
        one,
        program: reqwest::Client::builder().tls_certs_only([]).build()?,
        token,
        url: format!("http://{}/api/v1/broadcasts", house.running.address),
    })
}

/// A broadcast to all of them, asked for as a program does; it waits for its approval. Its
/// number, and how long it took until all were counted and it was kept.
///
/// # Errors
/// When it is refused, or is for others than them.
pub(super) async fn broadcast(
    people: &People,
    many: u32,
    emergency: bool,
) -> anyhow::Result<(i64, Duration)> {
    let texts: BTreeMap<&str, &str> = LANGUAGES.into_iter().collect();
    let body = json!({
        "audience": { "place": people.place }, "texts": texts, "emergency": emergency, "reason": "a benchmark",
    });
    let key = format!("{:032x}", rand::random::<u128>());
    let began = Instant::now();
    let post = people.program.post(&people.url).bearer_auth(&people.token);
    let answer = post
        .header("Idempotency-Key", key)
        .json(&body)
        .send()
        .await?;
    let status = answer.status();
    let told: Value = answer.json().await?;
    let took = began.elapsed();
    ensure!(status == 201, "a broadcast was refused: {status} {told}");
    let number = |field: &str| told.get(field).and_then(Value::as_i64);
    let reached = number("recipients");
    ensure!(
        reached == Some(many.into()),
        "it would reach {reached:?} of {many}"
    );
    Ok((number("id").context("it has no number")?, took))
}

impl People {
    /// Lets the broadcast go.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn approve(&self, id: i64) -> anyhow::Result<()> {
        let approve = "UPDATE broadcasts SET state = 'approved' WHERE id = $1";
        self.client.execute(approve, &[&id]).await?;
        Ok(())
    }

    /// Pauses or cancels the broadcast; false where it is over already.
    ///
    /// # Errors
    /// When that is refused.
    pub(super) async fn ask(&self, id: i64, verb: &str) -> anyhow::Result<bool> {
        let url = format!("{}/{id}/{verb}", self.url);
        let post = self.program.post(url).bearer_auth(&self.token);
        let status = post.send().await?.status().as_u16();
        ensure!(matches!(status, 200 | 409), "{verb}: {status}");
        Ok(status == 200)
    }

    /// Whether PostgreSQL waits for its disk.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn durable(&self) -> anyhow::Result<bool> {
        let waits = "SELECT current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off'";
        Ok(self.client.query_one(waits, &[]).await?.try_get(0)?)
    }
}
