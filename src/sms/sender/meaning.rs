//! What an operator's answer means for messages and for the channel. Pure.

use std::time::Duration;

use crate::models::outbox;
use crate::models::send::{Mark, Send};
use crate::operators::outgoing::{Fate, Obstacle, Outcome, Posted, Refusal};

/// What became of each message of a request.
pub(super) fn of(ids: &[i64], posted: Posted) -> Vec<Send> {
    let all = |mark: Mark, word: &str| ids.iter().map(|id| marked(*id, mark, word)).collect();
    match posted {
        Posted::Answered(fates) => {
            let each = ids.iter().zip(fates);
            each.map(|(id, fate)| answered(*id, fate)).collect()
        }
        Posted::Refused(refusal) => all(Mark::Queued, &refusal.word),
        Posted::Rejected(word) => all(Mark::Failed, &word),
        Posted::Lost(word) => all(Mark::Unknown, &word),
    }
}

/// A rejection of one message is the last word on it. One of several may be
/// about their number, or about one of them: they wait again, and after a
/// refusal one goes alone.
pub(super) fn alone_or_again(posted: Posted, recipients: usize) -> Posted {
    match posted {
        Posted::Rejected(word) if recipients > 1 => {
            tracing::warn!(
                recipients,
                word,
                "a request to {recipients} was rejected: {word}"
            );
            Posted::Refused(Refusal {
                why: Obstacle::Down,
                word,
                after: None,
            })
        }
        posted => posted,
    }
}

/// What stood in a request's way, if something did.
pub(super) fn met(posted: &Posted) -> Option<(Obstacle, Option<Duration>)> {
    match posted {
        Posted::Answered(fates) => fates.iter().find_map(|fate| match fate.outcome {
            Outcome::Refused(why) => Some((why, None)),
            _ => None,
        }),
        Posted::Refused(Refusal { why, after, .. }) => Some((*why, *after)),
        Posted::Rejected(_) => None,
        Posted::Lost(_) => Some((Obstacle::Down, None)),
    }
}

/// What an operator of ours can do about it.
pub(super) const fn advice(why: Obstacle) -> &'static str {
    match why {
        Obstacle::Busy => "Africa's Talking takes fewer; lower MEDVAULT_AT_RATE",
        Obstacle::Down => "Africa's Talking does not answer",
        Obstacle::Key => "Africa's Talking does not know MEDVAULT_AT_USERNAME and MEDVAULT_AT_KEY",
        Obstacle::Sender => "Africa's Talking does not let us send as MEDVAULT_AT_SENDER",
        Obstacle::Balance => "the account at Africa's Talking is empty",
        Obstacle::Address => "MEDVAULT_AT_URL takes no messages",
    }
}

/// One recipient's own answer.
fn answered(id: i64, fate: Fate) -> Send {
    Send {
        outbox_id: id,
        mark: match fate.outcome {
            Outcome::Sent => Mark::Sent,
            Outcome::Failed | Outcome::Stopped => Mark::Failed,
            Outcome::Unknown => Mark::Unknown,
            Outcome::Refused(_) => Mark::Queued,
        },
        operator_id: fate.operator_id,
        status_code: fate.status_code,
        failure: match fate.outcome {
            Outcome::Stopped => Some(outbox::BLACKLISTED.to_owned()),
            _ => fate.failure,
        },
        cost: fate.cost,
        parts: fate.parts,
    }
}

/// One mark, for a reason.
pub(super) fn marked(id: i64, mark: Mark, failure: &str) -> Send {
    Send {
        outbox_id: id,
        mark,
        operator_id: None,
        status_code: None,
        failure: Some(failure.to_owned()),
        cost: None,
        parts: None,
    }
}
