//! Broadcasts by USSD: nothing goes out by one key, nothing is done twice, and what may not be
//! is said.

mod glass;
mod over;
mod written;

use std::sync::Arc;

use medvault::app::App;
use medvault::operators::{Hop, africastalking};
use medvault::ussd;

use super::Scene;

/// The PIN of whoever dials here.
const PIN: &str = "7104";

/// Somebody on the phone: +2547000000NN.
pub(super) struct Phone {
    app: Arc<App>,
    hop: Hop,
    pub(super) screen: String,
    /// Whether each callback comes twice.
    twice: bool,
}

impl Phone {
    /// Dials and tells the PIN, up to their work.
    pub(super) async fn at_work(scene: &Scene, n: u8) -> Phone {
        let phone = scene.world.phone(n).await;
        let sql = format!(
            "INSERT INTO subscribers (phone_id, language) VALUES ({phone}, 'en') ON CONFLICT DO NOTHING"
        );
        scene.run(&sql).await;
        let mut phone = Phone::new(scene, n).await;
        phone.choose("My facility").await;
        phone.types(PIN).await;
        phone
    }

    async fn new(scene: &Scene, n: u8) -> Phone {
        let hop = Hop {
            service: "384*1234".to_owned(),
            session: format!("{n}-{:032x}", rand::random::<u128>()),
            phone: format!("+2547000000{n:02}").parse().unwrap(),
            network: String::new(),
            text: String::new(),
        };
        let mut phone = Phone {
            app: Arc::clone(&scene.world.app),
            hop,
            screen: String::new(),
            twice: false,
        };
        phone.again().await;
        phone
    }

    /// The last callback once more.
    async fn again(&mut self) {
        self.screen = africastalking::render(&ussd::hop(&self.app, &self.hop).await);
    }

    pub(super) async fn types(&mut self, input: &str) {
        if !self.hop.text.is_empty() {
            self.hop.text.push('*');
        }
        self.hop.text.push_str(input);
        self.again().await;
        if self.twice {
            let first = self.screen.clone();
            self.again().await;
            assert_eq!(self.screen, first);
        }
    }

    /// The number of an option, on this page or one after it.
    pub(super) async fn finds(&mut self, label: &str) -> Option<String> {
        for _ in 0..9 {
            let shown = self.screen.trim_start_matches("CON ");
            let number = shown.lines().find_map(|line| {
                let (number, rest) = line.split_once(' ')?;
                (rest == label).then(|| number.to_owned())
            });
            if number.is_some() || !self.screen.contains("98 More") {
                return number;
            }
            self.types("98").await;
        }
        None
    }

    /// All that a screen says from this page on; then it is turned back to this page.
    async fn reads(&mut self) -> String {
        let (mut said, mut pages) = (String::new(), 0);
        loop {
            said.push_str(self.screen.trim_start_matches("CON "));
            said.push('\n');
            if !self.screen.contains("98 More") {
                break;
            }
            self.types("98").await;
            pages += 1;
        }
        for _ in 0..pages {
            self.types("0").await;
        }
        let keys = |line: &&str| !line.starts_with("0 Back") && !line.starts_with("98 More");
        said.lines().filter(keys).collect::<Vec<_>>().join(" ")
    }

    pub(super) async fn choose(&mut self, label: &str) {
        let number = self.finds(label).await;
        let number = number.unwrap_or_else(|| panic!("no {label}:\n{}", self.screen));
        self.types(&number).await;
    }

    async fn choose_each(&mut self, labels: &[&str]) {
        for label in labels {
            self.choose(label).await;
        }
    }

    /// Writes a text to all of the area, up to what it would do.
    pub(super) async fn writes(&mut self, text: &str) {
        self.choose_each(&["Send a message", "All of my area"])
            .await;
        self.types(text).await;
        self.choose("Ordinary").await;
    }

    /// Says yes to the first of what waits.
    pub(super) async fn opens_and_approves(&mut self) {
        self.choose("Waiting for you").await;
        self.types("1").await;
        self.choose("Approve").await;
        self.choose("Approve").await;
    }

    fn says(&self, text: &str) {
        assert!(self.screen.contains(text), "not {text:?}:\n{}", self.screen);
    }
}

/// A scene in which the authority (1), its approver (2) and the national one (3) have this PIN.
async fn scene() -> Scene {
    let scene = Scene::new().await;
    scene.run("UPDATE staff SET pin = NULL").await;
    for id in [scene.authority, scene.approver, scene.national] {
        assert!(scene.world.choose(id, PIN).await);
    }
    // The country has been as it is for long.
    scene.world.pass(20 * 60);
    scene
}

