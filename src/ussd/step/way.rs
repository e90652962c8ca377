//! Where a step leads, and what is to be known before a screen is shown.

use super::{OPTION, THROUGH, Turn, begin, begin_again, invalid, is_once, pending, taken};
use crate::broadcasts::change::Change;
use crate::ussd::cast::Letter;
use crate::ussd::desk::Question;
use crate::ussd::menu::{Choice, DraftKind, Go, Need, Save, Screen, Tell};
use crate::ussd::state::{Chosen, Draft, State, Write};
use crate::ussd::world::World;
use crate::ussd::{ask, draw, facts};

pub(super) fn home(mut state: State, world: &World<'_>) -> Turn {
    state.trail.clear();
    state.chosen = Chosen::default();
    state.told = None;
    state.at = world.menu.home.clone();
    arrive(state, world)
}

pub(super) fn back(mut state: State, world: &World<'_>) -> Turn {
    if state.page > 0 {
        state.page -= 1;
        return taken(state);
    }
    let Some(last) = state.trail.pop() else {
        return invalid(state, "notice-invalid");
    };
    state.at = last.at;
    state.chosen = last.chosen;
    let mut turn = arrive(state, world);
    // Back to the page it was left on, where the screen still has so many.
    turn.state.page = last
        .page
        .min(draw::pages(&turn.state, world).saturating_sub(1));
    turn
}

/// Goes on from the screen shown, remembering it.
pub(super) fn go(mut state: State, way: &Go, world: &World<'_>) -> Turn {
    if matches!(way, Go::Screen(_)) && !is_once(&state, world) {
        state.pass();
    }
    goto(state, way, world)
}

pub(super) fn goto(mut state: State, way: &Go, world: &World<'_>) -> Turn {
    match way {
        Go::Screen(name) if *name == world.menu.home => home(state, world),
        Go::Screen(name) => {
            state.at = name.clone();
            arrive(state, world)
        }
        Go::Back => {
            state.page = 0;
            back(state, world)
        }
        Go::Home => home(state, world),
        Go::Start => {
            let position = state.position;
            let mut first = begin(state.profile, world);
            first.position = position;
            taken(first)
        }
        Go::Resumed => {
            let position = state.position;
            match state.resumable.take() {
                Some(resumed) => {
                    let resumed = State {
                        position,
                        profile: state.profile,
                        ..*resumed
                    };
                    match world.menu.screen(&resumed.at) {
                        // What was named there is kept by the session that was cut off: this
                        // one keeps its own.
                        Some(Screen::Menu { draft: Some(_), .. }) => arrive(resumed, world),
                        _ => taken(resumed),
                    }
                }
                None => taken(begin_again(state.profile, position, world)),
            }
        }
        Go::Return => match state.chosen.waiting_for_place.take() {
            Some(screen) => {
                // The screens on which the place was told are no way back.
                if let Some(asked) = state
                    .trail
                    .iter()
                    .rposition(|step| step.at == world.menu.place)
                {
                    state.trail.truncate(asked);
                }
                state.chosen.area = None;
                state.chosen.found = Vec::new();
                state.at = screen;
                let mut turn = arrive(state, world);
                turn.state.notice = Some("notice-place".into());
                turn
            }
            None => {
                let mut turn = home(state, world);
                turn.state.notice = Some("notice-place".into());
                turn
            }
        },
    }
}

/// Comes to `state.at`: looks what it shows, or goes on where it has nothing to
/// show or needs something told first.
pub(super) fn arrive(state: State, world: &World<'_>) -> Turn {
    come(state, false, world)
}

/// As [`arrive`], once the record has told what the screen shows.
pub(super) fn arrive_told(state: State, world: &World<'_>) -> Turn {
    come(state, true, world)
}

fn come(mut state: State, mut fresh: bool, world: &World<'_>) -> Turn {
    for _ in 0..THROUGH {
        state.page = 0;
        let screen = world.menu.screen(&state.at);
        match (screen.and_then(Screen::needs), &state.desk) {
            (Some(Need::Place), _)
                if world.place(&state).is_none() && state.at != world.menu.place =>
            {
                state.chosen.waiting_for_place = Some(state.at.clone());
                state.at = world.menu.place.clone();
                continue;
            }
            (Some(Need::Pin | Need::Workplace), None) => {
                state.at = world.menu.work.clone();
                continue;
            }
            (Some(Need::Workplace), Some(desk))
                if desk.facility.is_none() && desk.facilities.len() > 1 =>
            {
                state.at = world.menu.workplace.clone();
                continue;
            }
            _ => {}
        }
        if let Some(way) = screen.and_then(|screen| passed_by(screen, &state, world)) {
            let Go::Screen(name) = way else {
                return goto(state, &way, world);
            };
            state.at = name;
            fresh = false;
            continue;
        }
        match screen {
            Some(Screen::List { ask, .. }) if !fresh && ask.question().is_some() => {
                state.shown = Vec::new();
                return asks(state, ask.question());
            }
            Some(Screen::Menu {
                tell: Some(tell), ..
            }) if !fresh && facts::question(*tell).is_some() => {
                state.shown = Vec::new();
                return asks(state, facts::question(*tell));
            }
            Some(Screen::List {
                ask, none, options, ..
            }) => {
                let mut shown = ask::items(*ask, &state, world);
                if let (true, Some(none)) = (shown.is_empty(), none) {
                    match none {
                        Go::Screen(name) => {
                            state.at = name.clone();
                            fresh = false;
                            continue;
                        }
                        way => return goto(state, &way.clone(), world),
                    }
                }
                shown.extend(shown_options(options, &state, world));
                state.shown = shown;
                return taken(state);
            }
            Some(Screen::Gate { inside, .. }) => {
                let Go::Screen(name) = inside else {
                    return goto(state, &inside.clone(), world);
                };
                if state.desk.is_none() {
                    return asks(state, Some(Question::Standing));
                }
                state.at = name.clone();
            }
            Some(Screen::Menu { options, .. })
                if state.chosen.area.is_none()
                    && options.iter().any(|option| option.save == Some(Save::Area)) =>
            {
                let mut turn = back(state, world);
                turn.state.notice = Some("notice-no-list".into());
                return turn;
            }
            Some(Screen::Menu {
                options,
                draft,
                tell,
                ..
            }) => {
                if *tell == Some(Tell::Desk) {
                    // Nothing of one message to many gets into the next.
                    state.chosen.letter = Letter::default();
                    state.chosen.area = None;
                }
                state.shown = shown_options(options, &state, world).collect();
                return match draft.map(|kind| draft_of(kind, &state, world)) {
                    None => taken(state),
                    Some(Some(draft)) => pending(state, Write::Draft(draft), None),
                    // Nothing to confirm: the way here was not through its question.
                    Some(None) => home(state, world),
                };
            }
            Some(Screen::Input {
                only: Some(only),
                sure: Go::Screen(name),
                ..
            }) if state.chosen.entry != Some(*only) => {
                state.at = name.clone();
                fresh = false;
            }
            Some(Screen::Input { .. } | Screen::End { .. }) => {
                state.shown = Vec::new();
                return taken(state);
            }
            None => break,
        }
    }
    let position = state.position;
    taken(begin_again(state.profile, position, world))
}

