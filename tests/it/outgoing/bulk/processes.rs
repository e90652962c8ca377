//! Real processes killed outright while a broadcast goes out: what the command proves of a
//! hundred thousand, of a few.

use std::process::Command;

use serde_json::Value;

use crate::support;

async fn proved(more: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medvault"));
    #[rustfmt::skip]
    command
        .args(["bench", "broadcast", "--recipients", "600", "--request", "5", "--kills", "5", "--hurry", "--json"])
        .args(more)
        .env("DATABASE_URL", support::needed("DATABASE_URL"))
        .env("REDIS_URL", support::needed("REDIS_URL"));
    let output = tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let kept = told["kept"].as_object().unwrap();
    let people: u64 = kept.values().filter_map(Value::as_u64).sum();
    assert_eq!(people, 600, "{told}");
    assert!(kept["delivered"].as_u64() > Some(300), "{told}");
    assert_eq!(told["kept"], told["operators"], "{told}");
    assert_eq!(told["kills"], 5, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_are_killed_and_each_number_is_told_once() {
    proved(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_are_killed_and_an_emergency_goes_twice_at_most() {
    proved(&["--emergency"]).await;
}
