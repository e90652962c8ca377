//! Aggregators: one file each. What they send is turned into the shapes here,
//! and what is answered is rendered as they want it.

pub mod africastalking;
pub mod outgoing;

use chrono::{DateTime, Utc};

use crate::people::phone::Msisdn;

/// One USSD request: everything the caller has typed in this session so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The service code that was dialled, digits and `*` only, as `384*1234`.
    pub service: String,
    /// The aggregator's id of the session.
    pub session: String,
    /// Who is calling.
    pub phone: Msisdn,
    /// The network's code, empty where it was not told.
    pub network: String,
    /// The transcript: every input of the session, `*` between.
    pub text: String,
}

/// The screen a hop is answered with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whether the session goes on and waits for input.
    pub more: bool,
    /// What the caller reads.
    pub text: String,
}

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It reached its last screen.
    Success,
    /// The caller hung up, or the network lost patience.
    Incomplete,
    /// The aggregator could not use our answer.
    Failed,
    /// A status this version does not know.
    Unknown,
}

/// The aggregator's word that a session is over. What the caller typed, which
/// comes with it, is dropped at the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The service code that was dialled, as in [`Hop`].
    pub service: String,
    /// The aggregator's id of the session.
    pub session: String,
    /// Who called.
    pub phone: Msisdn,
    /// The network's code, empty where it was not told.
    pub network: String,
    /// How it ended.
    pub ending: Ending,
    /// How many hops it had, where told.
    pub hops: Option<u32>,
    /// How long it lasted in milliseconds, where told.
    pub millis: Option<u64>,
}

/// Who sent a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    /// A phone.
    Phone(Msisdn),
    /// Whoever has no number to answer to, by the name it goes by: a network, a shop.
    Name(String),
}

/// A message from a phone to the service (MO).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The aggregator's id of it: the same when it is sent again.
    pub id: String,
    /// Who sent it.
    pub from: Sender,
    /// The number or short code it was sent to.
    pub to: String,
    /// The network's code, empty where it was not told.
    pub network: String,
    /// What it says.
    pub text: String,
    /// When it was sent, where told in a way that is understood.
    pub sent_at: Option<DateTime<Utc>>,
}
