//! Every story under tests/conversations, in every language: as recorded, with
//! Redis forgetting everything between every two hops, and without Redis.

use std::path::{Path, PathBuf};

use futures_util::StreamExt as _;
use medvault::app::App;
use medvault::operators::Hop;
use medvault::ussd::script::{Event, Script, What};
use medvault::ussd::stage::Between;
use medvault::ussd::theatre::{Set, Theatre};
use medvault::ussd::{hop, session::Kept};

use crate::support::needed;

/// Stories played at once.
const AT_ONCE: usize = 4;
/// What the caller is told where a list may have been another one.
const CHANGED: &str = "The list has changed";
/// What the caller is told where the way here is lost.
const CUT: &str = "The call was interrupted";

async fn theatre(redis: bool) -> Theatre {
    let redis_url = redis.then(|| needed("REDIS_URL"));
    Theatre::open(&needed("DATABASE_URL"), redis_url.as_deref())
        .await
        .unwrap()
}

fn stories(language: &str) -> Vec<(PathBuf, Script)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations");
    let mut stories: Vec<(PathBuf, Script)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_str().unwrap().ends_with(&format!("{language}.txt")))
        .map(|path| {
            let script = Script::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
            (path, script)
        })
        .collect();
    stories.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(
        stories.len() >= 12,
        "{} stories in {language}",
        stories.len()
    );
    stories
}

fn name(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}

/// The screens of a story that are not as recorded.
fn differences(path: &Path, recorded: &Script, played: &Script) -> Vec<String> {
    let differ = |old: &Event, new: &Event| {
        (old.screen != new.screen).then(|| {
            let (old_screen, new_screen) = (
                old.screen.as_deref().unwrap_or(""),
                new.screen.as_deref().unwrap_or(""),
            );
            format!(
                "{}:{} {}\nrecorded:\n{old_screen}\nplayed:\n{new_screen}\n",
                name(path),
                old.line,
                old.what
            )
        })
    };
    recorded
        .events
        .iter()
        .zip(&played.events)
        .filter_map(|(old, new)| differ(old, new))
        .collect()
}

