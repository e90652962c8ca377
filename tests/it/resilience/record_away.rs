//! PostgreSQL away: what only reads is answered from memory, what writes is refused
//! in words, and nothing is written afterwards that nobody asked for.

use super::*;

/// An app with sessions, that waits for PostgreSQL as long as it does by default.
async fn with_redis(house: &House) -> Arc<App> {
    let redis = needed("REDIS_URL");
    house.app(&[("REDIS_URL", &redis), PATIENT[1]]).await
}

/// Everything under a caller that PostgreSQL keeps.
async fn profile(house: &House) -> Vec<String> {
    let rest = "FROM subscribers s LEFT JOIN places p ON p.id = s.place_id";
    house
        .texts(
            "coalesce(language, '-') || ' ' || coalesce(p.name, '-')",
            rest,
        )
        .await
}

/// Waits until the app has a connection to PostgreSQL again.
async fn is_back(house: &House, app: &App) {
    house.set.database.reopen().await.unwrap();
    until("PostgreSQL answers the app", async || {
        app.db.get().await.is_ok()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_reads_is_answered_from_memory() {
    let mut house = House::open().await;
    let mut steady = house.caller_in("sw").await;
    let expected = [
        steady.dial("").await,
        steady.types_each(&["1", "panadol", "1"]).await,
        steady.types("1").await,
    ];
    steady.types("00").await;
    let mut caller = Caller::new(&with_redis(&house).await, CALLER);
    caller.dial("").await;
    house.set.database.close().await.unwrap();
    assert!(caller.app.db.get().await.is_err());
    // In the middle of a call, and from its first hop on: Redis knows the language and the place.
    for text in ["1", "1*panadol", "1*panadol*1"] {
        text.clone_into(&mut caller.hop.text);
        caller.again().await;
    }
    assert_eq!(caller.again().await, expected[1]);
    assert_eq!(caller.types("1").await, expected[2]);
    assert_eq!(caller.types("00").await, expected[0]);
    caller.dial("").await;
    let results = caller.types_each(&["1", "panadol", "1"]).await;
    assert_eq!(results, expected[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_that_cannot_be_written_says_so_and_never_is() {
    let mut house = House::open().await;
    house.caller_in("en").await;
    let mut caller = Caller::new(&with_redis(&house).await, CALLER);
    caller.says_none().await;
    house.set.database.close().await.unwrap();
    let sorry = caller.types("1").await;
    assert!(sorry.starts_with(SORRY_SAVE), "{sorry}");
    assert_eq!(caller.again().await, sorry);
    is_back(&house, &caller.app).await;
    assert_eq!(
        caller.again().await,
        sorry,
        "a repeat is answered alike, and writes nothing"
    );
    assert_eq!(house.written().await, [0, 0, 0]);
    // The next call can.
    caller.says_none().await;
    assert!(caller.types("1").await.starts_with(NONE_DONE));
    assert_eq!(house.written().await, [1, 0, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_cannot_be_kept_is_not_asked() {
    let mut house = House::open().await;
    house.caller_in("en").await;
    let mut caller = Caller::new(&with_redis(&house).await, CALLER);
    caller.says_none().await;
    let whole = caller.hop.text.clone();
    let (to_card, option) = whole.rsplit_once('*').unwrap();
    assert_eq!(caller.dial("").await, ASKED);
    caller.types("2").await;
    let card = caller.types(to_card).await;
    assert!(card.contains(" They had none\n"), "{card}");
    house.set.database.close().await.unwrap();
    let sorry = caller.types(option).await;
    assert!(sorry.starts_with(SORRY_SAVE), "{sorry}");
    is_back(&house, &caller.app).await;
    let drafts = "session_records WHERE kind = 'draft'";
    assert_eq!(house.count(drafts).await, 1, "the one of the call before");
    assert_eq!(house.written().await, [0, 0, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_and_a_place_serve_the_call_that_cannot_keep_them() {
    let mut house = House::open().await;
    house.caller_in("en").await;
    let mut caller = Caller::new(&with_redis(&house).await, CALLER);
    caller.dial("").await;
    house.set.database.close().await.unwrap();
    let home = caller.types_each(&["5", "5"]).await;
    assert!(
        home.starts_with("CON ") && !home.starts_with(HOME),
        "{home}"
    );
    caller.types_each(&["4", "1"]).await;
    let which = caller.types("kisumu").await;
    let told = caller.types("1").await;
    let once = "Kwa simu hii tu";
    assert!(home.contains(once), "{home}");
    assert!(
        told.contains("Kisumu") && told.contains(once),
        "{which}\n{told}"
    );
    let found = caller.types_each(&["1", "panadol", "1"]).await;
    assert!(
        found.starts_with(RESULTS) && found.contains("\n0 Rudi 00 Mwanzo"),
        "{found}"
    );
    is_back(&house, &caller.app).await;
    assert_eq!(profile(&house).await, ["en Kibera"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_whose_profile_could_not_be_read_is_known_again_afterwards() {
    let mut house = House::open().await;
    house.caller_in("sw").await;
    let mut caller = Caller::new(&with_redis(&house).await, CALLER);
    house.set.database.close().await.unwrap();
    let home = caller.dial("").await;
    assert!(home.starts_with(HOME), "{home}");
    assert!(caller.types("1").await.starts_with(FIND));
    is_back(&house, &caller.app).await;
    let mut steady = Caller::new(&house.app(&PATIENT).await, CALLER);
    let swahili = steady.dial("").await;
    assert!(
        !swahili.starts_with(HOME) && swahili.contains("\n6 "),
        "{swahili}"
    );
    caller.types("00").await;
    assert_eq!(caller.dial("").await, swahili);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_both_away_a_number_is_never_a_language() {
    let mut house = House::open().await;
    house.caller_in("sw").await;
    // No Redis at all, and PostgreSQL away from the first hop on, or from the second.
    let mut caller = Caller::new(&house.app(&[PATIENT[1]]).await, CALLER);
    for first_answered in [false, true] {
        if first_answered {
            caller.dial("").await;
        }
        house.set.database.close().await.unwrap();
        if !first_answered {
            assert!(caller.dial("").await.starts_with(HOME));
        }
        assert!(caller.types("1").await.starts_with(FIND));
        assert!(caller.types("panadol").await.starts_with(FORMS));
        let place = caller.types("1").await;
        assert!(place.starts_with("CON Where are you?"), "{place}");
        is_back(&house, &caller.app).await;
        let results = caller.types("00*1*panadol*1").await;
        assert!(results.starts_with("CON Paracetamol 500 mg"), "{results}");
        assert_eq!(profile(&house).await, ["sw Kibera"]);
        assert_eq!(house.written().await, [0, 0, 0]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strangers_choice_at_home_is_no_language_once_the_record_is_back() {
    let house = House::open().await;
    let mut stranger = Caller::new(&house.app(&[PATIENT[1]]).await, "+254700005001");
    house.set.database.close().await.unwrap();
    // Nothing is known of anyone, so the call begins at home.
    assert!(stranger.dial("").await.starts_with(HOME));
    is_back(&house, &stranger.app).await;
    let shown = stranger.types("1").await;
    assert!(shown.starts_with(FIND), "{shown}");
    assert!(stranger.types("panadol").await.starts_with(FORMS));
    assert_eq!(profile(&house).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn with_both_away_a_lost_yes_writes_nothing() {
    let mut house = House::open().await;
    house.caller_in("en").await;
    let app = house.app(&[PATIENT[1]]).await;
    house.set.clock.advance(TimeDelta::minutes(20));
    let mut caller = Caller::new(&app, CALLER);
    caller.says_none().await;
    house.set.database.close().await.unwrap();
    let shown = caller.types("1").await;
    assert!(!shown.starts_with(NONE_DONE) && shown.len() > 20, "{shown}");
    is_back(&house, &caller.app).await;
    assert_eq!(house.written().await, [0, 0, 0]);
    // The call goes on where its transcript is read again.
    caller.dial("").await;
    assert!(caller.types("1").await.starts_with(FIND));
}
