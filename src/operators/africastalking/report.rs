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

/// Whether a report's failure, or the status of an answer, says that nothing will ever reach
/// the number. A phone that is off, an account that is suspended and a subscriber of another
/// network (`NotNetworkSubcriber`: numbers move) may be reached again.
#[must_use]
pub fn is_gone(failure: &str) -> bool {
    [
        "InvalidPhoneNumber",
        "UnsupportedNumberType",
        "UserDoesNotExist",
    ]
    .iter()
    .any(|word| failure.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "ATXid_7468c9a251f9e9efcc6b2f7ea756a56c";

    fn read(more: &str) -> DeliveryReport {
        delivery_report(format!("id={ID}&status=Success{more}").as_bytes()).unwrap()
    }

    #[test]
    fn a_report_with_all_its_fields() {
        let report = read(
            "&phoneNumber=%2B254711000001&networkCode=63902&failureReason=DeliveryFailure&retryCount=1",
        );
        let wanted = DeliveryReport {
            operator_id: ID.to_owned(),
            phone: Some("+254711000001".parse().unwrap()),
            status: "Success".to_owned(),
            failure: Some("DeliveryFailure".to_owned()),
            network: "63902".to_owned(),
        };
        assert_eq!(report, wanted);
    }

    #[test]
    fn a_report_however_little_it_tells() {
        for more in [
            "",
            "&phoneNumber=",
            "&phoneNumber=hashed",
            "&failureReason=",
            "&networkCode=x",
        ] {
            let report = read(more);
            assert_eq!(report.operator_id, ID, "{more}");
            assert_eq!((report.phone, report.failure), (None, None), "{more}");
            assert_eq!(report.network, "", "{more}");
        }
        let long = "x".repeat(100);
        let cut = delivery_report(format!("id=a&status={long}&failureReason={long}").as_bytes());
        let cut = cut.unwrap();
        assert_eq!((cut.status.len(), cut.failure.unwrap().len()), (40, 60));
    }

    #[test]
    fn which_message_and_what_must_be_told() {
        let long = format!("id={}&status=Success", "a".repeat(101));
        #[rustfmt::skip]
        let cases = [
            ("", "id"), ("status=Success", "id"), ("id=&status=Success", "id"), ("id=a%20b&status=Success", "id"),
            ("id=%FF&status=Success", "id"), (long.as_str(), "id"),
            ("id=a", "status"), ("id=a&status=", "status"), ("id=a&status=%00", "status"),
        ];
        for (body, field) in cases {
            assert_eq!(
                delivery_report(body.as_bytes()).unwrap_err().field,
                field,
                "{body}"
            );
        }
    }

    #[test]
    fn an_opt_out_is_a_phone() {
        let out = opt_out(b"senderId=MEDVAULT&phoneNumber=%2B254711000001").unwrap();
        assert_eq!(out.phone.expose(), "+254711000001");
        for body in ["", "senderId=x", "phoneNumber=", "phoneNumber=MTN"] {
            assert_eq!(
                opt_out(body.as_bytes()).unwrap_err().field,
                "phoneNumber",
                "{body}"
            );
        }
    }

    #[test]
    fn every_known_status_has_its_meaning() {
        use Delivery::{Delivered, Failed, Open};
        #[rustfmt::skip]
        let cases = [
            ("Sent", Open), ("Submitted", Open), ("Buffered", Open), ("Rejected", Failed), ("Success", Delivered),
            ("Failed", Failed), ("AbsentSubscriber", Open), ("Expired", Open), ("success", Delivered), ("New", Open),
        ];
        for (status, meaning) in cases {
            assert_eq!(delivery(status), meaning, "{status}");
        }
        assert!(is_stopped("UserInBlackList") && is_stopped("UserInBlacklist"));
        assert!(!is_stopped("UserIsInactive"));
        assert!(is_gone("InvalidPhoneNumber") && is_gone("UnsupportedNumberType"));
        assert!(is_gone("UserDoesNotExist") && is_gone("userdoesnotexist"));
        for passes in [
            "UserIsInactive",
            "UserAccountSuspended",
            "NotNetworkSubcriber",
            "AbsentSubscriber",
            "DeliveryFailure",
            "UserInBlacklist",
            "CouldNotRoute",
        ] {
            assert!(!is_gone(passes), "{passes}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_report_or_a_bad_field(body in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = opt_out(&body);
            if let Ok(report) = delivery_report(&body) {
                prop_assert!(!report.status.is_empty() && report.status.chars().count() <= 40);
            }
        }
    }
}
