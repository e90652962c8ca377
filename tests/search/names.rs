//! What is confirmed, what is asked and what is refused.

use std::sync::LazyLock;

use medvault::directory::catalogue::{NameKind, Place, PlaceKind, ProductName};
use medvault::directory::names::{Action, Found, MOST, fold};
use medvault::directory::places::Places;
use medvault::directory::products::Products;
use proptest::prelude::*;

use super::recall;

fn products() -> Products {
    Products::new(Vec::new(), recall::names(), &recall::lookalikes())
}

fn keys(found: &Found) -> Vec<&str> {
    found
        .candidates
        .iter()
        .map(|candidate| &*candidate.key)
        .collect()
}

#[test]
fn folding_keeps_what_tells_names_apart() {
    let table = [
        ("  Co-Trimoxazole ", "co trimoxazole"),
        ("Ng'ombe", "ngombe"),
        ("Métronidazole\u{a0}500", "metronidazole 500"),
        (
            "Amoxicillin + clavulanic acid",
            "amoxicillin clavulanic acid",
        ),
        ("O+", "o pos"),
        ("Blood AB-", "blood ab neg"),
        ("Blood O negative", "blood o neg"),
        ("hepatitis b vaccine", "hepatitis b vaccine"),
        ("ɗan Ƙasa", "dan kasa"),
        ("አዲስ አበባ", "አዲስ አበባ"),
        ("+-*#", ""),
    ];
    for (text, folded) in table {
        assert_eq!(fold(text), folded);
    }
}

#[test]
fn only_the_very_name_of_one_generic_is_confirmed() {
    let products = products();
    for (text, key) in [
        ("Zyloric", "allopurinol"),
        ("plumpynut", "ready-to-use therapeutic food"),
        ("Viagra", "sildenafil"),
    ] {
        let found = products.find(text);
        assert_eq!(
            (found.action, keys(&found)),
            (Action::Confirm, vec![key]),
            "{text}"
        );
        assert!((found.candidates[0].score - 1.0).abs() < 1e-6);
    }
    for text in ["Zylorik", "zylori", "Zyloric 100mg", "cotrimoxazol"] {
        assert_eq!(products.find(text).action, Action::Choose, "{text}");
    }
    let insulin = products.find("insulin");
    assert_eq!(insulin.action, Action::Choose, "a name of three");
    assert_eq!(insulin.candidates.len(), 3);
}

#[test]
fn lookalikes_stand_side_by_side() {
    let pair = |a: &str, b: &str| (Box::from(a), Box::from(b));
    let name = |name: &str, key: &str| ProductName {
        name: name.into(),
        generic_key: key.into(),
        kind: NameKind::Brand,
    };
    let names = vec![
        name("Norvasc", "amlodipine"),
        name("amlodipine", "amlodipine"),
        name("amiloride", "amiloride"),
        name("Losec", "omeprazole"),
        name("Lasix", "furosemide"),
        name("zinc", "zinc"),
    ];
    let products = Products::new(
        Vec::new(),
        names,
        &[pair("amlodipine", "amiloride"), pair("losec", "lasix")],
    );
    for text in [
        "amlodipine",
        "AMILORIDE",
        "norvasc",
        "amlodpine",
        "norvsc",
        "amilorid",
    ] {
        let found = products.find(text);
        assert_eq!(found.action, Action::Choose, "{text}");
        for key in ["amlodipine", "amiloride"] {
            let shown = found
                .candidates
                .iter()
                .find(|candidate| *candidate.key == *key);
            assert!(
                shown.is_some_and(|candidate| candidate.lookalike),
                "{text}: {key}"
            );
        }
    }
    assert_eq!(
        keys(&products.find("losec")),
        ["omeprazole", "furosemide"],
        "a pair of brands"
    );
    assert_eq!(products.find("zinc").action, Action::Confirm);
}

#[test]
fn ingredients_and_words_are_found_in_any_order() {
    let products = products();
    let table = [
        ("lumefantrine", "artemether + lumefantrine"),
        (
            "clavulanic acid amoxicillin",
            "amoxicillin + clavulanic acid",
        ),
        ("paracetamol 500 mg tablets", "paracetamol"),
        ("panadol kwa mtoto", "paracetamol"),
        ("vitamin b 12", "hydroxocobalamin"),
        ("damu o+", "blood o positive"),
        ("O-", "blood o negative"),
    ];
    for (text, key) in table {
        let found = products.find(text);
        assert!(
            keys(&found).iter().take(3).any(|found| *found == key),
            "{text}: {found:?}"
        );
    }
}

