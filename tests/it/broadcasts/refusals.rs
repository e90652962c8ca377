//! What must not go out, over each way in: a clear answer, and nothing sent.

use medvault::broadcasts::create::{First, Wanted};
use medvault::people::role::Role;
use serde_json::json;

use super::Scene;
use super::api::Served;
use super::ways::{House, Person, Way, Wish};

/// What is wrong, and the words that say so: to a program, at the machine, in a message.
const EXPECTED: [(&str, [&str; 3]); 7] = [
    (
        "wrong PIN",
        [
            "401",
            "that is not their PIN",
            "That is not your PIN. Nothing was done.",
        ],
    ),
    (
        "own approval",
        [
            "\"why\":\"own\"",
            "nobody approves what they wrote themselves",
            "You wrote this one",
        ],
    ),
    (
        "expired code",
        [
            "\"why\":\"expired\"",
            "the code is too old",
            "This code is too old. Nothing is sent.",
        ],
    ),
    (
        "no audience",
        [
            "\"why\":\"nobody\"",
            "nobody would be reached",
            "Nobody would be reached there.",
        ],
    ),
    (
        "text too long",
        [
            "\"why\":\"too-long\"",
            "is too long: 7 messages, 6 at most",
            "The text is too long: 7 SMS",
        ],
    ),
    (
        "unknown area",
        [
            "\"why\":\"no-place\"",
            "there is no such place",
            "No such area.",
        ],
    ),
    (
        "replayed approval",
        [
            "\"why\":\"already\"",
            " already",
            "That was decided already.",
        ],
    ),
];

/// An emergency in Ahero that waits for a yes, by the scene's authority.
async fn waiting(scene: &Scene) -> i64 {
    let wanted = Wanted {
        emergency: true,
        reason: "cholera".to_owned(),
        ..scene.wanted("Ahero").await
    };
    let made = scene.make(scene.authority, wanted, First::Ask).await;
    made.unwrap().broadcast.id
}

/// One that the same person made by the same way in.
async fn own(house: &House, person: &Person) -> i64 {
    let wish = Wish {
        place: "Ahero",
        text: "Boil all water.",
        alone: false,
    };
    let (made, told) = house.make(person, wish).await;
    assert!(made, "{told}");
    let world = &house.scene().world;
    world.number("SELECT max(id) AS id FROM broadcasts").await
}

async fn tried(house: &House, what: &str, way: Way) -> (bool, String) {
    let scene = house.scene();
    let authority = (1, scene.authority, (Role::Authority, "4071"));
    let authority = house.known(authority.0, authority.1, authority.2).await;
    let approver = house
        .known(2, scene.approver, (Role::Approver, "5082"))
        .await;
    let wish = |place, text| Wish {
        place,
        text,
        alone: false,
    };
    match what {
        "wrong PIN" => {
            let stranger = Person {
                pin: "5083",
                token: "wrong".to_owned(),
                ..approver
            };
            house.approve(&stranger, waiting(scene).await).await
        }
        "own approval" => {
            let about = own(house, &authority).await;
            if way == Way::Sms {
                // A draft's writer says yes to it first: then an officer is asked.
                house.approve(&authority, about).await;
            }
            house.approve(&authority, about).await
        }
        "expired code" => {
            let about = waiting(scene).await;
            let late = format!(
                "UPDATE broadcast_approvals SET expires_at = now() - interval '1 second' WHERE broadcast_id = {about}"
            );
            scene.run(&late).await;
            house.approve(&approver, about).await
        }
        "no audience" => {
            let empty = "INSERT INTO places (source, source_id, kind, name, iso3, parent_id)
                SELECT 't', '9', 'ward', 'Lambwe', 'KEN', id FROM places WHERE name = 'Kisumu'";
            scene.run(empty).await;
            house.make(&authority, wish("Lambwe", "Boil.")).await
        }
        "text too long" => {
            house
                .make(&authority, wish("Ahero", &"boil ".repeat(200)))
                .await
        }
        "unknown area" => {
            house
                .make(&authority, wish("Atlantis", "Boil all water."))
                .await
        }
        _ => {
            let about = waiting(scene).await;
            let (did, told) = house.approve(&approver, about).await;
            assert!(did, "{told}");
            // Another process may be taking it apart too.
            while house.sent().await.0 < 4 {}
            house.approve(&approver, about).await
        }
    }
}

async fn refused(way: Way) {
    let house = House::new(way).await;
    for (what, told_by) in EXPECTED {
        let (did, told) = tried(&house, what, way).await;
        let [http, cli, sms] = told_by;
        let expected = match way {
            Way::Http => http,
            Way::Cli => cli,
            Way::Sms => sms,
        };
        assert!(!did && told.contains(expected), "{way:?} {what}: {told}");
        // Ahero's four, of the one that was approved, once.
        let once = if what == "replayed approval" { 4 } else { 0 };
        assert_eq!(house.sent().await, (once, 0), "{way:?} {what}");
        let begun = "SELECT count(*) AS id FROM fan_outs";
        let begun = house.scene().world.number(begun).await;
        assert_eq!(begun, once / 4, "{way:?} {what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_are_told_and_nothing_is_sent() {
    refused(Way::Http).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn officers_at_the_machine_are_told_and_nothing_is_sent() {
    refused(Way::Cli).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_answered_and_nothing_is_sent() {
    refused(Way::Sms).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_see_one_is_not_told_that_its_time_is_over() {
    let served = Served::new().await;
    let scene = &served.scene;
    let wanted = scene.wanted("Kisumu").await;
    let made = scene.make(scene.authority, wanted, First::Ask).await;
    let id = json!(made.unwrap().broadcast.id);
    scene.run("UPDATE broadcasts SET state = 'expired'").await;
    for (role, place, wanted) in [
        (Role::Pharmacist, "Nairobi", 403),
        (Role::Approver, "Nairobi", 403),
        (Role::Approver, "Kisumu", 409),
    ] {
        let token = served.token(role, place).await;
        let (status, told) = served.verb(&token, &id, "refuse").await;
        assert_eq!(status, wanted, "{role} of {place}: {told}");
    }
}
