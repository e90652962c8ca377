//! A message to many, as a session knows it: what it would do, and what became of it. Pure.

pub mod aim;
mod letter;

use serde::{Deserialize, Serialize};

use crate::broadcasts::few::FEW;
use crate::broadcasts::plan::LeftOut;
use crate::models::broadcast::State;
pub use letter::{Letter, Whom};

/// What a draft in the record would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The broadcast's id.
    pub cast: i64,
    /// People it reaches.
    pub people: u64,
    /// People who are meant, those who opted out included.
    pub registered: Option<u64>,
    /// Messages to be paid for.
    pub messages: u64,
    /// What those cost, where a price is known.
    pub cost: Option<Box<str>>,
    /// How long it takes to hand all over.
    pub seconds: u64,
    /// Languages that are read and have no text of their own.
    pub missing: Vec<Box<str>>,
    /// Whom it is for.
    #[serde(default)]
    pub whom: Box<str>,
    /// Whether they are too few to be counted out.
    #[serde(default)]
    pub few: bool,
    /// Who is meant and not reached.
    #[serde(default)]
    pub left: LeftOut,
    /// When it begins, in Unix seconds, where that is later.
    #[serde(default)]
    pub begins: Option<i64>,
}

impl Preview {
    /// The number that whoever sends it alone types: the people who are shown, in two digits at
    /// least, so that no number of a menu is one.
    #[must_use]
    pub fn figure(&self) -> String {
        let people = if self.few { FEW } else { self.people };
        format!("{people:02}")
    }
}

/// One that is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The broadcast's id.
    pub cast: i64,
    /// Its state, as the record writes it.
    pub state: Box<str>,
    /// Whether it overrides quiet hours.
    pub emergency: bool,
    /// Why, where that was told.
    pub reason: Box<str>,
    /// Whom it is for.
    pub whom: Box<str>,
    /// Who wrote it.
    pub by: Box<str>,
    /// When, in Unix seconds.
    pub at: i64,
    /// How many it reaches, as counted then; none where they are too few to be counted out.
    pub people: Option<u32>,
    /// Languages and what it says in each.
    pub texts: Vec<(Box<str>, Box<str>)>,
    /// How many of its messages are where.
    pub far: Far,
    /// Messages to be paid for.
    #[serde(default)]
    pub messages: u32,
    /// What those cost, where a price was known.
    #[serde(default)]
    pub cost: Option<Box<str>>,
    /// How long it takes to hand all over, as reckoned then.
    #[serde(default)]
    pub seconds: Option<u64>,
    /// Who is meant and not reached, as counted then.
    #[serde(default)]
    pub left: LeftOut,
    /// When it begins, in Unix seconds, where that is to come.
    #[serde(default)]
    pub begins: Option<i64>,
    /// Whether it corrects another.
    #[serde(default)]
    pub corrects: bool,
    /// Whether the caller may hold it back, let it go on or stop it.
    #[serde(default)]
    pub stops: bool,
}

impl Shown {
    /// Whether somebody may have been told it.
    #[must_use]
    pub fn went_out(&self) -> bool {
        let far = self.far;
        let handed = [far.sent, far.delivered, far.failed, far.unknown];
        match self.state.parse() {
            Ok(State::Sending | State::Done) => true,
            Ok(State::Approved | State::Paused | State::Cancelled | State::Expired) => {
                handed.iter().any(|people| *people > 0)
            }
            _ => false,
        }
    }
}

/// How many messages are where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Far {
    /// Not handed over yet.
    pub queued: u32,
    /// Taken by the operator, which has not told of a handset.
    pub sent: u32,
    /// On the handset.
    pub delivered: u32,
    /// Never to be there.
    pub failed: u32,
    /// Nobody knows whether the operator took them.
    pub unknown: u32,
}
