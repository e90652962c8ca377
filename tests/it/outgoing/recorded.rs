//! The fake is faithful: it answers what was recorded of the real one, and our
//! sender reads from it what stands in the recorded answers.

use medvault::config::{Config, Vars};
use medvault::operators::africastalking::fake::{Fake, Fault};
use medvault::operators::africastalking::send::Client;
use medvault::operators::outgoing::{Obstacle, Outcome, Posted};
use medvault::people::phone::Msisdn;
use reqwest::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use serde_json::{Value, json};

use super::{KEY, USERNAME, number};

const CLASSIC: &str = "/version1/messaging";
const BULK: &str = "/version1/messaging/bulk";

async fn post(fake: &Fake, key: &str, form: &[(&str, &str)]) -> reqwest::Response {
    let post = reqwest::Client::new().post(format!("{}{CLASSIC}", fake.url()));
    let post = post
        .header("apiKey", key)
        .header("Accept", "application/json");
    post.form(form).send().await.unwrap()
}

/// The answer with everything in it that is new each time put in place of it.
async fn posted(fake: &Fake, form: &[(&str, &str)]) -> Value {
    let answer = post(fake, KEY, form).await;
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.headers()[CONTENT_TYPE], "application/json");
    let mut json: Value = answer.json().await.unwrap();
    let recipients = json["SMSMessageData"]["Recipients"].as_array_mut().unwrap();
    for recipient in recipients {
        let id = recipient["messageId"].as_str().unwrap();
        if let Some(hex) = id.strip_prefix("ATXid_") {
            assert_eq!(hex.len(), 32);
            assert!(hex.bytes().all(|b| b.is_ascii_hexdigit()));
            recipient["messageId"] = json!("ATXid_");
        }
    }
    json
}

/// A form as the SDKs send it.
fn form<'a>(to: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("username", USERNAME),
        ("to", to),
        ("message", "Héllo wörld + & = *"),
        ("bulkSMSMode", "1"),
    ];
    form.extend(more);
    form
}

