//! The role table, cell by cell, over every way in.

use medvault::broadcasts::approve::Which;
use medvault::broadcasts::change::{Change, change, see};
use medvault::broadcasts::create::{First, Wanted};
use medvault::broadcasts::{Done, NotDone, Refusal};
use medvault::models::broadcast::Channel;
use medvault::operators::{Message, Sender};
use medvault::people::role::{Action, Role};
use medvault::sms::receive::receive;
use serde_json::{Value, json};

use super::api::Served;
use super::dial::Phone;
use super::{Scene, commands};

/// Written from the words of who does what, not from the table.
const EXPECTED: [(Role, &[Action]); 6] = [
    (Role::Pharmacist, &[]),
    (Role::InCharge, &[]),
    (Role::Supervisor, &[]),
    (
        Role::Authority,
        &[
            Action::MakeBroadcast,
            Action::SeeBroadcast,
            Action::PauseBroadcast,
        ],
    ),
    (
        Role::Approver,
        &[
            Action::ApproveBroadcast,
            Action::BreakGlass,
            Action::SeeBroadcast,
        ],
    ),
    (
        Role::Administrator,
        &[Action::SeeBroadcast, Action::PauseBroadcast],
    ),
];

const ACTIONS: [Action; 5] = [
    Action::MakeBroadcast,
    Action::ApproveBroadcast,
    Action::BreakGlass,
    Action::SeeBroadcast,
    Action::PauseBroadcast,
];

fn may(role: Role, action: Action) -> bool {
    let (_, actions) = EXPECTED.iter().find(|(known, _)| *known == role).unwrap();
    actions.contains(&action)
}

/// Somebody of each role over Kisumu, by phone 40 and up, all with one PIN.
async fn people(scene: &Scene) -> Vec<(Role, u8, i64)> {
    let mut people = Vec::new();
    for (n, role) in (40..).zip(Role::ALL) {
        let at: &[&str] = if role.works_at_facilities() {
            &["AHERO"]
        } else {
            &[]
        };
        let id = scene
            .world
            .person(n, role.as_str(), "active", Some("Kisumu"), at)
            .await;
        assert!(scene.world.choose(id, "7104").await);
        people.push((*role, n, id));
    }
    people
}

/// One that waits for an officer of Kisumu to say yes.
async fn waiting(scene: &Scene) -> i64 {
    let wanted = scene.wanted("Kisumu").await;
    let made = scene.make(scene.authority, wanted, First::Ask).await;
    made.unwrap().broadcast.id
}

