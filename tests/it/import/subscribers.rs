//! People who agreed to be written to: who did, to what, and who is refused.

use std::sync::Arc;

use medvault::config::{Config, Vars};
use medvault::models::subscriber;
use medvault::people::phone::KeyRing;

use super::*;

const SUBSCRIBERS: &str = "phone,language,place,agreed_at,words,blood,conditions\n";

fn ring() -> Arc<KeyRing> {
    let vars: Vars = [("DATABASE_URL", "postgres://localhost/x")]
        .into_iter()
        .collect();
    let config = Config::read_demo(vars).unwrap();
    Arc::new(KeyRing::from_config(&config.phones).unwrap())
}

async fn import_people(desk: &Desk, content: &str) -> Summary {
    let source = desk.file("subscribers.csv", format!("{SUBSCRIBERS}{content}"));
    let options = Options {
        phones: Some(ring()),
        ..Options::at(now())
    };
    import::run(&desk.db, Kind::Subscribers, &source, options, &mut |_| {})
        .await
        .unwrap()
}

async fn listed(desk: &Desk) -> Vec<String> {
    let rows: Vec<Line> = diesel::sql_query(
        "SELECT format('%s %s %s: %s', s.phone_id, s.language, p.name, (SELECT string_agg(c.what, ' ' ORDER BY c.what)
            FROM consents c WHERE c.phone_id = s.phone_id AND c.withdrawn_at IS NULL)) AS line
         FROM subscribers s LEFT JOIN places p ON p.id = s.place_id ORDER BY s.phone_id",
    )
    .load(&mut desk.database.conn().await)
    .await
    .unwrap();
    rows.into_iter().map(|row| row.line).collect()
}

async fn placed() -> Desk {
    let desk = Desk::new().await;
    let places = "INSERT INTO places (source, source_id, kind, name, iso3) VALUES
        ('t', '1', 'ward', 'Ahero', 'KEN'), ('t', '2', 'ward', 'Kibera', 'KEN'), ('t', '3', 'town', 'Kibera', 'KEN')";
    let mut conn = desk.database.conn().await;
    diesel_async::SimpleAsyncConnection::batch_execute(&mut conn, places)
        .await
        .unwrap();
    desk
}

#[tokio::test]
async fn who_agreed_is_kept_with_the_words_and_who_did_not_is_refused() {
    let desk = placed().await;
    let file = "+254700000001,sw,Ahero,2026-02-01,You may write to me,O-,asthma; sickle_cell\n\
         00254 700 000 002,,,2026-02-01T09:00:00+03:00,Yes,,\n\
         +254700000003,en,Ahero,,You may write to me,,\n\
         +254700000004,en,Ahero,2026-02-01,,,\n\
         +254700000005,en,Atlantis,2026-02-01,Yes,,\n\
         +254700000006,en,Kibera,2026-02-01,Yes,,\n\
         +254700000007,english,,2026-02-01,Yes,,\n\
         +254700000008,en,,2026-02-01,Yes,C+,\n\
         +254700000009,en,,2026-02-01,Yes,,Sugar!\n\
         0700,en,,2026-02-01,Yes,,\n\
         ,en,,2026-02-01,Yes,,\n\
         +254700000001,en,,2026-02-01,Yes,,\n\
         +254700000010,en,,2030-02-01,Yes,,\n";
    let summary = import_people(&desk, file).await;
    assert_eq!(written(&summary), (2, 0, 0), "{summary:?}");
    let refused: Vec<String> = summary
        .refused
        .iter()
        .map(|(why, rows)| format!("{rows} {why}"))
        .collect();
    let mut expected = [
        "1 agreed_at is missing",
        "1 words is missing",
        "1 unknown place",
        "1 several places are called that: use its number",
        "1 language is not two or three letters",
        "1 blood is not one of A+, A-, B+, B-, AB+, AB-, O+, O-",
        "1 conditions is not small letters like sickle_cell",
        "1 duplicate of an earlier row",
        "1 agreed_at is in the future",
        "2 phone is not a number with its country, like +254700000000",
    ]
    .map(str::to_owned);
    let mut refused = refused;
    refused.sort();
    expected.sort();
    assert_eq!(refused, expected);
    assert_eq!(
        listed(&desk).await,
        [
            "1 sw Ahero: blood:O- condition:asthma condition:sickle_cell messages",
            "2  : messages"
        ]
    );
    // A second run changes nothing.
    let again = import_people(&desk, file).await;
    assert_eq!(written(&again), (0, 0, 2), "{again:?}");
}

#[tokio::test]
async fn what_was_withdrawn_since_stays_withdrawn() {
    let desk = placed().await;
    let row = "+254700000001,sw,Ahero,2026-02-01,Yes,O-,\n";
    import_people(&desk, row).await;
    let mut conn = desk.database.conn().await;
    subscriber::stop(&mut conn, 1, now()).await.unwrap();
    assert_eq!(listed(&desk).await, ["1 sw Ahero: "]);
    let again = import_people(&desk, row).await;
    assert_eq!(written(&again), (0, 0, 1), "{again:?}");
    assert_eq!(listed(&desk).await, ["1 sw Ahero: "]);
    // The first word stays theirs.
    let other = "+254700000001,en,,2026-02-01,Yes,,\n";
    import_people(&desk, other).await;
    assert_eq!(listed(&desk).await, ["1 sw Ahero: "]);
}
