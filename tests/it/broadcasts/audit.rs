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
async fn whoever_may_write_the_table_itself_is_found_out() {
    use Wrong::{Changed, Missing, Moved, Tail};
    let scene = Scene::new().await;
    for _ in 0..5 {
        let wanted = scene.wanted("Kisumu").await;
        let made = scene.make(scene.authority, wanted, First::Ask).await;
        assert!(made.is_ok(), "{made:?}");
    }
    scene
        .run("CREATE TABLE kept AS SELECT * FROM audit; CREATE TABLE kept_head AS SELECT * FROM audit_head")
        .await;
    // Two rows in each other's place, all but their numbers.
    let swap = "DELETE FROM audit WHERE id IN (2, 3); INSERT INTO audit
        SELECT 5 - id, at, actor_kind, actor, action, subject, old, new, from_where, prev, hash FROM kept WHERE id IN (2, 3)";
    #[rustfmt::skip]
    let cases: [(&str, &str, &[Wrong]); 12] = [
        ("nothing", "SELECT 1", &[]),
        ("when", "UPDATE audit SET at = at + interval '1 microsecond' WHERE id = 3", &[Changed(3)]),
        ("who", "UPDATE audit SET actor = actor + 1 WHERE id = 3", &[Changed(3)]),
        ("what", "UPDATE audit SET action = 'approve' WHERE id = 3", &[Changed(3)]),
        ("about what", "UPDATE audit SET subject = 'broadcast:99' WHERE id = 1", &[Changed(1)]),
        ("from where", "UPDATE audit SET from_where = 'sms' WHERE id = 5", &[Changed(5)]),
        ("what it became", "UPDATE audit SET new = jsonb_set(new, '{recipients}', '1') WHERE id = 3", &[Changed(3)]),
        ("what it was, and the hash with it", "UPDATE audit SET old = '{\"a\": 1}', hash = sha256('x') WHERE id = 3", &[Changed(3), Moved(4)]),
        ("the first one gone", "DELETE FROM audit WHERE id = 1", &[Missing(2)]),
        ("two gone, and the rest counted anew", "DELETE FROM audit WHERE id IN (2, 3); UPDATE audit SET id = id - 2 WHERE id > 3", &[Moved(2), Changed(2), Changed(3), Tail(3)]),
        ("two in each other's place", swap, &[Moved(2), Changed(2), Moved(3), Changed(3), Moved(4)]),
        ("the last gone, and what says which was the last", "DELETE FROM audit WHERE id = 5; UPDATE audit_head SET last_id = 4", &[Tail(4)]),
    ];
    for (what, sql, wrong) in cases {
        scene
            .run(&format!("ALTER TABLE audit DISABLE TRIGGER USER; {sql}; ALTER TABLE audit ENABLE TRIGGER USER"))
            .await;
        let (_, told) = found(&scene.world).await;
        assert_eq!(told, wrong, "{what}");
        scene
            .run("ALTER TABLE audit DISABLE TRIGGER USER; DELETE FROM audit; INSERT INTO audit SELECT * FROM kept;
                  DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM kept_head; ALTER TABLE audit ENABLE TRIGGER USER")
            .await;
    }
    // An empty log whose head says that there was something.
    scene
        .run("ALTER TABLE audit DISABLE TRIGGER USER; DELETE FROM audit")
        .await;
    assert_eq!(found(&scene.world).await, (0, vec![Tail(0)]));
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
