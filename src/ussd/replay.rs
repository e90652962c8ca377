//! A transcript walked through the menu. Pure: what a session wrote is read from
//! its records, and what it has still to write is handed out and settled.
//!
//! A replay guesses nothing. Where a number was typed at a list that may have been
//! another one then, the list is shown again and the rest of the transcript is
//! dropped; where a confirm screen was never seen, it is shown first.

use chrono::{DateTime, Utc};

use super::ask;
use super::choice::{Typed, read};
use super::desk::{Question, Told};
use super::menu::Screen;
use super::records::Records;
use super::state::{Profile, State, Write};
use super::step::{self, Outcome, Pending, Turn};
use super::world::World;

/// Since when what a caller saw may have changed.
#[derive(Debug, Clone, Copy)]
pub struct Since {
    /// Before this the session had not begun.
    pub session: DateTime<Utc>,
    /// Before this the last screen had not been shown.
    pub last: DateTime<Utc>,
}

/// A walk through a transcript.
#[derive(Debug, Clone)]
pub struct Replay<'a> {
    records: &'a Records,
    inputs: Vec<&'a str>,
    state: State,
    next: usize,
    pending: Option<Pending>,
    /// Since when what was seen may have changed; `None` where nothing was seen.
    since: Option<Since>,
    /// Whether the screen the walk stands at is known to be the one that was shown.
    exact: bool,
    stopping: bool,
    dropped: bool,
    outcome: Outcome,
}

/// Where a walk came to.
#[derive(Debug, Clone)]
pub struct Walked {
    /// The state now.
    pub state: State,
    /// Whether inputs were left out, so that no other replay may count on them.
    pub dropped: bool,
    /// How the last input was taken.
    pub outcome: Outcome,
}

impl<'a> Replay<'a> {
    /// A walk from `state`, which has used up none of `inputs`.
    #[must_use]
    pub fn new(
        state: State,
        inputs: Vec<&'a str>,
        records: &'a Records,
        since: Option<Since>,
    ) -> Self {
        Self {
            records,
            inputs,
            state,
            next: 0,
            pending: None,
            since,
            exact: false,
            stopping: false,
            dropped: false,
            outcome: Outcome::Taken,
        }
    }

    /// The same walk, from a state that was recorded as it was shown.
    #[must_use]
    pub fn from_record(self) -> Self {
        Self {
            exact: true,
            ..self
        }
    }

    /// Goes on to the end, or to a write that is not recorded; [`Self::settle`] it,
    /// then call this again.
    pub fn advance(&mut self, world: &World<'_>) -> Option<Pending> {
        loop {
            if let Some(pending) = self.pending.take() {
                if let Some((pending, told)) = self.recorded(&pending) {
                    self.settle(pending, Some(told), world);
                    continue;
                }
                let more = self.next < self.inputs.len();
                let asked = match pending.write {
                    Write::Ask(question) => Some(question),
                    _ => None,
                };
                if more && asked.is_some_and(Question::is_secret) {
                    // That it was right is known from its record alone: it is asked again.
                    self.state.notice = Some("notice-pin-again".into());
                    self.dropped = true;
                    self.drop_rest();
                    return None;
                }
                let shows = asked.is_some_and(|asked| asked != Question::Standing)
                    || matches!(pending.write, Write::Draft(_));
                self.stopping |= shows && more;
                return Some(pending);
            }
            if self.next >= self.inputs.len() {
                return None;
            }
            if self.stopping {
                self.drop_rest();
                return None;
            }
            self.take_one(world);
        }
    }

    /// Goes on after a write that was handed out.
    pub fn settle(&mut self, pending: Pending, told: Option<Told>, world: &World<'_>) {
        let turn = step::settle(self.leave(), pending, told, world);
        self.turn(turn);
    }

