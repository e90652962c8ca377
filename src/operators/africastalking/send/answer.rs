//! What Africa's Talking answers to a message, read leniently.
//!
//! A request it looked at is answered 201 with one entry a recipient, each
//! with a number for what was done:
//!
//! | number | here | why |
//! |---|---|---|
//! | 100 Processed, 101 Sent, 102 Queued | sent | |
//! | 403 InvalidPhoneNumber, 404 UnsupportedNumberType, 407 CouldNotRoute, 409 DoNotDisturbRejection, 502 RejectedByGateway | failed | it would be so again |
//! | 406 UserInBlacklist | stopped | the person asked the network for it |
//! | 402 InvalidSenderId, 405 InsufficientBalance | refused | ours to repair; the message waits |
//! | 401 RiskHold, 500 InternalServerError, 501 GatewayError, any other | unknown | it may be sent yet |
//!
//! A request it did not look at is told by its HTTP status alone: 401 and 403
//! (text/plain: the key), 404 and 405 (the URL), 429, and 5xx. A 504 is a
//! gateway that heard no answer, so nobody knows.

use std::collections::HashMap;
use std::str::FromStr;
use std::time::Duration;

use rust_decimal::Decimal;
use serde_json::Value;

use crate::operators::outgoing::{Fate, Obstacle, Outcome, Posted, Refusal};
use crate::people::phone::Msisdn;

/// Longest word that is kept of why something failed, in characters.
const WORD: usize = 60;

/// Reads the answer to a message to everyone of `to`.
pub(super) fn read(status: u16, after: Option<Duration>, body: &[u8], to: &[Msisdn]) -> Posted {
    let json: Option<Value> = serde_json::from_slice(body).ok();
    let data = json.as_ref().and_then(|json| json.get("SMSMessageData"));
    match (status, data) {
        // Where it names recipients it looked at them, whatever the status: a
        // 409 is documented for one who does not want to be disturbed.
        (200..=299 | 409, Some(data)) => told(data, to),
        (200..=299, None) => Posted::Lost("answer not understood".to_owned()),
        (409, None) => Posted::Rejected("DoNotDisturbRejection".to_owned()),
        (401 | 403, _) => refused(Obstacle::Key, status, after),
        // A redirection is not followed: the message might be sent twice.
        (300..=399 | 404 | 405, _) => refused(Obstacle::Address, status, after),
        (429, _) => refused(Obstacle::Busy, status, after),
        (504, _) => Posted::Lost(format!("http {status}")),
        (408 | 500.., _) => refused(Obstacle::Down, status, after),
        _ => Posted::Rejected(format!("http {status}")),
    }
}

fn refused(why: Obstacle, status: u16, after: Option<Duration>) -> Posted {
    Posted::Refused(Refusal {
        why,
        word: format!("http {status}"),
        after,
    })
}

/// Reads the recipients' entries.
fn told(data: &Value, to: &[Msisdn]) -> Posted {
    let message = data.get("Message").and_then(Value::as_str).unwrap_or("");
    let entries = data.get("Recipients").and_then(Value::as_array);
    let entries = entries.map_or(&[][..], Vec::as_slice);
    if entries.is_empty() {
        return told_nobody(message);
    }
    // One asked and one answered are the same, however it is written.
    let alone = match (to, entries) {
        ([_], [entry]) => Some(entry),
        _ => None,
    };
    // Of two entries for a number the first counts, as it is put in last.
    let by_number = entries.iter().rev().map(|entry| (number(entry), entry));
    let mut left: HashMap<String, &Value> = by_number.collect();
    let parts = parts(message);
    let fates = to
        .iter()
        .map(|phone| match left.remove(phone.expose()).or(alone) {
            Some(entry) => fate(entry, parts),
            None => unmentioned(),
        });
    Posted::Answered(fates.collect())
}

/// An answer without recipients says why in its message.
fn told_nobody(message: &str) -> Posted {
    let said = message.replace(' ', "").to_ascii_lowercase();
    let why = if said.contains("invalidsenderid") {
        Obstacle::Sender
    } else if said.contains("insufficientbalance") {
        Obstacle::Balance
    } else {
        return Posted::Lost("no recipient told".to_owned());
    };
    Posted::Refused(Refusal {
        why,
        word: word(message),
        after: None,
    })
}

/// The entry's number as we write numbers.
fn number(entry: &Value) -> String {
    let number = entry.get("number").and_then(Value::as_str).unwrap_or("");
    let digits = number.chars().filter(char::is_ascii_digit);
    std::iter::once('+').chain(digits).collect()
}

fn fate(entry: &Value, parts: Option<i16>) -> Fate {
    let status = entry.get("status").and_then(Value::as_str).unwrap_or("");
    let code = entry.get("statusCode").map(text);
    let code = code.and_then(|code| code.parse().ok());
    let outcome = match code {
        Some(100..=199) => Outcome::Sent,
        Some(402) => Outcome::Refused(Obstacle::Sender),
        Some(405) => Outcome::Refused(Obstacle::Balance),
        Some(406) => Outcome::Stopped,
        Some(403 | 404 | 407 | 409 | 502) => Outcome::Failed,
        _ => Outcome::Unknown,
    };
    let id = entry.get("messageId").and_then(Value::as_str);
    let taken = outcome == Outcome::Sent;
    Fate {
        outcome,
        operator_id: id
            .filter(|id| !id.is_empty() && *id != "None" && id.chars().count() <= 100)
            .map(ToOwned::to_owned),
        status_code: code,
        failure: (!taken).then(|| word(status)),
        cost: entry.get("cost").and_then(|cost| self::cost(&text(cost))),
        parts: parts.filter(|_| taken),
    }
}

/// A recipient of whom nothing is said.
fn unmentioned() -> Fate {
    Fate {
        outcome: Outcome::Unknown,
        operator_id: None,
        status_code: None,
        failure: Some("not in the answer".to_owned()),
        cost: None,
        parts: None,
    }
}

/// `KES 0.8000`, or a bare `0`.
fn cost(text: &str) -> Option<(Decimal, Option<String>)> {
    let (currency, amount) = match text.split_once(' ') {
        Some((currency, amount)) => (Some(currency), amount.trim()),
        None => (None, text),
    };
    let currency = currency
        .filter(|c| c.len() == 3 && c.bytes().all(|b| b.is_ascii_uppercase()))
        .map(ToOwned::to_owned);
    let amount = Decimal::from_str(amount).ok()?;
    // What the record's column holds: eight digits before the point.
    let fits = amount.abs() < Decimal::from(100_000_000);
    fits.then_some((amount, currency))
}

/// `... Message parts: 2`, which stands in the free text alone.
fn parts(message: &str) -> Option<i16> {
    let (_, rest) = message.rsplit_once("Message parts:")?;
    let rest = rest.trim_start();
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

/// A value that is sometimes a number and sometimes a text.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}

/// At most [`WORD`] characters of what stands there, for the record.
fn word(text: &str) -> String {
    let plain = text.replace(char::is_control, " ");
    plain.chars().take(WORD).collect()
}

#[cfg(test)]
mod tests;
