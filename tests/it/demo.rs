//! The demo serves a country of ours and says where to look.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use medvault::config::Config;
use medvault::models::outbox::{self, NewMessage, Rank};
use medvault::models::phone;
use medvault::people::phone::KeyRing;

use crate::outgoing::texts;
use crate::support::{TestDatabase, redis_url, running};

/// A command that is killed when the test ends, however it ends.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_says_where_to_look_and_answers_there() {
    let database = TestDatabase::new().await;
    let mut command = Command::new(env!("CARGO_BIN_EXE_medvault"));
    command
        .args(["demo", "--serve"])
        .env("DATABASE_URL", database.url())
        .env("REDIS_URL", redis_url())
        .env("MEDVAULT_LISTEN", "127.0.0.1:0")
        .env("MEDVAULT_REDIS_PREFIX", database.name())
        .env_remove("MEDVAULT_PHONE_KEYS")
        .env_remove("MEDVAULT_PHONE_HMAC_KEYS")
        .env_remove("MEDVAULT_PIN_PEPPER")
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut demo = Killed(command.spawn().unwrap());
    let stdout = BufReader::new(demo.0.stdout.take().unwrap());
    let lines: Vec<String> =
        tokio::task::block_in_place(|| stdout.lines().take(4).map(Result::unwrap).collect());
    let after = |n: usize, word: &str| {
        let line = &lines[n];
        line.strip_prefix(word).unwrap_or_else(|| panic!("{line}"))
    };
    let ussd = after(1, "ussd callback: ");
    let (base, path) = ussd.split_once("/at/").unwrap();
    assert!(base.starts_with("http://127.0.0.1:"), "{base}");
    assert_eq!(
        after(0, "simulator: "),
        format!("{base}/simulator#/at/{path}")
    );
    let health = after(2, "health: ");
    let curl = format!(
        "curl -s -d sessionId=demo-1 -d phoneNumber=%2B254700000001 -d networkCode=63902 \
         --data-urlencode 'serviceCode=*384*1234#' -d text= {ussd}"
    );
    assert_eq!(after(3, "try: "), curl);
    let client = reqwest::Client::new();
    let status = async |url: &str| client.get(url).send().await.unwrap().status().as_u16();
    assert_eq!(status(health).await, 200);
    assert_eq!(status(after(0, "simulator: ")).await, 200);
    // What the curl line posts.
    let form = [
        ("sessionId", "demo-1"),
        ("phoneNumber", "+254700000001"),
        ("networkCode", "63902"),
        ("serviceCode", "*384*1234#"),
        ("text", ""),
    ];
    let answer = client.post(ussd).form(&form).send().await.unwrap();
    let screen = answer.text().await.unwrap();
    assert!(screen.starts_with("CON "), "{screen}");
    assert!(screen.contains("English"), "{screen}");
    // A message goes to the demo's own operator, which tells that it arrived.
    let config = Config::read_demo(running::vars(&database, &[])).unwrap();
    let ring = KeyRing::from_config(&config.phones).unwrap();
    let mut conn = database.conn().await;
    let number = "+254700000001".parse().unwrap();
    let now = Utc::now();
    let message = NewMessage {
        phone_id: phone::id_of(&mut conn, &ring, &number).await.unwrap(),
        rank: Rank::Reply,
        body: "hello".to_owned(),
        not_before: now,
        expires_at: now + TimeDelta::hours(1),
        repeat_unknown: false,
        inbound_id: None,
        created_at: now,
    };
    let id = outbox::add(&mut conn, &[message]).await.unwrap()[0];
    let began = Instant::now();
    let state = format!("SELECT state AS value FROM outbox WHERE id = {id}");
    while texts(&mut conn, &state).await != ["delivered"] {
        assert!(began.elapsed() < Duration::from_secs(30), "never arrived");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