/// Whether it was done, or refused for who asked.
fn done<T: std::fmt::Debug>(done: Done<T>) -> bool {
    match done {
        Ok(_) => true,
        Err(NotDone::Refused(Refusal::NotAllowed)) => false,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_spine_behind_a_dial() {
    let scene = Scene::new().await;
    for (role, _, id) in people(&scene).await {
        for action in ACTIONS {
            let about = waiting(&scene).await;
            let wanted = Wanted {
                reason: "why".to_owned(),
                ..scene.wanted("Kisumu").await
            };
            let by = scene.by(id, Channel::Ussd).await;
            let mut conn = scene.world.conn().await;
            let did = match action {
                Action::MakeBroadcast => done(scene.make(id, wanted, First::Ask).await),
                Action::BreakGlass => done(scene.make(id, wanted, First::Alone).await),
                Action::ApproveBroadcast => done(scene.say(id, Which::Id(about), true).await),
                Action::SeeBroadcast => done(see(&mut conn, &by.who, about).await),
                _ => done(change(&mut conn, &scene.office(), &by, about, Change::Cancel).await),
            };
            assert_eq!(did, may(role, action), "{role} {action:?}");
        }
    }
}

/// The option behind which an action lies; nobody breaks the glass by a dial.
fn option(action: Action) -> Option<&'static str> {
    match action {
        Action::MakeBroadcast => Some("Send a message"),
        Action::ApproveBroadcast => Some("Waiting for you"),
        Action::SeeBroadcast | Action::PauseBroadcast => Some("Messages sent"),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dials() {
    let scene = Scene::new().await;
    for (role, n, id) in people(&scene).await {
        for action in ACTIONS {
            let Some(option) = option(action) else {
                continue;
            };
            scene.run("DELETE FROM broadcast_approvals; DELETE FROM broadcast_askings; UPDATE broadcasts SET state = 'expired'").await;
            let about = waiting(&scene).await;
            let mut phone = Phone::at_work(&scene, n).await;
            let mine = format!(
                "SELECT count(*) AS id FROM broadcasts WHERE created_by = {id} AND state = 'waiting'"
            );
            let did = match action {
                _ if phone.finds(option).await.is_none() => false,
                Action::MakeBroadcast => {
                    phone.writes("Boil.").await;
                    phone.choose("Ask a second officer").await;
                    scene.world.number(&mine).await == 1
                }
                Action::ApproveBroadcast => {
                    phone.opens_and_approves().await;
                    scene.state(about).await == "approved"
                }
                _ => {
                    phone.choose(option).await;
                    phone.types("1").await;
                    let sees = phone.screen.contains("Boil all water.");
                    if action == Action::SeeBroadcast {
                        sees
                    } else if phone.finds("Stop for good").await.is_none() {
                        false
                    } else {
                        phone.choose("Stop for good").await;
                        phone.choose("Stop for good").await;
                        scene.state(about).await == "cancelled"
                    }
                }
            };
            assert_eq!(
                did,
                may(role, action),
                "{role} {action:?}: {}",
                phone.screen
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programs() {
    let served = Served::new().await;
    let body = |alone: bool| json!({ "audience": { "place": "Kisumu" }, "texts": { "en": "Boil." }, "reason": "why", "alone": alone });
    for role in Role::ALL {
        let token = served.token(*role, "Kisumu").await;
        for action in ACTIONS {
            let about: Value = json!(waiting(&served.scene).await);
            let key = format!("{action:?}");
            let (status, told) = match action {
                Action::MakeBroadcast => served.new_one(&token, &key, &body(false)).await,
                Action::BreakGlass => served.new_one(&token, &key, &body(true)).await,
                Action::ApproveBroadcast => served.verb(&token, &about, "approve").await,
                Action::SeeBroadcast => served.see(&token, &about).await,
                _ => served.verb(&token, &about, "cancel").await,
            };
            let made = matches!(action, Action::MakeBroadcast | Action::BreakGlass);
            let expected = match (may(*role, action), made) {
                (true, true) => 201,
                (true, false) => 200,
                (false, _) => 403,
            };
            assert_eq!(status, expected, "{role} {action:?}: {told}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn officers_at_the_machine() {
    let scene = Scene::new().await;
    for (role, _, id) in people(&scene).await {
        for action in ACTIONS {
            let about = waiting(&scene).await.to_string();
            let new = [
                "new", "--place", "Kisumu", "--text", "en=Boil.", "--reason", "why",
            ];
            let alone = [&new[..], &["--alone"]].concat();
            let args: &[&str] = match action {
                Action::MakeBroadcast => &new,
                Action::BreakGlass => &alone,
                Action::ApproveBroadcast => &["approve", &about],
                Action::SeeBroadcast => &["show", &about],
                _ => &["cancel", &about],
            };
            let (did, told) = commands::said(&scene, id, "7104", args).await;
            assert_eq!(did, may(role, action), "{role} {action:?}: {told}");
            assert!(
                did || told.contains("they may not do that"),
                "{role} {action:?}: {told}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn messages() {
    let scene = Scene::new().await;
    for (role, n, id) in people(&scene).await {
        let about = waiting(&scene).await;
        let query =
            format!("SELECT code AS word FROM broadcast_approvals WHERE broadcast_id = {about}");
        let code = scene.world.word(&query).await.unwrap();
        for (action, text) in [
            (Action::MakeBroadcast, "ALERT Kisumu Boil.".to_owned()),
            (Action::ApproveBroadcast, format!("OK {code} 7104")),
        ] {
            let message = Message {
                id: format!("{n}{action:?}"),
                from: Sender::Phone(format!("+2547000000{n}").parse().unwrap()),
                to: "22384".to_owned(),
                text,
                network: String::new(),
                sent_at: None,
            };
            receive(&scene.world.app, &message).await.unwrap();
            let made = format!("SELECT count(*) AS id FROM broadcasts WHERE created_by = {id}");
            let did = match action {
                Action::MakeBroadcast => scene.world.number(&made).await == 1,
                _ => scene.state(about).await == "approved",
            };
            assert_eq!(did, may(role, action), "{role} {action:?}");
        }
    }
}
