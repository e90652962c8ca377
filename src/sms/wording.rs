//! How a report is answered in words: what is kept, with its unit, and what is asked. Pure.

use super::find::ROOM;
use super::grammar::{Ask, Report, Why};
use super::texts::UNITS;
use crate::directory::catalogue::Product;
use crate::stock::book::{Booked, Item, Moved};
use crate::stock::ledger::{EntryKind, Impossible};
use crate::text::gsm::{self, Room};
use crate::text::texts::Language;
use crate::ussd::world::World;

/// What became of a report.
pub struct Told<'a> {
    /// As it was understood.
    pub report: &'a Report,
    /// What of it was to be booked.
    pub items: &'a [Item],
    /// What was booked.
    pub booked: &'a Booked,
    /// What was not, since a later count is known.
    pub late: &'a [Item],
    /// Products that the facility holds and did not report on.
    pub missing: &'a [i64],
}

/// What the echo of a report takes at most: three SMS joined. Whoever reports more is told
/// how much more was kept.
const ECHO: Room = Room {
    septets: 459,
    ucs2: 201,
};

/// Letters of what is asked about at most: enough to find it in the text that was sent.
const LONGEST_ABOUT: usize = 40;

/// A text, and the items it lists.
type Group = (&'static str, Vec<String>);

/// What is kept and what is asked, the asking shortened where it would not fit one message.
#[must_use]
pub fn told(told: &Told<'_>, language: &Language, world: &World<'_>) -> String {
    let mut kept = kept(told.items, told.booked, language, world);
    let report = told.report;
    if !told.late.is_empty() {
        let late = told.late.iter();
        let late = late.map(|item| format!("{} {}", code(item.product, world), item.quantity));
        kept.push(("sms-late", late.collect()));
    }
    let mut groups = kept.clone();
    for (why, id) in WHYS {
        let about = report.ask.iter().filter(|ask| ask.why == why);
        let about: Vec<String> = about.map(asked).collect();
        if about.is_empty() {
            continue;
        }
        // "OUT" may say that there is none left, or that some was given out.
        let id = if why == Why::NoNumber && report.out {
            "sms-ask-out"
        } else {
            id
        };
        groups.push((id, about));
    }
    let said = groups.iter();
    let said = said.map(|(id, items)| language.with(id, "items", items.join(", ")));
    let whole = sentences(&said.collect::<Vec<_>>(), language);
    if ROOM.holds(&whole) {
        if told.missing.is_empty() {
            return whole;
        }
        let mut codes: Vec<String> = told.missing.iter().map(|of| code(*of, world)).collect();
        codes.retain(|code| !code.is_empty());
        codes.sort_unstable();
        let join =
            |parts: &[String]| sentences(&[std::slice::from_ref(&whole), parts].concat(), language);
        let with = fitted(&[("sms-not-told", codes)], join, language);
        // Where there is no room for it, what was kept is what must be told.
        return if ROOM.holds(&with) { with } else { whole };
    }
    let mut short = kept;
    let about: Vec<String> = report.ask.iter().map(about).collect();
    if !about.is_empty() {
        short.push(("sms-ask-unclear", about));
    }
    echoed(&short, language)
}

/// What is asked about, in capitals and not too long.
fn about(ask: &Ask) -> String {
    let about = gsm::plain(&ask.about).to_uppercase();
    match about.char_indices().nth(LONGEST_ABOUT) {
        Some((end, _)) => format!("{}...", about.get(..end).unwrap_or_default()),
        None => about,
    }
}

/// The same, with what it may have been meant to be.
fn asked(ask: &Ask) -> String {
    let about = about(ask);
    match (&ask.likely, ask.quantity) {
        (Some(likely), _) => {
            let codes = std::iter::once(likely).chain(&ask.others);
            let codes: Vec<String> = codes.map(|code| code.to_uppercase()).collect();
            format!("{about} ({}?)", codes.join(", "))
        }
        (None, Some(quantity)) if ask.why == Why::Outlier => format!("{about} {quantity}"),
        _ => about,
    }
}

/// Lists one after the other, each cut after as many as the echo of a report takes.
pub(super) fn echoed(groups: &[Group], language: &Language) -> String {
    let join = |parts: &[String]| sentences(parts, language);
    cut_to(ECHO, groups, join, language).0
}

/// As [`echoed`], with something said behind it.
pub(super) fn echoed_then(groups: &[Group], then: &[String], language: &Language) -> String {
    let join = |parts: &[String]| sentences(&[parts, then].concat(), language);
    cut_to(ECHO, groups, join, language).0
}

/// What is said one after the other, with the language's full stop between.
#[must_use]
pub fn sentences(said: &[String], language: &Language) -> String {
    let mut whole = String::new();
    for part in said {
        if let Some(last) = whole.chars().last() {
            if !matches!(last, '.' | '?' | '!' | '።' | ':') {
                whole.push_str(&language.word("full-stop"));
            }
            whole.push(' ');
        }
        whole.push_str(part);
    }
    whole
}

/// Texts with a list of items each, joined, and every list cut after as many as let the
/// whole fit one message; how many more there are is told.
#[must_use]
pub fn fitted(
    groups: &[(&str, Vec<String>)],
    join: impl Fn(&[String]) -> String,
    language: &Language,
) -> String {
    fitting(groups, join, language).0
}

/// As [`fitted`], and after how many the lists are cut.
#[must_use]
pub fn fitting(
    groups: &[(&str, Vec<String>)],
    join: impl Fn(&[String]) -> String,
    language: &Language,
) -> (String, usize) {
    cut_to(ROOM, groups, join, language)
}

/// As [`fitting`], of any room.
fn cut_to(
    room: Room,
    groups: &[(&str, Vec<String>)],
    join: impl Fn(&[String]) -> String,
    language: &Language,
) -> (String, usize) {
    let longest = groups.iter().map(|(_, items)| items.len()).max();
    let mut most = longest.unwrap_or_default();
    loop {
        let parts = groups
            .iter()
            .map(|(text, items)| language.with(text, "items", cut(items, most)));
        let whole = join(&parts.collect::<Vec<_>>());
        if most <= 1 || room.holds(&whole) {
            return (whole, most);
        }
        most -= 1;
    }
}

/// The first so many of a list, and how many more there are.
fn cut(items: &[String], most: usize) -> String {
    let said = items.iter().take(most).cloned().collect::<Vec<_>>();
    match items.len().saturating_sub(most) {
        0 => said.join(", "),
        more => format!("{} +{more}", said.join(", ")),
    }
}

/// What of some items was kept, and what could not be.
#[must_use]
pub fn booked(items: &[Item], booked: &Booked, language: &Language, world: &World<'_>) -> String {
    echoed(&kept(items, booked, language, world), language)
}

/// What is known after a report was taken back.
#[must_use]
pub fn undone(moved: &[(i64, Moved)], language: &Language, world: &World<'_>) -> String {
    let items: Vec<String> = moved
        .iter()
        .map(|(product, moved)| match moved.now {
            Some(now) => format!(
                "{} {}",
                code(*product, world),
                amount(now.quantity, world.country.product(*product), language)
            ),
            None => format!(
                "{} {}",
                code(*product, world),
                language.word("sms-unknown-now")
            ),
        })
        .collect();
    echoed(&[("sms-undone", items)], language)
}

/// A product's code as people write it.
#[must_use]
pub fn code(product: i64, world: &World<'_>) -> String {
    let product = world.country.product(product);
    product
        .map(|product| product.code.to_uppercase())
        .unwrap_or_default()
}

/// Why something is asked, and the text that asks it, in the order they are said.
const WHYS: [(Why, &str); 9] = [
    (Why::Outlier, "sms-ask-sure"),
    (Why::NoNumber, "sms-ask-number"),
    (Why::NoCode, "sms-ask-code"),
    (Why::UnknownCode, "sms-ask-code-unknown"),
    (Why::Duplicate, "sms-ask-twice"),
    (Why::Negative, "sms-ask-whole"),
    (Why::Decimal, "sms-ask-whole"),
    (Why::Sum, "sms-ask-whole"),
    (Why::Unclear, "sms-ask-unclear"),
];

fn kept(items: &[Item], booked: &Booked, language: &Language, world: &World<'_>) -> Vec<Group> {
    let (mut saved, mut less, mut never) = (Vec::new(), Vec::new(), Vec::new());
    for (item, (product, moved)) in items.iter().zip(&booked.items) {
        let named = code(*product, world);
        let known = world.country.product(*product);
        match moved {
            Ok(moved) => {
                let now = moved.now.map_or(0, |now| now.quantity);
                let units = amount(item.quantity, known, language);
                let beside = beside(item);
                saved.push(match item.kind {
                    EntryKind::Receipt | EntryKind::AdjustmentUp | EntryKind::TransferIn => {
                        format!("{named} +{units} = {now}{beside}")
                    }
                    EntryKind::Issue
                    | EntryKind::Loss
                    | EntryKind::AdjustmentDown
                    | EntryKind::TransferOut => {
                        format!("{named} -{units} = {now}{beside}")
                    }
                    EntryKind::Count | EntryKind::Reversal => format!("{named} {units}{beside}"),
                });
            }
            Err(Impossible::MoreThanThere { there }) => {
                less.push(format!("{named} {} ({there})", item.quantity));
            }
            Err(Impossible::NeverCounted) => never.push(named),
            Err(Impossible::TooMany) => less.push(format!("{named} {}", item.quantity)),
        }
    }
    [
        ("sms-saved", saved),
        ("sms-ask-less", less),
        ("sms-ask-never", never),
    ]
    .into_iter()
    .filter(|(_, items)| !items.is_empty())
    .collect()
}

/// The batch and the expiry that are kept with an item, in the words that stand on packs
/// whatever their language.
fn beside(item: &Item) -> String {
    let mut said = String::new();
    if !item.batch.is_empty() {
        said.push_str(" LOT ");
        said.push_str(&gsm::plain(&item.batch));
    }
    if let Some(day) = item.expires_on {
        said.push_str(" EXP ");
        said.push_str(&day.format("%d/%m/%Y").to_string());
    }
    said
}

/// A number of units as people say it: `120 tabs`, `1 tab`; a unit that the texts do not
/// name as the catalogue does.
#[must_use]
pub fn amount(quantity: u32, product: Option<&Product>, language: &Language) -> String {
    let unit = product.map_or("", |product| &product.unit);
    let named = UNITS.iter().find(|(named, ..)| *named == unit);
    let unit = match named {
        Some((_, one, _)) if quantity == 1 => language.word(one),
        Some((_, _, many)) => language.word(many),
        None => gsm::plain(unit),
    };
    format!("{quantity} {unit}").trim_end().to_owned()
}
