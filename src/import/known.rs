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

    /// The nearest place within [`NEAR_KM`].
    #[must_use]
    pub fn near(&self, iso3: &str, point: Point) -> Option<i64> {
        let grid = self.grids.get(iso3)?;
        grid.nearest(point, -1.0, NEAR_KM).map(|(_, id)| id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(
        id: i64,
        kind: PlaceKind,
        names: &[&str],
        parent: i64,
        at: Option<(f64, f64)>,
    ) -> KnownPlace {
        KnownPlace {
            id,
            kind,
            names: names.iter().map(|name| (*name).to_owned()).collect(),
            parent: (parent > 0).then_some(parent),
            iso3: "KEN".to_owned(),
            point: at.map(|(lat, lon)| Point { lat, lon }),
            source: "list".to_owned(),
        }
    }

    fn gazetteer() -> Gazetteer {
        use PlaceKind::{Constituency, Country, County, Ward};
        Gazetteer::new([
            place(1, Country, &["Kenya"], 0, None),
            place(2, County, &["Elgeyo/Marakwet", "Keiyo"], 1, None),
            place(3, County, &["Kitui"], 1, Some((-1.4, 38.0))),
            place(4, Constituency, &["Central"], 2, Some((0.9, 35.5))),
            place(5, Constituency, &["Central"], 3, Some((-1.3, 38.0))),
            place(6, Constituency, &["Orphan"], 1, None),
            place(7, Ward, &["Township"], 5, Some((-1.35, 38.0))),
        ])
    }

    #[test]
    fn the_narrowest_known_area_is_found() {
        let gazetteer = gazetteer();
        for (areas, place, unknown) in [
            (["", "", ""], 1, false),
            (["KITUI County", "", ""], 3, false),
            (["keiyo", "", ""], 2, false),
            (["ELGEYO-MARAKWET", "Central", ""], 4, false),
            (["Kitui", "Central", "Township"], 7, false),
            (["Kitui", "Nowhere", "Township"], 7, true),
            (["Kitui", "Central", "Nowhere"], 5, true),
            (["Nowhere", "", ""], 1, true),
            // Two constituencies bear the name; no county says which.
            (["", "Central", ""], 1, true),
            (["", "", "Township"], 7, false),
            // Its county is not known, so it may be this one.
            (["Kitui", "Orphan", ""], 6, false),
            // It is known to lie in another county.
            (["Elgeyo Marakwet", "", "Township"], 2, true),
        ] {
            let found = gazetteer.find("KEN", Areas(areas), "list");
            assert_eq!(
                found,
                Found {
                    place: Some(place),
                    unknown
                },
                "{areas:?}"
            );
        }
        assert_eq!(
            gazetteer
                .find("UGA", Areas(["Kitui", "", ""]), "list")
                .place,
            None
        );
    }

    #[test]
    fn two_lists_of_the_same_areas_are_one_area() {
        use PlaceKind::{Constituency, County};
        let other = |place: KnownPlace| KnownPlace {
            source: "other".to_owned(),
            ..place
        };
        let mut gazetteer = gazetteer();
        gazetteer.add(other(place(13, County, &["Kitui County"], 1, None)));
        gazetteer.add(other(place(15, Constituency, &["Central"], 13, None)));
        gazetteer.add(other(place(16, Constituency, &["East"], 13, None)));
        let find = |areas, source| gazetteer.find("KEN", Areas(areas), source).place;
        assert_eq!(find(["Kitui", "", ""], "list"), Some(3));
        assert_eq!(find(["Kitui", "", ""], "other"), Some(13));
        assert_eq!(find(["Kitui", "", ""], "third"), Some(3));
        assert_eq!(find(["Kitui", "Central", ""], "other"), Some(15));
        // Only the other list knows this one.
        assert_eq!(find(["Kitui", "East", ""], "list"), Some(16));
        // Three bearers in two areas; the other list has but one.
        assert_eq!(find(["", "Central", ""], "list"), Some(1));
        assert_eq!(find(["", "Central", ""], "other"), Some(15));
    }

    #[test]
    fn the_nearest_place_is_a_narrow_one() {
        let gazetteer = gazetteer();
        let near = |lat, lon| gazetteer.near("KEN", Point { lat, lon });
        assert_eq!(near(-1.36, 38.0), Some(7));
        assert_eq!(near(-1.30, 38.0), Some(5));
        assert_eq!(near(-1.35, 38.4), None);
        assert_eq!(gazetteer.canonical("KEN", "Keiyo county"), "elgeyomarakwet");
        assert_eq!(gazetteer.canonical("KEN", "New Place"), "newplace");
        assert_eq!(gazetteer.county_key(7), Some("kitui".to_owned()));
    }
}
