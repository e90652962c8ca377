//! Which transcript is it? A repeat, a late repeat, an extension, another one, a
//! deep dial, a redial.

use super::*;

/// How long Redis must have been up before a session it does not know never was.
const LONG: TimeDelta = TimeDelta::seconds(301);

/// The facility that the caller's first line names runs out of paracetamol tablets.
async fn first_runs_out(house: &mut House, caller: &Caller) {
    let state = caller.kept().await.unwrap().state;
    let code = {
        let country = caller.app.directory.read();
        let facility = country.facility(state.shown[0].parse().unwrap());
        facility.unwrap().code.to_string()
    };
    house.happen(&format!("~ stock pcm {code} 0")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_equal_transcript_is_answered_with_the_stored_bytes() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    let shown = caller.finds().await;
    let kept = caller.kept().await;
    first_runs_out(&mut house, &caller).await;
    house.set.clock.advance(TimeDelta::minutes(1));
    assert_eq!(caller.again().await, shown);
    assert_eq!(caller.kept().await, kept);
    // Another caller sees that the world has changed.
    let mut other = caller.clone();
    assert_ne!(other.finds().await, shown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shorter_transcript_is_answered_and_leaves_the_session_alone() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    let home = caller.dial("").await;
    let mut screens = vec![(caller.hop.clone(), home)];
    for input in ["1", "panadol", "1", "1"] {
        let screen = caller.types(input).await;
        screens.push((caller.hop.clone(), screen));
    }
    let kept = caller.kept().await.unwrap();
    let card = screens.pop().unwrap().1;
    for (late, screen) in screens {
        assert_eq!(answer(&caller.app, &late).await, screen, "{}", late.text);
        assert_eq!(caller.kept().await.unwrap(), kept, "{}", late.text);
    }
    assert_eq!(caller.again().await, card);
    assert!(caller.types("0").await.starts_with(RESULTS));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_repeat_of_a_choice_from_a_list_that_changed_leaves_no_trace() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    caller.finds().await;
    let card = caller.types("1").await;
    let late = caller.hop.clone();
    caller.types("0").await;
    first_runs_out(&mut house, &caller).await;
    // Nobody can tell what it chose from then; the call goes on from where it is.
    let shown = answer(&caller.app, &late).await;
    assert!(shown == card || shown.starts_with(CHANGED), "{shown}");
    assert_eq!(house.count("session_records").await, 0);
    assert!(caller.types("0").await.starts_with(FORMS));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extension_by_several_inputs_takes_one_after_the_other() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    let card = {
        caller.finds().await;
        caller.types("1").await
    };
    let mut caller = Caller::new(&caller.app, CALLER);
    caller.dial("00").await;
    assert!(caller.types("1*panadol*1*1").await == card);
    assert_eq!(caller.kept().await.unwrap().state.position, 5);
    assert!(caller.types("0").await.starts_with(RESULTS));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_star_is_part_of_a_name_while_the_session_lives_and_after_it_is_lost() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    caller.dial("").await;
    caller.types("1").await;
    let which = caller.types("para*cetamol").await;
    assert!(which.contains("\n1 Paracetamol\n"), "{which}");
    caller.is_forgotten().await;
    assert!(caller.types("1").await.starts_with(FORMS));
    // Without the session nobody knows: then a star stands between two inputs.
    let mut other = caller.clone();
    other.dial("1").await;
    other.is_forgotten().await;
    let split = other.types("para*cetamol").await;
    assert_ne!(split, which);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transcript_that_parts_from_the_stored_one_is_walked_from_its_beginning() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    caller.dial("").await;
    let near = caller.types("2").await;
    assert!(near.starts_with("CON Near Kibera:\n1 "), "{near}");
    let session = caller.hop.session.clone();
    caller.finds().await;
    // As long as the stored one, and longer, with another beginning.
    for longer in [0, 1, 30] {
        caller.types("1").await;
        let rest = "*00*2";
        let filling = caller.hop.text.len() + longer - "2*".len() - rest.len();
        caller.hop.text = format!("2*{}{rest}", "7".repeat(filling));
        assert_eq!(caller.again().await, near, "{}", caller.hop.text);
        assert_eq!(*caller.kept().await.unwrap().state.at, *"near");
        caller.types("00").await;
        let results = caller.types_each(&["1", "panadol", "1"]).await;
        assert!(results.starts_with(RESULTS), "{results}");
    }
    assert_ne!(session, caller.hop.session);
    assert_eq!(house.written().await, [0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_input_of_nothing_is_an_input() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    let home = caller.dial("").await;
    assert_eq!(
        caller.types("").await,
        home,
        "nothing was typed on the first screen"
    );
    caller.types("1").await;
    for input in ["", " "] {
        let said = caller.types(input).await;
        assert!(said.starts_with("CON Nothing was typed.\n"), "{said}");
    }
    caller.is_forgotten().await;
    let said = caller.types("").await;
    assert!(said.starts_with("CON Nothing was typed.\n"), "{said}");
    assert!(caller.types("panadol").await.starts_with(FORMS));
    let said = caller.types("").await;
    assert!(said.starts_with("CON Choose a number"), "{said}");
    assert_eq!(caller.kept().await.unwrap().state.position, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_who_dials_deep_is_taken_there_once_redis_has_long_been_up() {
    let house = House::open().await;
    let mut first = Caller::new(&house.set.app, "+254700002001");
    first.dial("").await;
    house.set.clock.advance(LONG);
    for (phone, text, screen) in [
        ("+254700002002", "1", FIND),
        ("+254700002003", "1*panadol", FORMS),
        (
            "+254700002004",
            "5",
            "CON MedVault. Choose language:\n1 English\n",
        ),
    ] {
        let mut stranger = Caller::new(&house.set.app, phone);
        let shown = stranger.dial(text).await;
        assert!(shown.starts_with(screen), "{text}: {shown}");
    }
    assert_eq!(
        house.count("subscribers").await + house.count("session_records").await,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_first_number_is_a_language_where_the_call_may_have_been_lost() {
    let house = House::open().await;
    house.set.clock.advance(TimeDelta::minutes(20));
    let mut stranger = Caller::new(&house.set.app, "+254700002005");
    let asked = stranger.dial("").await;
    assert!(
        asked.starts_with("CON MedVault. Choose language:\n"),
        "{asked}"
    );
    stranger.is_forgotten().await;
    let home = stranger.types("5").await;
    assert!(home.contains("\n1 Tafuta dawa\n"), "{home}");
    assert_eq!(house.texts("language", "FROM subscribers").await, ["sw"]);
}

/// A deep dial that runs through a confirm screen, and its yes.
async fn deep_through_confirm(redis_long_up: bool) {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    let asked = caller.says_none().await;
    let deep = format!("{}*1", caller.hop.text);
    if redis_long_up {
        house.set.clock.advance(LONG);
    } else {
        caller.is_forgotten().await;
    }
    for dialled in [deep.clone(), format!("{deep}*1*1"), deep] {
        let shown = caller.dial(&dialled).await;
        assert_eq!(shown, asked, "{dialled}");
        assert_eq!(house.written().await, [0, 0, 0]);
        // What stood behind the question is not an answer to it later either.
        assert_eq!(caller.again().await, asked);
    }
    caller.is_forgotten().await;
    assert!(caller.types("1").await.starts_with(NONE_DONE));
    assert_eq!(house.written().await, [1, 0, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deep_dial_stops_at_a_question_that_was_never_seen() {
    deep_through_confirm(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_session_stops_at_a_question_that_may_not_have_been_seen() {
    deep_through_confirm(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redial_goes_on_within_the_window_and_not_after_it() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    let shown = caller.finds().await;
    house.set.clock.advance(TimeDelta::seconds(298));
    assert_eq!(caller.dial("").await, ASKED);
    assert_eq!(caller.types("1").await, shown);
    assert!(caller.types("1").await.contains("\nTel "));
    house.set.clock.advance(TimeDelta::seconds(301));
    assert!(caller.dial("").await.starts_with(HOME));
    // At home nothing is lost, and nobody is asked.
    assert!(caller.dial("").await.starts_with(HOME));
    caller.finds().await;
    assert_eq!(caller.dial("").await, ASKED);
    assert!(caller.types("2").await.starts_with(HOME));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redial_in_another_service_or_from_another_phone_is_not_asked() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    caller.finds().await;
    let mut elsewhere = caller.clone();
    elsewhere.hop.service = "384*99".to_owned();
    assert!(elsewhere.dial("").await.starts_with(HOME));
    let mut stranger = Caller::new(&caller.app, "+254700002006");
    assert!(!stranger.dial("").await.starts_with(ASKED));
    assert_eq!(caller.dial("").await, ASKED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resumed_session_that_loses_redis_goes_home_and_says_so() {
    let mut house = House::open().await;
    let mut caller = house.caller_in("en").await;
    // Lost before the answer, one screen later, and two screens later.
    for inputs in [["1"].as_slice(), &["1", "1"], &["1", "1", "0"]] {
        caller.finds().await;
        assert_eq!(caller.dial("").await, ASKED);
        let (last, before) = inputs.split_last().unwrap();
        caller.types_each(before).await;
        caller.is_forgotten().await;
        let shown = caller.types(last).await;
        assert!(shown.starts_with(CUT), "{inputs:?}: {shown}");
        assert!(shown.contains("\n1 Find a medicine\n"), "{shown}");
        // From there the call goes on, also when Redis forgets it again.
        caller.is_forgotten().await;
        assert!(caller.types("1").await.starts_with(FIND));
        assert!(caller.types("panadol").await.starts_with(FORMS));
    }
    caller.finds().await;
    assert_eq!(caller.dial("").await, ASKED);
    caller.is_forgotten().await;
    let home = caller.types("2").await;
    assert!(
        home.starts_with(HOME),
        "starting again needs nothing that is lost: {home}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_a_newer_process_began_ends_on_its_menu_in_an_older_one() {
    let mut house = House::open().await;
    let older = house.caller_in("en").await;
    let mut sources = house.set.app.ussd.editions.current.sources.clone();
    let help = "  { say = \"home-help\", go = \"help\" },\n";
    assert!(sources.menu.contains(help), "{}", sources.menu);
    // The newer menu begins with help.
    sources.menu = sources.menu.replace(help, "").replacen(
        "  { say = \"home-find\"",
        &format!("{help}  {{ say = \"home-find\""),
        1,
    );
    let Set {
        database, clock, ..
    } = &house.set;
    let newer = house.theatre.app(database, clock, sources).await.unwrap();
    let mut caller = Caller::new(&newer, CALLER);
    let home = caller.dial("").await;
    assert!(home.contains("1 Help\n2 Find a medicine"), "{home}");
    caller.app = Arc::clone(&older.app);
    let find = caller.types("2").await;
    assert!(find.starts_with("CON Type the name"), "{find}");
    let back = caller.types("0").await;
    assert_eq!(back, home);
}
