//! The binary itself: what it writes to its logs, and how it starts and ends.

use std::io::{BufRead, BufReader, Read};
use std::process::{ChildStderr, Command, ExitStatus, Stdio};

use diesel_async::SimpleAsyncConnection as _;
use medvault::commands::token::make;
use medvault::operators::africastalking::fake::Fake;
use serde_json::Value;

use crate::support::{TestDatabase, redis_url};

const KEY: &str = "7:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const PHONE: &str = "+254712398765";
const AT_KEY: &str = "atsk_q7x9v2k5";
const TYPED: &str = "zaubertrank";
const PIN: &str = "90817263";

/// `medvault serve` with a database, ready to be started.
fn serve(database: &TestDatabase, more: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medvault"));
    command
        .arg("serve")
        .env("DATABASE_URL", database.url())
        .env("REDIS_URL", redis_url())
        .env("MEDVAULT_LISTEN", "127.0.0.1:0")
        .env("MEDVAULT_REDIS_PREFIX", database.name())
        .env("MEDVAULT_PHONE_KEYS", KEY)
        .env("MEDVAULT_PHONE_HMAC_KEYS", KEY)
        .env("MEDVAULT_PIN_PEPPER", &KEY[2..])
        .envs(more.iter().copied())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// Starts the command, talks to it once it listens, asks it to end with
/// `signal`, and returns all it logged and how it ended.
async fn run(
    mut command: Command,
    signal: &str,
    talk: impl AsyncFnOnce(&str),
) -> (String, ExitStatus) {
    let mut child = command.spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let (mut log, address) = tokio::task::block_in_place(|| listening(&mut stderr));
    // What follows is read meanwhile, so that a full pipe stops nobody.
    let rest = std::thread::spawn(move || {
        let mut rest = String::new();
        stderr.read_to_string(&mut rest).unwrap();
        rest
    });
    talk(&address).await;
    let pid = child.id().to_string();
    let sent = Command::new("kill").args(["-s", signal, &pid]).status();
    assert!(sent.unwrap().success());
    let status = tokio::task::block_in_place(|| child.wait().unwrap());
    log.push_str(&rest.join().unwrap());
    (log, status)
}

/// Reads the log up to the line that tells the address.
fn listening(stderr: &mut BufReader<ChildStderr>) -> (String, String) {
    let mut log = String::new();
    loop {
        let from = log.len();
        let read = stderr.read_line(&mut log).unwrap();
        assert!(read > 0, "it ended: {log}");
        if let Some((_, rest)) = log[from..].split_once("listening on ") {
            let end = rest.find(['"', ' ', '\n']).unwrap();
            let address = rest[..end].to_owned();
            return (log, address);
        }
    }
}

async fn post_hops(address: &str, token: &str, texts: &[&str]) {
    let client = reqwest::Client::new();
    for text in texts {
        let form = [
            ("sessionId", "ATUid_logs"),
            ("phoneNumber", PHONE),
            ("serviceCode", "*384*1234#"),
            ("text", *text),
        ];
        let url = format!("http://{address}/at/{token}/ussd");
        let answer = client.post(url).form(&form).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }
    let end = [
        ("sessionId", "ATUid_logs"),
        ("phoneNumber", PHONE),
        ("input", TYPED),
    ];
    let url = format!("http://{address}/at/{token}/events");
    client.post(url).form(&end).send().await.unwrap();
    let wrong = format!("http://{address}/at/x{token}/ussd");
    client.post(wrong).form(&end).send().await.unwrap();
}

/// Has the service send a message to the caller.
async fn send(database: &TestDatabase, fake: &Fake) {
    let sent = fake.messages().len();
    let add = format!(
        "INSERT INTO outbox (phone_id, rank, body, not_before, expires_at, created_at)
         SELECT id, 0, '{TYPED}', now(), now() + interval '1 hour', now() FROM phones"
    );
    let mut conn = database.conn().await;
    conn.batch_execute(&add).await.unwrap();
    fake.taken(sent + 1).await;
    assert_eq!(fake.messages()[sent].to, PHONE);
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_finest_level_no_number_no_text_and_no_token_is_logged() {
    let database = TestDatabase::new().await;
    let token = make(&mut database.conn().await).await.unwrap();
    let fake = Fake::start("sandbox", AT_KEY).unwrap();
    for format in ["json", "text"] {
        let command = serve(
            &database,
            &[
                ("MEDVAULT_LOG", "trace"),
                ("MEDVAULT_LOG_FORMAT", format),
                ("MEDVAULT_AT_KEY", AT_KEY),
                ("MEDVAULT_AT_URL", &fake.url()),
            ],
        );
        let talk = async |address: &str| {
            let typed = ["", "1", "1*1", "1*1*zaubertrank"];
            post_hops(address, &token, &typed).await;
            send(&database, &fake).await;
            // A PIN is chosen, and told.
            let staff = "INSERT INTO staff (phone_id, name, role, state) SELECT id, 'A', 'pharmacist', 'active' FROM phones
                ON CONFLICT DO NOTHING";
            database.conn().await.batch_execute(staff).await.unwrap();
            let mut text = "1*1*zaubertrank".to_owned();
            for typed in ["00", "6", "98", "2", PIN, PIN, PIN] {
                text = format!("{text}*{typed}");
                post_hops(address, &token, &[&text]).await;
            }
            let hash = "SELECT 1 / count(pin) FROM staff";
            database.conn().await.batch_execute(hash).await.unwrap();
        };
        let (log, status) = run(command, "TERM", talk).await;
        assert!(status.success(), "{log}");
        for secret in [
            &PHONE[1..],
            &PHONE[PHONE.len() - 6..],
            TYPED,
            PIN,
            &token,
            KEY,
            AT_KEY,
        ] {
            assert!(!log.contains(secret), "{secret} in {log}");
        }
        assert!(!log.contains("ATUid_logs"), "{log}");
        if format == "json" {
            let hops = lines(&log).filter(|line| line["message"] == "hop").count();
            assert_eq!(hops, 11, "{log}");
        }
    }
}

/// Every line of a JSON log.
fn lines(log: &str) -> impl Iterator<Item = Value> {
    log.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_well_when_asked() {
    let database = TestDatabase::new().await;
    for signal in ["TERM", "INT"] {
        let (log, status) = run(serve(&database, &[]), signal, async |_: &str| ()).await;
        assert!(status.success(), "{signal}: {log}");
        assert!(log.contains("stopped"), "{signal}: {log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_says_that_it_runs_without_redis_and_what_it_does_not_know() {
    let database = TestDatabase::new().await;
    let command = serve(&database, &[("REDIS_URL", ""), ("MEDVAULT_LISTN", "x")]);
    let (log, _) = run(command, "TERM", async |_: &str| ()).await;
    assert!(log.contains("REDIS_URL is not set"), "{log}");
    assert!(log.contains("did you mean MEDVAULT_LISTEN?"), "{log}");
}

#[test]
fn a_bad_configuration_stops_it_with_every_reason() {
    let output = Command::new(env!("CARGO_BIN_EXE_medvault"))
        .arg("serve")
        .env_remove("DATABASE_URL")
        .env_remove("MEDVAULT_PHONE_KEYS")
        .env_remove("MEDVAULT_PHONE_HMAC_KEYS")
        .env_remove("MEDVAULT_PIN_PEPPER")
        .env("MEDVAULT_LISTEN", "nowhere")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    for reason in [
        "DATABASE_URL is not set (example: postgres://",
        "MEDVAULT_LISTEN must be address:port, is `nowhere` (example: 0.0.0.0:8080)",
        "MEDVAULT_PHONE_KEYS is not set",
        "MEDVAULT_PIN_PEPPER is not set",
    ] {
        assert!(said.contains(reason), "{said}");
    }
}
