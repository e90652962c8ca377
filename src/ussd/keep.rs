//! What a session writes to PostgreSQL: each write once, with its record, in one
//! transaction; and reading those records back.

use anyhow::{Context as _, ensure};
use diesel_async::AsyncConnection;
use tokio::time::timeout;

use super::records::{Record, Records, Written};
use super::state::{Draft, Profile, Write};
use crate::app::App;
use crate::db::Conn;
use crate::models::session_record::SessionRecord;
use crate::models::{none_report, phone, session_record, subscriber, waiting};
use crate::operators::Hop;

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
        let mut hashes = vec![app.phones.hmac(&hop.phone).to_vec()];
        hashes.extend(app.phones.next_hmac(&hop.phone).map(|hash| hash.to_vec()));
        let known = subscriber::of_phone(&mut conn, &hashes).await?;
        let profile = known.map(|known| Profile {
            language: known.language.map(Into::into),
            place: known.place_id,
            unread: false,
        });
        let rows = if with_records {
            session_record::of_session(&mut conn, &hop.service, &hop.session).await?
        } else {
            Vec::new()
        };
        anyhow::Ok((profile.unwrap_or_default(), Records::new(rows)))
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
    told(&keeping.await)
}

/// Does a write and records it, in one transaction; whether it is done now. A
/// write that is recorded already, by a callback that came twice, is not repeated.
pub async fn perform(
    app: &App,
    place: Place<'_>,
    position: usize,
    write: &Write,
    before: &Profile,
) -> bool {
    let doing = async {
        let mut conn = app.db.get().await?;
        let now = app.clock.now();
        let made = match write {
            Write::Draft(draft) => Record::Draft(draft.clone()),
            _ => Record::Written(Written {
                write: write.clone(),
                before: before.clone(),
            }),
        };
        let made = row(place, position, &made)?;
        conn.transaction(async |conn| {
            if !made.insert(conn).await? {
                return Ok(());
            }
            match write {
                Write::Draft(_) => Ok(()),
                Write::Language(code) => {
                    let phone = phone::id_of(conn, &app.phones, &place.hop.phone).await?;
                    Ok(subscriber::set_language(conn, phone, code, &place.hop.session).await?)
                }
                Write::Place(spot) => {
                    let phone = phone::id_of(conn, &app.phones, &place.hop.phone).await?;
                    Ok(subscriber::set_place(conn, phone, *spot, &place.hop.session).await?)
                }
                Write::Commit(drafted) => commit(app, conn, place.hop, *drafted, now).await,
            }
        })
        .await
    };
    let done = told(&doing.await);
    if done && matches!(write, Write::Commit(_)) {
        // Other callers are to see at once that there was none.
        app.notifier.notify();
    }
    done
}

/// Writes what a draft named.
async fn commit(
    app: &App,
    conn: &mut Conn,
    hop: &Hop,
    drafted: usize,
    now: chrono::DateTime<chrono::Utc>,
) -> anyhow::Result<()> {
    let records = Records::new(session_record::of_session(conn, &hop.service, &hop.session).await?);
    let draft = records.draft(drafted).context("the draft is not there")?;
    let phone = phone::id_of(conn, &app.phones, &hop.phone).await?;
    match *draft {
        Draft::Waiting { product, place } => Ok(waiting::add(conn, phone, product, place).await?),
        Draft::NoneReport { facility, product } => {
            Ok(none_report::add(conn, facility, product, phone, now).await?)
        }
    }
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

fn told(outcome: &anyhow::Result<()>) -> bool {
    if let Err(error) = outcome {
        tracing::error!(%error, "what a caller wrote could not be kept: {error}");
    }
    outcome.is_ok()
}
