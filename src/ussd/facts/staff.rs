//! What people who work with the record are told: facts for their texts, and reports,
//! stocks and refusals in words.

use crate::broadcasts::plan;
use crate::stock::ledger::EntryKind;
use crate::text::gsm;
use crate::text::texts::Language;
use crate::ussd::ask::lines;
use crate::ussd::desk::{Before, Cannot, Entry, Line, Ordering, PinTold, Question, Told};
use crate::ussd::menu::Tell;
use crate::ussd::state::{Draft, State};
use crate::ussd::world::World;

/// Letters of a product's name that a question for a number has room for, in GSM 03.38 and
/// in a script of its own; a longer one is called by its code there.
const ITEM: (usize, usize) = (60, 30);

/// What is asked of the record before it is told, if anything.
#[must_use]
pub const fn question(tell: Tell) -> Option<Question> {
    match tell {
        Tell::Short => Some(Question::Short),
        Tell::Expiring => Some(Question::Expiring),
        Tell::Waiting => Some(Question::Waiting),
        Tell::Reports => Some(Question::Reports),
        Tell::AreaOut => Some(Question::AreaOut),
        Tell::Unreported => Some(Question::Unreported),
        Tell::CastAsks | Tell::CastShown => Some(Question::Cast),
        Tell::Order => Some(Question::Order),
        _ => None,
    }
}

/// The text for a report of each kind.
const fn entry_text(entry: Entry) -> &'static str {
    match entry {
        Entry::Count => "entry-count",
        Entry::Receipt => "entry-receipt",
        Entry::Issue => "entry-issue",
        Entry::Broken => "entry-broken",
        Entry::Missing => "entry-missing",
        Entry::Lost => "entry-lost",
        Entry::Expired => "entry-expired",
    }
}

const ENTRIES: [(&str, &[&str]); 7] = [
    ("entry-count", &["units"]),
    ("entry-receipt", &["units"]),
    ("entry-issue", &["units"]),
    ("entry-broken", &["units"]),
    ("entry-missing", &["units"]),
    ("entry-lost", &["units"]),
    ("entry-expired", &["units"]),
];

/// The texts that a telling uses, for `check`.
pub(super) const fn texts_of(tell: Tell) -> &'static [(&'static str, &'static [&'static str])] {
    match tell {
        Tell::Card | Tell::Cast | Tell::CastAsks | Tell::CastShown => &[],
        Tell::Desk => &[("desk-area", &[])],
        Tell::Report => &[
            ("report-sure", &[]),
            ("report-before", &["units", "age"]),
            ("report-first", &[]),
            ("report-far", &[]),
            ("report-expires", &["month"]),
            ENTRIES[0],
            ENTRIES[1],
            ENTRIES[2],
            ENTRIES[3],
            ENTRIES[4],
            ENTRIES[5],
            ENTRIES[6],
        ],
        Tell::ReportDone => &[
            ("report-done", &[]),
            ("report-now", &["units"]),
            ("report-expires", &["month"]),
        ],
        Tell::Undo => &[("undo-sure", &[])],
        Tell::UndoDone => &[("undo-done", &[]), ("undo-unknown", &["product"])],
        Tell::WhyNot => &[
            ("not-allowed", &[]),
            ("not-counted", &["product"]),
            ("not-so-many", &["product", "units"]),
            ("not-too-many", &[]),
            ("not-to-undo", &[]),
            ("not-needed", &["product"]),
            ("not-open", &[]),
            ("not-phone", &[]),
            ("sms-cast-long", &["messages", "most"]),
            ("sms-cast-nobody", &[]),
            ("sms-cast-own", &[]),
            ("not-too-old", &[]),
            ("sms-cast-already", &[]),
            ("sms-cast-officer", &[]),
            ("not-stopped", &[]),
            ("not-past", &[]),
        ],
        Tell::Short => &[
            ("short-head", &[]),
            ("short-none", &[]),
            ("short-out", &["product"]),
            ("short-left", &["product", "units"]),
        ],
        Tell::Order => &[
            ("order-now", &["product", "units"]),
            ("order-not", &["product"]),
            ("order-unknown", &[]),
            ("order-silent", &["product"]),
            ("report-before", &["units", "age"]),
            ("order-left", &["units", "age", "days", "month"]),
            ("order-why", &["lead", "times"]),
            ("order-like", &["peers"]),
            ("sms-order-reckoned", &["day"]),
        ],
        Tell::Expiring => &[("expiring-head", &[]), ("expiring-none", &[])],
        Tell::Waiting => &[("waiting-head", &[]), ("waiting-none", &[])],
        Tell::Reports => &[
            ("reports-head", &[]),
            ("reports-none", &[]),
            ("reports-line", &["age", "report"]),
        ],
        Tell::AreaOut => &[
            ("area-out-head", &[]),
            ("area-out-none", &[]),
            ("area-out-line", &["product", "out", "all"]),
        ],
        Tell::Unreported => &[
            ("unreported-head", &[]),
            ("unreported-none", &[]),
            ("unreported-line", &["facility", "age"]),
            ("unreported-never", &["facility"]),
        ],
    }
}

