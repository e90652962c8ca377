//! What a broadcast's page is told: how far it is, what it says, and where its people are.

use chrono::TimeDelta;
use medvault::broadcasts::approve::Which;
use medvault::broadcasts::create::First;
use serde_json::{Value, json};

use super::Scene;
use super::api::Served;

/// One to Kisumu that goes out, wholly in batches that a test makes. It is due later, and a
/// batch of nobody waits: the service leaves it alone.
async fn going(scene: &Scene) -> i64 {
    let mut wanted = scene.wanted("Kisumu").await;
    wanted.reason = "cholera".to_owned();
    wanted.starts_at = Some(scene.world.now() + TimeDelta::hours(20));
    wanted
        .texts
        .insert("sw".to_owned(), "Chemsha maji yote.".to_owned());
    let made = scene.make(scene.authority, wanted, First::Ask).await;
    let id = made.unwrap().broadcast.id;
    let said = scene.say(scene.approver, Which::Id(id), true).await;
    said.unwrap();
    let sql = format!(
        "UPDATE broadcasts SET state = 'sending' WHERE id = {id};
         INSERT INTO fan_outs (broadcast_id, begun_at, last_phone, people, done) VALUES ({id}, now(), 1000000, 40, true);
         INSERT INTO bulk_batches (broadcast_id, language, phone_ids, size, not_before)
         VALUES ({id}, 'en', '{{}}', 0, now() + interval '1 day')"
    );
    scene.run(&sql).await;
    id
}

