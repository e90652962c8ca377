//! Distances between many points: unit vectors and a grid of half degrees. Pure.

use std::collections::HashMap;

use crate::directory::country::Point;

/// Mean radius of the earth, IUGG.
const EARTH_KM: f64 = 6371.0088;

/// The side of a cell, in degrees.
const CELL: f64 = 0.5;

/// A point as a vector of length one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit([f64; 3]);

impl Unit {
    pub(super) fn of(point: Point) -> Self {
        let (lat, lon) = (point.lat.to_radians(), point.lon.to_radians());
        Self([lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()])
    }

    /// Great-circle distance.
    pub(super) fn km(self, other: Self) -> f64 {
        let chord2: f64 = self
            .0
            .iter()
            .zip(other.0)
            .map(|(a, b)| (a - b) * (a - b))
            .sum();
        EARTH_KM * 2.0 * (chord2.sqrt() / 2.0).min(1.0).asin()
    }
}

/// Points that each bear a mark, by cell.
#[derive(Debug, Default)]
pub(super) struct Grid {
    cells: HashMap<(i32, i32), Vec<(Unit, i64)>>,
    points: Vec<Point>,
}

impl Grid {
    pub(super) fn len(&self) -> usize {
        self.points.len()
    }

    pub(super) fn insert(&mut self, point: Point, mark: i64) {
        let cell = self.cells.entry(cell_of(point)).or_default();
        cell.push((Unit::of(point), mark));
        self.points.push(point);
    }

    /// Every point, as they were put in.
    pub(super) fn points(&self) -> impl Iterator<Item = Point> {
        self.points.iter().copied()
    }

    /// The nearest point within `most` km, and farther than `least`: its
    /// distance and mark; of several as near, the smallest mark.
    pub(super) fn nearest(&self, from: Point, least: f64, most: f64) -> Option<(f64, i64)> {
        let unit = Unit::of(from);
        let (row, column) = cell_of(from);
        let mut best: Option<(f64, i64)> = None;
        for ring in 0..=360 {
            let reach = best.map_or(most, |(km, _)| km.min(most));
            if ring_begins_at(from.lat, ring) > reach {
                break;
            }
            for cell in ring_of(row, column, ring) {
                for (there, mark) in self.cells.get(&cell).into_iter().flatten() {
                    let km = unit.km(*there);
                    let nearer = best.is_none_or(|(b, m)| km < b || km <= b && *mark < m);
                    if km <= most && km > least && nearer {
                        best = Some((km, *mark));
                    }
                }
            }
        }
        best
    }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees are small numbers")]
fn cell_of(point: Point) -> (i32, i32) {
    (
        (point.lat / CELL).floor() as i32,
        wrapped((point.lon / CELL).floor() as i32),
    )
}

/// Columns go round the earth.
fn wrapped(column: i32) -> i32 {
    column.rem_euclid(720)
}

/// The least distance from a point to a cell `ring` cells away, in km; low
/// enough anywhere on its row's way to the poles.
fn ring_begins_at(lat: f64, ring: i32) -> f64 {
    let degrees = f64::from(ring - 1).max(0.0) * CELL;
    let farthest = (lat.abs() + f64::from(ring + 1) * CELL).min(90.0);
    degrees * 111.19 * farthest.to_radians().cos()
}

fn ring_of(row: i32, column: i32, ring: i32) -> impl Iterator<Item = (i32, i32)> {
    (-ring..=ring).flat_map(move |down| {
        let step = if down.abs() == ring || ring == 0 {
            1
        } else {
            2 * ring
        };
        (-ring..=ring)
            .step_by(usize::try_from(step).unwrap_or(1))
            .map(move |right| (row + down, wrapped(column + right)))
    })
}

/// The middle of points by each coordinate, which a few wrong ones cannot move far.
pub(super) fn middle(points: &[Point]) -> Option<Point> {
    let lat = median(points.iter().map(|p| p.lat).collect())?;
    let lon = median(points.iter().map(|p| p.lon).collect())?;
    Some(Point { lat, lon })
}

/// The upper median.
pub(super) fn median(values: Vec<f64>) -> Option<f64> {
    quantile(values, 1, 2)
}

/// The value that `part` of `whole` parts lie below.
pub(super) fn quantile(mut values: Vec<f64>, part: usize, whole: usize) -> Option<f64> {
    let at = (values.len() * part / whole).min(values.len().checked_sub(1)?);
    let (_, value, _) = values.select_nth_unstable_by(at, f64::total_cmp);
    Some(*value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spot() -> impl Strategy<Value = Point> {
        (-75.0..75.0, -180.0..180.0).prop_map(|(lat, lon)| Point { lat, lon })
    }

    #[test]
    fn distances_are_those_of_the_globe() {
        let nairobi = Unit::of(Point {
            lat: -1.2864,
            lon: 36.8172,
        });
        let mombasa = Unit::of(Point {
            lat: -4.0547,
            lon: 39.6636,
        });
        let km = nairobi.km(mombasa);
        assert!((km - 440.0).abs() < 3.0, "{km}");
        assert_eq!(nairobi.km(nairobi), 0.0);
    }

    #[test]
    fn a_few_wrong_points_do_not_move_the_middle() {
        let at = |lat, lon| Point { lat, lon };
        let points = [at(1.0, 36.0), at(1.1, 36.1), at(1.2, 36.2), at(36.0, 1.0)];
        let found = middle(&points).unwrap();
        assert!(found.lat < 1.3 && found.lon > 35.9, "{found:?}");
        assert_eq!(middle(&[]), None);
    }

    proptest! {
        #[test]
        fn the_nearest_is_the_nearest(
            points in proptest::collection::vec(spot(), 0..60),
            from in spot(),
            most in 1.0..1200.0,
        ) {
            let mut grid = Grid::default();
            for (mark, point) in (0..).zip(&points) {
                grid.insert(*point, mark);
            }
            let unit = Unit::of(from);
            let expected = (0..)
                .zip(&points)
                .map(|(mark, point)| (unit.km(Unit::of(*point)), mark))
                .filter(|(km, _)| *km <= most)
                .min_by(|a, b| a.0.total_cmp(&b.0));
            prop_assert_eq!(grid.nearest(from, -1.0, most), expected);
        }
    }
}
