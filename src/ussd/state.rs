//! A session: one JSON value that says where a caller is and how they came there.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::cast::{Letter, Preview};
use super::desk::{Before, Desk, Entry, Line, NewPhone, Question, Told};
use crate::broadcasts::change::Change;

/// How many screens back a caller can go.
const TRAIL: usize = 12;

/// Where a caller is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The screen shown.
    pub at: Box<str>,
    /// Its page, from 0.
    #[serde(default)]
    pub page: usize,
    /// What a list showed, by key, so that a number means what was seen.
    #[serde(default)]
    pub shown: Vec<Box<str>>,
    /// How many lines of these the caller has seen, from the first, as the screen was
    /// drawn last; not known of a state that was not shown.
    #[serde(default)]
    pub seen: Option<usize>,
    /// What was chosen on the way.
    #[serde(default)]
    pub chosen: Chosen,
    /// The screens before this one, oldest first.
    #[serde(default)]
    pub trail: Vec<Step>,
    /// Inputs of the transcript used up so far.
    #[serde(default)]
    pub position: usize,
    /// The caller's profile as this session knows it.
    #[serde(default)]
    pub profile: Profile,
    /// A text said once, above the screen.
    #[serde(default)]
    pub notice: Option<Box<str>>,
    /// The state to go back to, while the caller is asked whether to.
    #[serde(default)]
    pub resumable: Option<Box<Self>>,
    /// Who the caller is, once their PIN was right in this call.
    #[serde(default)]
    pub desk: Option<Desk>,
    /// What the record told last.
    #[serde(default)]
    pub told: Option<Told>,
}

/// A screen passed on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its name.
    pub at: Box<str>,
    /// Its page.
    #[serde(default)]
    pub page: usize,
    /// What had been chosen then.
    pub chosen: Chosen,
}

/// What a caller chose on the way, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Chosen {
    /// The medicine's generic key.
    pub medicine: Option<Box<str>>,
    /// The product: a medicine in one form and strength, a blood group, a piece of equipment.
    pub product: Option<i64>,
    /// The facility.
    pub facility: Option<i64>,
    /// The area walked to.
    pub area: Option<i64>,
    /// What the last typed name found, by key.
    pub found: Vec<Box<str>>,
    /// A number that was typed.
    pub quantity: Option<u32>,
    /// The day on which what came expires.
    pub expires: Option<NaiveDate>,
    /// The screen that waits for a place.
    pub waiting_for_place: Option<Box<str>>,
    /// The position at which the draft named here was kept.
    pub draft_at: Option<usize>,
    /// What is reported.
    pub entry: Option<Entry>,
    /// The person it is about.
    pub person: Option<i64>,
    /// What the caller is called.
    pub name: Option<Box<str>>,
    /// The phone they, or the person it is about, want to go on under.
    pub phone: Option<NewPhone>,
    /// The message to many that is written.
    pub letter: Letter,
    /// The one that is looked at.
    pub cast: Option<i64>,
    /// What the caller may be reached for, as `blood:O-`.
    pub what: Option<Box<str>>,
}

/// What a caller has told us of themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Their language's code, once chosen.
    pub language: Option<Box<str>>,
    /// Their place's id, once told.
    pub place: Option<i64>,
    /// Whether what they told before could not be read, so that this holds for one
    /// call only.
    pub unread: bool,
    /// Whether they work with the record.
    pub staff: bool,
    /// Whether they want to be texted what they saw when the line drops.
    pub text_drops: bool,
}

impl Profile {
    /// Of a caller of whom nothing can be read now.
    #[must_use]
    pub fn unread() -> Self {
        Self {
            unread: true,
            ..Self::default()
        }
    }
}

impl State {
    /// A caller who stands at `screen` and has passed none.
    #[must_use]
    pub fn at(screen: &str, profile: Profile) -> Self {
        Self {
            at: screen.into(),
            page: 0,
            shown: Vec::new(),
            seen: None,
            chosen: Chosen::default(),
            trail: Vec::new(),
            position: 0,
            profile,
            notice: None,
            resumable: None,
            desk: None,
            told: None,
        }
    }

