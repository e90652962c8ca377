//! The whole read model: what there is, where, and how much of it.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use geo::{Distance, Haversine};

pub use super::catalogue::{
    Catalogue, Facility, FacilityKind, Level, NameKind, Place, PlaceKind, Point, Product,
    ProductKind, ProductName,
};
pub use super::names::{Action, Candidate, Found};
use super::names::{MOST, alike, fold};

/// How long a change of stock is remembered.
const REMEMBERED: TimeDelta = TimeDelta::minutes(15);

/// Which facilities a search for the nearest is about. Unlisted ones and those
/// without a point never come out of any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    /// Every facility.
    Any,
    /// Those of one kind.
    Kind(FacilityKind),
    /// Those that hold some of a product.
    Holding(i64),
}

/// A facility that is near.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Near {
    /// The facility's id.
    pub facility: i64,
    /// How far, in kilometres along the great circle.
    pub km: f64,
    /// What it holds of the product asked for.
    pub level: Option<Level>,
}

/// A whole country in memory.
#[derive(Debug, Clone, Default)]
pub struct Country {
    places: HashMap<i64, Place>,
    children: HashMap<i64, Vec<i64>>,
    roots: Vec<i64>,
    facilities: HashMap<i64, Facility>,
    products: HashMap<i64, Product>,
    by_generic: HashMap<Box<str>, Vec<i64>>,
    by_kind: HashMap<ProductKind, Vec<i64>>,
    names: Vec<ProductName>,
    lookalikes: Vec<(Box<str>, Box<str>)>,
    levels: HashMap<(i64, i64), Level>,
    flips: Vec<(DateTime<Utc>, i64, i64)>,
    catalogue_changed: DateTime<Utc>,
    facilities_changed: DateTime<Utc>,
    places_changed: DateTime<Utc>,
}

impl Country {
    /// Indexes everything; there are no levels yet.
    #[must_use]
    pub fn build(catalogue: Catalogue) -> Self {
        let mut country = Self::default();
        let Catalogue {
            places,
            facilities,
            products,
            names,
            lookalikes,
        } = catalogue;
        country.facilities = facilities.into_iter().map(|f| (f.id, f)).collect();
        country.replace_catalogue(places, products, names, lookalikes, DateTime::UNIX_EPOCH);
        country
    }

    /// Says that everything may have changed at `at`, without our having seen it
    /// happen: after a first load, or a load that followed a gap.
    pub fn mark_changed(&mut self, at: DateTime<Utc>) {
        self.catalogue_changed = at;
        self.facilities_changed = at;
        self.places_changed = at;
    }

    /// Takes these levels in place of all there were. Rows of facilities or
    /// products that are not known are left out.
    pub fn load_levels(&mut self, rows: impl Iterator<Item = (i64, i64, Level)>) {
        self.levels = rows
            .map(|(facility, product, level)| ((facility, product), level))
            .collect();
    }

    /// Takes one change of stock, seen at `at`.
    pub fn put_level(
        &mut self,
        facility: i64,
        product: i64,
        level: Option<Level>,
        at: DateTime<Utc>,
    ) {
        let before = match level {
            Some(level) => self.levels.insert((facility, product), level),
            None => self.levels.remove(&(facility, product)),
        };
        let held = |level: Option<Level>| level.is_some_and(|l| l.quantity > 0);
        if held(before) != held(level) {
            self.flips.push((at, facility, product));
        }
    }

    /// Takes new and changed facilities, and takes the removed ones out with their levels.
    pub fn put_facilities(&mut self, rows: Vec<Facility>, removed: &[i64], at: DateTime<Utc>) {
        for id in removed {
            self.facilities.remove(id);
            self.levels.retain(|(facility, _), _| facility != id);
        }
        self.facilities.extend(rows.into_iter().map(|f| (f.id, f)));
        self.facilities_changed = at;
    }

    /// Takes these places, products, names and look-alikes in place of all there
    /// were; the levels of products that stay are kept.
    pub fn replace_catalogue(
        &mut self,
        places: Vec<Place>,
        products: Vec<Product>,
        names: Vec<ProductName>,
        lookalikes: Vec<(Box<str>, Box<str>)>,
        at: DateTime<Utc>,
    ) {
        self.places = places.into_iter().map(|p| (p.id, p)).collect();
        self.products = products.into_iter().map(|p| (p.id, p)).collect();
        self.names = names;
        self.lookalikes = lookalikes;
        self.levels
            .retain(|(_, product), _| self.products.contains_key(product));
        let mut by_name: Vec<&Place> = self.places.values().collect();
        by_name.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        self.children.clear();
        self.roots.clear();
        for place in by_name {
            match place
                .parent
                .filter(|parent| self.places.contains_key(parent))
            {
                Some(parent) => self.children.entry(parent).or_default().push(place.id),
                None => self.roots.push(place.id),
            }
        }
        let mut shown: Vec<&Product> = self.products.values().filter(|p| !p.controlled).collect();
        shown.sort_by(|a, b| {
            (&a.generic, &a.form, &a.strength, a.id).cmp(&(&b.generic, &b.form, &b.strength, b.id))
        });
        self.by_generic.clear();
        self.by_kind.clear();
        for product in shown {
            self.by_generic
                .entry(product.generic_key.clone())
                .or_default()
                .push(product.id);
            self.by_kind
                .entry(product.kind)
                .or_default()
                .push(product.id);
        }
        self.catalogue_changed = at;
        self.places_changed = at;
    }

    /// The place of an id.
    #[must_use]
    pub fn place(&self, id: i64) -> Option<&Place> {
        self.places.get(&id)
    }

    /// The facility of an id, listed or not.
    #[must_use]
    pub fn facility(&self, id: i64) -> Option<&Facility> {
        self.facilities.get(&id)
    }

