//! One step of a conversation. Pure: a state and an input give the next state,
//! and what is to be written before it may be shown.

#[cfg(test)]
mod tests;

use super::ask::{self, Finding};
use super::choice::{self, Typed};
use super::draw;
use super::menu::{Ask, Choice, DraftKind, Find, Go, Need, Save, Screen};
use super::state::{Chosen, Draft, Profile, State, Write};
use super::world::World;

/// Screens passed through without being shown, at most: a menu cannot loop.
pub(super) const THROUGH: usize = 6;
/// Marks a fixed option among what a screen showed.
pub const OPTION: char = '@';

/// Where an input led.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The state now.
    pub state: State,
    /// What must be written first; then [`settle`] goes on.
    pub pending: Option<Pending>,
    /// How the input was taken.
    pub outcome: Outcome,
}

/// A write, and where its success leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// What is written.
    pub write: Write,
    then: Option<Go>,
}

impl Pending {
    /// The same way on, after another write.
    #[must_use]
    pub fn with(self, write: Write) -> Self {
        Self { write, ..self }
    }
}

/// How an input was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It meant something here.
    Taken,
    /// It did not; the screen is shown again and says so.
    Invalid,
    /// What it chose is gone; the screen is shown anew and says so.
    Changed,
}

/// Where a call begins: home, or the choice of a language.
#[must_use]
pub fn begin(profile: Profile, world: &World<'_>) -> State {
    let first = if profile.language.is_some() {
        &world.menu.home
    } else {
        &world.menu.language
    };
    arrive(State::at(first, profile), world).state
}

/// Where a call begins that dials past the first screens: home, in the service's
/// first language where the caller has chosen none.
#[must_use]
pub fn begin_at_home(profile: Profile, world: &World<'_>) -> State {
    arrive(State::at(&world.menu.home, profile), world).state
}

/// Where a call begins after one that was cut off at `dropped`.
#[must_use]
pub fn begin_after(dropped: State, profile: Profile, world: &World<'_>) -> State {
    let mut state = State::at(&world.menu.resume, profile);
    state.resumable = Some(Box::new(State {
        resumable: None,
        notice: None,
        seen: None,
        ..dropped
    }));
    arrive(state, world).state
}

/// Home, after something was lost on the way; says so.
#[must_use]
pub fn begin_again(profile: Profile, position: usize, world: &World<'_>) -> State {
    let mut state = begin_at_home(profile, world);
    state.notice = Some("notice-cut".into());
    state.position = position;
    state
}

/// Takes one input, which used up `inputs` of the transcript.
#[must_use]
pub fn step(mut state: State, input: &str, inputs: usize, world: &World<'_>) -> Turn {
    state.position += inputs;
    let Some(screen) = world.menu.screen(&state.at) else {
        let position = state.position;
        return taken(begin_again(state.profile, position, world));
    };
    let typed = choice::read(input);
    // Before anything that was said above it goes: it took room on the page.
    let seen = state.seen.take();
    let seen = seen.unwrap_or_else(|| draw::draw(&state, world).map_or(0, |drawn| drawn.seen));
    // What is said above a screen counts among its pages, and stays while they are turned.
    let turns = match typed {
        Typed::More => draw::pages(&state, world) > state.page + 1,
        Typed::Back => state.page > 0 && screen.zero_is_back(),
        _ => false,
    };
    if !turns {
        state.notice = None;
    }
    match (&typed, screen) {
        (Typed::Home, screen)
            if !matches!(screen, Screen::End { .. }) && state.at != world.menu.language =>
        {
            home(state, world)
        }
        (Typed::Back, screen) if screen.zero_is_back() => back(state, world),
        (Typed::More, _) if turns => {
            state.page += 1;
            taken(state)
        }
        (
            _,
            Screen::Input {
                find,
                sure,
                some,
                none,
                ..
            },
        ) => answer(state, input, &typed, *find, [sure, some, none], world),
        (_, Screen::End { .. }) => invalid(state, "notice-invalid"),
        (_, Screen::Menu { options, .. }) => chosen(state, &typed, seen, options, world),
        (_, Screen::List { options, .. }) => chosen(state, &typed, seen, options, world),
    }
}

/// Goes on after a write: to where it leads, or to the screen that says it could
/// not be kept.
#[must_use]
pub fn settle(mut state: State, pending: Pending, kept: bool, world: &World<'_>) -> Turn {
    if !kept {
        return go(state, &Go::Screen(world.menu.sorry.clone()), world);
    }
    match pending.write {
        Write::Language(code) => state.profile.language = Some(code),
        Write::Place(place) => state.profile.place = Some(place),
        Write::Draft(_) => state.chosen.draft_at = Some(state.position),
        Write::Commit(_) => {}
    }
    match pending.then {
        Some(then) => go(state, &then, world),
        None => taken(state),
    }
}

