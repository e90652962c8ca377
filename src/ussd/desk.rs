//! What people who work with the record do by phone, as a session knows it: who they
//! are, what is asked of the record, and what it told. Pure.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::cast::Shown;
use super::state::Draft;
use crate::models::staff::Staff;
use crate::people::role::{Action, Reach};
use crate::stock::ledger::{EntryKind, Known};

/// Somebody whose PIN was right in this call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desk {
    /// The record's number of them.
    pub staff: i64,
    /// Where they work.
    pub facilities: Vec<i64>,
    /// Which of these it is about.
    pub facility: Option<i64>,
    /// Whether they may tell what it holds, and take that back.
    pub reports: bool,
    /// Whether they may see what it lacks.
    pub sees: bool,
    /// Whether they may see what the facilities of their area lack.
    #[serde(default)]
    pub sees_area: bool,
    /// Whether they may see which of these have not reported.
    #[serde(default)]
    pub sees_unreported: bool,
    /// Whether they may say whether callers are shown it.
    pub lists: bool,
    /// Whether they may let people in, or let them go on under another phone.
    pub lets_in: bool,
    /// Whether they may ask to go on under another phone.
    pub moves: bool,
    /// The place they answer for.
    #[serde(default)]
    pub place: Option<i64>,
    /// Whether they may ask to send to many.
    #[serde(default)]
    pub casts: bool,
    /// Whether they may say yes to what another officer asks to send.
    #[serde(default)]
    pub decides: bool,
    /// Whether they may see what was sent to many.
    #[serde(default)]
    pub sees_casts: bool,
    /// Whether they may send to many alone.
    #[serde(default)]
    pub breaks_glass: bool,
    /// The zone of the clocks where they work, by its name in the IANA list; none is the service's.
    #[serde(default)]
    pub zone: Option<Box<str>>,
}

impl Desk {
    /// Of a person, by the table of roles.
    #[must_use]
    pub fn of(person: &Staff) -> Self {
        let works_at = |facility: &i64| person.facilities.contains(facility);
        let only = match *person.facilities {
            [only] => Some(only),
            _ => None,
        };
        let own = |action| person.reach(action) == Reach::Own;
        let area = |action| person.reach(action) == Reach::Area;
        Self {
            staff: person.id,
            facilities: person.facilities.clone(),
            facility: person.facility_id.filter(works_at).or(only),
            reports: own(Action::ReportStock),
            sees: own(Action::SeeStock),
            sees_area: area(Action::SeeStock),
            sees_unreported: area(Action::SeeUnreported),
            lists: own(Action::ListFacility),
            lets_in: person.may(Action::ApproveStaff) || person.may(Action::GrantNewPhone),
            moves: person.may(Action::AskNewPhone),
            place: person.place_id,
            casts: person.may(Action::MakeBroadcast) && person.place_id.is_some(),
            decides: person.may(Action::ApproveBroadcast),
            sees_casts: person.may(Action::SeeBroadcast),
            breaks_glass: person.may(Action::BreakGlass) && person.place_id.is_some(),
            zone: None,
        }
    }
}

/// What is reported of a product, as people choose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// So many are there.
    Count,
    /// So many came.
    Receipt,
    /// So many were given out.
    Issue,
    /// So many broke or spoilt.
    Broken,
    /// So many are missing.
    Missing,
    /// So many were lost some other way.
    Lost,
    /// So many expired.
    Expired,
}

impl Entry {
    /// What it is in the ledger.
    #[must_use]
    pub const fn kind(self) -> EntryKind {
        match self {
            Self::Count => EntryKind::Count,
            Self::Receipt => EntryKind::Receipt,
            Self::Issue => EntryKind::Issue,
            Self::Broken | Self::Missing | Self::Lost | Self::Expired => EntryKind::Loss,
        }
    }

    /// Why, as the ledger writes it.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Missing => "missing",
            Self::Expired => "expired",
            Self::Count | Self::Receipt | Self::Issue | Self::Lost => "",
        }
    }

    /// An entry of the ledger, as people chose it; `None` for what takes another one back.
    #[must_use]
    pub fn of(kind: EntryKind, reason: &str) -> Option<Self> {
        Some(match kind {
            EntryKind::Count => Self::Count,
            EntryKind::Receipt => Self::Receipt,
            EntryKind::Issue => Self::Issue,
            EntryKind::Loss => match reason {
                "broken" => Self::Broken,
                "missing" => Self::Missing,
                "expired" => Self::Expired,
                _ => Self::Lost,
            },
            EntryKind::AdjustmentUp
            | EntryKind::AdjustmentDown
            | EntryKind::TransferIn
            | EntryKind::TransferOut
            | EntryKind::Reversal => return None,
        })
    }
}

/// What was known of a stock, and since when (Unix seconds).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Before {
    /// Units.
    pub units: u32,
    /// When they were counted.
    pub at: i64,
}

impl From<Known> for Before {
    fn from(known: Known) -> Self {
        Self {
            units: known.quantity,
            at: known.counted_at.timestamp(),
        }
    }
}

