//! The log of who decided what, on the record itself.

use std::process::Command;

use medvault::audit::Wrong;
use medvault::broadcasts::approve::Which;
use medvault::broadcasts::create::First;
use medvault::commands::audit::verify;

use super::Scene;
use crate::people::world::World;

async fn found(world: &World) -> (usize, Vec<Wrong>) {
    verify(&mut world.conn().await).await.unwrap()
}

/// `medvault audit`: its status and what it prints.
async fn said(world: &World, args: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_medvault"));
    command
        .arg("audit")
        .args(args)
        .env("DATABASE_URL", world.database.url());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap());
    let output = output.await.unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    (output.status.success(), printed)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_decision_is_in_the_log_and_whatever_is_touched_is_found() {
    let scene = Scene::new().await;
    let world = &scene.world;
    assert_eq!(found(world).await, (0, vec![]));
    for _ in 0..2 {
        let wanted = scene.wanted("Kisumu").await;
        let made = scene
            .make(scene.authority, wanted, First::Ask)
            .await
            .unwrap();
        let id = made.broadcast.id;
        scene
            .say(scene.approver, Which::Id(id), true)
            .await
            .unwrap();
    }
    assert_eq!(found(world).await, (4, vec![]));
    let (right, printed) = said(world, &["verify"]).await;
    assert!(right && printed == "4 rows, 0 wrong\n", "{printed}");
    let (_, printed) = said(world, &["list", "--about", "broadcast:1"]).await;
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), 2, "{printed}");
    assert!(lines[0].contains(r#""action":"create""#) && lines[0].contains("Boil all water."));
    assert!(
        lines[1].contains(r#""action":"approve""#) && lines[1].contains(r#""from":"ussd test""#)
    );
    // It is only added to, even by whoever may write the table.
    let mut conn = world.conn().await;
    for sql in [
        "UPDATE audit SET action = 'x'",
        "DELETE FROM audit",
        "TRUNCATE audit",
    ] {
        let refused = diesel_async::SimpleAsyncConnection::batch_execute(&mut conn, sql).await;
        assert!(
            refused.unwrap_err().to_string().contains("only added to"),
            "{sql}"
        );
    }
    // Who may change the table itself is found out.
    let touch = async |sql: &str| {
        scene
            .run(&format!(
                "ALTER TABLE audit DISABLE TRIGGER USER; {sql}; ALTER TABLE audit ENABLE TRIGGER USER"
            ))
            .await;
        found(world).await
    };
    let changed = touch("UPDATE audit SET new = '{\"state\": \"refused\"}' WHERE id = 2").await;
    assert_eq!(changed, (4, vec![Wrong::Changed(2)]));
    let (right, printed) = said(world, &["verify"]).await;
    assert!(
        !right && printed == "row 2: changed\n4 rows, 1 wrong\n",
        "{printed}"
    );
    let gone = touch("DELETE FROM audit WHERE id = 2").await;
    assert_eq!(gone, (3, vec![Wrong::Missing(3)]));
    let tail = touch("DELETE FROM audit WHERE id = 4").await;
    assert_eq!(tail, (2, vec![Wrong::Missing(3), Wrong::Tail(3)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn decisions_made_at_once_stand_in_one_order() {
    let scene = Scene::new().await;
    let wanted = scene.wanted("Kisumu").await;
    let make = || scene.make(scene.authority, wanted.clone(), First::Ask);
    let made = futures_util::future::join_all((0..6).map(|_| make())).await;
    assert!(made.iter().all(Result::is_ok), "{made:?}");
    assert_eq!(found(&scene.world).await, (6, vec![]));
}
