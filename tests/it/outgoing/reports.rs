//! Delivery reports and opt-outs, as they come: in any order, twice, early,
//! and about things nobody knows.

use medvault::models::outbox::Rank;
use medvault::models::subscriber;
use medvault::operators::africastalking::fake::{Fault, Message};
use medvault::operators::africastalking::report;
use medvault::sms::delivery;
use medvault::sms::sender::{Next, Sender};

use super::{House, number};

/// What is reported, and what it comes to.
const REPORTED: [(&str, &str); 3] = [
    ("Sent", "sent"),
    ("Success", "delivered"),
    ("Failed", "failed Failed"),
];

impl House {
    /// A report on a message comes in.
    async fn told(&self, message: &Message, status: &str, failure: Option<&str>) {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("id", &message.id)
            .append_pair("status", status)
            .append_pair("phoneNumber", &message.to)
            .append_pair("networkCode", "63902");
        if let Some(failure) = failure {
            form.append_pair("failureReason", failure);
        }
        let report = report::delivery_report(form.finish().as_bytes()).unwrap();
        delivery::report(&self.app, &report).await.unwrap();
    }

    /// The message that the operator took last.
    fn last_taken(&self) -> Message {
        self.fake.messages().pop().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reports_in_any_order_come_to_the_same() {
    #[rustfmt::skip]
    let cases: &[(&[&str], &str)] = &[
        (&[], "sent"),
        (&["Sent"], "sent"),
        (&["Submitted"], "sent"),
        (&["Buffered"], "sent"),
        (&["AbsentSubscriber"], "sent"),
        (&["Expired"], "sent"),
        (&["Teleported"], "sent"),
        (&["Success"], "delivered"),
        (&["SUCCESS"], "delivered"),
        (&["Rejected"], "failed Rejected"),
        (&["Failed"], "failed Failed"),
        (&["Sent", "Submitted", "Buffered", "Success"], "delivered"),
        (&["Success", "Buffered", "Sent"], "delivered"),
        (&["Sent", "Sent", "Success", "Success"], "delivered"),
        (&["AbsentSubscriber", "Success"], "delivered"),
        (&["Expired", "Success"], "delivered"),
        (&["Success", "Failed"], "delivered"),
        (&["Failed", "Success"], "failed Failed"),
        (&["Rejected", "Failed"], "failed Rejected"),
    ];
    let house = House::open().await;
    for (n, (statuses, state)) in cases.iter().enumerate() {
        let id = house.reply(n, "hello").await;
        assert_eq!(house.send_all().await, 1);
        let message = house.last_taken();
        for status in *statuses {
            house.told(&message, status, None).await;
        }
        assert_eq!(house.state(id).await, *state, "{statuses:?}");
        let kept = format!("delivery_reports WHERE operator_id = '{}'", message.id);
        let mut told = statuses.to_vec();
        told.dedup();
        assert_eq!(house.count(&kept).await, told.len(), "{statuses:?}");
    }
}

/// Claims and posts, and gives back what is to be marked.
async fn posted(sender: &Sender) -> impl AsyncFnOnce(&Sender) {
    let Next::Send(batch) = sender.claim().await.unwrap() else {
        panic!("nothing to send");
    };
    let answers = sender.post(&batch).await;
    async move |sender: &Sender| sender.mark(&batch, &answers).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_may_come_before_the_answer_is_kept() {
    let house = House::open().await;
    for (n, (status, state)) in REPORTED.into_iter().enumerate() {
        let id = house.reply(n, "hello").await;
        let mark = posted(&house.sender).await;
        house.told(&house.last_taken(), status, None).await;
        assert_eq!(house.state(id).await, "sending");
        mark(&house.sender).await;
        assert_eq!(house.state(id).await, state);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_and_the_answer_it_belongs_to_may_be_kept_at_once() {
    let house = House::open().await;
    for n in 0..20 {
        let id = house.reply(n, "hello").await;
        let mark = posted(&house.sender).await;
        let message = house.last_taken();
        tokio::join!(house.told(&message, "Success", None), mark(&house.sender));
        assert_eq!(house.state(id).await, "delivered", "{n}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_fits_one_lost_answer_tells_what_became_of_it() {
    let house = House::open().await;
    for (n, (status, state)) in REPORTED.into_iter().enumerate() {
        let id = house.reply(n, "hello").await;
        house.fake.next(Fault::LostAnswer);
        house.send_all().await;
        assert_eq!(house.state(id).await, "unknown answer lost");
        let message = house.last_taken();
        house.told(&message, status, None).await;
        assert_eq!(house.state(id).await, state);
        let rest = format!("FROM sends WHERE outbox_id = {id}");
        assert_eq!(house.text("operator_id", &rest).await, message.id);
        // Lets the channel see that the trouble is over.
        house.later(300);
        house.reply(9, "probe").await;
        assert_eq!(house.send_all().await, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_comes_before_the_lease_ends_is_remembered() {
    let house = House::open().await;
    let id = house.reply(1, "hello").await;
    let victim = house.second_sender();
    drop(posted(&victim).await);
    house.told(&house.last_taken(), "Success", None).await;
    assert_eq!(house.state(id).await, "sending");
    house.later(100);
    house.sender.lapse().await.unwrap();
    assert_eq!(house.state(id).await, "delivered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_may_be_about_two_tells_nothing() {
    let house = House::open().await;
    let ids = [house.reply(1, "one").await, house.reply(1, "two").await];
    house.fake.always(Some(Fault::LostAnswer));
    house.send_all().await;
    house.later(300);
    house.send_all().await;
    let messages = house.fake.messages();
    house.told(&messages[0], "Success", None).await;
    for id in ids {
        assert_eq!(house.state(id).await, "unknown answer lost");
    }
    // Nor does one to another phone, or one from before it was sent.
    let other = house.reply(2, "three").await;
    let mut early = messages[0].clone();
    early.to = number(2);
    early.id = "ATXid_early".to_owned();
    house.told(&early, "Success", None).await;
    house.later(300);
    house.send_all().await;
    assert_eq!(house.state(other).await, "unknown answer lost");
    let mut elsewhere = house.last_taken();
    elsewhere.to = number(3);
    house.told(&elsewhere, "Success", None).await;
    assert_eq!(house.state(other).await, "unknown answer lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_another_message_is_on_its_way_a_report_may_be_about_that() {
    let house = House::open().await;
    let lost = house.reply(1, "one").await;
    house.fake.next(Fault::LostAnswer);
    house.send_all().await;
    house.later(300);
    let other = house.reply(1, "two").await;
    let mark = posted(&house.sender).await;
    let messages = house.fake.messages();
    house.told(&messages[1], "Success", None).await;
    assert_eq!(house.state(lost).await, "unknown answer lost");
    mark(&house.sender).await;
    assert_eq!(house.state(other).await, "delivered");
    assert_eq!(house.state(lost).await, "unknown answer lost");
    house.told(&messages[0], "Success", None).await;
    assert_eq!(house.state(lost).await, "delivered");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_that_arrived_does_not_go_again() {
    let house = House::open().await;
    let mut message = house.message(1, Rank::Alert, "cholera").await;
    message.repeat_unknown = true;
    let id = house.add(&[message]).await[0];
    house.fake.next(Fault::LostAnswer);
    house.send_all().await;
    assert_eq!(house.state(id).await, "queued answer lost");
    house.told(&house.last_taken(), "Success", None).await;
    assert_eq!(house.state(id).await, "delivered");
    house.later(3600);
    assert_eq!(house.send_all().await, 0);
    assert_eq!(house.taken().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_message_that_went_twice_the_first_failure_is_not_the_last_word() {
    let house = House::open().await;
    let mut message = house.message(1, Rank::Alert, "cholera").await;
    message.repeat_unknown = true;
    let id = house.add(&[message]).await[0];
    house.send_all().await;
    let first = house.last_taken();
    house
        .run("UPDATE outbox SET state = 'queued', not_before = now() - interval '1 hour'")
        .await;
    house.send_all().await;
    let second = house.last_taken();
    house.told(&first, "Failed", None).await;
    assert_eq!(house.state(id).await, "sent");
    house.told(&second, "Success", None).await;
    assert_eq!(house.state(id).await, "delivered");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_from_the_blacklist_stops_the_phone() {
    let house = House::open().await;
    for (n, word) in ["UserInBlackList", "UserInBlacklist"]
        .into_iter()
        .enumerate()
    {
        let id = house.reply(n, "hello").await;
        house.send_all().await;
        house
            .told(&house.last_taken(), "Rejected", Some(word))
            .await;
        assert_eq!(house.state(id).await, "failed UserInBlacklist");
        let phone = house.phone(n).await;
        let mut conn = house.database.conn().await;
        let stopped = subscriber::stopped_at(&mut conn, phone).await.unwrap();
        assert!(stopped.is_some(), "{word}");
    }
    let id = house.reply(5, "hello").await;
    house.send_all().await;
    let why = Some("DoNotDisturbRejection");
    house.told(&house.last_taken(), "Failed", why).await;
    assert_eq!(house.state(id).await, "failed DoNotDisturbRejection");
    assert_eq!(house.count("subscribers").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_stands_for_several_is_told_apart_by_the_phone() {
    let house = House::open().await;
    let ids = [house.reply(1, "all").await, house.reply(2, "all").await];
    house.send_all().await;
    house
        .run("UPDATE sends SET operator_id = 'ATXid_shared'")
        .await;
    let mut message = house.last_taken();
    message.id = "ATXid_shared".to_owned();
    message.to = number(2);
    house.told(&message, "Success", None).await;
    assert_eq!(house.state(ids[0]).await, "sent");
    assert_eq!(house.state(ids[1]).await, "delivered");
}
