//! Which models to believe: by how much each erred on the series itself, and on all of its class.
//!
//! A handful of past months of one series say little, so what they say is drawn towards
//! what the class says. A model's part falls with the third power (about) of its error, so
//! that models which are nearly as good as the best share the forecast, and one that errs
//! twice as much hardly has a say.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::features::{Class, Features};
use super::models::Model;
use super::trial::{Look, Trial};

/// With which power of its error a model's part falls.
const POWER: f64 = 2.7;

/// How many looks at a series weigh as much as all of its class.
const TRUST: f64 = 4.0;

/// A model that never erred is taken to have erred by this part of the mean.
const LEAST: f64 = 0.05;

/// From how many years on a series with few uses is long enough for any model.
const LONG: f64 = 5.0;

/// How strong a season must be for the year before to have a say.
const SEASONAL: f64 = 0.2;

/// Whether a model may speak for such a series. Where most of what is known is how
/// seldom something is used, models of trend and season read patterns into noise; where
/// a series is long, its own past tells which to believe.
#[must_use]
pub fn speaks(model: Model, features: &Features) -> bool {
    let sparse = matches!(features.class(), Class::Intermittent | Class::Rare);
    let long = features.years >= LONG;
    match model {
        Model::Mean3 => false,
        Model::SeasonalNaive => features.strength >= SEASONAL && (!sparse || long),
        Model::Ses | Model::Tsb | Model::Theta | Model::Ets => !sparse || long,
        Model::Capped => !long,
        Model::Imapa => true,
    }
}

/// As [`speaks`], where one does not hold any more: only simpler ones, and the mean of three periods.
#[must_use]
pub fn speaks_beside(model: Model, features: &Features, barred: Option<Model>) -> bool {
    match barred {
        Some(barred) => {
            model == Model::Mean3 || (model.is_simpler_than(barred) && speaks(model, features))
        }
        None => speaks(model, features),
    }
}

/// How each model erred in each class, by the mean error of all that spoke.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Skill {
    classes: BTreeMap<Class, Vec<(f64, u32)>>,
}

impl Skill {
    /// Of many series, tried with the same models.
    #[must_use]
    pub fn of(trials: &[Trial], models: &[Model]) -> Self {
        let mut classes: BTreeMap<Class, Vec<(f64, u32)>> = BTreeMap::new();
        for trial in trials {
            let speak = speaking(trial, models);
            let Some(errors) = relative(&trial.looks, &speak, None) else {
                continue;
            };
            let sums = classes.entry(trial.features.class()).or_default();
            sums.resize(models.len(), (0.0, 0));
            for ((sum, n), error) in sums.iter_mut().zip(&errors) {
                if let Some(error) = error {
                    *sum += error;
                    *n += 1;
                }
            }
        }
        Self { classes }
    }

    /// What part each model has in the forecast of a series; they sum to 1. A look that
    /// is left out has no say, so that what would have been said then is judged as by a stranger.
    #[must_use]
    pub fn weights(&self, trial: &Trial, models: &[Model], without: Option<usize>) -> Vec<f64> {
        let speak = speaking(trial, models);
        let class = self.classes.get(&trial.features.class());
        let prior = |at: usize| {
            let (sum, n) = class
                .and_then(|sums| sums.get(at))
                .copied()
                .unwrap_or_default();
            if n == 0 {
                0.0
            } else {
                (sum / f64::from(n)).max(LEAST).ln()
            }
        };
        let own = relative(&trial.looks, &speak, without);
        let looks = trial.looks.len() - usize::from(without.is_some()).min(trial.looks.len());
        let share = match own {
            Some(_) => looks as f64 / (looks as f64 + TRUST),
            None => 0.0,
        };
        let own = own.unwrap_or_default();
        let errors: Vec<Option<f64>> = speak
            .iter()
            .enumerate()
            .map(|(at, speaks)| {
                let own = own.get(at).copied().flatten().map_or(0.0, f64::ln);
                speaks.then(|| share * own + (1.0 - share) * prior(at))
            })
            .collect();
        let best = errors
            .iter()
            .flatten()
            .copied()
            .fold(f64::INFINITY, f64::min);
        let part = |error: &Option<f64>| error.map_or(0.0, |error| (POWER * (best - error)).exp());
        let sum: f64 = errors.iter().map(part).sum();
        errors.iter().map(|error| part(error) / sum).collect()
    }
}

/// Which of the models speak for a series.
fn speaking(trial: &Trial, models: &[Model]) -> Vec<bool> {
    models
        .iter()
        .map(|model| speaks_beside(*model, &trial.features, trial.barred))
        .collect()
}

