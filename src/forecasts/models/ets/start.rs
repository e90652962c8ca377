//! Where a model starts: the season of the first years, the line through what is left.

use super::filter::{Season, Shape, State, Trend};
use crate::forecasts::models::season::{self, Kind};

/// How many years the season is taken from.
const YEARS: usize = 4;

/// How many values the first level and slope are taken from.
const VALUES: usize = 10;

/// The states before the first value, from the first values and, for a slope, also from
/// all of them: a slope that is hardly smoothed never gets over a wrong start. None where
/// the series is too short for them.
pub(super) fn states(values: &[f64], season: usize, shape: Shape) -> Vec<State> {
    let early = values
        .get(..values.len().min(YEARS * season))
        .unwrap_or(values);
    let found = match shape.season {
        Season::None => Some(Vec::new()),
        Season::Added => season::decompose(early, season, Kind::Added).map(|found| found.indices),
        Season::Multiplied => season::decompose(early, season, Kind::Multiplied)
            .map(|found| found.indices)
            .filter(|indices| indices.iter().all(|index| *index >= 0.01)),
    };
    let Some(seasons) = found else {
        return Vec::new();
    };
    let plain = without(values, &seasons, shape.season);
    let lengths = match shape.trend {
        Trend::None => vec![season.max(VALUES)],
        Trend::Damped | Trend::Straight => vec![season.max(VALUES), plain.len()],
    };
    lengths
        .into_iter()
        .map(|length| {
            let (level, slope) = line(plain.get(..length).unwrap_or(&plain), shape.trend);
            State {
                level,
                slope,
                seasons: seasons.clone(),
            }
        })
        .collect()
}

/// A series without its season.
fn without(values: &[f64], seasons: &[f64], kind: Season) -> Vec<f64> {
    let both = values.iter().zip(seasons.iter().cycle());
    match kind {
        Season::None => values.to_vec(),
        Season::Added => both.map(|(value, season)| value - season).collect(),
        Season::Multiplied => both.map(|(value, season)| value / season).collect(),
    }
}

/// Level before the first value, and slope.
fn line(values: &[f64], trend: Trend) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    if trend == Trend::None {
        return (mean, 0.0);
    }
    let middle = f64::midpoint(n, 1.0);
    let (mut with, mut of) = (0.0, 0.0);
    for (at, value) in values.iter().enumerate() {
        let at = at as f64 + 1.0 - middle;
        with += at * (value - mean);
        of += at * at;
    }
    let slope = if of > 0.0 { with / of } else { 0.0 };
    (mean - slope * middle, slope)
}
