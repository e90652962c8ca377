//! That the stories, taken together, tell everything there is to tell.

use std::collections::BTreeSet;

use medvault::ussd::stage::Between;

use super::{LANGUAGES, caller, is, kept_of, name, stories, theatre};

/// Screens that no story comes to.
const UNREACHED: [(&str, &str); 5] = [
    (
        "sorry",
        "only where a write cannot be kept: no story stops PostgreSQL",
    ),
    (
        "unknown-kind",
        "only in a country without blood or equipment: the demo has both",
    ),
    (
        "later",
        "only where the record does not answer: no story stops PostgreSQL",
    ),
    (
        "register-not",
        "only where somebody is let in while they ask to be",
    ),
    ("work", "never shown"),
];
/// Stories about slips, in which the caller is told so.
const SLIPS: [&str; 2] = ["keys", "misspelt"];

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_is_reached_by_a_story_in_every_language() {
    let theatre = theatre(true).await;
    for language in LANGUAGES {
        let set = theatre.stage(language).await.unwrap();
        let mut reached = BTreeSet::new();
        for (index, (path, script)) in stories(language).iter().enumerate() {
            let mut stage = caller(&set, index, path);
            for event in &script.events {
                let shown = stage.happen(&event.what, Between::Nothing).await.unwrap();
                if shown.is_some() {
                    let kept = kept_of(&set.app, stage.hop()).await.unwrap();
                    reached.insert(kept.state.at);
                }
            }
        }
        let menu = &set.app.ussd.editions.current.menu;
        let unreached: BTreeSet<&str> = menu
            .screens
            .keys()
            .filter(|screen| !reached.contains(*screen))
            .map(|screen| &**screen)
            .collect();
        let known = UNREACHED.map(|(screen, _)| screen).into();
        assert_eq!(unreached, known, "unreached in {language}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_story_slips_but_those_about_slips() {
    let theatre = theatre(true).await;
    let set = theatre.stage("slips").await.unwrap();
    let texts = &set.app.ussd.editions.current.texts;
    for language in LANGUAGES {
        let invalid = texts.language(language).word("notice-invalid");
        for (path, script) in stories(language) {
            let slips = script.events.iter().any(|event| {
                let screen = event.screen.as_deref().unwrap_or_default();
                screen.contains(&invalid)
            });
            assert_eq!(slips, is(&path, &SLIPS), "{}", name(&path));
        }
    }
}
