//! Whether a point can be where its row says it lies: swapped, outside the
//! country, or right. Pure.
//!
//! A box around a country cannot see a swapped point (in Nigeria a swapped
//! point often lies in Nigeria still), so points are judged by their area (the
//! county, state or region their row names): by the known places of that area
//! or, where none is known, by the middle of the file's own points in it.
//!
//! The distances were measured on 19,177 facilities of 35 Nigerian states
//! against towns, LGAs and wards of the same states:
//!
//! - *An area is turned* when the median distance to its known places gets
//!   smaller by turning its points. This was right for all 35 states, turned
//!   or not, even by one centre point a state. Then every point is turned that
//!   does not, by itself, clearly contradict.
//! - *A point is turned* when it lies more than [`FAR_KM`] from every known
//!   place of its area and, swapped, less than half as far. This turned 8 of
//!   19,177 right points by towns, 0 by wards, and finds 85 of 100 swapped ones; the
//!   others are points whose swap moves them by few kilometres.
//! - *A point is outside* when it lies farther from every known place of its
//!   country than [`SPACINGS`] times the distance that 95 of 100 known places
//!   keep to their nearest other, at least [`OUTSIDE_LEAST_KM`] and at most
//!   [`OUTSIDE_MOST_KM`]: 9 of 96,395 real facilities, by towns alone. With
//!   fewer than [`ENOUGH_PLACES`] places it is [`OUTSIDE_FEW_KM`].
//!
//! Where nothing is known of a country, its own points judge one another only
//! from [`ENOUGH_ROWS`] rows on, and only by distances no country has.

use std::collections::HashMap;

use super::globe::{Grid, Unit, median, middle, quantile};
use crate::directory::country::Point;

/// A point this far from every known place of its area is suspicious.
pub const FAR_KM: f64 = 50.0;
/// Rows from which an area's points say whether all of it is turned.
pub const ENOUGH_VOTES: usize = 5;
/// How much nearer an area's points must come by turning them.
const CLEARLY: f64 = 1.25;
/// A gain that is nothing: the swap hardly moves such an area's points.
const NOTHING_KM: f64 = 5.0;
/// Rows from which the file's own points say where an area, or a country, lies.
pub const ENOUGH_ROWS: usize = 20;
/// Known places from which their spacing says how far outside begins.
pub const ENOUGH_PLACES: usize = 5;
/// How many spacings outside begins.
pub const SPACINGS: f64 = 3.0;
/// Outside begins no nearer than this.
pub const OUTSIDE_LEAST_KM: f64 = 100.0;
/// Outside begins no farther than this.
pub const OUTSIDE_MOST_KM: f64 = 300.0;
/// Where outside begins when few places are known.
pub const OUTSIDE_FEW_KM: f64 = 1000.0;
/// Points of one area that are looked at for its vote.
const VOTES: usize = 400;

/// What to do with a point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// It can be right.
    Keep(Point),
    /// Latitude and longitude were swapped: this is what was meant.
    Turned(Point),
    /// It cannot be where its row says, however it is turned.
    Outside,
}

/// Collects what is known, then judges. Points with a latitude beyond 90 may
/// be given: they can only be right swapped.
#[derive(Debug, Default)]
pub struct Judge {
    known: HashMap<String, Known>,
    areas: HashMap<(String, String), Area>,
    own: HashMap<String, Vec<Point>>,
    circles: HashMap<String, Circle>,
}

#[derive(Debug, Default)]
struct Known {
    grid: Grid,
    outside: f64,
}

#[derive(Debug, Default)]
struct Area {
    known: Vec<Unit>,
    own: Vec<Point>,
    /// Where the file's own points lie, where no place is known.
    circle: Option<Circle>,
    turned: bool,
}

/// Most points of a file lie within it.
#[derive(Debug, Clone, Copy)]
struct Circle {
    centre: Unit,
    /// The median distance from the centre.
    km: f64,
}

impl Circle {
    fn around(points: &[Point]) -> Option<Self> {
        if points.len() < ENOUGH_ROWS {
            return None;
        }
        let centre = Unit::of(middle(points)?);
        let km = median(points.iter().map(|p| centre.km(Unit::of(*p))).collect())?;
        Some(Self { centre, km })
    }
}

impl Area {
    /// The distance to the nearest known place, or to the middle of the file's own points.
    fn km(&self, point: Point) -> Option<f64> {
        let unit = Unit::of(point);
        let known = self.known.iter().map(|place| place.km(unit));
        known
            .min_by(f64::total_cmp)
            .or_else(|| self.circle.map(|circle| circle.centre.km(unit)))
    }

    /// Whether a point at `one` km fits and the same point turned, at `other` km, does not.
    fn is_clearly_nearer(&self, one: f64, other: f64) -> bool {
        let spread = if self.known.is_empty() {
            self.circle.map_or(0.0, |circle| 3.0 * circle.km)
        } else {
            0.0
        };
        other > FAR_KM.max(spread) && one * 2.0 < other
    }

