//! What is typed where words or a number are asked for. Pure.

use super::way::{arrive, go, goto};
use super::{Outcome, Pending, Turn, Typing, invalid, pending};
use crate::people::pin::Pin;
use crate::text::fold;
use crate::ussd::ask::{self, Finding};
use crate::ussd::choice::Typed;
use crate::ussd::desk::{Question, Told};
use crate::ussd::menu::{Ask, Find, Go};
use crate::ussd::state::{Draft, State, Write};
use crate::ussd::world::World;

pub(super) fn answer(
    mut state: State,
    input: &str,
    typed: &Typed,
    find: Find,
    [sure, some, none]: [&Go; 3],
    world: &World<'_>,
) -> Turn {
    if *typed == Typed::Nothing {
        return invalid(state, "notice-empty");
    }
    let question = match find {
        Find::Pin | Find::NewPin | Find::PinAgain => {
            return pin(state, input, find, [sure, none], world);
        }
        Find::People => return people(state, input, sure),
        Find::Facility => Some(Question::Facilities),
        Find::Phone => Some(Question::NewPhone),
        _ => None,
    };
    if let Some(question) = question {
        return asked(state, question, input);
    }
    let found = match find {
        Find::Area => in_own_area(ask::find(find, input, world), &state, world),
        // By the caller's own clock.
        Find::Moment => ask::find(
            find,
            input,
            &World {
                zone: world.zone(&state),
                ..*world
            },
        ),
        _ => ask::find(find, input, world),
    };
    match found {
        Finding::Sure(key) => {
            state.chosen.found = vec![key.clone()];
            state.pass();
            if find == Find::Medicine {
                ask::pick(Ask::FoundMedicines, &key, &mut state.chosen);
            }
            goto(state, sure, world)
        }
        Finding::Several(keys) => {
            state.pass();
            state.chosen.found = keys;
            goto(state, some, world)
        }
        Finding::Number(number) => {
            state.pass();
            state.chosen.quantity = Some(number);
            state.chosen.expires = None;
            goto(state, sure, world)
        }
        Finding::Expires(day) => {
            state.pass();
            state.chosen.expires = day;
            goto(state, sure, world)
        }
        Finding::Km(km) => {
            if km.is_some() && !is_on_the_map(&state, world) {
                return invalid(state, "notice-no-point");
            }
            state.pass();
            state.chosen.letter.km = km;
            goto(state, sure, world)
        }
        Finding::Moment(at) => {
            state.pass();
            state.chosen.letter.starts = at;
            goto(state, sure, world)
        }
        Finding::Name(name) => {
            state.pass();
            state.chosen.name = Some(name);
            goto(state, sure, world)
        }
        Finding::Text(text) => {
            state.pass();
            let letter = &mut state.chosen.letter;
            if find == Find::Reason {
                letter.reason = Some(text);
            } else {
                let code = letter.language.clone().unwrap_or_default();
                // None chosen is the service's first.
                letter.write(world.texts.language(&code).code(), &text);
            }
            goto(state, sure, world)
        }
        Finding::Unfit(notice) => invalid(state, notice),
        Finding::Nothing if *none == Go::Screen(state.at.clone()) => arrive(state, world),
        Finding::Nothing => go(state, none, world),
    }
}

/// Whether it is known where the place is that a message to many is for.
fn is_on_the_map(state: &State, world: &World<'_>) -> bool {
    let place = ask::cast_place(state).and_then(|place| world.country.place(place));
    place.is_some_and(|place| world.point_of(place).is_some())
}

/// The people that a message to many was shown to be for, typed by whoever sends it alone;
/// any other number sends nothing.
fn people(state: State, input: &str, sure: &Go) -> Turn {
    let shown = match &state.told {
        Some(Told::Draft(Draft::Cast {
            letter,
            made: Some(made),
            ..
        })) if letter.alone => Some(made.figure()),
        _ => None,
    };
    match (shown, state.chosen.draft_at) {
        (Some(shown), Some(drafted)) if fold(input).trim() == shown => {
            pending(state, Write::Commit(drafted), Some(sure.clone()))
        }
        _ => invalid(state, "notice-people"),
    }
}

/// What was found of that in the area that the caller answers for.
fn in_own_area(found: Finding, state: &State, world: &World<'_>) -> Finding {
    let own = state.desk.as_ref().and_then(|desk| desk.place);
    let inside = |key: &str| {
        let place = key.parse::<i64>().ok();
        place
            .zip(own)
            .is_some_and(|(place, own)| place == own || world.country.lies_in(place, own))
    };
    let keys = match found {
        Finding::Sure(key) => vec![key],
        Finding::Several(keys) => keys,
        other => return other,
    };
    let inside: Vec<Box<str>> = keys.into_iter().filter(|key| inside(key)).collect();
    if inside.is_empty() {
        Finding::Unfit("notice-outside")
    } else {
        Finding::Several(inside)
    }
}

/// What is typed where a PIN is asked for. One that nobody could have chosen is no try.
fn pin(
    mut state: State,
    input: &str,
    find: Find,
    [sure, none]: [&Go; 2],
    world: &World<'_>,
) -> Turn {
    match (find, Pin::typed(input), Pin::chosen(input)) {
        (Find::Pin, Ok(_), _) => asked(state, Question::Pin, input),
        (Find::NewPin, _, Ok(_)) => {
            state.pass();
            goto(state, sure, world)
        }
        (Find::NewPin, Ok(_), Err(_)) => invalid(state, "notice-pin-weak"),
        (Find::PinAgain, _, Ok(_)) => asked(state, Question::NewPin, input),
        (Find::PinAgain, ..) => {
            let mut turn = goto(state, none, world);
            turn.state.notice = Some("notice-pin-differ".into());
            turn
        }
        _ => invalid(state, "notice-pin"),
    }
}

/// Hands a question about what was typed to the record.
fn asked(state: State, question: Question, input: &str) -> Turn {
    let mut pending = Pending::new(Write::Ask(question), None);
    pending.typed = Typing(input.into());
    Turn {
        state,
        pending: Some(pending),
        outcome: Outcome::Taken,
    }
}
