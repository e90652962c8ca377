//! The tokens in our URLs: shown once, kept hashed, two valid at once, revoked within seconds.

use std::process::{Command, Output};

use diesel_async::SimpleAsyncConnection;
use medvault::http::tokens::{Tokens, fresh, hash};
use medvault::models::token::{Purpose, Token};

use crate::support::TestDatabase;

async fn medvault(database: &TestDatabase, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medvault"));
    command.args(args).env("DATABASE_URL", database.url());
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}

async fn said(database: &TestDatabase, args: &[&str]) -> String {
    let output = medvault(database, args).await;
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_shown_once_and_kept_as_its_hash() {
    let database = TestDatabase::new().await;
    let base = [
        "token",
        "new",
        "--for",
        "callbacks",
        "--base-url",
        "https://m.example/",
    ];
    let urls = said(&database, &base).await;
    let lines: Vec<_> = urls.lines().collect();
    let [ussd, events, messages, reports, opt_out] = lines[..] else {
        panic!("{urls}")
    };
    let token = ussd
        .strip_prefix("ussd callback: https://m.example/at/")
        .and_then(|rest| rest.strip_suffix("/ussd"))
        .unwrap();
    assert_eq!(token.len(), 43);
    assert_eq!(
        events,
        format!("events callback: https://m.example/at/{token}/events")
    );
    assert_eq!(
        messages,
        format!("messages callback: https://m.example/at/{token}/sms")
    );
    assert_eq!(
        reports,
        format!("delivery reports callback: https://m.example/at/{token}/dlr")
    );
    assert_eq!(
        opt_out,
        format!("opt-out callback: https://m.example/at/{token}/optout")
    );
    let mut conn = database.conn().await;
    let kept = Token::valid_hashes(&mut conn).await.unwrap();
    assert_eq!(kept, [hash(token)]);
    let listed = said(&database, &["token", "list", "--for", "callbacks"]).await;
    assert!(listed.ends_with("\tvalid\n"), "{listed}");
    assert!(!listed.contains(token));
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_are_revoked_by_id_or_all_but_the_newest() {
    let database = TestDatabase::new().await;
    for _ in 0..4 {
        said(&database, &["token", "new", "--for", "callbacks"]).await;
    }
    let revoke = ["token", "revoke", "--for", "callbacks"];
    let with = |last: &'static str| [&revoke[..], &[last]].concat();
    assert_eq!(said(&database, &with("4")).await, "revoked: 1\n");
    let again = medvault(&database, &with("4")).await;
    assert!(!again.status.success());
    let complaint = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(
        complaint.contains("there is no valid token 4"),
        "{complaint}"
    );
    assert_eq!(said(&database, &with("--older")).await, "revoked: 2\n");
    let listed = said(&database, &["token", "list", "--for", "callbacks"]).await;
    let valid: Vec<_> = listed.lines().filter(|l| l.ends_with("valid")).collect();
    assert_eq!(listed.lines().count(), 4);
    assert!(valid.len() == 1 && valid[0].starts_with("3\t"), "{listed}");
    assert!(!medvault(&database, &revoke).await.status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn running_services_follow_the_record_and_outlive_it() {
    let database = TestDatabase::new().await;
    let (mut conn, db) = (database.conn().await, database.db());
    let (old, new) = (fresh(), fresh());
    let tokens = Tokens::default();
    let first = Token::insert(&mut conn, &hash(&old)).await.unwrap();
    Token::insert(&mut conn, &hash(&new)).await.unwrap();
    assert!(!tokens.admit(&old));
    tokens.refresh(&db).await.unwrap();
    assert!(tokens.admit(&old) && tokens.admit(&new));
    let now = chrono::Utc::now();
    assert!(
        Token::revoke(&mut conn, Purpose::Callbacks, first, now)
            .await
            .unwrap()
    );
    tokens.refresh(&db).await.unwrap();
    assert!(!tokens.admit(&old) && tokens.admit(&new));
    conn.batch_execute("DROP TABLE tokens CASCADE")
        .await
        .unwrap();
    tokens.refresh(&db).await.unwrap_err();
    assert!(tokens.admit(&new));
}
