//! Steps whose wrong turn would be a wrong write, or a way without an end.

use chrono::DateTime;

use super::*;
use crate::directory::catalogue::{
    Catalogue, Facility, FacilityKind, Place, PlaceKind, Point, Product, ProductKind,
};
use crate::directory::country::{Country, Level};
use crate::text::gsm::Room;
use crate::ussd::ask;
use crate::ussd::desk::Told;
use crate::ussd::edition::{Edition, Sources};
use crate::ussd::state::Draft;

const HERE: Point = Point {
    lat: -1.3,
    lon: 36.8,
};

fn place(id: i64, parent: Option<i64>, point: Option<Point>) -> Place {
    Place {
        id,
        kind: if parent.is_some() {
            PlaceKind::Town
        } else {
            PlaceKind::County
        },
        name: format!("Kibera {id}").into(),
        alt_names: Box::default(),
        parent,
        point,
        population: 0,
    }
}

/// Ten facilities with paracetamol around the places given.
fn country(places: Vec<Place>) -> Country {
    let facility = |id| Facility {
        id,
        code: format!("f{id}").into(),
        name: format!("Afya Bora Pharmacy number {id}").into(),
        kind: FacilityKind::Pharmacy,
        ownership: "".into(),
        place: None,
        address: "".into(),
        contact: "+254700000001".into(),
        hours: "".into(),
        point: Some(HERE),
        listed: id != 10,
    };
    let product = Product {
        id: 1,
        code: "pcm".into(),
        kind: ProductKind::Medicine,
        generic: "Paracetamol".into(),
        generic_key: "paracetamol".into(),
        form: "tablet".into(),
        strength: "500 mg".into(),
        unit: "tab".into(),
        used_for: "pain".into(),
        controlled: false,
    };
    let mut country = Country::build(Catalogue {
        places,
        facilities: (1..=10).map(facility).collect(),
        products: vec![product],
        ..Catalogue::default()
    });
    let level = Level {
        quantity: 70,
        counted_at: 0,
        price: 0,
        monthly_use: f32::NAN,
        none_reports: 0,
    };
    country.load_levels((1..=10).map(|facility| (facility, 1, level)));
    country
}

