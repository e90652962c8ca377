//! The longest data the record can hold, in Latin letters and in Ethiopic.

use crate::directory::catalogue::{
    Catalogue, Facility, FacilityKind, NameKind, Place, PlaceKind, Point, Product, ProductKind,
    ProductName,
};
use crate::directory::country::{Country, Level};

/// The limits that the tables hold every import to, in letters.
pub(super) mod limits {
    pub(in super::super) const PLACE: usize = 80;
    pub(in super::super) const FACILITY: usize = 103;
    pub(in super::super) const ADDRESS: usize = 120;
    pub(in super::super) const HOURS: usize = 40;
    pub(in super::super) const GENERIC: usize = 100;
    pub(in super::super) const FORM: usize = 24;
    pub(in super::super) const STRENGTH: usize = 40;
    pub(in super::super) const UNIT: usize = 12;
    pub(in super::super) const USED_FOR: usize = 40;
}

/// The script that names are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Ethiopic,
}

/// Ids that the longest country has of each.
pub(super) const FIRST: i64 = 1;
/// How many places it has: enough for numbers of two digits.
const COUNTIES: i64 = 14;
/// How many forms one medicine has, and how many facilities hold them.
const MANY: i64 = 12;

/// A country whose every value is as long as the record allows.
pub(super) fn country(script: Script) -> Country {
    let point = Some(Point {
        lat: -1.3,
        lon: 36.8,
    });
    let places = (FIRST..=COUNTIES).map(|id| Place {
        id,
        kind: if id == FIRST {
            PlaceKind::Country
        } else {
            PlaceKind::County
        },
        name: words(script, limits::PLACE, id),
        alt_names: Box::default(),
        parent: (id != FIRST).then_some(FIRST),
        point,
        population: 0,
    });
    let facilities = (FIRST..=MANY).map(|id| Facility {
        id,
        code: format!("f{id}").into(),
        name: words(script, limits::FACILITY, id),
        kind: FacilityKind::Hospital,
        ownership: "".into(),
        place: Some(FIRST),
        address: words(script, limits::ADDRESS, id),
        contact: "+254700000000000".into(),
        hours: words(script, limits::HOURS, id),
        point,
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
    let level = Level {
        quantity: 1_000,
        counted_at: 0,
        price: 4_000_000_000,
        monthly_use: f32::NAN,
        none_reports: 0,
    };
    country.load_levels(
        (FIRST..=MANY)
            .flat_map(|facility| (FIRST..=MANY).map(move |product| (facility, product, level))),
    );
    country
}

/// The key of its one medicine.
pub(super) fn medicine(script: Script) -> Box<str> {
    words(script, limits::GENERIC, 0).to_lowercase().into()
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
