//! What the fake answers: pure.

use serde::Serialize;
use serde_json::Value;

use super::Message;

/// What a part costs, in ten-thousandths of a shilling, as recorded.
const PART: usize = 8000;

/// One recipient of a request.
#[derive(Debug)]
pub(super) enum Recipient {
    /// Taken, as this.
    Taken(Message),
    /// Not taken.
    Refused {
        /// The number as it came.
        number: String,
        /// Why.
        code: u16,
    },
}

/// The answer to a request: who was taken, and what it costs.
pub(super) fn sent(recipients: &[Recipient], enqueued: bool) -> Answer<'_> {
    let taken = recipients.iter().filter_map(|recipient| match recipient {
        Recipient::Taken(message) => Some(message.parts),
        Recipient::Refused { .. } => None,
    });
    let (count, parts) = (taken.clone().count(), taken.clone().max());
    let total = match taken.sum::<usize>() {
        0 => "0".to_owned(),
        parts => cost(parts),
    };
    let mut said = format!("Sent to {count}/{} Total Cost: {total}", recipients.len());
    if let Some(parts) = parts {
        said.push_str(&format!(" Message parts: {parts}"));
    }
    let entries = recipients.iter().map(|r| entry(r, enqueued));
    told(said, entries.collect())
}

/// An answer, as it is written.
#[derive(Debug, Serialize)]
pub(super) struct Answer<'a> {
    #[serde(rename = "SMSMessageData")]
    data: Data<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Data<'a> {
    message: String,
    recipients: Vec<Entry<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entry<'a> {
    cost: String,
    message_id: &'a str,
    number: &'a str,
    status: &'static str,
    status_code: u16,
}

/// An answer that says this, and of these recipients.
pub(super) const fn told(message: String, recipients: Vec<Entry<'_>>) -> Answer<'_> {
    let data = Data {
        message,
        recipients,
    };
    Answer { data }
}

fn entry(recipient: &Recipient, enqueued: bool) -> Entry<'_> {
    match recipient {
        Recipient::Taken(message) => Entry {
            cost: cost(message.parts),
            message_id: &message.id,
            number: &message.to,
            status: "Success",
            status_code: if enqueued { 102 } else { 101 },
        },
        Recipient::Refused { number, code } => Entry {
            cost: "0".to_owned(),
            message_id: "None",
            number,
            status: status(*code),
            status_code: *code,
        },
    }
}

fn cost(parts: usize) -> String {
    let cost = PART * parts;
    format!("KES {}.{:04}", cost / 10_000, cost % 10_000)
}

/// The word that goes with a code.
fn status(code: u16) -> &'static str {
    match code {
        401 => "RiskHold",
        402 => "InvalidSenderId",
        403 => "InvalidPhoneNumber",
        404 => "UnsupportedNumberType",
        405 => "InsufficientBalance",
        406 => "UserInBlacklist",
        407 => "CouldNotRoute",
        409 => "DoNotDisturbRejection",
        500 => "InternalServerError",
        501 => "GatewayError",
        502 => "RejectedByGateway",
        _ => "Unknown",
    }
}

/// The answer in XML, for those who did not ask for JSON.
pub(super) fn xml(answer: &Value) -> String {
    let text = |value: &Value| match value {
        Value::String(text) => text.replace('&', "&amp;").replace('<', "&lt;"),
        other => other.to_string(),
    };
    let data = answer.get("SMSMessageData");
    let message = data.and_then(|d| d.get("Message")).map(text);
    let entries = data.and_then(|d| d.get("Recipients")?.as_array());
    let recipients: String = entries
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .map(|entry| {
            let fields: String = entry
                .iter()
                .map(|(name, value)| format!("<{name}>{}</{name}>", text(value)))
                .collect();
            format!("<Recipient>{fields}</Recipient>")
        })
        .collect();
    format!(
        "<AfricasTalkingResponse><SMSMessageData><Message>{}</Message>\
         <Recipients>{recipients}</Recipients></SMSMessageData></AfricasTalkingResponse>",
        message.unwrap_or_default()
    )
}
