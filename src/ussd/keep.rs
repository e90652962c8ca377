//! What a session writes to PostgreSQL: each write once, with its record, in one
//! transaction; and reading those records back.

mod ask;
mod cast;
mod commit;
mod draft;
pub(super) mod dropped;
mod order;
mod pin;
mod text;

use anyhow::{Context as _, bail, ensure};
use diesel_async::AsyncConnection;
use tokio::time::timeout;

use super::desk::{Question, Told};
use super::records::{Record, Records, Written};
use super::state::{Profile, State, Write};
use super::step::Pending;
use crate::app::App;
use crate::db::Conn;
use crate::models::session_record::SessionRecord;
use crate::models::staff::Staff;
use crate::models::{phone, session_record, staff, subscriber};
use crate::operators::Hop;
use crate::people;

/// Where a record belongs.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Whose session it is.
    pub hop: &'a Hop,
    /// The edition the session is on.
    pub edition: &'a str,
}

/// The caller's profile and the session's records; `None` where PostgreSQL did
/// not answer in time.
pub async fn read(app: &App, hop: &Hop, with_records: bool) -> Option<(Profile, Records)> {
    let reading = async {
        let mut conn = app.db.get().await?;
        let hashes = app.phones.hashes(&hop.phone);
        let known = subscriber::of_phone(&mut conn, &hashes).await?;
        let known = known.unwrap_or_default();
        let person = staff::of_hashes(&mut conn, &hashes).await?;
        let (person, active, spoken) = match person {
            Some((person, active, spoken)) => (Some(person), active, spoken),
            None => (None, false, None),
        };
        let profile = Profile {
            language: known.profile.language.or(spoken).map(Into::into),
            place: known.profile.place_id,
            unread: false,
            staff: active,
            text_drops: known.text_drops,
        };
        let mut records = Records::default();
        if with_records {
            records = self::records(&mut conn, hop).await?;
            records.keep_desk_of(person);
        }
        anyhow::Ok((profile, records))
    };
    match timeout(app.config.database.patience, reading).await {
        Ok(Ok(found)) => Some(found),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the record did not answer a hop: {error}");
            None
        }
        Err(_) => {
            tracing::warn!("the record did not answer a hop in time");
            None
        }
    }
}

/// Keeps one record; whether it is kept now.
pub async fn record(app: &App, place: Place<'_>, position: usize, record: &Record) -> bool {
    let keeping = async {
        let mut conn = app.db.get().await?;
        row(place, position, record)?.insert(&mut conn).await?;
        anyhow::Ok(())
    };
    let kept = keeping.await;
    if let Err(error) = &kept {
        tracing::error!(%error, "what a call is rebuilt from could not be kept: {error}");
    }
    kept.is_ok()
}

/// Does a write or asks a question and records what came of it; `None` where the record
/// did not answer. What is recorded already, by a callback that came twice, is not repeated.
pub async fn perform(
    app: &App,
    place: Place<'_>,
    pending: &Pending,
    state: &State,
) -> Option<Told> {
    let doing = async {
        match &pending.write {
            Write::Ask(question @ (Question::Pin | Question::NewPin)) => {
                pin::ask(app, place, *question, &pending.typed, state.position).await
            }
            Write::Ask(question) => {
                let asking = ask::ask(app, place, *question, &pending.typed, state);
                // Nobody waits longer for a list than for a screen.
                timeout(app.config.database.patience, asking).await?
            }
            Write::Draft(draft) => draft::keep(app, place, draft, state).await,
            write => self::write(app, place, write, state).await,
        }
    };
    let told = doing.await;
    if let Err(error) = &told {
        tracing::error!(%error, "what a caller wrote or asked could not be kept: {error}");
    }
    told.ok()
}