/// A look at the world, with the released menu in English.
fn with<R>(country: &Country, look: impl FnOnce(&World<'_>) -> R) -> R {
    let edition = Edition::parse(Sources::read(None, None, "en").unwrap()).unwrap();
    look(&World {
        country,
        menu: &edition.menu,
        texts: &edition.texts,
        now: DateTime::from_timestamp(3600, 0).unwrap(),
        zone: chrono_tz::UTC,
        room: Room::SAFEST,
        currency: "KES",
    })
}

/// A caller in place 1 who has chosen paracetamol and the first facility.
fn at(screen: &str) -> State {
    let profile = Profile {
        language: Some("en".into()),
        place: Some(1),
        unread: false,
        staff: false,
        text_drops: false,
    };
    let mut state = State::at(screen, profile);
    state.chosen.medicine = Some("paracetamol".into());
    state.chosen.product = Some(1);
    state.chosen.facility = Some(1);
    state.pass();
    state
}

fn types(state: State, input: &str, world: &World<'_>) -> Turn {
    step(state, input, 1, world)
}

#[test]
fn a_number_counts_once_something_it_may_mean_was_seen() {
    let country = country(vec![place(1, None, Some(HERE))]);
    with(&country, |world| {
        let mut list = arrive(at("results"), world).state;
        list.seen = Some(0);
        let turn = types(list.clone(), "1", world);
        assert_eq!(
            (turn.outcome, &*turn.state.at),
            (Outcome::Invalid, "results")
        );
        // A list may be known by heart, once some of it was seen.
        list.seen = Some(1);
        assert_eq!(&*types(list, "3", world).state.at, "card");

        let mut menu = arrive(at("place"), world).state;
        menu.seen = Some(1);
        let turn = types(menu.clone(), "2", world);
        assert_eq!((turn.outcome, &*turn.state.at), (Outcome::Invalid, "place"));
        menu.seen = Some(2);
        assert_eq!(&*types(menu, "2", world).state.at, "walk");
    });
}

#[test]
fn what_was_said_above_a_menu_took_room_from_its_options() {
    let country = country(vec![place(1, None, Some(HERE))]);
    with(&country, |world| {
        let mut plain = arrive(at("none"), world).state;
        let seen = |state: &State| draw::draw(state, world).unwrap().seen;
        let all = seen(&plain);
        plain.notice = Some("notice-cut".into());
        let narrow = World {
            room: Room {
                septets: 90,
                ucs2: 45,
            },
            ..*world
        };
        let fewer = draw::draw(&plain, &narrow).unwrap().seen;
        assert!(fewer < all, "{fewer} of {all}");
        let turn = types(plain, &all.to_string(), &narrow);
        assert_eq!(turn.outcome, Outcome::Invalid);
    });
}

#[test]
fn a_confirm_screen_that_is_gone_back_to_keeps_its_draft_in_this_session() {
    let country = country(vec![place(1, None, Some(HERE))]);
    with(&country, |world| {
        let mut cut = arrive(at("none"), world).state;
        cut.chosen.draft_at = Some(4);
        let profile = cut.profile.clone();
        let asked = begin_after(cut, profile, world);
        let turn = types(asked, "1", world);
        assert_eq!(&*turn.state.at, "none");
        let draft = Draft::NoneReport {
            facility: 1,
            product: 1,
        };
        let pending = turn.pending.expect("the draft is kept anew");
        assert_eq!(pending.write, Write::Draft(draft));
        let settled = settle(turn.state, pending, Some(Told::Done), world).state;
        assert_eq!(settled.chosen.draft_at, Some(settled.position));
    });
}

#[test]
fn where_no_place_has_a_point_none_is_offered_or_found() {
    let country = country(vec![place(1, None, None), place(2, Some(1), None)]);
    with(&country, |world| {
        let asked = arrive(at("place"), world).state;
        let turn = types(asked, "2", world);
        assert_eq!(&*turn.state.at, "place");
        assert_eq!(turn.state.notice.as_deref(), Some("notice-no-list"));
        let asked = arrive(at("place-find"), world).state;
        assert_eq!(&*types(asked, "kibera 2", world).state.at, "place-again");
    });
}

#[test]
fn an_area_without_a_point_lies_in_the_middle_of_its_towns() {
    let south = Some(Point {
        lat: -2.3,
        lon: 37.8,
    });
    let towns = vec![
        place(1, None, None),
        place(2, Some(1), Some(HERE)),
        place(3, Some(1), south),
    ];
    let country = country(towns);
    let middle = country.place(1).unwrap().point.unwrap();
    assert!((middle.lat + 1.8).abs() < 1e-9 && (middle.lon - 37.3).abs() < 1e-9);
    with(&country, |world| {
        let asked = arrive(at("place"), world).state;
        let walk = types(asked, "2", world).state;
        assert_eq!((&*walk.at, walk.shown.len()), ("walk", 1));
    });
}

#[test]
fn a_facility_that_is_not_listed_any_more_is_told_of_no_more() {
    let country = country(vec![place(1, None, Some(HERE))]);
    with(&country, |world| {
        let mut card = arrive(at("card"), world).state;
        assert!(draw::draw(&card, world).unwrap().text.contains("+2547"));
        card.chosen.facility = Some(10);
        let text = draw::draw(&card, world).unwrap().text;
        assert!(text.starts_with("The list has changed"), "{text}");
        assert!(!text.contains("+2547"), "{text}");
        let mut list = arrive(at("results"), world).state;
        assert!(!list.shown.iter().any(|key| &**key == "10"));
        list.shown = vec!["10".into()];
        assert_eq!(types(list, "1", world).outcome, Outcome::Changed);
    });
}

#[test]
fn what_is_there_is_what_can_be_shown() {
    use super::super::menu::Ask;
    let without_point = place(2, None, None);
    let country = country(vec![place(1, None, Some(HERE)), without_point]);
    let asks = [
        Ask::Languages,
        Ask::FoundMedicines,
        Ask::Forms,
        Ask::HoldersNear,
        Ask::HoldersAnywhere,
        Ask::OtherFormsNear,
        Ask::FacilitiesNear,
        Ask::Blood,
        Ask::Equipment,
        Ask::FoundPlaces,
        Ask::Areas,
    ];
    with(&country, |world| {
        for (product, from) in [(Some(1), Some(1)), (None, Some(1)), (Some(1), Some(2))] {
            let mut state = at("results");
            state.chosen.product = product;
            state.profile.place = from;
            for ask in asks {
                for key in ["1", "2", "10", "99", "x"] {
                    let shown = ask::item(ask, key, &state, world).is_some();
                    let there = ask::is_there(ask, key, &state, world);
                    assert_eq!(there, shown, "{ask:?} {key} {product:?} {from:?}");
                }
            }
        }
    });
}
