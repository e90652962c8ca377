//! Drafts and corrections of programs and officers at the machine.

use chrono::TimeDelta;
use medvault::people::role::Role;
use serde_json::{Value, json};

use super::api::Served;
use super::{Scene, commands};

fn boil(draft: bool) -> Value {
    json!({ "audience": { "place": "Ahero" }, "texts": { "en": "Boil all water." }, "draft": draft })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_asks_nobody_until_its_writer_says_so() {
    let served = Served::new().await;
    let scene = &served.scene;
    let token = served.token(Role::Authority, "Kisumu").await;
    let other = served.token(Role::Authority, "Kisumu").await;
    let approver = served.token(Role::Approver, "Kisumu").await;
    let (status, made) = served.new_one(&token, "one", &boil(true)).await;
    assert_eq!((status, &made["state"]), (201, &json!("draft")), "{made}");
    assert_eq!(
        (&made["recipients"], &made["officer_asked"]),
        (&json!(4), &json!(false))
    );
    assert_eq!(
        made["left_out"],
        json!({ "stopped": 1, "unreachable": 0, "over_budget": 0 })
    );
    let messages = "SELECT count(*) AS id FROM outbox";
    assert_eq!(scene.world.number(messages).await, 0);
    let id = &made["id"];
    // It is its writer's alone, and nobody says yes to it.
    for (who, verb, expected) in [
        (&other, "ask", 404),
        (&approver, "ask", 404),
        (&approver, "approve", 404),
        (&other, "cancel", 404),
    ] {
        assert_eq!(served.verb(who, id, verb).await.0, expected, "{verb}");
    }
    assert_eq!(served.see(&approver, id).await.0, 404);
    let (status, seen) = served.see(&token, id).await;
    assert_eq!(
        (status, &seen["registered"], &seen["seconds"]),
        (200, &json!(5), &json!(1)),
        "{seen}"
    );
    let (status, asked) = served.verb(&token, id, "ask").await;
    assert_eq!(
        (status, asked),
        (200, json!({ "id": id, "state": "waiting" }))
    );
    assert!(scene.told(2).await.unwrap().contains("Boil all water."));
    let (status, again) = served.verb(&token, id, "ask").await;
    assert_eq!((status, &again["why"]), (409, &json!("already")));
    // Whoever may approve it does not by asking.
    let (status, told) = served.verb(&approver, id, "ask").await;
    assert_eq!((status, &told["why"]), (409, &json!("already")));
    assert_eq!(scene.state(id.as_i64().unwrap()).await, "waiting");
    let (status, seen) = served.see(&approver, id).await;
    assert_eq!(status, 200);
    for (field, value) in [
        ("registered", json!(5)),
        (
            "left_out",
            json!({ "stopped": 1, "unreachable": 0, "over_budget": 0 }),
        ),
        ("missing", json!(["sw"])),
        ("seconds", json!(1)),
    ] {
        assert_eq!(seen[field], value, "{field}: {seen}");
    }
    assert_eq!(seen["languages"][0]["encoding"], "gsm7");
    // A draft that nobody asks about is dropped.
    let (_, made) = served.new_one(&token, "two", &boil(true)).await;
    let (status, said) = served.verb(&token, &made["id"], "refuse").await;
    assert_eq!((status, &said["state"]), (200, &json!("dropped")));
    let mut both = boil(true);
    both["alone"] = json!(true);
    assert_eq!(served.new_one(&approver, "three", &both).await.0, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_has_it_sent_to_one_officer_of_the_area_first() {
    let served = Served::new().await;
    let scene = &served.scene;
    let token = served.token(Role::Authority, "Kisumu").await;
    let looks_on = served.token(Role::Administrator, "Kisumu").await;
    let (_, made) = served.new_one(&token, "one", &boil(false)).await;
    let id = &made["id"];
    scene.run("DELETE FROM outbox").await;
    scene
        .world
        .person(8, "pharmacist", "active", None, &["AHERO"])
        .await;
    scene
        .world
        .person(9, "authority", "disabled", Some("Kisumu"), &[])
        .await;
    #[rustfmt::skip]
    let cases = [
        (&token, json!({ "to": "person 1" }), 200, Some(1)),
        (&token, json!({ "to": scene.national }), 200, Some(3)),
        (&token, json!({ "to": scene.approver.to_string() }), 200, Some(2)),
        // Another area's, a pharmacist, one who left, nobody.
        (&token, json!({ "to": "Person 4" }), 422, None),
        (&token, json!({ "to": "Person 8" }), 422, None),
        (&token, json!({ "to": "Person 9" }), 422, None),
        (&token, json!({ "to": "Person" }), 422, None),
        (&token, json!({ "to": "+254700000001" }), 422, None),
        (&token, json!({ "phone": "+254700000001" }), 400, None),
        (&looks_on, json!({ "to": "person 1" }), 403, None),
    ];
    for (token, body, status, to) in cases {
        let answer = served.verb_with(token, id, "try", &body).await;
        assert_eq!(answer.0, status, "{body}: {}", answer.1);
        let sent = match to {
            Some(n) => scene.told(n).await,
            None => None,
        };
        assert_eq!(sent.as_deref(), to.map(|_| "Boil all water."), "{body}");
        let all = scene
            .world
            .number("SELECT count(*) AS id FROM outbox")
            .await;
        assert_eq!(all, i64::from(to.is_some()), "{body}");
        scene.run("DELETE FROM outbox").await;
    }
    let log =
        "SELECT string_agg(new ->> 'to', ' ' ORDER BY id) AS word FROM audit WHERE action = 'try'";
    let expected = format!("{} {} {}", scene.authority, scene.national, scene.approver);
    assert_eq!(scene.world.word(log).await, Some(expected));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_at_the_machine_asks_for_a_draft_first() {
    let scene = Scene::new().await;
    let said = async |args: &[&str]| commands::said(&scene, scene.authority, "4071", args).await;
    let new = ["new", "--place", "Ahero", "--text", "en=Boil.", "--draft"];
    let (did, told) = said(&new).await;
    assert!(did, "{told}");
    let made: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(
        (&made["state"], &made["officer_asked"]),
        (&json!("draft"), &Value::Null)
    );
    assert_eq!(scene.told(2).await, None);
    let id = made["id"].to_string();
    let (_, told) = said(&["try", &id]).await;
    assert!(told.contains("\"sent_to_you\":1"), "{told}");
    let other = commands::said(&scene, scene.approver, "5082", &["ask", &id]).await;
    assert!(
        !other.0 && other.1.contains("there is no such broadcast"),
        "{}",
        other.1
    );
    let (_, told) = said(&["ask", &id]).await;
    assert!(told.contains("\"state\":\"waiting\""), "{told}");
    assert!(scene.told(2).await.unwrap().contains("Boil."));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_corrected_went_out_and_is_told_of_to_nobody_of_another_area() {
    let served = Served::new().await;
    let scene = &served.scene;
    let token = served.token(Role::Authority, "Kisumu").await;
    let nairobi = served.token(Role::Authority, "Nairobi").await;
    let approver = served.token(Role::Approver, "Kisumu").await;
    let correct = |id: &Value| json!({ "corrects": id, "texts": { "en": "No need to boil." } });
    let later = scene.world.now() + TimeDelta::hours(20);
    let mut asked = boil(false);
    asked["starts_at"] = json!(later);
    let (_, draft) = served.new_one(&token, "a", &boil(true)).await;
    let (_, dropped) = served.new_one(&token, "b", &boil(true)).await;
    served.verb(&token, &dropped["id"], "refuse").await;
    let (_, waits) = served.new_one(&token, "c", &asked).await;
    let (_, approved) = served.new_one(&token, "d", &asked).await;
    served.verb(&approver, &approved["id"], "approve").await;
    let unknown = served.new_one(&nairobi, "e", &correct(&json!(999))).await;
    assert_eq!(unknown.0, 404);
    for (n, made) in [&draft, &dropped, &waits, &approved]
        .into_iter()
        .enumerate()
    {
        let body = correct(&made["id"]);
        let (status, told) = served.new_one(&token, &format!("f{n}"), &body).await;
        assert_eq!(
            (status, &told["why"]),
            (409, &json!("never-sent")),
            "{n}: {told}"
        );
        // To whoever answers for another area it is as one that there is not.
        let other = served.new_one(&nairobi, &format!("g{n}"), &body).await;
        assert_eq!(other, unknown, "{n}");
    }
    let (status, told) = served.new_one(&approver, "h", &correct(&json!(999))).await;
    assert_eq!((status, &told["why"]), (403, &json!("not-allowed")));
    scene.begun(approved["id"].as_i64().unwrap()).await;
    let (status, told) = served.new_one(&token, "i", &correct(&approved["id"])).await;
    assert_eq!((status, &told["corrects"]), (201, &Value::Null), "{told}");
    assert_eq!(
        served
            .new_one(&nairobi, "j", &correct(&approved["id"]))
            .await,
        unknown
    );
}
