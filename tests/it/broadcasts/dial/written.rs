//! Whom a message that is written by a dial is for, when it begins, what it corrects; and that
//! its writer and the second officer are told so before anybody says yes.

use chrono::{DateTime, Datelike as _, Duration, TimeZone as _, Utc};
use chrono_tz::Africa::Nairobi;
use medvault::broadcasts::audience::Audience;
use serde_json::json;

use super::{Phone, made, scene};
use crate::broadcasts::Scene;

/// People at facilities, a medicine that one has and four wait for, and who agreed to what.
async fn peopled() -> Scene {
    let mut scene = scene().await;
    for (n, role, facility) in [
        (20, "in_charge", "AHERO"),
        (21, "pharmacist", "AHERO"),
        (22, "pharmacist", "KAJULU"),
        (24, "pharmacist", "KIBRA"),
    ] {
        let at = [facility];
        scene.world.person(n, role, "active", None, &at).await;
    }
    let phones = [10, 11, 12, 13, 14];
    let mut ids = Vec::new();
    for n in phones {
        ids.push(scene.world.phone(n).await.to_string());
    }
    let all = ids.join(", ");
    let one = &ids[0];
    scene
        .run(&format!(
            "INSERT INTO products (code, source, source_id, kind, generic, generic_key, unit)
                 VALUES ('al', 't', '1', 'medicine', 'Artemether', 'artemether', 'tab'), ('pcm', 't', '2', 'medicine', 'Paracetamol', 'paracetamol', 'tab');
             INSERT INTO product_names (name, name_key, generic_key, kind, source)
                 SELECT generic, generic_key, generic_key, 'generic', 't' FROM products;
             INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by)
                 SELECT f.id, p.id, 5, now(), '' FROM facilities f, products p WHERE f.code = 'KAJULU' AND p.code = 'al';
             INSERT INTO waiting (phone_id, product_id, place_id)
                 SELECT s, p.id, l.id FROM unnest(ARRAY[{all}]::bigint[]) s, products p, places l WHERE p.code = 'al' AND l.name = 'Ahero';
             INSERT INTO consents (phone_id, what, given_at, words)
                 VALUES ({one}, 'blood:O-', now(), 'yes'), ({one}, 'condition:asthma', now(), 'yes');
             UPDATE places SET lat = -0.17, lon = 34.92 WHERE name = 'Ahero';
             UPDATE places SET lat = -0.05, lon = 34.78 WHERE name = 'Kajulu'"
        ))
        .await;
    scene.world.restart().await;
    scene.world.pass(20 * 60);
    scene
}

/// The audience of the one that was written last.
async fn meant(scene: &Scene) -> Audience {
    let query = "SELECT audience::text AS word FROM broadcasts ORDER BY id DESC LIMIT 1";
    serde_json::from_str(&scene.world.word(query).await.unwrap()).unwrap()
}

