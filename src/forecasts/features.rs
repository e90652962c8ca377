//! What a series is like: what decides which models may speak and whose errors it shares.

use serde::{Deserialize, Serialize};

use super::models::{Kind, decompose};

/// Seasonal from this strength on: models of the level alone are ruinous there.
const SEASONAL: f64 = 0.6;

/// Somewhat seasonal from this strength on.
const SOMEWHAT: f64 = 0.2;

/// Above this share of periods without any use, demand is intermittent.
const INTERMITTENT: f64 = 0.25;

/// Above this share it is rare.
const RARE: f64 = 0.65;

/// With many periods without use, a season is believed from so many years on.
const BELIEVED: f64 = 5.0;

/// The class whose errors a series shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Class {
    /// The time of the year decides.
    Seasonal,
    /// The time of the year matters.
    Somewhat,
    /// Used in most periods.
    Steady,
    /// Not used in many periods.
    Intermittent,
    /// Not used in most periods.
    Rare,
}

/// What was measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Features {
    /// How many years there are, from the first use on.
    pub years: f64,
    /// The share of those without use.
    pub zeros: f64,
    /// How much of what is beside the trend comes back every year, 0 to 1; see [`Season::strength`](super::models::Season::strength).
    pub strength: f64,
}

impl Features {
    /// Measures a series without holes.
    #[must_use]
    pub fn of(values: &[f64], season: usize) -> Self {
        let zeros = values.iter().filter(|value| **value <= 0.0).count();
        let found = decompose(values, season, Kind::Added);
        Self {
            years: values.len() as f64 / season.max(1) as f64,
            zeros: zeros as f64 / values.len().max(1) as f64,
            strength: found.map_or(0.0, |found| found.strength),
        }
    }

    /// The class.
    #[must_use]
    pub fn class(&self) -> Class {
        let believed = self.zeros <= INTERMITTENT || self.years >= BELIEVED;
        if self.strength >= SEASONAL && believed {
            Class::Seasonal
        } else if self.zeros > RARE {
            Class::Rare
        } else if self.zeros > INTERMITTENT {
            Class::Intermittent
        } else if self.strength >= SOMEWHAT {
            Class::Somewhat
        } else {
            Class::Steady
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_follow_from_zeros_and_season() {
        let features = |length: u32, zeros, strength| Features {
            years: f64::from(length) / 12.0,
            zeros,
            strength,
        };
        for (given, class) in [
            (features(36, 0.0, 0.7), Class::Seasonal),
            (features(36, 0.0, 0.3), Class::Somewhat),
            (features(36, 0.2, 0.0), Class::Steady),
            (features(36, 0.3, 0.9), Class::Intermittent),
            (features(72, 0.3, 0.9), Class::Seasonal),
            (features(36, 0.7, 0.0), Class::Rare),
        ] {
            assert_eq!(given.class(), class, "{given:?}");
        }
    }

    #[test]
    fn a_season_is_strong_and_noise_is_not() {
        let month = |at: u32| f64::from(at % 12);
        let season: Vec<f64> = (0..60)
            .map(|at| 50.0 + 10.0 * month(at) + f64::from(at))
            .collect();
        assert!(Features::of(&season, 12).strength > 0.95);
        // Noise that no month repeats: multiples of the golden ratio.
        let noise: Vec<f64> = (0..60)
            .map(|at| (f64::from(at * at) * 0.618_034).fract())
            .collect();
        let strength = Features::of(&noise, 12).strength;
        assert!(strength < 0.2, "{strength}");
        assert_eq!(Features::of(&[0.0, 1.0, 0.0, 0.0], 12).zeros, 0.75);
    }
}
