//! Exponential smoothing in its state space form: a small pool of models, the best by AICc.
//!
//! Source: Hyndman, Koehler, Ord & Snyder, "Forecasting with Exponential Smoothing"
//! (2008). Additive and multiplicative errors move the states alike and differ in the
//! likelihood alone, so one filter serves both. The search is bounded: as many steps a
//! model and no more.

mod filter;
mod simplex;
mod start;

use filter::{Run, Season, Shape, Smoothing, State, Trend};

use super::season;

/// How the likelihood sees an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Noise {
    /// As large at every level.
    Added,
    /// In proportion to what was expected.
    Multiplied,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Ets {
    shape: Shape,
    smoothing: Smoothing,
    start: State,
    aicc: f64,
}

/// How strong a season must be for models with one to be tried.
const SEASONAL: f64 = 0.1;

/// How many times a model is run over the series in search of its smoothing.
const STEPS: usize = 120;

impl Ets {
    /// Fits every model that the series is long enough for and keeps the best.
    #[must_use]
    pub fn fit(values: &[f64], season: usize) -> Option<Self> {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        if values.len() < 4 || !mean.is_finite() || mean <= 0.0 {
            return None;
        }
        let positive = values.iter().all(|value| *value > 0.0);
        let found = season::decompose(values, season, season::Kind::Added);
        let strength = found.map_or(0.0, |found| found.strength);
        let mut seasons: Vec<Season> = Vec::with_capacity(3);
        if strength < 0.6 {
            seasons.push(Season::None);
        }
        if strength >= SEASONAL && values.len() > 2 * season {
            seasons.push(Season::Added);
            if positive {
                seasons.push(Season::Multiplied);
            }
        }
        let mut best: Option<Self> = None;
        for kind in seasons {
            for trend in [Trend::None, Trend::Damped, Trend::Straight] {
                if trend != Trend::None && values.len() < 10 {
                    continue;
                }
                let shape = Shape {
                    trend,
                    season: kind,
                };
                for noise in [Noise::Added, Noise::Multiplied] {
                    if noise == Noise::Multiplied && !positive {
                        continue;
                    }
                    let fitted = Self::one(values, season, shape, noise);
                    if let Some(fitted) = fitted
                        && best.as_ref().is_none_or(|best| fitted.aicc < best.aicc)
                    {
                        best = Some(fitted);
                    }
                }
            }
        }
        best
    }

    /// Fits one model, from every start there is for it.
    fn one(values: &[f64], season: usize, shape: Shape, noise: Noise) -> Option<Self> {
        let parameters = 2 + shape.parameters() + shape.states(season);
        let n = values.len() as f64;
        let k = parameters as f64;
        if n - k - 1.0 <= 0.0 {
            return None;
        }
        let from = |start: State| {
            let loss = |at: &[f64]| {
                let run = filter::run(shape, Smoothing::at(shape, at), &start, values);
                likelihood(&run, noise, n)
            };
            let (at, value) = simplex::least(loss, shape.parameters(), STEPS);
            value.is_finite().then(|| Self {
                shape,
                smoothing: Smoothing::at(shape, &at),
                start,
                aicc: value + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0),
            })
        };
        start::states(values, season, shape)
            .into_iter()
            .filter_map(from)
            .min_by(|a, b| a.aicc.total_cmp(&b.aicc))
    }

    /// What comes after `values`, which begin where those it was fitted to began.
    #[must_use]
    pub fn forecast(&self, values: &[f64], horizon: usize) -> Vec<f64> {
        let run = filter::run(self.shape, self.smoothing, &self.start, values);
        run.state.ahead(self.shape, self.smoothing.phi, horizon)
    }
}

/// Minus twice the logarithm of the likelihood, without what is the same for all.
fn likelihood(run: &Run, noise: Noise, n: f64) -> f64 {
    match noise {
        Noise::Added => n * run.squares.ln(),
        Noise::Multiplied => n * run.relative.ln() + 2.0 * run.logs,
    }
}
