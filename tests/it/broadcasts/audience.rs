//! Whom an audience means, person by person.

use medvault::broadcasts::audience::Audience;
use medvault::broadcasts::create::First;
use medvault::db::Conn;
use medvault::models::audience::{PEOPLE, Resolved, bound, reach, resolve};

use super::Scene;

#[derive(diesel::QueryableByName)]
struct Person {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    phone_id: i64,
    #[diesel(sql_type = diesel::sql_types::Text)]
    language: String,
}

/// Everybody an audience means, by the number of their phone, fetched `most` at a time.
pub(super) async fn people(
    conn: &mut Conn,
    phones: &[(u8, i64)],
    audience: &Audience,
    (stopped, most): (bool, i64),
) -> Vec<String> {
    use diesel_async::RunQueryDsl as _;
    let who = resolve(conn, audience, "en", stopped, None).await.unwrap();
    let (mut found, mut after) = (Vec::new(), i64::MIN);
    loop {
        let rows: Vec<Person> = bound(PEOPLE, &who, after, most).load(conn).await.unwrap();
        let Some(last) = rows.last() else { break };
        assert!(
            rows.windows(2)
                .all(|pair| pair[0].phone_id < pair[1].phone_id)
        );
        after = last.phone_id;
        found.extend(rows);
    }
    let mut numbers = Vec::new();
    for (n, phone) in phones {
        let here = found.iter().filter(|person| person.phone_id == *phone);
        numbers.extend(here.map(|person| format!("{n}{}", person.language)));
    }
    assert_eq!(numbers.len(), found.len());
    let counted = reach::count(conn, &who, None, chrono::Utc::now()).await;
    let counted = counted.unwrap();
    let counted: i64 = counted.iter().map(|c| c.meant - c.stopped).sum();
    assert_eq!(usize::try_from(counted).unwrap(), found.len());
    numbers
}

