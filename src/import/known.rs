//! The places that are known, for finding where a row lies: by the names of
//! its areas, or by the nearest place. Pure.

use std::collections::HashMap;

use super::{fold::area_key, globe::Grid};
use crate::directory::country::{PlaceKind, Point};

/// How near a place must be for a facility without areas to be put in it.
pub const NEAR_KM: f64 = 30.0;

/// A place as others are placed by it.
#[derive(Debug, Clone)]
pub struct KnownPlace {
    /// The record's own number.
    pub id: i64,
    /// What it is.
    pub kind: PlaceKind,
    /// Its name and alternative names.
    pub names: Vec<String>,
    /// The wider place it lies in.
    pub parent: Option<i64>,
    /// The country's three letters.
    pub iso3: String,
    /// Where its centre is.
    pub point: Option<Point>,
    /// The list it came from.
    pub source: String,
    /// What that list calls it.
    pub source_id: String,
}

/// The names of the areas a row says it lies in, from the widest; empty where it does not say.
#[derive(Debug, Clone, Copy)]
pub struct Areas<'a>(pub [&'a str; 3]);

/// Where a row lies by the names of its areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The narrowest place found.
    pub place: Option<i64>,
    /// Whether an area was named that is not known.
    pub unknown: bool,
}

/// The kinds of the three areas, from the widest.
const AREA_KINDS: [PlaceKind; 3] = [PlaceKind::County, PlaceKind::Constituency, PlaceKind::Ward];

/// Every known place, by name and by point.
#[derive(Debug, Default)]
pub struct Gazetteer {
    places: HashMap<i64, KnownPlace>,
    countries: HashMap<String, i64>,
    /// By country, kind and key: who bears the name.
    names: HashMap<(String, PlaceKind, String), Vec<i64>>,
    grids: HashMap<String, Grid>,
}

impl Gazetteer {
    /// Indexes places.
    #[must_use]
    pub fn new(places: impl IntoIterator<Item = KnownPlace>) -> Self {
        let mut gazetteer = Self::default();
        for place in places {
            gazetteer.add(place);
        }
        gazetteer
    }

    fn add(&mut self, place: KnownPlace) {
        if place.kind == PlaceKind::Country {
            self.countries.entry(place.iso3.clone()).or_insert(place.id);
        }
        if AREA_KINDS.contains(&place.kind) {
            for name in &place.names {
                let key = (place.iso3.clone(), place.kind, area_key(name));
                let bearers = self.names.entry(key).or_default();
                if !bearers.contains(&place.id) {
                    bearers.push(place.id);
                }
            }
        }
        // A country's or a county's centre is near nobody in particular.
        let narrow = !matches!(place.kind, PlaceKind::Country | PlaceKind::County);
        if let Some(point) = place.point.filter(|_| narrow) {
            let grid = self.grids.entry(place.iso3.clone()).or_default();
            grid.insert(point, place.id);
        }
        self.places.insert(place.id, place);
    }

    /// Every place, always in one order: what is judged by a part of them is judged by the
    /// same part in every run.
    #[must_use]
    pub fn places(&self) -> Vec<&KnownPlace> {
        let mut places: Vec<_> = self.places.values().collect();
        places.sort_unstable_by_key(|place| place.id);
        places
    }

    /// The place that stands for a whole country.
    #[must_use]
    pub fn country(&self, iso3: &str) -> Option<i64> {
        self.countries.get(iso3).copied()
    }

    /// The narrowest known place by the names of its areas, the country if none is
    /// known. Of several bearers of a name those within the area already found
    /// are meant; several lists may each have brought that area, and the one of
    /// the row's own list is preferred. Bearers in different areas of which
    /// nothing tells them apart are nobody.
    #[must_use]
    pub fn find(&self, iso3: &str, areas: Areas<'_>, source: &str) -> Found {
        let mut found = Found {
            place: self.country(iso3),
            unknown: false,
        };
        let mut within = Vec::new();
        for (name, kind) in areas.0.into_iter().zip(AREA_KINDS) {
            if name.trim().is_empty() {
                continue;
            }
            let bearers = self.bearers(iso3, kind, name, &within, source);
            if let Some(first) = bearers.first() {
                found.place = Some(*first);
                within = bearers;
            } else {
                found.unknown = true;
            }
        }
        found
    }

