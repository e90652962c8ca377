//! The whole catalogue of the demo: so many codes that nearly any short word is near one.

use std::collections::BTreeSet;

use medvault::directory::catalogue::{Product, ProductKind};
use medvault::directory::names::fold;
use medvault::sms::grammar::Known;

/// What is counted of each product, and how strong it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// As the catalogue says.
    Yes,
    /// Left out: any unit and any strength fits.
    No,
}

fn rows() -> Vec<csv::StringRecord> {
    let file = include_str!("../../src/demo/products.csv");
    let rows = csv::Reader::from_reader(file.as_bytes()).into_records();
    rows.collect::<Result<_, _>>().unwrap()
}

fn product(code: &str, generic: &str, strength: &str, unit: &str) -> Product {
    Product {
        id: 0,
        code: code.into(),
        kind: ProductKind::Medicine,
        generic: generic.into(),
        generic_key: fold(generic).into(),
        form: "".into(),
        strength: strength.into(),
        unit: unit.into(),
        used_for: "".into(),
        controlled: false,
    }
}

/// Every code.
pub(crate) fn codes() -> BTreeSet<String> {
    let rows = rows();
    let codes = rows.iter().map(|row| row[7].to_owned());
    codes.collect()
}

/// Every product with its names, and some codes more.
pub(crate) fn known(more: &[&str], told: Told) -> Known {
    let rows = rows();
    let of = |row: &csv::StringRecord| {
        let (strength, unit) = match told {
            Told::Yes => (row[3].to_owned(), row[8].to_owned()),
            Told::No => Default::default(),
        };
        product(&row[7], &row[0], &strength, &unit)
    };
    let codes = codes();
    let more = more.iter().filter(|code| !codes.contains(**code));
    let products: Vec<Product> = rows
        .iter()
        .map(of)
        .chain(more.map(|code| product(code, code, "", "")))
        .collect();
    let names = rows.iter().flat_map(|row| {
        let brands = row[4].split(';').filter(|brand| !brand.is_empty());
        brands.map(|brand| (brand, &row[7]))
    });
    Known::of(&products, names)
}
