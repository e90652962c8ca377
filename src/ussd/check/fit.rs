//! Whether every page fits, with the longest data there can be.

use chrono::DateTime;

use super::longest::{self, Script};
use super::{at_screen, at_text};
use crate::config::Profile;
use crate::text::gsm::Room;
use crate::text::texts::Language;
use crate::ussd::edition::{Edition, Flaw};
use crate::ussd::menu::{Ask, Screen};
use crate::ussd::state::{Chosen, Profile as Caller, State};
use crate::ussd::step::OPTION;
use crate::ussd::world::World;
use crate::ussd::{ask, draw, network};

/// Letters of a longest price and its currency.
const CURRENCY: &str = "KSHS";
/// A notice above a screen must leave the screen its own page.
const NOTICES: [&str; 5] = [
    "notice-invalid",
    "notice-empty",
    "notice-changed",
    "notice-cut",
    "notice-place",
];

/// Every page that does not fit, and every option that no page shows.
pub(super) fn flaws(edition: &Edition, networks: &[Profile]) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for script in [Script::Latin, Script::Ethiopic] {
        let country = longest::country(script);
        for (code, room) in network::rooms(networks) {
            let world = World {
                country: &country,
                menu: &edition.menu,
                texts: &edition.texts,
                // Long after the count, so that its age is as long as it gets.
                now: DateTime::from_timestamp(60 * 60 * 24 * 700, 0).unwrap_or_default(),
                room,
                currency: CURRENCY,
            };
            for language in edition.texts.languages() {
                let wide = widest_notice(language);
                for (name, screen) in &edition.menu.screens {
                    for notice in [None, Some(wide)] {
                        let state = State {
                            notice: notice.map(Into::into),
                            ..state(name, screen, script, language, &world)
                        };
                        let at = |reason| {
                            at_screen(
                                edition,
                                name,
                                format!(
                                    "`{name}` in `{}` on network {code}: {reason}",
                                    language.code()
                                ),
                            )
                        };
                        flaws.extend(misfit(&state, screen, &world).map(at));
                    }
                }
                flaws.extend(one_page(edition, language, room));
            }
        }
    }
    flaws
}

/// What is wrong with a screen's pages.
fn misfit(state: &State, screen: &Screen, world: &World<'_>) -> Option<String> {
    let pages = match draw::all_pages(state, world) {
        Ok(pages) => pages,
        Err(error) => return Some(error.to_string()),
    };
    if let Some(page) = pages.iter().find(|page| !world.room.holds(&page.text)) {
        return Some(format!("a page is too long: {:?}", page.text));
    }
    let shown: Vec<usize> = pages.iter().flat_map(|page| page.items.clone()).collect();
    if !matches!(screen, Screen::Input { .. })
        && shown != (0..state.shown.len()).collect::<Vec<_>>()
    {
        return Some("an option stands on no page".to_owned());
    }
    None
}

/// Texts that stand alone, and must be read at once.
fn one_page(edition: &Edition, language: &Language, room: Room) -> Vec<Flaw> {
    let alone = ["sorry", "sorry-busy"]
        .into_iter()
        .filter(|id| !room.holds(&language.word(id)));
    alone
        .map(|id| {
            at_text(
                edition,
                language.code(),
                id,
                format!("`{id}` does not fit one screen"),
            )
        })
        .collect()
}

fn widest_notice(language: &Language) -> &'static str {
    NOTICES
        .into_iter()
        .max_by_key(|id| language.word(id).encode_utf16().count())
        .unwrap_or("notice-invalid")
}

/// A caller at `screen` who has chosen everything there is to choose.
fn state(
    name: &str,
    screen: &Screen,
    script: Script,
    language: &Language,
    world: &World<'_>,
) -> State {
    let found: Vec<Box<str>> = (2..8).map(|id: i64| id.to_string().into()).collect();
    let medicines = ["", "!"].map(|mark| format!("{mark}{}", longest::medicine(script)).into());
    let chosen = Chosen {
        medicine: Some(longest::medicine(script)),
        product: Some(longest::FIRST),
        facility: Some(longest::FIRST),
        area: Some(longest::FIRST),
        found: if matches!(
            screen,
            Screen::List {
                ask: Ask::FoundMedicines,
                ..
            }
        ) {
            medicines.to_vec()
        } else {
            found
        },
        ..Chosen::default()
    };
    let mut state = State::at(
        name,
        Caller {
            language: Some(language.code().into()),
            place: Some(longest::FIRST + 1),
        },
    );
    state.chosen = chosen;
    state.pass();
    if let Screen::List { ask, .. } = screen {
        state.shown = ask::items(*ask, &state, world);
    }
    state
        .shown
        .extend((0..screen.options().len()).map(|index| format!("{OPTION}{index}").into()));
    state
}
