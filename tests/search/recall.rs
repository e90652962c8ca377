//! How often the search finds what was meant, on real-life spellings and on a
//! seeded noise model over every name of the demo country.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use medvault::directory::catalogue::{NameKind, ProductName};
use medvault::directory::names::fold;
use medvault::directory::names::measure::{Noise, Pair, Tally, meanings, noisy, unknown};
use medvault::directory::products::Products;

fn rows(path: &str) -> Vec<BTreeMap<String, String>> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    csv::Reader::from_path(file)
        .unwrap()
        .deserialize()
        .map(Result::unwrap)
        .collect()
}

/// Every name of the demo country's products.
pub(crate) fn names() -> Vec<ProductName> {
    let mut names = Vec::new();
    for row in rows("src/demo/products.csv") {
        let key: Box<str> = row["generic"].to_lowercase().into();
        let brands = row["brands"].split(';').filter(|brand| !brand.is_empty());
        let brands = brands.map(|brand| (brand, NameKind::Brand));
        for (name, kind) in brands.chain([(&*row["generic"], NameKind::Generic)]) {
            names.push(ProductName {
                name: name.into(),
                generic_key: key.clone(),
                kind,
            });
        }
    }
    for row in rows("src/demo/names.csv") {
        let kind = row["kind"].parse().unwrap();
        names.push(ProductName {
            name: (*row["name"]).into(),
            generic_key: (*row["generic_key"]).into(),
            kind,
        });
    }
    names
}

/// The demo country's look-alike pairs.
pub(crate) fn lookalikes() -> Vec<(Box<str>, Box<str>)> {
    rows("src/demo/lookalikes.csv")
        .iter()
        .map(|row| ((*row["a"]).into(), (*row["b"]).into()))
        .collect()
}

fn tally(index: &Products, pairs: &[Pair]) -> Tally {
    let mut tally = Tally::default();
    for pair in pairs {
        tally.add(pair, &index.find(&pair.typed));
    }
    tally
}

fn keyed(names: &[ProductName]) -> Vec<(Box<str>, Box<str>)> {
    names
        .iter()
        .map(|name| (name.name.clone(), name.generic_key.clone()))
        .collect()
}

#[test]
fn spellings_from_life_are_found() {
    let names = names();
    let index = Products::new(Vec::new(), names.clone(), &lookalikes());
    let meant = meanings(names.iter().map(|name| (&*name.name, &name.generic_key)));
    let rows = rows("tests/data/spellings.csv");
    let pairs: Vec<Pair> = rows
        .iter()
        .map(|row| Pair {
            typed: row["misspelling"].clone(),
            meant: meant[&fold(&row["target"])].clone(),
        })
        .collect();
    let tally = tally(&index, &pairs);
    let missed: Vec<&str> = pairs
        .iter()
        .filter(|pair| {
            !index
                .find(&pair.typed)
                .candidates
                .iter()
                .take(3)
                .any(|c| pair.meant.contains(&c.key))
        })
        .map(|pair| &*pair.typed)
        .collect();
    println!("spellings: {tally:?}, missed {missed:?}");
    assert!(tally.n >= 150);
    assert!(
        tally.percent(tally.top3) >= 97.0,
        "{tally:?}, missed {missed:?}"
    );
    assert_eq!(tally.another, 0, "{tally:?}");
}

#[test]
fn noise_is_found_through() {
    let names = names();
    let index = Products::new(Vec::new(), names.clone(), &[]);
    let reach = [
        (Noise::OneEdit, 99.0),
        (Noise::SomeEdits, 97.0),
        (Noise::NoVowels, 99.0),
        (Noise::FirstLetters, 97.0),
    ];
    for (noise, least) in reach {
        let tally = tally(&index, &noisy(&keyed(&names), noise, 7));
        println!("{}: {tally:?}", noise.as_str());
        assert!(tally.n >= 200, "{}: {tally:?}", noise.as_str());
        assert!(
            tally.percent(tally.top3) >= least,
            "{}: {tally:?}",
            noise.as_str()
        );
    }
}

#[test]
fn the_noise_is_the_same_for_the_same_seed() {
    let names = keyed(&names());
    assert_eq!(
        noisy(&names, Noise::SomeEdits, 1),
        noisy(&names, Noise::SomeEdits, 1)
    );
    assert_ne!(
        noisy(&names, Noise::SomeEdits, 1),
        noisy(&names, Noise::SomeEdits, 2)
    );
}

#[test]
fn names_that_are_not_in_the_list_are_never_confirmed() {
    let tally = unknown(&names(), 10);
    println!("not in the list: {tally:?}");
    assert!(tally.n >= 500);
    assert_eq!(tally.another, 0, "{tally:?}");
    assert!(tally.percent(tally.refused) >= 40.0, "{tally:?}");
}

#[test]
fn a_tally_counts_what_it_says() {
    let index = Products::new(Vec::new(), names(), &[]);
    let mut tally = Tally::default();
    let pair = |typed: &str, meant: &str| Pair {
        typed: typed.into(),
        meant: BTreeSet::from([meant.into()]),
    };
    for pair in [
        pair("paracetmol", "paracetamol"),
        pair("Zyloric", "zinc sulfate"),
        pair("qqqqqq", "quinine"),
    ] {
        tally.add(&pair, &index.find(&pair.typed));
    }
    assert_eq!(
        tally,
        Tally {
            n: 3,
            top1: 1,
            top3: 1,
            shown: 1,
            refused: 1,
            another: 1
        }
    );
}