/// A batch whose people stand as a table says: phone, state, failure, seconds until that was told.
async fn batch(scene: &Scene, id: i64, handed: &str, people: &[(i64, &str, &str, f64)]) {
    let phones: Vec<String> = people.iter().map(|p| p.0.to_string()).collect();
    scene
        .run(&format!(
            "INSERT INTO bulk_batches (broadcast_id, language, phone_ids, size, state, not_before, tries, handed_at)
             VALUES ({id}, 'en', '{{{}}}', {}, 'sent', now(), 1, '{handed}')",
            phones.join(","),
            people.len()
        ))
        .await;
    for (phone, state, failure, seconds) in people {
        let over = *seconds > 0.0;
        let at = format!("'{handed}'::timestamptz + {seconds} * interval '1 second'");
        scene
            .run(&format!(
                "INSERT INTO bulk_sends (batch_id, phone_id, state, failure, finished_at)
                 SELECT max(id), {phone}, '{state}', NULLIF('{failure}', ''), {} FROM bulk_batches",
                if over { at } else { "NULL".to_owned() }
            ))
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counts_are_told_state_by_state() {
    let served = Served::new().await;
    let scene = &served.scene;
    let id = going(scene).await;
    batch(
        scene,
        id,
        "2026-11-20T10:00:30Z",
        &[
            (1, "delivered", "", 2.0),
            (2, "delivered", "", 4.0),
            (3, "delivered", "", 70.0),
            (4, "failed", "UserDoesNotExist", 3.0),
            (5, "failed", "AbsentSubscriber", 40.0),
            (6, "failed", "AbsentSubscriber", 40.0),
        ],
    )
    .await;
    batch(
        scene,
        id,
        "2026-11-20T10:02:10Z",
        &[
            (7, "sent", "", 0.0),
            (8, "sent", "", 0.0),
            (9, "unknown", "no answer", 0.0),
            (10, "failed", "stopped", 0.0),
        ],
    )
    .await;
    for (state, size) in [
        ("queued", 3),
        ("sending", 2),
        ("cancelled", 4),
        ("expired", 6),
    ] {
        let leased = if state == "sending" {
            "'x', now() + interval '1 day'"
        } else {
            "NULL, NULL"
        };
        scene
            .run(&format!(
                "INSERT INTO bulk_batches (broadcast_id, language, phone_ids, size, state, not_before, leased_by, lease_until)
                 VALUES ({id}, 'en', '{{}}', {size}, '{state}', now() + interval '1 day', {leased})"
            ))
            .await;
    }
    let token = served
        .token(medvault::people::role::Role::Authority, "Kisumu")
        .await;
    let (status, seen) = served.see(&token, &json!(id)).await;
    assert_eq!(status, 200, "{seen}");
    let far = &seen["progress"];
    for (field, value) in [
        ("queued", json!(5)),
        ("sent", json!(2)),
        ("delivered", json!(3)),
        (
            "failed",
            json!([{ "why": "AbsentSubscriber", "people": 2 }, { "why": "UserDoesNotExist", "people": 1 }]),
        ),
        ("unknown", json!(1)),
        ("cancelled", json!(4)),
        ("expired", json!(6)),
        ("left_out", json!([{ "why": "stopped", "people": 1 }])),
        ("first_handed_at", json!("2026-11-20T10:00:30Z")),
        ("last_handed_at", json!("2026-11-20T10:02:10Z")),
        ("times", json!({ "p50": 4.0, "p90": 70.0, "p99": 70.0 })),
    ] {
        assert_eq!(far[field], value, "{field}: {far}");
    }
    let (status, page) = served.read(&token, &format!("/{id}/page")).await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(&page["progress"], far);
    assert_eq!(
        page["minutes"],
        json!({ "width": 1, "from": "2026-11-20T10:00:00Z", "handed": [6, 0, 4], "delivered": [2, 1, 0], "failed": [1, 2, 0] })
    );
    for (field, value) in [
        ("state", json!("sending")),
        ("whom", json!("Kisumu")),
        ("within", json!(["Kenya"])),
        ("made_by", json!("Person 1")),
        ("reason", json!("cholera")),
        ("recipients", json!(5)),
        ("may", json!(["pause", "cancel"])),
    ] {
        assert_eq!(page[field], value, "{field}: {page}");
    }
    assert_eq!(page["decision"]["by"], "Person 2");
    assert_eq!(page["decision"]["approved"], true);
    assert_eq!(
        page["texts"][1],
        json!({ "language": "sw", "encoding": "gsm7", "letters": 18, "units": 18, "room": 160, "parts": ["Chemsha maji yote."] })
    );
    let (_, paused) = served.verb(&token, &json!(id), "pause").await;
    assert_eq!(paused["state"], "paused");
    let (_, page) = served.read(&token, &format!("/{id}/page")).await;
    assert_eq!(
        (&page["state"], &page["may"]),
        (&json!("paused"), &json!(["resume", "cancel"]))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_map_shows_nobody_alone() {
    let served = Served::new().await;
    let scene = &served.scene;
    scene
        .run("UPDATE places SET lat = -id * 0.01, lon = 34 + id * 0.01")
        .await;
    let wanted = scene.wanted("Kisumu").await;
    let made = scene.make(scene.authority, wanted, First::Ask).await;
    let id = made.unwrap().broadcast.id;
    let token = served
        .token(medvault::people::role::Role::Approver, "Kisumu")
        .await;
    let map = async || {
        let (status, map) = served.read(&token, &format!("/{id}/map")).await;
        assert_eq!(status, 200, "{map}");
        map
    };
    let dots = |map: &Value| -> Vec<(String, i64)> {
        let dots = map["dots"].as_array().unwrap().iter();
        dots.map(|dot| {
            (
                dot["name"].as_str().unwrap().to_owned(),
                dot["people"].as_i64().unwrap(),
            )
        })
        .collect()
    };
    // Four in Ahero and one in Kajulu are five in Kisumu.
    let before = map().await;
    assert_eq!(dots(&before), [("Kisumu".to_owned(), 5)], "{before}");
    assert_eq!(before["dots"][0]["with_smaller"], true);
    assert_eq!(
        (&before["fewest"], &before["elsewhere"]),
        (&json!(5), &json!(0))
    );
    assert_eq!(before["place"]["name"], "Kisumu");
    let parts = before["parts"].as_array().unwrap();
    assert_eq!(parts.len(), 2, "{before}");
    // A fifth in Ahero: they are shown there, and the one in Kajulu nowhere.
    let phone = scene.world.phone(30).await;
    scene
        .run(&format!(
            "INSERT INTO subscribers (phone_id, place_id) SELECT {phone}, id FROM places WHERE name = 'Ahero'"
        ))
        .await;
    let after = map().await;
    assert_eq!(dots(&after), [("Ahero".to_owned(), 5)], "{after}");
    assert_eq!(after["elsewhere"], 1);
    // Once they are in batches those count, each once: whoever came later is not among them.
    let members = "SELECT phone_id FROM subscribers s JOIN places p ON p.id = s.place_id WHERE p.name IN ('Ahero', 'Kajulu') AND s.stopped_at IS NULL";
    scene
        .run(&format!(
            "INSERT INTO fan_outs (broadcast_id, begun_at, last_phone, people, done) VALUES ({id}, now(), 1000000, 6, true);
             INSERT INTO bulk_batches (broadcast_id, language, phone_ids, size, state, not_before)
             SELECT {id}, 'en', array({members} ORDER BY 1), 6, 'queued', now()"
        ))
        .await;
    let late = scene.world.phone(31).await;
    scene
        .run(&format!(
            "INSERT INTO subscribers (phone_id, place_id) SELECT {late}, id FROM places WHERE name = 'Ahero'"
        ))
        .await;
    assert_eq!(map().await, after);
    scene
        .run(
            "INSERT INTO bulk_sends (batch_id, phone_id, state) SELECT id, unnest(phone_ids), 'sent' FROM bulk_batches;
             UPDATE bulk_batches SET state = 'sent'",
        )
        .await;
    assert_eq!(map().await, after);
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_are_where_they_work() {
    let served = Served::new().await;
    let scene = &served.scene;
    scene
        .run("UPDATE places SET lat = -id * 0.01, lon = 34 + id * 0.01")
        .await;
    for n in 50..56 {
        let at: &[&str] = if n < 55 { &["KAJULU"] } else { &["AHERO"] };
        scene
            .world
            .person(n, "pharmacist", "active", None, at)
            .await;
    }
    let body = json!({ "audience": { "place": "Kisumu", "roles": ["facilities"] }, "texts": { "en": "Count." } });
    let token = served
        .token(medvault::people::role::Role::Authority, "Kisumu")
        .await;
    let (status, made) = served.new_one(&token, "one", &body).await;
    assert_eq!((status, &made["recipients"]), (201, &json!(6)), "{made}");
    let (_, map) = served.read(&token, &format!("/{}/map", made["id"])).await;
    let dots = map["dots"].as_array().unwrap();
    assert_eq!(dots.len(), 1, "{map}");
    assert_eq!(
        (&dots[0]["name"], &dots[0]["people"]),
        (&json!("Kajulu"), &json!(5))
    );
    assert_eq!(map["elsewhere"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_one_is_counted_every_few_seconds_for_everybody() {
    let served = Served::new().await;
    let scene = &served.scene;
    let id = going(scene).await;
    let token = served
        .token(medvault::people::role::Role::Authority, "Kisumu")
        .await;
    let queued = async || {
        let (_, seen) = served.see(&token, &json!(id)).await;
        seen["progress"]["queued"].as_i64().unwrap()
    };
    let add = format!(
        "INSERT INTO bulk_batches (broadcast_id, language, phone_ids, size, not_before) VALUES ({id}, 'en', '{{}}', 7, now() + interval '1 day')"
    );
    scene.run(&add).await;
    assert_eq!(queued().await, 7);
    scene.run(&add).await;
    assert_eq!(queued().await, 14, "few are counted each time");
    // So many that a count is kept for longer than this test takes.
    scene
        .run(&format!(
            "UPDATE broadcasts SET recipients = 100000000 WHERE id = {id}"
        ))
        .await;
    assert_eq!(queued().await, 14);
    scene.run(&add).await;
    assert_eq!(queued().await, 14, "many are not");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_itself_knows_nothing_and_is_kept_nowhere() {
    let served = Served::new().await;
    let client = reqwest::Client::new();
    let get = async |path: &str| {
        let url = format!("http://{}{path}", served.address());
        client.get(url).send().await.unwrap()
    };
    let page = get("/broadcasts/12").await;
    assert_eq!(page.status(), 200);
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self'"),
        "{policy}"
    );
    assert_eq!(page.headers()["cache-control"], "no-store");
    assert_eq!(get("/broadcasts/page.js").await.status(), 200);
    assert_eq!(get("/broadcasts/nothing").await.status(), 404);
    let told = get("/api/v1/broadcasts/12/page").await;
    assert_eq!(told.status(), 401);
}
