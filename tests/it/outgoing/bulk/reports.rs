//! What the operator tells of a broadcast's messages.

use medvault::operators::africastalking::fake::{Fault, Message};
use medvault::operators::outgoing::DeliveryReport;
use medvault::sms::delivery;
use medvault::sms::sender::Next;

use super::super::House;
use super::tens;

impl House {
    async fn tells(&self, message: &Message, status: &str, failure: Option<&str>) {
        let report = DeliveryReport {
            operator_id: message.id.clone(),
            phone: message.to.parse().ok(),
            status: status.to_owned(),
            failure: failure.map(ToOwned::to_owned),
            network: "63902".to_owned(),
        };
        delivery::report(&self.app, &report).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_message_is_reported_by_its_id_before_its_answer_or_after() {
    let house = tens().await;
    house.people(10, &["en"]).await;
    let id = house.broadcast(false).await;
    house.fan_all_out().await;
    let Next::Send(batch) = house.sender.claim().await.unwrap() else {
        panic!("nothing waits");
    };
    let answers = house.sender.post(&batch).await;
    let messages = house.fake.messages();
    house.later(4);
    for message in &messages[..3] {
        house.tells(message, "Sent", None).await;
        house.tells(message, "Success", None).await;
    }
    assert_eq!(house.progress(id).await.delivered, 0);
    house.sender.mark(&batch, &answers).await.unwrap();
    let progress = house.progress(id).await;
    assert_eq!((progress.delivered, progress.sent), (3, 7));
    house.later(6);
    house.tells(&messages[3], "Success", None).await;
    house
        .tells(&messages[4], "Failed", Some("UserDoesNotExist"))
        .await;
    house
        .tells(&messages[5], "Failed", Some("UserInBlackList"))
        .await;
    // What is final stays.
    house
        .tells(&messages[3], "Failed", Some("DeliveryFailure"))
        .await;
    house.tells(&messages[4], "Success", None).await;
    let progress = house.progress(id).await;
    assert_eq!(
        (progress.delivered, progress.sent, progress.people()),
        (4, 4, 10)
    );
    let failed: Vec<_> = progress
        .failed
        .iter()
        .map(|f| (&*f.why, f.people))
        .collect();
    assert_eq!(failed, [("UserDoesNotExist", 1), ("UserInBlacklist", 1)]);
    let times = progress.times.unwrap();
    assert_eq!((times.p50, times.p90, times.p99), (4.0, 10.0, 10.0));
    assert_eq!(
        house
            .count("subscribers WHERE stopped_at IS NOT NULL")
            .await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_answer_was_lost_is_known_by_its_phone() {
    let house = tens().await;
    house.people(10, &["en"]).await;
    let id = house.broadcast(false).await;
    house.fan_all_out().await;
    house.fake.next(Fault::LostAnswer);
    house.send_all().await;
    assert_eq!(house.progress(id).await.unknown, 10);
    let messages = house.fake.messages();
    for message in &messages[..2] {
        house.tells(message, "Success", None).await;
    }
    house.tells(&messages[2], "Sent", None).await;
    // Of two ids for one phone nobody knows which is meant.
    let mut other = messages[3].clone();
    house.tells(&other, "Sent", None).await;
    other.id = "ATXid_other".to_owned();
    house.tells(&other, "Success", None).await;
    let progress = house.progress(id).await;
    assert_eq!(
        (progress.delivered, progress.sent, progress.unknown),
        (2, 2, 6)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_may_be_about_an_emergency_that_goes_again_tells_nothing_of_another() {
    for by_broadcast in [false, true] {
        let house = tens().await;
        house.people(1, &["en"]).await;
        house.fake.next(Fault::LostAnswer);
        let (reply, ordinary) = if by_broadcast {
            let id = house.broadcast(false).await;
            house.fan_all_out().await;
            (None, Some(id))
        } else {
            (Some(house.reply(1000, "you asked").await), None)
        };
        assert_eq!(house.send_all().await, 1);
        house.later(300);
        let emergency = house.broadcast(true).await;
        house.fan_all_out().await;
        house.fake.next(Fault::LostAnswer);
        assert_eq!(house.send_all().await, 1);
        assert_eq!(house.progress(emergency).await.queued, 1, "it goes again");
        // It was taken, and this is about it.
        let last = house.fake.messages().pop().unwrap();
        house.tells(&last, "Success", None).await;
        if let Some(reply) = reply {
            assert_eq!(house.state(reply).await, "unknown answer lost");
        }
        if let Some(ordinary) = ordinary {
            assert_eq!(house.progress(ordinary).await.unknown, 1);
        }
    }
}