#[tokio::test(flavor = "multi_thread")]
async fn it_answers_as_recorded() {
    let fake = Fake::start(USERNAME, KEY).unwrap();
    let sent = |code: u16| {
        json!({"SMSMessageData": {"Message": "Sent to 1/1 Total Cost: KES 0.8000 Message parts: 1", "Recipients": [
            {"cost": "KES 0.8000", "messageId": "ATXid_", "number": "+254700072929", "status": "Success", "statusCode": code},
        ]}})
    };
    let to = "+254700072929";
    assert_eq!(posted(&fake, &form(to, &[])).await, sent(102));
    assert_eq!(
        posted(&fake, &form(to, &[("enqueue", "1")])).await,
        sent(102)
    );
    assert_eq!(
        posted(&fake, &form(to, &[("enqueue", "0")])).await,
        sent(101)
    );
    fake.answer(to, 406);
    let refused = json!({"SMSMessageData": {"Message": "Sent to 0/1 Total Cost: 0", "Recipients": [
        {"cost": "0", "messageId": "None", "number": to, "status": "UserInBlacklist", "statusCode": 406},
    ]}});
    assert_eq!(posted(&fake, &form(to, &[])).await, refused);
    fake.next(Fault::InvalidSenderId);
    let nobody = json!({"SMSMessageData": {"Message": "InvalidSenderId", "Recipients": []}});
    assert_eq!(posted(&fake, &form(to, &[("from", "x")])).await, nobody);
    let taken: Vec<String> = fake.messages().into_iter().map(|m| m.text).collect();
    assert_eq!(taken, ["Héllo wörld + & = *"; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_or_user_is_refused_as_recorded() {
    let fake = Fake::start(USERNAME, KEY).unwrap();
    let mut other = form("+254700072929", &[]);
    other[0] = ("username", "live");
    for (key, form) in [("wrong", form("+254700072929", &[])), (KEY, other)] {
        let answer = post(&fake, key, &form).await;
        assert_eq!(answer.status(), 401);
        let header = |name| {
            answer
                .headers()
                .get(name)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(header(CONTENT_TYPE), "text/plain; charset=UTF-8");
        assert_eq!(
            header(WWW_AUTHENTICATE),
            "Basic realm=\"api\",charset=UTF-8"
        );
        let said = answer.text().await.unwrap();
        assert_eq!(said, "The supplied authentication is invalid");
    }
    assert!(fake.messages().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn recipients_and_parts_are_counted() {
    let fake = Fake::start(USERNAME, KEY).unwrap();
    let long = "a".repeat(161);
    let mut three = form("+254700000001, +254700000002,0700", &[]);
    three[2] = ("message", &long);
    let answer = posted(&fake, &three).await;
    let data = &answer["SMSMessageData"];
    assert_eq!(
        data["Message"],
        "Sent to 2/3 Total Cost: KES 3.2000 Message parts: 2"
    );
    assert_eq!(data["Recipients"][0]["cost"], "KES 1.6000");
    assert_eq!(data["Recipients"][1]["number"], "+254700000002");
    assert_eq!(data["Recipients"][2]["statusCode"], 403);
    // Whoever does not ask for JSON gets XML.
    let post = reqwest::Client::new().post(format!("{}{CLASSIC}", fake.url()));
    let answer = post.header("apiKey", KEY).form(&form("+254700000001", &[]));
    let xml = answer.send().await.unwrap().text().await.unwrap();
    assert!(
        xml.starts_with("<AfricasTalkingResponse><SMSMessageData><Message>Sent to 1/1"),
        "{xml}"
    );
    assert!(xml.contains("<statusCode>102</statusCode>"), "{xml}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_lacks_a_field_is_refused() {
    let fake = Fake::start(USERNAME, KEY).unwrap();
    for lacking in ["to", "message"] {
        let mut form = form("+254700000001", &[]);
        form.retain(|(name, _)| *name != lacking);
        assert_eq!(post(&fake, KEY, &form).await.status(), 400, "{lacking}");
    }
    let whole = json!({"username": USERNAME, "message": "m", "senderId": "S", "phoneNumbers": []});
    for lacking in ["message", "senderId", "phoneNumbers"] {
        let mut body = whole.clone();
        body.as_object_mut().unwrap().remove(lacking);
        let post = reqwest::Client::new().post(format!("{}{BULK}", fake.url()));
        let answer = post.header("apiKey", KEY).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{lacking}");
    }
}

/// Our own client, configured like the service.
fn client(fake: &Fake, more: &[(&str, &str)]) -> Client {
    let url = fake.url();
    let least = [
        ("DATABASE_URL", "postgres://localhost/medvault"),
        ("MEDVAULT_AT_USERNAME", USERNAME),
        ("MEDVAULT_AT_KEY", KEY),
        ("MEDVAULT_AT_URL", &url),
    ];
    let vars: Vars = least.iter().chain(more).copied().collect();
    let config = Config::read_demo(vars).unwrap();
    Client::new(&config.africastalking).unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn both_interfaces_send_the_same() {
    let sender = [("MEDVAULT_AT_SENDER", "MEDVAULT")];
    let bulk = [sender[0], ("MEDVAULT_AT_API", "bulk")];
    for more in [&sender[..], &bulk[..]] {
        let fake = Fake::start(USERNAME, KEY).unwrap();
        let to: Vec<Msisdn> = [1, 2].map(|n| number(n).parse().unwrap()).to_vec();
        let text = "AL 120 tabs, PCM 40 tabs saved. & + = * እ";
        let Posted::Answered(fates) = client(&fake, more).send(&to, text).await else {
            panic!("{more:?}");
        };
        let taken = fake.messages();
        assert_eq!(taken.len(), 2);
        for (fate, message) in fates.iter().zip(&taken) {
            assert_eq!(fate.outcome, Outcome::Sent);
            assert_eq!(fate.status_code, Some(102));
            assert_eq!(fate.operator_id.as_ref(), Some(&message.id));
            assert_eq!(fate.parts, Some(1));
            assert_eq!(message.text, text);
            assert_eq!(message.from.as_deref(), Some("MEDVAULT"));
        }
    }
    let fake = Fake::start(USERNAME, KEY).unwrap();
    let to = [number(1).parse().unwrap()];
    client(&fake, &[]).send(&to, "hello").await;
    assert_eq!(fake.messages()[0].from, None, "the account's own");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_wrong_is_told_as_that() {
    let fake = Fake::start(USERNAME, KEY).unwrap();
    let to = [number(1).parse().unwrap()];
    let posted = client(&fake, &[("MEDVAULT_AT_KEY", "wrong")])
        .send(&to, "hello")
        .await;
    let Posted::Refused(refusal) = posted else {
        panic!("{posted:?}");
    };
    assert_eq!(refusal.why, Obstacle::Key);
}
