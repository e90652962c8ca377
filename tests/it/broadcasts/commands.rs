//! `medvault broadcast`, as an officer at the machine types it.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use serde_json::{Value, json};

use super::Scene;
use crate::people::world::{KEYS, PEPPER};

/// The command as somebody types it, with both its streams to be read.
fn command(scene: &Scene, who: i64, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medvault"));
    command
        .args(["broadcast", "--as", &who.to_string()])
        .args(args)
        .env("DATABASE_URL", scene.world.database.url())
        .env("MEDVAULT_PHONE_KEYS", KEYS)
        .env("MEDVAULT_PHONE_HMAC_KEYS", KEYS)
        .env("MEDVAULT_PIN_PEPPER", PEPPER)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Whether it did it, and what it said: on one stream or the other.
pub(super) async fn said(scene: &Scene, who: i64, pin: &str, args: &[&str]) -> (bool, String) {
    let mut command = command(scene, who, args);
    command.stdin(Stdio::piped());
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

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_that_is_typed_at_a_terminal_is_not_seen_there() {
    let scene = Scene::new().await;
    let mut command = command(&scene, scene.authority, &["list"]);
    let typed = move || {
        let keys = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&keys).unwrap();
        unlockpt(&keys).unwrap();
        let name = ptsname(&keys, Vec::new()).unwrap().into_string().unwrap();
        let screen = OpenOptions::new().read(true).write(true).open(name);
        let mut child = command.stdin(screen.unwrap()).spawn().unwrap();
        // The command holds the other end: what was opened here is closed with it.
        drop(command);
        let mut keys = File::from(keys);
        let mut asks = [0; 64];
        let read = child.stderr.as_mut().unwrap().read(&mut asks).unwrap();
        assert!(asks[..read].starts_with(b"PIN of Person 1: "));
        keys.write_all(b"4071\n").unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let mut seen = Vec::new();
        // A terminal that nobody holds any more ends in an error.
        let _ = keys.read_to_end(&mut seen);
        String::from_utf8(seen).unwrap()
    };
    let seen = tokio::task::spawn_blocking(typed).await.unwrap();
    assert_eq!(seen, "\r\n");
}
