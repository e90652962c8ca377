//! Broadcasts by SMS, message by message.

use medvault::operators::{Message, Sender};
use medvault::sms::receive::receive;

use super::Scene;

pub(super) struct Phones<'a> {
    scene: &'a Scene,
    sent: std::cell::Cell<u32>,
}

impl<'a> Phones<'a> {
    pub(super) fn of(scene: &'a Scene) -> Self {
        Self {
            scene,
            sent: std::cell::Cell::new(0),
        }
    }

    /// Phones whose next message is of that number.
    pub(super) fn beginning(scene: &'a Scene, number: u32) -> Self {
        Self {
            scene,
            sent: std::cell::Cell::new(number),
        }
    }

    /// What phone N is answered.
    pub(super) async fn send(&self, n: u8, text: &str) -> String {
        self.sent.set(self.sent.get() + 1);
        self.again(n, text).await
    }

    /// The same for a message of the same number as the last.
    pub(super) async fn again(&self, n: u8, text: &str) -> String {
        let message = Message {
            id: format!("m{}", self.sent.get()),
            from: Sender::Phone(format!("+2547000000{n:02}").parse().unwrap()),
            to: "22384".to_owned(),
            text: text.to_owned(),
            network: String::new(),
            sent_at: None,
        };
        receive(&self.scene.world.app, &message).await.unwrap();
        let query = format!(
            "SELECT o.body AS word FROM outbox o JOIN inbound i ON i.id = o.inbound_id WHERE i.operator_id = 'm{}'",
            self.sent.get()
        );
        self.scene.world.word(&query).await.unwrap_or_default()
    }
}

