//! The longest data the record can hold, in Latin letters and in Ethiopic.

use crate::directory::catalogue::{
    Catalogue, Facility, FacilityKind, NameKind, Place, PlaceKind, Point, Product, ProductKind,
    ProductName,
};
use crate::directory::country::{Country, Level};
use crate::import::limits;

/// Seconds since the oldest count that an import takes (of the year 2000), for as long as
/// this is likely to run: ages of four digits.
pub(super) const SECONDS: i64 = 60 * 60 * 24 * 7 * 2_000;

/// The script that names are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Ethiopic,
}

/// Ids that the longest country has of each.
pub(super) const FIRST: i64 = 1;
/// What somebody agreed to be reached for whose condition no text names.
pub(super) const CONDITION: &str = "condition:chronic_obstructive_pulmonarys";
/// Letters of a text that is typed at most, and of who is meant.
const TYPED: usize = 182;
const WHOM: usize = 140;
/// Letters of a person's name, and of a batch, at most.
const NAME: usize = 60;
/// How many places it has: enough for numbers of two digits.
const COUNTIES: i64 = 14;
/// How many forms one medicine has, and how many facilities hold them.
const MANY: i64 = 12;

/// A country whose every value is as long as the record allows.
pub(super) fn country(script: Script) -> Country {
    let here = Some(Point { lat: 0.0, lon: 0.0 });
    // Tenths of a kilometre are the longest way to say a short distance (9.9 km), and
    // the other side of the earth is the longest one.
    let there = |id: i64| {
        let near = id % 2 == 0;
        Some(Point {
            lat: if near { 0.089 } else { 0.0 },
            lon: if near { 0.0 } else { 180.0 },
        })
    };
    let places = (FIRST..=COUNTIES).map(|id| Place {
        id,
        kind: if id == FIRST {
            PlaceKind::Country
        } else {
            PlaceKind::County
        },
        name: words(script, limits::PLACE_NAME, id),
        alt_names: Box::default(),
        parent: (id != FIRST).then_some(FIRST),
        point: here,
        population: 0,
    });
    let facilities = (FIRST..=MANY).map(|id| Facility {
        id,
        code: format!("f{id}").into(),
        name: words(script, limits::FACILITY_NAME, id),
        kind: FacilityKind::Hospital,
        ownership: "".into(),
        place: Some(FIRST),
        address: words(script, limits::ADDRESS, id),
        contact: "+254700000000000".into(),
        hours: words(script, limits::HOURS, id),
        point: there(id),
        listed: true,
    });
    let product = |id: i64, kind: ProductKind, generic: Box<str>| Product {
        id,
        code: format!("p{}", letters(id)).into(),
        kind,
        generic_key: generic.to_lowercase().into(),
        generic,
        form: words(script, limits::FORM, id),
        strength: words(script, limits::STRENGTH, id),
        unit: words(script, limits::UNIT, id),
        used_for: words(script, limits::USED_FOR, id),
        controlled: false,
    };
    let medicine = words(script, limits::GENERIC, 0);
    let mut products: Vec<Product> = (FIRST..=MANY)
        .map(|id| product(id, ProductKind::Medicine, medicine.clone()))
        .collect();
    products.extend(
        (100..=100 + MANY)
            .map(|id| product(id, ProductKind::Blood, words(script, limits::GENERIC, id))),
    );
    products.extend((200..=200 + MANY).map(|id| {
        product(
            id,
            ProductKind::Equipment,
            words(script, limits::GENERIC, id),
        )
    }));
    let names = vec![ProductName {
        name: medicine.clone(),
        generic_key: medicine.to_lowercase().into(),
        kind: NameKind::Generic,
    }];
    let mut country = Country::build(Catalogue {
        places: places.collect(),
        facilities: facilities.collect(),
        products,
        names,
        lookalikes: Vec::new(),
    });
    // Every word for how much there is.
    let level = |facility: i64| Level {
        quantity: match facility % 3 {
            0 => 1_000,
            1 => 20,
            _ => 2,
        },
        counted_at: 0,
        price: 4_000_000_000,
        monthly_use: f32::NAN,
        none_reports: 0,
    };
    country.load_levels((FIRST..=MANY).flat_map(|facility| {
        (FIRST..=MANY).map(move |product| (facility, product, level(facility)))
    }));
    country
}

/// The key of its one medicine.
pub(super) fn medicine(script: Script) -> Box<str> {
    words(script, limits::GENERIC, 0).to_lowercase().into()
}

/// What its longest-named person is called.
pub(super) fn name(script: Script) -> Box<str> {
    words(script, NAME, 0)
}

/// A text to many that is typed in one go.
pub(super) fn typed(script: Script) -> Box<str> {
    words(script, TYPED, 0)
}

/// Whom it is for, in words.
pub(super) fn whom(script: Script) -> Box<str> {
    words(script, WHOM, 0)
}

/// Words of exactly `length` letters, other ones for each `seed`.
fn words(script: Script, length: usize, seed: i64) -> Box<str> {
    let word = match script {
        Script::Latin => "Wamugunda ",
        Script::Ethiopic => "የአዲስ አበባ ",
    };
    format!("{} {}", letters(seed), word.repeat(length))
        .chars()
        .take(length - 1)
        .chain(['k'])
        .collect::<String>()
        .into()
}

fn letters(seed: i64) -> String {
    seed.to_string()
        .bytes()
        .map(|digit| char::from(digit - b'0' + b'a'))
        .collect()
}
