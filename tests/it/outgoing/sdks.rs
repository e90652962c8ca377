//! Africa's Talking's own SDKs send through the fake: proof that it is what
//! clients of the real one expect. `./dev test` fetches them.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use medvault::operators::africastalking::fake::{Fake, Fault};
use serde_json::{Value, json};

use super::{KEY, USERNAME};

/// Where the SDKs are; `None`, and a word about it, where they were not fetched.
fn sdks() -> Option<PathBuf> {
    let folder = std::env::var_os("AFRICASTALKING_SDKS").map(PathBuf::from);
    if folder.is_none() {
        println!(
            "skipped: AFRICASTALKING_SDKS is not set; ./dev test fetches the SDKs and sets it"
        );
    }
    folder
}

fn node(sdks: &Path) -> Command {
    let mut node = Command::new("node");
    node.arg(script("send.js"))
        .arg(sdks.join("node/node_modules"));
    node
}

fn python(sdks: &Path) -> Command {
    let mut python = Command::new(sdks.join("python/bin/python"));
    python.arg(script("send.py"));
    python
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/outgoing/sdks")
        .join(name)
}

/// What an SDK makes of the answers to these orders.
async fn ask(mut sdk: Command, fake: &Fake, key: &str, orders: Value) -> Vec<Value> {
    sdk.args([&fake.url(), USERNAME, key])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let answered = tokio::task::spawn_blocking(move || {
        let mut child = sdk.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(orders.to_string().as_bytes()).unwrap();
        drop(stdin);
        child.wait_with_output().unwrap()
    });
    let answered = answered.await.unwrap();
    assert!(answered.status.success(), "{answered:?}");
    serde_json::from_slice(&answered.stdout).unwrap()
}

/// What a message is told by, where the id is new each time.
fn without_ids(mut answer: Value) -> Value {
    let recipients = answer["SMSMessageData"]["Recipients"].as_array_mut();
    for recipient in recipients.into_iter().flatten() {
        let id = recipient["messageId"].as_str().unwrap_or_default();
        if id.starts_with("ATXid_") && id.len() == 38 {
            recipient["messageId"] = json!("ATXid_");
        }
    }
    answer
}

fn taken(number: &str) -> Value {
    json!({ "cost": "KES 0.8000", "messageId": "ATXid_", "number": number, "status": "Success", "statusCode": 102 })
}

/// Sends everything an SDK can, and meets everything that can be met.
async fn walk(sdk: fn(&Path) -> Command, unauthorized: Value) {
    let Some(sdks) = sdks() else {
        return;
    };
    let fake = Fake::start(USERNAME, KEY).unwrap();
    let (one, two) = ("+254711000000", "+254711000001");
    let text = "Héllo wörld + & = * እ";
    fake.answer(two, 406);
    let orders = json!([
        { "to": [one], "message": text, "from": "ABC", "enqueue": true },
        { "to": [one, two], "message": "a".repeat(161) },
    ]);
    let answers = ask(sdk(&sdks), &fake, KEY, orders).await;
    let answers: Vec<Value> = answers.into_iter().map(without_ids).collect();
    let mut long = taken(one);
    long["cost"] = json!("KES 1.6000");
    let refused = json!({ "cost": "0", "messageId": "None", "number": two, "status": "UserInBlacklist", "statusCode": 406 });
    let wanted = [
        ("Sent to 1/1 Total Cost: KES 0.8000 Message parts: 1", vec![taken(one)]),
        ("Sent to 1/2 Total Cost: KES 1.6000 Message parts: 2", vec![long, refused]),
    ]
    .map(|(said, recipients)| json!({ "SMSMessageData": { "Message": said, "Recipients": recipients } }));
    assert_eq!(answers, wanted);
    let messages = fake.messages();
    assert_eq!(messages.len(), 2);
    assert_eq!(
        (messages[0].text.as_str(), messages[0].from.as_deref()),
        (text, Some("ABC"))
    );
    assert_eq!((messages[1].parts, messages[1].from.as_deref()), (2, None));
    fake.next(Fault::InvalidSenderId);
    let order = json!([{ "to": [one], "message": "hello", "from": "XYZ" }]);
    let answers = ask(sdk(&sdks), &fake, KEY, order.clone()).await;
    let nobody = json!({ "SMSMessageData": { "Message": "InvalidSenderId", "Recipients": [] } });
    assert_eq!(answers, [nobody]);
    let answers = ask(sdk(&sdks), &fake, "wrong", order).await;
    assert_eq!(answers, [unauthorized]);
    assert_eq!(fake.messages().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sdk_for_node_sends_through_the_fake() {
    let said = "The supplied authentication is invalid";
    walk(node, json!({ "failed": 401, "said": said })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sdk_for_python_sends_through_the_fake() {
    let said = "The supplied authentication is invalid";
    walk(python, json!({ "failed": said })).await;
}
