//! A phone that calls too often.

use super::*;

const BUSY: &str = "END Too many calls from this phone. Please wait a minute and dial again.";

async fn limited(house: &House, rate: &str) -> Arc<App> {
    let (redis, [record, patience]) = (needed("REDIS_URL"), PATIENT);
    let rate = ("MEDVAULT_RATE_PHONE", rate);
    house
        .app(&[("REDIS_URL", &redis), record, patience, rate])
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_hop_too_many_ends_politely_in_the_callers_language() {
    for (language, other_than_english) in [("en", false), ("sw", true), ("am", true)] {
        let mut house = House::open().await;
        let known = house.caller_in(language).await;
        // Three at once, and then one every twenty seconds of the machine's own clock.
        let app = limited(&house, "3").await;
        let mut caller = Caller::new(&app, CALLER);
        caller.dial("").await;
        let kept = {
            caller.types("1").await;
            caller.types("panadol").await
        };
        assert!(kept.starts_with("CON "), "{kept}");
        let mut other = Caller::new(&app, "+254700003001");
        assert!(other.dial("").await.starts_with("CON "));
        let busy = caller.types("1").await;
        let texts = &app.ussd.editions.current.texts;
        assert_eq!(
            busy,
            format!("END {}", texts.language(language).word("sorry-busy"))
        );
        assert_eq!(busy != BUSY, other_than_english, "{busy}");
        // Neither another phone nor the session is touched.
        assert!(other.types("1").await.starts_with("CON "));
        assert_eq!(*caller.kept().await.unwrap().answer, kept[4..]);
        // Another process counts for itself, and 0 is off: the call goes on there.
        caller.app = known.app;
        assert!(caller.again().await.starts_with("CON "));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nought_is_no_limit() {
    let mut house = House::open().await;
    house.caller_in("en").await;
    let mut caller = Caller::new(&limited(&house, "0").await, CALLER);
    for _ in 0..100 {
        assert!(caller.dial("").await.starts_with(HOME));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_a_phone_is_limited_too_in_the_callers_language() {
    for (language, busy_in_english) in [("en", true), ("sw", false), ("am", false)] {
        let mut house = House::open().await;
        house.caller_in(language).await;
        let app = house.app(&[PATIENT[0], ("MEDVAULT_RATE_PHONE", "2")]).await;
        let mut caller = Caller::new(&app, CALLER);
        assert!(caller.dial("").await.starts_with("CON "));
        assert!(caller.types("1").await.starts_with("CON "));
        let busy = caller.types("panadol").await;
        let texts = &app.ussd.editions.current.texts;
        let word = texts.language(language).word("sorry-busy");
        assert_eq!(busy, format!("END {word}"));
        assert_eq!(busy == BUSY, busy_in_english, "{busy}");
    }
}
