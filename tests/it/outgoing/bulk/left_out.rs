//! Who is in no batch: numbers that nothing reaches, and who was told of enough others.

use medvault::broadcasts::audience::Audience;
use medvault::models::audience::{reach, resolve};
use medvault::models::outbox::Rank;
use medvault::operators::outgoing::DeliveryReport;
use medvault::operators::{Hop, Message, Sender};
use medvault::people::heard;
use medvault::sms::{delivery, receive::receive};
use medvault::ussd;

use super::super::{House, number};
use super::tens;

/// A week and a day.
const WEEK: i64 = 8 * 24 * 3600;

impl House {
    /// Sends a broadcast to everybody; who was told of it, by the numbers of their phones.
    async fn tell_all(&self, emergency: bool) -> Vec<String> {
        let before = self.taken().len();
        self.broadcast(emergency).await;
        self.fan_all_out().await;
        self.send_all().await;
        self.fan_all_out().await;
        let mut told: Vec<_> = self.taken().into_iter().skip(before).map(|t| t.0).collect();
        told.sort();
        told
    }

    /// Those whom nothing reaches, and why, by the n-th phone.
    async fn gone(&self) -> Vec<String> {
        let first = "(SELECT min(phone_id) FROM subscribers)";
        let rest = format!(
            "FROM unreachable WHERE since <= '{}' ORDER BY phone_id",
            self.now()
        );
        self.texts(&format!("phone_id - {first} || ' ' || why"), &rest)
            .await
    }

    /// As the preview counts an ordinary broadcast: who is meant, opted out, not to be reached,
    /// told enough.
    async fn counted(&self) -> [i64; 4] {
        let mut conn = self.conn.lock().await;
        let audience = Audience::default();
        let who = resolve(&mut conn, &audience, "en", false, None)
            .await
            .unwrap();
        let a_week = self.app.config.broadcasts.budget(false);
        let counts = reach::count(&mut conn, &who, a_week, self.now()).await;
        let mut sum = [0; 4];
        for c in counts.unwrap() {
            let row = [c.meant, c.stopped, c.unreachable, c.over_budget];
            for (sum, more) in sum.iter_mut().zip(row) {
                *sum += more;
            }
        }
        sum
    }
}

