//! Registering, and letting people in: who may decide what about whom.

use futures_util::future::join_all;
use medvault::models::staff::{self, Staff};
use medvault::people::role::{Action, Role, State};
use medvault::people::staff::who::{answering_for, undecided};
use medvault::people::staff::{
    Done, NotDone, Refusal, Registration, decide_registration, register,
};

use super::world::World;

/// Somebody registers from phone NN for a facility.
async fn registered(world: &World, n: u8, name: &str, facility: &str) -> Done<Staff> {
    let asked = Registration {
        phone_id: world.phone(n).await,
        name,
        facility_id: world.facility(facility).await,
        language: Some("sw"),
    };
    register(&mut world.conn().await, asked, world.now()).await
}

/// What `by` decides of what they were shown.
async fn decided(world: &World, by: i64, shown: (i64, &str), granted: bool) -> Done<Staff> {
    let facility = world.facility(shown.1).await;
    let mut conn = world.conn().await;
    decide_registration(&mut conn, by, (shown.0, facility), granted, world.now()).await
}

async fn state(world: &World, id: i64) -> State {
    let person = staff::by_id(&mut world.conn().await, id).await.unwrap();
    person.unwrap().state
}

pub(crate) fn refused<T: std::fmt::Debug>(done: Done<T>) -> Refusal {
    match done {
        Err(NotDone::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_registers_and_waits_until_the_supervisor_of_the_area_lets_them_in() {
    let world = World::new().await;
    let supervisor = world
        .person(1, "supervisor", "active", Some("Kisumu"), &[])
        .await;
    let new = registered(&world, 2, " Grace  Achieng ", "AHERO")
        .await
        .unwrap();
    assert_eq!(
        (&*new.name, new.role, new.state),
        ("Grace Achieng", Role::Pharmacist, State::Waiting)
    );
    assert_eq!(new.facilities, [world.facility("AHERO").await]);
    assert!(!new.may(Action::ReportStock));
    let mut conn = world.conn().await;
    let waiting = undecided(&mut conn, supervisor).await.unwrap();
    assert_eq!(waiting.registrations, std::slice::from_ref(&new));
    let let_in = decided(&world, supervisor, (new.id, "AHERO"), true)
        .await
        .unwrap();
    assert!(let_in.may(Action::ReportStock));
    let kept = staff::of_phone(&mut conn, new.phone_id).await.unwrap();
    assert_eq!(kept, Some(let_in));
    let by = format!(
        "SELECT decided_by AS id FROM staff WHERE id = {} AND decided_at IS NOT NULL",
        new.id
    );
    assert_eq!(world.number(&by).await, supervisor);
    let waiting = undecided(&mut conn, supervisor).await.unwrap();
    assert_eq!(waiting.registrations, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn outside_the_area_and_without_the_right_nobody_is_let_in() {
    let world = World::new().await;
    let new = registered(&world, 2, "Grace", "AHERO").await.unwrap().id;
    let elsewhere = world
        .person(3, "supervisor", "active", Some("Nairobi"), &[])
        .await;
    let ward = world
        .person(4, "supervisor", "active", Some("Kajulu"), &[])
        .await;
    let authority = world
        .person(5, "authority", "active", Some("Kisumu"), &[])
        .await;
    let in_charge = world
        .person(6, "in_charge", "active", None, &["AHERO"])
        .await;
    let disabled = world
        .person(7, "supervisor", "disabled", Some("Kisumu"), &[])
        .await;
    let waiting = world
        .person(8, "supervisor", "waiting", Some("Kisumu"), &[])
        .await;
    for (by, why) in [
        (elsewhere, Refusal::Outside),
        (ward, Refusal::Outside),
        (authority, Refusal::NotAllowed),
        (in_charge, Refusal::NotAllowed),
        (disabled, Refusal::NotAllowed),
        (waiting, Refusal::NotAllowed),
        (new, Refusal::NotAllowed),
        (i64::MAX, Refusal::NotAllowed),
    ] {
        for granted in [true, false] {
            let told = decided(&world, by, (new, "AHERO"), granted).await;
            assert_eq!(refused(told), why, "{by}");
        }
        assert_eq!(state(&world, new).await, State::Waiting);
    }
    let shown = undecided(&mut world.conn().await, elsewhere).await.unwrap();
    assert_eq!(shown.registrations, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_area_is_the_place_and_every_place_in_it() {
    let world = World::new().await;
    for (n, place) in [(1, "Ahero"), (2, "Kisumu"), (3, "Kenya")] {
        let by = world
            .person(n, "supervisor", "active", Some(place), &[])
            .await;
        let new = registered(&world, n + 10, "Grace", "AHERO")
            .await
            .unwrap()
            .id;
        decided(&world, by, (new, "AHERO"), true).await.unwrap();
    }
    // A facility whose place nobody knows lies in no area; an administrator decides.
    let new = registered(&world, 20, "Grace", "NOWHERE").await.unwrap().id;
    let country = world
        .number(
            "SELECT id FROM staff WHERE place_id = (SELECT id FROM places WHERE name = 'Kenya')",
        )
        .await;
    let told = decided(&world, country, (new, "NOWHERE"), true).await;
    assert_eq!(refused(told), Refusal::Outside);
    let administrator = world.person(4, "administrator", "active", None, &[]).await;
    decided(&world, administrator, (new, "NOWHERE"), true)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_twice_nor_of_what_they_were_not_shown() {
    let world = World::new().await;
    let by = world
        .person(1, "supervisor", "active", Some("Kisumu"), &[])
        .await;
    let new = registered(&world, 2, "Grace", "AHERO").await.unwrap().id;
    // Meanwhile it is another facility, in the same area.
    let again = registered(&world, 2, "Grace Achieng", "KAJULU")
        .await
        .unwrap();
    assert_eq!((again.id, &*again.name), (new, "Grace Achieng"));
    assert_eq!(again.facilities, [world.facility("KAJULU").await]);
    let told = decided(&world, by, (new, "AHERO"), true).await;
    assert_eq!(refused(told), Refusal::NotOpen);
    let out = decided(&world, by, (new, "KAJULU"), false).await.unwrap();
    assert_eq!(out.state, State::Disabled);
    let told = decided(&world, by, (new, "KAJULU"), true).await;
    assert_eq!(refused(told), Refusal::NotOpen);
    // Two at once: one decides, the other is told that it is decided.
    let new = registered(&world, 3, "Amina", "AHERO").await.unwrap().id;
    let both = join_all([true, false].map(|granted| decided(&world, by, (new, "AHERO"), granted)));
    let (done, not): (Vec<_>, Vec<_>) = both.await.into_iter().partition(Result::is_ok);
    assert_eq!((done.len(), not.len()), (1, 1));
    let decision = done.into_iter().next().unwrap().unwrap();
    assert_eq!(state(&world, new).await, decision.state);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_works_already_or_no_longer_does_not_register() {
    let world = World::new().await;
    world
        .person(1, "pharmacist", "active", None, &["AHERO"])
        .await;
    let told = registered(&world, 1, "Grace", "KIBRA").await;
    assert_eq!(refused(told), Refusal::Already);
    let gone = world
        .person(2, "in_charge", "disabled", None, &["AHERO"])
        .await;
    let told = registered(&world, 2, "Grace", "AHERO").await;
    assert_eq!(refused(told), Refusal::Disabled);
    assert_eq!(state(&world, gone).await, State::Disabled);
    assert_eq!(
        refused(registered(&world, 3, "07", "AHERO").await),
        Refusal::BadName
    );
    let asked = Registration {
        phone_id: world.phone(3).await,
        name: "Grace",
        facility_id: i64::MAX,
        language: None,
    };
    let told = register(&mut world.conn().await, asked, world.now()).await;
    assert_eq!(refused(told), Refusal::NoFacility);
    assert_eq!(world.number("SELECT count(*) AS id FROM staff").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_phone_that_registers_many_times_at_once_is_one_person() {
    let world = World::new().await;
    let facilities = ["AHERO", "KAJULU", "KIBRA", "AHERO"];
    let all = join_all(facilities.map(|f| registered(&world, 1, "Grace", f))).await;
    let ids: Vec<i64> = all.into_iter().map(|done| done.unwrap().id).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let rows = "SELECT count(*) AS id FROM staff_facilities";
    assert_eq!(world.number(rows).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_answer_for_a_facility_are_found() {
    let world = World::new().await;
    let ward = world
        .person(1, "supervisor", "active", Some("Ahero"), &[])
        .await;
    let county = world
        .person(2, "supervisor", "active", Some("Kisumu"), &[])
        .await;
    world
        .person(3, "supervisor", "active", Some("Nairobi"), &[])
        .await;
    world
        .person(4, "supervisor", "disabled", Some("Kisumu"), &[])
        .await;
    world
        .person(5, "authority", "active", Some("Kisumu"), &[])
        .await;
    let administrator = world.person(6, "administrator", "active", None, &[]).await;
    let mut conn = world.conn().await;
    for (facility, expected) in [
        ("AHERO", vec![ward, county]),
        ("NOWHERE", vec![administrator]),
    ] {
        let facility = world.facility(facility).await;
        let found = answering_for(&mut conn, facility, Action::ApproveStaff)
            .await
            .unwrap();
        let ids: Vec<i64> = found.iter().map(|person| person.id).collect();
        assert_eq!(ids, expected);
    }
}
