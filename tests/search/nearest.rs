//! The nearest facilities, against brute force: with ties, shared points,
//! empty shelves, unlisted facilities, and whatever changes after the layout.

use std::collections::BTreeMap;

use chrono::DateTime;
use geo::{Distance, Haversine};
use medvault::directory::country::{
    Catalogue, Country, Facility, FacilityKind, Level, Near, Only, Point, Product, ProductKind,
};
use proptest::prelude::*;

/// What the country should hold.
#[derive(Debug, Default, Clone)]
struct Model {
    facilities: BTreeMap<i64, Facility>,
    levels: BTreeMap<(i64, i64), Level>,
}

fn unit(point: Point) -> [f64; 3] {
    let (lat, lon) = (point.lat.to_radians(), point.lon.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

fn km(a: Point, b: Point) -> f64 {
    Haversine.distance(geo::Point::new(a.lon, a.lat), geo::Point::new(b.lon, b.lat)) / 1000.0
}

impl Model {
    fn nearest(&self, from: Point, k: usize, only: Only) -> Vec<i64> {
        let level = |facility: &Facility| match only {
            Only::Holding(product) => self.levels.get(&(facility.id, product)).copied(),
            _ => None,
        };
        let fits = |facility: &Facility| match only {
            Only::Any => true,
            Only::Kind(kind) => facility.kind == kind,
            Only::Holding(_) => level(facility).is_some_and(|level| level.quantity > 0),
        };
        let from = unit(from);
        let mut found: Vec<(f64, &Facility)> = self
            .facilities
            .values()
            .filter(|facility| facility.listed && fits(facility))
            .filter_map(|facility| {
                let to = unit(facility.point?);
                let [x, y, z] = [from[0] - to[0], from[1] - to[1], from[2] - to[2]];
                Some((x * x + y * y + z * z, facility))
            })
            .collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.code.cmp(&b.1.code)));
        found
            .iter()
            .take(k)
            .map(|(_, facility)| facility.id)
            .collect()
    }

    fn compare(&self, country: &Country, from: Point, k: usize) -> Result<(), TestCaseError> {
        let kinds = FacilityKind::ALL.iter().map(|kind| Only::Kind(*kind));
        for only in [
            Only::Any,
            Only::Holding(1),
            Only::Holding(2),
            Only::Holding(99),
        ]
        .into_iter()
        .chain(kinds)
        {
            let found: Vec<Near> = country.nearest(from, k, only);
            let ids: Vec<i64> = found.iter().map(|near| near.facility).collect();
            prop_assert_eq!(ids, self.nearest(from, k, only), "{:?}", only);
            for near in &found {
                let point = self.facilities[&near.facility].point.unwrap();
                prop_assert!((near.km - km(from, point)).abs() < 1e-9);
                if let Only::Holding(product) = only {
                    prop_assert_eq!(
                        near.level,
                        self.levels.get(&(near.facility, product)).copied()
                    );
                }
            }
            let mut all: Vec<f64> = found.iter().map(|near| near.km).collect();
            all.sort_by(f64::total_cmp);
            prop_assert!(
                found
                    .iter()
                    .zip(all)
                    .all(|(near, km)| (near.km - km).abs() < 1e-6)
            );
        }
        Ok(())
    }
}

/// A facility by small numbers: on a coarse grid, so that points are shared and
/// distances equal; some without a point, some unlisted.
fn facility(id: i64, code: u16, spot: u16, kind: u8, hidden: u8) -> Facility {
    let point = Point {
        lat: f64::from(spot % 9) - 4.0,
        lon: 33.0 + f64::from(spot / 9 % 9),
    };
    Facility {
        id,
        code: format!("{code:05}-{id}").into(),
        name: "Duka la Dawa".into(),
        kind: FacilityKind::ALL[usize::from(kind) % FacilityKind::ALL.len()],
        ownership: "".into(),
        place: None,
        address: "".into(),
        contact: "".into(),
        hours: "".into(),
        point: (hidden % 8 != 1).then_some(point),
        listed: hidden % 8 != 2,
    }
}

