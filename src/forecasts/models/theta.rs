//! Theta: half of the trend, and a level smoothed beside it, of a series without its season.
//!
//! Source: Assimakopoulos & Nikolopoulos (2000), as the state space model of Fiorucci
//! et al. (2016) with theta 2; level and smoothing are those that err least one step ahead.

use super::season::{self, Kind};
use super::smoothing::least;

/// Between what the smoothing is looked for.
const ALPHA: (f64, f64) = (0.1, 0.99);

/// How strong a season must be to be taken out.
const SEASONAL: f64 = 0.1;

/// What the model was fitted to.
#[derive(Debug, Clone, PartialEq)]
pub struct Theta {
    alpha: f64,
    start: f64,
    /// Value at the first period and slope of the straight line through it.
    line: (f64, f64),
    season: Option<(Kind, Vec<f64>)>,
}

impl Theta {
    /// Fits it; a series without values has none.
    #[must_use]
    pub fn fit(values: &[f64], season: usize) -> Option<Self> {
        values.first()?;
        let season = seasonal(values, season);
        let plain = without(values, season.as_ref());
        let line = line(&plain);
        let alpha = least(|alpha| profile(&plain, line, alpha).1, ALPHA.0, ALPHA.1);
        let (start, _) = profile(&plain, line, alpha);
        Some(Self {
            alpha,
            start,
            line,
            season,
        })
    }

    /// What comes after `values`, which begin where those it was fitted to began.
    #[must_use]
    pub fn forecast(&self, values: &[f64], horizon: usize) -> Vec<f64> {
        let plain = without(values, self.season.as_ref());
        let keep = 1.0 - self.alpha;
        let mut level = self.start;
        let mut decay = 1.0;
        for value in &plain {
            level += self.alpha * (value - level);
            decay *= keep;
        }
        (0..horizon)
            .map(|ahead| {
                let point = level + drift(self.line, self.alpha, decay);
                level += self.alpha * (point - level);
                decay *= keep;
                again(point, values.len() + ahead, self.season.as_ref())
            })
            .collect()
    }
}

/// The season, where there is one.
fn seasonal(values: &[f64], season: usize) -> Option<(Kind, Vec<f64>)> {
    let positive = |indices: &[f64]| indices.iter().all(|index| *index > 0.01);
    let multiplied = season::decompose(values, season, Kind::Multiplied);
    let (kind, found) = match multiplied.filter(|found| positive(&found.indices)) {
        Some(found) => (Kind::Multiplied, found),
        None => (Kind::Added, season::decompose(values, season, Kind::Added)?),
    };
    (found.strength >= SEASONAL).then_some((kind, found.indices))
}

fn index(at: usize, indices: &[f64], otherwise: f64) -> f64 {
    let phase = at.checked_rem(indices.len()).unwrap_or(0);
    indices.get(phase).copied().unwrap_or(otherwise)
}

fn without(values: &[f64], season: Option<&(Kind, Vec<f64>)>) -> Vec<f64> {
    let all = values.iter().enumerate();
    match season {
        None => values.to_vec(),
        Some((Kind::Added, indices)) => all
            .map(|(at, value)| value - index(at, indices, 0.0))
            .collect(),
        Some((Kind::Multiplied, indices)) => all
            .map(|(at, value)| value / index(at, indices, 1.0))
            .collect(),
    }
}

fn again(point: f64, at: usize, season: Option<&(Kind, Vec<f64>)>) -> f64 {
    match season {
        None => point,
        Some((Kind::Added, indices)) => point + index(at, indices, 0.0),
        Some((Kind::Multiplied, indices)) => point * index(at, indices, 1.0),
    }
}

/// The straight line of least squares.
fn line(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let middle = (n - 1.0) / 2.0;
    let mean = values.iter().sum::<f64>() / n;
    let (mut with, mut of) = (0.0, 0.0);
    for (at, value) in values.iter().enumerate() {
        let at = at as f64 - middle;
        with += at * (value - mean);
        of += at * at;
    }
    let slope = if of > 0.0 { with / of } else { 0.0 };
    (mean - slope * middle, slope)
}

/// What the straight line adds to the level; `decay` is the smoothing's remainder to the power of the period.
fn drift((start, slope): (f64, f64), alpha: f64, decay: f64) -> f64 {
    0.5 * (start * decay + slope * (1.0 - decay * (1.0 - alpha)) / alpha)
}

/// For a smoothing the level at the start that errs least, and how much it errs: the
/// error is a straight line in the level.
fn profile(values: &[f64], line: (f64, f64), alpha: f64) -> (f64, f64) {
    let keep = 1.0 - alpha;
    let mut level = 0.0;
    let mut decay = 1.0;
    let (mut with, mut of, mut squares) = (0.0, 0.0, 0.0);
    for value in values {
        let error = value - level - drift(line, alpha, decay);
        with += error * decay;
        of += decay * decay;
        squares += error * error;
        level += alpha * (value - level);
        decay *= keep;
    }
    let start = with / of;
    (start, squares - with * start)
}