async fn made(scene: &Scene, and: &str) -> i64 {
    let query = format!("SELECT count(*) AS id FROM broadcasts WHERE {and}");
    scene.world.number(&query).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broadcast_takes_two_officers_and_no_key_alone_sends_it() {
    let scene = scene().await;
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.writes("Boil all water.").await;
    writer.says("Kisumu: 5 of 6 people");
    writer.says("5 SMS, KES 4.00, 1 s");
    assert_eq!(
        made(&scene, "state = 'draft' AND made_by = 'ussd'").await,
        1
    );
    // To the writer alone first.
    writer.choose("Send to me first").await;
    assert_eq!(scene.told(1).await.as_deref(), Some("Boil all water."));
    assert_eq!(
        scene
            .world
            .number("SELECT count(*) AS id FROM outbox")
            .await,
        1
    );
    writer.choose("Back to the message").await;
    assert_eq!(
        made(&scene, "true").await,
        1,
        "the draft that was tried stands"
    );
    // In another language too: what was shown before is dropped.
    writer.choose_each(&["Another language", "Kiswahili"]).await;
    writer.types("Chemsha maji yote.").await;
    assert_eq!(made(&scene, "state = 'dropped'").await, 1);
    writer.choose("Ask a second officer").await;
    writer.says("A second officer was asked.");
    assert_eq!(made(&scene, "state = 'waiting'").await, 1);
    assert_eq!(scene.let_out().await, 0);
    // The second officer reads all of it, and says yes twice.
    let mut officer = Phone::at_work(&scene, 2).await;
    officer.choose("Waiting for you").await;
    officer.says("1 Kisumu, Person 1: 5");
    officer.types("1").await;
    officer.says("Person 1 asks to send to 5 people, Kisumu.");
    let asked = officer.reads().await;
    assert!(asked.contains("English: Boil all water."), "{asked}");
    officer.choose("Approve").await;
    officer.says("Send it to 5 people, Kisumu?");
    officer.says("1 No");
    assert_eq!(scene.let_out().await, 0);
    officer.choose("Approve").await;
    officer.says("Approved. It goes out.");
    assert_eq!(made(&scene, "state = 'approved'").await, 1);
    // Its writer sees it, holds it back, lets it go on and stops it.
    for (label, state) in [
        ("Pause", "paused"),
        ("Go on", "approved"),
        ("Stop for good", "cancelled"),
    ] {
        let mut writer = Phone::at_work(&scene, 1).await;
        writer.choose("Messages sent").await;
        writer.types("1").await;
        writer.choose(label).await;
        writer.choose(label).await;
        writer.says("Done.");
        assert_eq!(
            made(&scene, &format!("state = '{state}' AND id = 2")).await,
            1,
            "{label}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn callbacks_that_come_twice_and_lost_sessions_make_one_broadcast() {
    let mut scene = scene().await;
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.twice = true;
    writer.writes("Boil all water.").await;
    // Another process goes on with it.
    scene.world.restart().await;
    writer.app = Arc::clone(&scene.world.app);
    writer.again().await;
    writer.says("Kisumu: 5 of 6 people");
    writer.choose("Ask a second officer").await;
    writer.says("A second officer was asked.");
    writer.again().await;
    writer.says("A second officer was asked.");
    assert_eq!(made(&scene, "true").await, 1);
    let asked = "SELECT count(*) AS id FROM outbox WHERE body LIKE '%asks to send%'";
    assert_eq!(scene.world.number(asked).await, 1);
    let mut officer = Phone::at_work(&scene, 2).await;
    officer.twice = true;
    officer.opens_and_approves().await;
    officer.says("Approved. It goes out.");
    scene.world.restart().await;
    officer.app = Arc::clone(&scene.world.app);
    officer.again().await;
    officer.says("Approved. It goes out.");
    let told = "SELECT count(*) AS id FROM audit WHERE action = 'approve'";
    assert_eq!(scene.world.number(told).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_is_said_and_nothing_is_sent() {
    let scene = scene().await;
    // Own: whoever wrote it was made an approver since.
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.writes("Boil all water.").await;
    writer.choose("Ask a second officer").await;
    let role = |role: &str| {
        format!(
            "UPDATE staff SET role = '{role}' WHERE id = {}",
            scene.authority
        )
    };
    scene.run(&role("approver")).await;
    let mut own = Phone::at_work(&scene, 1).await;
    own.opens_and_approves().await;
    own.says("You wrote this one: another officer must approve it.");
    scene.run(&role("authority")).await;
    // Decided by another while it was read.
    let mut late = Phone::at_work(&scene, 2).await;
    late.choose("Waiting for you").await;
    late.types("1").await;
    late.choose("Approve").await;
    let mut first = Phone::at_work(&scene, 3).await;
    first.choose("Waiting for you").await;
    first.types("1").await;
    first.choose("Refuse").await;
    first.choose("Refuse").await;
    first.says("Refused. Nothing is sent.");
    late.choose("Approve").await;
    late.says("That was decided already.");
    // Too old.
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.writes("Boil all water.").await;
    writer.choose("Ask a second officer").await;
    let mut slow = Phone::at_work(&scene, 2).await;
    slow.choose("Waiting for you").await;
    slow.types("1").await;
    slow.choose("Approve").await;
    scene
        .run("UPDATE broadcast_approvals SET expires_at = asked_at")
        .await;
    slow.choose("Approve").await;
    slow.says("This was asked too long ago.");
    // Whose role changed between the question and the yes.
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.writes("Boil all water.").await;
    scene.run(&role("supervisor")).await;
    writer.choose("Ask a second officer").await;
    writer.says("You may not do this.");
    assert_eq!(made(&scene, "state = 'draft'").await, 1);
    scene.run(&role("authority")).await;
    // Nobody there; too long; no second officer; another's area.
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.choose_each(&["Send a message", "Type a name"]).await;
    writer.types("Kibra").await;
    writer.says("That is not in your area.");
    writer.types("Kajulu").await;
    writer.types("1").await;
    writer.types(&"a".repeat(153 * 6 + 1)).await;
    writer.choose("Ordinary").await;
    writer.says("The text is too long: 7 SMS, 6 at most.");
    scene.run("UPDATE subscribers SET place_id = NULL WHERE place_id = (SELECT id FROM places WHERE name = 'Kajulu')").await;
    let mut writer = Phone::at_work(&scene, 1).await;
    writer
        .choose_each(&[
            "Send a message",
            "Choose from a list",
            "Kajulu",
            "All of it",
        ])
        .await;
    writer.says("Type the text in English:");
    writer.types("Boil.").await;
    writer.choose("Emergency").await;
    writer.types("cholera").await;
    writer.says("Nobody would be reached there.");
    scene
        .run("UPDATE staff SET state = 'disabled' WHERE role = 'approver'")
        .await;
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.writes("Boil all water.").await;
    writer.choose("Ask a second officer").await;
    writer.says("There is no second officer who could approve it.");
    assert_eq!(scene.let_out().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_message_says_nothing_of_the_one_before() {
    let scene = scene().await;
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.writes("Boil all water.").await;
    writer.choose_each(&["Another language", "Kiswahili"]).await;
    writer.types("Chemsha maji yote.").await;
    writer.choose("Ask a second officer").await;
    writer.choose("My facility").await;
    writer.writes("Water is safe again.").await;
    writer.choose("Ask a second officer").await;
    let said = "SELECT count(*) AS id FROM broadcast_texts t JOIN broadcasts b ON b.id = t.broadcast_id AND b.state = 'waiting'";
    assert_eq!(scene.world.number(said).await, 3);
    assert_eq!(made(&scene, "state = 'waiting'").await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patient_agrees_to_be_reached_and_withdraws_it() {
    let mut scene = Scene::new().await;
    // Where a place is must be known of whoever is to be reached there.
    scene
        .run("UPDATE places SET lat = -0.17, lon = 34.92")
        .await;
    scene.world.restart().await;
    scene.world.pass(20 * 60);
    let mut patient = Phone::new(&scene, 10).await;
    patient
        .choose_each(&[
            "Help",
            "Be reached for blood, illness",
            "My blood group",
            "O-",
        ])
        .await;
    let words = "I agree that health offices text me about blood group O-. I can end this here or by sending STOP.";
    let shown = patient.screen.replace('\n', " ");
    assert!(shown.contains(words), "{shown}");
    let given = "SELECT count(*) AS id FROM consents WHERE withdrawn_at IS NULL";
    assert_eq!(scene.world.number(given).await, 0);
    patient.choose("I agree").await;
    patient.again().await;
    patient.says("Saved");
    assert_eq!(scene.world.number(given).await, 1);
    let kept = "SELECT concat_ws('|', what, channel, words) AS word FROM consents";
    assert_eq!(
        scene.world.word(kept).await.unwrap(),
        format!("blood:O-|ussd|{words}")
    );
    // They are reached for that now.
    let mut wanted = scene.wanted("Kisumu").await;
    wanted.audience.blood = Some("O-".to_owned());
    let made = scene
        .make(scene.authority, wanted.clone(), super::First::Ask)
        .await
        .unwrap();
    assert_eq!(made.plan.recipients, 1);
    let mut patient = Phone::new(&scene, 10).await;
    patient
        .choose_each(&[
            "Help",
            "Be reached for blood, illness",
            "My condition",
            "diabetes",
            "I agree",
        ])
        .await;
    assert_eq!(scene.world.number(given).await, 2);
    patient
        .choose_each(&["What I agreed to", "blood group O-", "Yes"])
        .await;
    patient.says("Ended.");
    assert_eq!(scene.world.number(given).await, 1);
    let nobody = scene.make(scene.authority, wanted, super::First::Ask).await;
    assert_eq!(nobody.unwrap().plan.recipients, 0);
    let mut patient = Phone::new(&scene, 10).await;
    patient
        .choose_each(&[
            "Help",
            "Be reached for blood, illness",
            "What I agreed to",
            "End all",
            "Yes",
        ])
        .await;
    assert_eq!(scene.world.number(given).await, 0);
    // Who wants no messages says first that they do again.
    let mut patient = Phone::new(&scene, 16).await;
    patient
        .choose_each(&[
            "Help",
            "Be reached for blood, illness",
            "My blood group",
            "O-",
        ])
        .await;
    patient.says("You asked for no messages.");
    assert_eq!(
        scene
            .world
            .number("SELECT count(*) AS id FROM consents")
            .await,
        2
    );
}