/// A question that only the record can answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Who the caller is to it.
    Standing,
    /// Whether the PIN that was typed is theirs.
    Pin,
    /// Whether the PIN that was typed twice may be theirs from now on.
    NewPin,
    /// Which facilities are called what was typed.
    Facilities,
    /// What the facility holds.
    Held,
    /// What it is out of, and what will not last.
    Short,
    /// What expires there soon.
    Expiring,
    /// How many people near it wait for what.
    Waiting,
    /// What the caller reported last.
    Reports,
    /// What facilities of the caller's area are out of.
    AreaOut,
    /// Which of them have not reported.
    Unreported,
    /// Who waits for the caller to decide.
    Undecided,
    /// Which phone has the number that was typed.
    NewPhone,
    /// Which messages to many wait for the caller's yes.
    ToDecide,
    /// Which were sent in their area last.
    Casts,
    /// What one of these says, and what became of it.
    Cast,
    /// What the caller agreed to be reached for.
    Agreed,
    /// What the facility is to order, what runs out first.
    Orders,
    /// How much of the product that was chosen, and why.
    Order,
}

impl Question {
    /// Whether what was typed for it is a secret, so that nobody but whoever types it now
    /// may have it answered.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::Pin | Self::NewPin)
    }
}

/// What a question, a draft or its commit came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Told {
    /// It is done as it was named.
    Done,
    /// The draft, as it was kept or is done now.
    Draft(Draft),
    /// It cannot be.
    Cannot(Cannot),
    /// Who the caller is.
    Standing(Standing),
    /// What became of a PIN.
    Pin(PinTold),
    /// A list.
    Lines(Vec<Line>),
    /// A message to many.
    Cast(Box<Shown>),
    /// What to order of a product; none where that is not known.
    Order(Option<Ordering>),
}

/// What to order of a product, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordering {
    /// The product.
    pub product: i64,
    /// Units to order; 0 while there is enough, none where it is to be counted first.
    pub units: Option<u32>,
    /// Units that are left.
    pub left: u32,
    /// When that was last heard of, in Unix seconds.
    pub heard_at: i64,
    /// Days for which these are expected to last.
    pub days: u32,
    /// Units that are used a month.
    pub month: u32,
    /// Days that a delivery takes.
    pub lead: u32,
    /// How many times in a hundred what is ordered lasts until the delivery after next.
    pub times: u16,
    /// From how many facilities like it that is guessed, where it has no history.
    pub peers: Option<u16>,
    /// The day of the night it follows from, where that is to be said.
    pub reckoned: Option<NaiveDate>,
}

/// Who a caller is to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Nobody.
    Nobody,
    /// They asked to be let in.
    Waiting,
    /// They were let out, or refused.
    Disabled,
    /// They work with it and have no PIN yet.
    NoPin,
    /// They work with it and have a PIN.
    HasPin,
}

impl Standing {
    /// Whether they work with the record.
    #[must_use]
    pub const fn is_staff(self) -> bool {
        matches!(self, Self::NoPin | Self::HasPin)
    }
}

/// What became of a PIN. The PIN does not stand in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PinTold {
    /// It is theirs.
    Right(Desk),
    /// It is not; so many tries are left before it locks.
    Wrong(u16),
    /// No try is looked at before that moment (Unix seconds).
    Locked(i64),
    /// It is theirs from now on.
    Chosen,
    /// The two were not the same.
    Differ,
    /// It was tried before, and nobody knows what came of it.
    Again,
    /// They have none, or do not work with the record (any more).
    Nobody,
}

/// Why something cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cannot {
    /// The caller may not do it, or not any more.
    NotAllowed,
    /// Nothing was counted of the product.
    NeverCounted,
    /// Only so many were there.
    MoreThanThere(u32),
    /// More than anyone holds.
    TooMany,
    /// There is no report to take back.
    NothingToUndo,
    /// Later reports of the product count on it.
    Needed(i64),
    /// It is decided already, or no longer what was shown.
    NotOpen,
    /// The phone is somebody's.
    PhoneTaken,
    /// A text to many would be so many messages, more than one may be.
    TooLong(u32),
    /// It would reach nobody.
    Nobody,
    /// They wrote it themselves.
    Own,
    /// It was asked too long ago.
    TooOld,
    /// Somebody decided it before.
    Already,
    /// There is no second officer.
    NoOfficer,
    /// They want no messages.
    Stopped,
    /// It would begin at a moment that is over, or too far away.
    Past,
}

/// A phone that somebody wants to go on under, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPhone {
    /// The phone's id where it is asked for, the change's where it is decided.
    pub id: i64,
    /// The last digits of its number.
    pub tail: Box<str>,
}

/// A line of what the record told; what its parts are depends on the question.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The product, facility or person.
    pub id: i64,
    /// Units, or people, or facilities.
    pub units: Option<u32>,
    /// When, in Unix seconds.
    pub at: Option<i64>,
    /// What was reported.
    pub entry: Option<Entry>,
    /// Where the person works or wants to; which report it is; of how many facilities.
    pub of: Option<i64>,
    /// What they are called; the batch.
    pub name: Box<str>,
    /// The change of phone that is to be decided.
    #[serde(default)]
    pub phone: Option<NewPhone>,
    /// The state of a message to many; who asks to send it.
    #[serde(default)]
    pub word: Box<str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_is_read_back_from_the_ledger() {
        use Entry::{Broken, Count, Expired, Issue, Lost, Missing, Receipt};
        for entry in [Count, Receipt, Issue, Broken, Missing, Lost, Expired] {
            assert_eq!(Entry::of(entry.kind(), entry.reason()), Some(entry));
        }
        assert_eq!(Entry::of(EntryKind::Reversal, ""), None);
    }
}
