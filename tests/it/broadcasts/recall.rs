//! A batch is recalled from whoever had it.

use medvault::broadcasts::Refusal;
use medvault::broadcasts::audience::{Audience, Group};
use medvault::broadcasts::create::{First, Wanted};

use super::audience::people;
use super::sms::Phones;
use super::{Scene, refused};

/// Ahero with an in-charge (20) and a pharmacist (21), Kajulu with a pharmacist (22), Kibra in
/// Nairobi with one (23), and a supervisor (24); two medicines.
pub(super) async fn scene() -> Scene {
    let mut scene = Scene::new().await;
    for (n, role, place, at) in [
        (20, "in_charge", None, "AHERO"),
        (21, "pharmacist", None, "AHERO"),
        (22, "pharmacist", None, "KAJULU"),
        (23, "pharmacist", None, "KIBRA"),
        (24, "supervisor", Some("Kisumu"), ""),
    ] {
        scene.world.person(n, role, "active", place, &[at]).await;
    }
    scene
        .run(
            "INSERT INTO products (code, source, source_id, kind, generic, generic_key, strength, unit)
             VALUES ('al', 't', '1', 'medicine', 'Artemether', 'artemether', '20 mg', 'tab'),
                    ('pcm', 't', '2', 'medicine', 'Paracetamol', 'paracetamol', '500 mg', 'tab')",
        )
        .await;
    scene.world.restart().await;
    scene
}

/// A row of an import: a batch as a list writes it.
const IMPORTED: &str = "
    WITH r AS (INSERT INTO reports (channel, at) VALUES ('import', now()) RETURNING id)
    INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, balance, batch, at)
    SELECT r.id, f.id, p.id, 'receipt', 40, 40, 40, 'Px-22', now() FROM r, facilities f, products p
    WHERE f.code = 'KAJULU' AND p.code = 'pcm'";

#[tokio::test(flavor = "multi_thread")]
async fn it_goes_to_the_facilities_that_were_told_to_have_it() {
    let scene = scene().await;
    let phones = Phones::of(&scene);
    for (n, text) in [
        (20, "REC PCM 100 batch PX22 exp 06/2030"),
        (20, "REC AL 10 batch AX1 exp 06/2030"),
        (23, "REC PCM 50 batch PX22 exp 06/2030"),
        (23, "REC AL 50 batch NB7 exp 06/2030"),
        (22, "REC PCM 60 batch PX22 exp 06/2030"),
    ] {
        let told = phones.send(n, text).await;
        assert!(told.contains("LOT"), "{told}");
    }
    // What was taken back was never there.
    let told = phones.send(22, "UNDO").await;
    assert!(told.starts_with("Taken back"), "{told}");
    // Nothing need be left of it.
    phones.send(21, "SOH PCM 0").await;
    let (kisumu, kenya) = (
        scene.world.place("Kisumu").await,
        scene.world.place("Kenya").await,
    );
    let product = async |code: &str| {
        let query = format!("SELECT id FROM products WHERE code = '{code}'");
        scene.world.number(&query).await
    };
    let (al, pcm) = (product("al").await, product("pcm").await);
    let mut numbers = Vec::new();
    for n in 1..=30 {
        numbers.push((n, scene.world.phone(n).await));
    }
    let had = |place: i64, roles: &[Group], (product, batch): (i64, &str)| Audience {
        place: Some(place),
        roles: roles.to_vec(),
        holds: Some(product),
        batch: Some(batch.to_owned()),
        ..Audience::default()
    };
    let facilities = &[Group::Facilities][..];
    let mut conn = scene.world.conn().await;
    let cases = [
        (
            "the in-charge",
            had(kisumu, facilities, (pcm, "PX22")),
            "20en",
        ),
        (
            "written another way",
            had(kisumu, facilities, (pcm, "px-2 2")),
            "20en",
        ),
        (
            "everybody there",
            had(kisumu, &[Group::Staff], (pcm, "PX22")),
            "20en 21en",
        ),
        (
            "a country",
            had(kenya, facilities, (pcm, "PX22")),
            "20en 23en",
        ),
        (
            "of another product",
            had(kisumu, facilities, (al, "PX22")),
            "",
        ),
        ("elsewhere", had(kisumu, facilities, (al, "NB7")), ""),
    ];
    for (what, audience, expected) in &cases {
        for most in [1, 1000] {
            let found = people(&mut conn, &numbers, audience, (false, most)).await;
            assert_eq!(found.join(" "), *expected, "{what} by {most}");
        }
    }
    scene.run(IMPORTED).await;
    let found = people(&mut conn, &numbers, &cases[0].1, (false, 1000)).await;
    assert_eq!(found.join(" "), "20en 22en");
    // What was never told is asked about; what is only elsewhere reaches nobody.
    let make = async |audience: &Audience| {
        let wanted = Wanted {
            audience: audience.clone(),
            ..scene.wanted("Kisumu").await
        };
        scene.make(scene.authority, wanted, First::Ask).await
    };
    let mistyped = had(kisumu, facilities, (pcm, "PX2"));
    let near = Refusal::NoBatch(vec!["Px-22".to_owned()]);
    assert_eq!(refused(make(&mistyped).await), near);
    let told = near.to_string();
    assert!(told.ends_with(": did you mean Px-22?"), "{told}");
    let nothing = had(kisumu, facilities, (pcm, "QQ99999"));
    assert_eq!(refused(make(&nothing).await), Refusal::NoBatch(vec![]));
    assert_eq!(refused(make(&cases[4].1).await), Refusal::NoBatch(vec![]));
    assert_eq!(refused(make(&cases[5].1).await), Refusal::Nobody);
    let made = make(&cases[0].1).await.unwrap();
    assert_eq!(made.plan.recipients, 2);
    let asked = scene.told(2).await.unwrap();
    assert!(
        asked.contains("2 people, Kisumu, facilities, PCM, LOT PX22:"),
        "{asked}"
    );
}