#[test]
fn nonsense_is_refused() {
    let products = products();
    let long = "kilimanjaro ".repeat(17);
    for text in ["", "   ", "*#", "j", "zzzzqqqq", "የለም", "🙂", &*long] {
        let found = products.find(text);
        assert_eq!(
            (found.action, found.candidates.len()),
            (Action::Refuse, 0),
            "{text}"
        );
    }
}

fn places() -> Places {
    let row = |id, kind, name: &str, parent, population| Place {
        id,
        kind,
        name: name.into(),
        alt_names: Box::default(),
        parent,
        point: None,
        population,
    };
    let mut all = vec![
        row(1, PlaceKind::County, "Nairobi", None, 4_000_000),
        row(2, PlaceKind::County, "Garissa", None, 800_000),
        row(3, PlaceKind::County, "Taita Taveta", None, 300_000),
        row(4, PlaceKind::Constituency, "Kibra", Some(1), 0),
        row(5, PlaceKind::Ward, "Township", Some(2), 10),
        row(6, PlaceKind::Ward, "Township", Some(1), 20),
        row(7, PlaceKind::Town, "Township", Some(3), 900),
        row(8, PlaceKind::Landmark, "Township", Some(3), 9_000),
        row(9, PlaceKind::Ward, "Kibera", Some(4), 0),
        row(10, PlaceKind::Ward, "Kibera", Some(2), 0),
        row(11, PlaceKind::Town, "Nairobi", Some(1), 4_000_000),
        row(
            12,
            PlaceKind::Landmark,
            "St. Mary's Primary School",
            Some(3),
            0,
        ),
        row(13, PlaceKind::Town, "Addis Ababa", None, 0),
    ];
    all[12].alt_names = ["አዲስ አበባ".into(), "Finfinne".into()].into();
    Places::new(all)
}

fn ids(found: &Found) -> Vec<i64> {
    found
        .candidates
        .iter()
        .map(|candidate| candidate.id)
        .collect()
}

#[test]
fn equal_names_all_come_out_with_their_parents() {
    let places = places();
    let found = places.find("township");
    assert_eq!(
        (found.action, ids(&found)),
        (Action::Choose, vec![6, 5, 7, 8])
    );
    let parents: Vec<&str> = found
        .candidates
        .iter()
        .map(|candidate| &*candidate.parent)
        .collect();
    assert_eq!(
        parents,
        ["Nairobi", "Garissa", "Taita Taveta", "Taita Taveta"]
    );
    assert_eq!(ids(&places.find("townshp")), [6, 5, 7, 8], "misspelt");
    assert_eq!(
        ids(&places.find("nairobi")),
        [11, 1],
        "the town before the county"
    );
}

#[test]
fn a_place_is_found_by_its_parent_and_by_its_other_names() {
    let places = places();
    for (text, id) in [
        ("Kibera Nairobi", 9),
        ("kibera, garissa", 10),
        ("kibra nairobi", 4),
        ("Garissa township", 5),
        ("township taita taveta", 7),
        ("kibera nairob", 9),
        ("st marys primary", 12),
        ("st mary", 12),
        ("finfine", 13),
    ] {
        let found = places.find(text);
        assert_eq!(
            (found.action, ids(&found).first()),
            (Action::Choose, Some(&id)),
            "{text}: {found:?}"
        );
    }
    let found = places.find("አዲስ አበባ");
    assert_eq!((found.action, ids(&found)), (Action::Confirm, vec![13]));
    assert_eq!(&*found.candidates[0].name, "አዲስ አበባ");
    assert_eq!(places.find("Atlantis").action, Action::Refuse);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_gets_a_sane_answer(text in ".{0,200}") {
        static PRODUCTS: LazyLock<Products> = LazyLock::new(products);
        for found in [PRODUCTS.find(&text), places().find(&text)] {
            prop_assert!(found.candidates.len() <= MOST);
            prop_assert!(found.candidates.iter().all(|candidate| (0.0..=1.0).contains(&candidate.score)));
            prop_assert_eq!(found.action == Action::Refuse, found.candidates.is_empty());
            prop_assert!(found.action != Action::Confirm || found.candidates.len() == 1);
        }
    }
}
