//! Breaking the glass by a dial: one officer alone sends what they were shown, once, and only
//! by typing how many people it is for.

use std::sync::Arc;

use medvault::broadcasts::create::{First, Wanted};

use super::{Phone, made, scene};
use crate::broadcasts::Scene;

impl Phone {
    /// Writes to all of the area what one officer alone sends, up to what it would do.
    pub(in crate::broadcasts) async fn writes_alone(&mut self, text: &str) {
        self.choose_each(&["Send alone (emergency)", "All of my area"])
            .await;
        self.types(text).await;
        self.says("Why is it an emergency?");
        self.types("cholera").await;
    }
}

/// How often the audit log says that the glass was broken.
async fn broken(scene: &Scene) -> i64 {
    let query = "SELECT count(*) AS id FROM audit WHERE action = 'break-glass'";
    scene.world.number(query).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_number_but_that_of_the_people_shown_sends_it() {
    let scene = scene().await;
    let mut officer = Phone::at_work(&scene, 2).await;
    officer.writes_alone("Boil all water.").await;
    let shown = officer.reads().await;
    assert!(
        shown.contains("EMERGENCY. Kisumu: 5 of 6 people"),
        "{shown}"
    );
    assert!(shown.contains("Nothing is sent yet."), "{shown}");
    assert!(!shown.contains("Ask a second officer"), "{shown}");
    officer.choose("Send it alone, now").await;
    officer.says("To send it to 5 people now, type 05:");
    for wrong in ["1", "2", "5", "6", "005", "50", "05 05", "yes", "98"] {
        officer.types(wrong).await;
        officer.says("Not that number. Nothing was sent.");
        officer.says("type 05:");
        assert_eq!(scene.let_out().await, 0, "{wrong}");
    }
    assert_eq!(made(&scene, "state = 'draft'").await, 1);
    officer.types("05").await;
    officer.says("It goes out now.");
    // What was shown is what is sent, and nothing else.
    let sent = "state = 'approved' AND emergency AND reason = 'cholera' AND made_by = 'ussd'";
    assert_eq!(
        (made(&scene, sent).await, made(&scene, "true").await),
        (1, 1)
    );
    // The other approver of the area hears of it at once; whoever sent it does not.
    let told = scene.told(3).await.unwrap();
    assert!(told.contains("without a second officer"), "{told}");
    assert!(told.contains("cholera"), "{told}");
    assert_eq!(scene.told(2).await, None);
    let alone = "SELECT count(*) AS id FROM broadcast_approvals WHERE alone AND approved";
    assert_eq!(scene.world.number(alone).await, 1);
    // The audit log keeps what it keeps of one that is written and sent in one go.
    let wanted = Wanted {
        emergency: true,
        reason: "cholera".to_owned(),
        ..scene.wanted("Kisumu").await
    };
    let other = scene.make(scene.approver, wanted, First::Alone).await;
    assert_eq!(other.unwrap().plan.recipients, 5);
    let kinds = "SELECT count(DISTINCT new) AS id FROM audit WHERE action = 'break-glass'";
    assert_eq!(
        (broken(&scene).await, scene.world.number(kinds).await),
        (2, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_broke_the_glass_stops_that_alone_by_a_dial() {
    let scene = scene().await;
    let mut officer = Phone::at_work(&scene, 2).await;
    officer.writes_alone("Boil all water.").await;
    officer.choose("Send it alone, now").await;
    officer.types("05").await;
    officer.says("It goes out now.");
    let mut colleague = Phone::at_work(&scene, 3).await;
    colleague.choose("Messages sent").await;
    colleague.types("1").await;
    colleague.says("Boil all water.");
    assert_eq!(colleague.finds("Pause").await, None);
    let mut officer = Phone::at_work(&scene, 2).await;
    officer.choose("Messages sent").await;
    officer.types("1").await;
    officer.choose("Pause").await;
    officer.choose("Pause").await;
    assert_eq!(made(&scene, "state = 'paused'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_glass_that_is_broken_twice_is_broken_once() {
    let mut scene = scene().await;
    let mut officer = Phone::at_work(&scene, 2).await;
    officer.twice = true;
    officer.writes_alone("Boil all water.").await;
    // Another process goes on with it.
    scene.world.restart().await;
    officer.app = Arc::clone(&scene.world.app);
    officer.again().await;
    officer.choose("Send it alone, now").await;
    officer.types("06").await;
    assert_eq!(scene.let_out().await, 0);
    officer.types("05").await;
    officer.says("It goes out now.");
    scene.world.restart().await;
    officer.app = Arc::clone(&scene.world.app);
    officer.again().await;
    officer.says("It goes out now.");
    assert_eq!(made(&scene, "true").await, 1);
    assert_eq!((scene.let_out().await, broken(&scene).await), (1, 1));
    let told = "SELECT count(*) AS id FROM outbox WHERE body LIKE '%without a second officer%'";
    assert_eq!(scene.world.number(told).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_break_it_any_more_sends_nothing() {
    let scene = scene().await;
    let role = |role: &str| {
        let id = scene.approver;
        format!("UPDATE staff SET role = '{role}' WHERE id = {id}")
    };
    let mut officer = Phone::at_work(&scene, 2).await;
    officer.writes_alone("Boil all water.").await;
    officer.choose("Send it alone, now").await;
    scene.run(&role("supervisor")).await;
    officer.types("05").await;
    officer.says("You may not do this.");
    scene.run(&role("approver")).await;
    // What was shown too long ago is shown again before it is sent.
    let mut slow = Phone::at_work(&scene, 2).await;
    slow.writes_alone("Boil all water.").await;
    slow.choose("Send it alone, now").await;
    scene
        .run("UPDATE broadcast_approvals SET expires_at = asked_at")
        .await;
    slow.types("05").await;
    slow.says("This was asked too long ago.");
    // Two calls at once: a draft is that of the call that shows it, and goes out once.
    let mut first = Phone::at_work(&scene, 2).await;
    first.writes_alone("Boil all water.").await;
    first.choose("Send it alone, now").await;
    scene
        .run("UPDATE broadcasts SET state = 'cancelled' WHERE state = 'draft'")
        .await;
    first.types("05").await;
    first.says("That was decided already.");
    assert_eq!((scene.let_out().await, broken(&scene).await), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_text_takes_the_place_of_the_one_that_was_shown() {
    let scene = scene().await;
    let mut officer = Phone::at_work(&scene, 2).await;
    officer.writes_alone("Boil all water.").await;
    officer
        .choose_each(&["Another language", "Kiswahili"])
        .await;
    officer.types("Chemsha maji yote.").await;
    assert_eq!(made(&scene, "state = 'dropped'").await, 1);
    officer.choose("Send it alone, now").await;
    officer.types("05").await;
    let texts = "SELECT count(*) AS id FROM broadcast_texts t JOIN broadcasts b ON b.id = t.broadcast_id AND b.state = 'approved'";
    assert_eq!(scene.world.number(texts).await, 2);
    assert_eq!(scene.let_out().await, 1);
}