async fn id_of(scene: &Scene, code: &str) -> i64 {
    let query = format!("SELECT id FROM products WHERE code = '{code}'");
    scene.world.number(&query).await
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_for_whom_the_officer_says_and_few_are_not_counted_out() {
    let scene = peopled().await;
    let (kisumu, al) = (scene.world.place("Kisumu").await, id_of(&scene, "al").await);
    let staff = json!({"place": kisumu, "roles": ["staff"]});
    let facilities = json!({"place": kisumu, "roles": ["facilities"]});
    let holders = json!({"place": kisumu, "roles": ["facilities"], "holds": al});
    let waiting = json!({"place": kisumu, "roles": ["patients"], "waits_for": al});
    let blood = json!({"place": kisumu, "roles": ["patients"], "blood": "O-"});
    let condition = json!({"place": kisumu, "roles": ["patients"], "condition": "asthma"});
    // What is chosen or, behind a `>`, typed.
    #[rustfmt::skip]
    let cases: [(&[&str], &str, serde_json::Value); 6] = [
        (&["Staff"], "Kisumu, staff: 5 of 5 people", staff),
        (&["Facilities"], "Kisumu, facilities: 2 of 2 people", facilities),
        (&["Who has a medicine", ">artemether", ">1"], "Kisumu, facilities, with Artemether: 1 of 1 people", holders),
        (&["Who waits for a medicine", ">qqqqq", ">artemether", ">1"], "Kisumu, waiting for Artemether: 5 of 5 people", waiting),
        (&["Who agreed: blood group", "O-"], "Kisumu, who agreed: blood group O-: fewer than 5 people", blood),
        (&["Who agreed: condition", "asthma"], "Kisumu, who agreed: asthma: fewer than 5 people", condition),
    ];
    for (chosen, whom, audience) in cases {
        let mut writer = Phone::at_work(&scene, 1).await;
        writer
            .choose_each(&["Send a message", "All of my area"])
            .await;
        writer.types("Boil all water.").await;
        writer.choose("Whom for?").await;
        writer.says("For whom, of Kisumu?");
        for what in chosen {
            match what.strip_prefix('>') {
                Some(typed) => writer.types(typed).await,
                None => writer.choose(what).await,
            }
        }
        writer.choose("Ordinary").await;
        let shown = writer.reads().await;
        assert!(shown.contains(whom), "{shown}");
        assert_eq!(
            meant(&scene).await,
            serde_json::from_value(audience).unwrap()
        );
        // So few are not to be told from what it costs either.
        let few = whom.contains("fewer");
        assert_eq!(shown.contains(" SMS,"), !few, "{shown}");
        writer.choose("Ask a second officer").await;
        let mut officer = Phone::at_work(&scene, 2).await;
        officer.choose("Waiting for you").await;
        let list = officer.reads().await;
        assert_eq!(list.contains(": <5"), few, "{list}");
        officer.types("1").await;
        let asked = officer.reads().await;
        let (people, _) = whom.split_once(": ").unwrap();
        assert!(asked.contains(people), "{asked}");
        assert_eq!(asked.contains("fewer than 5 people"), few, "{asked}");
        officer.choose("Approve").await;
        assert_eq!(officer.screen.contains("fewer than 5 people"), few);
        officer.choose("Approve").await;
        officer.says("Approved.");
    }
    assert_eq!(scene.let_out().await, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_for_so_many_kilometres_around_a_place_that_is_on_the_map() {
    let scene = peopled().await;
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.choose_each(&["Send a message", "Type a name"]).await;
    writer.types("Ahero").await;
    writer.types("1").await;
    writer.types("Boil all water.").await;
    writer
        .choose_each(&["Whom for?", "So many km around it"])
        .await;
    for wrong in ["501", "5.5", "-1", "near", "999999"] {
        writer.types(wrong).await;
        writer.says("Type a number from 1 to 500, or 0.");
    }
    writer.types("12").await;
    writer.choose("Ordinary").await;
    let shown = writer.reads().await;
    assert!(
        shown.contains("within 12 km of Ahero: 4 of 5 people"),
        "{shown}"
    );
    let (kisumu, there) = (scene.world.place("Kisumu").await, meant(&scene).await);
    let around = there.radius.unwrap();
    assert_eq!((around.lat, around.lon, around.km), (-0.17, 34.92, 12.0));
    assert_eq!(there.place, Some(kisumu));
    // From there to the other ward it is 20 km; 0 is the place alone again.
    writer
        .choose_each(&["Whom for?", "So many km around it"])
        .await;
    writer.types("21").await;
    let shown = writer.reads().await;
    assert!(
        shown.contains("within 21 km of Ahero: 5 of 6 people"),
        "{shown}"
    );
    writer
        .choose_each(&["Whom for?", "So many km around it"])
        .await;
    writer.types("0").await;
    let shown = writer.reads().await;
    assert!(shown.contains("Ahero: 4 of 5 people"), "{shown}");
    assert_eq!(made(&scene, "state = 'draft'").await, 1);
    // Nobody knows where a place lies of which no point is known.
    scene.run("UPDATE places SET lat = NULL, lon = NULL").await;
    let mut scene = scene;
    scene.world.restart().await;
    scene.world.pass(20 * 60);
    let mut writer = Phone::at_work(&scene, 1).await;
    writer
        .choose_each(&["Send a message", "All of my area"])
        .await;
    writer.types("Boil all water.").await;
    writer
        .choose_each(&["Whom for?", "So many km around it"])
        .await;
    writer.types("12").await;
    writer.says("That place is on no map. Type 0.");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_would_be_reached_it_may_be_for_others() {
    let scene = peopled().await;
    scene
        .run("DELETE FROM subscribers WHERE place_id IS NOT NULL")
        .await;
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.writes("Count what is left.").await;
    writer.says("Nobody would be reached there.");
    writer.choose_each(&["Whom for?", "Facilities"]).await;
    let shown = writer.reads().await;
    assert!(
        shown.contains("Kisumu, facilities: 2 of 2 people"),
        "{shown}"
    );
    assert!(shown.contains("Count what is left."), "{shown}");
}

/// A moment in Nairobi so many days from now, as it is typed and as it is shown.
fn moment(now: DateTime<Utc>, days: i64, hour: u32) -> (String, String, DateTime<Utc>) {
    let day = now.with_timezone(&Nairobi).date_naive() + Duration::days(days);
    let at = Nairobi
        .from_local_datetime(&day.and_hms_opt(hour, 0, 0).unwrap())
        .unwrap();
    let names = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];
    let name = names[day.weekday().num_days_from_monday() as usize];
    (
        at.format("%d%m %H%M").to_string(),
        format!("{name} {}, {hour:02}:00", at.format("%d/%m")),
        at.with_timezone(&Utc),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn it_begins_when_the_officer_says_and_never_before() {
    let scene = scene().await;
    let now = scene.world.now();
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.writes("Vaccines for children.").await;
    writer.choose("When?").await;
    for (typed, told) in [
        (moment(now, -1, 9).0, "That hour is over."),
        (moment(now, 35, 9).0, "30 days ahead at most."),
        ("tomorrow".to_owned(), "8 digits"),
        ("9".to_owned(), "8 digits"),
    ] {
        writer.types(&typed).await;
        writer.says(told);
        writer.says("When?");
    }
    assert_eq!(
        made(&scene, "starts_at > now() + interval '12 hours'").await,
        0
    );
    let (typed, shown, at) = moment(now, 2, 9);
    writer.types(&typed).await;
    let told = writer.reads().await;
    assert!(told.contains(&format!("Begins {shown}")), "{told}");
    let due = format!("state = 'draft' AND starts_at = '{at}'");
    assert_eq!(made(&scene, &due).await, 1);
    // What is no emergency waits for the morning, and its writer is told so.
    writer.choose("When?").await;
    let (typed, ..) = moment(now, 2, 23);
    writer.types(&typed).await;
    let (_, morning, at) = moment(now, 3, 7);
    let told = writer.reads().await;
    assert!(
        told.contains(&format!("Not at night: begins {morning}")),
        "{told}"
    );
    writer.choose("Ask a second officer").await;
    let due = format!("state = 'waiting' AND starts_at = '{at}'");
    assert_eq!(made(&scene, &due).await, 1);
    // The second officer is told when, too; and what it costs and who is left out.
    let mut officer = Phone::at_work(&scene, 2).await;
    officer.choose("Waiting for you").await;
    officer.types("1").await;
    let told = officer.reads().await;
    for line in [
        &*format!("Begins {morning}"),
        "5 SMS, KES 4.00, 1 s",
        "Left out: 1 want no messages",
        "Vaccines for children.",
    ] {
        assert!(told.contains(line), "no {line:?}: {told}");
    }
    officer.choose_each(&["Approve", "Approve"]).await;
    let due = format!("state = 'approved' AND starts_at = '{at}'");
    assert_eq!(made(&scene, &due).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_preview_says_in_how_many_messages_and_who_is_left_out() {
    let scene = scene().await;
    let ten = scene.world.phone(10).await;
    scene
        .run(&format!(
            "INSERT INTO unreachable (phone_id, since, why) VALUES ({ten}, now(), 'InvalidPhoneNumber')"
        ))
        .await;
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.writes("Boil all wat\u{ea}r.").await;
    writer.choose_each(&["Another language", "Kiswahili"]).await;
    writer.types(&"Chemsha maji. ".repeat(12)).await;
    let told = writer.reads().await;
    for line in [
        "Kisumu: 4 of 6 people",
        "5 SMS, KES 4.00, 1 s",
        "Left out: 1 want no messages, 1 cannot be reached",
        "More SMS because of the letter \u{ea} (UCS-2).",
        "English, 1 SMS, UCS-2: Boil",
        "Kiswahili, 2 SMS: Chemsha",
    ] {
        assert!(told.contains(line), "no {line:?}: {told}");
    }
    assert!(!told.contains("this week"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_goes_to_the_same_people_past_a_second_officer() {
    let scene = scene().await;
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.choose_each(&["Send a message", "Type a name"]).await;
    writer.types("Ahero").await;
    writer.types("1").await;
    writer.types("Boil all water.").await;
    writer
        .choose_each(&["Ordinary", "Ask a second officer"])
        .await;
    // What waits was told nobody, and is not corrected.
    writer.choose_each(&["My facility", "Messages sent"]).await;
    writer.types("1").await;
    assert_eq!(writer.finds("Correct it").await, None);
    let mut officer = Phone::at_work(&scene, 2).await;
    officer.opens_and_approves().await;
    assert_eq!(scene.let_out().await, 1);
    scene
        .run("INSERT INTO fan_outs (broadcast_id, begun_at) SELECT id, now() FROM broadcasts; UPDATE broadcasts SET state = 'sending'")
        .await;
    // Who only says yes corrects nothing.
    officer.choose_each(&["My facility", "Messages sent"]).await;
    officer.types("1").await;
    assert_eq!(officer.finds("Correct it").await, None);
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.choose("Messages sent").await;
    writer.types("1").await;
    writer.choose("Correct it").await;
    writer.says("Type the text in English:");
    writer.types("The water is safe.").await;
    assert_eq!(writer.finds("Whom for?").await, None);
    writer.choose("Ordinary").await;
    let told = writer.reads().await;
    for line in [
        "Ahero: 4 of 5 people",
        "A correction: whoever was told the first is told this too.",
        "The water is safe.",
    ] {
        assert!(told.contains(line), "no {line:?}: {told}");
    }
    assert!(!told.contains("Whom for?"), "{told}");
    writer.choose("Ask a second officer").await;
    assert_eq!(made(&scene, "state = 'waiting' AND corrects = 1").await, 1);
    assert_eq!(scene.let_out().await, 1);
    let mut officer = Phone::at_work(&scene, 2).await;
    officer.choose("Waiting for you").await;
    officer.types("1").await;
    let told = officer.reads().await;
    assert!(told.contains("A correction:"), "{told}");
    officer.choose_each(&["Approve", "Approve"]).await;
    let same = "SELECT count(DISTINCT audience) AS id FROM broadcasts WHERE state = 'approved'";
    assert_eq!(
        (scene.let_out().await, scene.world.number(same).await),
        (2, 1)
    );
}
