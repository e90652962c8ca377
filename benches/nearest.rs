//! How long the nearest facilities take, with 100,000 facilities and 50
//! products: 5 million levels.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use medvault::directory::country::{
    Catalogue, Country, Facility, FacilityKind, Level, Only, Point, Product, ProductKind,
};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

const FACILITIES: i64 = 100_000;
const PRODUCTS: i64 = 50;

/// Where people live: most around a few hundred towns, the rest anywhere.
fn spot(dice: &mut StdRng, towns: &[Point]) -> Point {
    let near = |dice: &mut StdRng| dice.random_range(-0.1..0.1) * dice.random_range(0.0..1.0);
    match towns.get(dice.random_range(0..towns.len() * 5 / 4)) {
        Some(town) => Point {
            lat: town.lat + near(dice),
            lon: town.lon + near(dice),
        },
        None => anywhere(dice),
    }
}

fn anywhere(dice: &mut StdRng) -> Point {
    Point {
        lat: dice.random_range(-30.0..15.0),
        lon: dice.random_range(10.0..45.0),
    }
}

fn facility(id: i64, point: Point) -> Facility {
    Facility {
        id,
        code: format!("f-{id:06}").into(),
        name: "Afya Chemist".into(),
        kind: if id % 500 == 0 {
            FacilityKind::BloodBank
        } else {
            FacilityKind::Pharmacy
        },
        ownership: "".into(),
        place: None,
        address: "".into(),
        contact: "".into(),
        hours: "".into(),
        point: Some(point),
        listed: true,
    }
}

fn product(id: i64) -> Product {
    Product {
        id,
        code: format!("p{id}").into(),
        kind: ProductKind::Medicine,
        generic: format!("generic {id}").into(),
        generic_key: format!("generic {id}").into(),
        form: "".into(),
        strength: "".into(),
        unit: "tab".into(),
        used_for: "".into(),
        controlled: false,
    }
}

/// How many of a thousand facilities hold any of a product: of the first
/// nearly all, of the last one.
fn share(product: i64) -> u32 {
    [950, 500, 100, 10, 1]
        .get(usize::try_from(product % 5).unwrap_or_default())
        .copied()
        .unwrap_or_default()
}

fn country(dice: &mut StdRng, towns: &[Point]) -> Country {
    let facilities = (0..FACILITIES)
        .map(|id| facility(id, spot(dice, towns)))
        .collect();
    let products = (0..PRODUCTS).map(product).collect();
    let mut country = Country::build(Catalogue {
        facilities,
        products,
        ..Catalogue::default()
    });
    let rows: Vec<(i64, i64, Level)> = (0..FACILITIES * PRODUCTS)
        .map(|n| {
            let quantity = u32::from(dice.random_range(0..1000) < share(n % PRODUCTS)) * 40;
            let level = Level {
                quantity,
                counted_at: 1,
                price: 0,
                monthly_use: 20.0,
                none_reports: 0,
            };
            (n / PRODUCTS, n % PRODUCTS, level)
        })
        .collect();
    country.load_levels(rows.into_iter());
    country
}

fn nearest(criterion: &mut Criterion) {
    let mut dice = StdRng::seed_from_u64(1);
    let towns: Vec<Point> = (0..300).map(|_| anywhere(&mut dice)).collect();
    let mut country = country(&mut dice, &towns);
    let callers: Vec<Point> = (0..4096).map(|_| spot(&mut dice, &towns)).collect();
    let mut caller = callers.iter().cycle();
    let mut next = || {
        caller
            .next()
            .copied()
            .unwrap_or(Point { lat: 0.0, lon: 0.0 })
    };
    for product in 0..5 {
        let name = format!("nearest/5 holding, {} of 1000 do", share(product));
        criterion.bench_function(&name, |bench| {
            bench.iter(|| black_box(country.nearest(next(), 5, Only::Holding(product))));
        });
    }
    criterion.bench_function("nearest/5 of any", |bench| {
        bench.iter(|| black_box(country.nearest(next(), 5, Only::Any)));
    });
    criterion.bench_function("nearest/5 blood banks", |bench| {
        bench.iter(|| black_box(country.nearest(next(), 5, Only::Kind(FacilityKind::BloodBank))));
    });
    let at = chrono::DateTime::UNIX_EPOCH;
    let level = |quantity| Level {
        quantity,
        counted_at: 1,
        price: 0,
        monthly_use: 20.0,
        none_reports: 0,
    };
    criterion.bench_function("change of one level", |bench| {
        let mut n = 0_i64;
        bench.iter(|| {
            n += 7_919;
            let quantity = u32::from(n % 2 == 0);
            country.put_level(n % FACILITIES, n % PRODUCTS, Some(level(quantity)), at);
        });
    });
    criterion.bench_function("load of 5 million levels", |bench| {
        bench.iter(|| {
            let rows = (0..FACILITIES).flat_map(|f| (0..PRODUCTS).map(move |p| (f, p, level(1))));
            country.load_levels(rows);
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).warm_up_time(std::time::Duration::from_millis(500)).measurement_time(std::time::Duration::from_secs(2));
    targets = nearest
}
criterion_main!(benches);
