//! Every story under tests/conversations, in every language: as recorded, with
//! Redis forgetting everything between every two hops, and without Redis.

mod lookalikes;
mod meanwhile;
mod reach;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::TimeDelta;
use futures_util::StreamExt as _;
use medvault::app::App;
use medvault::operators::Hop;
use medvault::ussd::script::{Event, Script, What};
use medvault::ussd::stage::{Between, Stage};
use medvault::ussd::theatre::{Set, Theatre};
use medvault::ussd::{hop, session::Kept};

use crate::support::needed;

/// Every language there is a text in.
const LANGUAGES: [&str; 5] = ["en", "sw", "ha", "fr", "am"];
/// Stories of one language, at least.
const STORIES: usize = 35;
/// A star belongs to what was typed only where the session was known as it came.
const STAR: &str = "star";
/// What a dropped call was is Redis's alone: without it there is nothing to go on with.
const RESUME: &str = "resume";
/// How the stories of people who work with the record begin: what they write changes what
/// the next one who tells the same story sees.
const STAFF: &str = "staff-";
/// Where Redis has not been up for a session's time, a first hop with inputs may as well
/// be the next one of a session that was lost, so its lists are asked again.
const DEEP_DIAL: &str = "deep-dial";

async fn theatre(redis: bool) -> Theatre {
    let redis_url = redis.then(|| needed("REDIS_URL"));
    Theatre::open(&needed("DATABASE_URL"), redis_url.as_deref())
        .await
        .unwrap()
}

/// The stories of one language; those in which time goes by come last, so that they can
/// share a clock with the others.
fn stories(language: &str) -> Vec<(PathBuf, Script)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations");
    let mut stories: Vec<(PathBuf, Script)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| name(path).ends_with(&format!(".{language}")))
        .map(|path| {
            let script = Script::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
            (path, script)
        })
        .collect();
    stories.sort_by_key(|(path, script)| (time_in(script), path.clone()));
    assert!(
        stories.len() >= STORIES,
        "{} stories in {language}",
        stories.len()
    );
    stories
}

fn time_in(script: &Script) -> TimeDelta {
    let times = script.events.iter().map(|event| match event.what {
        What::Now(by) => by,
        _ => TimeDelta::zero(),
    });
    times.sum()
}

fn name(path: &Path) -> &str {
    path.file_stem().unwrap().to_str().unwrap()
}

fn is(path: &Path, stories: &[&str]) -> bool {
    let (story, _) = name(path).rsplit_once('.').unwrap();
    stories.contains(&story)
}

fn is_staff(path: &Path) -> bool {
    name(path).starts_with(STAFF)
}

/// A caller of their own, whom nobody has heard of, in an app that others use too: a
/// database for every story would take minutes.
fn caller(set: &Set, index: usize, path: &Path) -> Stage {
    let phone = format!("+2547001{index:05}").parse().unwrap();
    Stage::new(
        Arc::clone(&set.app),
        Arc::clone(&set.clock),
        phone,
        // The ids of sessions are made of it, and no two sessions share one.
        &format!("{} {index}", name(path)),
    )
}

/// The session as Redis has it.
async fn kept_of(app: &App, of: &Hop) -> Option<Kept> {
    let sessions = app.ussd.sessions.as_ref().unwrap();
    sessions.load(&hop::caller(app, of)).await.unwrap().kept
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

async fn all_as_recorded(theatre: &Theatre, between: Between, skip: &[&str]) {
    let playing = LANGUAGES.iter().map(async |language| {
        let set = theatre.stage(language).await.unwrap();
        let mut differing = Vec::new();
        for (index, (path, script)) in stories(language).iter().enumerate() {
            if !is(path, skip) {
                let played = caller(&set, index, path).play(script, between).await;
                let played = played.unwrap_or_else(|error| panic!("{}: {error:#}", name(path)));
                differing.extend(differences(path, script, &played));
            }
        }
        differing
    });
    let differing: Vec<String> = futures_util::stream::iter(playing)
        .buffer_unordered(LANGUAGES.len())
        .concat()
        .await;
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_story_is_as_recorded_in_every_language() {
    all_as_recorded(&theatre(true).await, Between::Nothing, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_forgets_everything_between_two_hops_makes_no_difference() {
    all_as_recorded(&theatre(true).await, Between::Flush, &[RESUME, STAR]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_every_story_is_the_same() {
    let skip = [RESUME, STAR, DEEP_DIAL];
    all_as_recorded(&theatre(false).await, Between::Nothing, &skip).await;
}

#[test]
fn every_story_is_told_in_every_language() {
    let told = |language: &str| -> BTreeSet<String> {
        let stories = stories(language);
        let names = stories.iter().map(|(path, _)| name(path));
        names
            .map(|name| name.rsplit_once('.').unwrap().0.to_owned())
            .collect()
    };
    for language in LANGUAGES {
        assert_eq!(told(language), told("en"), "{language}");
    }
}
