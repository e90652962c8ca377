//! The whole read model: what there is, where, and how much of it. What is asked
//! of it stands here, what changes it in `change`.

mod change;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use geo::{Distance, Haversine};

pub use super::catalogue::{
    Catalogue, Facility, FacilityKind, Level, NameKind, Place, PlaceKind, Point, Product,
    ProductKind, ProductName,
};
use super::flips::Flips;
use super::levels::{ById, Levels};
pub use super::names::{Action, Candidate, Found};
use super::nearest::Layout;
use super::places::Places;
use super::products::Products;

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
    places: Places,
    products: Products,
    /// The facilities by slot; `None` where one was removed.
    facilities: Vec<Option<Facility>>,
    slots: ById<u32>,
    by_code: HashMap<Box<str>, u32>,
    /// The slots of every kind, ascending.
    kinds: HashMap<FacilityKind, Vec<u32>>,
    layout: Layout,
    levels: Levels,
    flips: Flips,
    catalogue_changed: DateTime<Utc>,
    facilities_changed: DateTime<Utc>,
    places_changed: DateTime<Utc>,
}

impl Country {
    /// Indexes everything; there are no levels yet.
    #[must_use]
    pub fn build(catalogue: Catalogue) -> Self {
        let mut country = Self {
            places: Places::new(catalogue.places),
            products: Products::new(catalogue.products, catalogue.names, &catalogue.lookalikes),
            facilities: catalogue.facilities.into_iter().map(Some).collect(),
            ..Self::default()
        };
        country.lay_out();
        country
    }

    /// The place of an id.
    #[must_use]
    pub fn place(&self, id: i64) -> Option<&Place> {
        self.places.get(id)
    }

    /// The facility of an id, listed or not.
    #[must_use]
    pub fn facility(&self, id: i64) -> Option<&Facility> {
        self.at(*self.slots.get(&id)?)
    }

    /// The product of an id, controlled or not.
    #[must_use]
    pub fn product(&self, id: i64) -> Option<&Product> {
        self.products.get(id)
    }

    /// The product of a code, controlled or not.
    #[must_use]
    pub fn product_by_code(&self, code: &str) -> Option<&Product> {
        self.products.by_code(code)
    }

    /// The facility of a code, listed or not.
    #[must_use]
    pub fn facility_by_code(&self, code: &str) -> Option<&Facility> {
        self.at(*self.by_code.get(code)?)
    }

    /// Every facility's id and name, listed or not.
    #[must_use]
    pub fn facility_names(&self) -> Vec<(i64, Box<str>)> {
        let facilities = self.facilities.iter().flatten();
        facilities
            .map(|facility| (facility.id, facility.name.clone()))
            .collect()
    }

    /// The places right below one, by name.
    #[must_use]
    pub fn children(&self, place: i64) -> &[i64] {
        self.places.children(place)
    }

    /// The places that lie in no other, by name.
    #[must_use]
    pub fn roots(&self) -> &[i64] {
        self.places.roots()
    }

    /// The forms and strengths of a generic, without controlled ones.
    #[must_use]
    pub fn products_of(&self, generic_key: &str) -> &[i64] {
        self.products.of(generic_key)
    }

    /// A medicine's generic name as it is written.
    #[must_use]
    pub fn name_of(&self, generic_key: &str) -> Option<&str> {
        self.products.name_of(generic_key)
    }

    /// Every product, controlled ones too.
    pub fn products(&self) -> impl Iterator<Item = &Product> {
        self.products.all()
    }

    /// Every name with the codes of what it may mean, without controlled products.
    pub fn named_codes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.products.named_codes()
    }

    /// The products of a kind by name, without controlled ones.
    #[must_use]
    pub fn products_of_kind(&self, kind: ProductKind) -> &[i64] {
        self.products.of_kind(kind)
    }

    /// What a caller may have meant by a product's name.
    #[must_use]
    pub fn find_product(&self, text: &str) -> Found {
        self.products.find(text)
    }

    /// What a caller may have meant by a place's name.
    #[must_use]
    pub fn find_place(&self, text: &str) -> Found {
        self.places.find(text)
    }

    /// The places that are shown by these words: a name, and that of what it lies in.
    #[must_use]
    pub fn places_shown_as(&self, text: &str) -> Vec<&Place> {
        self.places.shown_as(text)
    }

    /// Whether a place lies in another.
    #[must_use]
    pub fn lies_in(&self, place: i64, wider: i64) -> bool {
        self.places.lies_in(place, wider)
    }

    /// The `k` nearest facilities, nearest first, ties by code; exact.
    #[must_use]
    pub fn nearest(&self, from: Point, k: usize, only: Only) -> Vec<Near> {
        let among = match only {
            Only::Any => None,
            Only::Kind(kind) => Some(self.kinds.get(&kind).map_or(&[][..], Vec::as_slice)),
            Only::Holding(product) => Some(self.levels.held(product)),
        };
        let code = |slot: u32| self.at(slot).map(|facility| &facility.code);
        let slots = self
            .layout
            .nearest(from, k, among, |a, b| code(a) < code(b));
        let near = slots.into_iter().filter_map(|slot| {
            let facility = self.at(slot)?;
            let level = match only {
                Only::Holding(product) => self.levels.get(product, slot),
                Only::Any | Only::Kind(_) => None,
            };
            Some(Near {
                facility: facility.id,
                km: km(from, facility.point?),
                level,
            })
        });
        near.collect()
    }

    /// What a facility holds of a product.
    #[must_use]
    pub fn level(&self, facility: i64, product: i64) -> Option<Level> {
        self.levels.get(product, *self.slots.get(&facility)?)
    }

    /// Whether any facility within `within_km` came into or went out of stock of
    /// the product after `since`, up to 15 minutes ago; `true` as well where that is
    /// no longer known because too much has changed.
    #[must_use]
    pub fn unsettled_stock(
        &self,
        product: i64,
        from: Point,
        within_km: f64,
        since: DateTime<Utc>,
    ) -> bool {
        self.flips.any(product, from, within_km, since)
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
        self.levels.memory()
    }

    fn at(&self, slot: u32) -> Option<&Facility> {
        self.facilities.get(slot as usize)?.as_ref()
    }
}

/// The great-circle distance in kilometres.
fn km(a: Point, b: Point) -> f64 {
    Haversine.distance(geo::Point::new(a.lon, a.lat), geo::Point::new(b.lon, b.lat)) / 1000.0
}
