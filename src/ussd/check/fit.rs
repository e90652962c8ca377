//! Whether every page fits, with the longest data there can be.

use chrono::DateTime;

use super::longest::{self, Script};
use super::{at_screen, at_text, staff};
use crate::config::Profile;
use crate::stock::ledger::MOST_UNITS;
use crate::text::gsm::Room;
use crate::text::texts::Language;
use crate::ussd::desk::Entry;
use crate::ussd::edition::{Edition, Flaw};
use crate::ussd::menu::{Ask, Find, Screen};
use crate::ussd::screen::{Content, Page, paginate};
use crate::ussd::state::{Chosen, Profile as Caller, State};
use crate::ussd::step::OPTION;
use crate::ussd::world::World;
use crate::ussd::{ask, choice, draw, facts, network};

/// Letters of a longest price and its currency.
const CURRENCY: &str = "KSHS";
/// All that may be said above a screen.
const NOTICES: [&str; 17] = [
    "notice-invalid",
    "notice-empty",
    "notice-changed",
    "notice-cut",
    "notice-place",
    "notice-once",
    "notice-place-once",
    "notice-no-list",
    "notice-name",
    "notice-phone",
    "notice-outside",
    "notice-pin",
    "notice-pin-weak",
    "notice-pin-wrong",
    "notice-pin-differ",
    "notice-pin-again",
    "notice-pin-chosen",
];
/// What may be said above a question for a quantity.
const NOTICES_OF_NUMBERS: [&str; 2] = ["notice-number", "notice-empty"];
/// What may be said above the question when something expires.
const NOTICES_OF_MONTHS: [&str; 4] = [
    "notice-month",
    "notice-month-past",
    "notice-month-far",
    "notice-empty",
];

/// What may be said above a question how far, when, or to how many.
const NOTICES_OF_MESSAGES: [&str; 6] = [
    "notice-km",
    "notice-no-point",
    "notice-moment",
    "notice-moment-past",
    "notice-moment-far",
    "notice-people",
];

/// Every page that does not fit, and every option that no page shows: at most one
/// flaw for a screen in a language.
pub(super) fn flaws(edition: &Edition, networks: &[Profile]) -> Vec<Flaw> {
    let countries =
        [Script::Latin, Script::Ethiopic].map(|script| (script, longest::country(script)));
    let rooms = network::rooms(networks);
    let mut flaws = Vec::new();
    for language in edition.texts.languages() {
        for (name, screen) in &edition.menu.screens {
            let bad = countries.iter().find_map(|(script, country)| {
                let world = World {
                    country,
                    menu: &edition.menu,
                    texts: &edition.texts,
                    // Long after the count, so that its age is as long as it gets.
                    now: DateTime::from_timestamp(longest::SECONDS, 0).unwrap_or_default(),
                    zone: chrono_tz::UTC,
                    room: Room::SAFEST,
                    currency: CURRENCY,
                };
                let mut state = state(name, screen, *script, language, &world);
                // What is decided is either of somebody's phone or not.
                unfit(state.clone(), screen, &world, &rooms).or_else(|| {
                    state.chosen.phone = None;
                    unfit(state, screen, &world, &rooms)
                })
            });
            if let Some((network, reason)) = bad {
                let code = language.code();
                flaws.push(at_screen(
                    edition,
                    name,
                    format!("`{name}` in `{code}` on network {network}: {reason}"),
                ));
            }
        }
        for (network, room) in &rooms {
            flaws.extend(one_page(edition, language, network, *room));
        }
    }
    flaws
}

/// What is wrong with a screen, and the network on which it shows first.
fn unfit<'r>(
    mut state: State,
    screen: &Screen,
    world: &World<'_>,
    rooms: &'r [(String, Room)],
) -> Option<(&'r str, String)> {
    let feet = draw::feet(world.language(&state));
    notices(&state, screen, world)
        .into_iter()
        .find_map(|notice| {
            state.notice = notice.map(Box::from);
            let content = draw::content(&state, world);
            rooms.iter().find_map(|(network, room)| {
                let reason = match paginate(&content, feet, *room) {
                    Ok(pages) => misfit(&pages, &content, screen, *room)?,
                    Err(error) => error.to_string(),
                };
                Some((network.as_str(), reason))
            })
        })
}

/// What may stand above a screen: nothing, and the longest of all that may.
fn notices(state: &State, screen: &Screen, world: &World<'_>) -> [Option<&'static str>; 2] {
    let some = match screen {
        Screen::Input {
            find: Find::Quantity,
            ..
        } => NOTICES_OF_NUMBERS.as_slice(),
        Screen::Input {
            find: Find::Expiry, ..
        } => NOTICES_OF_MONTHS.as_slice(),
        Screen::Input {
            find: Find::Km | Find::Moment | Find::People,
            ..
        } => NOTICES_OF_MESSAGES.as_slice(),
        _ => NOTICES.as_slice(),
    };
    let length = |id: &&str| facts::say(id, state, world).encode_utf16().count();
    [None, some.iter().copied().max_by_key(length)]
}

/// What is wrong with a screen's pages.
pub(super) fn misfit(
    pages: &[Page],
    content: &Content,
    screen: &Screen,
    room: Room,
) -> Option<String> {
    if let Some(page) = pages.iter().find(|page| !room.holds(&page.text)) {
        return Some(format!("a page is too long: {:?}", page.text));
    }
    if pages.len() > 1 && screen.takes_numbers() {
        return Some("key clash: on a second page 98 would be \"more\" and a number".to_owned());
    }
    if pages
        .iter()
        .flat_map(|page| page.items.clone())
        .ne(0..content.items.len())
    {
        return Some("an option stands on no page, or on two".to_owned());
    }
    // The last lines are the menu's own options; each stands as it was written.
    let own = content.items.len() - screen.options().len().min(content.items.len());
    let lines = || pages.iter().flat_map(|page| page.text.lines());
    let cut = content
        .items
        .iter()
        .enumerate()
        .skip(own)
        .find(|(index, item)| {
            let line = format!("{} {}", choice::number(*index), item.name);
            !lines().any(|shown| shown == line)
        });
    cut.map(|(_, item)| format!("the option {:?} is cut", item.name))
}

/// Texts that stand alone, and must be read at once.
fn one_page(edition: &Edition, language: &Language, network: &str, room: Room) -> Vec<Flaw> {
    let alone = ["sorry", "sorry-busy"]
        .into_iter()
        .filter(|id| !room.holds(&language.word(id)));
    alone
        .map(|id| {
            at_text(
                edition,
                language.code(),
                id,
                format!("`{id}` does not fit one screen on network {network}"),
            )
        })
        .collect()
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
        entry: Some(Entry::Receipt),
        quantity: Some(MOST_UNITS),
        person: Some(longest::FIRST),
        name: Some(longest::name(script)),
        phone: Some(staff::phone()),
        letter: staff::letter(script),
        cast: Some(longest::FIRST),
        what: Some(longest::CONDITION.into()),
        ..Chosen::default()
    };
    let mut state = State::at(
        name,
        Caller {
            language: Some(language.code().into()),
            place: Some(longest::FIRST + 1),
            unread: false,
            staff: true,
            text_drops: false,
        },
    );
    state.chosen = chosen;
    state.desk = Some(staff::desk());
    state.told = staff::told(screen, script);
    state.pass();
    if let Screen::List { ask, .. } = screen {
        state.shown = ask::items(*ask, &state, world);
    }
    state
        .shown
        .extend((0..screen.options().len()).map(|index| format!("{OPTION}{index}").into()));
    state
}
