//! What officers see by a dial of what is over: dropped, or too late for some.

use std::sync::Arc;

use chrono::TimeDelta;
use medvault::broadcasts::fan_out::FanOut;

use super::{Phone, made, scene};
use crate::broadcasts::Scene;
use crate::broadcasts::sms::Phones;

/// Writes to Kisumu, and lets the second officer say yes.
async fn approved(scene: &Scene) {
    let mut writer = Phone::at_work(scene, 1).await;
    writer.writes("Flood at the river.").await;
    writer.choose("Ask a second officer").await;
    let mut officer = Phone::at_work(scene, 2).await;
    officer.opens_and_approves().await;
    assert_eq!(made(scene, "state = 'approved'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_that_were_dropped_hide_nothing_and_are_nobody_elses() {
    let scene = scene().await;
    approved(&scene).await;
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.writes("A wrong text.").await;
    for days in 2..8 {
        writer.choose("When?").await;
        let day = scene.world.now() + TimeDelta::days(days);
        writer.types(&day.format("%d%m 1000").to_string()).await;
    }
    assert_eq!(made(&scene, "state = 'dropped'").await, 6);
    for person in [1, 2] {
        let mut phone = Phone::at_work(&scene, person).await;
        phone.choose("Messages sent").await;
        let list = phone.reads().await;
        assert!(list.contains("approved"), "{list}");
        phone.types("1").await;
        let one = phone.reads().await;
        assert!(one.contains("Flood at the river."), "{one}");
        assert!(!one.contains("A wrong text."), "{one}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_came_too_late_for_some_is_not_called_unapproved() {
    let scene = scene().await;
    scene.hour(10);
    approved(&scene).await;
    let code = scene
        .world
        .word("SELECT code AS word FROM broadcast_approvals")
        .await;
    let mut fan_out = FanOut::new(Arc::clone(&scene.world.app)).unwrap();
    fan_out.chunk = 3;
    fan_out.pass().await.unwrap();
    // Three of five were told.
    scene
        .run(
            "UPDATE bulk_batches SET state = 'sent', handed_at = now();
             INSERT INTO bulk_sends (batch_id, phone_id, operator_id, state)
             SELECT id, p, 'x' || p, 'delivered' FROM bulk_batches, unnest(phone_ids) p",
        )
        .await;
    scene.world.pass(4 * 24 * 3600);
    fan_out.pass().await.unwrap();
    assert_eq!(made(&scene, "state = 'expired'").await, 1);
    let told = scene.told(1).await.unwrap();
    assert!(told.contains("Not told: 2"), "{told}");
    let phones = Phones::of(&scene);
    let said = phones.send(2, &format!("OK {} 7104", code.unwrap())).await;
    assert!(!said.contains("Nothing is sent"), "{said}");
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.choose("Messages sent").await;
    writer.types("1").await;
    let one = writer.reads().await;
    assert!(one.contains("too late"), "{one}");
    assert!(one.contains("delivered 3"), "{one}");
    assert!(writer.finds("Correct it").await.is_some(), "{one}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_never_went_out_is_not_offered_to_be_corrected() {
    let scene = scene().await;
    approved(&scene).await;
    scene.run("UPDATE broadcasts SET state = 'cancelled'").await;
    let mut writer = Phone::at_work(&scene, 1).await;
    writer.choose("Messages sent").await;
    writer.types("1").await;
    assert!(writer.reads().await.contains("Flood"), "{}", writer.screen);
    assert_eq!(writer.finds("Correct it").await, None);
}
