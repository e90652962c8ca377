//! Where an answer is lost, or whoever waited for it is gone.

use medvault::operators::africastalking::fake::Fault;
use medvault::sms::sender::{Batch, Next, Sender};

use super::super::{House, number};
use super::tens;

/// A lease and some seconds.
const LEASE: i64 = 100;

async fn claimed(sender: &Sender) -> Batch {
    match sender.claim().await.unwrap() {
        Next::Send(batch) => batch,
        other => panic!("{other:?}"),
    }
}

/// A broadcast to ten, of a sender that is killed after so many of: claim, post, mark.
async fn killed_after(steps: usize, emergency: bool) -> (House, i64) {
    let house = tens().await;
    house.people(10, &["en"]).await;
    let id = house.broadcast(emergency).await;
    house.fan_all_out().await;
    let victim = house.second_sender();
    let batch = claimed(&victim).await;
    if steps > 1 {
        let answers = victim.post(&batch).await;
        if steps > 2 {
            victim.mark(&batch, &answers).await.unwrap();
        }
    }
    (house, id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_whose_sender_is_gone_is_unknown_and_not_sent_again() {
    for (steps, unknown, taken) in [(1, 10, 0), (2, 10, 10), (3, 0, 10)] {
        let (house, id) = killed_after(steps, false).await;
        house.sender.lapse().await.unwrap();
        assert_eq!(house.send_all().await, 0, "{steps}: the lease holds");
        house.later(LEASE);
        for _ in 0..2 {
            house.sender.lapse().await.unwrap();
            assert_eq!(house.send_all().await, 0, "{steps}");
            house.later(3600);
        }
        let progress = house.progress(id).await;
        assert_eq!(
            (progress.unknown, progress.people()),
            (unknown, 10),
            "{steps}"
        );
        assert_eq!(house.taken().len(), taken, "{steps}");
        house.fan_all_out().await;
        assert_eq!(house.broadcast_state(id).await, "done", "{steps}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_goes_once_more() {
    for (steps, taken) in [(1, 10), (2, 20), (3, 10)] {
        let (house, id) = killed_after(steps, true).await;
        house.later(LEASE);
        house.sender.lapse().await.unwrap();
        assert_eq!(house.send_all().await, 0, "{steps}: not at once");
        house.later(60);
        house.send_all().await;
        assert_eq!(house.progress(id).await.sent, 10, "{steps}");
        assert_eq!(house.taken().len(), taken, "{steps}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_whose_answers_are_lost_goes_twice_and_an_ordinary_one_once() {
    for (emergency, times) in [(true, 2), (false, 1)] {
        let house = tens().await;
        house.people(10, &["en"]).await;
        let id = house.broadcast(emergency).await;
        house.fan_all_out().await;
        house.fake.always(Some(Fault::LostAnswer));
        for _ in 0..30 {
            house.send_all().await;
            house.later(400);
        }
        assert_eq!(house.taken().len(), 10 * times, "{emergency}");
        let progress = house.progress(id).await;
        assert_eq!(
            (progress.unknown, progress.people()),
            (10, 10),
            "{emergency}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_that_was_killed_twice_is_unknown() {
    let (house, id) = killed_after(2, true).await;
    house.later(LEASE);
    house.sender.lapse().await.unwrap();
    house.later(60);
    let victim = house.second_sender();
    let batch = claimed(&victim).await;
    victim.post(&batch).await;
    house.later(LEASE);
    house.sender.lapse().await.unwrap();
    house.later(3600);
    assert_eq!(house.send_all().await, 0);
    assert_eq!(house.progress(id).await.unknown, 10);
    assert_eq!(house.taken().len(), 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_after_the_lease_still_counts() {
    for emergency in [false, true] {
        let house = tens().await;
        house.people(10, &["en"]).await;
        let id = house.broadcast(emergency).await;
        house.fan_all_out().await;
        let slow = house.second_sender();
        let batch = claimed(&slow).await;
        let answers = slow.post(&batch).await;
        house.later(LEASE);
        house.sender.lapse().await.unwrap();
        // And it may be kept twice, where the first time was not heard of.
        for _ in 0..2 {
            slow.mark(&batch, &answers).await.unwrap();
            assert_eq!(house.progress(id).await.sent, 10, "{emergency}");
        }
        house.later(3600);
        assert_eq!(
            house.send_all().await,
            0,
            "{emergency}: nobody is told twice"
        );
        assert_eq!(house.progress(id).await.people(), 10, "{emergency}");
        house.fan_all_out().await;
        assert_eq!(house.broadcast_state(id).await, "done", "{emergency}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_emergency_just_those_of_whom_nothing_is_known_go_once_more() {
    for (emergency, again) in [(true, 2), (false, 0)] {
        let house = tens().await;
        house.people(10, &["en"]).await;
        let id = house.broadcast(emergency).await;
        house.fan_all_out().await;
        house.fake.answer(&number(1003), 500);
        house.fake.answer(&number(1007), 501);
        house.fake.answer(&number(1008), 407);
        assert_eq!(house.send_all().await, 1);
        assert_eq!(house.taken().len(), 7);
        house.fake.answer(&number(1003), 102);
        house.later(60);
        assert_eq!(
            house.send_all().await,
            usize::from(emergency),
            "{emergency}"
        );
        let told: Vec<_> = house.taken().into_iter().skip(7).map(|t| t.0).collect();
        assert_eq!(told.len(), again / 2, "{emergency}: one is taken now");
        assert!(told.iter().all(|to| *to == number(1003)));
        house.later(3600);
        assert_eq!(house.send_all().await, 0, "{emergency}");
        let progress = house.progress(id).await;
        let wanted = if emergency { (8, 1) } else { (7, 2) };
        assert_eq!((progress.sent, progress.unknown), wanted, "{emergency}");
        assert_eq!(progress.people(), 10, "{emergency}");
    }
}