/// Each model's error by the mean of all that speak; nothing where nothing is known or
/// none erred.
fn relative(looks: &[Look], speak: &[bool], without: Option<usize>) -> Option<Vec<Option<f64>>> {
    let mut errors = vec![0.0; speak.len()];
    for (_, look) in looks
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != without)
    {
        for (error, points) in errors.iter_mut().zip(&look.points) {
            *error += size(&look.actual, points);
        }
    }
    let spoken = || errors.iter().zip(speak).filter(|(_, speaks)| **speaks);
    let mean = spoken().map(|(error, _)| error).sum::<f64>() / spoken().count() as f64;
    (mean > 0.0 && mean.is_finite()).then(|| {
        let part = |(error, speaks): (&f64, &bool)| speaks.then(|| (error / mean).max(LEAST));
        errors.iter().zip(speak).map(part).collect()
    })
}

/// How wrong points were: half their absolute errors, half their root mean square, so
/// that neither always too little nor wild misses pay.
fn size(actual: &[Option<f64>], points: &[f64]) -> f64 {
    let (mut absolute, mut squares, mut n) = (0.0, 0.0, 0.0);
    for (actual, point) in actual.iter().zip(points) {
        if let Some(actual) = actual {
            absolute += (actual - point).abs();
            squares += (actual - point).powi(2);
            n += 1.0;
        }
    }
    f64::midpoint(absolute, (squares * n).sqrt())
}

/// The models' points, each by its part.
#[must_use]
pub fn combined(points: &[Vec<f64>], weights: &[f64], horizon: usize) -> Vec<f64> {
    let mut sums = vec![0.0; horizon];
    for (points, weight) in points
        .iter()
        .zip(weights)
        .filter(|(_, weight)| **weight > 0.0)
    {
        for (sum, point) in sums.iter_mut().zip(points) {
            *sum += weight * point;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODELS: [Model; 2] = [Model::Ses, Model::Theta];

    /// A steady series whose models were wrong by so much, each at so many looks.
    fn trial(wrong: [f64; 2], looks: usize) -> Trial {
        let look = Look {
            actual: vec![Some(10.0), None],
            points: wrong.map(|wrong| vec![10.0 + wrong, 0.0]).to_vec(),
            scale: 1.0,
        };
        Trial {
            features: Features {
                years: 3.0,
                zeros: 0.0,
                strength: 0.0,
            },
            points: vec![vec![1.0, 1.0], vec![3.0, 5.0]],
            scale: 1.0,
            looks: vec![look; looks],
            barred: None,
        }
    }

    #[test]
    fn who_errs_less_says_more() {
        let trial = trial([1.0, 2.0], 6);
        let skill = Skill::of(std::slice::from_ref(&trial), &MODELS);
        let weights = skill.weights(&trial, &MODELS, None);
        // The series and its class agree: twice the error, 2^2.7 times less to say.
        assert!(
            (weights[0] / weights[1] - 2.0_f64.powf(2.7)).abs() < 1e-9,
            "{weights:?}"
        );
        assert!((weights[0] + weights[1] - 1.0).abs() < 1e-12);
        assert_eq!(combined(&trial.points, &[0.25, 0.75], 2), [2.5, 4.0]);
    }

    #[test]
    fn a_short_past_is_judged_by_the_class() {
        let class: Vec<Trial> = std::iter::repeat_n(trial([1.0, 2.0], 6), 50).collect();
        let skill = Skill::of(&class, &MODELS);
        let first = |trial: &Trial, without| skill.weights(trial, &MODELS, without)[0];
        assert_eq!(
            first(&trial([0.0, 0.0], 0), None),
            first(&trial([1.0, 2.0], 6), None)
        );
        let (short, long) = (trial([2.0, 1.0], 1), trial([2.0, 1.0], 6));
        assert!(
            first(&short, None) > 0.5,
            "one look does not outweigh fifty series"
        );
        assert!(first(&long, None) < 0.5, "six do");
        assert!(
            first(&long, Some(0)) > first(&long, None),
            "what is left out has no say"
        );
    }

    #[test]
    fn where_little_is_used_only_levels_speak_until_the_past_is_long() {
        let names = |length: u32, zeros, strength| {
            let features = Features {
                years: f64::from(length) / 12.0,
                zeros,
                strength,
            };
            let speak = Model::ALL
                .into_iter()
                .filter(|model| speaks(*model, &features));
            speak.map(Model::as_str).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(40, 0.5, 0.5), "tsb_capped imapa");
        assert_eq!(names(80, 0.5, 0.1), "ses tsb imapa theta ets");
        assert_eq!(names(40, 0.0, 0.1), "ses tsb tsb_capped imapa theta ets");
        assert_eq!(
            names(80, 0.0, 0.5),
            "seasonal_naive ses tsb imapa theta ets"
        );
    }
}
