//! Three processes of the service send one broadcast, and are killed while they do.

use std::process::Command;

use serde_json::Value;

use crate::support::redis_url;

/// Runs the proof that `medvault bench` has at hand for any number of people, with a few; what
/// it found.
async fn proved(args: &'static [&str]) -> Value {
    let database = std::env::var("DATABASE_URL").unwrap();
    let redis = redis_url();
    let run = move || {
        Command::new(env!("CARGO_BIN_EXE_medvault"))
            .args(["bench", "broadcast", "--json", "--hurry"])
            .args(args)
            .env("DATABASE_URL", database)
            .env("REDIS_URL", redis)
            .env("MEDVAULT_LOG", "error")
            .output()
    };
    let done = tokio::task::spawn_blocking(run).await.unwrap().unwrap();
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{told}");
    serde_json::from_slice(&done.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_are_killed_tell_nobody_twice_and_share_one_rate() {
    let found = proved(&[
        "--recipients",
        "2000",
        "--request",
        "20",
        "--kills",
        "4",
        "--rate",
        "20",
    ])
    .await;
    assert_eq!((&found["twice"], &found["wrong"]), (&0.into(), &0.into()));
    // A hundred requests, twenty a second: by one alone or by three.
    let (requests, span) = (
        found["requests"].as_f64().unwrap(),
        found["span"].as_f64().unwrap(),
    );
    assert!(
        requests >= 90.0 && span >= requests / 20.0 - 1.0,
        "{requests} in {span} s"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_emergency_whose_senders_are_killed_every_row_is_what_the_operator_took() {
    let found = proved(&["--recipients", "2000", "--kills", "4", "--emergency"]).await;
    assert_eq!(found["wrong"], 0);
    assert_eq!(found["kept"], found["operators"]);
    let people = found["kept"].as_object().unwrap().values();
    assert_eq!(people.filter_map(Value::as_u64).sum::<u64>(), 2000);
}
