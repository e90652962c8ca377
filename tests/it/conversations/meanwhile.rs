//! What changes while a session is lost: the stock, the caller's language, the menu. In
//! every language, so that pages of every length are turned.

use std::sync::Arc;

use medvault::directory::country::Only;
use medvault::ussd::script::{Script, What};
use medvault::ussd::stage::Between;
use medvault::ussd::state::State;
use medvault::ussd::theatre::Theatre;

use super::{
    LANGUAGES, RESUME, STAR, caller, is, is_staff, kept_of, name, stories, theatre, time_in,
};

/// What the caller is told where a list may have been another one.
const CHANGED: &str = "notice-changed";
/// What the caller is told where the way here is lost.
const CUT: &str = "notice-cut";

/// Stories that mean something in one language only: labels are typed out, a language is
/// chosen, or pages are turned past the last.
const LANGUAGE_BOUND: [&str; 4] = ["keys", "language", "first-dial", "misspelt"];

/// Plays something in every language at once.
async fn in_every_language<T>(play: impl AsyncFn(&'static str) -> T) -> Vec<T> {
    futures_util::future::join_all(LANGUAGES.map(async |language| play(language).await)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_typed_at_a_list_that_changed_is_never_taken_for_another() {
    let theatre = theatre(true).await;
    for (changed, same) in in_every_language(async |language| stock(&theatre, language).await).await
    {
        assert!(changed >= 8 && same > 100, "{changed} changed, {same} same");
    }
}

/// Plays every story up to its first choice of a facility, before which the first one that
/// was shown runs out, so that every number moves up. How many did, and how many hops came before.
async fn stock(theatre: &Theatre, language: &str) -> (usize, usize) {
    let set = theatre.stage(language).await.unwrap();
    let told = set
        .app
        .ussd
        .editions
        .current
        .texts
        .language(language)
        .word(CHANGED);
    let (mut changed, mut same) = (0, 0);
    for (index, (path, script)) in stories(language).iter().enumerate() {
        let mut stage = caller(&set, index, path);
        for event in &script.events {
            if let (What::Type(typed), Some(before)) =
                (&event.what, kept_of(&set.app, stage.hop()).await)
            {
                let picks_holder = matches!(&*before.state.at, "results" | "anywhere")
                    && typed
                        .parse::<usize>()
                        .is_ok_and(|n| (1..=before.state.seen.unwrap()).contains(&n));
                if picks_holder {
                    let (facility, product) = {
                        let country = set.app.directory.read();
                        let facility = before.state.shown[0].parse().unwrap();
                        let product = before.state.chosen.product.unwrap();
                        (
                            country.facility(facility).unwrap().code.to_string(),
                            country.product(product).unwrap().code.to_string(),
                        )
                    };
                    let gone = What::Stock {
                        product,
                        facility,
                        quantity: 0,
                    };
                    stage.happen(&gone, Between::Nothing).await.unwrap();
                    let screen = stage.happen(&event.what, Between::Flush).await.unwrap();
                    let screen = screen.unwrap();
                    assert!(
                        screen.contains(&told),
                        "{}:{}\n{screen}",
                        name(path),
                        event.line
                    );
                    changed += 1;
                    break;
                }
                same += 1;
            }
            stage.happen(&event.what, Between::Flush).await.unwrap();
        }
    }
    (changed, same)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_is_to_what_was_shown_whatever_has_changed_since() {
    let theatre = theatre(true).await;
    for confirmed in in_every_language(async |language| confirm(&theatre, language).await).await {
        assert_eq!(confirmed, 2);
    }
}

/// Plays the stories that end in a yes up to it; then the product runs out somewhere, the
/// session is lost, and the yes is typed. How many there are.
async fn confirm(theatre: &Theatre, language: &str) -> usize {
    let set = theatre.stage(language).await.unwrap();
    let texts = &set.app.ussd.editions.current.texts;
    let sorry = texts.language(language).word(CHANGED);
    let mut confirmed = 0;
    for (index, (path, script)) in stories(language).iter().enumerate() {
        if !is(path, &["brand-and-none", "waiting-list"]) {
            continue;
        }
        let mut stage = caller(&set, index, path);
        for event in &script.events {
            let before = kept_of(&set.app, stage.hop()).await;
            let asked = before.filter(|kept| matches!(&*kept.state.at, "none" | "wait"));
            let yes = matches!(&event.what, What::Type(typed) if typed == "1");
            let Some(asked) = asked.filter(|_| yes) else {
                stage.happen(&event.what, Between::Nothing).await.unwrap();
                continue;
            };
            let (facility, product) = {
                let country = set.app.directory.read();
                let product = asked.state.chosen.product.unwrap();
                let place = country.place(asked.state.profile.place.unwrap()).unwrap();
                let near = country.nearest(place.point.unwrap(), 1, Only::Holding(product));
                let facility = country.facility(near[0].facility).unwrap();
                (
                    facility.code.to_string(),
                    country.product(product).unwrap().code.to_string(),
                )
            };
            let gone = What::Stock {
                product,
                facility,
                quantity: 0,
            };
            stage.happen(&gone, Between::Nothing).await.unwrap();
            let screen = stage
                .happen(&event.what, Between::Flush)
                .await
                .unwrap()
                .unwrap();
            assert!(!screen.contains(&sorry), "{}:\n{screen}", name(path));
            assert_eq!(Some(&screen), event.screen.as_ref(), "{}", name(path));
            confirmed += 1;
            break;
        }
    }
    confirmed
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_changed_is_chosen_from_again_and_the_story_goes_on() {
    let theatre = theatre(true).await;
    let mut set = theatre.stage("changed").await.unwrap();
    let mut happen = async |text: &str, between| {
        let what = Script::parse(text).unwrap().events.remove(0).what;
        set.stage
            .happen(&what, between)
            .await
            .unwrap()
            .unwrap_or_default()
    };
    for step in [
        "~ language en",
        "~ place Kibera",
        "> *384*1234#",
        "> 1",
        "> panadol",
    ] {
        happen(step, Between::Nothing).await;
    }
    let shown = happen("> 1", Between::Nothing).await;
    let first = shown
        .lines()
        .nth(1)
        .unwrap()
        .split(' ')
        .nth(1)
        .unwrap()
        .to_owned();
    let gone = {
        let country = set.app.directory.read();
        let place = country.find_place("Kibera").candidates[0].id;
        let point = country.place(place).unwrap().point.unwrap();
        let product = country.product_by_code("pcm").unwrap().id;
        let near = country.nearest(point, 1, Only::Holding(product));
        country.facility(near[0].facility).unwrap().code.to_string()
    };
    let mut happen = async |text: &str, between| {
        let what = Script::parse(text).unwrap().events.remove(0).what;
        set.stage
            .happen(&what, between)
            .await
            .unwrap()
            .unwrap_or_default()
    };
    happen(&format!("~ stock pcm {gone} 0"), Between::Nothing).await;
    let again = happen("> 1", Between::Flush).await;
    assert!(
        again.contains("The list has changed") && !again.contains(&format!("1 {first}")),
        "{again}"
    );
    // Lost once more: what was shown again is known, and the choice now means what it says.
    let picked = again
        .lines()
        .find(|line| line.starts_with("1 "))
        .unwrap()
        .split(' ')
        .nth(1)
        .unwrap()
        .to_owned();
    let card = happen("> 1", Between::Flush).await;
    assert!(
        card.lines()
            .next()
            .unwrap()
            .contains(picked.trim_end_matches('.')),
        "{again}\n{card}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_language_meanwhile_leads_to_the_same_screens() {
    let theatre = theatre(true).await;
    let counts = in_every_language(async |language| other_language(&theatre, language).await);
    for (alike, refused) in counts.await {
        assert!(alike >= 12 && refused <= 4, "{alike} alike, {refused} not");
    }
}

/// Plays every story twice, side by side: as it is told, and by a caller whose saved
/// language is another one before every hop and whose session is lost. How many stories went
/// alike to the end, and in how many a number was refused: in the other language its page
/// was not turned to. No other thing is ever chosen.
async fn other_language(theatre: &Theatre, language: &str) -> (usize, usize) {
    let set = theatre.stage(language).await.unwrap();
    let other = if language == "en" { "sw" } else { "en" };
    let (mut alike, mut refused) = (0, 0);
    'stories: for (index, (path, script)) in stories(language).iter().enumerate() {
        if is(path, &[RESUME, STAR]) || is(path, &LANGUAGE_BOUND) || is_staff(path) {
            continue;
        }
        let mut before = None;
        let mut one = caller(&set, 2 * index, path);
        let mut two = caller(&set, 2 * index + 1, path);
        for event in &script.events {
            one.happen(&event.what, Between::Nothing).await.unwrap();
            let typed = matches!(event.what, What::Type(_));
            if typed {
                let changed = What::Language(other.into());
                two.happen(&changed, Between::Nothing).await.unwrap();
            }
            // Time goes by for both at once.
            if !matches!(event.what, What::Now(_)) {
                two.happen(&event.what, Between::Flush).await.unwrap();
            }
            let (one, two) = (
                kept_of(&set.app, one.hop()).await.map(|kept| kept.state),
                kept_of(&set.app, two.hop()).await.map(|kept| kept.state),
            );
            if let (Some(one), Some(two), true) = (one, &two, typed)
                && (&one.at, &one.shown, &one.chosen) != (&two.at, &two.shown, &two.chosen)
            {
                let before: State = before.unwrap();
                assert_eq!(
                    (&*two.at, &two.chosen, two.notice.as_deref()),
                    (&*before.at, &before.chosen, Some("notice-invalid")),
                    "{}:{}",
                    name(path),
                    event.line
                );
                refused += 1;
                continue 'stories;
            }
            before = two.or(before);
        }
        alike += 1;
    }
    (alike, refused)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_on_the_menu_it_began_on() {
    let theatre = theatre(true).await;
    in_every_language(async |language| other_menu(&theatre, language).await).await;
}

/// Plays every story with another menu published after its first hop.
async fn other_menu(theatre: &Theatre, language: &str) {
    let set = theatre.stage(language).await.unwrap();
    let mut sources = set.app.ussd.editions.current.sources.clone();
    // The same screens in another order: a number means something else.
    let find = "  { say = \"home-find\", go = \"find\" },\n";
    assert!(sources.menu.contains(find));
    sources.menu = sources.menu.replace(find, "").replace(
        "  { say = \"home-help\"",
        &format!("{find}  {{ say = \"home-help\""),
    );
    let publish = async || {
        let newer = theatre.app(&set.database, &set.clock, sources.clone());
        newer.await.unwrap()
    };
    let shared = publish().await;
    let texts = &set.app.ussd.editions.current.texts;
    let said = |screen: &str, text: &str| screen.contains(&texts.language(language).word(text));
    for (index, (path, script)) in stories(language).iter().enumerate() {
        for (half, between) in [Between::Nothing, Between::Flush].into_iter().enumerate() {
            // What was dropped to Redis is gone with it.
            if between == Between::Flush && is(path, &[RESUME]) {
                continue;
            }
            // What was written the first time is seen the second.
            if half == 1 && is_staff(path) {
                continue;
            }
            let mut stage = caller(&set, 2 * index + half, path);
            let mut published = false;
            for event in &script.events {
                if matches!(event.what, What::Type(_)) && !published {
                    // Where time went by, the one that was published is no news by now.
                    let newer = if time_in(script).is_zero() {
                        Arc::clone(&shared)
                    } else {
                        publish().await
                    };
                    stage.move_to(newer);
                    published = true;
                }
                let screen = stage.happen(&event.what, between).await.unwrap();
                // A call after this one begins on the newer menu.
                if published && matches!(event.what, What::Dial(_)) {
                    break;
                }
                if screen == event.screen {
                    continue;
                }
                // Without the session the menu it began on is not known for sure. Then
                // the caller begins again, sees the newer menu before choosing from it, or the list once more.
                let screen = screen.unwrap_or_default();
                let at = kept_of(&set.app, stage.hop()).await.unwrap().state.at;
                let lost = between == Between::Flush
                    || script.events.iter().any(|event| event.what == What::Flush);
                let fresh = *at == *"home" || said(&screen, CUT) || said(&screen, CHANGED);
                assert!(
                    lost && fresh,
                    "{}:{} {}\n{screen}",
                    name(path),
                    event.line,
                    event.what
                );
                break;
            }
        }
    }
}