    fn vote(&self) -> bool {
        if self.known.is_empty() || self.own.len() < ENOUGH_VOTES {
            return false;
        }
        let step = self.own.len().div_ceil(VOTES);
        let pairs: Vec<(f64, f64)> = self
            .own
            .iter()
            .step_by(step)
            .filter_map(|point| Some((self.km(*point)?, self.km(swapped(*point)?)?)))
            .collect();
        let given = median(pairs.iter().map(|pair| pair.0).collect());
        let turned = median(pairs.iter().map(|pair| pair.1).collect());
        match (given, turned) {
            (Some(given), Some(turned)) => turned * CLEARLY < given && given - turned > NOTHING_KM,
            _ => false,
        }
    }
}

/// The same point with its coordinates swapped, if that is a point.
fn swapped(point: Point) -> Option<Point> {
    on_globe(Point {
        lat: point.lon,
        lon: point.lat,
    })
}

fn on_globe(point: Point) -> Option<Point> {
    (point.lat.abs() <= 90.0 && point.lon.abs() <= 180.0).then_some(point)
}

impl Judge {
    /// A known place of a country and, where it is known, of one of its areas.
    pub fn know(&mut self, iso3: &str, area: Option<&str>, point: Point) {
        let known = self.known.entry(iso3.to_owned()).or_default();
        known.grid.insert(point, 0);
        if let Some(area) = area {
            let area = self.area(iso3, area);
            area.known.push(Unit::of(point));
        }
    }

    /// A point of the file that is to be judged.
    pub fn saw(&mut self, iso3: &str, area: &str, point: Point) {
        if on_globe(point).is_none() {
            return;
        }
        self.own.entry(iso3.to_owned()).or_default().push(point);
        if !area.is_empty() {
            self.area(iso3, area).own.push(point);
        }
    }

    fn area(&mut self, iso3: &str, area: &str) -> &mut Area {
        let key = (iso3.to_owned(), area.to_owned());
        self.areas.entry(key).or_default()
    }

    /// Draws the conclusions from all that is known and was seen.
    pub fn conclude(&mut self) {
        for known in self.known.values_mut() {
            known.outside = outside_km(&known.grid);
        }
        for (iso3, own) in &self.own {
            if let Some(circle) = Circle::around(own) {
                self.circles.insert(iso3.clone(), circle);
            }
        }
        for ((iso3, _), area) in &mut self.areas {
            area.turned = area.vote();
            // An area that lies outside as a whole says nothing about its rows.
            let inside = |point: &Point| {
                let known = self.known.get(iso3);
                known.is_none_or(|known| known.holds(*point))
            };
            if area.known.is_empty() && middle(&area.own).as_ref().is_some_and(inside) {
                area.circle = Circle::around(&area.own);
            }
        }
    }

    /// What to do with a point of a row.
    #[must_use]
    pub fn judge(&self, iso3: &str, area: &str, point: Point) -> Verdict {
        let (Some(given), Some(turned)) = (on_globe(point), swapped(point)) else {
            return self.only_way(iso3, point);
        };
        let area = self.areas.get(&(iso3.to_owned(), area.to_owned()));
        if let Some(area) = area
            && let (Some(as_given), Some(as_turned)) = (area.km(given), area.km(turned))
        {
            let turn = if area.turned {
                !area.is_clearly_nearer(as_given, as_turned)
            } else {
                area.is_clearly_nearer(as_turned, as_given)
            };
            if turn && !self.is_outside(iso3, turned) {
                return Verdict::Turned(turned);
            }
        }
        if !self.is_outside(iso3, given) {
            Verdict::Keep(given)
        } else if !self.is_outside(iso3, turned) {
            Verdict::Turned(turned)
        } else {
            Verdict::Outside
        }
    }

    /// For a point that is on the globe only one way round.
    fn only_way(&self, iso3: &str, point: Point) -> Verdict {
        let kept = on_globe(point).map(Verdict::Keep);
        match kept.or_else(|| swapped(point).map(Verdict::Turned)) {
            Some(Verdict::Keep(p) | Verdict::Turned(p)) if self.is_outside(iso3, p) => {
                Verdict::Outside
            }
            Some(verdict) => verdict,
            None => Verdict::Outside,
        }
    }

    fn is_outside(&self, iso3: &str, point: Point) -> bool {
        if let Some(known) = self.known.get(iso3) {
            return !known.holds(point);
        }
        self.circles.get(iso3).is_some_and(|circle| {
            circle.centre.km(Unit::of(point)) > OUTSIDE_FEW_KM.max(5.0 * circle.km)
        })
    }
}

impl Known {
    fn holds(&self, point: Point) -> bool {
        self.grid.nearest(point, -1.0, self.outside).is_some()
    }
}

/// How far from the nearest known place outside begins.
fn outside_km(grid: &Grid) -> f64 {
    if grid.len() < ENOUGH_PLACES {
        return OUTSIDE_FEW_KM;
    }
    let step = grid.len().div_ceil(VOTES);
    // Lists name one spot more than once: places nearer than 100 m are one.
    let spacing = grid
        .points()
        .step_by(step)
        .filter_map(|point| grid.nearest(point, 0.1, OUTSIDE_FEW_KM))
        .map(|(km, _)| km)
        .collect();
    let wide = quantile(spacing, 95, 100).unwrap_or(OUTSIDE_FEW_KM);
    (SPACINGS * wide).clamp(OUTSIDE_LEAST_KM, OUTSIDE_MOST_KM)
}

#[cfg(test)]
mod tests;
