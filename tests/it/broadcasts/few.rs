//! Nobody finds out by previews who gave blood, is ill or waits for a medicine.

use std::sync::Arc;

use chrono::TimeDelta;
use medvault::broadcasts::approve::Which;
use medvault::broadcasts::audience::Audience;
use medvault::broadcasts::create::{First, Wanted};
use medvault::broadcasts::fan_out::FanOut;
use medvault::people::role::Role;
use serde_json::{Value, json};

use super::api::Served;
use super::sms::Phones;
use super::{Scene, commands};

/// 10 and 13 of Ahero gave blood O-, 14 of Kajulu has asthma, and 10 waits for a medicine.
async fn consents(scene: &Scene) {
    let world = &scene.world;
    let (ten, thirteen, fourteen) = (
        world.phone(10).await,
        world.phone(13).await,
        world.phone(14).await,
    );
    scene
        .run(&format!(
            "INSERT INTO products (code, source, source_id, kind, generic, generic_key, unit)
                 VALUES ('al', 't', '1', 'medicine', 'Artemether', 'artemether', 'tab');
             INSERT INTO waiting (phone_id, product_id, place_id) SELECT {ten}, p.id, l.id FROM products p, places l WHERE l.name = 'Ahero';
             INSERT INTO consents (phone_id, what, given_at, words)
                 VALUES ({ten}, 'blood:O-', now(), 'yes'), ({thirteen}, 'blood:O-', now(), 'yes'), ({fourteen}, 'condition:asthma', now(), 'yes')"
        ))
        .await;
}

