//! Subscribers: people who agreed to be written to, when and to what words. Who did not is
//! in no list.

use std::collections::HashMap;

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use diesel_async::AsyncConnection as _;

use super::{
    field, identity,
    job::Job,
    limits,
    refusal::Refusal,
    table::{Row, Table},
};
use crate::broadcasts::audience::{is_blood, is_condition};
use crate::models::consent::{self, Agreed};
use crate::models::{Written, phone, place};
use crate::people::phone::Msisdn;

/// Letters of what somebody agreed to, at most.
const WORDS: usize = 500;

/// One row, understood.
struct Parsed {
    number: Msisdn,
    language: Option<String>,
    place: Option<i64>,
    what: Vec<String>,
    at: DateTime<Utc>,
    words: String,
}

pub(super) async fn run(job: &mut Job<'_>) -> anyhow::Result<()> {
    let mut places: HashMap<String, Vec<i64>> = HashMap::new();
    for known in place::known(&mut job.conn).await? {
        places
            .entry(known.id.to_string())
            .or_default()
            .push(known.id);
        places
            .entry(known.name.to_lowercase())
            .or_default()
            .push(known.id);
    }
    let mut table = job.open()?;
    let mut batch = Vec::new();
    while let Some(row) = job.next_row(&mut table)? {
        match parse(job, &row, &places) {
            Err(why) => job.refuse(&row, why)?,
            Ok(parsed) if job.is_first(identity::digest(&[parsed.number.expose()])) => {
                batch.push(parsed);
            }
            Ok(_) => job.refuse(&row, Refusal::Duplicate)?,
        }
        if job.is_full(batch.len()) {
            write(job, &mut batch, &table).await?;
        }
    }
    write(job, &mut batch, &table).await
}

fn parse(job: &Job<'_>, row: &Row, places: &HashMap<String, Vec<i64>>) -> Result<Parsed, Refusal> {
    // Consent first: without it nothing else of the row matters.
    let at = row.get("agreed_at");
    let at = field::counted_at("agreed_at", at, job.options.now, false)?;
    let words = field::needed("words", row.get("words"), WORDS)?;
    let number = field::contact(row.get("phone")).ok();
    let number = number.and_then(|number| number.parse().ok());
    let number = number.ok_or(Refusal::BadCode(
        "phone",
        "a number with its country, like +254700000000",
    ))?;
    let language = row.get("language").trim().to_lowercase();
    let fits = matches!(language.len(), 0 | 2 | 3);
    if !fits || !language.bytes().all(|b| b.is_ascii_lowercase()) {
        return Err(Refusal::BadCode("language", "two or three letters"));
    }
    let place = field::text("place", row.get("place"), limits::GENERIC)?;
    let place = match places.get(&place.to_lowercase()).map(Vec::as_slice) {
        _ if place.is_empty() => None,
        Some([only]) => Some(*only),
        Some(_) => return Err(Refusal::SeveralPlaces),
        None => return Err(Refusal::UnknownPlace),
    };
    Ok(Parsed {
        number,
        language: (!language.is_empty()).then_some(language),
        place,
        what: what(row)?,
        at,
        words,
    })
}

/// What somebody agreed to be reached for.
fn what(row: &Row) -> Result<Vec<String>, Refusal> {
    let mut what = vec!["messages".to_owned()];
    let blood = row.get("blood").trim().to_uppercase();
    if !blood.is_empty() {
        if !is_blood(&blood) {
            return Err(Refusal::NotOneOf(
                "blood",
                "A+, A-, B+, B-, AB+, AB-, O+, O-",
            ));
        }
        what.push(format!("blood:{blood}"));
    }
    let conditions = row.get("conditions").split(';').map(str::trim);
    for condition in conditions.filter(|condition| !condition.is_empty()) {
        let condition = condition.to_lowercase();
        if !is_condition(&condition) {
            return Err(Refusal::BadCode(
                "conditions",
                "small letters like sickle_cell",
            ));
        }
        what.push(format!("condition:{condition}"));
    }
    what.sort_unstable();
    what.dedup();
    Ok(what)
}

async fn write(job: &mut Job<'_>, batch: &mut Vec<Parsed>, table: &Table) -> anyhow::Result<()> {
    if batch.is_empty() {
        job.tick(table);
        return Ok(());
    }
    job.sending();
    let ring = job.options.phones.clone();
    let ring = ring.context("the keys of phone numbers are needed: MEDVAULT_PHONE_KEYS")?;
    let rows = std::mem::take(batch);
    let written = job
        .conn
        .transaction(async |conn| {
            let mut written = Written::default();
            for row in &rows {
                let agreed = Agreed {
                    phone_id: phone::id_of(conn, &ring, &row.number).await?,
                    language: row.language.as_deref(),
                    place_id: row.place,
                    what: &row.what,
                    at: row.at,
                    words: &row.words,
                    channel: "list",
                };
                let one = consent::agree(conn, &agreed).await?;
                written.new += one.new;
                written.changed += one.changed;
                written.unchanged += one.unchanged;
            }
            anyhow::Ok(written)
        })
        .await?;
    job.wrote(written, table).await;
    Ok(())
}