fn level(quantity: u32) -> Level {
    Level {
        quantity,
        counted_at: 1,
        price: 0,
        monthly_use: 1.0,
        none_reports: 0,
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

#[derive(Debug, Clone)]
enum Change {
    Put(i64, u16, u16, u8, u8),
    Remove(i64),
    Level(i64, i64, Option<u32>),
    Many(i64, u16),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        6 => (0_i64..260, 0_u16..50, 0_u16..81, any::<u8>(), any::<u8>())
            .prop_map(|(id, code, spot, kind, hidden)| Change::Put(id, code, spot, kind, hidden)),
        2 => (0_i64..260).prop_map(Change::Remove),
        6 => (0_i64..260, 1_i64..4, proptest::option::of(0_u32..3))
            .prop_map(|(facility, product, quantity)| Change::Level(facility, product, quantity)),
        1 => (1_000_i64..3_000, 0_u16..81).prop_map(|(from, spot)| Change::Many(from, spot)),
    ]
}

fn apply(change: &Change, model: &mut Model, country: &mut Country) {
    let at = DateTime::UNIX_EPOCH;
    match *change {
        Change::Put(id, code, spot, kind, hidden) => {
            let facility = facility(id, code, spot, kind, hidden);
            model.facilities.insert(id, facility.clone());
            country.put_facilities(vec![facility], &[], at);
        }
        Change::Remove(id) => {
            model.facilities.remove(&id);
            model.levels.retain(|(facility, _), _| *facility != id);
            country.put_facilities(Vec::new(), &[id], at);
        }
        Change::Level(id, product, quantity) => {
            let level = quantity.map(level);
            country.put_level(id, product, level, at);
            // Levels of what is not known change nothing.
            if model.facilities.contains_key(&id) && product < 3 {
                match level {
                    Some(level) => model.levels.insert((id, product), level),
                    None => model.levels.remove(&(id, product)),
                };
            }
        }
        Change::Many(from, spot) => {
            let rows: Vec<Facility> = (0_u16..600)
                .map(|n| facility(from + i64::from(n), n, spot + n, n.to_le_bytes()[0], 0))
                .collect();
            assert!(country.lays_out(rows.len()));
            model
                .facilities
                .extend(rows.iter().map(|row| (row.id, row.clone())));
            country.put_facilities(rows, &[], at);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn is_exact_whatever_changed(
        at_first in proptest::collection::vec((0_u16..50, 0_u16..81, any::<u8>(), any::<u8>()), 0..250),
        stock in proptest::collection::vec((0_i64..250, 1_i64..4, 0_u32..3), 0..400),
        changes in proptest::collection::vec(change(), 0..40),
        from in (-60.0_f64..60.0, -180.0_f64..180.0), spot in 0_u16..81, k in 0_usize..12,
    ) {
        let mut model = Model::default();
        for (id, (code, spot, kind, hidden)) in (0..).zip(at_first) {
            model.facilities.insert(id, facility(id, code, spot, kind, hidden));
        }
        let mut country = Country::build(Catalogue {
            facilities: model.facilities.values().cloned().collect(),
            products: vec![product(1), product(2)],
            ..Catalogue::default()
        });
        country.load_levels(stock.iter().map(|(facility, product, n)| (*facility, *product, level(*n))));
        for (facility, product, n) in stock {
            if model.facilities.contains_key(&facility) && product < 3 {
                model.levels.insert((facility, product), level(n));
            }
        }
        prop_assert_eq!(country.levels_len(), model.levels.len());
        let far = Point { lat: from.0, lon: from.1 };
        let on_the_spot = Point { lat: f64::from(spot % 9) - 4.0, lon: 33.0 + f64::from(spot / 9) };
        model.compare(&country, far, k)?;
        for change in &changes {
            apply(change, &mut model, &mut country);
            model.compare(&country, on_the_spot, k)?;
        }
        model.compare(&country, far, k)?;
        prop_assert_eq!(country.levels_len(), model.levels.len());
        for ((facility, product), level) in &model.levels {
            prop_assert_eq!(country.level(*facility, *product), Some(*level));
        }
        for row in model.facilities.values() {
            prop_assert_eq!(country.facility_by_code(&row.code).map(|found| found.id), Some(row.id));
        }
    }
}

#[test]
fn a_level_takes_no_more_than_48_bytes() {
    let facilities: Vec<Facility> = (0_u16..20_000)
        .map(|n| facility(i64::from(n), n, n, 0, 0))
        .collect();
    let products: Vec<Product> = (1..=10).map(product).collect();
    let mut country = Country::build(Catalogue {
        facilities,
        products,
        ..Catalogue::default()
    });
    country.load_levels((0..20_000).flat_map(|f| (1..=10).map(move |p| (f, p, level(5)))));
    assert_eq!(country.levels_len(), 200_000);
    assert!(country.memory() <= 48 * 200_000, "{}", country.memory());
    assert!(country.memory() >= 24 * 200_000, "{}", country.memory());
}
