//! One text to many: whom it is for, what it says and costs, who says yes.
//!
//! One spine stands behind a dial, a message, a program and a command. [`create`] counts and
//! shows what it would do; [`approve`] lets a second officer say yes or no, [`glass`] does without
//! one; [`change`] pauses,
//! resumes and cancels; [`ask`] turns to the next officer where one does not answer. Whoever
//! comes in has been recognised before (a PIN, a token): they are [`By`]. Each works in the
//! caller's transaction, writes to the audit log what it decided, and a refusal changes nothing.
//! What is approved goes out; nothing else does. [`words`] says what
//! one would do, [`few`] what is not said of few people. [`page`] and [`map`] are what officers see of
//! it in a browser.

pub mod approve;
pub mod ask;
pub mod audience;
pub mod change;
pub mod create;
pub mod fan_out;
pub mod few;
pub mod glass;
pub mod kept;
pub mod map;
pub mod minutes;
pub mod named;
pub mod page;
pub mod plan;
pub mod progress;
pub mod refusal;
pub mod template;
pub mod time;
pub mod words;
pub mod zone;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use diesel::QueryResult;
use serde_json::json;

use crate::app::App;
use crate::audit::{Actor, Entry};
use crate::config::Config;
use crate::db::Conn;
use crate::models::broadcast::{Broadcast, Channel};
use crate::models::staff::Staff;
use crate::models::{audit, place};
use crate::people::role::{Action, Reach, Role};
use crate::text::texts::Texts;

pub use refusal::{Done, NotDone, Refusal};

/// What the spine works with of the service.
#[derive(Debug, Clone, Copy)]
pub struct Office<'a> {
    /// What the service was told from outside.
    pub config: &'a Config,
    /// The words of every language.
    pub texts: &'a Texts,
    /// Now.
    pub now: DateTime<Utc>,
}

impl<'a> Office<'a> {
    /// That of a running service, now.
    #[must_use]
    pub fn of(app: &'a App) -> Self {
        Self {
            config: &app.config,
            texts: &app.ussd.editions.current.texts,
            now: app.clock.now(),
        }
    }

    /// The language of whoever told none.
    #[must_use]
    pub fn language(&self) -> &'a str {
        &self.config.ussd.language
    }

    /// The zone of the clocks in a place: its country's, else the service's own.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn zone(&self, conn: &mut Conn, place: Option<i64>) -> QueryResult<Tz> {
        let country = match place {
            Some(place) => place::iso3_of(conn, place).await?,
            None => None,
        };
        let known = country.as_deref().and_then(zone::of);
        Ok(known.unwrap_or(self.config.alerts.zone))
    }
}

/// Whoever has a token: a role, over a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The token's id.
    pub id: i64,
    /// What it may do.
    pub role: Role,
    /// Where.
    pub place_id: Option<i64>,
}

/// Somebody the service has recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A member of staff, whose PIN was right.
    Staff(Box<Staff>),
    /// A program with a token.
    Token(Holder),
}

impl Who {
    /// How far they may do that.
    #[must_use]
    pub fn reach(&self, action: Action) -> Reach {
        match self {
            Self::Staff(person) => person.reach(action),
            Self::Token(holder) => holder.role.reach(action),
        }
    }

    /// The place they answer for.
    #[must_use]
    pub fn place(&self) -> Option<i64> {
        match self {
            Self::Staff(person) => person.place_id,
            Self::Token(holder) => holder.place_id,
        }
    }

    /// Their number, where they work with the record.
    #[must_use]
    pub fn staff(&self) -> Option<i64> {
        match self {
            Self::Staff(person) => Some(person.id),
            Self::Token(_) => None,
        }
    }

    /// Their token's number, where they have one.
    #[must_use]
    pub fn token(&self) -> Option<i64> {
        match self {
            Self::Staff(_) => None,
            Self::Token(holder) => Some(holder.id),
        }
    }

    /// What an officer knows them by.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Staff(person) => crate::text::gsm::plain(&person.name),
            Self::Token(holder) => format!("API {}", holder.id),
        }
    }

    /// Whether they wrote it.
    #[must_use]
    pub fn wrote(&self, broadcast: &Broadcast) -> bool {
        match self {
            Self::Staff(person) => broadcast.created_by == Some(person.id),
            Self::Token(holder) => broadcast.token_id == Some(holder.id),
        }
    }

    /// Whether they may do that to whoever is at a place.
    ///
    /// # Errors
    /// Why not, or if the database does not answer.
    pub async fn may(&self, conn: &mut Conn, action: Action, place: Option<i64>) -> Done<()> {
        match (self.reach(action), self.place(), place) {
            (Reach::Nowhere | Reach::Own, _, _) => Err(Refusal::NotAllowed.into()),
            (Reach::Everywhere, _, _) => Ok(()),
            (Reach::Area, Some(own), Some(place))
                if place::wider(conn, place).await?.contains(&own) =>
            {
                Ok(())
            }
            (Reach::Area, _, _) => Err(Refusal::Outside.into()),
        }
    }
}

/// Who does something, and the way they came.
#[derive(Debug, Clone)]
pub struct By {
    /// Who.
    pub who: Who,
    /// By which channel.
    pub channel: Channel,
    /// From where: a phone's id, an address.
    pub from: String,
}

impl By {
    /// Writes to the audit log that they took a broadcast from one state to another.
    async fn note(
        &self,
        conn: &mut Conn,
        office: &Office<'_>,
        action: &'static str,
        (id, old, new): (i64, serde_json::Value, serde_json::Value),
    ) -> QueryResult<()> {
        let actor = match &self.who {
            Who::Staff(person) => Actor::Staff(person.id),
            Who::Token(holder) => Actor::Token(holder.id),
        };
        let entry = Entry {
            at: office.now,
            actor,
            action,
            subject: subject(id),
            old,
            new,
            from_where: format!("{} {}", self.channel.as_str(), self.from),
        };
        audit::add(conn, entry).await
    }
}

/// A broadcast as the audit log names it.
#[must_use]
pub fn subject(id: i64) -> String {
    format!("broadcast:{id}")
}

/// A broadcast's state as the audit log writes it.
fn state_of(state: crate::models::broadcast::State) -> serde_json::Value {
    json!({ "state": state.as_str() })
}