/// The code that an answer tells.
pub(super) fn code(told: &str) -> String {
    let (_, after) = told.split_once("OK ").unwrap_or_else(|| panic!("{told}"));
    after.chars().take(6).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_area_is_told_after_two_officers_said_yes_with_their_pins() {
    let scene = Scene::new().await;
    scene.hour(10);
    let phones = Phones::of(&scene);
    let shown = phones.send(1, "ALERT Ahero: Boil all water.").await;
    let first = code(&shown);
    assert_eq!(
        shown,
        format!(
            "Ahero: 4 of 5 people, 4 SMS, KES 3.20, 1 s. No text in: sw. Left out: 1 opted out. \"Boil all water.\" \
             Nothing is sent yet. Send OK {first} and your PIN to ask a second officer, TRY {first} to get it alone first."
        )
    );
    assert_eq!(scene.told(2).await, None);
    let asked = phones.send(1, &format!("OK {first} 4071")).await;
    assert!(
        asked.ends_with("a second officer was asked. You will hear what they say."),
        "{asked}"
    );
    let second = scene.code(2).await;
    assert_ne!(first, second);
    assert_eq!(scene.let_out().await, 0);
    let said = phones.send(2, &format!("ok {second} 5082")).await;
    assert!(said.starts_with("You approved broadcast"), "{said}");
    assert_eq!(scene.let_out().await, 1);
    assert!(
        scene
            .told(1)
            .await
            .unwrap()
            .ends_with("was approved by Person 2.")
    );
    // No PIN stands in anything that was kept.
    let kept = "SELECT string_agg(b, ' ') AS word FROM (SELECT body b FROM inbound UNION ALL SELECT body FROM outbox
        UNION ALL SELECT old::text || new::text || from_where FROM audit) x";
    let kept = scene.world.word(kept).await.unwrap();
    for pin in ["4071", "5082"] {
        assert!(!kept.contains(pin), "{kept}");
    }
    assert!(kept.contains("OK ... ..."), "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_wrong_is_answered_and_nothing_is_sent() {
    let scene = Scene::new().await;
    let phones = Phones::of(&scene);
    scene
        .world
        .person(7, "authority", "active", Some("Kisumu"), &[])
        .await;
    scene
        .world
        .person(8, "pharmacist", "active", None, &["AHERO"])
        .await;
    let long = format!("ALERT Ahero {}", "boil ".repeat(200));
    let am = format!("ALERT Ahero {}ê", "b".repeat(67 * 6));
    #[rustfmt::skip]
    let cases = [
        (1, "ALERT", "Send ALERT, the area and the text"),
        (1, "ALERT Ahero", "No such area"),
        (1, "ALERT Atlantis boil all water", "No such area"),
        (1, "ALERT Kibra boil all water", "No such area"),
        (1, "EMERGENCY Nairobi boil all water", "No such area"),
        (1, &long, "The text is too long: 7 SMS, 6 at most. Nothing was kept."),
        (1, &am, "More SMS because of the letter ê (UCS-2)."),
        (1, "OK 000000", "Send the code and your PIN behind it"),
        (1, "OK 000000 4071", "There is no such code"),
        (1, "OK 000000 4072", "That is not your PIN. Nothing was done."),
        (2, "ALERT Ahero boil all water", "You may not do that."),
        (2, "hello", "Broadcasts: ALERT, area, text."),
        (7, "OK 000000 4071", "You have no PIN yet."),
        (10, "ALERT Ahero boil all water", "MedVault: send FIND"),
        (13, "OK 000000 4071", "MedVault: send FIND"),
    ];
    for (n, text, expected) in cases {
        let told = phones.send(n, text).await;
        assert!(told.contains(expected), "{n} {text}: {told}");
    }
    // Nobody is asked about what may be their PIN, which would stand in the answer that is kept.
    for text in ["OK 325890 7104", "OK 32589 7104", "NO 325890 7104 5"] {
        let told = phones.send(8, text).await;
        assert!(!told.is_empty() && !told.contains("7104"), "{text}: {told}");
    }
    // Nor is an officer's, however they write it, kept anywhere.
    for text in [
        "482193 4071",
        "YES 482193 4071",
        "Okay 482193 4071",
        "0K 482193 4071",
        "OK 482193 40 71",
        "sawa 4071",
    ] {
        let told = phones.send(1, text).await;
        assert!(
            text == "sawa 4071" || told.starts_with("Send the code and your PIN"),
            "{text}: {told}"
        );
    }
    let pins = "SELECT count(*) AS id FROM inbound WHERE body ~ '4071|40 71|7104'";
    assert_eq!(scene.world.number(pins).await, 0);
    // A pharmacist's word is a report as ever.
    assert!(phones.send(8, "alert AL 20").await.contains("AL"));
    let kept = scene
        .world
        .number("SELECT count(*) AS id FROM broadcasts")
        .await;
    assert_eq!((kept, scene.let_out().await), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_no_use_without_the_pin_nor_to_whoever_wrote_it() {
    let scene = Scene::new().await;
    let phones = Phones::of(&scene);
    let first = code(&phones.send(1, "Dharura Ahero chemsha maji").await);
    // Somebody else's PIN, and a right PIN on another's draft.
    let wrong = phones.send(1, &format!("OK {first} 5082")).await;
    assert!(wrong.starts_with("That is not your PIN."), "{wrong}");
    let other = phones.send(2, &format!("OK {first} 5082")).await;
    assert!(other.starts_with("There is no such code"), "{other}");
    phones.send(1, &format!("OK {first} 4071")).await;
    let second = scene.code(2).await;
    assert!(scene.told(2).await.unwrap().starts_with("EMERGENCY. "));
    let own = phones.send(1, &format!("OK {second} 4071")).await;
    assert!(own.starts_with("You wrote this one"), "{own}");
    // Three wrong ones lock it, and then the right one does not help.
    for expected in ["That is not", "That is not", "Your PIN is locked"] {
        let told = phones.send(2, &format!("OK {second} 9999")).await;
        assert!(told.starts_with(expected), "{told}");
    }
    let locked = phones.send(2, &format!("OK {second} 5082")).await;
    assert!(locked.starts_with("Your PIN is locked"), "{locked}");
    assert_eq!(scene.let_out().await, 0);
    scene.world.pass(61);
    let no = phones.send(2, &format!("NO {second} 5082")).await;
    assert!(no.starts_with("You refused broadcast"), "{no}");
    let replayed = phones.send(2, &format!("OK {second} 5082")).await;
    assert_eq!(replayed, "That was decided already.");
    let late = code(&phones.send(1, "ALERT Ahero boil all water").await);
    scene.world.pass(2 * 3600 + 1);
    let late = phones.send(1, &format!("OK {late} 4071")).await;
    assert_eq!(late, "This code is too old. Nothing is sent.");
    assert_eq!(scene.let_out().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_two_areas_bear_a_name_its_number_says_which() {
    let scene = Scene::new().await;
    let phones = Phones::of(&scene);
    scene
        .run(
            "INSERT INTO places (source, source_id, kind, name, iso3, parent_id)
             SELECT 't', '9', 'town', 'Kisumu', 'KEN', id FROM places WHERE name = 'Kajulu'",
        )
        .await;
    let asked = phones.send(1, "ALERT Kisumu boil all water").await;
    assert!(
        asked.starts_with("Which area? Send its number in place of its name: "),
        "{asked}"
    );
    let county = scene
        .world
        .number("SELECT id FROM places WHERE name = 'Kisumu' AND kind = 'county'")
        .await;
    assert!(
        asked.contains(&format!("{county} county Kisumu")),
        "{asked}"
    );
    let shown = phones
        .send(1, &format!("ALERT {county} boil all water"))
        .await;
    assert!(shown.starts_with("Kisumu: 5 of 6 people"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_may_hold_a_pin_is_neither_drafted_nor_kept() {
    let scene = Scene::new().await;
    let phones = Phones::of(&scene);
    for text in [
        "ALERT Ahero Boil all water. OK 482193 4071",
        "EMERGENCY Ahero Boil all water. PIN 4071",
        "ALERT Ahero PAUSE 12 4071",
    ] {
        let said = phones.send(1, text).await;
        assert_eq!(
            said, "Your text may hold a PIN. Nothing was kept. Send it again without it.",
            "{text}"
        );
    }
    let kept = "SELECT count(*) AS id FROM (
        SELECT body FROM inbound UNION ALL SELECT body FROM outbox UNION ALL SELECT body FROM broadcast_texts
        UNION ALL SELECT new::text FROM audit UNION ALL SELECT reason FROM broadcasts) t WHERE body LIKE '%4071%'";
    assert_eq!(scene.world.number(kept).await, 0);
}
