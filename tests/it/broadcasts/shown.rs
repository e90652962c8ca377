//! What officers are shown before they say yes, in a message.

use chrono::{TimeDelta, Timelike as _};
use medvault::broadcasts::approve::Which;
use medvault::broadcasts::create::{First, Wanted};
use medvault::sms::segment;

use super::Scene;
use super::sms::{Phones, code};

#[tokio::test(flavor = "multi_thread")]
async fn at_night_it_says_from_when_and_an_emergency_goes_at_once() {
    let scene = Scene::new().await;
    let phones = Phones::of(&scene);
    for (hour, word, begins) in [
        (22, "ALERT", true),
        (3, "ALERT", true),
        (9, "ALERT", false),
        (23, "EMERGENCY", false),
    ] {
        scene.hour(hour);
        let shown = phones
            .send(1, &format!("{word} Ahero Boil all water."))
            .await;
        assert_eq!(
            shown.contains(" From 07:00. "),
            begins,
            "{hour} {word}: {shown}"
        );
        phones.send(1, &format!("OK {} 4071", code(&shown))).await;
        let asked = scene.told(2).await.unwrap();
        assert_eq!(
            asked.contains(" From 07:00. "),
            begins,
            "{hour} {word}: {asked}"
        );
        assert!(segment::count(&shown) <= 3, "{shown}");
        assert!(segment::count(&asked) <= 2, "{asked}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_officer_is_shown_what_its_writer_was() {
    let scene = Scene::new().await;
    scene.hour(10);
    let thirteen = scene.world.phone(13).await;
    let gone = format!(
        "INSERT INTO unreachable VALUES ({thirteen}, now(), 'UserDoesNotExist');
         UPDATE subscribers SET language = 'am' WHERE phone_id = {}",
        scene.world.phone(12).await
    );
    scene.run(&gone).await;
    let now = scene.world.now();
    let later = now + TimeDelta::days(2) - TimeDelta::minutes(i64::from(now.minute()));
    let mut wanted = Wanted {
        starts_at: Some(later),
        ..scene.wanted("Ahero").await
    };
    wanted
        .texts
        .insert("en".to_owned(), "Boil all water. ".repeat(11));
    wanted.texts.insert("am".to_owned(), "ውሃ ያፍሉ።".to_owned());
    let made = scene.make(scene.authority, wanted, First::Ask).await;
    let id = made.unwrap().broadcast.id;
    let zone = scene.world.app.config.alerts.zone;
    let when = later.with_timezone(&zone).format("%d/%m 10:00");
    let asked = scene.told(2).await.unwrap();
    let notes = format!(
        "\" 5 SMS, KES 4.00, 1 s. No text in: sw. Up to 2 SMS each. In UCS-2: am (ው). From {when}. \
         Left out: 1 opted out, 1 unreachable. To approve send OK "
    );
    assert!(asked.contains(&notes), "{asked}\n{notes}");
    // Who is asked next is shown the same.
    scene.world.pass(10 * 60 + 1);
    medvault::broadcasts::ask::round(&scene.world.app)
        .await
        .unwrap();
    let next = scene.told(3).await.unwrap();
    assert!(next.contains(&notes), "{next}");
    scene
        .say(scene.national, Which::Id(id), true)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_makes_it_dearer_is_named_with_its_encoding() {
    let scene = Scene::new().await;
    scene.hour(10);
    let phones = Phones::of(&scene);
    let text = format!("ALERT Kajulu {}ê", "Boil all water. ".repeat(5));
    let shown = phones.send(1, &text).await;
    assert!(
        shown.starts_with(
            "Kajulu: 1 of 1 people, 2 SMS, KES 1.60, 1 s. Up to 2 SMS each. More SMS because of the letter ê (UCS-2). \"Boil"
        ),
        "{shown}"
    );
}