/// Does a write and records it, in one transaction.
async fn write(app: &App, place: Place<'_>, write: &Write, state: &State) -> anyhow::Result<Told> {
    let mut conn = app.db.get().await?;
    let now = app.clock.now();
    let position = state.position;
    let made = |told: Told| {
        let written = Written {
            write: write.clone(),
            before: state.profile.clone(),
            told,
        };
        row(place, position, &Record::Written(written))
    };
    let first = made(Told::Done)?;
    let told = conn
        .transaction(async |conn| {
            if !first.insert(conn).await? {
                let written = records(conn, place.hop).await?;
                let written = written.written(position);
                return anyhow::Ok(written.map_or(Told::Done, |written| written.told.clone()));
            }
            let told = match write {
                Write::Language(code) => {
                    let phone = phone::id_of(conn, &app.phones, &place.hop.phone).await?;
                    subscriber::set_language(conn, phone, code, &place.hop.session).await?;
                    Told::Done
                }
                Write::Place(spot) => {
                    let phone = phone::id_of(conn, &app.phones, &place.hop.phone).await?;
                    subscriber::set_place(conn, phone, *spot, &place.hop.session).await?;
                    Told::Done
                }
                Write::TextDrops(wanted) => {
                    let phone = phone::id_of(conn, &app.phones, &place.hop.phone).await?;
                    let session = &place.hop.session;
                    subscriber::set_text_drops(conn, phone, *wanted, session).await?;
                    Told::Done
                }
                Write::Commit(drafted) => {
                    commit::commit(app, conn, place.hop, *drafted, &state.profile, now).await?
                }
                Write::Workplace(facility) => {
                    commit::workplace(app, conn, place.hop, *facility).await?
                }
                Write::TextCard { .. } | Write::TextResults(_) => {
                    text::send(app, conn, place.hop, write, state, now).await?;
                    Told::Done
                }
                Write::TryCast(id) => cast::try_out(app, conn, place.hop, *id).await?,
                Write::Draft(_) | Write::Ask(_) => bail!("neither is done, but kept"),
            };
            if told != Told::Done {
                made(told.clone())?.replace(conn).await?;
            }
            Ok(told)
        })
        .await?;
    match write {
        // Other callers are to see at once what was said.
        Write::Commit(_) => {
            app.notifier.notify();
            app.outbox.notify_one();
        }
        Write::TextCard { .. } | Write::TextResults(_) | Write::TryCast(_) => {
            app.outbox.notify_one()
        }
        _ => {}
    }
    Ok(told)
}

/// Keeps what was told, unless another process was first; what is kept then.
async fn keep_told(
    conn: &mut Conn,
    place: Place<'_>,
    position: usize,
    told: Told,
) -> anyhow::Result<Told> {
    let made = row(place, position, &Record::Told(told.clone()))?;
    if made.insert(conn).await? {
        return Ok(told);
    }
    let kept = records(conn, place.hop).await?;
    Ok(kept.told(position).cloned().unwrap_or(told))
}

async fn records(conn: &mut Conn, hop: &Hop) -> anyhow::Result<Records> {
    let rows = session_record::of_session(conn, &hop.service, &hop.session).await?;
    Ok(Records::new(rows))
}

/// The person behind the caller, where they work with the record now.
async fn person(app: &App, conn: &mut Conn, hop: &Hop) -> anyhow::Result<Option<Staff>> {
    let Some(phone) = phone::find(conn, &app.phones, &hop.phone).await? else {
        return Ok(None);
    };
    let person = staff::of_phone(conn, phone).await?;
    Ok(person.filter(|person| person.state == people::role::State::Active))
}

fn row(place: Place<'_>, position: usize, record: &Record) -> anyhow::Result<SessionRecord> {
    let body = record.body()?;
    ensure!(
        place.hop.session.len() <= 200,
        "a session id of more than 200 letters"
    );
    Ok(SessionRecord {
        service: place.hop.service.clone(),
        session: place.hop.session.clone(),
        position: i16::try_from(position).context("a transcript of more than 32,767 inputs")?,
        kind: record.kind().to_owned(),
        body,
        menu: place.edition.to_owned(),
    })
}
