//! Killed at any point, or beside another: nothing is lost, nothing goes twice
//! but what may.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use medvault::models::outbox::Rank;
use medvault::operators::africastalking::fake::Fault;
use medvault::sms::sender::{Batch, Next, Sender};

use super::{House, KEY, USERNAME, number};

/// No demo's key, which `serve` refuses.
const PHONE_KEY: &str = "7:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// A lease and some seconds.
const LEASE: i64 = 100;

/// What a sender has claimed, which must be something.
async fn claimed(sender: &Sender) -> Batch {
    match sender.claim().await.unwrap() {
        Next::Send(batch) => batch,
        other => panic!("{other:?}"),
    }
}

/// One message, of a sender that is killed after so many of: claim, post, mark.
async fn killed_after(steps: usize, repeat_unknown: bool) -> (House, i64) {
    let house = House::open().await;
    let mut message = house.message(1, Rank::Alert, "cholera").await;
    message.repeat_unknown = repeat_unknown;
    let id = house.add(&[message]).await[0];
    let victim = house.second_sender();
    let batch = claimed(&victim).await;
    if steps > 1 {
        let answers = victim.post(&batch).await;
        if steps > 2 {
            victim.mark(&batch, &answers).await.unwrap();
        }
    }
    drop(victim);
    (house, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_killed_leaves_messages_that_nobody_sends_again() {
    for (steps, state, taken) in [
        (1, "unknown no answer", 0),
        (2, "unknown no answer", 1),
        (3, "sent", 1),
    ] {
        let (house, id) = killed_after(steps, false).await;
        // The lease holds, and what was claimed is not claimed again.
        house.sender.lapse().await.unwrap();
        assert_eq!(house.send_all().await, 0, "{steps}");
        house.later(LEASE);
        house.sender.lapse().await.unwrap();
        assert_eq!(house.state(id).await, state, "{steps}");
        house.later(3600);
        house.sender.lapse().await.unwrap();
        assert_eq!(house.send_all().await, 0, "{steps}");
        assert_eq!(house.taken().len(), taken, "{steps}");
        assert_eq!(house.count("sends").await, 1, "{steps}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_goes_again_where_nobody_knows() {
    for (steps, taken) in [(1, 1), (2, 2), (3, 1)] {
        let (house, id) = killed_after(steps, true).await;
        house.later(LEASE);
        house.sender.lapse().await.unwrap();
        assert_eq!(house.send_all().await, 0, "{steps}: not at once");
        house.later(60);
        house.send_all().await;
        assert_eq!(house.state(id).await, "sent", "{steps}");
        assert_eq!(house.taken().len(), taken, "{steps}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_does_not_go_for_ever() {
    let house = House::open().await;
    let mut message = house.message(1, Rank::Alert, "cholera").await;
    message.repeat_unknown = true;
    let id = house.add(&[message]).await[0];
    house.fake.always(Some(Fault::LostAnswer));
    for _ in 0..6 {
        house.send_all().await;
        // Past the channel's longest wait too.
        house.later(400);
    }
    assert_eq!(house.state(id).await, "unknown answer lost");
    assert_eq!(house.taken().len(), 3);
    assert_eq!(house.count("sends").await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_transaction_is_open_while_the_operator_is_waited_for() {
    let house = Arc::new(House::open().await);
    let id = house.reply(1, "hello").await;
    house.fake.next(Fault::Slow(Duration::from_secs(3600)));
    let passing = tokio::spawn({
        let house = Arc::clone(&house);
        async move { house.sender.pass().await.map(drop) }
    });
    house.fake.requests(1).await;
    assert_eq!(house.state(id).await, "sending");
    // What the pass does beside it, and the server's own housekeeping, is over in a moment;
    // one that is open while the operator is waited for would be for an hour.
    let open = "pg_stat_activity WHERE datname = current_database() \
                AND xact_start IS NOT NULL AND pid <> pg_backend_pid()";
    let none = async { while house.count(open).await > 0 {} };
    let none = tokio::time::timeout(Duration::from_secs(20), none).await;
    assert!(none.is_ok(), "a transaction stays open");
    // Killed here, nobody knows; the operator does not have it.
    passing.abort();
    assert!(passing.await.unwrap_err().is_cancelled());
    house.later(LEASE);
    house.sender.lapse().await.unwrap();
    assert_eq!(house.state(id).await, "unknown no answer");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_after_the_lease_still_counts() {
    let house = House::open().await;
    let id = house.reply(1, "hello").await;
    let slow = house.second_sender();
    let batch = claimed(&slow).await;
    let answers = slow.post(&batch).await;
    house.later(LEASE);
    house.sender.lapse().await.unwrap();
    assert_eq!(house.state(id).await, "unknown no answer");
    slow.mark(&batch, &answers).await.unwrap();
    assert_eq!(house.state(id).await, "sent");
    // And it may be kept twice, where the first time was not heard of.
    slow.mark(&batch, &answers).await.unwrap();
    assert_eq!(house.state(id).await, "sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_senders_at_once_send_each_message_once() {
    let house = House::with(&[("MEDVAULT_AT_RECIPIENTS", "5")]).await;
    let mut messages = Vec::new();
    for n in 0..60 {
        // Some alone, some in requests of several.
        let body = if n % 3 == 0 {
            format!("to {n}")
        } else {
            "all".to_owned()
        };
        messages.push(house.message(n, Rank::Bulk, &body).await);
    }
    house.add(&messages).await;
    let senders: Vec<Arc<Sender>> = (0..4).map(|_| Arc::new(house.second_sender())).collect();
    let mut at_work = Vec::new();
    for sender in senders {
        at_work.push(tokio::spawn(async move {
            while let Next::Send(_) = sender.pass().await.unwrap() {}
        }));
    }
    for work in at_work {
        work.await.unwrap();
    }
    // Whoever looks while others hold all that is left goes home.
    house.send_all().await;
    let mut taken: Vec<String> = house.taken().into_iter().map(|(to, _)| to).collect();
    taken.sort();
    assert_eq!(taken, (0..60).map(number).collect::<Vec<_>>());
    assert_eq!(house.count("outbox WHERE state = 'sent'").await, 60);
    assert_eq!(house.count("sends").await, 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_is_killed_outright_loses_nothing_and_sends_nothing_twice() {
    let keys = [
        ("MEDVAULT_PHONE_KEYS", PHONE_KEY),
        ("MEDVAULT_PHONE_HMAC_KEYS", PHONE_KEY),
    ];
    let house = House::with(&keys).await;
    let first = house.reply(1, "first").await;
    let second = house.reply(2, "second").await;
    house.fake.next(Fault::Slow(Duration::from_secs(3600)));
    let start = |parallel: &str| {
        Command::new(env!("CARGO_BIN_EXE_medvault"))
            .arg("serve")
            .env("DATABASE_URL", house.database.url())
            .env_remove("REDIS_URL")
            .env("MEDVAULT_LISTEN", "127.0.0.1:0")
            .env("MEDVAULT_PHONE_KEYS", PHONE_KEY)
            .env("MEDVAULT_PHONE_HMAC_KEYS", PHONE_KEY)
            .env("MEDVAULT_PIN_PEPPER", &PHONE_KEY[2..])
            .env("MEDVAULT_AT_USERNAME", USERNAME)
            .env("MEDVAULT_AT_KEY", KEY)
            .env("MEDVAULT_AT_URL", house.fake.url())
            .env("MEDVAULT_AT_PARALLEL", parallel)
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let mut victim = start("1");
    house.fake.requests(1).await;
    victim.kill().unwrap();
    victim.wait().unwrap();
    assert_eq!(house.state(first).await, "sending");
    assert_eq!(house.state(second).await, "queued");
    house
        .run("UPDATE outbox SET lease_until = now() - interval '1 second' WHERE state = 'sending'")
        .await;
    let mut heir = start("1");
    let finds = async |id: i64, state: &str| {
        let began = std::time::Instant::now();
        while house.state(id).await != state {
            assert!(began.elapsed() < Duration::from_secs(60), "never {state}");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    finds(first, "unknown no answer").await;
    finds(second, "sent").await;
    heir.kill().unwrap();
    heir.wait().unwrap();
    assert_eq!(house.taken(), [(number(2), "second".to_owned())]);
}
