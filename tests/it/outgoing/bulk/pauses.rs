//! What stops on its way: by a night that comes, by an officer's word.

use chrono::TimeDelta;
use chrono_tz::Africa::Nairobi;
use medvault::broadcasts::change::{Change, change};
use medvault::broadcasts::{By, Holder, Office, Who};
use medvault::models::broadcast::{Channel, State};
use medvault::models::token::Token;
use medvault::people::role::Role;
use medvault::sms::sender::Next;

use super::super::{House, Still, number};
use super::tens;
use medvault::clock::Clock as _;

const HOUR: i64 = 3600;

#[tokio::test(flavor = "multi_thread")]
async fn a_night_that_comes_while_it_goes_out_is_waited_for_by_what_is_no_emergency() {
    // Quiet from an hour from now to nine hours later, by the clocks of those who are told,
    // which are not the service's own.
    let local = Still::default().now().with_timezone(&Nairobi);
    let hour = |n| (local + TimeDelta::hours(n)).format("%H:%M");
    let quiet = format!("{}-{}", hour(1), hour(10));
    let house = House::with(&[
        ("MEDVAULT_AT_RECIPIENTS", "10"),
        ("MEDVAULT_TIME_ZONE", "Africa/Lagos"),
        ("MEDVAULT_QUIET_HOURS", &quiet),
    ])
    .await;
    house.people(40, &["en"]).await;
    let id = house.broadcast(false).await;
    house.fan_all_out().await;
    assert!(matches!(house.sender.pass().await.unwrap(), Next::Send(_)));
    house.later(HOUR + 60);
    assert_eq!(house.send_all().await, 0, "it is night");
    house.fan_all_out().await;
    assert_eq!(house.broadcast_state(id).await, "sending");
    assert_eq!(house.progress(id).await.queued, 30);
    let emergency = house.broadcast(true).await;
    house.fan_all_out().await;
    assert_eq!(house.send_all().await, 4);
    assert_eq!(house.progress(emergency).await.sent, 40);
    house.later(8 * HOUR);
    assert_eq!(house.send_all().await, 0, "it still is");
    house.later(HOUR);
    assert_eq!(house.send_all().await, 3, "it is morning");
    let mut told: Vec<_> = house.taken().into_iter().map(|t| t.0).collect();
    told.sort();
    let twice: Vec<_> = (0..80).map(|n| number(1000 + n / 2)).collect();
    assert_eq!(told, twice, "each of both");
    house.fan_all_out().await;
    assert_eq!(house.broadcast_state(id).await, "done");
}

/// An officer's word on a broadcast, as a program says it.
async fn say(house: &House, id: i64, what: Change) -> State {
    let mut conn = house.database.conn().await;
    let (role, place_id) = (Role::Administrator, None);
    let hash = rand::random();
    let token = Token::insert_api(&mut conn, &hash, (role, place_id)).await;
    let by = By {
        who: Who::Token(Holder {
            id: token.unwrap(),
            role,
            place_id,
        }),
        channel: Channel::Http,
        from: "test".to_owned(),
    };
    let office = Office::of(&house.app);
    change(&mut conn, &office, &by, id, what).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_pause_no_sender_takes_more_and_each_goes_on_where_it_was() {
    for last in [Change::Resume, Change::Cancel] {
        let house = tens().await;
        house.people(80, &["en", "sw"]).await;
        let id = house.broadcast(false).await;
        house.fan_all_out().await;
        let other = house.second_sender();
        let mut out = Vec::new();
        for sender in [&house.sender, &other] {
            let Next::Send(batch) = sender.claim().await.unwrap() else {
                panic!("nothing waits");
            };
            out.push((sender, batch));
        }
        assert_eq!(say(&house, id, Change::Pause).await, State::Paused);
        // What was leased right before is all that is handed over: nobody waits in between.
        for sender in [&house.sender, &other] {
            assert!(matches!(sender.claim().await.unwrap(), Next::Nothing));
        }
        for (sender, batch) in &out {
            let answers = sender.post(batch).await;
            sender.mark(batch, &answers).await.unwrap();
        }
        for _ in 0..3 {
            house.later(HOUR);
            house.fan_all_out().await;
            house.sender.lapse().await.unwrap();
            assert_eq!(house.send_all().await, 0);
        }
        assert_eq!(house.taken().len(), 20);
        let progress = house.progress(id).await;
        assert_eq!((progress.sent, progress.queued), (20, 60));
        say(&house, id, last).await;
        house.fan_all_out().await;
        let rest = if last == Change::Resume { 6 } else { 0 };
        assert_eq!(house.send_all().await, rest);
        let mut told: Vec<_> = house.taken().into_iter().map(|t| t.0).collect();
        told.sort();
        told.dedup();
        assert_eq!(told.len(), house.taken().len(), "nobody is told twice");
        assert_eq!(told.len(), 20 + 10 * rest);
        house.fan_all_out().await;
        let over = if rest > 0 { "done" } else { "cancelled" };
        assert_eq!(house.broadcast_state(id).await, over);
    }
}
