//! `medvault broadcast`, as an officer at the machine types it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::Scene;
use crate::people::world::{KEYS, PEPPER};

/// Whether it did it, and what it said: on one stream or the other.
pub(super) async fn said(scene: &Scene, who: i64, pin: &str, args: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medvault"));
    command
        .args(["broadcast", "--as", &who.to_string()])
        .args(args)
        .env("DATABASE_URL", scene.world.database.url())
        .env("MEDVAULT_PHONE_KEYS", KEYS)
        .env("MEDVAULT_PHONE_HMAC_KEYS", KEYS)
        .env("MEDVAULT_PIN_PEPPER", PEPPER)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let pin = format!("{pin}\n");
    let run = move || {
        let mut child = command.spawn().unwrap();
        // Who is refused before a PIN is asked for reads none.
        let _ = child.stdin.take().unwrap().write_all(pin.as_bytes());
        child.wait_with_output().unwrap()
    };
    let output = tokio::task::spawn_blocking(run).await.unwrap();
    let told = if output.status.success() {
        output.stdout
    } else {
        output.stderr
    };
    (output.status.success(), String::from_utf8(told).unwrap())
}

fn json_of(told: &(bool, String)) -> Value {
    assert!(told.0, "{}", told.1);
    serde_json::from_str(&told.1).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_makes_one_at_the_machine_and_another_approves_it() {
    let scene = Scene::new().await;
    let wanted = [
        "new",
        "--place",
        "Ahero",
        "--text",
        "en=Boil all water.",
        "--reason",
        "cholera",
        "--emergency",
    ];
    let made = json_of(&said(&scene, scene.authority, "4071", &wanted).await);
    assert_eq!(
        (&made["state"], &made["plan"]["recipients"]),
        (&json!("waiting"), &json!(4))
    );
    let id = made["id"].to_string();
    let own = said(&scene, scene.authority, "4071", &["approve", &id]).await;
    assert!(
        !own.0 && own.1.contains("nobody approves what they wrote themselves"),
        "{}",
        own.1
    );
    let wrong = said(&scene, scene.approver, "4071", &["approve", &id]).await;
    assert!(
        !wrong.0 && wrong.1.contains("that is not their PIN"),
        "{}",
        wrong.1
    );
    assert_eq!(scene.let_out().await, 0);
    let said_yes = json_of(&said(&scene, scene.approver, "5082", &["approve", &id]).await);
    assert_eq!(said_yes["state"], "approved");
    for (verb, state) in [
        ("pause", "paused"),
        ("resume", "approved"),
        ("cancel", "cancelled"),
    ] {
        let now = json_of(&said(&scene, scene.authority, "4071", &[verb, &id]).await);
        assert_eq!(now["state"], state);
    }
    let tried = json_of(&said(&scene, scene.authority, "4071", &["try", &id]).await);
    assert_eq!(tried["sent_to_you"], 1);
    let seen = json_of(&said(&scene, scene.national, "6093", &["show", &id]).await);
    assert_eq!(seen["reason"], "cholera");
    let listed = said(&scene, scene.national, "6093", &["list"]).await;
    assert_eq!(json_of(&listed)["state"], "cancelled");
    let nobody = said(&scene, 999, "4071", &["list"]).await;
    assert!(
        !nobody.0 && nobody.1.contains("there is no such officer"),
        "{}",
        nobody.1
    );
}