/// The numbers of so many people from the first on, but these.
fn but(many: usize, without: &[usize]) -> Vec<String> {
    let all = (0..many).filter(|n| !without.contains(n));
    all.map(|n| number(1000 + n)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_nothing_reaches_is_left_out_until_they_are_heard_of() {
    let house = tens().await;
    house.people(10, &["en", "sw"]).await;
    house.fake.answer(&number(1001), 403);
    house.fake.answer(&number(1002), 404);
    // Neither says that the number is no good.
    house.fake.answer(&number(1003), 407);
    house.fake.answer(&number(1004), 500);
    assert_eq!(house.tell_all(false).await, but(10, &[1, 2, 3, 4]));
    let wanted = ["1 InvalidPhoneNumber", "2 UnsupportedNumberType"];
    assert_eq!(house.gone().await, wanted);
    let messages = house.fake.messages();
    for (n, failure) in [(5, "UserDoesNotExist"), (6, "UserIsInactive")] {
        let message = messages.iter().find(|m| m.to == number(1000 + n)).unwrap();
        let report = DeliveryReport {
            operator_id: message.id.clone(),
            phone: message.to.parse().ok(),
            status: "Failed".to_owned(),
            failure: Some(failure.to_owned()),
            network: String::new(),
        };
        delivery::report(&house.app, &report).await.unwrap();
    }
    assert_eq!(house.gone().await[2..], ["5 UserDoesNotExist"]);
    assert_eq!(house.counted().await, [10, 0, 3, 0]);
    // An emergency does not reach them either.
    for n in 1..5 {
        house.fake.answer(&number(1000 + n), 102);
    }
    for emergency in [false, true] {
        let told = house.tell_all(emergency).await;
        assert_eq!(told, but(10, &[1, 2, 5]), "{emergency}");
    }
    let last: i64 = house
        .text("max(id)", "FROM broadcasts")
        .await
        .parse()
        .unwrap();
    let progress = house.progress(last).await;
    let left_out: Vec<_> = progress
        .left_out
        .iter()
        .map(|l| (&*l.why, l.people))
        .collect();
    assert_eq!(left_out, [("unreachable", 3)]);
    assert_eq!((progress.sent, progress.people()), (7, 10));

    // One writes, one dials; others who do were reached all along.
    for n in [1, 7] {
        let message = Message {
            id: format!("in{n}"),
            from: Sender::Phone(number(1000 + n).parse().unwrap()),
            to: "40404".to_owned(),
            network: String::new(),
            text: "HELP".to_owned(),
            sent_at: None,
        };
        receive(&house.app, &message).await.unwrap();
    }
    let hop = Hop {
        session: "ATUid_1".to_owned(),
        phone: number(1002).parse().unwrap(),
        service: "384*1234".to_owned(),
        network: String::new(),
        text: String::new(),
    };
    ussd::hop(&house.app, &hop).await;
    assert_eq!(house.gone().await.len(), 3, "nobody waited for it");
    assert_eq!(heard::settle(&house.app).await.unwrap(), 2);
    assert_eq!(heard::settle(&house.app).await.unwrap(), 0);
    assert_eq!(house.gone().await, ["5 UserDoesNotExist"]);
    house.later(WEEK);
    house.send_all().await;
    assert_eq!(house.tell_all(false).await, but(10, &[5]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_to_one_tells_of_their_number_too() {
    let house = tens().await;
    house.people(3, &["en"]).await;
    house.fake.answer(&number(1001), 403);
    for n in 0..3 {
        let message = house.message(1000 + n, Rank::Alert, "low").await;
        house.add(&[message]).await;
    }
    house.send_all().await;
    assert_eq!(house.gone().await, ["1 InvalidPhoneNumber"]);
    let message = &house.fake.messages()[0];
    let report = DeliveryReport {
        operator_id: message.id.clone(),
        phone: message.to.parse().ok(),
        status: "Failed".to_owned(),
        failure: Some("UserDoesNotExist".to_owned()),
        network: String::new(),
    };
    delivery::report(&house.app, &report).await.unwrap();
    assert_eq!(house.gone().await.len(), 2);
    let other = &house.fake.messages()[1];
    assert_eq!(house.tell_all(false).await, std::slice::from_ref(&other.to));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_told_enough_this_week_is_left_out_of_what_is_no_emergency() {
    let house = House::with(&[
        ("MEDVAULT_AT_RECIPIENTS", "10"),
        ("MEDVAULT_QUIET_HOURS", "none"),
        ("MEDVAULT_BROADCASTS_A_WEEK", "2"),
    ])
    .await;
    house.people(40, &["en", "sw"]).await;
    // Whoever was refused with others and went again was told of one.
    house.fake.answer(&number(1000), 405);
    house.broadcast(false).await;
    house.fan_all_out().await;
    house.sender.pass().await.unwrap();
    house.fake.answer(&number(1000), 102);
    house.later(400);
    house.send_all().await;
    house.fan_all_out().await;
    let batches = "bulk_batches b JOIN phones p ON p.id = ANY (b.phone_ids)";
    assert_eq!(house.count(batches).await, 40, "each in one batch");
    let alone = "bulk_batches WHERE size = 1 AND cardinality(phone_ids) = 1";
    assert!(house.count(alone).await > 0);
    assert_eq!(
        house
            .count("bulk_batches WHERE size <> cardinality(phone_ids)")
            .await,
        0
    );
    assert_eq!(house.taken().len(), 40);
    assert_eq!(house.counted().await, [40, 0, 0, 0]);
    // An emergency does not count, and what was cancelled counts where it was handed over.
    assert_eq!(house.tell_all(true).await, but(40, &[]));
    assert_eq!(house.counted().await, [40, 0, 0, 0]);
    let cut_short = house.broadcast(false).await;
    house.fan_all_out().await;
    house.sender.pass().await.unwrap();
    house.set_state(cut_short, "cancelled").await;
    house.fan_all_out().await;
    let twice: Vec<_> = house.taken().into_iter().skip(80).map(|t| t.0).collect();
    assert_eq!(twice.len(), 10);
    let over = 10;
    assert_eq!(house.counted().await, [40, 0, 0, over]);

    let left = house.tell_all(false).await;
    let mut everybody = [left.clone(), twice.clone()].concat();
    everybody.sort();
    assert_eq!(everybody, but(40, &[]));
    let last: i64 = house
        .text("max(id)", "FROM broadcasts")
        .await
        .parse()
        .unwrap();
    let progress = house.progress(last).await;
    let counted: Vec<_> = progress
        .left_out
        .iter()
        .map(|l| (&*l.why, l.people))
        .collect();
    assert_eq!(counted, [("over budget", over)]);
    assert_eq!(progress.people(), 40);
    // Everybody was told of two now.
    assert_eq!(house.counted().await, [40, 0, 0, 40]);
    assert!(house.tell_all(false).await.is_empty());
    assert_eq!(house.tell_all(true).await, but(40, &[]));
    house.later(WEEK);
    assert_eq!(house.counted().await, [40, 0, 0, 0]);
    assert_eq!(house.tell_all(false).await, but(40, &[]));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_budget_everybody_is_told_of_all() {
    let house = House::with(&[
        ("MEDVAULT_QUIET_HOURS", "none"),
        ("MEDVAULT_BROADCASTS_A_WEEK", "0"),
    ])
    .await;
    house.people(5, &["en"]).await;
    for _ in 0..5 {
        assert_eq!(house.tell_all(false).await, but(5, &[]));
    }
    assert_eq!(house.counted().await, [5, 0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_are_taken_apart_at_once_the_second_keeps_the_budget() {
    let house = House::with(&[
        ("MEDVAULT_QUIET_HOURS", "none"),
        ("MEDVAULT_BROADCASTS_A_WEEK", "1"),
    ])
    .await;
    house.people(30, &["en"]).await;
    for _ in 0..2 {
        house.broadcast(false).await;
    }
    let (mut one, mut other) = (house.fan_out(), house.fan_out());
    (one.chunk, other.chunk) = (7, 7);
    loop {
        let (one, other) = tokio::join!(one.pass(), other.pass());
        if !one.unwrap() & !other.unwrap() {
            break;
        }
    }
    house.fan_all_out().await;
    house.send_all().await;
    let mut told: Vec<_> = house.taken().into_iter().map(|t| t.0).collect();
    told.sort();
    assert_eq!(told, but(30, &[]), "each of one of them");
}
