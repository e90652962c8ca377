//! One pass of a model over a series.

/// How the level goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trend {
    /// As it is.
    None,
    /// By a slope that dies away.
    Damped,
    /// By a slope.
    Straight,
}

/// How the time of the year acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    /// Not at all.
    None,
    /// It adds.
    Added,
    /// It multiplies.
    Multiplied,
}

/// Which model it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// Its trend.
    pub(super) trend: Trend,
    /// Its season.
    pub(super) season: Season,
}

impl Shape {
    /// How many smoothing parameters it has.
    pub(super) fn parameters(self) -> usize {
        let trend = match self.trend {
            Trend::None => 0,
            Trend::Straight => 1,
            Trend::Damped => 2,
        };
        1 + trend + usize::from(self.season != Season::None)
    }

    /// How many states it starts from, those apart that follow from the others.
    pub(super) fn states(self, season: usize) -> usize {
        let season = match self.season {
            Season::None => 0,
            Season::Added | Season::Multiplied => season.saturating_sub(1),
        };
        usize::from(self.trend != Trend::None) + season
    }
}

/// How fast each state follows what is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Smoothing {
    alpha: f64,
    beta: f64,
    gamma: f64,
    /// What is left of the slope after a period.
    pub(super) phi: f64,
}

impl Smoothing {
    /// From a point of the unit cube: the bounds hold wherever it lies.
    pub(super) fn at(shape: Shape, point: &[f64]) -> Self {
        let mut point = point.iter().map(|at| at.clamp(0.0, 1.0));
        let mut next = || point.next().unwrap_or(0.0);
        let alpha = 1e-4 + 0.9998 * next();
        let gamma = match shape.season {
            Season::None => 0.0,
            Season::Added | Season::Multiplied => (1.0 - alpha) * next(),
        };
        let (beta, phi) = match shape.trend {
            Trend::None => (0.0, 0.0),
            Trend::Straight => (alpha * next(), 1.0),
            Trend::Damped => (alpha * next(), 0.8 + 0.18 * next()),
        };
        Self {
            alpha,
            beta,
            gamma,
            phi,
        }
    }
}

/// Where a model stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct State {
    pub(super) level: f64,
    pub(super) slope: f64,
    /// One a phase, the next one first.
    pub(super) seasons: Vec<f64>,
}

impl State {
    /// What it expects next.
    pub(super) fn ahead(&self, shape: Shape, phi: f64, horizon: usize) -> Vec<f64> {
        let mut seasons = self.seasons.iter().copied().cycle();
        let (mut base, mut slope) = (self.level, self.slope);
        (0..horizon)
            .map(|_| {
                slope *= phi;
                base += slope;
                match shape.season {
                    Season::None => base,
                    Season::Added => base + seasons.next().unwrap_or(0.0),
                    Season::Multiplied => base * seasons.next().unwrap_or(1.0),
                }
            })
            .collect()
    }
}

/// What a pass gave.
#[derive(Debug)]
pub(super) struct Run {
    /// The sum of squared errors.
    pub(super) squares: f64,
    /// The same of errors by what was expected; infinite where that was not above 0.
    pub(super) relative: f64,
    /// The sum of logarithms of what was expected.
    pub(super) logs: f64,
    /// Where it ended.
    pub(super) state: State,
}

/// Runs a model over a series.
pub(super) fn run(shape: Shape, by: Smoothing, start: &State, values: &[f64]) -> Run {
    let mut state = start.clone();
    let (mut squares, mut relative, mut product, mut logs) = (0.0, 0.0, 1.0_f64, 0.0);
    let seasons = state.seasons.len().max(1);
    let mut none = [0.0];
    for chunk in values.chunks(seasons) {
        let ring = if shape.season == Season::None {
            &mut none[..]
        } else {
            &mut state.seasons[..]
        };
        let whole = chunk.len();
        for (at, value) in chunk.iter().enumerate() {
            let index = ring.get_mut(at);
            let slope = by.phi * state.slope;
            let base = state.level + slope;
            let seasonal = index.as_ref().map_or(0.0, |index| **index);
            let (expected, by_level, by_season) = match shape.season {
                Season::None => (base, 1.0, 0.0),
                Season::Added => (base + seasonal, 1.0, 1.0),
                Season::Multiplied => (base * seasonal, 1.0 / seasonal, 1.0 / base),
            };
            let error = value - expected;
            squares += error * error;
            let part = error / expected;
            relative += if expected > 0.0 {
                part * part
            } else {
                f64::INFINITY
            };
            product *= expected.abs();
            if !(1e-200..1e200).contains(&product) {
                logs += product.ln();
                product = 1.0;
            }
            state.level = base + by.alpha * error * by_level;
            state.slope = slope + by.beta * error * by_level;
            if let Some(index) = index {
                *index += by.gamma * error * by_season;
            }
        }
        if whole < seasons && shape.season != Season::None {
            state.seasons.rotate_left(whole);
        }
    }
    Run {
        squares,
        relative,
        logs: logs + product.ln(),
        state,
    }
}
