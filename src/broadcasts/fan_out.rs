//! From an approved broadcast to batches that the sender can lease: chunk after chunk of its
//! people, each chunk in one statement, while the first batches are being sent already.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel_async::AsyncConnection as _;
use serde_json::json;
use tokio::time::sleep;

use super::{Office, ask, few};
use crate::app::App;
use crate::db::{Conn, Db, DbError, Settings};
use crate::models::broadcast::{self, State};
use crate::models::fan_out::Chunk;
use crate::models::{audience, fan_out};

/// People of one chunk: so many that a country takes a hundred, so few that the first batches
/// are there in a moment.
const CHUNK: i64 = 20_000;

/// How often it is looked for what was approved, paused or cancelled.
const POLL: Duration = Duration::from_millis(250);

/// How long the database is left alone after it did not answer.
const AWAY: Duration = Duration::from_secs(1);

/// What takes broadcasts apart, with a connection of its own: a chunk of a large audience takes
/// longer than a caller would wait.
#[derive(Debug)]
pub struct FanOut {
    app: Arc<App>,
    db: Db,
    /// People of one chunk.
    pub chunk: i64,
}

impl FanOut {
    /// To be called on the main runtime.
    ///
    /// # Errors
    /// If no pool can be built.
    pub fn new(app: Arc<App>) -> Result<Self, DbError> {
        let settings = Settings {
            size: 1,
            ..Settings::command(app.config.database.url.expose())
        };
        let db = Db::new(&settings, app.runtime.clone())?;
        let chunk = CHUNK;
        Ok(Self { app, db, chunk })
    }

    /// Begins what is due, takes the next chunk of each broadcast, and ends what is over; whether
    /// there is more to take.
    ///
    /// # Errors
    /// If the database does not answer; what went wrong with one broadcast holds up no other.
    pub async fn pass(&self) -> Result<bool, DbError> {
        let mut conn = self.db.get().await?;
        let now = self.app.clock.now();
        self.let_go(&mut conn, now).await?;
        fan_out::begin(&mut conn, now).await?;
        let (mut more, mut failed) = (false, None);
        for broadcast in fan_out::open(&mut conn).await? {
            match self.take_apart(&mut conn, broadcast, now).await {
                Ok(done) => {
                    more |= !done;
                    self.app.outbox.notify_one();
                }
                Err(error) => {
                    tracing::error!(broadcast, %error, "broadcast {broadcast} is not taken apart: {error}");
                    failed = Some(error);
                }
            }
        }
        fan_out::end(&mut conn, now).await?;
        match failed {
            // The others go on at once.
            Some(error) if !more => Err(error.into()),
            _ => Ok(more),
        }
    }

    /// Takes the next chunk of one; whether that was the last.
    async fn take_apart(
        &self,
        conn: &mut Conn,
        broadcast: i64,
        now: DateTime<Utc>,
    ) -> QueryResult<bool> {
        let config = &self.app.config;
        conn.transaction(async |conn| {
            let Some(held) = fan_out::hold(conn, broadcast).await? else {
                return Ok(true);
            };
            let stopped_too = self.app.reaches_stopped(held.emergency);
            let who = audience::resolve(
                conn,
                &held.audience,
                &config.ussd.language,
                stopped_too,
                held.corrects,
            )
            .await?;
            let size = Chunk {
                people: self.chunk,
                recipients: config.africastalking.recipients,
                a_week: config
                    .broadcasts
                    .budget(held.emergency || held.corrects.is_some()),
            };
            fan_out::chunk(conn, broadcast, &who, held.last_phone, size, now).await
        })
        .await
    }

    /// Lets go of what is too late to be told, notes it, and tells whoever wrote it.
    async fn let_go(&self, conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<()> {
        let office = Office {
            now,
            ..Office::of(&self.app)
        };
        let gone = conn
            .transaction(async |conn| {
                let late = fan_out::late(conn, now).await?;
                for one in &late {
                    let Some(held) = broadcast::by_id(conn, one.id).await? else {
                        continue;
                    };
                    let few = few::are_few(&held.audience, one.people.unsigned_abs());
                    let new = json!({
                        "state": State::Expired.as_str(),
                        "not_told": (!few).then_some(one.people),
                        "fewer_than": few.then_some(few::FEW),
                    });
                    let change = (one.id, json!({ "state": one.before }), new);
                    ask::note(conn, &office, "expire", change).await?;
                    ask::tell_late(conn, &office, &held, (!few).then_some(one.people)).await?;
                }
                QueryResult::Ok(late.len())
            })
            .await?;
        if gone > 0 {
            self.app.outbox.notify_one();
        }
        Ok(())
    }
}

/// Takes broadcasts apart for as long as the service runs.
pub async fn run(fan_out: FanOut) {
    let mut away = false;
    loop {
        let wait = match fan_out.pass().await {
            Ok(more) => {
                if std::mem::take(&mut away) {
                    tracing::info!("broadcasts go on");
                }
                if more { Duration::ZERO } else { POLL }
            }
            Err(error) => {
                if !away {
                    tracing::warn!(%error, "broadcasts wait: {error}");
                }
                away = true;
                AWAY
            }
        };
        sleep(wait).await;
    }
}
