//! A yes writes what its question named, whatever has changed since it was asked.

use std::collections::BTreeSet;

use medvault::directory::country::Only;
use medvault::models::change;

use super::*;
use crate::support::is_notified;

/// What the rows of a table name, as a question would.
async fn none_reports(house: &House) -> Vec<String> {
    let joined = "FROM none_reports JOIN facilities f ON f.id = facility_id \
                  JOIN products p ON p.id = product_id";
    house.texts("f.name || ' / ' || p.code", joined).await
}

/// The facilities nearest to Kibera that hold paracetamol tablets, by code and name.
fn holders(app: &App, most: usize) -> Vec<(String, String)> {
    let country = app.directory.read();
    let kibera = country.find_place("Kibera").candidates[0].id;
    let point = country.place(kibera).unwrap().point.unwrap();
    let product = country.product_by_code("pcm").unwrap().id;
    let near = country.nearest(point, most, Only::Holding(product));
    let named = near.iter().map(|near| {
        let facility = country.facility(near.facility).unwrap();
        (facility.code.to_string(), facility.name.to_string())
    });
    named.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_changed_after_the_question_redirects_no_yes() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    let (code, name) = holders(&caller.app, 1)[0].clone();
    let asked = caller.says_none().await;
    // The facility that was asked about runs out, so that another one is first.
    house.happen(&format!("~ stock pcm {code} 0")).await;
    assert_ne!(holders(&caller.app, 1)[0].1, name);
    assert!(caller.types("1").await.starts_with(NONE_DONE), "{asked}");
    assert_eq!(none_reports(&house).await, [format!("{name} / pcm")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_there_was_none_is_passed_on_at_once() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    let asked = caller.says_none().await;
    let mut other_process = house.conn().await;
    change::prepare(&mut other_process).await.unwrap();
    assert!(caller.types("1").await.starts_with(NONE_DONE), "{asked}");
    is_notified(&mut other_process).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_session_is_lost_too_nothing_but_what_was_named_is_ever_written() {
    let mut house = House::open().await;
    let caller = house.caller_in("en").await;
    let newcomer = house.second_app().await;
    house.set.clock.advance(TimeDelta::minutes(20));
    let mut named = BTreeSet::new();
    // Answered by the process that asked, and by one that knows nothing of the call.
    for (phone, app) in [("+254700004001", &caller.app), ("+254700004002", &newcomer)] {
        let mut caller = Caller::new(&caller.app, phone);
        caller.dial("").await;
        caller.types_each(&["1", "4", "1", "kibera", "1"]).await;
        let (code, name) = holders(&caller.app, 1)[0].clone();
        caller.says_none().await;
        house.happen(&format!("~ stock pcm {code} 0")).await;
        until("the newcomer hears of it", async || {
            holders(&newcomer, 1)[0].0 != code
        })
        .await;
        named.insert(format!("{name} / pcm"));
        caller.is_forgotten().await;
        caller.app = Arc::clone(app);
        let shown = caller.types("1").await;
        let written: BTreeSet<String> = none_reports(&house).await.into_iter().collect();
        assert!(written.is_subset(&named), "{written:?} of {named:?}");
        let done = shown.starts_with(NONE_DONE);
        assert!(done || shown.starts_with(CHANGED), "{shown}");
        assert_eq!(done, written.contains(&format!("{name} / pcm")), "{shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_on_the_waiting_list_is_for_what_was_asked_though_it_is_back() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    let everywhere = holders(&caller.app, 1000);
    for (code, _) in everywhere.clone() {
        house.happen(&format!("~ stock pcm {code} 0")).await;
    }
    caller.dial("").await;
    let nothing = caller.types_each(&["1", "panadol", "1"]).await;
    assert!(
        nothing.starts_with("CON No Paracetamol 500 mg tablet found"),
        "{nothing}"
    );
    let wait = nothing
        .lines()
        .find_map(|line| line.strip_suffix(" Tell me when it is back"));
    let asked = caller.types(wait.unwrap()).await;
    assert!(
        asked.starts_with("CON Put you on the waiting list for Paracetamol 500 mg"),
        "{asked}"
    );
    // It comes back, and the caller moves, before the yes.
    let back = &everywhere[0].0;
    house
        .happen(&format!("~ stock pcm {back} 50\n~ place Kisumu"))
        .await;
    let done = caller.types("1").await;
    assert!(done.starts_with("END Saved."), "{done}");
    let joined =
        "FROM waiting w JOIN products p ON p.id = w.product_id JOIN places s ON s.id = w.place_id";
    assert_eq!(
        house.texts("p.code || ' / ' || s.name", joined).await,
        ["pcm / Kibera"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_writes_nothing() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    caller.says_none().await;
    let shown = caller.types("2").await;
    assert!(shown.starts_with("CON "), "{shown}");
    caller.is_forgotten().await;
    caller.types("00").await;
    assert_eq!(house.written().await, [0, 0, 0]);
    assert_eq!(house.count("session_records WHERE kind = 'draft'").await, 1);
}
