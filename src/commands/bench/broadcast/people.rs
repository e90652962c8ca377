//! The people a broadcast is for, and the broadcast.

use anyhow::Context as _;
use tokio_postgres::{Client, NoTls};

use super::number;
use crate::commands::bench::house::House;
use crate::models::phone;

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
    Ok(People { client, place, one })
}

/// A broadcast to all of them, which waits for its approval.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn broadcast(people: &People, many: u32, emergency: bool) -> anyhow::Result<i64> {
    let row = people
        .client
        .query_one(
            "INSERT INTO broadcasts (state, emergency, reason, audience, recipients, segments, token_id, made_by, created_at, starts_at, expires_at)
             SELECT 'waiting', $1, 'a benchmark', jsonb_build_object('place', $2::bigint), $3, $3, min(id), 'http', now(), now(), now() + interval '1 day'
             FROM tokens RETURNING id",
            &[&emergency, &people.place, &i32::try_from(many)?],
        )
        .await?;
    let id: i64 = row.try_get(0)?;
    for (language, body) in LANGUAGES {
        let text = "INSERT INTO broadcast_texts (broadcast_id, language, body) VALUES ($1, $2, $3)";
        people
            .client
            .execute(text, &[&id, &language, &body])
            .await?;
    }
    Ok(id)
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

    /// Whether PostgreSQL waits for its disk.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn durable(&self) -> anyhow::Result<bool> {
        let waits = "SELECT current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off'";
        Ok(self.client.query_one(waits, &[]).await?.try_get(0)?)
    }
}
