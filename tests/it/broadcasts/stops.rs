//! Who pauses a broadcast, goes on with it and stops it, and what it is about when its time is over.

use std::sync::Arc;

use chrono::{NaiveTime, TimeDelta};
use medvault::broadcasts::approve::Which;
use medvault::broadcasts::create::{First, Wanted};
use medvault::broadcasts::fan_out::FanOut;
use medvault::people::role::{Action, Role};

use super::Scene;
use super::sms::{Phones, code};
use super::ways::{House, Way, Wish};

/// One to Kisumu that was approved, for tomorrow: nothing takes it up meanwhile.
async fn approved(scene: &Scene) -> i64 {
    let wanted = Wanted {
        starts_at: Some(scene.world.now() + TimeDelta::hours(20)),
        ..scene.wanted("Kisumu").await
    };
    let made = scene.make(scene.authority, wanted, First::Ask).await;
    let id = made.unwrap().broadcast.id;
    let said = scene.say(scene.approver, Which::Id(id), true).await;
    said.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_pauses_goes_on_and_stops_by_sms() {
    let scene = Scene::new().await;
    let phones = Phones::of(&scene);
    let id = approved(&scene).await;
    let failures = "SELECT pin_failures::bigint AS id FROM staff WHERE name = 'Person 1'";
    for (text, told, state) in [
        (
            "PAUSE ID 4072",
            "That is not your PIN. Nothing was done.",
            "approved",
        ),
        (
            "Resume #ID PIN 4071",
            "Broadcast ID (approved): that cannot be done now. Nothing was changed.",
            "approved",
        ),
        (
            "pause ID 4071",
            "Broadcast ID is paused: no more of it goes out. To go on send RESUME ID and your PIN.",
            "paused",
        ),
        (
            "PAUSE ID 4071",
            "Broadcast ID (paused): that cannot be done now. Nothing was changed.",
            "paused",
        ),
        ("endelea ID 4071", "Broadcast ID goes on.", "approved"),
        ("ሰርዝ ID 4071", "Broadcasts: ALERT", "approved"),
        (
            "CANCEL ID",
            "Send PAUSE, RESUME or CANCEL, the number of the broadcast and your PIN behind it.",
            "approved",
        ),
        (
            "CANCEL ID 40 71",
            "Send PAUSE, RESUME or CANCEL",
            "approved",
        ),
        (
            "CANCEL 99 4071",
            "There is no broadcast 99. Nothing was done.",
            "approved",
        ),
        (
            "Cancel ID 4071",
            "Broadcast ID is stopped for good. What was not handed over is not sent.",
            "cancelled",
        ),
    ] {
        let (text, told) = (
            text.replace("ID", &id.to_string()),
            told.replace("ID", &id.to_string()),
        );
        let answer = phones.send(1, &text).await;
        assert!(answer.starts_with(&told), "{text}: {answer}");
        // A callback that comes twice is one.
        let tries = scene.world.number(failures).await;
        phones.again(1, &text).await;
        assert_eq!(scene.world.number(failures).await, tries, "{text}");
        assert_eq!(scene.state(id).await, state, "{text}");
    }
    let log = "SELECT string_agg(action || ' ' || from_where, ', ' ORDER BY id) AS word FROM audit WHERE action NOT IN ('create', 'approve')";
    let phone = scene.world.phone(1).await;
    let expected = ["pause", "resume", "cancel"].map(|did| format!("{did} sms phone {phone}"));
    assert_eq!(scene.world.word(log).await.unwrap(), expected.join(", "));
    let kept = "SELECT string_agg(body, '; ' ORDER BY id) AS word FROM inbound";
    let kept = scene.world.word(kept).await.unwrap();
    assert!(kept.contains(&format!("PAUSE {id} ...")), "{kept}");
    assert!(!kept.contains("407") && !kept.contains("40 "), "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_on_at_night_says_that_it_does_in_the_morning() {
    let scene = Scene::new().await;
    let phones = Phones::of(&scene);
    let wanted = scene.wanted("Kisumu").await;
    let made = scene.make(scene.authority, wanted, First::Ask).await;
    let id = made.unwrap().broadcast.id;
    let said = scene.say(scene.approver, Which::Id(id), true).await;
    said.unwrap();
    // In Kisumu it is half past ten in the evening, then half past seven in the morning.
    for (hour, told) in [("19:30", " From 07:00."), ("04:30", "")] {
        let hour: NaiveTime = hour.parse().unwrap();
        let until = hour - scene.world.now().time();
        scene.world.pass(until.num_seconds().rem_euclid(24 * 3600));
        phones.send(1, &format!("PAUSE {id} 4071")).await;
        let said = phones.send(1, &format!("RESUME {id} 4071")).await;
        assert_eq!(said, format!("Broadcast {id} goes on.{told}"), "{hour}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_stop_it_by_sms_is_told_so_and_nothing_is_done() {
    let scene = Scene::new().await;
    let phones = Phones::of(&scene);
    let id = approved(&scene).await;
    for (n, role, place, at) in [
        (7, "authority", Some("Nairobi"), ""),
        (8, "pharmacist", None, "AHERO"),
    ] {
        let at: &[&str] = if at.is_empty() { &[] } else { &[at] };
        let person = scene.world.person(n, role, "active", place, at).await;
        assert!(scene.world.choose(person, "7104").await);
    }
    // An approver did not send it, Nairobi is elsewhere, a pharmacist and a patient are no officers.
    for (n, pin, told) in [
        (2, "5082", "You may not do that."),
        (7, "7104", "You may not do that."),
        (8, "7104", "You may not do that."),
        (10, "7104", "MedVault: send FIND"),
    ] {
        for word in ["PAUSE", "CANCEL"] {
            let answer = phones.send(n, &format!("{word} {id} {pin}")).await;
            let again = n == 10 && word == "CANCEL" && answer.is_empty();
            assert!(again || answer.starts_with(told), "{n} {word}: {answer}");
        }
    }
    assert_eq!(scene.state(id).await, "approved");
    let pins = "SELECT count(*) AS id FROM inbound WHERE body ~ '7104|5082'";
    assert_eq!(scene.world.number(pins).await, 0);
    // Three wrong PINs lock it, whatever they were for.
    for expected in ["That is not", "That is not", "Your PIN is locked"] {
        let told = phones.send(1, &format!("PAUSE {id} 9999")).await;
        assert!(told.starts_with(expected), "{told}");
    }
    let told = phones.send(1, &format!("PAUSE {id} 4071")).await;
    assert!(told.starts_with("Your PIN is locked"), "{told}");
    assert_eq!(scene.state(id).await, "approved");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_sent_to_its_writers_own_phone_and_to_nobody_else() {
    let scene = Scene::new().await;
    let phones = Phones::of(&scene);
    let first = code(&phones.send(1, "ALERT Ahero Boil all water.").await);
    let told = "SELECT string_agg(phone_id || ' ' || body, ', ' ORDER BY id) AS word FROM outbox WHERE inbound_id IS NULL";
    for (n, text, answer) in [
        (2, format!("TRY {first}"), "There is no such code"),
        (10, format!("TRY {first}"), "MedVault: send FIND"),
        (1, "TRY 00000".to_owned(), "Broadcasts: ALERT"),
        (1, "TRY 000000".to_owned(), "There is no such code"),
    ] {
        let said = phones.send(n, &text).await;
        assert!(said.starts_with(answer), "{n} {text}: {said}");
    }
    assert_eq!(scene.world.word(told).await, None);
    let said = phones.send(1, &format!("try {first}")).await;
    phones.again(1, &format!("try {first}")).await;
    let id = scene
        .world
        .number("SELECT max(id) AS id FROM broadcasts")
        .await;
    assert_eq!(
        said,
        format!("The text of broadcast {id} comes to you by SMS, and to nobody else.")
    );
    let own = format!("{} Boil all water.", scene.world.phone(1).await);
    assert_eq!(scene.world.word(told).await, Some(own));
    assert_eq!(scene.state(id).await, "draft");
    // Once an officer is asked, the draft's code is none; and one that is too old is no use.
    phones.send(1, &format!("OK {first} 4071")).await;
    let said = phones.send(1, &format!("TRY {first}")).await;
    assert!(said.starts_with("There is no such code"), "{said}");
    let late = code(&phones.send(1, "ALERT Ahero Boil no water.").await);
    scene.world.pass(2 * 3600 + 1);
    let said = phones.send(1, &format!("TRY {late}")).await;
    assert_eq!(said, "This code is too old. Nothing is sent.");
}

/// Who broke the glass holds that back by each way in, and nothing of anybody else's.
async fn alone(way: Way) {
    let house = House::new(way).await;
    let scene = house.scene();
    let place = ("Kisumu", "AHERO");
    let approver = house.person(40, Role::Approver, place).await;
    let colleague = house.person(41, Role::Approver, place).await;
    let wish = Wish {
        place: "Kisumu",
        text: "The dam broke.",
        alone: true,
    };
    let newest = "SELECT max(id) AS id FROM broadcasts";
    if way == Way::Sms {
        // Nobody breaks the glass by a message.
        let wanted = Wanted {
            emergency: true,
            reason: "why".to_owned(),
            ..scene.wanted("Kisumu").await
        };
        let made = scene.make(approver.id, wanted, First::Alone).await;
        made.unwrap();
    } else {
        let (made, told) = house.make(&approver, wish).await;
        assert!(made, "{told}");
    }
    let own = scene.world.number(newest).await;
    let other = approved(scene).await;
    let refusals = ["may not do that", "You may not do that."];
    for (person, about) in [(&approver, other), (&colleague, own)] {
        let tried = house.does(person, Action::PauseBroadcast, about).await;
        let (did, told) = tried.unwrap();
        assert!(
            !did && refusals.iter().any(|words| told.contains(words)),
            "{way:?}: {told}"
        );
        assert_ne!(scene.state(about).await, "cancelled");
    }
    // Nor once they are no approver any more.
    let role = |role: &str| {
        format!(
            "UPDATE staff SET role = '{role}' WHERE id = {}; UPDATE tokens SET role = '{role}' WHERE role IN ('approver', 'supervisor')",
            approver.id
        )
    };
    scene.run(&role("supervisor")).await;
    let (did, told) = house
        .does(&approver, Action::PauseBroadcast, own)
        .await
        .unwrap();
    assert!(!did, "{way:?}: {told}");
    scene.run(&role("approver")).await;
    let (did, told) = house
        .does(&approver, Action::PauseBroadcast, own)
        .await
        .unwrap();
    assert!(did, "{way:?}: {told}");
    assert_eq!(scene.state(own).await, "cancelled");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_broke_the_glass_stops_that_alone_by_http() {
    alone(Way::Http).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_broke_the_glass_stops_that_alone_at_the_machine() {
    alone(Way::Cli).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_broke_the_glass_stops_that_alone_by_sms() {
    alone(Way::Sms).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_paused_until_its_time_is_over_is_let_go_of_and_its_writer_hears() {
    let scene = Scene::new().await;
    let phones = Phones::of(&scene);
    let id = approved(&scene).await;
    phones.send(1, &format!("PAUSE {id} 4071")).await;
    let fan_out = FanOut::new(Arc::clone(&scene.world.app)).unwrap();
    fan_out.pass().await.unwrap();
    assert_eq!(scene.state(id).await, "paused");
    scene.world.pass(3 * 24 * 3600);
    for _ in 0..2 {
        fan_out.pass().await.unwrap();
    }
    assert_eq!(scene.state(id).await, "expired");
    assert_eq!(
        scene.told(1).await.unwrap(),
        format!("Broadcast {id} ended before all were told. Not told: 5.")
    );
    let log = "SELECT string_agg(action || ' ' || actor_kind || ' ' || (old ->> 'state'), ', ' ORDER BY id) AS word
        FROM audit WHERE action IN ('pause', 'expire')";
    assert_eq!(
        scene.world.word(log).await.unwrap(),
        "pause staff approved, expire service paused"
    );
}
