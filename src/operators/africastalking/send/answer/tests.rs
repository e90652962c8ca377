//! A case for each answer that was recorded or is documented.

use proptest::prelude::*;

use super::*;

const RECORDED: &str = r#"{"SMSMessageData":{"Message":"Sent to 1/1 Total Cost: USD 0.0079 Message parts: 1",
 "Recipients":[{"cost":"KES 0.8000","messageId":"ATXid_7468c9a251f9e9efcc6b2f7ea756a56c","number":"+254700072929","status":"Success","statusCode":102}]}}"#;

fn phones(numbers: &[&str]) -> Vec<Msisdn> {
    numbers.iter().map(|n| n.parse().unwrap()).collect()
}

fn answer(status: u16, body: &str) -> Posted {
    read(status, None, body.as_bytes(), &phones(&["+254700072929"]))
}

/// The fate of the one recipient.
fn fate(body: &str) -> Fate {
    match answer(201, body) {
        Posted::Answered(mut fates) if fates.len() == 1 => fates.remove(0),
        other => panic!("{other:?}"),
    }
}

/// An answer with one recipient, whose entry has these fields besides the number.
fn entry(fields: &str) -> String {
    format!(
        r#"{{"SMSMessageData":{{"Message":"Sent to 1/1","Recipients":[{{"number":"+254700072929",{fields}}}]}}}}"#
    )
}

#[test]
fn the_recorded_answer() {
    let wanted = Fate {
        outcome: Outcome::Sent,
        operator_id: Some("ATXid_7468c9a251f9e9efcc6b2f7ea756a56c".to_owned()),
        status_code: Some(102),
        failure: None,
        cost: Some((Decimal::new(8000, 4), Some("KES".to_owned()))),
        parts: Some(1),
    };
    assert_eq!(fate(RECORDED), wanted);
}