#[tokio::test(flavor = "multi_thread")]
async fn each_audience_is_just_those_it_says() {
    let scene = Scene::new().await;
    let world = &scene.world;
    world
        .person(20, "in_charge", "active", None, &["AHERO"])
        .await;
    world
        .person(21, "pharmacist", "active", None, &["AHERO"])
        .await;
    world
        .person(22, "pharmacist", "active", None, &["KAJULU"])
        .await;
    world
        .person(23, "pharmacist", "disabled", None, &["KAJULU"])
        .await;
    world
        .person(24, "pharmacist", "active", None, &["KIBRA"])
        .await;
    // 20 dialled too, and reads Swahili; 10 waits for a medicine and gave blood.
    let (twenty, ten, eleven) = (
        world.phone(20).await,
        world.phone(10).await,
        world.phone(11).await,
    );
    scene
        .run(&format!(
            "INSERT INTO subscribers (phone_id, language, place_id) SELECT {twenty}, 'sw', id FROM places WHERE name = 'Ahero';
             INSERT INTO products (code, source, source_id, kind, generic, generic_key, unit)
                 VALUES ('al', 't', '1', 'medicine', 'Artemether', 'artemether', 'tab'), ('pcm', 't', '2', 'medicine', 'Paracetamol', 'paracetamol', 'tab');
             INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by)
                 SELECT f.id, p.id, n, now(), '' FROM (VALUES ('KAJULU', 5), ('AHERO', 0), ('KIBRA', 7)) v (c, n)
                 JOIN facilities f ON f.code = c JOIN products p ON p.code = 'al';
             INSERT INTO waiting (phone_id, product_id, place_id, told_at)
                 SELECT {ten}, p.id, l.id, CASE WHEN p.code = 'pcm' THEN now() END FROM products p, places l WHERE l.name = 'Ahero';
             INSERT INTO consents (phone_id, what, given_at, words, withdrawn_at)
                 VALUES ({ten}, 'blood:O-', now(), 'yes', NULL), ({eleven}, 'blood:O-', now(), 'yes', now()),
                        ({eleven}, 'condition:asthma', now(), 'yes', NULL), ({twenty}, 'blood:O-', now(), 'yes', NULL);
             UPDATE places SET lat = -0.17, lon = 34.92 WHERE name = 'Ahero';
             UPDATE places SET lat = -0.05, lon = 34.78 WHERE name = 'Kajulu';
             UPDATE places SET lat = -1.31, lon = 36.79 WHERE name = 'Kibra';
             UPDATE facilities SET lat = -0.17, lon = 34.93 WHERE code = 'KAJULU'",
        ))
        .await;
    let ids = [
        ("KISUMU", world.place("Kisumu").await),
        ("AHERO", world.place("Ahero").await),
        ("KENYA", world.place("Kenya").await),
        (
            "AL",
            world
                .number("SELECT id FROM products WHERE code = 'al'")
                .await,
        ),
        (
            "PCM",
            world
                .number("SELECT id FROM products WHERE code = 'pcm'")
                .await,
        ),
    ];
    let mut phones = Vec::new();
    for n in 1..=30 {
        phones.push((n, world.phone(n).await));
    }
    let mut conn = world.conn().await;
    let near = r#""radius":{"lat":-0.17,"lon":34.92,"km":5}"#;
    #[rustfmt::skip]
    let cases: &[(&str, &str)] = &[
        (r#"{"place":AHERO}"#, "10en 11sw 12en 13en 20sw"),
        (r#"{"place":KISUMU}"#, "10en 11sw 12en 13en 14en 20sw"),
        (r#"{"place":KENYA}"#, "10en 11sw 12en 13en 14en 15en 20sw"),
        (r#"{"place":KISUMU,"languages":["sw"]}"#, "11sw 20sw"),
        (r#"{"place":KISUMU,"languages":["en","ha"]}"#, "10en 12en 13en 14en"),
        (r#"{"place":KISUMU,"roles":["staff"]}"#, "1en 2en 20sw 21en 22en"),
        (r#"{"place":KENYA,"roles":["staff"]}"#, "1en 2en 3en 4en 5en 20sw 21en 22en 24en"),
        (r#"{"place":KISUMU,"roles":["facilities"]}"#, "20sw 22en"),
        (r#"{"place":KISUMU,"roles":["patients","facilities"]}"#, "10en 11sw 12en 13en 14en 20sw 22en"),
        (r#"{"place":KISUMU,"roles":["facilities"],"holds":AL}"#, "22en"),
        (r#"{"place":KENYA,"roles":["staff"],"holds":AL}"#, "22en 24en"),
        (r#"{"place":KISUMU,"waits_for":AL}"#, "10en"),
        (r#"{"place":KISUMU,"waits_for":PCM}"#, ""),
        (r#"{"place":KISUMU,"blood":"O-"}"#, "10en 20sw"),
        (r#"{"place":KISUMU,"blood":"O-","roles":["staff"]}"#, "20sw"),
        (r#"{"place":KISUMU,"condition":"asthma"}"#, "11sw"),
        (r#"{"place":KISUMU,"condition":"diabetes"}"#, ""),
        (r#"{NEAR}"#, "10en 11sw 12en 13en 20sw"),
        // The facility's own point counts, else its place's.
        (r#"{NEAR,"roles":["facilities"]}"#, "20sw 22en"),
        (r#"{"place":AHERO,NEAR,"roles":["facilities"]}"#, "20sw"),
        (r#"{"radius":{"lat":-0.17,"lon":34.92,"km":25}}"#, "10en 11sw 12en 13en 14en 20sw"),
    ];
    for (json, expected) in cases {
        let mut text = json.replace("NEAR", near);
        for (word, id) in ids {
            text = text.replace(word, &id.to_string());
        }
        let audience: Audience = serde_json::from_str(&text).unwrap();
        for most in [1, 2, 1000] {
            let found = people(&mut conn, &phones, &audience, (false, most)).await;
            assert_eq!(found.join(" "), *expected, "{json} by {most}");
        }
    }
    let ahero = Audience {
        place: Some(ids[1].1),
        ..Audience::default()
    };
    let all = people(&mut conn, &phones, &ahero, (true, 1000)).await;
    assert_eq!(all.join(" "), "10en 11sw 12en 13en 16en 20sw");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_goes_to_whoever_was_told_the_first_wherever_they_are_now() {
    let scene = Scene::new().await;
    let wanted = scene.wanted("Ahero").await;
    let audience = wanted.audience.clone();
    let made = scene.make(scene.authority, wanted, First::Ask).await;
    let id = made.unwrap().broadcast.id;
    let (ten, fifteen, seventeen) = (
        scene.world.phone(10).await,
        scene.world.phone(15).await,
        scene.world.phone(17).await,
    );
    scene
        .run(&format!(
            "INSERT INTO bulk_batches (broadcast_id, language, phone_ids, size, not_before, state) VALUES
                ({id}, 'en', ARRAY[{ten}, {fifteen}], 2, now(), 'sent'), ({id}, 'en', ARRAY[{seventeen}], 1, now(), 'cancelled')"
        ))
        .await;
    let mut conn = scene.world.conn().await;
    for (corrects, english) in [(None, 3), (Some(id), 4)] {
        let who = resolve(&mut conn, &audience, "en", false, corrects).await;
        assert_eq!(reached(&mut conn, &who.unwrap()).await, [english, 1]);
    }
    scene
        .run(&format!(
            "UPDATE subscribers SET stopped_at = now() WHERE phone_id = {fifteen}"
        ))
        .await;
    let who = resolve(&mut conn, &audience, "en", false, Some(id)).await;
    assert_eq!(reached(&mut conn, &who.unwrap()).await, [3, 1]);
}

/// How many of an audience read each language and did not opt out, as the list and as the count
/// of it have it.
async fn reached(conn: &mut Conn, who: &Resolved) -> Vec<i64> {
    use diesel_async::RunQueryDsl as _;
    let listed = bound(PEOPLE, who, i64::MIN, i64::MAX);
    let listed: Vec<Person> = listed.load(conn).await.unwrap();
    let counted = reach::count(conn, who, None, chrono::Utc::now()).await;
    let counted = counted.unwrap();
    for count in &counted {
        let listed = listed.iter().filter(|one| one.language == count.language);
        assert_eq!(
            listed.count(),
            usize::try_from(count.meant - count.stopped).unwrap()
        );
    }
    counted.iter().map(|c| c.meant - c.stopped).collect()
}
