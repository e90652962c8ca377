//! What is done at the machine itself stands in the audit log too, and no secret with it.

use std::process::Command;

use medvault::commands::audit::verify;
use serde_json::{Value, json};

use crate::people::world::{KEYS, PEPPER, World};

/// What `medvault` prints.
async fn said(world: &World, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medvault"));
    command
        .args(args)
        .env("DATABASE_URL", world.database.url())
        .env("MEDVAULT_PHONE_KEYS", KEYS)
        .env("MEDVAULT_PHONE_HMAC_KEYS", KEYS)
        .env("MEDVAULT_PIN_PEPPER", PEPPER)
        .env("USER", "ops");
    let output = tokio::task::spawn_blocking(move || command.output().unwrap());
    let output = output.await.unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{args:?}: {complaint}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_and_people_are_logged_with_old_and_new() {
    let world = World::new().await;
    let (county, ahero) = (world.place("Kisumu").await, world.facility("AHERO").await);
    let role = ["--role", "authority", "--place", "Kisumu"];
    let api = [&["token", "new", "--for", "api"][..], &role].concat();
    let token = said(&world, &api).await;
    let token = token.trim().rsplit(' ').next().unwrap();
    for _ in 0..2 {
        said(&world, &["token", "new", "--for", "callbacks"]).await;
    }
    said(&world, &["token", "revoke", "--for", "api", "1"]).await;
    said(
        &world,
        &["token", "revoke", "--for", "callbacks", "--older"],
    )
    .await;
    let add = [
        "user",
        "add",
        "--phone",
        "+254700000001",
        "--name",
        "Grace",
        "--role",
        "pharmacist",
        "--facility",
        "AHERO",
    ];
    said(&world, &add).await;
    assert!(world.choose(1, "4071").await);
    said(&world, &["user", "reset-pin", "1"]).await;
    said(&world, &["user", "disable", "1"]).await;
    said(&world, &add).await;
    let listed = said(&world, &["audit", "list"]).await;
    let rows: Vec<Value> = listed
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let person = |state: &str| json!({ "state": state, "role": "pharmacist", "place": null, "facilities": [ahero] });
    let valid = |opens: &str, valid: bool| json!({ "opens": opens, "valid": valid });
    #[rustfmt::skip]
    let expected = [
        ("token.made", "token:1", Value::Null, json!({ "opens": "api", "role": "authority", "place": county })),
        ("token.made", "token:2", Value::Null, json!({ "opens": "callbacks" })),
        ("token.made", "token:3", Value::Null, json!({ "opens": "callbacks" })),
        ("token.revoked", "token:1", valid("api", true), valid("api", false)),
        ("token.revoked", "token:2", valid("callbacks", true), valid("callbacks", false)),
        ("staff.added", "staff:1", Value::Null, person("active")),
        ("staff.pin-reset", "staff:1", json!({ "pin": true }), json!({ "pin": false })),
        ("staff.disabled", "staff:1", person("active"), person("disabled")),
        ("staff.added", "staff:1", person("disabled"), person("active")),
    ];
    assert_eq!(rows.len(), expected.len(), "{listed}");
    for (row, (action, subject, old, new)) in rows.iter().zip(expected) {
        assert_eq!(
            (&row["action"], &row["subject"]),
            (&json!(action), &json!(subject))
        );
        assert_eq!((&row["old"], &row["new"]), (&old, &new), "{action}");
        assert_eq!(
            (&row["actor"], &row["number"]),
            (&json!("machine"), &Value::Null)
        );
        assert_eq!(row["from"], "cli ops", "{action}");
    }
    for secret in [token, "4071", "254700000001", "Grace"] {
        assert!(!listed.contains(secret), "{secret}");
    }
    let (rows, wrong) = verify(&mut world.conn().await).await.unwrap();
    assert_eq!((rows, wrong), (9, vec![]));
}
