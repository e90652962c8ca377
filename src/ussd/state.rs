//! A session: one JSON value that says where a caller is and how they came there.

use serde::{Deserialize, Serialize};

/// How many screens back a caller can go.
const TRAIL: usize = 12;

/// Where a caller is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The screen shown.
    pub at: Box<str>,
    /// Its page, from 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub page: usize,
    /// What a list showed, by key, so that a number means what was seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<Box<str>>,
    /// What was chosen on the way.
    #[serde(default)]
    pub chosen: Chosen,
    /// The screens before this one, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trail: Vec<Step>,
    /// Inputs of the transcript used up so far.
    #[serde(default)]
    pub position: usize,
    /// The caller's profile as this session knows it.
    #[serde(default)]
    pub profile: Profile,
    /// A text said once, above the screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Box<str>>,
    /// The state to go back to, while the caller is asked whether to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resumable: Option<Box<Self>>,
}

/// A screen passed on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its name.
    pub at: Box<str>,
    /// Its page.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub page: usize,
    /// What had been chosen then.
    pub chosen: Chosen,
}

/// What a caller chose on the way, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Chosen {
    /// The medicine's generic key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medicine: Option<Box<str>>,
    /// The product: a medicine in one form and strength, a blood group, a piece of equipment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<i64>,
    /// The facility.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<i64>,
    /// The area walked to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<i64>,
    /// What the last typed name found, by key.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Box<str>>,
    /// A number that was typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<u32>,
    /// The screen that waits for a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_for_place: Option<Box<str>>,
    /// The position at which the draft named here was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft_at: Option<usize>,
}

/// What a caller has told us of themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Their language's code, once chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Box<str>>,
    /// Their place's id, once told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<i64>,
    /// Whether what they told before could not be read, so that this holds for one
    /// call only.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unread: bool,
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

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape serde asks for"
)]
fn is_zero(page: &usize) -> bool {
    *page == 0
}

impl State {
    /// A caller who stands at `screen` and has passed none.
    #[must_use]
    pub fn at(screen: &str, profile: Profile) -> Self {
        Self {
            at: screen.into(),
            page: 0,
            shown: Vec::new(),
            chosen: Chosen::default(),
            trail: Vec::new(),
            position: 0,
            profile,
            notice: None,
            resumable: None,
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
    /// What a confirm screen names, kept until it is confirmed.
    Draft(Draft),
    /// The draft kept at this position.
    Commit(usize),
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
}
