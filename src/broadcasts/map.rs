//! Where a broadcast's people are, as a map shows it: so many at each place, and nobody alone.
//!
//! A place of few people is shown in the wider one it lies in, and that one in a wider one where
//! they are few there too: who sees the map learns of nobody where they live. [`gather`] is pure.

use std::collections::{BTreeMap, HashMap};

use diesel_async::AsyncConnection as _;
use serde::Serialize;

use super::audience::Radius;
use super::{Done, Office, few};
use crate::db::Conn;
use crate::models::audience::{self, places};
use crate::models::broadcast::{self, Broadcast};
use crate::models::fan_out;
use crate::models::place::{self, Spot};

/// Whoever is among fewer people at a place is not shown there.
pub const FEW: i64 = 5;

/// Dots that a map has at most.
const DOTS: usize = 300;

/// Places that are drawn as the area's parts, at most.
const PARTS: i64 = 500;

/// A place that lies right in the area.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// As its list writes it.
    pub name: String,
    /// country, county, constituency, ward, town or landmark.
    pub kind: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// People of one place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dot {
    /// Where.
    #[serde(flatten)]
    pub at: Part,
    /// How many they are.
    pub people: i64,
    /// Whether places in it, which have too few to be shown, are counted here.
    pub with_smaller: bool,
}

/// A map of a broadcast's area and people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Map {
    /// The area's place, where it is one.
    pub place: Option<Part>,
    /// The circle, where it is one.
    pub radius: Option<Radius>,
    /// The places right in the area's place.
    pub parts: Vec<Part>,
    /// The people, place by place, most first.
    pub dots: Vec<Dot>,
    /// A place with fewer than so many is not shown alone.
    pub fewest: i64,
    /// People who are at no place that can be shown; none where it is not told how many a
    /// broadcast is for.
    pub elsewhere: Option<i64>,
}

/// A place as it is drawn, if it has a point.
fn part(spot: &Spot) -> Option<Part> {
    Some(Part {
        name: spot.name.clone(),
        kind: spot.kind.clone(),
        lat: spot.lat?,
        lon: spot.lon?,
    })
}

/// How many wider places a place lies in, of those that are known.
fn depth(spots: &HashMap<i64, &Spot>, id: i64) -> usize {
    let mut steps = 0;
    let mut at = spots.get(&id);
    // More is a ring.
    while let Some(spot) = at.filter(|_| steps < 20) {
        steps += 1;
        at = spot.parent_id.and_then(|parent| spots.get(&parent));
    }
    steps
}

/// The dots of people by place, none of fewer than `few`, and how many people are in none: whose
/// place is not known, has no point in itself nor in any wider one, or has too few up to `top`,
/// which is as wide as it gets.
#[must_use]
pub fn gather(
    people: &[(Option<i64>, i64)],
    spots: &[Spot],
    top: Option<i64>,
    few: i64,
) -> (Vec<Dot>, i64) {
    let spots: HashMap<i64, &Spot> = spots.iter().map(|spot| (spot.id, spot)).collect();
    let mut elsewhere = 0;
    // By depth, the deepest first: each place has heard from all in it when its turn comes.
    let mut waiting: BTreeMap<(usize, i64), (i64, bool)> = BTreeMap::new();
    for (place, many) in people {
        match place {
            Some(id) if spots.contains_key(id) => {
                waiting.entry((depth(&spots, *id), *id)).or_default().0 += many;
            }
            _ => elsewhere += many,
        }
    }
    let mut dots = Vec::new();
    while let Some(((deep, id), (many, with_smaller))) = waiting.pop_last() {
        let spot = spots.get(&id).copied();
        match spot.and_then(part) {
            Some(at) if many >= few => dots.push(Dot {
                at,
                people: many,
                with_smaller,
            }),
            _ => {
                let wider = spot.and_then(|spot| spot.parent_id);
                let wider = wider.filter(|_| top != Some(id));
                let wider = wider.map(|wider| (depth(&spots, wider), wider));
                match wider.filter(|(up, _)| (1..deep).contains(up)) {
                    Some(wider) => {
                        let entry = waiting.entry(wider).or_default();
                        entry.0 += many;
                        entry.1 = true;
                    }
                    None => elsewhere += many,
                }
            }
        }
    }
    dots.sort_by(|a, b| {
        (b.people, &a.at.name)
            .cmp(&(a.people, &b.at.name))
            .then(a.at.lat.total_cmp(&b.at.lat))
    });
    (dots, elsewhere)
}

