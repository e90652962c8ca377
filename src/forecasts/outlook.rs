//! Many series at once: each is tried, all of a class share their skill and their errors.

use serde::{Deserialize, Serialize};

use super::conformal::{Errors, Interval, Pools};
use super::features::Features;
use super::models::Model;
use super::parallel;
use super::skill::{Skill, combined, speaks_beside};
use super::spread::Spread;
use super::trial::{Setting, Trial};

/// What comes next of one series.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// One a period.
    pub points: Vec<f64>,
    /// One a period.
    pub intervals: Vec<Interval>,
    /// How sure the sum over all periods is: what a lead time uses.
    pub sum: Interval,
    /// How much the first period, the first two and so on use together.
    pub totals: Vec<Spread>,
    /// What part each model has in it, in their order.
    pub weights: Vec<f64>,
}

impl Outlook {
    /// The models that have a part of it, the largest first: `ets+theta`; those with
    /// less than a twentieth are left out.
    #[must_use]
    pub fn model(&self, models: &[Model]) -> String {
        let mut parts: Vec<(f64, &str)> = self
            .weights
            .iter()
            .zip(models)
            .filter(|(weight, _)| **weight >= 0.05)
            .map(|(weight, model)| (*weight, model.as_str()))
            .collect();
        parts.sort_by(|a, b| b.0.total_cmp(&a.0));
        parts
            .into_iter()
            .map(|(_, name)| name)
            .collect::<Vec<_>>()
            .join("+")
    }
}

/// What many series teach about forecasts of any: how each model erred, and how wrong what they said together was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    skill: Skill,
    wrong: Wrong,
}

/// How wrong forecasts were.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Wrong {
    /// Of single periods.
    single: Pools,
    /// Of all periods together.
    summed: Pools,
    /// Of the first period, the first two and so on together.
    totals: Vec<Pools>,
}

impl Learned {
    /// Learns from many series. Of some simpler models only are asked than one that does not hold any more: one a
    /// series, in their order, and none where the list ends.
    #[must_use]
    pub fn of(series: &[Vec<Option<f64>>], barred: &[Option<Model>], setting: Setting<'_>) -> Self {
        Self::from(&asked(series, barred, setting, || ()), setting)
    }

    fn from(trials: &[Trial], setting: Setting<'_>) -> Self {
        let skill = Skill::of(trials, setting.models);
        let wrong = Wrong::of(trials, setting.horizon, |trial, without| {
            skill.weights(trial, setting.models, without)
        });
        Self { skill, wrong }
    }

    /// Forecasts series by what was learned, barred as in [`Learned::of`]. What is said of one does not
    /// depend on the others. The mean of three periods may speak in place of a model that is barred.
    #[must_use]
    pub fn forecast(
        &self,
        series: &[Vec<Option<f64>>],
        barred: &[Option<Model>],
        setting: Setting<'_>,
    ) -> Vec<Outlook> {
        let trials = asked(series, barred, setting, || ());
        self.outlooks(&trials, setting)
    }

    fn outlooks(&self, trials: &[Trial], setting: Setting<'_>) -> Vec<Outlook> {
        let outlook = |trial: &Trial| {
            let weights = self.skill.weights(trial, setting.models, None);
            self.wrong.outlook(trial, setting.horizon, weights)
        };
        trials.iter().map(outlook).collect()
    }
}

/// Forecasts every series: models that may speak for it, combined by skill, learned from all of them. `done` is
/// called once a series.
pub fn forecast(
    series: &[Vec<Option<f64>>],
    setting: Setting<'_>,
    done: impl Fn() + Sync,
) -> Vec<Outlook> {
    let trials = asked(series, &[], setting, done);
    Learned::from(&trials, setting).outlooks(&trials, setting)
}

/// As [`forecast`], and beside it each model alone on every series, in their order.
pub fn compare(
    series: &[Vec<Option<f64>>],
    setting: Setting<'_>,
    done: impl Fn() + Sync,
) -> (Vec<Outlook>, Vec<Vec<Outlook>>) {
    let trials = parallel::map(series, |values| {
        let trial = Trial::of(values, setting, |_, _| true);
        done();
        trial
    });
    let models = setting.models.len();
    let alone = |model: usize| -> Vec<f64> {
        (0..models)
            .map(|at| if at == model { 1.0 } else { 0.0 })
            .collect()
    };
    let each = |model: usize| {
        let wrong = Wrong::of(&trials, setting.horizon, |_, _| alone(model));
        let outlook = |trial: &Trial| wrong.outlook(trial, setting.horizon, alone(model));
        trials.iter().map(outlook).collect()
    };
    let ours = Learned::from(&trials, setting).outlooks(&trials, setting);
    (ours, (0..models).map(each).collect())
}

