//! The places, what lies in what, and finding them by name.

use std::collections::{HashMap, HashSet};

use super::catalogue::{Place, PlaceKind, Point};
use super::levels::ById;
use super::names::{
    Action, CLOSE_ENOUGH, Candidate, Found, Hit, MOST, Names, Rank, fold, likeness,
};

/// How alike a text's other words and the name of a wider place must be to mean it.
const PARENT: f32 = 0.8;

/// What a likeness to a name and to the wider place is worth, and how much of
/// it hangs on the latter.
const TOGETHER: f32 = 0.99;
const BY_PARENT: f32 = 0.15;

/// Below this the last words of a text are also taken for a misspelt wider place.
const DOUBTFUL: f32 = 0.9;

/// The most steps up from a place to the country; guards against a circle of parents.
const STEPS: usize = 8;

/// Every place, and every name one is asked for by.
#[derive(Debug, Clone, Default)]
pub struct Places {
    places: ById<Place>,
    children: ById<Vec<i64>>,
    roots: Vec<i64>,
    /// The places by position, as the rows below know them.
    ids: Vec<i64>,
    /// The name of each row: a place's position, and which of its other names (its own: none).
    names: Vec<(u32, Option<u32>)>,
    index: Names,
    /// The names of places that others lie in.
    wider: Names,
}

impl Places {
    /// Indexes places by their names, their other names and their parents.
    #[must_use]
    pub fn new(mut places: Vec<Place>) -> Self {
        point_at_the_middle(&mut places);
        let mut all = Self::default();
        let mut rows: Vec<(&str, Rank)> = Vec::new();
        for (position, place) in (0_u32..).zip(&places) {
            all.ids.push(place.id);
            all.names.push((position, None));
            rows.push((&place.name, rank(place)));
            for (other, name) in (0_u32..).zip(&place.alt_names) {
                all.names.push((position, Some(other)));
                rows.push((name, rank(place)));
            }
        }
        all.index = Names::new(
            (0_u32..)
                .zip(rows)
                .map(|(row, (name, rank))| (name, row, rank)),
        );
        all.places = places.into_iter().map(|place| (place.id, place)).collect();
        let parents: HashSet<i64> = all
            .places
            .values()
            .filter_map(|place| place.parent)
            .collect();
        let wider = parents.iter().filter_map(|parent| all.places.get(parent));
        all.wider = Names::new(wider.map(|place| (&*place.name, 0, rank(place))));
        let mut by_name: Vec<&Place> = all.places.values().collect();
        by_name.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        for place in by_name {
            match place
                .parent
                .filter(|parent| all.places.contains_key(parent))
            {
                Some(parent) => all.children.entry(parent).or_default().push(place.id),
                None => all.roots.push(place.id),
            }
        }
        all
    }

    /// The place of an id.
    #[must_use]
    pub fn get(&self, id: i64) -> Option<&Place> {
        self.places.get(&id)
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

    /// What a caller may have meant by a place's name, with or without that of a
    /// wider place. Of equally alike ones a ward goes before a town before a
    /// landmark before wider places, then the more populous first.
    #[must_use]
    pub fn find(&self, text: &str) -> Found {
        let folded = fold(text);
        if folded.is_empty() {
            return Found::NOTHING;
        }
        let exact = self.index.exactly(&folded);
        if !exact.is_empty() {
            let candidates = self.shown(
                exact
                    .iter()
                    .map(|row| Hit {
                        owner: *row,
                        score: 1.0,
                    })
                    .collect(),
            );
            let action = if candidates.len() == 1 {
                Action::Confirm
            } else {
                Action::Choose
            };
            return Found { action, candidates };
        }
        let mut hits = self.index.like(&folded, 1.0, CLOSE_ENOUGH);
        let doubtful = hits.iter().all(|hit| hit.score < DOUBTFUL);
        for (name, parent) in splits(&folded) {
            let known = !self.wider.exactly(parent).is_empty();
            if known || doubtful && !self.wider.like(parent, 1.0, PARENT).is_empty() {
                hits.extend(self.within(name, parent));
            }
        }
        let candidates = self.shown(hits);
        match candidates.is_empty() {
            true => Found::NOTHING,
            false => Found {
                action: Action::Choose,
                candidates,
            },
        }
    }

    /// The places whose name, with that of what they lie in behind it, these words are: as
    /// [`Self::find`] shows them. Who is called so before who is also called so, then the lower.
    #[must_use]
    pub fn shown_as(&self, text: &str) -> Vec<&Place> {
        let folded = fold(text);
        let mut places: Vec<(bool, &Place)> = Vec::new();
        for (at, _) in folded.match_indices(' ') {
            let (name, parent) = folded.split_at(at);
            for row in self.index.exactly(name) {
                let Some(place) = self.place_of(*row) else {
                    continue;
                };
                let above = self.above(place).next();
                if above.is_some_and(|above| fold(&above.name) == parent.trim_start()) {
                    places.push((fold(&place.name) != name, place));
                }
            }
        }
        places.sort_by_key(|(also, place)| (*also, rank(place)));
        places.into_iter().map(|(_, place)| place).collect()
    }

    /// Whether a place lies in another.
    #[must_use]
    pub fn lies_in(&self, place: i64, wider: i64) -> bool {
        let place = self.places.get(&place);
        place.is_some_and(|place| self.above(place).any(|above| above.id == wider))
    }

    /// The places of a name that lie in a wider place of another.
    fn within(&self, name: &str, parent: &str) -> Vec<Hit> {
        let exact = self.index.exactly(name).iter().map(|row| Hit {
            owner: *row,
            score: 1.0,
        });
        let like = self.index.like(name, 1.0, PARENT).into_iter();
        let hits = exact.chain(like).filter_map(|hit| {
            let place = self.place_of(hit.owner)?;
            let above = self
                .above(place)
                .map(|wider| likeness(parent, &fold(&wider.name)));
            let best = above.fold(0.0, f32::max);
            let score = hit.score * TOGETHER * (1.0 - BY_PARENT + BY_PARENT * best);
            (best >= PARENT && score >= CLOSE_ENOUGH).then_some(Hit {
                owner: hit.owner,
                score,
            })
        });
        hits.collect()
    }

    /// The wider places a place lies in, from the nearest up.
    fn above<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = &'a Place> {
        let up = |place: &&'a Place| place.parent.and_then(|parent| self.places.get(&parent));
        std::iter::successors(up(&place), up).take(STEPS)
    }

