//! What a state looks like: its text, its lines, its pages.

use super::ask;
use super::facts;
use super::menu::Screen;
use super::screen::{Content, Feet, Item, Page, TooLong, paginate_until};
use super::state::State;
use super::step::OPTION;
use super::world::World;
use crate::text::texts::Language;

/// A screen as the phone shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The text.
    pub text: String,
    /// Whether the session goes on after it.
    pub more: bool,
    /// How many of the lines to choose from stand on it and the pages before.
    pub seen: usize,
}

/// The page of the state's screen that the caller is on.
///
/// # Errors
/// [`TooLong`] where a line fits no page; `check` proves there is none.
pub fn draw(state: &State, world: &World<'_>) -> Result<Drawn, TooLong> {
    let ends = matches!(world.menu.screen(&state.at), Some(Screen::End { .. }));
    // Only an end needs to know which page is its last.
    let until = if ends { usize::MAX } else { state.page };
    let mut pages = paged(until, state, world)?;
    let last = pages.len().saturating_sub(1);
    let page = state.page.min(last);
    let (text, seen) = if page <= last {
        let page = pages.swap_remove(page);
        (page.text, page.items.end)
    } else {
        (String::new(), 0)
    };
    Ok(Drawn {
        text,
        more: !(ends && page == last),
        seen,
    })
}

/// How many pages the state's screen has.
#[must_use]
pub fn pages(state: &State, world: &World<'_>) -> usize {
    all_pages(state, world).map_or(1, |pages| pages.len())
}

/// Every page of the state's screen.
///
/// # Errors
/// As [`draw`].
pub fn all_pages(state: &State, world: &World<'_>) -> Result<Vec<Page>, TooLong> {
    paged(usize::MAX, state, world)
}

/// The pages of the state's screen up to one of this number.
fn paged(until: usize, state: &State, world: &World<'_>) -> Result<Vec<Page>, TooLong> {
    let feet = feet(world.language(state));
    let mut content = content(state, world);
    let pages = paginate_until(until, &content, feet, world.room)?;
    let seen = pages.first().map_or(0, |first| first.items.end);
    // That a place is kept goes unsaid where it would leave no line of the list on the page;
    // that something changed or was not understood never does.
    let kept = state.notice.as_deref() == Some("notice-place");
    if seen == 0 && !content.items.is_empty() && kept {
        let silent = State {
            notice: None,
            ..state.clone()
        };
        let without = paged(until, &silent, world)?;
        if without.first().is_some_and(|first| !first.items.is_empty()) {
            return Ok(without);
        }
    }
    // Medicines that are mistaken for one another stand side by side, if need be without
    // what they are for.
    if seen < beside(state, world) && content.items.iter().any(|item| !item.tail.is_empty()) {
        for item in &mut content.items {
            item.tail.clear();
        }
        return paginate_until(until, &content, feet, world.room);
    }
    Ok(pages)
}

/// How many lines, from the first, belong on one page.
fn beside(state: &State, world: &World<'_>) -> usize {
    match world.menu.screen(&state.at) {
        Some(Screen::List { ask, .. }) => ask::beside(*ask, &state.shown),
        _ => 0,
    }
}

/// The keys at the foot of every page, in `language`: texts that name no facts, so that
/// their letters are all they say.
pub(super) fn feet(language: &Language) -> Feet<'_> {
    Feet {
        back: language.letters_of("nav-back"),
        home: language.letters_of("nav-home"),
        more: language.letters_of("nav-more"),
    }
}

/// The lines to choose from, as words to match, and whether each is one of the
/// menu's own labels.
#[must_use]
pub fn labels(state: &State, world: &World<'_>) -> Vec<(bool, String)> {
    let fixed = |key: &str| key.starts_with(OPTION);
    let lines = state.shown.iter().map(|key| {
        let item = line(key, state, world).unwrap_or_default();
        // A medicine's strength is its label; a facility's distance is not.
        (
            fixed(key),
            if item.name.is_empty() {
                item.tail
            } else {
                item.name
            },
        )
    });
    lines.collect()
}

/// All that the state's screen says, whatever a page holds.
pub(super) fn content(state: &State, world: &World<'_>) -> Content {
    let screen = world.menu.screen(&state.at);
    let (text, input, ends) = match screen {
        Some(Screen::Menu {
            tell: Some(tell), ..
        }) => (facts::tell(*tell, state, world), false, false),
        Some(Screen::Menu { text, .. }) => (
            text.as_deref()
                .map(|text| facts::say(text, state, world))
                .unwrap_or_default(),
            false,
            false,
        ),
        Some(Screen::List { text, .. }) => (facts::say(text, state, world), false, false),
        Some(Screen::Input { text, .. }) => (facts::say(text, state, world), true, false),
        Some(Screen::End { text }) => (facts::say(text, state, world), false, true),
        Some(Screen::Gate { .. }) | None => (String::new(), false, true),
    };
    let mut head = text;
    if let Some(notice) = &state.notice {
        head = format!("{}\n{head}", facts::say(notice, state, world));
    }
    // A line whose thing is gone keeps its number: what was seen stays true.
    let items = if input {
        Vec::new()
    } else {
        state
            .shown
            .iter()
            .map(|key| line(key, state, world).unwrap_or_else(gone))
            .collect()
    };
    let zero_is_back = screen.is_some_and(Screen::zero_is_back);
    Content {
        head,
        items,
        back: !ends && zero_is_back && !state.trail.is_empty(),
        home: !ends
            && state.at != world.menu.home
            && state.at != world.menu.language
            && state.at != world.menu.resume,
        ends: ends || !zero_is_back,
    }
}

fn gone() -> Item {
    Item {
        name: "-".into(),
        ..Item::default()
    }
}

fn line(key: &str, state: &State, world: &World<'_>) -> Option<Item> {
    let screen = world.menu.screen(&state.at)?;
    if let Some(option) = key.strip_prefix(OPTION) {
        let option = screen.options().get(option.parse::<usize>().ok()?)?;
        return Some(Item {
            name: facts::say(&option.say, state, world),
            whole: true,
            ..Item::default()
        });
    }
    match screen {
        Screen::List { ask, .. } => ask::item(*ask, key, state, world),
        _ => None,
    }
}
