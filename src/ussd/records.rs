//! What PostgreSQL recorded of a session, as a replay reads it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::desk::{Cannot, PinTold, Told};
use super::state::{Draft, Profile, State, Write};
use crate::models::session_record::SessionRecord;

/// A record's kind, and with it what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A write that was kept, and the profile as it was before.
    Written(Written),
    /// What a confirm screen named.
    Draft(Draft),
    /// Where a replay begins that reaches this position.
    Checkpoint(Box<State>),
    /// So many inputs of the transcript were one, typed with a `*` in it.
    Joined(usize),
    /// The caller was asked whether to go on where the last session was cut off.
    Asked,
    /// What the record told.
    Told(Told),
    /// Why what a confirm screen would have named cannot be.
    Refused(Cannot),
    /// A PIN is being tried.
    Trying,
    /// The line dropped, and the caller was texted what they saw.
    Dropped,
}

/// A write that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// What was written.
    pub write: Write,
    /// The caller's profile before.
    pub before: Profile,
    /// What it came to.
    #[serde(default = "done")]
    pub told: Told,
}

/// What every write came to whose record does not say.
const fn done() -> Told {
    Told::Done
}

impl Record {
    /// The word for its kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Written(_) => "written",
            Self::Draft(_) => "draft",
            Self::Checkpoint(_) => "checkpoint",
            Self::Joined(_) => "joined",
            Self::Asked => "asked",
            Self::Told(_) => "told",
            Self::Refused(_) => "refused",
            Self::Trying => "trying",
            Self::Dropped => "dropped",
        }
    }

    /// Its content.
    ///
    /// # Errors
    /// If it cannot be written as JSON, which no record here is.
    pub fn body(&self) -> serde_json::Result<Value> {
        match self {
            Self::Written(written) => serde_json::to_value(written),
            Self::Draft(draft) => serde_json::to_value(draft),
            Self::Checkpoint(state) => serde_json::to_value(state),
            Self::Joined(inputs) => serde_json::to_value(inputs),
            Self::Asked | Self::Trying | Self::Dropped => Ok(Value::Null),
            Self::Told(told) => serde_json::to_value(told),
            Self::Refused(cannot) => serde_json::to_value(cannot),
        }
    }

    /// A record as it was read; `None` where another version of the service wrote it.
    #[must_use]
    pub fn read(kind: &str, body: Value) -> Option<Self> {
        match kind {
            "written" => serde_json::from_value(body).ok().map(Self::Written),
            "draft" => serde_json::from_value(body).ok().map(Self::Draft),
            "checkpoint" => serde_json::from_value(body).ok().map(Self::Checkpoint),
            "joined" => serde_json::from_value(body).ok().map(Self::Joined),
            "asked" => Some(Self::Asked),
            "told" => serde_json::from_value(body).ok().map(Self::Told),
            "refused" => serde_json::from_value(body).ok().map(Self::Refused),
            "trying" => Some(Self::Trying),
            "dropped" => Some(Self::Dropped),
            _ => None,
        }
    }
}

/// Everything recorded of a session, by position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    records: Vec<(usize, Record)>,
    /// The edition of the last record.
    pub edition: Option<Box<str>>,
}

impl Records {
    /// The records as they were read.
    #[must_use]
    pub fn new(rows: Vec<SessionRecord>) -> Self {
        let mut all = Self::default();
        for row in rows {
            if let (Ok(position), Some(record)) = (
                usize::try_from(row.position),
                Record::read(&row.kind, row.body),
            ) {
                all.records.push((position, record));
                all.edition = Some(row.menu.into());
            }
        }
        all
    }

    /// Whether nothing was recorded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Adds what is recorded in the course of a hop.
    pub fn note(&mut self, position: usize, record: Record) {
        self.records.push((position, record));
    }

    fn at(&self, position: usize) -> impl Iterator<Item = &Record> {
        self.records
            .iter()
            .filter(move |(at, _)| *at == position)
            .map(|(_, record)| record)
    }

