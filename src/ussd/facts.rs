//! The facts that texts name, and the card of one facility.

mod cast;
mod staff;

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::ask::{NEAR_KM, amount_word};
use super::menu::Tell;
use super::state::State;
use super::world::World;
use crate::directory::confidence::{Amount, Sure, confidence};
use crate::text::gsm;
use crate::text::texts::Language;
pub use staff::question;

/// Every fact a text may name.
pub const FACTS: [&str; 22] = [
    "product",
    "medicine",
    "place",
    "facility",
    "area",
    "radius",
    "drops",
    "entry",
    "item",
    "left",
    "minutes",
    "listed",
    "person",
    "workplace",
    "number",
    "people",
    "whom",
    "tongue",
    "own",
    "agreed",
    "where",
    "figure",
];
/// What stands for a fact there is none of, for texts that choose by it.
const NONE: &str = "none";

/// A text with the facts that it names.
#[must_use]
pub fn say(id: &str, state: &State, world: &World<'_>) -> String {
    world.language(state).tell(id, |name| {
        let fact = fact(name, state, world);
        Some(fact.map_or(Cow::Borrowed(NONE), Cow::Owned))
    })
}

fn fact(name: &str, state: &State, world: &World<'_>) -> Option<String> {
    let place = |id: i64| world.country.place(id).map(|place| gsm::plain(&place.name));
    match name {
        "product" => world.product(state.chosen.product?),
        "medicine" => state
            .chosen
            .medicine
            .as_deref()
            .map(|key| world.medicine(key)),
        "place" => place(state.profile.place?),
        "facility" => world
            .facility(state.chosen.facility?)
            .map(|facility| gsm::plain(&facility.name)),
        "area" => place(state.chosen.area?),
        "drops" => Some(
            if state.profile.text_drops {
                "on"
            } else {
                "off"
            }
            .to_owned(),
        ),
        "radius" => Some(format!("{NEAR_KM:.0}")),
        "people" | "whom" | "tongue" | "own" | "agreed" | "where" | "figure" => {
            cast::fact(name, state, world)
        }
        _ => staff::fact(name, state, world),
    }
}

/// The texts that a telling uses, for `check`.
#[must_use]
pub fn texts_of(tell: Tell) -> &'static [(&'static str, &'static [&'static str])] {
    match tell {
        Tell::Card => &[
            ("card-contact", &["contact"]),
            ("card-stock", &["product", "amount", "age"]),
            ("card-sure-sure", &[]),
            ("card-sure-likely", &[]),
            ("card-sure-perhaps", &[]),
            ("card-sure-unlikely", &[]),
            ("card-price", &["currency", "price", "unit"]),
            ("card-distance", &["km", "place"]),
            ("card-hours", &["hours"]),
        ],
        Tell::Cast | Tell::CastAsks | Tell::CastShown => cast::texts_of(tell),
        tell => staff::texts_of(tell),
    }
}

/// What the service tells in place of a fixed text.
#[must_use]
pub fn tell(tell: Tell, state: &State, world: &World<'_>) -> String {
    match tell {
        // A facility that is gone, or no longer listed, is not on any list.
        Tell::Card => {
            card(state, world).unwrap_or_else(|| world.language(state).word("notice-changed"))
        }
        Tell::Cast | Tell::CastAsks | Tell::CastShown => cast::tell(tell, state, world)
            .unwrap_or_else(|| world.language(state).word("notice-changed")),
        tell => staff::tell(tell, state, world)
            .unwrap_or_else(|| world.language(state).word("notice-changed")),
    }
}

/// One facility, a line a fact, the most needed first: who, the number to call,
/// what they have and how sure that is; then how far and from what.
fn card(state: &State, world: &World<'_>) -> Option<String> {
    let language = world.language(state);
    let facility = world.facility(state.chosen.facility?)?;
    let mut lines = vec![gsm::plain(&facility.name)];
    if !facility.contact.is_empty() {
        lines.push(language.with("card-contact", "contact", &*facility.contact));
    }
    if let Some(product) = state.chosen.product {
        lines.extend(stock_lines(facility.id, product, language, world));
    }
    if let (Some((place, from)), Some(to)) = (world.place(state), facility.point) {
        lines.push(language.say(
            "card-distance",
            &[
                ("km", world.km(from.km_to(to))),
                ("place", gsm::plain(&place.name)),
            ],
        ));
    }
    if !facility.address.is_empty() {
        lines.push(gsm::plain(&facility.address));
    }
    if !facility.hours.is_empty() {
        lines.push(language.with("card-hours", "hours", gsm::plain(&facility.hours)));
    }
    Some(lines.join("\n"))
}

fn stock_lines(facility: i64, product: i64, language: &Language, world: &World<'_>) -> Vec<String> {
    let (Some(level), Some(label)) = (
        world.country.level(facility, product),
        world.product(product),
    ) else {
        return Vec::new();
    };
    let sure = match Sure::of(confidence(&level, world.now)) {
        Sure::Sure => "card-sure-sure",
        Sure::Likely => "card-sure-likely",
        Sure::Perhaps => "card-sure-perhaps",
        Sure::Unlikely => "card-sure-unlikely",
    };
    let amount = language.word(amount_word(Amount::of(&level)));
    let stock = [
        ("product", label),
        ("amount", amount),
        ("age", world.age(language, level.counted_at)),
    ];
    let mut lines = vec![language.say("card-stock", &stock), language.word(sure)];
    if level.price > 0 {
        let price = Decimal::new(i64::from(level.price), 2);
        // Shillings have cents on paper only: they are shown where there are any.
        let price = if price.fract().is_zero() {
            price.trunc().to_string()
        } else {
            price.to_string()
        };
        let unit = world
            .country
            .product(product)
            .map(|product| gsm::plain(&product.unit))
            .unwrap_or_default();
        lines.push(language.say(
            "card-price",
            &[
                ("currency", world.currency.to_owned()),
                ("price", price),
                ("unit", unit),
            ],
        ));
    }
    lines
}