/// Shows the list again as it is now, because what the caller saw may have been
/// another one.
#[must_use]
pub fn show_again(mut state: State, inputs: usize, world: &World<'_>) -> Turn {
    state.position += inputs;
    let mut turn = arrive(state, world);
    turn.state.notice = Some("notice-changed".into());
    turn.outcome = Outcome::Changed;
    turn
}

fn taken(state: State) -> Turn {
    Turn {
        state,
        pending: None,
        outcome: Outcome::Taken,
    }
}

fn invalid(mut state: State, notice: &str) -> Turn {
    state.notice = Some(notice.into());
    state.page = 0;
    Turn {
        state,
        pending: None,
        outcome: Outcome::Invalid,
    }
}

fn home(mut state: State, world: &World<'_>) -> Turn {
    state.trail.clear();
    state.chosen = Chosen::default();
    state.at = world.menu.home.clone();
    arrive(state, world)
}

fn back(mut state: State, world: &World<'_>) -> Turn {
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

fn answer(
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
    match ask::find(find, input, world) {
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
            goto(state, sure, world)
        }
        Finding::Nothing if *none == Go::Screen(state.at.clone()) => arrive(state, world),
        Finding::Nothing => go(state, none, world),
    }
}

fn chosen(
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
        return match write_of(option.save, &key, &state) {
            Some(write) => Turn {
                state,
                pending: Some(Pending {
                    write,
                    then: Some(option.go.clone()),
                }),
                outcome: Outcome::Taken,
            },
            None => go(state, &option.go, world),
        };
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
        return Turn {
            state,
            pending: Some(Pending {
                write,
                then: Some(then.clone()),
            }),
            outcome: Outcome::Taken,
        };
    }
    state.pass();
    ask::pick(*ask, &key, &mut state.chosen);
    goto(state, then, world)
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

fn write_of(save: Option<Save>, key: &str, state: &State) -> Option<Write> {
    match save? {
        Save::Language => Some(Write::Language(key.into())),
        Save::Place => key.parse().ok().map(Write::Place),
        Save::Area => state.chosen.area.map(Write::Place),
        Save::Draft => state.chosen.draft_at.map(Write::Commit),
    }
}

/// Goes on from the screen shown, remembering it.
fn go(mut state: State, way: &Go, world: &World<'_>) -> Turn {
    if matches!(way, Go::Screen(_)) {
        state.pass();
    }
    goto(state, way, world)
}

fn goto(mut state: State, way: &Go, world: &World<'_>) -> Turn {
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
fn arrive(mut state: State, world: &World<'_>) -> Turn {
    for _ in 0..THROUGH {
        state.page = 0;
        match world.menu.screen(&state.at) {
            Some(Screen::List {
                needs: Some(Need::Place),
                ..
            }) if world.place(&state).is_none() && state.at != world.menu.place => {
                state.chosen.waiting_for_place = Some(state.at.clone());
                state.at = world.menu.place.clone();
            }
            Some(Screen::List {
                ask, none, options, ..
            }) => {
                let mut shown = ask::items(*ask, &state, world);
                if let (true, Some(none)) = (shown.is_empty(), none) {
                    match none {
                        Go::Screen(name) => {
                            state.at = name.clone();
                            continue;
                        }
                        way => return goto(state, &way.clone(), world),
                    }
                }
                shown.extend(shown_options(options, &state, world));
                state.shown = shown;
                return taken(state);
            }
            Some(Screen::Menu { options, .. })
                if state.chosen.area.is_none()
                    && options.iter().any(|option| option.save == Some(Save::Area)) =>
            {
                let mut turn = back(state, world);
                turn.state.notice = Some("notice-no-list".into());
                return turn;
            }
            Some(Screen::Menu { options, draft, .. }) => {
                state.shown = shown_options(options, &state, world).collect();
                return match draft.map(|kind| draft_of(kind, &state)) {
                    None => taken(state),
                    Some(Some(draft)) => Turn {
                        state,
                        pending: Some(Pending {
                            write: Write::Draft(draft),
                            then: None,
                        }),
                        outcome: Outcome::Taken,
                    },
                    // Nothing to confirm: the way here was not through its question.
                    Some(None) => home(state, world),
                };
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

fn draft_of(kind: DraftKind, state: &State) -> Option<Draft> {
    let product = state.chosen.product?;
    Some(match kind {
        DraftKind::Waiting => Draft::Waiting {
            product,
            place: state.profile.place?,
        },
        DraftKind::NoneReport => Draft::NoneReport {
            facility: state.chosen.facility?,
            product,
        },
    })
}
