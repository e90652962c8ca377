use super::*;

fn place(
    id: i64,
    kind: PlaceKind,
    names: &[&str],
    parent: i64,
    at: Option<(f64, f64)>,
) -> KnownPlace {
    KnownPlace {
        id,
        kind,
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        parent: (parent > 0).then_some(parent),
        iso3: "KEN".to_owned(),
        point: at.map(|(lat, lon)| Point { lat, lon }),
        source: "list".to_owned(),
        source_id: id.to_string(),
    }
}

fn gazetteer() -> Gazetteer {
    use PlaceKind::{Constituency, Country, County, Ward};
    Gazetteer::new([
        place(1, Country, &["Kenya"], 0, None),
        place(2, County, &["Elgeyo/Marakwet", "Keiyo"], 1, None),
        place(3, County, &["Kitui"], 1, Some((-1.4, 38.0))),
        place(4, Constituency, &["Central"], 2, Some((0.9, 35.5))),
        place(5, Constituency, &["Central"], 3, Some((-1.3, 38.0))),
        place(6, Constituency, &["Orphan"], 1, None),
        place(7, Ward, &["Township"], 5, Some((-1.35, 38.0))),
    ])
}

#[test]
fn the_narrowest_known_area_is_found() {
    let gazetteer = gazetteer();
    for (areas, place, unknown) in [
        (["", "", ""], 1, false),
        (["KITUI County", "", ""], 3, false),
        (["keiyo", "", ""], 2, false),
        (["ELGEYO-MARAKWET", "Central", ""], 4, false),
        (["Kitui", "Central", "Township"], 7, false),
        (["Kitui", "Nowhere", "Township"], 7, true),
        (["Kitui", "Central", "Nowhere"], 5, true),
        (["Nowhere", "", ""], 1, true),
        // Two constituencies bear the name; no county says which.
        (["", "Central", ""], 1, true),
        (["", "", "Township"], 7, false),
        // Its county is not known, so it may be this one.
        (["Kitui", "Orphan", ""], 6, false),
        // It is known to lie in another county.
        (["Elgeyo Marakwet", "", "Township"], 2, true),
    ] {
        let found = gazetteer.find("KEN", Areas(areas), "list");
        assert_eq!(
            found,
            Found {
                place: Some(place),
                unknown
            },
            "{areas:?}"
        );
    }
    assert_eq!(
        gazetteer
            .find("UGA", Areas(["Kitui", "", ""]), "list")
            .place,
        None
    );
}

#[test]
fn two_lists_of_the_same_areas_are_one_area() {
    use PlaceKind::{Constituency, County};
    let other = |place: KnownPlace| KnownPlace {
        source: "other".to_owned(),
        ..place
    };
    let mut gazetteer = gazetteer();
    gazetteer.add(other(place(13, County, &["Kitui County"], 1, None)));
    gazetteer.add(other(place(15, Constituency, &["Central"], 13, None)));
    gazetteer.add(other(place(16, Constituency, &["East"], 13, None)));
    let find = |areas, source| gazetteer.find("KEN", Areas(areas), source).place;
    assert_eq!(find(["Kitui", "", ""], "list"), Some(3));
    assert_eq!(find(["Kitui", "", ""], "other"), Some(13));
    assert_eq!(find(["Kitui", "", ""], "third"), Some(3));
    assert_eq!(find(["Kitui", "Central", ""], "other"), Some(15));
    // Only the other list knows this one.
    assert_eq!(find(["Kitui", "East", ""], "list"), Some(16));
    // Three bearers in two areas; the other list has but one.
    assert_eq!(find(["", "Central", ""], "list"), Some(1));
    assert_eq!(find(["", "Central", ""], "other"), Some(15));
}

#[test]
fn a_place_is_meant_by_number_list_or_name() {
    use PlaceKind::{Landmark, Town};
    let mut gazetteer = gazetteer();
    gazetteer.add(place(21, Town, &["Kitui"], 3, None));
    gazetteer.add(place(22, Town, &["Mwingi"], 3, None));
    gazetteer.add(place(23, Landmark, &["Mwingi"], 3, None));
    gazetteer.add(place(24, Landmark, &["Primary School"], 3, None));
    for (text, meant) in [
        ("7", &[7][..]),
        ("70", &[]),
        ("list:7", &[7]),
        (" list : 7", &[7]),
        ("other:7", &[]),
        ("Township", &[7]),
        ("TOWNSHIP ward", &[7]),
        ("Keiyo", &[2]),
        ("Central", &[4, 5]),
        ("Kitui > Central", &[5]),
        ("Kenya>Kitui County>Central>Township", &[7]),
        ("Kitui > Township", &[7]),
        ("Central > Kitui > Township", &[]),
        ("Keiyo > Township", &[]),
        ("Kitui", &[3]),
        ("Mwingi", &[22]),
        ("Primary School", &[]),
        ("Nowhere", &[]),
        (">", &[]),
    ] {
        let mut found = gazetteer.meant(text);
        found.sort_unstable();
        assert_eq!(found, meant, "{text}");
    }
}

#[test]
fn the_nearest_place_is_a_narrow_one() {
    let gazetteer = gazetteer();
    let near = |lat, lon| gazetteer.near("KEN", Point { lat, lon });
    assert_eq!(near(-1.36, 38.0), Some(7));
    assert_eq!(near(-1.30, 38.0), Some(5));
    assert_eq!(near(-1.35, 38.4), None);
    assert_eq!(gazetteer.canonical("KEN", "Keiyo county"), "elgeyomarakwet");
    assert_eq!(gazetteer.canonical("KEN", "New Place"), "newplace");
    assert_eq!(gazetteer.county_key(7), Some("kitui".to_owned()));
}