/// A fact that texts for people who work with the record name.
pub(super) fn fact(name: &str, state: &State, world: &World<'_>) -> Option<String> {
    let named = |id: i64| {
        let facility = world.country.facility(id)?;
        Some(gsm::plain(&facility.name))
    };
    match name {
        "entry" => {
            let word = match state.chosen.entry?.kind() {
                EntryKind::Count | EntryKind::Reversal => "count",
                EntryKind::Receipt | EntryKind::AdjustmentUp | EntryKind::TransferIn => "receipt",
                EntryKind::Issue | EntryKind::AdjustmentDown | EntryKind::TransferOut => "issue",
                EntryKind::Loss => "loss",
            };
            Some(word.to_owned())
        }
        "item" => {
            let id = state.chosen.product?;
            let name = product(id, world);
            let asked = world.language(state).letters_of("quantity");
            let plain = gsm::septets(asked).is_some() && gsm::septets(&name).is_some();
            if name.chars().count() <= if plain { ITEM.0 } else { ITEM.1 } {
                return Some(name);
            }
            Some(world.country.product(id)?.code.to_uppercase())
        }
        "left" => match &state.told {
            Some(Told::Pin(PinTold::Wrong(left))) => Some(left.to_string()),
            _ => None,
        },
        "minutes" => match &state.told {
            Some(Told::Pin(PinTold::Locked(until))) => {
                let seconds = until - world.now.timestamp();
                Some(((seconds + 30) / 60).max(1).to_string())
            }
            _ => None,
        },
        "listed" => match &state.told {
            Some(Told::Draft(Draft::List { listed: true, .. })) => Some("shown".to_owned()),
            Some(Told::Draft(Draft::List { .. })) => Some("hidden".to_owned()),
            _ => None,
        },
        "number" => Some(state.chosen.phone.as_ref()?.tail.to_string()),
        "person" => Some(gsm::plain(state.chosen.name.as_deref()?)),
        "workplace" => match (&state.told, &state.desk) {
            (
                Some(Told::Draft(Draft::Register { facility, .. } | Draft::LetIn { facility, .. })),
                _,
            ) => named(*facility),
            (_, Some(desk)) if state.chosen.person.is_none() => named(desk.facility?),
            _ => named(state.chosen.facility?),
        },
        _ => None,
    }
}