    /// What was settled last is the caller's for this call, and kept nowhere: says so.
    pub fn only_once(&mut self) {
        self.state.profile.unread = true;
        let notice = match self.state.notice.as_deref() {
            Some("notice-place") => "notice-place-once",
            _ => "notice-once",
        };
        self.state.notice = Some(notice.into());
    }

    /// Where the walk came to.
    #[must_use]
    pub fn finish(self) -> Walked {
        Walked {
            state: self.state,
            dropped: self.dropped,
            outcome: self.outcome,
        }
    }

    /// The state so far.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    fn take_one(&mut self, world: &World<'_>) {
        let position = self.state.position;
        let joined = self
            .records
            .joined(position)
            .min(self.inputs.len() - self.next);
        let input = self
            .inputs
            .iter()
            .skip(self.next)
            .take(joined)
            .copied()
            .collect::<Vec<_>>()
            .join("*");
        let last = self.next + joined >= self.inputs.len();
        let chooses = !matches!(
            read(&input),
            Typed::Back | Typed::Home | Typed::More | Typed::Nothing
        );
        let exact = std::mem::take(&mut self.exact);
        if let Some(since) = self.since.filter(|_| chooses && !exact) {
            let since = if last { since.last } else { since.session };
            if unsettled(&self.state, world, since) {
                let turn = step::show_again(self.leave(), joined, world);
                self.next += joined;
                self.dropped = true;
                self.turn(turn);
                self.drop_rest();
                return;
            }
        }
        self.next += joined;
        let lost = self.state.at == world.menu.resume && self.state.resumable.is_none();
        let turn = step::step(self.leave(), &input, joined, world);
        // Going on with a session that is lost leads home, and whatever was typed
        // after that was typed elsewhere.
        let went_on = lost && turn.state.notice.as_deref() == Some("notice-cut");
        self.turn(turn);
        if went_on {
            self.dropped = true;
            self.drop_rest();
        }
    }

    /// The state, for a step that leads to the next one.
    fn leave(&mut self) -> State {
        std::mem::replace(&mut self.state, State::at("", Profile::default()))
    }

    fn turn(&mut self, turn: Turn) {
        self.state = turn.state;
        self.pending = turn.pending;
        self.outcome = turn.outcome;
    }

    fn drop_rest(&mut self) {
        let left = self.inputs.len() - self.next;
        self.dropped |= left > 0;
        self.state.position += left;
        self.next = self.inputs.len();
    }

    /// What was recorded in place of a write or a question, with what it came to.
    fn recorded(&self, pending: &Pending) -> Option<(Pending, Told)> {
        let position = self.state.position;
        let (write, told) = match &pending.write {
            Write::Ask(question) => {
                let told = self.records.told(position)?;
                (Write::Ask(*question), told.clone())
            }
            Write::Draft(draft) => match self.records.draft(position) {
                Some(kept) => (Write::Draft(kept.clone()), Told::Draft(kept.clone())),
                None => {
                    let cannot = self.records.refused(position)?;
                    (Write::Draft(draft.clone()), Told::Cannot(cannot))
                }
            },
            _ => {
                let written = self.records.written(position)?;
                (written.write.clone(), written.told.clone())
            }
        };
        Some((pending.clone().with(write), told))
    }
}

/// Whether what the screen showed may have been other than now since `since`.
fn unsettled(state: &State, world: &World<'_>, since: DateTime<Utc>) -> bool {
    match world.menu.screen(&state.at) {
        Some(Screen::List { ask, .. }) => ask::unsettled(*ask, state, world, since),
        Some(Screen::Menu { options, .. }) => options
            .iter()
            .filter_map(|option| option.when)
            .any(|guard| ask::guard_unsettled(guard, state, world, since)),
        _ => false,
    }
}

/// Whether a walk under `world` and one under `other` came to the same screen.
#[must_use]
pub fn same_place(one: &State, other: &State) -> bool {
    one.at == other.at
        && one.page == other.page
        && one.shown == other.shown
        && one.chosen == other.chosen
}
