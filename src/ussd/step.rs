//! One step of a conversation. Pure: a state and an input give the next state,
//! and what is to be written before it may be shown.

mod choose;
#[cfg(test)]
mod tests;
mod told;
mod typed;
mod way;

use std::fmt;

use super::choice::{self, Typed};
use super::draw;
use super::menu::{Go, Screen};
use super::state::{Profile, State, Write};
use super::world::World;
use choose::chosen;
pub use choose::offered;
pub use told::settle;
use typed::answer;
use way::{arrive, back, home};

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

/// A write or a question, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// What is written.
    pub write: Write,
    /// What was typed, where the record looks it up.
    pub typed: Typing,
    then: Option<Go>,
}

/// Something typed that may be a PIN: kept for one hop, and never shown.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Typing(Box<str>);

impl Typing {
    /// The text.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Typing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typing(***)")
    }
}

impl Pending {
    fn new(write: Write, then: Option<Go>) -> Self {
        Self {
            write,
            typed: Typing::default(),
            then,
        }
    }

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
        // Whoever dials now tells their PIN again.
        desk: None,
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
        (_, Screen::End { .. } | Screen::Gate { .. }) => invalid(state, "notice-invalid"),
        (_, Screen::Menu { options, .. }) => chosen(state, &typed, seen, options, world),
        (_, Screen::List { options, .. }) => chosen(state, &typed, seen, options, world),
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

fn pending(state: State, write: Write, then: Option<Go>) -> Turn {
    Turn {
        state,
        pending: Some(Pending::new(write, then)),
        outcome: Outcome::Taken,
    }
}

/// Whether nothing leads back to the screen shown.
fn is_once(state: &State, world: &World<'_>) -> bool {
    matches!(
        world.menu.screen(&state.at),
        Some(Screen::Menu { once: true, .. })
    )
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
