//! Going on under another number.

use futures_util::future::join_all;
use medvault::models::phone_change::PhoneChange;
use medvault::models::staff::{self, Staff};
use medvault::people::pin::Tried;
use medvault::people::staff::who::undecided;
use medvault::people::staff::{Done, Refusal, ask_new_phone, decide_new_phone};

use super::registers::refused;
use super::world::World;

async fn asked(world: &World, staff: i64, n: u8) -> Done<PhoneChange> {
    let phone = world.phone(n).await;
    ask_new_phone(&mut world.conn().await, staff, phone, world.now()).await
}

async fn decided(world: &World, by: i64, change: i64, granted: bool) -> Done<Staff> {
    decide_new_phone(&mut world.conn().await, by, change, granted, world.now()).await
}

async fn of_phone(world: &World, n: u8) -> Option<i64> {
    let phone = world.phone(n).await;
    let found = staff::of_phone(&mut world.conn().await, phone)
        .await
        .unwrap();
    found.map(|person| person.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_goes_on_under_another_phone_with_the_same_pin() {
    let world = World::new().await;
    let supervisor = world
        .person(1, "supervisor", "active", Some("Kisumu"), &[])
        .await;
    let person = world
        .person(2, "pharmacist", "active", None, &["AHERO"])
        .await;
    assert!(world.choose(person, "4071").await);
    let change = asked(&world, person, 3).await.unwrap();
    assert_eq!(of_phone(&world, 3).await, None);
    let waiting = undecided(&mut world.conn().await, supervisor)
        .await
        .unwrap();
    assert_eq!(waiting.new_phones.len(), 1);
    assert_eq!(
        (waiting.new_phones[0].0.id, waiting.new_phones[0].1),
        (person, change)
    );
    let moved = decided(&world, supervisor, change.id, true).await.unwrap();
    assert_eq!(moved.phone_id, world.phone(3).await);
    assert_eq!(
        (of_phone(&world, 2).await, of_phone(&world, 3).await),
        (None, Some(person))
    );
    assert_eq!(
        world.try_pin(world.phone(3).await, "4071").await,
        Tried::Right
    );
    assert_eq!(
        world.try_pin(world.phone(2).await, "4071").await,
        Tried::Nobody
    );
    let waiting = undecided(&mut world.conn().await, supervisor)
        .await
        .unwrap();
    assert_eq!(waiting.new_phones, []);
    assert_eq!(
        refused(decided(&world, supervisor, change.id, true).await),
        Refusal::NotOpen
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_change_changes_nothing_and_may_be_asked_again() {
    let world = World::new().await;
    let by = world
        .person(1, "supervisor", "active", Some("Kisumu"), &[])
        .await;
    let person = world
        .person(2, "in_charge", "active", None, &["AHERO"])
        .await;
    let change = asked(&world, person, 3).await.unwrap();
    decided(&world, by, change.id, false).await.unwrap();
    assert_eq!(
        (of_phone(&world, 2).await, of_phone(&world, 3).await),
        (Some(person), None)
    );
    let change = asked(&world, person, 3).await.unwrap();
    decided(&world, by, change.id, true).await.unwrap();
    assert_eq!(of_phone(&world, 3).await, Some(person));
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_the_area_without_the_right_and_for_oneself_nothing_is_granted() {
    let world = World::new().await;
    let elsewhere = world
        .person(1, "supervisor", "active", Some("Nairobi"), &[])
        .await;
    let kisumu = world
        .person(2, "supervisor", "active", Some("Kisumu"), &[])
        .await;
    let in_charge = world
        .person(3, "in_charge", "active", None, &["AHERO"])
        .await;
    let gone = world
        .person(4, "administrator", "disabled", None, &[])
        .await;
    let administrator = world.person(5, "administrator", "active", None, &[]).await;
    let person = world
        .person(6, "pharmacist", "active", None, &["AHERO"])
        .await;
    let change = asked(&world, person, 16).await.unwrap().id;
    for (by, why) in [
        (elsewhere, Refusal::Outside),
        (in_charge, Refusal::NotAllowed),
        (gone, Refusal::NotAllowed),
        (person, Refusal::NotAllowed),
    ] {
        assert_eq!(refused(decided(&world, by, change, true).await), why);
    }
    // One facility elsewhere is enough for no.
    let two = world
        .person(7, "pharmacist", "active", None, &["AHERO", "KIBRA"])
        .await;
    let of_two = asked(&world, two, 17).await.unwrap().id;
    assert_eq!(
        refused(decided(&world, kisumu, of_two, true).await),
        Refusal::Outside
    );
    let own = asked(&world, kisumu, 12).await.unwrap().id;
    assert_eq!(
        refused(decided(&world, kisumu, own, true).await),
        Refusal::Oneself
    );
    let of_administrator = asked(&world, administrator, 15).await.unwrap().id;
    let told = decided(&world, administrator, of_administrator, true).await;
    assert_eq!(refused(told), Refusal::Oneself);
    for (n, id) in [(16, change), (17, of_two), (12, own)] {
        assert_eq!(of_phone(&world, n).await, None);
        decided(&world, administrator, id, true).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_phone_of_another_person_is_refused_when_asked_and_when_granted() {
    let world = World::new().await;
    let by = world.person(1, "administrator", "active", None, &[]).await;
    let person = world
        .person(2, "pharmacist", "active", None, &["AHERO"])
        .await;
    for (n, state) in [(3, "active"), (4, "waiting"), (5, "disabled")] {
        world.person(n, "pharmacist", state, None, &["AHERO"]).await;
        assert_eq!(
            refused(asked(&world, person, n).await),
            Refusal::PhoneTaken,
            "{state}"
        );
    }
    assert_eq!(refused(asked(&world, person, 2).await), Refusal::Already);
    let change = asked(&world, person, 6).await.unwrap().id;
    let other = world
        .person(6, "pharmacist", "waiting", None, &["AHERO"])
        .await;
    assert_eq!(
        refused(decided(&world, by, change, true).await),
        Refusal::PhoneTaken
    );
    assert_eq!(
        (of_phone(&world, 2).await, of_phone(&world, 6).await),
        (Some(person), Some(other))
    );
    // It is still open, so that it can be refused.
    decided(&world, by, change, false).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_last_counts_and_disabled_people_ask_nothing() {
    let world = World::new().await;
    let by = world.person(1, "administrator", "active", None, &[]).await;
    let person = world
        .person(2, "pharmacist", "active", None, &["AHERO"])
        .await;
    let first = asked(&world, person, 3).await.unwrap().id;
    let second = asked(&world, person, 4).await.unwrap().id;
    assert_eq!(
        refused(decided(&world, by, first, true).await),
        Refusal::NotOpen
    );
    let state = format!("UPDATE staff SET state = 'disabled' WHERE id = {person}");
    diesel_async::SimpleAsyncConnection::batch_execute(&mut world.conn().await, &state)
        .await
        .unwrap();
    assert_eq!(
        refused(decided(&world, by, second, true).await),
        Refusal::NotOpen
    );
    assert_eq!(refused(asked(&world, person, 5).await), Refusal::NotAllowed);
    assert_eq!(of_phone(&world, 2).await, Some(person));
    let waits = world
        .person(6, "pharmacist", "waiting", None, &["AHERO"])
        .await;
    assert_eq!(refused(asked(&world, waits, 5).await), Refusal::NotAllowed);
    assert_eq!(
        refused(asked(&world, i64::MAX, 5).await),
        Refusal::NotAllowed
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_are_granted_one_phone_at_once_one_gets_it() {
    let world = World::new().await;
    let by = world.person(1, "administrator", "active", None, &[]).await;
    let mut changes = Vec::new();
    for n in [2, 3] {
        let person = world
            .person(n, "pharmacist", "active", None, &["AHERO"])
            .await;
        changes.push(asked(&world, person, 9).await.unwrap().id);
    }
    let both = join_all(changes.iter().map(|id| decided(&world, by, *id, true))).await;
    let (done, not): (Vec<_>, Vec<_>) = both.into_iter().partition(Result::is_ok);
    assert_eq!(done.len(), 1, "{not:?}");
    let (done, not) = (
        done.into_iter().next().unwrap(),
        not.into_iter().next().unwrap(),
    );
    assert_eq!(refused(not), Refusal::PhoneTaken);
    assert_eq!(of_phone(&world, 9).await, Some(done.unwrap().id));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_asks_twice_at_once_has_asked_once() {
    let world = World::new().await;
    let person = world
        .person(1, "pharmacist", "active", None, &["AHERO"])
        .await;
    for done in join_all([2, 3, 4].map(|n| asked(&world, person, n))).await {
        done.unwrap();
    }
    let open = "SELECT count(*) AS id FROM phone_changes WHERE decided_at IS NULL";
    assert_eq!(world.number(open).await, 1);
}
