//! How a report is answered in words: what is kept, with its unit, and what is asked. Pure.

use super::find::ROOM;
use super::grammar::{Report, Why};
use crate::directory::catalogue::Product;
use crate::stock::book::{Booked, Item, Moved};
use crate::stock::ledger::{EntryKind, Impossible};
use crate::text::gsm;
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

/// What is kept and what is asked, the asking shortened where it would not fit one message.
#[must_use]
pub fn told(told: &Told<'_>, language: &Language, world: &World<'_>) -> String {
    let mut said = kept(told.items, told.booked, language, world);
    let report = told.report;
    if !told.late.is_empty() {
        let late = told.late.iter();
        let late = late.map(|item| format!("{} {}", code(item.product, world), item.quantity));
        let late = late.collect::<Vec<_>>().join(", ");
        said.push(language.with("sms-late", "items", late));
    }
    for (why, id) in WHYS {
        let about = report.ask.iter().filter(|ask| ask.why == why);
        let about: Vec<String> = about
            .map(|ask| {
                let about = gsm::plain(&ask.about).to_uppercase();
                match (&ask.likely, ask.quantity) {
                    (Some(likely), _) => format!("{about} ({}?)", likely.to_uppercase()),
                    (None, Some(quantity)) if why == Why::Outlier => format!("{about} {quantity}"),
                    _ => about,
                }
            })
            .collect();
        if about.is_empty() {
            continue;
        }
        // "OUT" may say that there is none left, or that some was given out.
        let id = if why == Why::NoNumber && report.out {
            "sms-ask-out"
        } else {
            id
        };
        said.push(language.with(id, "items", about.join(", ")));
    }
    let whole = sentences(&said);
    if !told.missing.is_empty() {
        let mut codes: Vec<String> = told.missing.iter().map(|of| code(*of, world)).collect();
        codes.retain(|code| !code.is_empty());
        codes.sort_unstable();
        let join = |parts: &[String]| sentences(&[std::slice::from_ref(&whole), parts].concat());
        let with = fitted(&[("sms-not-told", codes)], join, language);
        // Where there is no room for it, what was kept is what must be told.
        return if ROOM.holds(&with) { with } else { whole };
    }
    if ROOM.holds(&whole) {
        return whole;
    }
    let about: Vec<String> = report
        .ask
        .iter()
        .map(|ask| gsm::plain(&ask.about).to_uppercase())
        .collect();
    let mut short = kept(told.items, told.booked, language, world);
    if !about.is_empty() {
        short.push(language.with("sms-ask-unclear", "items", about.join(", ")));
    }
    sentences(&short)
}

/// What is said one after the other, with a stop between.
#[must_use]
pub fn sentences(said: &[String]) -> String {
    let mut whole = String::new();
    for part in said {
        if let Some(last) = whole.chars().last() {
            if !matches!(last, '.' | '?' | '!' | '።' | ':') {
                whole.push('.');
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
    let longest = groups.iter().map(|(_, items)| items.len()).max();
    let mut most = longest.unwrap_or_default();
    loop {
        let parts = groups
            .iter()
            .map(|(text, items)| language.with(text, "items", cut(items, most)));
        let whole = join(&parts.collect::<Vec<_>>());
        if most <= 1 || ROOM.holds(&whole) {
            return whole;
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
    sentences(&kept(items, booked, language, world))
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
                amount(now.quantity, world.country.product(*product))
            ),
            None => format!(
                "{} {}",
                code(*product, world),
                language.word("sms-unknown-now")
            ),
        })
        .collect();
    language.with("sms-undone", "items", items.join(", "))
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

fn kept(items: &[Item], booked: &Booked, language: &Language, world: &World<'_>) -> Vec<String> {
    let (mut saved, mut less, mut never) = (Vec::new(), Vec::new(), Vec::new());
    for (item, (product, moved)) in items.iter().zip(&booked.items) {
        let named = code(*product, world);
        let known = world.country.product(*product);
        match moved {
            Ok(moved) => {
                let now = moved.now.map_or(0, |now| now.quantity);
                let units = amount(item.quantity, known);
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
    .map(|(id, items)| language.with(id, "items", items.join(", ")))
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

/// A number of units as people say it: `120 tabs`, `1 tab`, `40 ml`.
fn amount(quantity: u32, product: Option<&Product>) -> String {
    let unit = product
        .map(|product| gsm::plain(&product.unit))
        .unwrap_or_default();
    let counted = unit.len() > 2 && unit.bytes().all(|letter| letter.is_ascii_lowercase());
    let plural = match unit.bytes().last() {
        Some(b's' | b'x' | b'h') => "es",
        _ => "s",
    };
    let plural = if counted && quantity != 1 { plural } else { "" };
    format!("{quantity} {unit}{plural}").trim_end().to_owned()
}
