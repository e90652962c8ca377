//! Somebody who works with the record, with the longest that it can tell them.

use chrono::NaiveDate;

use super::longest::{self, FIRST, Script};
use crate::stock::ledger::MOST_UNITS;
use crate::ussd::desk::{Before, Cannot, Desk, Entry, Line, NewPhone, PinTold, Told};
use crate::ussd::menu::{Ask, Screen, Tell};
use crate::ussd::state::Draft;

/// Somebody who may do everything, at several facilities.
pub(super) fn desk() -> Desk {
    Desk {
        staff: FIRST,
        facilities: (FIRST..FIRST + 5).collect(),
        facility: Some(FIRST),
        reports: true,
        sees: true,
        sees_area: true,
        sees_unreported: true,
        lists: true,
        lets_in: true,
        moves: true,
    }
}

/// The longest that the record can have told before a screen.
pub(super) fn told(screen: &Screen, script: Script) -> Option<Told> {
    match screen {
        Screen::Menu {
            tell: Some(tell), ..
        } => Some(match tell {
            Tell::Report | Tell::ReportDone => Told::Draft(Draft::Report {
                facility: FIRST,
                product: FIRST,
                entry: Entry::Receipt,
                quantity: MOST_UNITS,
                expires: NaiveDate::from_ymd_opt(2036, 12, 31),
                before: Some(Before {
                    units: MOST_UNITS,
                    at: 0,
                }),
                far: true,
                now: Some(MOST_UNITS),
            }),
            Tell::Undo | Tell::UndoDone => Told::Draft(Draft::Undo {
                report: FIRST,
                facility: FIRST,
                lines: lines(script),
            }),
            Tell::WhyNot => Told::Cannot(Cannot::MoreThanThere(MOST_UNITS)),
            _ => Told::Lines(lines(script)),
        }),
        Screen::List {
            ask: Ask::Held | Ask::Undecided,
            ..
        } => Some(Told::Lines(lines(script))),
        Screen::Menu { .. } => Some(Told::Pin(PinTold::Locked(longest::SECONDS + 24 * 60 * 60))),
        _ => Some(Told::Pin(PinTold::Wrong(2))),
    }
}

/// A phone that somebody wants to go on under.
pub(super) fn phone() -> NewPhone {
    NewPhone {
        id: FIRST,
        tail: "678".into(),
    }
}

fn lines(script: Script) -> Vec<Line> {
    let line = |id| Line {
        id,
        units: Some(MOST_UNITS),
        at: Some(0),
        entry: Some(Entry::Receipt),
        of: Some(FIRST),
        name: longest::name(script),
        phone: (id % 2 == 0).then(phone),
    };
    (FIRST..FIRST + 12).map(line).collect()
}
