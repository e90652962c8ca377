//! Whether the screens hang together.

use std::collections::BTreeSet;

use super::{NOTHING, at_role, at_screen, at_word, target, ways};
use crate::ussd::edition::{Edition, Flaw};
use crate::ussd::facts;
use crate::ussd::menu::{Ask, Choice, Find, Go, Menu, Need, Save, Screen};
use crate::ussd::step::THROUGH;

/// Every flaw in how the screens hang together.
pub(super) fn flaws(edition: &Edition) -> Vec<Flaw> {
    let menu = &edition.menu;
    let mut flaws = Vec::new();
    let named = [
        ("home", &menu.home),
        ("language", &menu.language),
        ("resume", &menu.resume),
        ("place", &menu.place),
        ("sorry", &menu.sorry),
        ("later", &menu.later),
        ("work", &menu.work),
        ("workplace", &menu.workplace),
    ];
    for (role, name) in named {
        if menu.screen(name).is_none() {
            flaws.push(at_role(
                edition,
                role,
                format!("`{role}` names the screen `{name}`, which there is none of"),
            ));
        }
    }
    for (name, screen) in &menu.screens {
        for (label, go) in ways(screen) {
            if let Go::Screen(to) = &go
                && menu.screen(to).is_none()
            {
                flaws.push(at_word(
                    edition,
                    name,
                    to,
                    format!("`{name}` leads to `{to}`, which there is none of"),
                ));
            }
            if let Go::Screen(to) = &go
                && let Some(reason) = unasked(screen, &label, menu.screen(to))
            {
                flaws.push(at_word(
                    edition,
                    name,
                    to,
                    format!("`{name}` leads to `{to}`, {reason}"),
                ));
            }
        }
        if let Some(reason) = dead_end(screen).or_else(|| round(menu, screen)) {
            flaws.push(at_screen(
                edition,
                name,
                format!("`{name}` is a dead end: {reason}"),
            ));
        }
        flaws.extend(
            misplaced(screen)
                .into_iter()
                .map(|reason| at_screen(edition, name, format!("`{name}`: {reason}"))),
        );
    }
    let reached = reached(edition);
    for name in menu
        .screens
        .keys()
        .filter(|name| !reached.contains(&***name))
    {
        flaws.push(at_screen(
            edition,
            name,
            format!("nothing leads to `{name}`"),
        ));
    }
    flaws
}

/// The screens that some caller can come to.
fn reached(edition: &Edition) -> BTreeSet<&str> {
    let menu = &edition.menu;
    let mut open: Vec<&str> = vec![&menu.home, &menu.language, &menu.resume];
    let mut reached = BTreeSet::new();
    while let Some(name) = open.pop() {
        let Some((name, screen)) = menu
            .screens
            .get_key_value(name)
            .filter(|(name, _)| reached.insert(&***name))
        else {
            continue;
        };
        let _ = name;
        for (_, go) in ways(screen) {
            // The way borrows from a copy; the menu's own name outlives it.
            if let Some((to, _)) = target(menu, &go).and_then(|to| menu.screens.get_key_value(to)) {
                open.push(to);
            }
        }
        match screen.needs() {
            Some(Need::Place) => open.push(&menu.place),
            Some(Need::Pin) => open.push(&menu.work),
            Some(Need::Workplace) => open.extend([&*menu.work, &*menu.workplace]),
            None => {}
        }
        if writes(screen) {
            open.push(&menu.sorry);
        }
        if asks(screen) {
            open.push(&menu.later);
        }
    }
    reached
}

/// Whether coming to a screen, or choosing on it, may write.
fn writes(screen: &Screen) -> bool {
    matches!(
        screen,
        Screen::Menu { draft: Some(_), .. }
            | Screen::List { save: Some(_), .. }
            | Screen::Input {
                find: Find::People,
                ..
            }
    ) || screen.options().iter().any(|option| option.save.is_some())
}

/// Whether something on a screen only the record can tell.
fn asks(screen: &Screen) -> bool {
    match screen {
        Screen::Gate { .. } => true,
        Screen::List { ask, .. } => ask.question().is_some(),
        Screen::Menu { tell, .. } => tell.is_some_and(|tell| facts::question(tell).is_some()),
        Screen::Input { find, .. } => {
            matches!(
                find,
                Find::Facility | Find::Phone | Find::Pin | Find::PinAgain
            )
        }
        Screen::End { .. } => false,
    }
}