    /// Remembers the screen shown now, to come back to it.
    pub fn pass(&mut self) {
        if self.trail.len() == TRAIL {
            self.trail.remove(0);
        }
        self.trail.push(Step {
            at: self.at.clone(),
            page: self.page,
            chosen: self.chosen.clone(),
        });
    }
}

/// What is to be written before the next screen can be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Write {
    /// The caller's language.
    Language(Box<str>),
    /// The caller's place.
    Place(i64),
    /// Whether the caller wants to be texted what they saw when the line drops.
    TextDrops(bool),
    /// What a confirm screen names, kept until it is confirmed.
    Draft(Draft),
    /// The draft kept at this position.
    Commit(usize),
    /// Which of their facilities the caller's reports are for.
    Workplace(i64),
    /// A message to the caller with all about a facility, and the product there if any.
    TextCard {
        /// The facility's id.
        facility: i64,
        /// The product's id.
        product: Option<i64>,
    },
    /// A message to the caller with the nearest who have a product.
    TextResults(i64),
    /// Nothing: a question that only the record can answer.
    Ask(Question),
    /// A message to many, to the caller alone.
    TryCast(i64),
}

/// What a yes will write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Draft {
    /// To be told when `product` is back near `place`.
    Waiting {
        /// The product's id.
        product: i64,
        /// The place's id.
        place: i64,
    },
    /// That `facility` had none of `product`.
    NoneReport {
        /// The facility's id.
        facility: i64,
        /// The product's id.
        product: i64,
    },
    /// That the caller asks to work with the record.
    Register {
        /// The facility's id.
        facility: i64,
        /// What they are called.
        name: Box<str>,
    },
    /// What happened to `product` at `facility`.
    Report {
        /// The facility's id.
        facility: i64,
        /// The product's id.
        product: i64,
        /// What happened.
        entry: Entry,
        /// Units.
        quantity: u32,
        /// The day on which what came expires, where that was told.
        #[serde(default)]
        expires: Option<NaiveDate>,
        /// What was known before.
        before: Option<Before>,
        /// Whether that is far from what was counted before.
        far: bool,
        /// Units known once it is kept.
        now: Option<u32>,
    },
    /// That a report of the caller's is taken back.
    Undo {
        /// The report's id.
        report: i64,
        /// Whose stock it is about.
        facility: i64,
        /// What it says; then what is known once it is taken back.
        lines: Vec<Line>,
    },
    /// That somebody may begin, or may not.
    LetIn {
        /// Who.
        person: i64,
        /// What they are called.
        name: Box<str>,
        /// Where they want to work.
        facility: i64,
        /// Whether they may.
        granted: bool,
    },
    /// That the caller asks to go on under another phone.
    NewPhone(NewPhone),
    /// That somebody goes on under another phone, or does not.
    Move {
        /// What they are called.
        name: Box<str>,
        /// The change they asked for.
        phone: NewPhone,
        /// Whether they do.
        granted: bool,
    },
    /// Whether callers are shown a facility.
    List {
        /// The facility's id.
        facility: i64,
        /// Whether they are.
        listed: bool,
    },
    /// A message to many, that a second officer is asked to let out or one officer alone does.
    Cast {
        /// The place's id.
        place: i64,
        /// What it says.
        letter: Letter,
        /// What it would do, once the record has it.
        made: Option<Box<Preview>>,
    },
    /// A yes or no to what another officer asks to send.
    Decide {
        /// The broadcast's id.
        cast: i64,
        /// How many it reaches; none where they are so few that it is not told.
        people: Option<u32>,
        /// Whom.
        whom: Box<str>,
        /// What is said.
        yes: bool,
    },
    /// That one is held back, goes on or is stopped.
    Change {
        /// The broadcast's id.
        cast: i64,
        /// How many it reaches; none where they are so few that it is not told.
        people: Option<u32>,
        /// Whom.
        whom: Box<str>,
        /// What is done.
        change: Change,
    },
    /// That the caller may be reached for something.
    Consent {
        /// For what, as `blood:O-`.
        what: Box<str>,
        /// The words they read.
        words: Box<str>,
    },
    /// That they may not any more; for nothing at all where it names none.
    Withdraw(Option<Box<str>>),
}
