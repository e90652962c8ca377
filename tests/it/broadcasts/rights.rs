//! The role table, cell by cell, over every way in.

use medvault::broadcasts::approve::Which;
use medvault::broadcasts::change::{Change, change, see};
use medvault::broadcasts::create::{First, Wanted};
use medvault::broadcasts::{Done, NotDone, Refusal};
use medvault::models::broadcast::Channel;
use medvault::people::role::{Action, Role};
use serde_json::json;

use super::Scene;
use super::api::Served;
use super::dial::Phone;
use super::ways::{House, Way};

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

/// The table, by one way in: of people of Kisumu, and of Nairobi, who may do as much there as
/// their role may everywhere.
async fn cells(way: Way) {
    let house = House::new(way).await;
    let scene = house.scene();
    let nairobi = EXPECTED.iter().filter(|(_, actions)| !actions.is_empty());
    let all = EXPECTED.iter().map(|(role, _)| (*role, "Kisumu", "AHERO"));
    let all = all.chain(nairobi.map(|(role, _)| (*role, "Nairobi", "KIBRA")));
    for (n, (role, place, facility)) in (40..).zip(all) {
        let person = house.person(n, role, (place, facility)).await;
        for action in ACTIONS {
            let about = waiting(scene).await;
            let before = scene.let_out().await;
            let what = format!("{way:?} {role} of {place} {action:?}");
            let Some((did, told)) = house.does(&person, action, about).await else {
                assert_eq!(way, Way::Sms, "{what}");
                continue;
            };
            let here = place == "Kisumu" || role == Role::Administrator;
            assert_eq!(did, may(role, action) && here, "{what}: {told}");
            let refusals = [
                "may not do that",
                "outside of the area",
                "No such area",
                "You may not do that.",
                // As anybody who sends what is nothing to them.
                "MedVault: send FIND",
            ];
            let refused = refusals.iter().any(|words| told.contains(words));
            // Who is no officer is answered by SMS as anybody is, and that is tested elsewhere.
            let officer = may(role, Action::MakeBroadcast) || may(role, Action::ApproveBroadcast);
            let told_so = refused || way == Way::Sms && !officer;
            assert!(did || told_so, "{what}: {told}");
            if !did {
                let state = (scene.state(about).await, scene.let_out().await);
                assert_eq!(state, ("waiting".to_owned(), before), "{what}");
            }
        }
    }
}

/// The option behind which an action lies.
fn option(action: Action) -> &'static str {
    match action {
        Action::MakeBroadcast => "Send a message",
        Action::ApproveBroadcast => "Waiting for you",
        Action::BreakGlass => "Send alone (emergency)",
        _ => "Messages sent",
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dials() {
    let scene = Scene::new().await;
    for (role, n, id) in people(&scene).await {
        for action in ACTIONS {
            let option = option(action);
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
                Action::BreakGlass => {
                    let before = scene.let_out().await;
                    phone.writes_alone("Boil.").await;
                    phone.choose("Send it alone, now").await;
                    phone.types("05").await;
                    scene.let_out().await == before + 1
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
    cells(Way::Http).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_broadcast() {
    let served = Served::new().await;
    let about = waiting(&served.scene).await;
    for role in Role::ALL {
        let token = served.token(*role, "Kisumu").await;
        let elsewhere = served.token(*role, "Nairobi").await;
        for resource in ["page", "map"] {
            let path = format!("/{about}/{resource}");
            let sees = may(*role, Action::SeeBroadcast);
            let (status, told) = served.read(&token, &path).await;
            let expected = if sees { 200 } else { 403 };
            assert_eq!(status, expected, "{role} {resource}: {told}");
            let everywhere = *role == Role::Administrator;
            let (status, told) = served.read(&elsewhere, &path).await;
            let expected = if everywhere { 200 } else { 403 };
            assert_eq!(status, expected, "{role} of Nairobi, {resource}: {told}");
            assert_eq!(
                served.read(&token, &format!("/999/{resource}")).await.0,
                404
            );
            assert_eq!(served.read("wrong", &path).await.0, 401);
            if resource == "page" && sees {
                let stops = may(*role, Action::PauseBroadcast);
                let (_, page) = served.read(&token, &path).await;
                let buttons = if stops { json!(["cancel"]) } else { json!([]) };
                assert_eq!(page["may"], buttons, "{role}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn officers_at_the_machine() {
    cells(Way::Cli).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages() {
    cells(Way::Sms).await;
}