/// Whether a number that would tell stands in an answer.
fn tells(answer: &Value) -> Vec<String> {
    let fields = [
        "recipients",
        "registered",
        "segments",
        "cost",
        "left_out",
        "overridden",
        "elsewhere",
    ];
    let told = fields.iter().filter(|field| !answer[**field].is_null());
    told.map(|field| format!("{field}: {}", answer[*field]))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fewer_than_five_no_way_in_says_how_many() {
    let served = Served::new().await;
    let scene = &served.scene;
    consents(scene).await;
    let token = served.token(Role::Authority, "Kisumu").await;
    let approver = served.token(Role::Approver, "Kisumu").await;
    let later = scene.world.now() + TimeDelta::hours(20);
    let mut first = Value::Null;
    for (key, narrow) in [
        ("blood", json!("O-")),
        ("condition", json!("asthma")),
        ("waits_for", json!("al")),
    ] {
        let mut body = json!({
            "audience": { "place": "Kisumu" }, "texts": { "en": "Come." }, "starts_at": later,
        });
        body["audience"][key] = narrow;
        let (status, made) = served.new_one(&token, key, &body).await;
        assert_eq!((status, &made["fewer_than"]), (201, &json!(5)), "{made}");
        assert_eq!(tells(&made), Vec::<String>::new(), "{key}");
        assert_eq!(made["languages"][0]["people"], Value::Null, "{made}");
        assert_eq!(made["languages"][0]["segments"], 1, "{made}");
        // What was answered once is answered again, and no more.
        assert_eq!(served.new_one(&token, key, &body).await.1, made);
        let id = &made["id"];
        for path in [
            format!("/{id}"),
            format!("/{id}/page"),
            format!("/{id}/map"),
        ] {
            let (status, seen) = served.read(&token, &path).await;
            assert_eq!((status, tells(&seen)), (200, vec![]), "{path}: {seen}");
        }
        let asked = scene.told(2).await.unwrap();
        assert!(
            asked.contains("asks to send to fewer than 5 people, Kisumu"),
            "{asked}"
        );
        assert!(!asked.contains("SMS,") && !asked.contains("KES"), "{asked}");
        let log = format!(
            "SELECT new::text AS word FROM audit WHERE action = 'create' AND subject = 'broadcast:{id}'"
        );
        let log = scene.world.word(&log).await.unwrap();
        assert!(log.contains("\"fewer_than\": 5"), "{log}");
        assert!(
            !log.contains("recipients") && !log.contains("left_out"),
            "{log}"
        );
        first = if first.is_null() { id.clone() } else { first };
    }
    // Whoever is asked about a place alone is told.
    let body = json!({ "audience": { "place": "Ahero" }, "texts": { "en": "Come." } });
    let (_, made) = served.new_one(&token, "place", &body).await;
    assert_eq!(
        (&made["recipients"], &made["fewer_than"]),
        (&json!(4), &Value::Null)
    );
    // What went out is told as it went.
    let (status, said) = served.verb(&approver, &first, "approve").await;
    assert_eq!(status, 200, "{said}");
    let (_, seen) = served.see(&token, &first).await;
    assert_eq!(tells(&seen), Vec::<String>::new(), "{seen}");
    scene.begun(first.as_i64().unwrap()).await;
    let (_, seen) = served.see(&token, &first).await;
    assert_eq!(
        (&seen["recipients"], &seen["fewer_than"]),
        (&json!(2), &Value::Null),
        "{seen}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_does_a_message_or_the_machine() {
    let scene = Scene::new().await;
    consents(&scene).await;
    scene.hour(10);
    let phones = Phones::of(&scene);
    let day = scene.world.now() + TimeDelta::days(3);
    let wanted = format!("ALERT Ahero #blood-needed O- {}", day.format("%d/%m"));
    let shown = phones.send(1, &wanted).await;
    assert!(
        shown.starts_with("Ahero, O-: fewer than 5 people. "),
        "{shown}"
    );
    for figure in ["KES", " s.", "Left out", " 2 ", "No text"] {
        assert!(!shown.contains(figure), "{figure}: {shown}");
    }
    let new = [
        "new", "--place", "Ahero", "--blood", "O-", "--text", "en=Come.",
    ];
    let (did, told) = commands::said(&scene, scene.authority, "4071", &new).await;
    assert!(did, "{told}");
    let made: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(made["plan"]["fewer_than"], 5, "{told}");
    assert_eq!(tells(&made["plan"]), Vec::<String>::new());
    let id = made["id"].to_string();
    for args in [&["show", &id][..], &["list"]] {
        let (did, told) = commands::said(&scene, scene.authority, "4071", args).await;
        let seen: Value = serde_json::from_str(told.lines().next().unwrap()).unwrap();
        assert!(did && tells(&seen).is_empty(), "{args:?}: {told}");
    }
    // Nor is it told what became of it where it never went out.
    let (did, told) = commands::said(&scene, scene.approver, "5082", &["refuse", &id]).await;
    assert!(did, "{told}");
    let (_, told) = commands::said(&scene, scene.authority, "4071", &["show", &id]).await;
    let seen: Value = serde_json::from_str(&told).unwrap();
    assert_eq!((&seen["state"], tells(&seen)), (&json!("refused"), vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_too_late_for_a_few_does_not_tell_how_few() {
    let scene = Scene::new().await;
    consents(&scene).await;
    let wanted = scene.wanted("Kisumu").await;
    let wanted = Wanted {
        audience: Audience {
            blood: Some("O-".to_owned()),
            ..wanted.audience.clone()
        },
        ..wanted
    };
    let made = scene.make(scene.authority, wanted, First::Ask).await;
    let id = made.unwrap().broadcast.id;
    scene
        .say(scene.approver, Which::Id(id), true)
        .await
        .unwrap();
    scene.run("UPDATE broadcasts SET state = 'paused'").await;
    scene.world.pass(3 * 24 * 3600);
    let fan_out = FanOut::new(Arc::clone(&scene.world.app)).unwrap();
    fan_out.pass().await.unwrap();
    assert_eq!(scene.state(id).await, "expired");
    let told = scene.told(1).await.unwrap();
    assert!(told.contains("Not told: fewer than 5"), "{told}");
    let kept = "SELECT concat_ws(' ', new ->> 'not_told', new ->> 'fewer_than') AS word FROM audit WHERE action = 'expire'";
    assert_eq!(scene.world.word(kept).await.unwrap(), "5");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_as_few_as_some_and_that_somebody_asked_is_kept() {
    let served = Served::new().await;
    let scene = &served.scene;
    consents(scene).await;
    let token = served.token(Role::Authority, "Kisumu").await;
    let mut seen = Vec::new();
    for place in ["Kajulu", "Ahero"] {
        let body = json!({ "audience": { "place": place, "condition": "asthma" }, "texts": { "en": "Come." }, "draft": true });
        let (status, mut made) = served.new_one(&token, place, &body).await;
        assert_eq!(status, 201, "{made}");
        for own in ["id", "starts_at"] {
            made.as_object_mut().unwrap().remove(own);
        }
        seen.push(made);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0]["fewer_than"], 5);
    let asked = "SELECT count(*) AS id FROM audit WHERE action = 'create'";
    assert_eq!(scene.world.number(asked).await, 2);
}
