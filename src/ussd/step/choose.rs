//! What is chosen from a menu or a list, and what that writes. Pure.

use super::way::goto;
use super::{OPTION, Turn, invalid, is_once, pending, show_again};
use crate::ussd::choice::{self, Typed};
use crate::ussd::desk::Told;
use crate::ussd::menu::{Ask, Choice, Go, Menu, Save, Screen};
use crate::ussd::state::{Chosen, Draft, State, Write};
use crate::ussd::world::World;
use crate::ussd::{ask, draw};

pub(super) fn chosen(
    mut state: State,
    typed: &Typed,
    seen: usize,
    options: &[Choice],
    world: &World<'_>,
) -> Turn {
    let index = match typed {
        Typed::Number(number) => choice::index(*number),
        Typed::Words(words) => by_label(words, &state, world),
        _ => None,
    };
    // A list may be known by heart, once some of it was seen; a menu's option on a page
    // not yet seen is a slip, and a medicine's might be another's.
    let by_heart = matches!(
        world.menu.screen(&state.at),
        Some(Screen::List { ask, .. }) if *ask != Ask::FoundMedicines
    );
    let known = if by_heart && seen > 0 {
        state.shown.len()
    } else {
        seen
    };
    let Some(key) = index
        .filter(|index| *index < known)
        .and_then(|index| state.shown.get(index))
        .cloned()
    else {
        return invalid(state, "notice-invalid");
    };
    if let Some(option) = key.strip_prefix(OPTION) {
        let Some(option) = option
            .parse::<usize>()
            .ok()
            .and_then(|index| options.get(index))
        else {
            return show_again(state, 0, world);
        };
        if let Some(write) = write_of(option.save, &key, &state) {
            return pending(state, write, Some(option.go.clone()));
        }
        // Back leads to what was chosen before.
        let mut turned = state;
        if matches!(option.go, Go::Screen(_)) && !is_once(&turned, world) {
            turned.pass();
        }
        turned.chosen.entry = option.entry.or(turned.chosen.entry);
        write_on(option, &mut turned.chosen);
        return goto(turned, &option.go, world);
    }
    let Some(Screen::List {
        ask, save, then, ..
    }) = world.menu.screen(&state.at)
    else {
        return invalid(state, "notice-invalid");
    };
    if !ask::is_there(*ask, &key, &state, world) {
        return show_again(state, 0, world);
    }
    if let Some(write) = write_of(*save, &key, &state) {
        return pending(state, write, Some(then.clone()));
    }
    state.pass();
    ask::pick(*ask, &key, &mut state.chosen);
    if *ask == Ask::Undecided {
        ask::pick_person(&mut state);
    }
    goto(state, then, world)
}

/// Notes what an option says of the message to many.
fn write_on(option: &Choice, chosen: &mut Chosen) {
    let letter = &mut chosen.letter;
    if let Some(emergency) = option.emergency {
        letter.emergency = Some(emergency);
        letter.reason = None;
    }
    letter.whom = option.whom.unwrap_or(letter.whom);
    letter.alone |= option.alone;
    if option.corrects {
        letter.corrects = chosen.cast;
    }
}

/// Which of the shown lines the words name. A near miss counts only on the
/// menu's own labels.
fn by_label(words: &str, state: &State, world: &World<'_>) -> Option<usize> {
    let labels: Vec<(bool, String)> = draw::labels(state, world);
    let exact = choice::by_label(words, labels.iter().map(|(_, label)| label.as_str()), false);
    exact.or_else(|| {
        let fixed = labels
            .iter()
            .map(|(fixed, label)| if *fixed { label.as_str() } else { "" });
        choice::by_label(words, fixed, true)
    })
}

/// The message that the screen shown offers, if any: what is found on it, texted.
#[must_use]
pub fn offered(state: &State, menu: &Menu) -> Option<Write> {
    let options = menu.screen(&state.at)?.options();
    let save = options.iter().find_map(|option| {
        let texts = |save: &Save| matches!(save, Save::TextCard | Save::TextResults);
        option.save.filter(texts)
    });
    write_of(save, "", state)
}

fn write_of(save: Option<Save>, key: &str, state: &State) -> Option<Write> {
    match save? {
        Save::Language => Some(Write::Language(key.into())),
        Save::Place => key.parse().ok().map(Write::Place),
        Save::Area => state.chosen.area.map(Write::Place),
        Save::Draft => state.chosen.draft_at.map(Write::Commit),
        Save::Workplace => key.parse().ok().map(Write::Workplace),
        Save::TextDrops => Some(Write::TextDrops(!state.profile.text_drops)),
        Save::TextCard => Some(Write::TextCard {
            facility: state.chosen.facility?,
            product: state.chosen.product,
        }),
        Save::Try => match &state.told {
            Some(Told::Draft(Draft::Cast {
                made: Some(made), ..
            })) => Some(Write::TryCast(made.cast)),
            _ => None,
        },
        Save::TextResults => state.chosen.product.map(Write::TextResults),
    }
}
