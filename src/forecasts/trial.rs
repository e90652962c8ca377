//! What every model says of one series, and what it would have said before: the raw
//! material of skill, of intervals and of the forecast itself.

use super::features::Features;
use super::models::{Fitted, Model};
use super::parallel;
use super::series::filled;

/// How many times in the past a series is looked at from.
const LOOKS: usize = 6;

/// No figure is above this one, so that sums and intervals stay finite.
const MOST: f64 = 1e100;

/// Over how many years the size of errors is measured.
const YEARS: usize = 2;

/// How far ahead, how long a year is, and whom to ask.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The models, in the order of all answers.
    pub models: &'a [Model],
    /// Periods in a year.
    pub season: usize,
    /// Periods ahead; at least 1.
    pub horizon: usize,
}

/// One time in the past: what came, and what each model would have said. By the unit of
/// the trial, so that squares of huge figures stay finite.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// What was used in the periods that followed; nothing where it is not known.
    pub actual: Vec<Option<f64>>,
    /// One a model; empty of those that were not asked.
    pub points: Vec<Vec<f64>>,
    /// The size of errors as far as it was known then.
    pub scale: f64,
}

/// A series tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// What it is like.
    pub features: Features,
    /// What each model says comes next; empty of those that were not asked.
    pub points: Vec<Vec<f64>>,
    /// The size of its errors.
    pub scale: f64,
    /// The past, the latest first.
    pub looks: Vec<Look>,
    /// A model that does not hold any more: neither it nor any that is not simpler speaks.
    pub barred: Option<Model>,
}

impl Trial {
    /// Tries those models on a series that are to be asked. What is before the first use
    /// is no history of demand. The past is told by models that were fitted to what was
    /// known at the earliest look and have run on since.
    #[must_use]
    pub fn of(
        values: &[Option<f64>],
        setting: Setting<'_>,
        ask: impl Fn(Model, &Features) -> bool,
    ) -> Self {
        let first = values
            .iter()
            .position(|value| value.is_some_and(|value| value > 0.0));
        let values = values
            .get(first.unwrap_or(values.len())..)
            .unwrap_or_default();
        let most = values
            .iter()
            .flatten()
            .fold(0.0_f64, |most, value| most.max(*value));
        let unit = if most > 0.0 { most.min(MOST) } else { 1.0 };
        let values: Vec<Option<f64>> = values
            .iter()
            .map(|value| value.map(|value| value.min(MOST) / unit))
            .collect();
        let whole = filled(&values);
        let features = Features::of(&whole, setting.season);
        let asked: Vec<Option<Model>> = setting
            .models
            .iter()
            .map(|model| ask(*model, &features).then_some(*model))
            .collect();
        let starts = starts(values.len(), setting);
        let early = starts.last().copied().unwrap_or(0);
        let before = fit(
            whole.get(..early).unwrap_or_default(),
            &asked,
            setting.season,
        );
        let looks = starts
            .iter()
            .filter_map(|start| look(&values, *start, &before, setting))
            .collect();
        let now = fit(&whole, &asked, setting.season);
        let mut points = say(&now, &whole, setting);
        for point in points.iter_mut().flatten() {
            *point = (*point * unit).min(MOST);
        }
        Self {
            features,
            points,
            scale: (scale(&whole, setting.season) * unit).min(MOST),
            looks,
            barred: None,
        }
    }
}

/// What was known at one time, and what came.
fn look(
    values: &[Option<f64>],
    start: usize,
    models: &[Option<Fitted>],
    setting: Setting<'_>,
) -> Option<Look> {
    let (known, next) = values.split_at_checked(start)?;
    parallel::rest();
    let known = filled(known);
    Some(Look {
        actual: next.iter().take(setting.horizon).copied().collect(),
        points: say(models, &known, setting),
        scale: scale(&known, setting.season),
    })
}

fn fit(values: &[f64], models: &[Option<Model>], season: usize) -> Vec<Option<Fitted>> {
    models
        .iter()
        .map(|model| {
            parallel::rest();
            model.map(|model| model.fit(values, season))
        })
        .collect()
}

fn say(models: &[Option<Fitted>], values: &[f64], setting: Setting<'_>) -> Vec<Vec<f64>> {
    let Setting {
        season, horizon, ..
    } = setting;
    models
        .iter()
        .map(|model| {
            model
                .as_ref()
                .map_or_else(Vec::new, |model| model.forecast(values, season, horizon))
        })
        .collect()
}

/// From where in the past a series is looked at: the latest first, none with less than
/// what a model can learn from behind it.
fn starts(length: usize, setting: Setting<'_>) -> Vec<usize> {
    let Setting {
        season, horizon, ..
    } = setting;
    let step = (horizon / 2).max(1);
    let least = if length > 3 * season {
        2 * season
    } else {
        length.div_ceil(2).max(3)
    };
    (0..LOOKS)
        .filter_map(|back| length.checked_sub(horizon + back * step))
        .filter(|start| *start >= least)
        .collect()
}

/// The size of a series' errors: the mean of what it moved by from period to period of late.
fn scale(values: &[f64], season: usize) -> f64 {
    let late = values
        .get(values.len().saturating_sub(YEARS * season)..)
        .unwrap_or(values);
    let moved: f64 = late
        .iter()
        .zip(late.iter().skip(1))
        .map(|(a, b)| (b - a).abs())
        .sum();
    moved / late.len().saturating_sub(1).max(1) as f64
}
