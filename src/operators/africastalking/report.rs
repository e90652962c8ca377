//! What Africa's Talking tells of messages: delivery reports, and who opted out.

use super::{BadField, Form};
use crate::operators::outgoing::{Delivery, DeliveryReport, OptOut};

/// Longest message id that is taken; Africa's Talking sends 38 characters.
const ID_LIMIT: usize = 100;

/// Longest words that are kept, in characters.
const STATUS_LIMIT: usize = 40;
const FAILURE_LIMIT: usize = 60;

/// Reads the form of a delivery report. A number that cannot be read is no
/// reason to forget the rest: the id alone tells the message.
///
/// # Errors
/// The first of `id` and `status` that is missing or bad.
pub fn delivery_report(body: &[u8]) -> Result<DeliveryReport, BadField> {
    let form = Form::parse(body);
    let id = form.get("id").unwrap_or_default().trim();
    if id.is_empty() {
        return Err(bad("id", "is missing"));
    }
    if id.len() > ID_LIMIT || !id.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(bad(
            "id",
            "must be 1 to 100 plain letters, digits and signs",
        ));
    }
    let word = |name: &str, most: usize| -> String {
        let text = form.get(name).unwrap_or_default();
        let plain = text.replace(char::is_control, " ");
        plain.trim().chars().take(most).collect()
    };
    let status = word("status", STATUS_LIMIT);
    if status.is_empty() {
        return Err(bad("status", "is missing"));
    }
    let failure = Some(word("failureReason", FAILURE_LIMIT));
    Ok(DeliveryReport {
        operator_id: id.to_owned(),
        phone: form.phone().ok(),
        status,
        failure: failure.filter(|failure| !failure.is_empty()),
        network: form.network(),
    })
}

/// Reads the form of an opt-out. The sender it names is ours, whichever.
///
/// # Errors
/// Where `phoneNumber` is missing or no phone number.
pub fn opt_out(body: &[u8]) -> Result<OptOut, BadField> {
    let phone = Form::parse(body).phone()?;
    Ok(OptOut { phone })
}

fn bad(field: &'static str, problem: &str) -> BadField {
    BadField {
        field,
        problem: problem.to_owned(),
    }
}

/// What a report's status means. Whether `AbsentSubscriber` and `Expired` are
/// final is not documented, so they are not.
#[must_use]
pub fn delivery(status: &str) -> Delivery {
    match status.to_ascii_lowercase().as_str() {
        "success" => Delivery::Delivered,
        "failed" | "rejected" => Delivery::Failed,
        // Sent, Submitted, Buffered, AbsentSubscriber, Expired, and what is to come.
        _ => Delivery::Open,
    }
}

/// Whether a report's failure, or the status of an answer, says that the
/// person wants no messages from us.
#[must_use]
pub fn is_stopped(failure: &str) -> bool {
    failure.eq_ignore_ascii_case("UserInBlackList")
}