/// Where a screen leads that is passed by.
fn passed_by(screen: &Screen, state: &State, world: &World<'_>) -> Option<Go> {
    let Screen::Menu { skip, .. } = screen else {
        return None;
    };
    let first = skip
        .iter()
        .find(|skip| ask::holds(skip.when, state, world))?;
    Some(first.go.clone())
}

fn shown_options<'a>(
    options: &'a [Choice],
    state: &'a State,
    world: &'a World<'_>,
) -> impl Iterator<Item = Box<str>> + 'a {
    let there = options.iter().enumerate().filter(|(_, option)| {
        option
            .when
            .is_none_or(|guard| ask::holds(guard, state, world))
    });
    there.map(|(index, _)| format!("{OPTION}{index}").into())
}

fn asks(state: State, question: Option<Question>) -> Turn {
    match question {
        Some(question) => pending(state, Write::Ask(question), None),
        None => taken(state),
    }
}

fn draft_of(kind: DraftKind, state: &State, world: &World<'_>) -> Option<Draft> {
    let chosen = &state.chosen;
    let workplace = state.desk.as_ref().and_then(|desk| desk.facility);
    let let_in = |granted| {
        if let Some(phone) = chosen.phone.clone() {
            let name = chosen.name.clone()?;
            return Some(Draft::Move {
                name,
                phone,
                granted,
            });
        }
        Some(Draft::LetIn {
            person: chosen.person?,
            name: chosen.name.clone()?,
            facility: chosen.facility?,
            granted,
        })
    };
    // How many it is for, and whom, the record knows.
    let decide = |yes| {
        Some(Draft::Decide {
            cast: chosen.cast?,
            people: None,
            whom: "".into(),
            yes,
        })
    };
    let change = |change| {
        Some(Draft::Change {
            cast: chosen.cast?,
            people: None,
            whom: "".into(),
            change,
        })
    };
    match kind {
        DraftKind::Waiting => Some(Draft::Waiting {
            product: chosen.product?,
            place: state.profile.place?,
        }),
        DraftKind::NoneReport => Some(Draft::NoneReport {
            facility: chosen.facility?,
            product: chosen.product?,
        }),
        DraftKind::Register => Some(Draft::Register {
            facility: chosen.facility?,
            name: chosen.name.clone()?,
        }),
        DraftKind::Report => Some(Draft::Report {
            facility: workplace?,
            product: chosen.product?,
            entry: chosen.entry?,
            quantity: chosen.quantity?,
            expires: chosen.expires,
            before: None,
            far: false,
            now: None,
        }),
        // Which one it is the record knows.
        DraftKind::Undo => Some(Draft::Undo {
            report: 0,
            facility: workplace?,
            lines: Vec::new(),
        }),
        DraftKind::LetIn => let_in(true),
        DraftKind::KeepOut => let_in(false),
        DraftKind::NewPhone => chosen.phone.clone().map(Draft::NewPhone),
        DraftKind::Cast => Some(Draft::Cast {
            place: ask::cast_place(state)?,
            letter: chosen
                .letter
                .addressed(chosen.product, chosen.what.as_deref())?,
            made: None,
        }),
        DraftKind::Approve => decide(true),
        DraftKind::Refuse => decide(false),
        DraftKind::Pause => change(Change::Pause),
        DraftKind::Resume => change(Change::Resume),
        DraftKind::Cancel => change(Change::Cancel),
        // The words that stand on the screen are those that are kept.
        DraftKind::Consent => {
            let Some(Screen::Menu {
                text: Some(text), ..
            }) = world.menu.screen(&state.at)
            else {
                return None;
            };
            Some(Draft::Consent {
                what: chosen.what.clone()?,
                words: facts::say(text, state, world).into(),
            })
        }
        DraftKind::Withdraw => Some(Draft::Withdraw(Some(chosen.what.clone()?))),
        DraftKind::WithdrawAll => Some(Draft::Withdraw(None)),
        // As what callers are shown now the record knows.
        DraftKind::List => Some(Draft::List {
            facility: workplace?,
            listed: true,
        }),
    }
}