/// Why a list of what was found cannot be shown after `from`.
fn unasked(from: &Screen, label: &str, to: Option<&Screen>) -> Option<&'static str> {
    let asked = match from {
        Screen::Input { find, .. } if label != NOTHING => Some(*find),
        _ => None,
    };
    match to {
        Some(Screen::List {
            ask: Ask::FoundMedicines,
            ..
        }) if asked != Some(Find::Medicine) => {
            Some("which shows the medicines found, and no medicine was asked for")
        }
        Some(Screen::List {
            ask: Ask::FoundPlaces,
            ..
        }) if asked != Some(Find::Place) => {
            Some("which shows the places found, and no place was asked for")
        }
        Some(Screen::List {
            ask: Ask::FoundFacilities,
            ..
        }) if asked != Some(Find::Facility) => {
            Some("which shows the facilities found, and no facility was asked for")
        }
        Some(Screen::List {
            ask: Ask::FoundAreas,
            ..
        }) if asked != Some(Find::Area) => {
            Some("which shows the places found, and no place was asked for")
        }
        _ => None,
    }
}

/// Why a caller may be sent on from one empty list to the next without end.
fn round(menu: &Menu, screen: &Screen) -> Option<&'static str> {
    let mut at = screen;
    for _ in 0..THROUGH {
        at = match at {
            Screen::List {
                ask,
                none: Some(Go::Screen(next)),
                ..
            } if may_be_empty(*ask) => menu.screen(next)?,
            _ => return None,
        };
    }
    Some("where its list is empty, `none` leads on and on")
}

fn dead_end(screen: &Screen) -> Option<&'static str> {
    let always = |options: &[Choice]| options.iter().any(|option| option.when.is_none());
    match screen {
        Screen::Menu {
            options,
            tell: None,
            ..
        } if !always(options) => Some("it may have no option at all"),
        Screen::Menu { options, .. } if options.is_empty() => Some("it has no option"),
        Screen::List {
            ask,
            none: None,
            options,
            ..
        } if may_be_empty(*ask) && !always(options) => {
            Some("its list may be empty, and `none` says not where that leads")
        }
        _ => None,
    }
}

/// Whether a question may have no answer when its screen is shown.
fn may_be_empty(ask: Ask) -> bool {
    !matches!(
        ask,
        Ask::Languages
            | Ask::FoundMedicines
            | Ask::FoundPlaces
            | Ask::FoundFacilities
            | Ask::Workplaces
            | Ask::FoundAreas
            | Ask::BloodGroups
            | Ask::Conditions
    )
}

/// What stands where it cannot work.
fn misplaced(screen: &Screen) -> Vec<String> {
    let mut wrong = Vec::new();
    let (text, tell, draft, save) = match screen {
        Screen::Menu {
            text, tell, draft, ..
        } => (text.is_some(), tell.is_some(), draft.is_some(), None),
        Screen::List { ask, save, .. } => (true, false, false, save.map(|save| (save, *ask))),
        Screen::Input {
            only,
            sure,
            cannot,
            find,
            ..
        } => {
            if cannot.is_some() != (*find == Find::People) {
                wrong.push(
                    "what writes, and only that, says where it leads when it cannot be".to_owned(),
                );
            }
            if only.is_some() && !matches!(sure, Go::Screen(_)) {
                wrong.push("what is asked of some reports only leads on to a screen".to_owned());
            }
            (true, false, false, None)
        }
        Screen::End { .. } => (true, false, false, None),
        Screen::Gate { .. } => return wrong,
    };
    if text == tell {
        wrong.push("it has either a `text` or something to `tell`".to_owned());
    }
    match save {
        None
        | Some(
            (Save::Language, Ask::Languages)
            | (Save::Place, Ask::FoundPlaces | Ask::Areas)
            | (Save::Workplace, Ask::Workplaces),
        ) => {}
        Some((save, ask)) => wrong.push(format!("picking from {ask:?} cannot save {save:?}")),
    }
    for option in screen.options() {
        match option.save {
            None | Some(Save::Area | Save::TextDrops | Save::TextCard | Save::TextResults) => {}
            Some(Save::Draft | Save::Try) if draft => {}
            Some(save) => wrong.push(format!(
                "the option `{}` cannot save {save:?} here",
                option.say
            )),
        }
    }
    if draft
        && !screen
            .options()
            .iter()
            .any(|option| option.save == Some(Save::Draft))
    {
        wrong.push("it keeps a draft that no option saves".to_owned());
    }
    wrong
}
