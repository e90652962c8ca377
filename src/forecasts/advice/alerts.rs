//! Whom to warn: the riskiest first, and never more than can be acted on.

/// Which of many are worth an alert, by their places, the riskiest first.
///
/// None whose chance is below `least`; of equal chances the one with more units or people at stake (`weights`; 0 where
/// there is none), then the one that stands first. At most `budget`: an alert nobody can act on teaches people to read none.
#[must_use]
pub fn choose(chances: &[f64], weights: &[f64], budget: usize, least: f64) -> Vec<usize> {
    let mut worth: Vec<(usize, f64, f64)> = chances
        .iter()
        .enumerate()
        .filter(|(_, chance)| **chance >= least)
        .map(|(at, chance)| {
            let weight = weights.get(at).copied().filter(|weight| !weight.is_nan());
            (at, *chance, weight.unwrap_or(0.0))
        })
        .collect();
    worth.sort_by(|a, b| {
        let riskier = b.1.total_cmp(&a.1).then(b.2.total_cmp(&a.2));
        riskier.then(a.0.cmp(&b.0))
    });
    worth
        .into_iter()
        .take(budget)
        .map(|(at, _, _)| at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_riskiest_come_first_and_no_more_than_the_budget() {
        let chances = [0.2, 0.9, 0.05, 0.9, f64::NAN, 0.2];
        let weights = [1.0, 5.0, 900.0, 8.0, 900.0];
        assert_eq!(choose(&chances, &weights, 3, 0.1), [3, 1, 0]);
        assert_eq!(choose(&chances, &weights, 99, 0.1), [3, 1, 0, 5]);
        assert!(choose(&chances, &[], 0, 0.0).is_empty());
        assert!(choose(&[], &[], 5, 0.0).is_empty());
    }
}
