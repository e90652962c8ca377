//! Ready texts, over each way in.

use chrono::{Datelike as _, TimeDelta};
use medvault::people::role::Role;
use serde_json::{Value, json};

use super::api::Served;
use super::sms::Phones;
use super::{commands, recall};

#[tokio::test(flavor = "multi_thread")]
async fn a_program_recalls_a_batch_in_five_languages() {
    let served = Served::over(recall::scene().await).await;
    let scene = &served.scene;
    let phones = Phones::of(scene);
    phones.send(20, "REC PCM 100 batch PX22 exp 06/2030").await;
    let token = served.token(Role::Authority, "Kisumu").await;
    let recall = json!({
        "audience": { "place": "Kisumu" }, "template": "recall",
        "facts": { "product": "pcm", "batch": "px22", "reason": "falsified" },
    });
    let (status, made) = served.new_one(&token, "r", &recall).await;
    assert_eq!(
        (status, &made["recipients"], &made["missing"]),
        (201, &json!(1), &json!([])),
        "{made}"
    );
    let (_, seen) = served.see(&token, &made["id"]).await;
    assert_eq!(seen["audience"]["roles"], json!(["facilities"]), "{seen}");
    assert_eq!(seen["audience"]["batch"], "PX22");
    let texts = seen["texts"].as_object().unwrap();
    assert_eq!(
        texts.keys().collect::<Vec<_>>(),
        ["am", "en", "fr", "ha", "sw"]
    );
    assert!(
        texts
            .values()
            .all(|text| text.as_str().unwrap().contains("Paracetamol 500 mg"))
    );
    assert!(
        texts["en"]
            .as_str()
            .unwrap()
            .starts_with("Recall of Paracetamol 500 mg, batch PX22: falsified product.")
    );
    assert!(
        texts["sw"].as_str().unwrap().contains("bidhaa bandia"),
        "{seen}"
    );

    let with = |field: &str, value: Value| {
        let mut body = recall.clone();
        body[field] = value;
        body
    };
    let facts =
        |batch: &str, reason: &str| json!({ "product": "pcm", "batch": batch, "reason": reason });
    let aimed = |more: Value| with("audience", more);
    #[rustfmt::skip]
    let cases = [
        (with("template", json!("measles")), "template", "recall, recall-public"),
        (with("texts", json!({ "en": "Boil." })), "template", "leave them out"),
        (with("facts", json!({ "product": "pcm", "batch": "PX22" })), "template", "needs reason: quality, falsified"),
        (with("facts", json!({ "product": "pcm", "batch": "PX22", "reason": "quality", "colour": "red" })), "template", "has no colour"),
        (with("facts", facts("PX22", "because")), "template", "reason is quality, falsified"),
        (with("facts", facts("PX 22", "quality")), "template", "batch is 1 to 20 letters"),
        (with("facts", json!({ "product": "xyz", "batch": "PX22", "reason": "quality" })), "no-product", "no such product"),
        (with("facts", facts("PX23", "quality")), "no-batch", "did you mean PX22?"),
        (aimed(json!({ "place": "Kisumu", "roles": ["facilities"], "holds": "al", "batch": "PX22" })), "template", "product is another in the audience"),
        (aimed(json!({ "place": "Kisumu", "roles": ["facilities"], "holds": "pcm", "batch": "PX21" })), "template", "batch is another in the audience"),
        (aimed(json!({ "place": "Kisumu", "roles": ["facilities"], "batch": "PX22" })), "audience", "a batch is that of a product"),
        (with("template", json!(null)), "template", "has no batch"),
        (json!({ "audience": { "place": "Kisumu" } }), "no-text", "no text in en"),
        (json!({ "audience": { "place": "Kisumu", "blood": "O-" }, "template": "blood-needed", "facts": { "blood": "A+", "day": "01/12" } }), "template", "blood is another"),
        (json!({ "audience": { "place": "Kisumu" }, "template": "vaccines", "facts": { "day": "2020-12-01" } }), "template", "day is a day of the next 12 months"),
    ];
    for (number, (body, why, words)) in cases.iter().enumerate() {
        let (status, told) = served.new_one(&token, &format!("k{number}"), body).await;
        assert_eq!(
            (status, told["why"].as_str()),
            (422, Some(*why)),
            "{body}: {told}"
        );
        assert!(
            told["error"].as_str().unwrap().contains(words),
            "{body}: {told}"
        );
    }
    // Whoever is named is told, whomever the template is for; the area's name is the place.
    let public = json!({
        "audience": { "place": "Ahero", "roles": ["patients"] }, "template": "cholera",
    });
    let (status, made) = served.new_one(&token, "c", &public).await;
    assert_eq!((status, &made["recipients"]), (201, &json!(4)), "{made}");
    let (_, seen) = served.see(&token, &made["id"]).await;
    assert!(
        seen["texts"]["fr"]
            .as_str()
            .unwrap()
            .starts_with("Choléra : Ahero."),
        "{seen}"
    );
    // A correction speaks of the place that the first one went to.
    scene.run("UPDATE broadcasts SET state = 'cancelled'").await;
    scene.begun(made["id"].as_i64().unwrap()).await;
    let correction =
        json!({ "corrects": made["id"], "template": "nets", "facts": { "day": "01/12" } });
    let (status, made) = served.new_one(&token, "d", &correction).await;
    assert_eq!(status, 201, "{made}");
    let (_, seen) = served.see(&token, &made["id"]).await;
    assert!(
        seen["texts"]["en"]
            .as_str()
            .unwrap()
            .contains("given out: Ahero, "),
        "{seen}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_at_the_machine_is_shown_them_and_fills_one_in() {
    let scene = recall::scene().await;
    let day = scene.world.now() + TimeDelta::days(5);
    let weekday = [
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    ];
    let zone = scene.world.app.config.alerts.zone;
    let day = day.with_timezone(&zone).date_naive();
    let weekday = weekday[day.weekday().num_days_from_monday() as usize];
    let fact = format!("day={day}");
    let args = [
        "new",
        "--place",
        "Ahero",
        "--template",
        "vaccines",
        "--fact",
        &fact,
        "--fact",
        "place=Ahero School",
    ];
    let (did, told) = commands::said(&scene, scene.authority, "4071", &args).await;
    assert!(did, "{told}");
    let query = "SELECT body AS word FROM broadcast_texts WHERE language = 'fr'";
    let said = scene.world.word(query).await.unwrap();
    let expected = format!("Ahero School, {weekday} {}.", day.format("%d/%m"));
    assert!(said.contains(&expected), "{said}");
    for (args, words) in [
        (&["new", "--place", "Ahero"][..], "--text"),
        (&["new", "--text", "en=Boil", "--fact", "a=b"], "--template"),
        (&["new", "--text", "en=Boil", "--batch", "PX22"], "--holds"),
        (&["new", "--template", "nets"], "the template needs day"),
    ] {
        let (did, told) = commands::said(&scene, scene.authority, "4071", args).await;
        assert!(!did && told.contains(words), "{args:?}: {told}");
    }
    let (did, told) = commands::said(&scene, scene.authority, "", &["templates"]).await;
    assert!(did, "{told}");
    let lines: Vec<Value> = told
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((lines.len(), &lines[0]["template"]), (7, &json!("recall")));
    assert_eq!(lines[0]["facts"]["product"], "a product's code, as pcm");
    let english = &lines[3]["languages"]["en"];
    assert!(
        english["text"]
            .as_str()
            .unwrap()
            .starts_with("Cholera: <place>. "),
        "{english}"
    );
    assert_eq!(
        (&english["encoding"], &english["segments_at_most"]),
        (&json!("gsm7"), &json!(2))
    );
    assert_eq!(lines[3]["languages"]["am"]["encoding"], "ucs2");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_asks_for_one_by_its_mark() {
    let scene = recall::scene().await;
    let phones = Phones::of(&scene);
    phones.send(20, "REC PCM 100 batch PX22 exp 06/2030").await;
    for (text, words) in [
        (
            "ALERT Ahero #cholora",
            "There is no such ready text. Behind the area send one of: #recall, #recall-public, ",
        ),
        ("ALERT Ahero #", "There is no such ready text."),
        (
            "ALERT Ahero #vaccines",
            "Send it like this: #vaccines 01/12. Nothing was kept.",
        ),
        (
            "ALERT Ahero #vaccines Tuesday",
            "Send it like this: #vaccines 01/12.",
        ),
        ("ALERT Ahero #cholera now", "Send it like this: #cholera."),
        (
            "ALERT Ahero #recall xyz PX22 quality",
            "#recall PCM PX22 quality (quality, falsified, ",
        ),
        (
            "ALERT Ahero #recall pcm PX23 quality",
            "No facility ever received that batch. Nothing was kept. PX22?",
        ),
        (
            "ALERT Kajulu #recall pcm PX22 quality",
            "Nobody would be reached there.",
        ),
    ] {
        let told = phones.send(1, text).await;
        assert!(told.contains(words), "{text}: {told}");
    }
    let kept = "SELECT count(*) AS id FROM broadcasts";
    assert_eq!(scene.world.number(kept).await, 0);
    let shown = phones.send(1, "EMERGENCY Ahero #Cholera").await;
    let starts = "Ahero: 4 of 5 people, 4 SMS, KES 3.20, 1 s. Left out: 1 opted out. \"Cholera: Ahero. Boil or treat";
    assert!(shown.starts_with(starts), "{shown}");
    // What it says is why, and who approves and the log are told so.
    let why = "SELECT new->>'reason' AS word FROM audit ORDER BY id DESC LIMIT 1";
    assert!(
        scene
            .world
            .word(why)
            .await
            .unwrap()
            .starts_with("Cholera: Ahero. Boil")
    );
    let reason = "SELECT reason AS word FROM broadcasts";
    assert!(
        scene
            .world
            .word(reason)
            .await
            .unwrap()
            .starts_with("Cholera: Ahero. Boil")
    );
    let shown = phones
        .send(1, "alert kisumu #recall pcm px22 quality")
        .await;
    let starts = "Kisumu, facilities, PCM, LOT PX22: 1 of 1 people, ";
    assert!(shown.starts_with(starts), "{shown}");
}
