//! What goes out through an aggregator, and what it tells of it.

use std::time::Duration;

use rust_decimal::Decimal;

use crate::people::phone::Msisdn;

/// What the aggregator tells of a message that it took before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryReport {
    /// The aggregator's id of the message.
    pub operator_id: String,
    /// Whom it was for, where that can be read.
    pub phone: Option<Msisdn>,
    /// Its word for what became of the message, as it came.
    pub status: String,
    /// Its word for why, where it gave one.
    pub failure: Option<String>,
    /// The network's code, empty where it was not told.
    pub network: String,
}

/// What a delivery report means for its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// It is on the handset. Final.
    Delivered,
    /// It never will be. Final.
    Failed,
    /// It is on its way, or nobody knows: the message stays as it was.
    Open,
}

/// A person wants no more messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptOut {
    /// Who.
    pub phone: Msisdn,
}

/// What became of a request to send one text to some phones.
#[derive(Debug, Clone, PartialEq)]
pub enum Posted {
    /// The aggregator looked at the recipients: the fate of each, in the order asked.
    Answered(Vec<Fate>),
    /// It took nothing, for all of them; the same may be sent again later.
    Refused(Refusal),
    /// It took nothing and never will take this text to these.
    Rejected(String),
    /// Nobody knows what it took. Why, in a word.
    Lost(String),
}

/// Why a request was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What stands in the way.
    pub why: Obstacle,
    /// The answer, in a word: `http 503`, `no connection`.
    pub word: String,
    /// When to come again, where the aggregator said so.
    pub after: Option<Duration>,
}

/// What may stand between us and an aggregator. The first two pass by
/// themselves; the others last until a person does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// We send faster than it takes.
    Busy,
    /// It cannot be reached, or does not work.
    Down,
    /// It does not know our key.
    Key,
    /// It does not let us send under this name.
    Sender,
    /// The account is empty.
    Balance,
    /// It does not know what we ask: the URL is another's.
    Address,
}

impl Obstacle {
    /// Every one.
    pub const ALL: [Obstacle; 6] = [
        Obstacle::Busy,
        Obstacle::Down,
        Obstacle::Key,
        Obstacle::Sender,
        Obstacle::Balance,
        Obstacle::Address,
    ];

    /// A word for it, for metrics and logs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Obstacle::Busy => "busy",
            Obstacle::Down => "down",
            Obstacle::Key => "key",
            Obstacle::Sender => "sender",
            Obstacle::Balance => "balance",
            Obstacle::Address => "address",
        }
    }

    /// Whether a person must do something before it goes away.
    #[must_use]
    pub const fn needs_a_person(self) -> bool {
        !matches!(self, Obstacle::Busy | Obstacle::Down)
    }
}

/// What the aggregator said of one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// What that means.
    pub outcome: Outcome,
    /// Its id of the message, where it gave one.
    pub operator_id: Option<String>,
    /// Its number for what it did.
    pub status_code: Option<i16>,
    /// Why the message was not sent, in its word.
    pub failure: Option<String>,
    /// What it cost and, where that was told, in which currency (ISO 4217).
    pub cost: Option<(Decimal, Option<String>)>,
    /// How many messages it went out as.
    pub parts: Option<i16>,
}

/// What became of a message to one recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The aggregator took it.
    Sent,
    /// It will never be sent.
    Failed,
    /// It will never be sent, and nothing else to this phone: the person has
    /// asked the network for that.
    Stopped,
    /// Nobody knows.
    Unknown,
    /// It was not taken for a reason that is not the recipient's.
    Refused(Obstacle),
}
