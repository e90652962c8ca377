//! The models: each is fitted to a series without holes and says what comes next.
//!
//! A fitted model can be run over a longer series that begins with the one it was fitted
//! to, so that what it would have said at several times costs one fit.

mod ets;
#[cfg(test)]
mod golden;
mod season;
mod smoothing;
mod theta;

pub use ets::Ets;
pub use season::{Kind, Season, decompose};
pub use smoothing::{best_alpha, capped, imapa, level, tsb};
pub use theta::Theta;

/// How far above the most that was used of late a forecast may be.
const HIGHEST: f64 = 3.0;

/// Between what the smoothing of a level is looked for.
const ALPHA: (f64, f64) = (0.01, 0.99);

/// A model by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Model {
    /// What was used a year before.
    SeasonalNaive,
    /// The mean of the last three periods, as months of stock are reckoned.
    Mean3,
    /// Simple exponential smoothing.
    Ses,
    /// Teunter, Syntetos & Babai: size and chance of a demand.
    Tsb,
    /// The same of a history whose few largest values are capped.
    Capped,
    /// Smoothed at several aggregations.
    Imapa,
    /// Half of the trend and a level.
    Theta,
    /// Exponential smoothing with trend and season where they pay.
    Ets,
}

impl Model {
    /// Every model, the simplest first.
    pub const ALL: [Self; 8] = [
        Self::SeasonalNaive,
        Self::Mean3,
        Self::Ses,
        Self::Tsb,
        Self::Capped,
        Self::Imapa,
        Self::Theta,
        Self::Ets,
    ];

    /// Whether it stands before another one in [`Model::ALL`].
    #[must_use]
    pub fn is_simpler_than(self, other: Self) -> bool {
        let place = |model| Self::ALL.iter().position(|known| *known == model);
        place(self) < place(other)
    }

    /// What it is called in tables and files.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SeasonalNaive => "seasonal_naive",
            Self::Mean3 => "mean3",
            Self::Ses => "ses",
            Self::Tsb => "tsb",
            Self::Capped => "tsb_capped",
            Self::Imapa => "imapa",
            Self::Theta => "theta",
            Self::Ets => "ets",
        }
    }

    /// Fits it to values of 0 or more; where it cannot be, the next simpler one.
    #[must_use]
    pub fn fit(self, values: &[f64], season: usize) -> Fitted {
        match self {
            Self::SeasonalNaive => Fitted::SeasonalNaive,
            Self::Mean3 => Fitted::Mean3,
            Self::Ses => Fitted::Ses(best_alpha(values, ALPHA)),
            Self::Tsb => Fitted::Tsb,
            Self::Capped => Fitted::Capped,
            Self::Imapa => Fitted::Imapa,
            Self::Theta => Theta::fit(values, season)
                .map_or_else(|| Self::Ses.fit(values, season), Fitted::Theta),
            Self::Ets => Ets::fit(values, season)
                .map_or_else(|| Self::Theta.fit(values, season), Fitted::Ets),
        }
    }
}

/// A model that was fitted.
#[derive(Debug, Clone, PartialEq)]
pub enum Fitted {
    /// [`Model::SeasonalNaive`].
    SeasonalNaive,
    /// [`Model::Mean3`].
    Mean3,
    /// [`Model::Ses`] by its smoothing.
    Ses(f64),
    /// [`Model::Tsb`].
    Tsb,
    /// [`Model::Capped`].
    Capped,
    /// [`Model::Imapa`].
    Imapa,
    /// [`Model::Theta`].
    Theta(Theta),
    /// [`Model::Ets`].
    Ets(Ets),
}

impl Fitted {
    /// What comes after `values`, which begin where those it was fitted to began:
    /// finite, 0 or more and never far above what was used of late. Where the model
    /// says something else, a simpler one is asked.
    #[must_use]
    pub fn forecast(&self, values: &[f64], season: usize, horizon: usize) -> Vec<f64> {
        let late = values.iter().rev().take(2 * season);
        let highest = HIGHEST * late.fold(0.0_f64, |most, value| most.max(*value));
        let raw = self.raw(values, season, horizon);
        if raw.len() == horizon
            && raw
                .iter()
                .all(|point| point.is_finite() && *point <= highest)
        {
            return raw.into_iter().map(|point| point.max(0.0)).collect();
        }
        match self {
            Self::Ets(_) => Model::Theta
                .fit(values, season)
                .forecast(values, season, horizon),
            Self::Theta(_) => Model::Ses
                .fit(values, season)
                .forecast(values, season, horizon),
            _ => vec![mean(values, 3).min(highest); horizon],
        }
    }

    fn raw(&self, values: &[f64], season: usize, horizon: usize) -> Vec<f64> {
        match self {
            Self::SeasonalNaive => {
                let year = values
                    .get(values.len().saturating_sub(season)..)
                    .unwrap_or(values);
                if year.len() < season {
                    return vec![mean(values, 3); horizon];
                }
                year.iter().copied().cycle().take(horizon).collect()
            }
            Self::Mean3 => vec![mean(values, 3); horizon],
            Self::Ses(alpha) => vec![level(values.iter().copied(), *alpha); horizon],
            Self::Tsb => vec![tsb(values); horizon],
            Self::Capped => vec![tsb(&capped(values)); horizon],
            Self::Imapa => vec![imapa(values); horizon],
            Self::Theta(theta) => theta.forecast(values, horizon),
            Self::Ets(ets) => ets.forecast(values, horizon),
        }
    }
}

/// The mean of the last so many values; 0 of none.
fn mean(values: &[f64], last: usize) -> f64 {
    let last = values
        .get(values.len().saturating_sub(last)..)
        .unwrap_or(values);
    if last.is_empty() {
        return 0.0;
    }
    // Divided first, so that huge values cannot add up to infinity.
    last.iter().map(|value| value / last.len() as f64).sum()
}
