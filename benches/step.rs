//! How long a hop thinks: the input taken, the directory asked, the screen
//! drawn; for each hop of the patient flow, over a synthetic country.

#![expect(
    clippy::expect_used,
    reason = "a benchmark that cannot be set up says why and ends"
)]

use std::hint::black_box;

use chrono::{DateTime, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use medvault::directory::catalogue::{
    Catalogue, Facility, FacilityKind, Level, NameKind, Place, PlaceKind, Point, Product,
    ProductKind, ProductName,
};
use medvault::directory::country::Country;
use medvault::text::gsm::Room;
use medvault::text::texts::{Language, Texts};
use medvault::ussd::menu::Menu;
use medvault::ussd::state::{Profile, State};
use medvault::ussd::world::World;
use medvault::ussd::{draw, step};

/// Facilities along a grid of about 5 km around Nairobi's latitude.
const FACILITIES: i64 = 10_000;
/// Unix seconds of the moment the benchmark plays in.
const NOW: i64 = 1_790_000_000;

/// A country of [`FACILITIES`] that all hold one medicine.
fn country() -> Country {
    let facilities = (0..FACILITIES).map(|id| Facility {
        id,
        code: format!("f-{id}").into(),
        name: format!("Health Centre Pharmacy {id}").into(),
        kind: FacilityKind::Pharmacy,
        ownership: "".into(),
        place: Some(1),
        address: "opposite the market".into(),
        contact: "+254700000001".into(),
        hours: "Mon-Sat 8-20".into(),
        point: Some(point(id)),
        listed: true,
    });
    let mut country = Country::build(Catalogue {
        places: vec![Place {
            id: 1,
            kind: PlaceKind::Town,
            name: "Kibera".into(),
            alt_names: Box::default(),
            parent: None,
            point: Some(point(FACILITIES / 2)),
            population: 0,
        }],
        facilities: facilities.collect(),
        products: vec![Product {
            id: 1,
            code: "pcm".into(),
            kind: ProductKind::Medicine,
            generic: "Paracetamol".into(),
            generic_key: "paracetamol".into(),
            form: "tablet".into(),
            strength: "500 mg".into(),
            unit: "tab".into(),
            used_for: "pain, fever".into(),
            controlled: false,
        }],
        names: vec![ProductName {
            name: "Paracetamol".into(),
            generic_key: "paracetamol".into(),
            kind: NameKind::Generic,
        }],
        lookalikes: Vec::new(),
    });
    let level = Level {
        quantity: 40,
        counted_at: u32::try_from(NOW).unwrap_or_default(),
        price: 500,
        monthly_use: f32::NAN,
        none_reports: 0,
    };
    country.load_levels((0..FACILITIES).map(|facility| (facility, 1, level)));
    country
}

fn point(id: i64) -> Point {
    let [row, column] = [id / 100, id % 100].map(|n| i32::try_from(n).map_or(0.0, f64::from));
    Point {
        lat: -3.0 + row * 0.045,
        lon: 35.0 + column * 0.045,
    }
}

fn hops(criterion: &mut Criterion) {
    let country = country();
    let menu: Menu = toml::from_str(concat!(
        include_str!("../menus/patient.toml"),
        include_str!("../menus/staff.toml")
    ))
    .expect("the menu");
    let english = Language::parse("en", include_str!("../locales/en.ftl")).expect("the texts");
    let texts = Texts::new(vec![english], "en").expect("a first language");
    let world = World {
        country: &country,
        menu: &menu,
        texts: &texts,
        now: DateTime::<Utc>::from_timestamp(NOW, 0).expect("a moment"),
        zone: chrono_tz::UTC,
        room: Room::SAFEST,
        currency: "KES",
    };
    let profile = Profile {
        language: Some("en".into()),
        place: Some(1),
        ..Profile::default()
    };
    let mut group = criterion.benchmark_group("hop");
    group.bench_function("dial", |bencher| {
        bencher.iter(|| draw::draw(&step::begin(black_box(profile.clone()), &world), &world));
    });
    let mut state: State = step::begin(profile, &world);
    for (name, input, wanted) in [
        ("find", "1", "Type the name"),
        ("type", "paracetamol", "500 mg tablet"),
        ("pick", "1", "km plenty"),
        ("open", "1", "Tel +254700000001"),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let turn = step::step(state.clone(), black_box(input), 1, &world);
                draw::draw(&turn.state, &world)
            });
        });
        state = step::step(state, input, 1, &world).state;
        let drawn = draw::draw(&state, &world).expect("a screen that fits");
        state.seen = Some(drawn.seen);
        assert!(drawn.text.contains(wanted), "{name}: {}", drawn.text);
    }
    group.finish();
}

criterion_group!(benches, hops);
criterion_main!(benches);