/// What the service tells somebody who works with the record; `None` where what it would
/// tell of is gone.
pub(super) fn tell(tell: Tell, state: &State, world: &World<'_>) -> Option<String> {
    let language = world.language(state);
    let told = state.told.as_ref();
    let listed = |head: &str, none: &str, line: &dyn Fn(&Line) -> String| {
        let lines = lines(state);
        if lines.is_empty() {
            return language.word(none);
        }
        let mut said = vec![language.word(head)];
        said.extend(lines.iter().map(line));
        said.join("\n")
    };
    Some(match tell {
        Tell::Card | Tell::Cast | Tell::CastAsks | Tell::CastShown => return None,
        Tell::Desk => {
            let at = state.desk.as_ref().and_then(|desk| desk.facility);
            let at = at.and_then(|id| world.country.facility(id));
            at.map_or_else(|| language.word("desk-area"), |at| gsm::plain(&at.name))
        }
        Tell::Report | Tell::ReportDone => match told {
            Some(Told::Draft(draft @ Draft::Report { .. })) => {
                report(tell, draft, language, world)?
            }
            _ => return None,
        },
        Tell::Undo | Tell::UndoDone => match told {
            Some(Told::Draft(Draft::Undo { lines, .. })) => {
                taking_back(tell, lines, language, world)
            }
            _ => return None,
        },
        Tell::WhyNot => match told {
            Some(Told::Cannot(cannot)) => why_not(*cannot, state, world),
            _ => return None,
        },
        Tell::Short => listed("short-head", "short-none", &|line| {
            let name = product(line.id, world);
            match line.units {
                Some(0) | None => language.with("short-out", "product", name),
                Some(left) => {
                    let left = units(left, line.id, world);
                    language.say("short-left", &[("product", name), ("units", left)])
                }
            }
        }),
        Tell::Order => match told {
            Some(Told::Order(Some(order))) => ordering(order, language, world),
            _ => language.word("order-unknown"),
        },
        Tell::Expiring => listed("expiring-head", "expiring-none", &|line| {
            let date = line
                .at
                .and_then(|at| chrono::DateTime::from_timestamp(at, 0));
            let date = date.map(|date| date.format("%d/%m/%Y").to_string());
            let parts = [
                product(line.id, world),
                gsm::plain(&line.name),
                date.unwrap_or_default(),
            ];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join(" ")
        }),
        Tell::Waiting => listed("waiting-head", "waiting-none", &|line| {
            format!("{}: {}", product(line.id, world), line.units.unwrap_or(0))
        }),
        Tell::Reports => listed("reports-head", "reports-none", &|line| {
            let at = line.at.and_then(|at| u32::try_from(at).ok());
            let facts = [
                ("age", world.age(language, at.unwrap_or(0))),
                ("report", said(line, language, world)),
            ];
            language.say("reports-line", &facts)
        }),
        Tell::AreaOut => listed("area-out-head", "area-out-none", &|line| {
            let facts = [
                ("product", product(line.id, world)),
                ("out", line.units.unwrap_or(0).to_string()),
                ("all", line.of.unwrap_or(0).to_string()),
            ];
            language.say("area-out-line", &facts)
        }),
        Tell::Unreported => listed("unreported-head", "unreported-none", &|line| {
            let facility = world.country.facility(line.id);
            let facility = facility.map_or_else(|| "-".to_owned(), |at| gsm::plain(&at.name));
            let Some(at) = line.at.and_then(|at| u32::try_from(at).ok()) else {
                return language.with("unreported-never", "facility", facility);
            };
            let age = world.age(language, at);
            language.say("unreported-line", &[("facility", facility), ("age", age)])
        }),
    })
}