    /// What was written at a position.
    #[must_use]
    pub fn written(&self, position: usize) -> Option<&Written> {
        self.at(position).find_map(|record| {
            if let Record::Written(written) = record {
                Some(written)
            } else {
                None
            }
        })
    }

    /// What a confirm screen named at a position.
    #[must_use]
    pub fn draft(&self, position: usize) -> Option<&Draft> {
        self.at(position).find_map(|record| {
            if let Record::Draft(draft) = record {
                Some(draft)
            } else {
                None
            }
        })
    }

    /// The message to many that was shown last.
    #[must_use]
    pub fn last_cast(&self) -> Option<&Draft> {
        let drafts = self.records.iter().rev();
        drafts.into_iter().find_map(|(_, record)| match record {
            Record::Draft(draft @ Draft::Cast { made: Some(_), .. }) => Some(draft),
            _ => None,
        })
    }

    /// Why what a confirm screen would have named at a position cannot be.
    #[must_use]
    pub fn refused(&self, position: usize) -> Option<Cannot> {
        self.at(position).find_map(|record| {
            if let Record::Refused(cannot) = record {
                Some(*cannot)
            } else {
                None
            }
        })
    }

    /// What the record told at a position.
    #[must_use]
    pub fn told(&self, position: usize) -> Option<&Told> {
        self.at(position).find_map(|record| {
            if let Record::Told(told) = record {
                Some(told)
            } else {
                None
            }
        })
    }

    /// Whether this person's PIN was right in this call.
    #[must_use]
    pub fn logged_in(&self, person: i64) -> bool {
        self.records.iter().any(|(_, record)| {
            matches!(record, Record::Told(Told::Pin(PinTold::Right(desk))) if desk.staff == person)
        })
    }

    /// Whether the caller worked with the record when this call came to that.
    #[must_use]
    pub fn was_staff(&self) -> bool {
        self.records.iter().any(|(_, record)| {
            matches!(record, Record::Told(Told::Standing(standing)) if standing.is_staff())
        })
    }

    /// Leaves out that anybody but this person told their PIN, and where that led: a call
    /// that comes from another phone is not theirs.
    pub fn keep_desk_of(&mut self, person: Option<i64>) {
        self.records.retain(|(_, record)| match record {
            Record::Told(Told::Pin(PinTold::Right(desk))) => Some(desk.staff) == person,
            Record::Checkpoint(state) => {
                let desk = state.desk.as_ref();
                desk.is_none_or(|desk| Some(desk.staff) == person)
            }
            _ => true,
        });
    }

    /// Whether the session wrote this.
    #[must_use]
    pub fn wrote(&self, write: &Write) -> bool {
        let mut records = self.records.iter();
        records.any(
            |(_, record)| matches!(record, Record::Written(written) if written.write == *write),
        )
    }

    /// How many inputs from this position on were one.
    #[must_use]
    pub fn joined(&self, position: usize) -> usize {
        self.at(position)
            .find_map(|record| {
                if let Record::Joined(inputs) = record {
                    Some(*inputs)
                } else {
                    None
                }
            })
            .unwrap_or(1)
            .max(1)
    }

    /// Whether the session began with the question of going on.
    #[must_use]
    pub fn asked(&self) -> bool {
        self.at(0).any(|record| *record == Record::Asked)
    }

    /// The last state recorded at or before a position.
    #[must_use]
    pub fn checkpoint(&self, up_to: usize) -> Option<&State> {
        let before = self.records.iter().rev().filter(|(at, _)| *at <= up_to);
        before.into_iter().find_map(|(_, record)| {
            if let Record::Checkpoint(state) = record {
                Some(&**state)
            } else {
                None
            }
        })
    }

    /// The caller's profile before this session first wrote it.
    #[must_use]
    pub fn profile_before(&self) -> Option<&Profile> {
        self.records.iter().find_map(|(_, record)| match record {
            Record::Written(Written {
                write: Write::Language(_) | Write::Place(_) | Write::TextDrops(_),
                before,
                ..
            }) => Some(before),
            _ => None,
        })
    }
}
