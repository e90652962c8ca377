//! Callbacks that come twice at once: one effect, one answer.

use std::collections::BTreeSet;

use super::*;

/// Notes each try to write a row, also one that a unique key would swallow.
const TRIES: &str = "
    CREATE TABLE tries (what text NOT NULL);
    CREATE FUNCTION note_try() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO tries VALUES (TG_TABLE_NAME); RETURN NEW; END $$;
    CREATE TRIGGER tried BEFORE INSERT ON none_reports FOR EACH ROW EXECUTE FUNCTION note_try();
    CREATE TRIGGER tried BEFORE INSERT ON waiting FOR EACH ROW EXECUTE FUNCTION note_try();
    CREATE TRIGGER tried BEFORE INSERT ON subscribers FOR EACH ROW EXECUTE FUNCTION note_try()";

/// The same callback, `times` at once, each to the next of `apps`.
async fn at_once(apps: &[&Arc<App>], hop: &Hop, times: usize) -> Vec<String> {
    let calls: Vec<_> = apps
        .iter()
        .cycle()
        .take(times)
        .map(|app| {
            let (app, hop) = (Arc::clone(app), hop.clone());
            tokio::spawn(async move { answer(&app, &hop).await })
        })
        .collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap());
    }
    answers
}

fn one(answers: &[String]) -> &str {
    let distinct: BTreeSet<&String> = answers.iter().collect();
    assert_eq!(distinct.len(), 1, "{distinct:#?}");
    &answers[0]
}

/// Confirms with `times` callbacks at once, again and again by other callers.
async fn confirm_at_once(apps: &[&Arc<App>], house: &House, forget: bool) {
    for (round, times) in [2, 3, 4, 8, 16].into_iter().enumerate() {
        let mut caller = Caller::new(apps[0], &format!("+25470000100{round}"));
        caller.dial("").await;
        // A language and a place of their own, told in the call before.
        caller.types_each(&["1", "4", "1", "kibera", "1"]).await;
        caller.says_none().await;
        if forget {
            caller.is_forgotten().await;
        }
        house.alter("TRUNCATE tries").await;
        let answers = at_once(apps, &caller.next("1"), times).await;
        assert!(one(&answers).starts_with(NONE_DONE), "{answers:#?}");
        assert_eq!(house.count("none_reports").await, round + 1);
        assert_eq!(house.texts("what", "FROM tries").await, ["none_reports"]);
        let session = &caller.hop.session;
        // What the confirm screen named, the screen itself, and the yes.
        let records = format!("session_records WHERE session = '{session}'");
        let yes = format!("{records} AND kind = 'written'");
        assert_eq!(
            (house.count(&records).await, house.count(&yes).await),
            (3, 1)
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_yes_that_comes_many_times_at_once_is_one_yes() {
    let house = House::open().await;
    house.set.clock.advance(TimeDelta::minutes(20));
    house.alter(TRIES).await;
    confirm_at_once(&[&house.set.app], &house, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_yes_that_comes_to_two_processes_at_once_is_one_yes() {
    let house = House::open().await;
    let other = house.second_app().await;
    house.set.clock.advance(TimeDelta::minutes(20));
    house.alter(TRIES).await;
    confirm_at_once(&[&house.set.app, &other], &house, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_yes_that_comes_to_two_processes_whose_session_is_lost_is_one_yes() {
    let house = House::open().await;
    let other = house.second_app().await;
    house.set.clock.advance(TimeDelta::minutes(20));
    house.alter(TRIES).await;
    confirm_at_once(&[&house.set.app, &other], &house, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_yes_that_comes_at_once_without_any_redis_is_one_yes() {
    let house = House::open().await;
    let (one, other) = (house.app(&PATIENT).await, house.app(&PATIENT).await);
    house.set.clock.advance(TimeDelta::minutes(20));
    house.alter(TRIES).await;
    confirm_at_once(&[&one, &other], &house, false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_hop_that_comes_twice_at_once_shows_the_screen_it_shows_alone() {
    let house = House::open().await;
    let other = house.second_app().await;
    house.set.clock.advance(TimeDelta::minutes(20));
    let mut alone = Caller::new(&house.set.app, "+254700001011");
    let mut twice = Caller::new(&house.set.app, "+254700001010");
    // The language, the place, a medicine, and on the waiting list for another one.
    let (first, second) = (alone.dial("").await, twice.dial("").await);
    assert_eq!(first, second);
    let apps = [&house.set.app, &other];
    for input in [
        "1", "4", "1", "kibera", "1", "1", "panadol", "1", "98", "1", "0", "00", "2", "1",
    ] {
        let hop = twice.next(input);
        let answers = at_once(&apps, &hop, 4).await;
        let shown = one(&answers).to_owned();
        twice.hop = hop;
        assert_eq!(shown, alone.types(input).await, "{}", twice.hop.text);
    }
    assert_eq!(
        house.count("session_records WHERE kind = 'written'").await,
        4
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_callback_answered_late_by_another_process_does_not_turn_the_session_back() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    let (redis, [record, patience]) = (needed("REDIS_URL"), PATIENT);
    let connections = ("MEDVAULT_DATABASE_CONNECTIONS", "1");
    let slow = [("REDIS_URL", &*redis), record, patience, connections];
    let slow = house.app(&slow).await;
    caller.dial("").await;
    caller.is_forgotten().await;
    // The slow process has only one connection to the record, and does not get it yet.
    let only = slow.db.get().await.unwrap();
    let late = caller.next("1");
    let asked = Arc::clone(&slow);
    let late = tokio::spawn(async move { answer(&slow, &late).await });
    until("the slow process waits for the record", async || {
        format!("{:?}", asked.db).contains("waiting: 1")
    })
    .await;
    // Meanwhile the caller goes on, answered by the other one.
    let screen = caller.types_each(&["1", "panadol"]).await;
    assert!(screen.starts_with(FORMS), "{screen}");
    drop(only);
    let screen = late.await.unwrap();
    assert!(screen.starts_with(FIND), "{screen}");
    let screen = caller.types("1").await;
    assert!(screen.starts_with(RESULTS), "{screen}");
}