    fn place_of(&self, row: u32) -> Option<&Place> {
        let (position, _) = self.names.get(row as usize)?;
        self.places.get(self.ids.get(*position as usize)?)
    }

    /// At most [`MOST`] of them, each place by its best name, best first.
    fn shown(&self, hits: Vec<Hit>) -> Vec<Candidate> {
        let mut hits: Vec<(Hit, &Place)> = hits
            .into_iter()
            .filter_map(|hit| Some((hit, self.place_of(hit.owner)?)))
            .collect();
        hits.sort_by(|(a, at), (b, there)| {
            let order = b
                .score
                .total_cmp(&a.score)
                .then_with(|| rank(at).cmp(&rank(there)));
            order.then_with(|| (&at.name, at.id, a.owner).cmp(&(&there.name, there.id, b.owner)))
        });
        let mut seen = HashSet::new();
        hits.retain(|(_, place)| seen.insert(place.id));
        hits.truncate(MOST);
        hits.into_iter()
            .map(|(hit, place)| self.candidate(hit, place))
            .collect()
    }

    fn candidate(&self, hit: Hit, place: &Place) -> Candidate {
        let other = self
            .names
            .get(hit.owner as usize)
            .and_then(|(_, other)| *other);
        let name = other
            .and_then(|other| place.alt_names.get(other as usize))
            .unwrap_or(&place.name);
        let parent = place.parent.and_then(|parent| self.places.get(&parent));
        Candidate {
            id: place.id,
            key: place.id.to_string().into(),
            name: name.clone(),
            parent: parent.map_or_else(Box::default, |parent| parent.name.clone()),
            score: hit.score,
            lookalike: false,
        }
    }
}

/// Gives each place without a point of its own the mean of the points inside it:
/// areas are often listed without one. (No country of ours lies across the 180th
/// meridian, where a mean of longitudes would not do.)
fn point_at_the_middle(places: &mut [Place]) {
    let parents: HashMap<i64, i64> = places
        .iter()
        .filter_map(|place| Some((place.id, place.parent?)))
        .collect();
    let mut inside: HashMap<i64, (f64, f64, f64)> = HashMap::new();
    for place in &*places {
        let Some(point) = place.point else { continue };
        let around = std::iter::successors(parents.get(&place.id), |id| parents.get(id));
        for area in around.take(STEPS) {
            let (lat, lon, count) = inside.entry(*area).or_default();
            *lat += point.lat;
            *lon += point.lon;
            *count += 1.0;
        }
    }
    for place in places.iter_mut().filter(|place| place.point.is_none()) {
        place.point = inside.get(&place.id).map(|(lat, lon, count)| Point {
            lat: lat / count,
            lon: lon / count,
        });
    }
}

/// Which of two places of one name goes first: the lower.
fn rank(place: &Place) -> Rank {
    let kind = match place.kind {
        PlaceKind::Ward => 0,
        PlaceKind::Town => 1,
        PlaceKind::Landmark => 2,
        PlaceKind::Constituency => 3,
        PlaceKind::County => 4,
        PlaceKind::Country => 5,
    };
    (kind, u32::MAX - place.population)
}

/// The ways a text may name a place and a wider one: the last word, the last two,
/// or the first word is the wider place.
fn splits(folded: &str) -> impl Iterator<Item = (&str, &str)> {
    let last = folded.rsplit_once(' ');
    let two = last
        .and_then(|(rest, _)| rest.rsplit_once(' '))
        .and_then(|(name, _)| {
            let parent = folded.get(name.len() + 1..)?;
            Some((name, parent))
        });
    let first = folded.split_once(' ').map(|(parent, name)| (name, parent));
    [last, two, first].into_iter().flatten()
}
