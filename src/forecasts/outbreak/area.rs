//! What was used in an area, week by week, from the stocks of its facilities, and how many fell ill there. Pure.
//!
//! A week in which a facility was without stock tells nothing of need, and those after it tell of what had waited: both are
//! left out. As others may serve who found nothing there, the area tells nothing either where too much of it is left out.

use std::collections::HashMap;

use crate::forecasts::series::{Observation, Period, Series};

/// Facilities that hold something, below which a place is too small to tell of.
pub const HOLDERS: usize = 3;

/// Facilities above which a place is too large to tell of.
pub const MOST_HOLDERS: usize = 500;

/// Weeks after one without stock that tell nothing.
const AFTER_OUT: usize = 2;

/// Weeks from which it is known what a stock's use is, or what a place reports.
const LEAST_KNOWN: usize = 5;

/// Weeks that say what a stock's use is.
const LATELY: usize = 52;

/// What part of what is used in an area must be known of a week.
const LEAST_SHARE: f64 = 0.8;

/// Facilities whose use must be known of the week judged.
const LEAST_STOCKS: usize = 2;

/// What was used of a stock in weeks that tell of need.
#[must_use]
pub fn telling(series: &Series) -> Vec<Option<f64>> {
    let mut since_out = usize::MAX;
    let week = |observation: &Option<Observation>| {
        let out = observation.is_some_and(|week| {
            week.days_out.is_some_and(|days| days > 0.0)
                || week.stock_end.is_some_and(|left| left <= 0.0)
        });
        since_out = if out { 0 } else { since_out.saturating_add(1) };
        observation
            .filter(|_| since_out > AFTER_OUT)
            .map(|week| week.used)
    };
    series.observations.iter().map(week).collect()
}

/// What was used, or how many fell ill, in an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Used {
    /// In the week judged, by those facilities or places of which it is known.
    pub now: f64,
    /// In the weeks before, by the same ones.
    pub before: Vec<Option<f64>>,
}

/// Adds up what was used of an area's stocks until the week judged, like for like: by those facilities of which that
/// week is known, of weeks before as if all of them were known where nearly all are. Nothing where too little is known.
#[must_use]
pub fn together(stocks: &[Series], judged: Period) -> Option<Used> {
    let mut all = 0.0;
    let mut told = Vec::new();
    for series in stocks {
        let weeks = telling(series);
        let at = |period: Period| {
            let at = usize::try_from(period.0.checked_sub(series.first.0)?).ok()?;
            weeks.get(at).copied().flatten()
        };
        let recent = weeks.iter().enumerate().rev();
        let recent = recent.filter(|(at, _)| series.first.plus(*at) < judged);
        let recent: Vec<f64> = recent.filter_map(|(_, week)| *week).take(LATELY).collect();
        if recent.len() < LEAST_KNOWN {
            continue;
        }
        let usual = recent.iter().sum::<f64>() / recent.len() as f64;
        all += usual;
        if let Some(now) = at(judged) {
            told.push((usual, now, series.first, weeks));
        }
    }
    let share: f64 = told.iter().map(|one| one.0).sum();
    if told.len() < LEAST_STOCKS || share <= 0.0 || share < LEAST_SHARE * all {
        return None;
    }
    let first = told.iter().map(|one| one.2).min()?;
    let before = (first.0..judged.0).map(|period| {
        let known = told.iter().filter_map(|(usual, _, first, weeks)| {
            let at = usize::try_from(period.checked_sub(first.0)?).ok()?;
            Some((usual, weeks.get(at).copied().flatten()?))
        });
        let (part, used) = known.fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        (part >= LEAST_SHARE * share).then(|| used * share / part)
    });
    Some(Used {
        now: told.iter().map(|one| one.1).sum(),
        before: before.collect(),
    })
}