/// Tries on each series the models that may speak for it.
fn asked(
    series: &[Vec<Option<f64>>],
    barred: &[Option<Model>],
    setting: Setting<'_>,
    done: impl Fn() + Sync,
) -> Vec<Trial> {
    let barred = barred.iter().copied().chain(std::iter::repeat(None));
    let known: Vec<(&Vec<Option<f64>>, Option<Model>)> = series.iter().zip(barred).collect();
    parallel::map(&known, |(values, barred)| {
        let ask = |model, features: &Features| speaks_beside(model, features, *barred);
        let mut trial = Trial::of(values, setting, ask);
        trial.barred = *barred;
        done();
        trial
    })
}

impl Wrong {
    /// How wrong it would have been before to combine models by weights.
    fn of(
        trials: &[Trial],
        horizon: usize,
        weights: impl Fn(&Trial, Option<usize>) -> Vec<f64>,
    ) -> Self {
        let (mut single, mut summed) = (Errors::default(), Errors::default());
        // One a number of periods that are added up.
        let mut totals: Vec<Errors> = (0..horizon).map(|_| Errors::default()).collect();
        for trial in trials {
            parallel::rest();
            let class = trial.features.class();
            for (at, look) in trial.looks.iter().enumerate() {
                let points = combined(&look.points, &weights(trial, Some(at)), horizon);
                let size = of_totals(look.scale, &points);
                let mut whole = Some(0.0);
                let ahead = points.iter().zip(&look.actual).zip(&mut totals);
                for (ahead, ((point, actual), total)) in ahead.enumerate() {
                    let error = actual.map(|actual| actual - point);
                    whole = whole.zip(error).map(|(whole, error)| whole + error);
                    if let Some(error) = error {
                        single.add(class, ahead, error, look.scale);
                    }
                    if let Some(whole) = whole {
                        total.add(class, 0, whole, size);
                    }
                }
                if let Some(whole) = whole.filter(|_| look.actual.len() == horizon) {
                    summed.add(class, 0, whole, look.scale);
                }
            }
        }
        Self {
            single: single.pooled(),
            summed: summed.pooled(),
            totals: totals.into_iter().map(Errors::pooled).collect(),
        }
    }

    /// Combines what the models say by weights.
    fn outlook(&self, trial: &Trial, horizon: usize, weights: Vec<f64>) -> Outlook {
        let points = combined(&trial.points, &weights, horizon);
        let (class, scale) = (trial.features.class(), trial.scale);
        let intervals = points
            .iter()
            .enumerate()
            .map(|(ahead, point)| self.single.interval(class, ahead, *point, scale));
        let size = of_totals(scale, &points);
        let mut point = 0.0;
        let totals = points.iter().zip(&self.totals).map(|(next, total)| {
            point += next;
            total.spread(class, 0, point, size)
        });
        Outlook {
            intervals: intervals.collect(),
            sum: self.summed.interval(class, 0, points.iter().sum(), scale),
            totals: totals.collect(),
            points,
            weights,
        }
    }
}