    /// The product of an id, controlled or not.
    #[must_use]
    pub fn product(&self, id: i64) -> Option<&Product> {
        self.products.get(&id)
    }

    /// The product of a code, controlled or not.
    #[must_use]
    pub fn product_by_code(&self, code: &str) -> Option<&Product> {
        self.products.values().find(|p| *p.code == *code)
    }

    /// The facility of a code, listed or not.
    #[must_use]
    pub fn facility_by_code(&self, code: &str) -> Option<&Facility> {
        self.facilities.values().find(|f| *f.code == *code)
    }

    /// The places right below one, by name.
    #[must_use]
    pub fn children(&self, place: i64) -> &[i64] {
        self.children.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The places that lie in no other, by name.
    #[must_use]
    pub fn roots(&self) -> &[i64] {
        &self.roots
    }

    /// The forms and strengths of a generic, without controlled ones.
    #[must_use]
    pub fn products_of(&self, generic_key: &str) -> &[i64] {
        self.by_generic.get(generic_key).map_or(&[], Vec::as_slice)
    }

    /// The products of a kind by name, without controlled ones.
    #[must_use]
    pub fn products_of_kind(&self, kind: ProductKind) -> &[i64] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// What a caller may have meant by a product's name.
    #[must_use]
    pub fn find_product(&self, text: &str) -> Found {
        let text = fold(text);
        let mut best: HashMap<&str, Candidate> = HashMap::new();
        for name in &self.names {
            let products = self.products_of(&name.generic_key);
            let score = alike(&text, &fold(&name.name));
            let Some(first) = products.first().and_then(|id| self.products.get(id)) else {
                continue;
            };
            let found = Candidate {
                id: first.id,
                key: name.generic_key.clone(),
                name: name.name.clone(),
                parent: first.generic.clone(),
                score,
                lookalike: false,
            };
            match best.get(&*name.generic_key) {
                Some(there) if there.score >= score => {}
                _ => {
                    best.insert(&name.generic_key, found);
                }
            }
        }
        settle(best.into_values().collect())
    }

    /// What a caller may have meant by a place's name.
    #[must_use]
    pub fn find_place(&self, text: &str) -> Found {
        let text = fold(text);
        let found = self.places.values().map(|place| Candidate {
            id: place.id,
            key: place.id.to_string().into(),
            name: place.name.clone(),
            parent: place
                .parent
                .and_then(|p| self.places.get(&p))
                .map_or("".into(), |p| p.name.clone()),
            score: alike(&text, &fold(&place.name)),
            lookalike: false,
        });
        settle(found.collect())
    }

    /// The `k` nearest facilities, nearest first, ties by code; exact.
    #[must_use]
    pub fn nearest(&self, from: Point, k: usize, only: Only) -> Vec<Near> {
        let mut found: Vec<(f64, &Facility, Option<Level>)> = Vec::new();
        for facility in self.facilities.values().filter(|f| f.listed) {
            let level = match only {
                Only::Holding(product) => self.level(facility.id, product),
                Only::Any | Only::Kind(_) => None,
            };
            let fits = match only {
                Only::Any => true,
                Only::Kind(kind) => facility.kind == kind,
                Only::Holding(_) => level.is_some_and(|l| l.quantity > 0),
            };
            if let Some(point) = facility.point.filter(|_| fits) {
                found.push((km(from, point), facility, level));
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.code.cmp(&b.1.code)));
        found.truncate(k);
        found
            .into_iter()
            .map(|(km, facility, level)| Near {
                facility: facility.id,
                km,
                level,
            })
            .collect()
    }

    /// What a facility holds of a product.
    #[must_use]
    pub fn level(&self, facility: i64, product: i64) -> Option<Level> {
        self.levels.get(&(facility, product)).copied()
    }

    /// Whether any facility within `within_km` came into or went out of stock
    /// of the product after `since`; `true` also where that is no longer known.
    #[must_use]
    pub fn unsettled_stock(
        &self,
        product: i64,
        from: Point,
        within_km: f64,
        since: DateTime<Utc>,
    ) -> bool {
        self.flips.iter().any(|(at, facility, of)| {
            *at > since.max(*at - REMEMBERED)
                && *of == product
                && self
                    .facility(*facility)
                    .and_then(|f| f.point)
                    .is_some_and(|p| km(from, p) <= within_km)
        })
    }

    /// When products, names or look-alikes last changed.
    #[must_use]
    pub fn catalogue_changed_at(&self) -> DateTime<Utc> {
        self.catalogue_changed
    }

    /// When facilities last changed.
    #[must_use]
    pub fn facilities_changed_at(&self) -> DateTime<Utc> {
        self.facilities_changed
    }

    /// When places last changed.
    #[must_use]
    pub fn places_changed_at(&self) -> DateTime<Utc> {
        self.places_changed
    }

    /// How many levels are held.
    #[must_use]
    pub fn levels_len(&self) -> usize {
        self.levels.len()
    }

    /// The bytes the levels take.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.levels.capacity() * size_of::<((i64, i64), Level)>()
    }
}

/// The great-circle distance in kilometres.
fn km(a: Point, b: Point) -> f64 {
    Haversine.distance(geo::Point::new(a.lon, a.lat), geo::Point::new(b.lon, b.lat)) / 1000.0
}

/// Best first, at most [`MOST`], and what to do with them.
fn settle(mut candidates: Vec<Candidate>) -> Found {
    candidates.retain(|c| c.score > 0.6);
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
    candidates.truncate(MOST);
    let action = match candidates.as_slice() {
        [] => Action::Refuse,
        [only] if only.score >= 1.0 => Action::Confirm,
        _ => Action::Choose,
    };
    Found { action, candidates }
}