/// How many fell ill of a disease in a place, as it was reported.
#[derive(Debug, Clone, PartialEq)]
pub struct Ill {
    /// Where.
    pub place: i64,
    /// Of what.
    pub disease: String,
    /// The first week that is known.
    pub first: Period,
    /// That week and those after it; nothing where it was not reported.
    pub weeks: Vec<Option<f64>>,
}

impl Ill {
    /// How many fell ill in a week, where that is known.
    #[must_use]
    pub fn at(&self, week: Period) -> Option<f64> {
        let at = usize::try_from(week.0.checked_sub(self.first.0)?).ok()?;
        self.weeks.get(at).copied().flatten()
    }

    fn known_before(&self, judged: Period) -> usize {
        let before = usize::try_from(judged.0.saturating_sub(self.first.0)).unwrap_or(0);
        self.weeks.iter().take(before).flatten().count()
    }
}

/// Adds up how many fell ill of one disease in places of an area, like for like: by those that reported the week judged and
/// five others, of weeks before where all of these did. What lies in a place that reported is part of what that one
/// reported. Nothing where nobody did.
#[must_use]
pub fn reported(ill: &[&Ill], places: &Places, judged: Period, looked_back: usize) -> Option<Used> {
    let told = ill
        .iter()
        .filter(|one| one.at(judged).is_some() && one.known_before(judged) >= LEAST_KNOWN);
    let told: HashMap<i64, &&Ill> = told.map(|one| (one.place, one)).collect();
    let widest = told.values().filter(|one| {
        !places
            .up(one.place)
            .skip(1)
            .any(|up| told.contains_key(&up))
    });
    let widest: Vec<_> = widest.collect();
    if widest.is_empty() {
        return None;
    }
    let sum = |week: Period| widest.iter().map(|one| one.at(week)).sum::<Option<f64>>();
    let first = Period(judged.0.saturating_sub(i32::try_from(looked_back).ok()?));
    Some(Used {
        now: sum(judged)?,
        before: (first.0..judged.0).map(|week| sum(Period(week))).collect(),
    })
}

/// Places, and the wider one each lies in.
#[derive(Debug, Clone, Default)]
pub struct Places {
    parents: HashMap<i64, i64>,
}

impl Places {
    /// From every place and the wider one it lies in.
    #[must_use]
    pub fn new(parents: impl IntoIterator<Item = (i64, Option<i64>)>) -> Self {
        let parents = parents.into_iter();
        let parents = parents.filter_map(|(place, parent)| Some((place, parent?)));
        Self {
            parents: parents.collect(),
        }
    }

    /// A place and all wider ones, the narrowest first.
    pub fn up(&self, place: i64) -> impl Iterator<Item = i64> {
        // A ring, which the record does not hold, would end too.
        let mut left = self.parents.len() + 1;
        std::iter::successors(Some(place), move |place| {
            left = left.checked_sub(1)?;
            self.parents.get(place).copied()
        })
    }

    /// Whether a place is another one or lies in it.
    #[must_use]
    pub fn within(&self, place: i64, wider: i64) -> bool {
        self.up(place).any(|up| up == wider)
    }

    /// The area of each of these places: the narrowest with enough facilities, which are told by their places; none
    /// where there is none or it has too many.
    #[must_use]
    pub fn areas(&self, places: impl IntoIterator<Item = i64>, facilities: &[i64]) -> Vec<i64> {
        let mut holders: HashMap<i64, usize> = HashMap::new();
        for facility in facilities {
            for place in self.up(*facility) {
                *holders.entry(place).or_default() += 1;
            }
        }
        let held = |place: i64| holders.get(&place).copied().unwrap_or(0);
        let areas = places.into_iter().filter_map(|place| {
            let area = self.up(place).find(|up| held(*up) >= HOLDERS)?;
            (held(area) <= MOST_HOLDERS).then_some(area)
        });
        let mut areas: Vec<i64> = areas.collect();
        areas.sort_unstable();
        areas.dedup();
        areas
    }
}