#[test]
fn the_recorded_refusals() {
    let refused = |why, word: &str| {
        let word = word.to_owned();
        Posted::Refused(Refusal {
            why,
            word,
            after: None,
        })
    };
    let nobody = r#"{"SMSMessageData":{"Message":"InvalidSenderId","Recipients":[]}}"#;
    assert_eq!(
        answer(201, nobody),
        refused(Obstacle::Sender, "InvalidSenderId")
    );
    let key = "The supplied authentication is invalid";
    assert_eq!(answer(401, key), refused(Obstacle::Key, "http 401"));
    let blacklisted =
        entry(r#""cost":"0","messageId":"None","status":"UserInBlacklist","statusCode":406"#);
    let wanted = Fate {
        outcome: Outcome::Stopped,
        operator_id: None,
        status_code: Some(406),
        failure: Some("UserInBlacklist".to_owned()),
        cost: Some((Decimal::ZERO, None)),
        parts: None,
    };
    assert_eq!(fate(&blacklisted), wanted);
}

#[test]
fn every_code_has_its_meaning() {
    use Obstacle::{Balance, Sender};
    use Outcome::{Failed, Refused, Sent, Stopped, Unknown};
    #[rustfmt::skip]
    let cases = [
        (100, Sent), (101, Sent), (102, Sent), (103, Sent),
        (401, Unknown), (402, Refused(Sender)), (403, Failed), (404, Failed), (405, Refused(Balance)),
        (406, Stopped), (407, Failed), (408, Unknown), (409, Failed), (500, Unknown), (501, Unknown),
        (502, Failed), (503, Unknown), (0, Unknown), (-1, Unknown),
    ];
    for (code, outcome) in cases {
        let number = fate(&entry(&format!(r#""statusCode":{code}"#)));
        assert_eq!(number.outcome, outcome, "{code}");
        let text = fate(&entry(&format!(r#""statusCode":"{code}""#)));
        assert_eq!(text.outcome, outcome, "{code} as text");
    }
    for odd in ["{}", "null", "1e9", "\"soon\"", "102.5"] {
        let read = fate(&entry(&format!(r#""statusCode":{odd}"#)));
        assert_eq!((read.outcome, read.status_code), (Unknown, None), "{odd}");
    }
}

#[test]
fn a_status_that_says_it_all() {
    use Obstacle::{Address, Busy, Down, Key};
    #[rustfmt::skip]
    let cases = [
        (301, Some(Address)), (302, Some(Address)), (307, Some(Address)),
        (401, Some(Key)), (403, Some(Key)), (404, Some(Address)), (405, Some(Address)),
        (408, Some(Down)), (429, Some(Busy)),
        (500, Some(Down)), (501, Some(Down)), (502, Some(Down)), (503, Some(Down)), (599, Some(Down)),
        (400, None), (409, None), (413, None), (422, None), (100, None),
    ];
    for (status, why) in cases {
        let read = answer(status, "<html>");
        match why {
            Some(why) => assert!(
                matches!(&read, Posted::Refused(refusal) if refusal.why == why),
                "{status}: {read:?}"
            ),
            None => assert!(matches!(read, Posted::Rejected(_)), "{status}: {read:?}"),
        }
    }
    for (status, body) in [
        (504, "<html>"),
        (200, "ok"),
        (201, ""),
        (201, "[]"),
        (201, "{}"),
    ] {
        assert!(
            matches!(answer(status, body), Posted::Lost(_)),
            "{status} {body}"
        );
    }
    let after = Some(Duration::from_secs(7));
    let Posted::Refused(busy) = read(429, after, b"", &phones(&["+254700072929"])) else {
        panic!("not refused");
    };
    assert_eq!(busy.after, after);
}

#[test]
fn one_who_does_not_want_to_be_disturbed() {
    let body = entry(r#""status":"DoNotDisturbRejection","statusCode":409,"messageId":"None""#);
    for status in [200, 201, 409] {
        let Posted::Answered(fates) = answer(status, &body) else {
            panic!("{status}");
        };
        assert_eq!(fates[0].outcome, Outcome::Failed, "{status}");
    }
    let wanted = Posted::Rejected("DoNotDisturbRejection".to_owned());
    assert_eq!(answer(409, "conflict"), wanted);
}

#[test]
fn an_answer_that_names_nobody() {
    #[rustfmt::skip]
    let cases = [
        ("InvalidSenderId", Some(Obstacle::Sender)),
        ("Invalid Sender Id", Some(Obstacle::Sender)),
        ("InsufficientBalance", Some(Obstacle::Balance)),
        ("Sent to 0/1 Total Cost: 0", None),
        ("", None),
    ];
    for (message, why) in cases {
        for recipients in [r#","Recipients":[]"#, ""] {
            let body = format!(r#"{{"SMSMessageData":{{"Message":"{message}"{recipients}}}}}"#);
            match (answer(201, &body), why) {
                (Posted::Refused(refusal), Some(why)) => assert_eq!(refusal.why, why),
                (Posted::Lost(_), None) => {}
                (other, _) => panic!("{message}: {other:?}"),
            }
        }
    }
}

#[test]
fn everyone_gets_their_own_answer() {
    let body = r#"{"SMSMessageData":{"Message":"Sent to 2/3 Total Cost: KES 3.2000 Message parts: 2","Recipients":[
        {"number":"+254700000003","statusCode":403,"status":"InvalidPhoneNumber","messageId":"None","cost":"0"},
        {"number":"254 700 000 001","statusCode":102,"status":"Success","messageId":"ATXid_1","cost":"KES 1.6000"},
        {"number":"+254700000009","statusCode":102,"status":"Success","messageId":"ATXid_9","cost":"KES 1.6000"}]}}"#;
    let to = phones(&["+254700000001", "+254700000002", "+254700000003"]);
    let Posted::Answered(fates) = read(201, None, body.as_bytes(), &to) else {
        panic!("not answered");
    };
    let outcomes: Vec<Outcome> = fates.iter().map(|fate| fate.outcome).collect();
    assert_eq!(outcomes, [Outcome::Sent, Outcome::Unknown, Outcome::Failed]);
    assert_eq!(fates[0].operator_id.as_deref(), Some("ATXid_1"));
    assert_eq!(fates[0].parts, Some(2));
    assert_eq!(fates[1].failure.as_deref(), Some("not in the answer"));
    assert_eq!(
        (fates[2].parts, fates[2].operator_id.as_ref()),
        (None, None)
    );
}

#[test]
fn one_asked_and_one_answered_are_the_same() {
    let body = RECORDED.replace("+254700072929", "0700072929");
    assert_eq!(fate(&body).outcome, Outcome::Sent);
}

#[test]
fn costs_however_they_are_written() {
    let kes = |amount| Some((amount, Some("KES".to_owned())));
    #[rustfmt::skip]
    let cases = [
        ("KES 0.8000", kes(Decimal::new(8000, 4))),
        (" KES  1 ", kes(Decimal::ONE)),
        ("0", Some((Decimal::ZERO, None))),
        ("0.8", Some((Decimal::new(8, 1), None))),
        ("Ksh 0.8", Some((Decimal::new(8, 1), None))),
        ("KES", None), ("", None), ("free", None), ("KES 123456789", None),
    ];
    for (text, wanted) in cases {
        let read = fate(&entry(&format!(r#""statusCode":101,"cost":"{text}""#)));
        assert_eq!(read.cost, wanted, "{text}");
    }
    let number = fate(&entry(r#""statusCode":101,"cost":0.8"#));
    assert_eq!(number.cost, Some((Decimal::new(8, 1), None)));
}

#[test]
fn parts_stand_in_the_message_alone() {
    #[rustfmt::skip]
    let cases = [
        ("Sent to 1/1 Total Cost: KES 0.8000", None),
        ("Sent to 1/1", None),
        ("Sent to 1/1 Total Cost: USD 0.0079 Message parts: 3", Some(3)),
        ("Message parts:2.", Some(2)),
        ("Message parts: ", None),
        ("Message parts: 99999", None),
    ];
    for (message, wanted) in cases {
        assert_eq!(parts(message), wanted, "{message}");
    }
}

#[test]
fn what_the_record_cannot_hold_is_cut() {
    let long = "x".repeat(200);
    let read = fate(&entry(&format!(
        r#""statusCode":500,"status":"{long}","messageId":"{long}""#
    )));
    assert_eq!(read.failure.unwrap().chars().count(), WORD);
    assert_eq!(read.operator_id, None);
}

proptest! {
    #[test]
    fn any_bytes_are_an_answer(status in 100_u16..1000, body in proptest::collection::vec(any::<u8>(), 0..300)) {
        let to = phones(&["+254700000001", "+254700000002"]);
        if let Posted::Answered(fates) = read(status, None, &body, &to) {
            prop_assert_eq!(fates.len(), to.len());
        }
    }

    #[test]
    fn any_entry_is_a_fate(
        number in any::<String>(), code in any::<i64>(), cost in any::<String>(), id in any::<String>(), said in any::<String>(),
    ) {
        let body = serde_json::json!({ "SMSMessageData": { "Message": said, "Recipients": [
            { "number": number, "statusCode": code, "cost": cost, "messageId": id, "status": said },
        ] } });
        let to = phones(&["+254700000001", "+254700000002"]);
        if let Posted::Answered(fates) = read(201, None, body.to_string().as_bytes(), &to) {
            prop_assert_eq!(fates.len(), to.len());
            for fate in fates {
                prop_assert!(fate.failure.is_none_or(|word| word.chars().count() <= WORD));
            }
        }
    }
}