/// The map of a broadcast.
///
/// # Errors
/// If the database does not answer.
pub async fn of(
    conn: &mut Conn,
    office: &Office<'_>,
    found: &Broadcast,
    stopped_too: bool,
) -> Done<Map> {
    conn.transaction(async |conn| {
        broadcast::patient(conn).await?;
        let language = office.language();
        let who =
            audience::resolve(conn, &found.audience, language, stopped_too, found.corrects).await?;
        let rest = fan_out::rest(conn, found.id).await?;
        let at = places::by_place(conn, &who, found.id, rest).await?;
        let people: Vec<_> = at.iter().map(|at| (at.place, at.people)).collect();
        let area = found.audience.place;
        let named: Vec<i64> = at.iter().filter_map(|at| at.place).chain(area).collect();
        let spots = place::lineage(conn, &named).await?;
        let parts = match area {
            Some(area) => place::children(conn, area, PARTS).await?,
            None => Vec::new(),
        };
        let mut fewest = FEW;
        let (mut dots, mut elsewhere) = gather(&people, &spots, area, fewest);
        while dots.len() > DOTS {
            fewest *= 2;
            (dots, elsewhere) = gather(&people, &spots, area, fewest);
        }
        // Those who are told of by then may be others, and as few.
        let now: i64 = people.iter().map(|(_, people)| people).sum();
        let few_now = few::are_few(&found.audience, now.unsigned_abs());
        let few =
            few_now && !broadcast::begun(conn, found.id).await? || few::hides(conn, found).await?;
        let own = area.and_then(|area| spots.iter().find(|spot| spot.id == area));
        Ok(Map {
            place: own.and_then(part),
            radius: found.audience.radius,
            parts: parts.iter().filter_map(part).collect(),
            dots,
            fewest,
            elsewhere: (!few).then_some(elsewhere),
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kenya (1), Kisumu (2) in it, the wards Ahero (3), Kajulu (4), Obunga (5, without a point)
    /// in that; Nairobi (6) in Kenya.
    fn country() -> Vec<Spot> {
        [
            (1, None, "Kenya", true),
            (2, Some(1), "Kisumu", true),
            (3, Some(2), "Ahero", true),
            (4, Some(2), "Kajulu", true),
            (5, Some(2), "Obunga", false),
            (6, Some(1), "Nairobi", true),
        ]
        .map(|(id, parent_id, name, point): (_, _, &str, _)| Spot {
            id,
            parent_id,
            kind: "ward".to_owned(),
            name: name.to_owned(),
            lat: point.then_some(0.5),
            lon: point.then_some(34.5),
        })
        .to_vec()
    }

    #[test]
    fn no_place_of_few_people_is_shown_alone() {
        type People<'a> = &'a [(Option<i64>, i64)];
        type Shown<'a> = &'a [(&'a str, i64, bool)];
        #[rustfmt::skip]
        let cases: [(People<'_>, Option<i64>, Shown<'_>, i64); 13] = [
            (&[], Some(2), &[], 0),
            (&[(Some(3), 5)], Some(2), &[("Ahero", 5, false)], 0),
            (&[(Some(3), 4)], Some(2), &[], 4),
            (&[(Some(3), 4), (Some(4), 1)], Some(2), &[("Kisumu", 5, true)], 0),
            (&[(Some(3), 4), (Some(4), 9)], Some(2), &[("Kajulu", 9, false)], 4),
            (&[(Some(3), 4), (Some(4), 9), (Some(2), 2)], Some(2), &[("Kajulu", 9, false), ("Kisumu", 6, true)], 0),
            (&[(Some(2), 6)], Some(2), &[("Kisumu", 6, false)], 0),
            // Without a point it is within what has one, however many they are.
            (&[(Some(5), 70)], Some(2), &[("Kisumu", 70, true)], 0),
            // Where the area is wider, so is what they are shown in.
            (&[(Some(3), 4), (Some(6), 3)], Some(1), &[("Kenya", 7, true)], 0),
            (&[(Some(3), 4), (Some(6), 3)], None, &[("Kenya", 7, true)], 0),
            // Whose place is not known is nowhere.
            (&[(None, 40), (Some(99), 7), (Some(3), 5)], Some(2), &[("Ahero", 5, false)], 47),
            (&[(Some(3), 8), (Some(4), 9)], Some(2), &[("Kajulu", 9, false), ("Ahero", 8, false)], 0),
            // Whoever lives outside the area's top goes up as far as there is.
            (&[(Some(6), 3)], Some(2), &[], 3),
        ];
        for (people, top, shown, nowhere) in cases {
            let (dots, elsewhere) = gather(people, &country(), top, FEW);
            let told: Vec<_> = dots
                .iter()
                .map(|dot| (&*dot.at.name, dot.people, dot.with_smaller))
                .collect();
            assert_eq!(
                (&*told, elsewhere),
                (shown, nowhere),
                "{people:?} in {top:?}"
            );
            assert!(dots.iter().all(|dot| dot.people >= FEW));
        }
    }

    #[test]
    fn a_ring_of_places_ends() {
        let mut country = country();
        country[0].parent_id = Some(3);
        for (people, dots, nowhere) in [(9, 1, 0), (3, 0, 3)] {
            let made = gather(&[(Some(3), people)], &country, None, FEW);
            assert_eq!((made.0.len(), made.1), (dots, nowhere));
        }
    }
}
