//! What stays and what is noticed while a country changes.

use chrono::{DateTime, TimeDelta, Utc};
use medvault::directory::country::{
    Catalogue, Country, Facility, FacilityKind, Level, Point, Product, ProductKind,
};
use medvault::directory::products::Products;

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn facility(id: i64, lat: f64) -> Facility {
    Facility {
        id,
        code: format!("f-{id}").into(),
        name: "Afya".into(),
        kind: FacilityKind::Pharmacy,
        ownership: "".into(),
        place: None,
        address: "".into(),
        contact: "".into(),
        hours: "".into(),
        point: Some(Point { lat, lon: 36.8 }),
        listed: true,
    }
}

fn product(id: i64, generic: &str, form: &str, strength: &str, controlled: bool) -> Product {
    Product {
        id,
        code: format!("p{id}").into(),
        kind: ProductKind::Medicine,
        generic: generic.into(),
        generic_key: generic.to_lowercase().into(),
        form: form.into(),
        strength: strength.into(),
        unit: "tab".into(),
        used_for: "".into(),
        controlled,
    }
}

fn level(quantity: u32) -> Level {
    Level {
        quantity,
        counted_at: 1,
        price: 0,
        monthly_use: 4.0,
        none_reports: 0,
    }
}

fn country() -> Country {
    Country::build(Catalogue {
        facilities: vec![facility(1, -1.0), facility(2, 3.0)],
        products: vec![
            product(1, "Zinc", "tablet", "20 mg", false),
            product(2, "Morphine", "tablet", "10 mg", true),
        ],
        ..Catalogue::default()
    })
}

const HERE: Point = Point {
    lat: -1.0,
    lon: 36.9,
};

#[test]
fn a_flip_of_stock_nearby_unsettles_the_list() {
    let mut country = country();
    let minute = TimeDelta::minutes(1);
    country.put_level(1, 1, Some(level(5)), noon());
    assert!(
        country.unsettled_stock(1, HERE, 20.0, noon() - minute),
        "came into stock"
    );
    assert!(
        !country.unsettled_stock(1, HERE, 20.0, noon()),
        "before the list was made"
    );
    assert!(
        !country.unsettled_stock(1, HERE, 5.0, noon() - minute),
        "too far away"
    );
    assert!(
        !country.unsettled_stock(2, HERE, 20.0, noon() - minute),
        "another product"
    );
    country.put_level(1, 1, Some(level(4)), noon() + minute);
    assert!(
        !country.unsettled_stock(1, HERE, 20.0, noon()),
        "fewer is no flip"
    );
    country.put_level(1, 1, Some(level(0)), noon() + minute);
    assert!(
        country.unsettled_stock(1, HERE, 20.0, noon()),
        "went out of stock"
    );
    country.put_level(2, 1, Some(level(1)), noon() + minute * 20);
    assert!(
        !country.unsettled_stock(1, HERE, 20.0, noon()),
        "forgotten after a quarter of an hour"
    );
}

#[test]
fn what_may_have_been_forgotten_counts_as_unsettled() {
    let mut country = country();
    let second = TimeDelta::seconds(1);
    for n in 0..20_000 {
        country.put_level(2, 1, Some(level(n % 2)), noon());
    }
    assert!(
        country.unsettled_stock(1, HERE, 1.0, noon() - second),
        "too much happened since"
    );
    assert!(!country.unsettled_stock(1, HERE, 1.0, noon()));
    country.mark_changed(noon() + second * 9);
    assert!(
        country.unsettled_stock(1, HERE, 1.0, noon() + second * 8),
        "loaded afresh since"
    );
    assert_eq!(country.catalogue_changed_at(), noon() + second * 9);
}

#[test]
fn levels_of_products_that_stay_are_kept() {
    let mut country = country();
    country.load_levels(
        [
            (1, 1, level(5)),
            (1, 2, level(6)),
            (7, 1, level(7)),
            (1, 9, level(8)),
        ]
        .into_iter(),
    );
    assert_eq!(country.levels_len(), 2, "only what is known");
    let products = vec![
        product(1, "Zinc", "tablet", "1 g", false),
        product(3, "Zinc", "tablet", "500 mg", false),
        product(4, "Zinc", "syrup", "9 mg", false),
    ];
    country.replace_products(Products::new(products, Vec::new(), &[]), noon());
    assert_eq!(country.level(1, 1), Some(level(5)));
    assert_eq!(country.level(1, 2), None);
    assert_eq!(
        country.products_of("zinc"),
        [4, 3, 1],
        "by form, then by strength as an amount"
    );
    assert_eq!(country.catalogue_changed_at(), noon());
    assert!(country.product_by_code("p3").is_some() && country.product_by_code("p2").is_none());
}

#[test]
fn controlled_products_are_known_but_never_found() {
    let country = country();
    assert!(country.product(2).is_some());
    assert!(country.products_of("morphine").is_empty());
    assert_eq!(country.products_of_kind(ProductKind::Medicine), [1]);
    assert!(country.find_product("morphine").candidates.is_empty());
    assert_eq!(country.find_product("zinc").candidates[0].id, 1);
}