async fn all_as_recorded(theatre: &Theatre, languages: &[&str], between: Between, skip: &[&str]) {
    let all: Vec<(PathBuf, Script)> = languages
        .iter()
        .flat_map(|language| stories(language))
        .collect();
    let playing = all
        .iter()
        .filter(|(path, _)| !skip.iter().any(|skipped| name(path).starts_with(skipped)))
        .map(async |(path, script)| {
            let played = theatre.play(name(path), script, between).await;
            differences(
                path,
                script,
                &played.unwrap_or_else(|error| panic!("{}: {error:#}", name(path))),
            )
        });
    let differing: Vec<String> = futures_util::stream::iter(playing)
        .buffer_unordered(AT_ONCE)
        .concat()
        .await;
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_story_is_as_recorded_in_every_language() {
    let theatre = theatre(true).await;
    all_as_recorded(
        &theatre,
        &["en", "sw", "ha", "fr", "am"],
        Between::Nothing,
        &[],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_forgets_everything_between_two_hops_makes_no_difference() {
    let theatre = theatre(true).await;
    // What a dropped session was is Redis's alone: without it there is nothing to go on with.
    // A star belongs to what was typed only where the session is known. A deep dial is
    // no first hop that can be told from a lost one, so just after start it is asked again.
    all_as_recorded(
        &theatre,
        &["en", "sw", "ha", "fr", "am"],
        Between::Flush,
        &["resume", "star", "deep-dial"],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_every_story_is_the_same() {
    let theatre = theatre(false).await;
    // A star belongs to what was typed only where the session is known. A deep dial is
    // no first hop that can be told from a lost one, so just after start it is asked again.
    all_as_recorded(
        &theatre,
        &["en", "am"],
        Between::Nothing,
        &["resume", "star", "deep-dial"],
    )
    .await;
}

/// The session as Redis has it.
async fn kept(set: &Set) -> Option<Kept> {
    kept_of(&set.app, set.stage.hop()).await
}

async fn kept_of(app: &App, of: &Hop) -> Option<Kept> {
    let sessions = app.ussd.sessions.as_ref().unwrap();
    sessions.load(&hop::caller(app, of)).await.unwrap().kept
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_typed_at_a_list_that_changed_is_never_taken_for_another() {
    let theatre = theatre(true).await;
    let (mut changed, mut same) = (0, 0);
    for (path, script) in stories("en") {
        let mut set = theatre.stage(name(&path)).await.unwrap();
        for event in &script.events {
            if let (What::Type(typed), Some(before)) = (&event.what, kept(&set).await) {
                let picks_holder = matches!(&*before.state.at, "results" | "anywhere")
                    && typed
                        .parse::<usize>()
                        .is_ok_and(|n| (1..=before.state.shown.len()).contains(&n));
                if picks_holder {
                    // The first facility that was shown runs out, so every number moves up.
                    let (facility, product) = {
                        let country = set.app.directory.read();
                        let facility = country
                            .facility(before.state.shown[0].parse().unwrap())
                            .unwrap();
                        let product = country
                            .product(before.state.chosen.product.unwrap())
                            .unwrap();
                        (facility.code.to_string(), product.code.to_string())
                    };
                    set.stage
                        .happen(
                            &What::Stock {
                                product,
                                facility,
                                quantity: 0,
                            },
                            Between::Nothing,
                        )
                        .await
                        .unwrap();
                    let screen = set
                        .stage
                        .happen(&event.what, Between::Flush)
                        .await
                        .unwrap()
                        .unwrap();
                    assert!(
                        screen.contains(CHANGED),
                        "{}:{}\n{screen}",
                        name(&path),
                        event.line
                    );
                    changed += 1;
                    break;
                }
                same += 1;
            }
            set.stage.happen(&event.what, Between::Flush).await.unwrap();
        }
    }
    assert!(changed >= 5 && same > 30, "{changed} changed, {same} same");
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
        let near = country.nearest(
            point,
            1,
            medvault::directory::country::Only::Holding(product),
        );
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
        again.contains(CHANGED) && !again.contains(&format!("1 {first}")),
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
    for (path, script) in stories("en") {
        // Labels that are typed out belong to a language, and what was dropped to Redis.
        if ["keys", "resume", "language", "first-dial", "deep-dial"]
            .iter()
            .any(|skipped| name(&path).starts_with(skipped))
        {
            continue;
        }
        let (mut one, mut other) = (
            theatre.stage("one").await.unwrap(),
            theatre.stage("other").await.unwrap(),
        );
        for event in &script.events {
            one.stage
                .happen(&event.what, Between::Nothing)
                .await
                .unwrap();
            if matches!(event.what, What::Type(_)) {
                other
                    .stage
                    .happen(&What::Language("sw".into()), Between::Nothing)
                    .await
                    .unwrap();
            }
            other
                .stage
                .happen(&event.what, Between::Flush)
                .await
                .unwrap();
            let (one, other) = (
                kept(&one).await.map(|kept| kept.state),
                kept(&other).await.map(|kept| kept.state),
            );
            if let (Some(one), Some(other), true) =
                (one, other, matches!(event.what, What::Type(_)))
            {
                assert_eq!(
                    (&one.at, &one.shown, &one.chosen),
                    (&other.at, &other.shown, &other.chosen),
                    "{}:{}",
                    name(&path),
                    event.line
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_on_the_menu_it_began_on() {
    let theatre = theatre(true).await;
    for (path, script) in stories("en") {
        if name(&path).starts_with("resume") {
            continue;
        }
        for between in [Between::Nothing, Between::Flush] {
            let set = theatre.stage("menus").await.unwrap();
            let mut sources = set.app.ussd.editions.current.sources.clone();
            // The same screens in another order: a number means something else.
            let find = "  { say = \"home-find\", go = \"find\" },\n";
            assert!(sources.menu.contains(find));
            sources.menu = sources.menu.replace(find, "").replace(
                "  { say = \"home-help\"",
                &format!("{find}  {{ say = \"home-help\""),
            );
            let mut old = set.stage;
            let mut published = None;
            for event in &script.events {
                let is_hop = matches!(event.what, What::Type(_));
                if is_hop && published.is_none() {
                    let newer = theatre
                        .app(&set.database, &set.clock, sources.clone())
                        .await
                        .unwrap();
                    old.move_to(std::sync::Arc::clone(&newer));
                    published = Some(newer);
                }
                let screen = old.happen(&event.what, between).await.unwrap();
                if published.is_some() && matches!(event.what, What::Dial(_)) {
                    break;
                }
                if screen == event.screen {
                    continue;
                }
                // Without the session the menu it began on is not known for sure. Then
                // the caller begins again, sees the newer menu before choosing from it, or the list once more.
                let screen = screen.unwrap_or_default();
                let at = kept_of(&set.app, old.hop()).await.unwrap().state.at;
                let lost = between == Between::Flush
                    || script.events.iter().any(|event| event.what == What::Flush);
                let fresh = *at == *"home" || screen.contains(CUT) || screen.contains(CHANGED);
                assert!(
                    lost && fresh,
                    "{}:{} {}\n{screen}",
                    name(&path),
                    event.line,
                    event.what
                );
                break;
            }
        }
    }
}
