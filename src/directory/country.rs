//! The whole read model: what there is, where, and how much of it.

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
use super::nearest::{Layout, Unit, slot_of, unit};
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

    /// Says that anything may have changed up to `at` without our having seen it
    /// happen: after a first load, or a load that followed a gap.
    pub fn mark_changed(&mut self, at: DateTime<Utc>) {
        self.catalogue_changed = at;
        self.facilities_changed = at;
        self.places_changed = at;
        self.flips.forget(at);
    }

    /// Takes these levels in place of all there were. Rows of facilities or
    /// products that are not known are left out.
    pub fn load_levels(&mut self, rows: impl Iterator<Item = (i64, i64, Level)>) {
        let mut levels = Levels::default();
        let mut last = (None, None);
        levels.fill(rows.filter_map(|(facility, product, level)| {
            // Rows mostly come facility by facility.
            if last.0 != Some(facility) {
                last = (Some(facility), self.slots.get(&facility).copied());
            }
            let slot = last.1?;
            self.products.get(product).map(|_| (product, slot, level))
        }));
        self.levels = levels;
    }

    /// Takes one change of stock, seen at `at`. A facility or product that is not
    /// known changes nothing.
    pub fn put_level(
        &mut self,
        facility: i64,
        product: i64,
        level: Option<Level>,
        at: DateTime<Utc>,
    ) {
        let Some(slot) = self.slots.get(&facility).copied() else {
            return;
        };
        if self.products.get(product).is_none() {
            return;
        }
        let before = self.levels.put(product, slot, level);
        let held = |level: Option<Level>| level.is_some_and(|level| level.quantity > 0);
        let point = self.facility(facility).and_then(|facility| facility.point);
        if let Some(point) = point.filter(|_| held(before) != held(level)) {
            self.flips.push(product, unit(point), at);
        }
    }

    /// Takes new and changed facilities, and takes the removed ones out with their
    /// levels. A few cost little; many (see [`Country::lays_out`]) lay everything out anew.
    pub fn put_facilities(&mut self, rows: Vec<Facility>, removed: &[i64], at: DateTime<Utc>) {
        let many = self.lays_out(rows.len());
        for id in removed {
            self.remove(*id);
        }
        for row in rows {
            self.put_facility(row, many);
        }
        if many {
            self.lay_out();
        }
        self.facilities_changed = at;
    }

    /// Whether so many new and changed facilities would lay everything out anew,
    /// which takes some hundred milliseconds with millions of levels: then a copy
    /// had better be changed and put in place.
    #[must_use]
    pub fn lays_out(&self, rows: usize) -> bool {
        self.layout.strays() + rows > (self.facilities.len() / 32).max(512)
    }

    /// Takes these places, products, names and look-alikes in place of all there
    /// were; the levels of products that stay are kept.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "the pairs come with the rest, which is kept"
    )]
    pub fn replace_catalogue(
        &mut self,
        places: Vec<Place>,
        products: Vec<Product>,
        names: Vec<ProductName>,
        lookalikes: Vec<(Box<str>, Box<str>)>,
        at: DateTime<Utc>,
    ) {
        self.replace_places(Places::new(places), at);
        self.replace_products(Products::new(products, names, &lookalikes), at);
    }

    /// Takes places that were indexed elsewhere, and hands back those there were, for
    /// them to be dropped elsewhere too.
    pub fn replace_places(&mut self, places: Places, at: DateTime<Utc>) -> Places {
        self.places_changed = at;
        std::mem::replace(&mut self.places, places)
    }

    /// Takes products that were indexed elsewhere, and hands back those there were,
    /// for them to be dropped elsewhere too; the levels of products that stay are kept.
    pub fn replace_products(&mut self, products: Products, at: DateTime<Utc>) -> Products {
        self.catalogue_changed = at;
        self.levels
            .retain(|product| products.get(product).is_some());
        std::mem::replace(&mut self.products, products)
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

    fn remove(&mut self, id: i64) {
        let Some(slot) = self.slots.remove(&id) else {
            return;
        };
        self.levels.clear_slot(slot);
        self.layout.put(slot, None);
        if let Some(facility) = self
            .facilities
            .get_mut(slot as usize)
            .and_then(Option::take)
        {
            self.by_code.remove(&facility.code);
            self.of_kind(facility.kind, slot, false);
        }
    }

    /// Takes one facility; with `many` its whereabouts are left to [`Country::lay_out`].
    fn put_facility(&mut self, facility: Facility, many: bool) {
        let slot = match self.slots.get(&facility.id) {
            Some(slot) => *slot,
            None => {
                self.facilities.push(None);
                slot_of(self.facilities.len() - 1)
            }
        };
        if !many {
            self.layout.put(slot, whereabouts(&facility));
            self.index(&facility, slot);
        }
        self.slots.insert(facility.id, slot);
        if let Some(place) = self.facilities.get_mut(slot as usize) {
            *place = Some(facility);
        }
    }

    /// Brings the indexes up to date with what is about to be put at a slot.
    fn index(&mut self, facility: &Facility, slot: u32) {
        let before = self
            .at(slot)
            .map(|before| (before.kind, before.code.clone()));
        if let Some((kind, code)) = before {
            if kind != facility.kind {
                self.of_kind(kind, slot, false);
            }
            if code != facility.code {
                // Another facility may have taken the code over in the meantime.
                if self.by_code.get(&code) == Some(&slot) {
                    self.by_code.remove(&code);
                }
                self.layout.forget_ranks();
            }
        }
        self.by_code.insert(facility.code.clone(), slot);
        self.of_kind(facility.kind, slot, true);
    }

    /// Notes whether a slot is of a kind.
    fn of_kind(&mut self, kind: FacilityKind, slot: u32, is: bool) {
        let slots = self.kinds.entry(kind).or_default();
        match (slots.binary_search(&slot), is) {
            (Ok(at), false) => {
                slots.remove(at);
            }
            (Err(at), true) => slots.insert(at, slot),
            _ => {}
        }
    }

    /// Gives every facility a slot anew and moves the levels along.
    fn lay_out(&mut self) {
        let units: Vec<Option<Unit>> = self
            .facilities
            .iter()
            .map(|facility| facility.as_ref().and_then(whereabouts))
            .collect();
        let (layout, old) = Layout::lay(&units, &self.ranks());
        let mut moved = vec![None; old.len()];
        let mut facilities = Vec::with_capacity(self.slots.len());
        for slot in old {
            if let Some(facility) = self
                .facilities
                .get_mut(slot as usize)
                .and_then(Option::take)
            {
                if let Some(moved) = moved.get_mut(slot as usize) {
                    *moved = Some(slot_of(facilities.len()));
                }
                facilities.push(Some(facility));
            }
        }
        self.levels.relay(&moved);
        self.layout = layout;
        self.facilities = facilities;
        self.slots.clear();
        self.by_code.clear();
        self.kinds.clear();
        for (slot, facility) in (0_u32..).zip(self.facilities.iter().flatten()) {
            self.slots.insert(facility.id, slot);
            self.by_code.insert(facility.code.clone(), slot);
            self.kinds.entry(facility.kind).or_default().push(slot);
        }
    }

    /// The order of every slot's code among all of them.
    fn ranks(&self) -> Vec<u32> {
        let code = |slot: &u32| self.at(*slot).map(|facility| &facility.code);
        let mut by_code: Vec<u32> = (0..slot_of(self.facilities.len())).collect();
        by_code.sort_by(|a, b| code(a).cmp(&code(b)));
        let mut ranks = vec![0; by_code.len()];
        for (rank, slot) in (0_u32..).zip(by_code) {
            if let Some(place) = ranks.get_mut(slot as usize) {
                *place = rank;
            }
        }
        ranks
    }
}

/// Where callers find a facility: nowhere if it is not listed.
fn whereabouts(facility: &Facility) -> Option<Unit> {
    facility.point.filter(|_| facility.listed).map(unit)
}

/// The great-circle distance in kilometres.
fn km(a: Point, b: Point) -> f64 {
    Haversine.distance(geo::Point::new(a.lon, a.lat), geo::Point::new(b.lon, b.lat)) / 1000.0
}
