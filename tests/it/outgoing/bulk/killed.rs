//! Senders killed at random while a broadcast goes out and reports of it come in.

use std::collections::HashMap;
use std::sync::Arc;

use medvault::config::Config;
use medvault::service::Service;
use medvault::sms::sender::{Next, Sender};
use tokio::task::JoinSet;

use super::super::{House, number};
use crate::support::running;

const PEOPLE: usize = 1_000;
const KILLS: usize = 50;

/// A service that takes every report, however many come at once.
const PATIENT: [(&str, &str); 2] = [
    ("MEDVAULT_DATABASE_PATIENCE_MS", "20000"),
    ("MEDVAULT_DATABASE_CONNECTIONS", "6"),
];

/// A lease and some seconds.
const LEASE: i64 = 100;

/// Sends for as long as there is something to send.
async fn send(sender: Arc<Sender>) {
    while let Ok(Next::Send(_) | Next::Dropped(_)) = sender.pass().await {}
}

/// Kills the senders of three processes at any point of their work, over and over, then lets one
/// end it.
async fn killed(emergency: bool) -> (House, i64) {
    let house = House::with(&[
        ("MEDVAULT_AT_RECIPIENTS", "5"),
        ("MEDVAULT_QUIET_HOURS", "none"),
    ])
    .await;
    house.fake.remember(PEOPLE * 2);
    house.people(PEOPLE, &["en", "sw"]).await;
    let id = house.broadcast(emergency).await;
    house.fan_all_out().await;
    // Reports come in by the callback of a service that sends nothing itself.
    let database = &house.database;
    let token = medvault::commands::token::make(&mut database.conn().await)
        .await
        .unwrap();
    let service = Service::start(Config::read_demo(running::vars(database, &PATIENT)).unwrap())
        .await
        .unwrap();
    house
        .fake
        .report_to(&format!("http://{}/at/{token}/dlr", service.address));
    let mut kills = 0;
    let mut requests = 0;
    while kills < KILLS && house.progress(id).await.queued > 0 {
        let mut processes = JoinSet::new();
        for _ in 0..3 {
            processes.spawn(send(Arc::new(house.second_sender())));
        }
        requests += rand::random_range(1..4);
        let some = tokio::time::timeout(
            std::time::Duration::from_secs(1),
            house.fake.requests(requests),
        );
        let _ = some.await;
        for _ in 0..rand::random_range(0..200) {
            tokio::task::yield_now().await;
        }
        processes.shutdown().await;
        requests = house.fake.requested();
        kills += 1;
        house.later(LEASE);
        house.sender.lapse().await.unwrap();
    }
    assert!(
        kills > KILLS / 2,
        "only {kills} were killed before it was over"
    );
    for _ in 0..3 {
        house.send_all().await;
        house.later(LEASE);
        house.sender.lapse().await.unwrap();
    }
    house.fan_all_out().await;
    assert_eq!(house.broadcast_state(id).await, "done");
    // Every message the operator took is reported as delivered, in its time.
    let taken = house.fake.messages().len();
    let reported = "delivery_reports WHERE status = 'Success'";
    let all = async { while house.count(reported).await < taken {} };
    tokio::time::timeout(std::time::Duration::from_secs(120), all)
        .await
        .unwrap();
    service.stop().await;
    (house, id)
}

/// How often the operator took a message to each number.
fn times(house: &House) -> HashMap<String, usize> {
    let mut times = HashMap::new();
    for message in house.fake.messages() {
        *times.entry(message.to).or_default() += 1;
    }
    times
}

/// What is known of each number's message, of whom nothing is known or one thing.
async fn states(house: &House) -> Vec<(String, String)> {
    let rest = "FROM bulk_sends ORDER BY phone_id, batch_id";
    let states = house.texts("state", rest).await;
    let phones = house.texts("phone_id", rest).await;
    let first: usize = house
        .text("min(phone_id)", "FROM subscribers")
        .await
        .parse()
        .unwrap();
    let numbers = phones
        .iter()
        .map(|phone| number(1000 + phone.parse::<usize>().unwrap() - first));
    numbers.zip(states).collect()
}

async fn proved(emergency: bool, unknown_at_most: usize) {
    let (house, id) = killed(emergency).await;
    let times = times(&house);
    let states = states(&house).await;
    assert_eq!(states.len(), PEOPLE, "one row a person");
    let (mut delivered, mut unknown) = (0, 0);
    for (number, state) in &states {
        let told = times.get(number).copied().unwrap_or_default();
        if state == "unknown" {
            unknown += 1;
            assert!(
                told <= unknown_at_most,
                "{number} is unknown and was told {told} times"
            );
        } else {
            assert_eq!(state, "delivered", "{number}");
            delivered += 1;
            let most = if emergency { 2 } else { 1 };
            assert!((1..=most).contains(&told), "{number} was told {told} times");
        }
    }
    let progress = house.progress(id).await;
    assert_eq!(progress.delivered, delivered);
    assert_eq!(progress.unknown, unknown);
    assert_eq!(progress.people(), i64::try_from(PEOPLE).unwrap());
    assert!(delivered > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_killed_nobody_is_told_twice() {
    proved(false, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_killed_an_emergency_is_told_twice_at_most() {
    proved(true, 2).await;
}
