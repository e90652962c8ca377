//! How long finding a name takes, among 2,700 names of products and 50,000 places.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use medvault::directory::catalogue::{NameKind, Place, PlaceKind, ProductName};
use medvault::directory::names::measure::{Noise, noisy};
use medvault::directory::places::Places;
use medvault::directory::products::Products;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

const PRODUCTS: usize = 2_700;
const PLACES: usize = 50_000;
const WIDER: i64 = 500;

const BEGINNINGS: &[&str] = &[
    "b", "ch", "d", "f", "g", "k", "l", "m", "n", "ng", "p", "r", "s", "t", "w", "z",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "a", "i", "an", "en", "ol"];
const ENDINGS: &[&str] = &[
    "cillin", "mycin", "zole", "pril", "olol", "statin", "ide", "ine", "one", "xel",
];

fn pick<'a>(dice: &mut StdRng, from: &[&'a str]) -> &'a str {
    from.get(dice.random_range(0..from.len()))
        .copied()
        .unwrap_or_default()
}

/// A word of some syllables, as place names here sound.
fn word(dice: &mut StdRng, syllables: usize) -> String {
    (0..syllables)
        .map(|_| format!("{}{}", pick(dice, BEGINNINGS), pick(dice, VOWELS)))
        .collect()
}

fn products(dice: &mut StdRng) -> Vec<ProductName> {
    let name = |dice: &mut StdRng| {
        let syllables = dice.random_range(1..4);
        format!("{}{}", word(dice, syllables), pick(dice, ENDINGS))
    };
    (0..PRODUCTS)
        .map(|n| {
            let generic_key = format!("generic {}", n / 3).into();
            ProductName {
                name: name(dice).into(),
                generic_key,
                kind: NameKind::Brand,
            }
        })
        .collect()
}

fn places(dice: &mut StdRng) -> Vec<Place> {
    let name = |dice: &mut StdRng| {
        let syllables = dice.random_range(2..5);
        let word = word(dice, syllables);
        match dice.random_range(0..4) {
            0 => format!("{word} Primary School"),
            1 => format!("{word} East"),
            _ => word,
        }
    };
    let place = |(id, name): (i64, String)| Place {
        id,
        kind: if id < WIDER {
            PlaceKind::County
        } else {
            PlaceKind::Ward
        },
        name: name.into(),
        alt_names: Box::default(),
        parent: (id >= WIDER).then_some(id % WIDER),
        point: None,
        population: 0,
    };
    let names: Vec<String> = (0..PLACES).map(|_| name(dice)).collect();
    (0..).zip(names).map(place).collect()
}

fn search(criterion: &mut Criterion) {
    let mut dice = StdRng::seed_from_u64(1);
    let (products, places) = (products(&mut dice), places(&mut dice));
    let product_names: Vec<(Box<str>, Box<str>)> = products
        .iter()
        .map(|name| (name.name.clone(), name.generic_key.clone()))
        .collect();
    let place_names: Vec<(Box<str>, Box<str>)> = places
        .iter()
        .map(|place| (place.name.clone(), place.id.to_string().into()))
        .collect();
    let (products, places) = (
        Products::new(Vec::new(), products, &[]),
        Places::new(places),
    );
    for noise in Noise::ALL {
        let pairs = noisy(&product_names, noise, 1);
        let mut typed = pairs.iter().cycle();
        criterion.bench_function(
            &format!("search/2,700 names, {}", noise.as_str()),
            |bench| {
                bench.iter(|| {
                    typed
                        .next()
                        .map(|pair| black_box(products.find(&pair.typed)))
                });
            },
        );
    }
    for noise in Noise::ALL {
        let pairs = noisy(&place_names, noise, 1);
        let mut typed = pairs.iter().cycle();
        criterion.bench_function(
            &format!("search/50,000 places, {}", noise.as_str()),
            |bench| {
                bench.iter(|| typed.next().map(|pair| black_box(places.find(&pair.typed))));
            },
        );
    }
}

criterion_group!(benches, search);
criterion_main!(benches);
