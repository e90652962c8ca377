//! The demo serves a country of ours and says where to look.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::support::{TestDatabase, redis_url};

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
}
