//! The models against statsforecast 2.1.1 on series made up for it: tests/data/forecasts.

use std::collections::HashMap;

use super::*;
use crate::forecasts::csv::read;
use crate::forecasts::series::{Frequency, filled};

const SERIES: &str = include_str!("../../../tests/data/forecasts/series.csv");
const GOLDEN: &str = include_str!("../../../tests/data/forecasts/golden.csv");

/// How far from the golden value a forecast may be, as a share of the largest value of its series.
fn tolerance(model: Model) -> f64 {
    match model {
        // The same formulas.
        Model::SeasonalNaive | Model::Mean3 | Model::Tsb => 1e-5,
        // The same formulas, the smoothing found by a search of its own.
        Model::Ses | Model::Imapa | Model::Capped => 2e-3,
        // The season by another test, the level at the start exact instead of searched for.
        Model::Theta => 0.02,
        // States at the start taken from the first years instead of searched for.
        Model::Ets => 0.04,
    }
}

#[test]
fn models_say_what_statsforecast_says() {
    let series = read(SERIES.as_bytes(), Frequency::Month).unwrap();
    let values: HashMap<&str, Vec<f64>> = series
        .iter()
        .map(|one| (&*one.id, filled(&one.told().collect::<Vec<_>>())))
        .collect();
    let mut checked = 0;
    for line in GOLDEN.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let model = Model::ALL
            .into_iter()
            .find(|model| model.as_str() == cells[1])
            .unwrap();
        let values = &values[cells[0]];
        let most = values.iter().copied().fold(0.0, f64::max);
        let said = model.fit(values, 12).forecast(values, 12, 6);
        for (point, golden) in said.iter().zip(&cells[2..]) {
            let golden: f64 = golden.parse().unwrap();
            let apart = (point - golden).abs() / most;
            assert!(
                apart <= tolerance(model),
                "{} {}: {said:?}, golden {cells:?}",
                cells[0],
                cells[1]
            );
            checked += 1;
        }
    }
    assert_eq!(checked, 47 * 6);
}
