//! What changes a country: levels, facilities, and the catalogue as a whole.

use chrono::{DateTime, Utc};

use super::super::catalogue::{Facility, FacilityKind, Level, Point};
use super::super::levels::Levels;
use super::super::nearest::{Layout, Unit, slot_of, unit};
use super::super::places::Places;
use super::super::products::Products;
use super::Country;

impl Country {
    /// Says that anything may have changed up to `at` without our having seen it
    /// happen: after a first load, or a load that followed a gap.
    pub fn mark_changed(&mut self, at: DateTime<Utc>) {
        self.catalogue_changed = at;
        self.facilities_changed = at;
        self.places_changed = at;
        self.flips.forget(at);
    }

    /// Says that facilities may have changed up to `at`.
    pub fn mark_facilities_changed(&mut self, at: DateTime<Utc>) {
        self.facilities_changed = at;
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
    /// Facilities have changed at `at` if callers see others than before, or elsewhere.
    pub fn put_facilities(&mut self, rows: Vec<Facility>, removed: &[i64], at: DateTime<Utc>) {
        let many = self.lays_out(rows.len());
        let mut changed = false;
        for id in removed {
            changed |= self.facility(*id).is_some_and(|gone| gone.listed);
            self.remove(*id);
        }
        for row in rows {
            let before = self.facility(row.id);
            changed |= before.and_then(standing) != standing(&row);
            self.put_facility(row, many);
        }
        if many {
            self.lay_out();
        }
        if changed {
            self.mark_facilities_changed(at);
        }
    }

    /// Whether so many new and changed facilities would lay everything out anew,
    /// which takes some hundred milliseconds with millions of levels: then a copy
    /// had better be changed and put in place.
    #[must_use]
    pub fn lays_out(&self, rows: usize) -> bool {
        self.layout.strays() + rows > (self.facilities.len() / 32).max(512)
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
        if self
            .levels
            .retain(|product| products.get(product).is_some())
        {
            // So rare that it is not worth telling whose lists it was on.
            self.flips.forget(at);
        }
        std::mem::replace(&mut self.products, products)
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
    pub(super) fn lay_out(&mut self) {
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

/// What puts a facility into a list, and where in it: nothing if it is in none.
fn standing(facility: &Facility) -> Option<(Point, Box<str>, FacilityKind)> {
    let point = facility.point.filter(|_| facility.listed)?;
    Some((point, facility.code.clone(), facility.kind))
}