/// What to order of a product: how much, how long what is left lasts, and why that is too short; or to count it first, without
/// a number that would follow from what nobody knows.
fn ordering(order: &Ordering, language: &Language, world: &World<'_>) -> String {
    let name = product(order.product, world);
    let left = units(order.left, order.product, world);
    let age = world.age(language, u32::try_from(order.heard_at).unwrap_or(0));
    let what = match order.units {
        None => {
            let facts = [("units", left), ("age", age)];
            let lines = [
                language.with("order-silent", "product", name),
                language.say("report-before", &facts),
            ];
            return lines.join("\n");
        }
        Some(0) => language.with("order-not", "product", name),
        Some(more) => {
            let more = units(more, order.product, world);
            language.say("order-now", &[("product", name), ("units", more)])
        }
    };
    let left = language.say(
        "order-left",
        &[
            ("units", left),
            ("age", age),
            ("days", order.days.to_string()),
            ("month", order.month.to_string()),
        ],
    );
    // What is guessed is ordered for the middle of those like it: nobody knows how often that lasts.
    let why = match order.peers {
        Some(peers) => language.with("order-like", "peers", peers.to_string()),
        None => language.say(
            "order-why",
            &[
                ("lead", order.lead.to_string()),
                ("times", order.times.to_string()),
            ],
        ),
    };
    let reckoned = order.reckoned.map(|day| {
        let day = day.format("%d/%m").to_string();
        language.with("sms-order-reckoned", "day", day)
    });
    let lines = [Some(what), Some(left), Some(why), reckoned];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// The report that is to be confirmed, or was kept.
fn report(tell: Tell, draft: &Draft, language: &Language, world: &World<'_>) -> Option<String> {
    let Draft::Report {
        product: id,
        entry,
        quantity,
        expires,
        before,
        far,
        now,
        ..
    } = draft
    else {
        return None;
    };
    let mut lines = vec![
        product(*id, world),
        language.with(entry_text(*entry), "units", units(*quantity, *id, world)),
    ];
    lines.extend(expires.map(|day| {
        let month = day.format("%m/%Y").to_string();
        language.with("report-expires", "month", month)
    }));
    if tell == Tell::ReportDone {
        lines.insert(0, language.word("report-done"));
        if let Some(now) = now.filter(|_| *entry != Entry::Count) {
            lines.push(language.with("report-now", "units", units(now, *id, world)));
        }
        return Some(lines.join("\n"));
    }
    lines.push(match before {
        Some(Before { units: before, at }) => {
            let age = world.age(language, u32::try_from(*at).unwrap_or(0));
            let facts = [("units", units(*before, *id, world)), ("age", age)];
            language.say("report-before", &facts)
        }
        None => language.word("report-first"),
    });
    lines.push(language.word(if *far { "report-far" } else { "report-sure" }));
    Some(lines.join("\n"))
}

/// The report that is to be taken back, or what is known after that.
fn taking_back(tell: Tell, lines: &[Line], language: &Language, world: &World<'_>) -> String {
    let done = tell == Tell::UndoDone;
    let head = language.word(if done { "undo-done" } else { "undo-sure" });
    let line = |line: &Line| {
        if !done {
            return said(line, language, world);
        }
        let name = product(line.id, world);
        match line.units {
            Some(now) => format!("{name}: {}", units(now, line.id, world)),
            None => language.with("undo-unknown", "product", name),
        }
    };
    let mut said = vec![head];
    said.extend(lines.iter().map(line));
    said.join("\n")
}

/// A line of a report: the product, and what was said of it.
fn said(line: &Line, language: &Language, world: &World<'_>) -> String {
    let name = product(line.id, world);
    let units = units(line.units.unwrap_or(0), line.id, world);
    let entry = line.entry.unwrap_or(Entry::Count);
    format!(
        "{name}: {}",
        language.with(entry_text(entry), "units", units)
    )
}

fn why_not(cannot: Cannot, state: &State, world: &World<'_>) -> String {
    let language = world.language(state);
    let mine = || {
        let id = state.chosen.product;
        id.map(|id| product(id, world)).unwrap_or_default()
    };
    match cannot {
        Cannot::NotAllowed => language.word("not-allowed"),
        Cannot::NeverCounted => language.with("not-counted", "product", mine()),
        Cannot::MoreThanThere(there) => {
            let there = match state.chosen.product {
                Some(id) => units(there, id, world),
                None => there.to_string(),
            };
            language.say("not-so-many", &[("product", mine()), ("units", there)])
        }
        Cannot::TooMany => language.word("not-too-many"),
        Cannot::NothingToUndo => language.word("not-to-undo"),
        Cannot::Needed(id) => language.with("not-needed", "product", product(id, world)),
        Cannot::NotOpen => language.word("not-open"),
        Cannot::PhoneTaken => language.word("not-phone"),
        Cannot::TooLong(messages) => {
            let facts = [
                ("messages", messages.to_string()),
                ("most", plan::LONGEST.to_string()),
            ];
            language.say("sms-cast-long", &facts)
        }
        Cannot::Nobody => language.word("sms-cast-nobody"),
        Cannot::Own => language.word("sms-cast-own"),
        Cannot::TooOld => language.word("not-too-old"),
        Cannot::Already => language.word("sms-cast-already"),
        Cannot::NoOfficer => language.word("sms-cast-officer"),
        Cannot::Stopped => language.word("not-stopped"),
        Cannot::Past => language.word("not-past"),
    }
}

/// A product with its strength and form, controlled or not.
fn product(id: i64, world: &World<'_>) -> String {
    let Some(product) = world.country.product(id) else {
        return "-".to_owned();
    };
    let words = [&*product.generic, &*product.strength, &*product.form];
    let words = words.into_iter().filter(|word| !word.is_empty());
    gsm::plain(&words.collect::<Vec<_>>().join(" "))
}

/// A number of units with the unit.
fn units(quantity: u32, id: i64, world: &World<'_>) -> String {
    let unit = world.country.product(id).map(|product| &*product.unit);
    let said = format!("{quantity} {}", gsm::plain(unit.unwrap_or_default()));
    said.trim_end().to_owned()
}