    /// The places that can be meant by a name, all of them one area in the eyes
    /// of different lists; the row's own list first.
    fn bearers(
        &self,
        iso3: &str,
        kind: PlaceKind,
        name: &str,
        within: &[i64],
        source: &str,
    ) -> Vec<i64> {
        let key = (iso3.to_owned(), kind, area_key(name));
        let all = self.names.get(&key).map_or(&[][..], Vec::as_slice);
        let keep = |fits: &dyn Fn(i64) -> bool| -> Vec<i64> {
            all.iter().copied().filter(|id| fits(*id)).collect()
        };
        let is_own = |id: i64| self.places.get(&id).is_some_and(|p| p.source == source);
        let lies_within = |id: i64| within.iter().any(|area| self.lies_in(id, *area));
        let may_lie_within = |id: i64| within.iter().any(|area| self.may_lie_in(id, *area));
        let mut fitting = if within.is_empty() {
            keep(&|_| true)
        } else {
            keep(&lies_within)
        };
        if fitting.is_empty() {
            fitting = keep(&may_lie_within);
        }
        if !self.are_one(&fitting) {
            fitting.retain(|id| is_own(*id));
        }
        if !self.are_one(&fitting) {
            return Vec::new();
        }
        fitting.sort_by_key(|id| (!is_own(*id), *id));
        fitting
    }

    /// Whether places of one name and kind lie in areas of one name.
    fn are_one(&self, ids: &[i64]) -> bool {
        let parent = |id: &i64| {
            let parent = self.places.get(id)?.parent?;
            self.places.get(&parent)?.names.first().map(|n| area_key(n))
        };
        let mut parents = ids.iter().map(parent);
        let first = parents.next();
        parents.all(|parent| Some(parent) == first)
    }

    fn lies_in(&self, id: i64, area: i64) -> bool {
        self.above(id).any(|parent| parent == area)
    }

    /// Whether it lies in the area, or in no area of that kind as far as is known.
    fn may_lie_in(&self, id: i64, area: i64) -> bool {
        let kind = self.places.get(&area).map(|place| place.kind);
        self.lies_in(id, area)
            || !self
                .above(id)
                .any(|parent| self.places.get(&parent).map(|place| place.kind) == kind)
    }

    /// The wider places of a place, from the nearest.
    fn above(&self, id: i64) -> impl Iterator<Item = i64> {
        let parent = |id: &i64| self.places.get(id).and_then(|place| place.parent);
        // Deeper than any chain of kinds; a circle in the record ends here.
        std::iter::successors(parent(&id), move |id| parent(id)).take(8)
    }

    /// The key of the county a place lies in, for judging points by areas.
    #[must_use]
    pub fn county_key(&self, id: i64) -> Option<String> {
        let county = std::iter::once(id)
            .chain(self.above(id))
            .filter_map(|id| self.places.get(&id))
            .find(|place| place.kind == PlaceKind::County)?;
        county.names.first().map(|name| area_key(name))
    }

    /// The key of a county by any of its names; of an unknown county, the name's own.
    #[must_use]
    pub fn canonical(&self, iso3: &str, county: &str) -> String {
        self.bearers(iso3, PlaceKind::County, county, &[], "")
            .first()
            .and_then(|id| self.county_key(*id))
            .unwrap_or_else(|| area_key(county))
    }

    /// The places that a text may mean: the number of one, its list and what the list calls it (`SOURCE:SOURCE_ID`), or
    /// its name, after those of places it lies in (`Kisumu > Nyando > Ahero`). An area is meant before a town of
    /// the same name, and no landmark.
    #[must_use]
    pub fn meant(&self, text: &str) -> Vec<i64> {
        if let Some(place) = text.parse().ok().and_then(|id| self.places.get(&id)) {
            return vec![place.id];
        }
        if let Some((source, id)) = text.split_once(':') {
            let of_list = self
                .places
                .values()
                .filter(|place| place.source == source.trim() && place.source_id == id.trim());
            return of_list.map(|place| place.id).collect();
        }
        let mut names = text.split('>').map(area_key).rev();
        let Some(name) = names.next() else {
            return Vec::new();
        };
        let wider: Vec<String> = names.collect();
        let called = |place: &KnownPlace, key: &str| place.names.iter().any(|n| area_key(n) == key);
        let lies = |place: &&KnownPlace| {
            let mut above = self.above(place.id).filter_map(|id| self.places.get(&id));
            let mut wider = wider.iter();
            wider.all(|key| above.any(|place| called(place, key)))
        };
        let bearers = self.places.values();
        let bearers = bearers.filter(|place| called(place, &name)).filter(lies);
        let (towns, areas): (Vec<_>, Vec<_>) = bearers
            .filter(|place| place.kind != PlaceKind::Landmark)
            .partition(|place| place.kind == PlaceKind::Town);
        let meant = if areas.is_empty() { towns } else { areas };
        meant.into_iter().map(|place| place.id).collect()
    }

    /// The nearest place within [`NEAR_KM`].
    #[must_use]
    pub fn near(&self, iso3: &str, point: Point) -> Option<i64> {
        let grid = self.grids.get(iso3)?;
        grid.nearest(point, -1.0, NEAR_KM).map(|(_, id)| id)
    }
}

#[cfg(test)]
mod tests;
