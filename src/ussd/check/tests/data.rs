//! Names as long as the real lists hold them leave every option, and every
//! strength, form and distance, whole on its page.

use chrono::DateTime;
use proptest::prelude::*;

use super::Broken;
use crate::directory::catalogue::{
    Catalogue, Facility, FacilityKind, Place, PlaceKind, Point, Product, ProductKind,
};
use crate::directory::country::{Country, Level};
use crate::text::gsm::{Room, plain};
use crate::ussd::state::{Profile, State};
use crate::ussd::world::World;
use crate::ussd::{ask, choice, draw, menu::Ask};

const PLACE: i64 = 1;

/// A country with facilities and forms of one medicine by these names.
fn country(facilities: &[String], forms: &[(String, String)]) -> Country {
    let point = |north: i64| {
        Some(Point {
            lat: -1.3 + 0.01 * f64::from(i32::try_from(north).unwrap()),
            lon: 36.8,
        })
    };
    let facilities = (1..).zip(facilities).map(|(id, name)| Facility {
        id,
        code: format!("f{id}").into(),
        name: name.as_str().into(),
        kind: FacilityKind::Pharmacy,
        ownership: "".into(),
        place: Some(PLACE),
        address: "".into(),
        contact: "".into(),
        hours: "".into(),
        point: point(id),
        listed: true,
    });
    let products = (1..).zip(forms).map(|(id, (strength, form))| Product {
        id,
        code: format!("p{id}").into(),
        kind: ProductKind::Medicine,
        generic: "Paracetamol".into(),
        generic_key: "paracetamol".into(),
        form: form.as_str().into(),
        strength: strength.as_str().into(),
        unit: "tablet".into(),
        used_for: "pain".into(),
        controlled: false,
    });
    let level = |quantity| Level {
        quantity,
        counted_at: 0,
        price: 0,
        monthly_use: f32::NAN,
        none_reports: 0,
    };
    let facilities: Vec<Facility> = facilities.collect();
    let products: Vec<Product> = products.collect();
    let held: Vec<(i64, i64, Level)> = facilities
        .iter()
        .flat_map(|facility| {
            products
                .iter()
                .map(move |product| (facility.id, product.id, level(70)))
        })
        .collect();
    let mut country = Country::build(Catalogue {
        places: vec![Place {
            id: PLACE,
            kind: PlaceKind::Town,
            name: "Kibera".into(),
            alt_names: Box::default(),
            parent: None,
            point: point(0),
            population: 0,
        }],
        facilities,
        products,
        names: Vec::new(),
        lookalikes: Vec::new(),
    });
    country.load_levels(held.into_iter());
    country
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn long_names_leave_every_option_and_figure_whole(
        names in prop::collection::vec("[A-Z][a-zé' ]{73,101}[a-z]|[ሀ-ሆ][ለ-ሎ ]{73,101}[ሐ]", 1..20),
        forms in prop::collection::vec(
            ("[1-9]{1,4} mg/[1-9]{1,3} ml|[1-9][a-z0-9/ ]{0,38}g", "[a-z]{3,24}|[ለ-ሎ]{3,24}"), 1..14,
        ),
    ) {
        let edition = Broken::none().sources;
        let edition = crate::ussd::edition::Edition::parse(edition).unwrap();
        let country = country(&names, &forms);
        for language in edition.texts.languages() {
            let world = World {
                country: &country,
                menu: &edition.menu,
                texts: &edition.texts,
                now: DateTime::from_timestamp(60 * 60 * 24 * 400, 0).unwrap(),
                zone: chrono_tz::UTC,
                room: Room::SAFEST,
                currency: "KES",
            };
            for (screen, asked) in [
                ("form", Ask::Forms),
                ("results", Ask::HoldersNear),
                ("near", Ask::FacilitiesNear),
                ("others", Ask::OtherFormsNear),
            ] {
                let profile = Profile { language: Some(language.code().into()), place: Some(PLACE), ..Profile::default() };
                let mut state = State::at(screen, profile);
                state.chosen.medicine = Some("paracetamol".into());
                state.chosen.product = Some(1);
                state.pass();
                state.shown = ask::items(asked, &state, &world);
                let expected = match asked {
                    Ask::Forms => forms.len(),
                    Ask::OtherFormsNear => forms.len() - 1,
                    _ => names.len().min(9),
                };
                prop_assert_eq!(state.shown.len(), expected);
                let pages = draw::all_pages(&state, &world).unwrap();
                let lines: Vec<&str> = pages.iter().flat_map(|page| page.text.lines()).collect();
                for page in &pages {
                    prop_assert!(Room::SAFEST.holds(&page.text), "{:?}", page);
                }
                for (index, key) in state.shown.iter().enumerate() {
                    let item = ask::item(asked, key, &state, &world).unwrap();
                    let number = format!("{} ", choice::number(index));
                    let mine = lines.iter().filter(|line| line.starts_with(&number) && line.ends_with(&item.tail));
                    prop_assert_eq!(mine.count(), 1, "{}{} in {:?}", number, item.tail, lines);
                    if item.name.is_empty() {
                        let id: usize = key.parse().unwrap();
                        let (strength, form) = &forms[id - 1];
                        let line = format!("{number}{}", plain(&format!("{strength} {form}")));
                        prop_assert!(lines.contains(&line.as_str()), "{} in {:?}", line, lines);
                    }
                }
            }
        }
    }
}