/// What errors of totals are measured by: half how far the series moves, half how much it is expected to use, so that
/// one that moved little while little was used is not taken for sure.
fn of_totals(scale: f64, points: &[f64]) -> f64 {
    f64::midpoint(
        scale,
        points.iter().sum::<f64>() / points.len().max(1) as f64,
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MONTHS: Setting<'_> = Setting {
        models: &Model::ALL,
        season: 12,
        horizon: 6,
    };

    fn sane(outlook: &Outlook, highest: f64) -> bool {
        let points = outlook.points.iter().zip(&outlook.intervals);
        let ends = |of: (f64, f64), point: f64| 0.0 <= of.0 && of.0 <= point && point <= of.1;
        outlook.points.len() == 6
            && (outlook.weights.iter().sum::<f64>() - 1.0).abs() < 1e-9
            && points.into_iter().all(|(point, interval)| {
                point.is_finite()
                    && *point <= highest
                    && ends(interval.of80, *point)
                    && ends(interval.of95, *point)
                    && interval.of95.1.is_finite()
            })
            && outlook.sum.of95.1.is_finite()
    }

    /// Use as it comes: mostly small, often none, now and then not told or beyond reason.
    fn use_of_a_month() -> impl Strategy<Value = Option<f64>> {
        prop_oneof![
            4 => Just(Some(0.0)),
            6 => (0.0..100.0_f64).prop_map(Some),
            1 => Just(None),
            1 => prop_oneof![Just(1e-300), Just(1e15), Just(1e300), Just(f64::MAX)].prop_map(Some),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn whatever_was_used_forecasts_are_sane_and_the_same_again(
            series in prop::collection::vec(prop::collection::vec(use_of_a_month(), 0..64), 1..3)
        ) {
            let outlooks = forecast(&series, MONTHS, || ());
            for (outlook, values) in outlooks.iter().zip(&series) {
                let most = values.iter().flatten().copied().fold(0.0, f64::max).min(1e100);
                prop_assert!(sane(outlook, 3.0 * most * (1.0 + 1e-9)), "{outlook:?}");
            }
            prop_assert_eq!(&outlooks, &forecast(&series, MONTHS, || ()));
            let (ours, alone) = compare(&series, MONTHS, || ());
            prop_assert_eq!(outlooks, ours);
            for (outlook, values) in alone.iter().flat_map(|outlooks| outlooks.iter().zip(&series)) {
                let most = values.iter().flatten().copied().fold(0.0, f64::max).min(1e100);
                prop_assert!(sane(outlook, 3.0 * most * (1.0 + 1e-9)), "{outlook:?}");
            }
        }
    }

    fn of(values: &[f64]) -> Outlook {
        let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        forecast(&[values], MONTHS, || ()).remove(0)
    }

    #[test]
    fn nothing_used_is_nothing_forecast() {
        for values in [&[][..], &[0.0], &[0.0; 40]] {
            let outlook = of(values);
            assert_eq!(outlook.points, [0.0; 6]);
            assert_eq!(outlook.sum.of95, (0.0, 0.0));
        }
    }

    #[test]
    fn who_was_replaced_and_whoever_is_not_simpler_is_not_heard() {
        let year = |at: u32| Some(100.0 + 80.0 * f64::from(u8::from(at % 12 < 3)));
        let series: Vec<Option<f64>> = (0..60).map(year).collect();
        let both = vec![series.clone(), series];
        let barred = [None, Some(Model::Ses)];
        let outlooks = Learned::of(&both, &barred, MONTHS).forecast(&both, &barred, MONTHS);
        assert!(outlooks[0].model(&Model::ALL).contains("ets"));
        let simpler = outlooks[1].model(&Model::ALL);
        for model in ["ses", "tsb", "imapa", "theta", "ets"] {
            assert!(!simpler.contains(model), "{simpler}");
        }
        assert!(!simpler.is_empty() && sane(&outlooks[1], 540.0));
    }

    #[test]
    fn what_was_learned_is_kept_and_says_the_same_of_one_as_of_many() {
        let year = |at: u32, by: u32| Some(f64::from((at * by) % 17 + at % 12));
        let series: Vec<Vec<Option<f64>>> = (3..40)
            .map(|by| (0..48).map(|at| year(at, by)).collect())
            .collect();
        let learned = Learned::of(&series, &[], MONTHS);
        let kept = serde_json::to_string(&learned).unwrap();
        let kept: Learned = serde_json::from_str(&kept).unwrap();
        let all = kept.forecast(&series, &[], MONTHS);
        assert_eq!(
            kept.forecast(series.get(7..8).unwrap(), &[], MONTHS),
            all.get(7..8).unwrap()
        );
        // Learned from all of them it is what they say of themselves.
        for (one, of_all) in all.iter().zip(forecast(&series, MONTHS, || ())) {
            for (a, b) in one.points.iter().zip(&of_all.points) {
                assert!((a - b).abs() < 1e-9, "{one:?} {of_all:?}");
            }
            assert!((one.sum.of95.1 - of_all.sum.of95.1).abs() < 1e-9);
        }
        // One that is off does not change what is said of others by more than one error among many does.
        let mut outlier = series;
        outlier.truncate(36);
        outlier.push(vec![Some(1.0), Some(900_000.0), Some(0.0), Some(2.0)]);
        let said = kept.forecast(&outlier, &[], MONTHS);
        assert_eq!(said.get(..36), all.get(..36));
    }

    #[test]
    fn what_never_moves_goes_on() {
        for values in [&[7.0][..], &[7.0; 5], &[7.0; 40], &[7.0; 130]] {
            let outlook = of(values);
            assert!(
                outlook
                    .points
                    .iter()
                    .all(|point| (point - 7.0).abs() < 1e-6),
                "{outlook:?}"
            );
        }
    }

    #[test]
    fn a_season_comes_back_and_what_is_before_the_first_use_is_forgotten() {
        let year = |at: u32| 100.0 + 80.0 * f64::from(u8::from(at % 12 < 3));
        let values: Vec<f64> = (0..60).map(year).collect();
        let outlook = of(&values);
        for (at, point) in (60..).zip(&outlook.points) {
            assert!((point - year(at)).abs() < 8.0, "{outlook:?}");
        }
        assert!(
            outlook.model(&Model::ALL).contains("ets"),
            "{}",
            outlook.model(&Model::ALL)
        );
        let later: Vec<f64> = std::iter::repeat_n(0.0, 12).chain(values).collect();
        assert_eq!(of(&later), outlook);
    }
}
