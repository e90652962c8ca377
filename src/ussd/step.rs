//! One step of a conversation. Pure: a state and an input give the next state,
//! and what is to be written before it may be shown.

#[cfg(test)]
mod tests;
mod told;
mod way;

use std::fmt;

use super::ask::{self, Finding};
use super::choice::{self, Typed};
use super::desk::Question;
use super::draw;
use super::menu::{Ask, Choice, Find, Go, Menu, Save, Screen};
use super::state::{Profile, State, Write};
use super::world::World;
use crate::people::pin::Pin;
pub use told::settle;
use way::{arrive, back, go, goto, home};

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
    let question = match find {
        Find::Pin | Find::NewPin | Find::PinAgain => {
            return pin(state, input, find, [sure, none], world);
        }
        Find::Facility => Some(Question::Facilities),
        Find::Phone => Some(Question::NewPhone),
        _ => None,
    };
    if let Some(question) = question {
        return asked(state, question, input);
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
            state.chosen.expires = None;
            goto(state, sure, world)
        }
        Finding::Expires(day) => {
            state.pass();
            state.chosen.expires = day;
            goto(state, sure, world)
        }
        Finding::Name(name) => {
            state.pass();
            state.chosen.name = Some(name);
            goto(state, sure, world)
        }
        Finding::Unfit(notice) => invalid(state, notice),
        Finding::Nothing if *none == Go::Screen(state.at.clone()) => arrive(state, world),
        Finding::Nothing => go(state, none, world),
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
        if let Some(write) = write_of(option.save, &key, &state) {
            return pending(state, write, Some(option.go.clone()));
        }
        // Back leads to what was chosen before.
        let mut turned = state;
        if matches!(option.go, Go::Screen(_)) && !is_once(&turned, world) {
            turned.pass();
        }
        turned.chosen.entry = option.entry.or(turned.chosen.entry);
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
        Save::TextResults => state.chosen.product.map(Write::TextResults),
    }
}
