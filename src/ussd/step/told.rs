//! How a step goes on once the record has answered.

use super::way::{arrive_told, go, goto, home};
use super::{Outcome, Pending, Turn, invalid, taken};
use crate::ussd::desk::{PinTold, Question, Standing, Told};
use crate::ussd::menu::{Go, Screen};
use crate::ussd::state::{State, Write};
use crate::ussd::world::World;

/// Goes on after a write or a question: to where it leads, or, where the record did not
/// answer, to the screen that says so.
#[must_use]
pub fn settle(mut state: State, pending: Pending, told: Option<Told>, world: &World<'_>) -> Turn {
    let Pending { write, then, .. } = pending;
    let Some(told) = told else {
        let end = if matches!(write, Write::Ask(_)) {
            &world.menu.later
        } else {
            &world.menu.sorry
        };
        return go(state, &Go::Screen(end.clone()), world);
    };
    if let Told::Cannot(_) = told {
        return cannot(state, told, world);
    }
    match write {
        Write::Ask(question) => return answered(state, question, told, world),
        Write::Language(code) => state.profile.language = Some(code),
        Write::Place(place) => state.profile.place = Some(place),
        Write::TextDrops(wanted) => state.profile.text_drops = wanted,
        Write::Workplace(facility) => {
            if let Some(desk) = &mut state.desk {
                desk.facility = Some(facility);
            }
            state.trail.clear();
            return match then {
                Some(then) => goto(state, &then, world),
                None => taken(state),
            };
        }
        Write::Draft(_) => {
            state.chosen.draft_at = Some(state.position);
            state.told = Some(told);
        }
        Write::Commit(_) => {
            // What it named is done: nothing leads back to asking for it.
            state.trail.clear();
            state.chosen.draft_at = None;
            if let Told::Draft(_) = told {
                state.told = Some(told);
            }
            return match then {
                Some(then) => goto(state, &then, world),
                None => taken(state),
            };
        }
        Write::TryCast(_) => {
            return match then {
                Some(then) => goto(state, &then, world),
                None => taken(state),
            };
        }
        Write::TextCard { .. } | Write::TextResults(_) => {}
    }
    match then {
        Some(then) => go(state, &then, world),
        None => taken(state),
    }
}

/// Goes to where the screen says that something cannot be.
fn cannot(mut state: State, told: Told, world: &World<'_>) -> Turn {
    let way = match world.menu.screen(&state.at) {
        Some(
            Screen::Menu {
                cannot: Some(way), ..
            }
            | Screen::Input {
                cannot: Some(way), ..
            },
        ) => way.clone(),
        // A question that may not be asked any more.
        _ => return no_longer(state, world),
    };
    state.told = Some(told);
    goto(state, &way, world)
}

/// The caller does not work with the record, or not any more.
fn no_longer(mut state: State, world: &World<'_>) -> Turn {
    state.desk = None;
    state.profile.staff = false;
    let mut turn = home(state, world);
    turn.state.notice = Some("notice-not-staff".into());
    turn
}

fn answered(mut state: State, question: Question, told: Told, world: &World<'_>) -> Turn {
    match (question, told) {
        (Question::Standing, Told::Standing(standing)) => gate(state, standing, world),
        (Question::Pin | Question::NewPin, Told::Pin(told)) => pin(state, told, world),
        (Question::Facilities, Told::Lines(lines)) => {
            let Some(Screen::Input { some, none, .. }) = world.menu.screen(&state.at) else {
                return home(state, world);
            };
            if lines.is_empty() {
                return goto(state, none, world);
            }
            state.pass();
            state.chosen.found = lines
                .iter()
                .map(|line| line.id.to_string().into())
                .collect();
            goto(state, some, world)
        }
        (Question::NewPhone, Told::Lines(lines)) => {
            let Some(Screen::Input { sure, .. }) = world.menu.screen(&state.at) else {
                return home(state, world);
            };
            let Some(phone) = lines.into_iter().next().and_then(|line| line.phone) else {
                return invalid(state, "notice-phone");
            };
            state.pass();
            state.chosen.phone = Some(phone);
            goto(state, sure, world)
        }
        (_, told @ (Told::Lines(_) | Told::Cast(_) | Told::Order(_))) => {
            state.told = Some(told);
            arrive_told(state, world)
        }
        // Another version of the service recorded something else here.
        _ => home(state, world),
    }
}

fn gate(mut state: State, standing: Standing, world: &World<'_>) -> Turn {
    state.profile.staff = standing.is_staff();
    let Some(Screen::Gate {
        pin,
        choose,
        waiting,
        nobody,
        disabled,
        ..
    }) = world.menu.screen(&state.at)
    else {
        return home(state, world);
    };
    let way = match standing {
        Standing::HasPin => pin,
        Standing::NoPin => choose,
        Standing::Waiting => waiting,
        Standing::Nobody => nobody,
        Standing::Disabled => disabled,
    };
    goto(state, way, world)
}

fn pin(mut state: State, told: PinTold, world: &World<'_>) -> Turn {
    let Some(Screen::Input {
        sure, some, none, ..
    }) = world.menu.screen(&state.at)
    else {
        return home(state, world);
    };
    let notice = match &told {
        PinTold::Right(desk) => {
            state.desk = Some(desk.clone());
            state.profile.staff = true;
            state.trail.clear();
            return goto(state, sure, world);
        }
        PinTold::Locked(_) => {
            state.told = Some(Told::Pin(told));
            return goto(state, some, world);
        }
        PinTold::Nobody => return no_longer(state, world),
        PinTold::Chosen => {
            state.trail.clear();
            let mut turn = goto(state, sure, world);
            turn.state.notice = Some("notice-pin-chosen".into());
            return turn;
        }
        PinTold::Wrong(_) => "notice-pin-wrong",
        PinTold::Differ => "notice-pin-differ",
        PinTold::Again => "notice-pin-again",
    };
    let differ = told == PinTold::Differ;
    state.told = Some(Told::Pin(told));
    let mut turn = if differ {
        goto(state, none, world)
    } else {
        invalid(state, notice)
    };
    turn.state.notice = Some(notice.into());
    turn.outcome = Outcome::Invalid;
    turn
}
