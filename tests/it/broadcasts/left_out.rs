//! Whom a preview leaves out, why, and what an emergency is answered for.

use medvault::broadcasts::create::First;
use medvault::broadcasts::plan::LeftOut;

use super::Scene;

/// 10 was told of three others this week, nothing reaches 13, and 16 opted out.
async fn scene() -> Scene {
    let scene = Scene::new().await;
    let (ten, thirteen) = (scene.world.phone(10).await, scene.world.phone(13).await);
    scene
        .run(&format!(
            "INSERT INTO unreachable VALUES ({thirteen}, now(), 'UserDoesNotExist')"
        ))
        .await;
    for days in [1, 3, 6] {
        let wanted = scene.wanted("Kisumu").await;
        let made = scene.make(scene.authority, wanted, First::Ask).await;
        let made = made.unwrap().broadcast;
        let (id, at) = (made.id, made.created_at);
        scene
            .run(&format!(
                "UPDATE broadcasts SET state = 'done' WHERE id = {id};
                 INSERT INTO bulk_batches (broadcast_id, language, phone_ids, size, state, not_before, handed_at, tries)
                 VALUES ({id}, 'en', ARRAY[{ten}], 1, 'sent', '{at}', '{at}'::timestamptz - interval '{days} days', 1)"
            ))
            .await;
    }
    scene
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_tells_who_of_those_who_are_meant_is_left_out() {
    let scene = scene().await;
    let wanted = scene.wanted("Kisumu").await;
    let made = scene.make(scene.authority, wanted, First::Ask).await;
    let plan = made.unwrap().plan;
    let wanted = LeftOut {
        stopped: 1,
        unreachable: 1,
        over_budget: 1,
    };
    assert_eq!(plan.left_out, wanted);
    assert_eq!(
        (plan.recipients, plan.registered, plan.overridden),
        (3, 6, 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emergency_reaches_who_was_told_enough_and_the_log_says_so() {
    let scene = scene().await;
    let mut wanted = scene.wanted("Kisumu").await;
    (wanted.emergency, wanted.reason) = (true, "cholera".to_owned());
    let made = scene
        .make(scene.authority, wanted, First::Ask)
        .await
        .unwrap();
    assert_eq!((made.plan.recipients, made.plan.overridden), (4, 1));
    assert_eq!(made.plan.left_out.over_budget, 0);
    let of = |field: &str, n: i64| {
        format!(
            "SELECT new #>> '{{overrides,{field}}}' AS word FROM audit WHERE action = 'create' AND subject = 'broadcast:{n}'"
        )
    };
    let id = made.broadcast.id;
    let over = scene.world.word(&of("over_budget", id)).await;
    assert_eq!(over.as_deref(), Some("1"));
    let alerts = &scene.world.app.config.alerts;
    let night = scene.world.word(&of("quiet_hours", id)).await;
    let wanted = alerts
        .is_quiet(alerts.zone, made.broadcast.created_at)
        .to_string();
    assert_eq!(night, Some(wanted));
}
