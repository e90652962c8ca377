//! Somebody who works with the record, with the longest that it can tell them.

use chrono::NaiveDate;

use super::longest::{self, FIRST, Script};
use crate::broadcasts::plan::LeftOut;
use crate::stock::ledger::MOST_UNITS;
use crate::ussd::cast::{Far, Letter, Preview, Shown};
use crate::ussd::desk::{Before, Cannot, Desk, Entry, Line, NewPhone, Ordering, PinTold, Told};
use crate::ussd::menu::{Ask, DraftKind, Find, Screen, Tell};
use crate::ussd::state::Draft;

/// More people than any country has phones.
const PEOPLE: u32 = 2_000_000_000;
/// As many are left out for every reason.
const LEFT: LeftOut = LeftOut {
    stopped: 2_000_000_000,
    unreachable: 2_000_000_000,
    over_budget: 2_000_000_000,
};
/// Languages of a text.
const LANGUAGES: [&str; 5] = ["en", "sw", "ha", "fr", "am"];

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
        place: Some(FIRST),
        casts: true,
        decides: true,
        sees_casts: true,
        breaks_glass: true,
        zone: None,
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
            Tell::Cast => drafted(script),
            Tell::CastAsks | Tell::CastShown => Told::Cast(Box::new(shown(script))),
            Tell::Order => Told::Order(Some(Ordering {
                product: FIRST,
                units: Some(MOST_UNITS),
                left: MOST_UNITS,
                heard_at: 0,
                days: 9_999,
                month: MOST_UNITS,
                lead: 999,
                times: 99,
                // Why it is ordered is longer where it is not guessed.
                peers: None,
                reckoned: NaiveDate::from_ymd_opt(2036, 12, 31),
            })),
            _ => Told::Lines(lines(script)),
        }),
        Screen::Menu {
            draft:
                Some(
                    DraftKind::Approve
                    | DraftKind::Refuse
                    | DraftKind::Pause
                    | DraftKind::Resume
                    | DraftKind::Cancel,
                ),
            ..
        } => Some(Told::Draft(Draft::Decide {
            cast: FIRST,
            people: Some(PEOPLE),
            whom: longest::whom(script),
            yes: true,
        })),
        Screen::List {
            ask: Ask::Orders, ..
        } => {
            let mut lines = lines(script);
            for line in lines.iter_mut().step_by(2) {
                line.units = None;
            }
            Some(Told::Lines(lines))
        }
        Screen::List {
            ask: Ask::Held | Ask::Undecided | Ask::ToDecide | Ask::Casts,
            ..
        } => Some(Told::Lines(lines(script))),
        Screen::List {
            ask: Ask::Agreed, ..
        } => {
            let line = Line {
                name: longest::CONDITION.into(),
                ..Line::default()
            };
            Some(Told::Lines(vec![line; 12]))
        }
        Screen::Input {
            find: Find::People, ..
        } => Some(drafted(script)),
        Screen::Menu { .. } => Some(Told::Pin(PinTold::Locked(longest::SECONDS + 24 * 60 * 60))),
        _ => Some(Told::Pin(PinTold::Wrong(2))),
    }
}

/// A message to many, and what it would do.
fn drafted(script: Script) -> Told {
    Told::Draft(Draft::Cast {
        place: FIRST,
        letter: letter(script),
        made: Some(Box::new(Preview {
            cast: FIRST,
            people: PEOPLE.into(),
            registered: Some(PEOPLE.into()),
            messages: PEOPLE.into(),
            cost: Some("1000000000.00".into()),
            seconds: PEOPLE.into(),
            missing: LANGUAGES.map(Box::from).to_vec(),
            whom: longest::whom(script),
            few: false,
            left: LEFT,
            begins: Some(0),
        })),
    })
}

/// A text in every language.
pub(super) fn letter(script: Script) -> Letter {
    Letter {
        texts: texts(script),
        emergency: Some(true),
        reason: Some(longest::typed(script)),
        corrects: Some(FIRST),
        ..Letter::default()
    }
}

fn texts(script: Script) -> Vec<(Box<str>, Box<str>)> {
    let text = |code: &str| (code.into(), longest::typed(script));
    LANGUAGES.map(text).to_vec()
}

fn shown(script: Script) -> Shown {
    Shown {
        cast: FIRST,
        state: "cancelled".into(),
        emergency: true,
        reason: longest::typed(script),
        whom: longest::whom(script),
        by: longest::name(script),
        at: 0,
        people: Some(PEOPLE),
        texts: texts(script),
        far: Far {
            queued: PEOPLE,
            sent: PEOPLE,
            delivered: PEOPLE,
            failed: PEOPLE,
            unknown: PEOPLE,
        },
        messages: PEOPLE,
        cost: Some("1000000000.00".into()),
        seconds: Some(PEOPLE.into()),
        left: LEFT,
        begins: Some(0),
        corrects: true,
        stops: true,
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
        word: "cancelled".into(),
    };
    (FIRST..FIRST + 12).map(line).collect()
}
