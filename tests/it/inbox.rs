//! The simulator's messages: read under a callback's token alone, and only where the
//! simulator is switched on.

use serde_json::Value;

use crate::support::Running;

async fn inbox(running: &Running, token: &str, phone: &str) -> (u16, Value) {
    let phone = phone.replace('+', "%2B");
    let url = running.url(&format!("/simulator/inbox/{token}?phone={phone}"));
    let answer = running.client.get(url).send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_reads_what_it_was_sent_and_no_other_phones() {
    let running = Running::start(&[("MEDVAULT_SIMULATOR", "on")]).await;
    let form = [
        ("id", "m1"),
        ("from", "+254700000720"),
        ("to", "22384"),
        ("text", "HELP"),
    ];
    let answer = running.post("sms").form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let (status, messages) = inbox(&running, &running.token, "+254700000720").await;
    assert_eq!(status, 200);
    assert_eq!(messages.as_array().unwrap().len(), 1, "{messages}");
    let text = messages[0]["text"].as_str().unwrap();
    assert!(text.contains("FIND"), "{text}");
    assert_eq!(messages[0]["state"], "queued");
    for other in ["+254700000721", "nobody", ""] {
        let (status, messages) = inbox(&running, &running.token, other).await;
        assert_eq!(
            (status, messages),
            (200, Value::Array(Vec::new())),
            "{other}"
        );
    }
    let (status, _) = inbox(&running, "guessed", "+254700000720").await;
    assert_eq!(status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_simulator_there_is_no_inbox() {
    let running = Running::start(&[]).await;
    let (status, _) = inbox(&running, &running.token, "+254700000720").await;
    assert_eq!(status, 404);
}
