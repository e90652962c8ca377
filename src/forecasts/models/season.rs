//! What comes back every year: classical decomposition, and how strong it is.

/// How a season acts on the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It adds to it.
    Added,
    /// It multiplies it.
    Multiplied,
}

/// A series as a season by phase and what its trend is.
#[derive(Debug, Clone, PartialEq)]
pub struct Season {
    /// One a phase; phase 0 is that of the first value. They sum to 0, or average 1.
    pub indices: Vec<f64>,
    /// How much of what is left beside the trend comes back every year: 0 to 1,
    /// adjusted for the number of phases, so that noise gives 0.
    pub strength: f64,
}

/// The moving average over a year, centred, from half a year after the first value on.
fn trend(values: &[f64], season: usize) -> Vec<f64> {
    let ends = if season.is_multiple_of(2) { 0.5 } else { 1.0 };
    let window = season + 1 - season % 2;
    values
        .windows(window)
        .map(|window| {
            let sum: f64 = window.iter().sum();
            let outer = window.first().unwrap_or(&0.0) + window.last().unwrap_or(&0.0);
            (sum - outer * (1.0 - ends))
                / if season.is_multiple_of(2) {
                    season as f64
                } else {
                    window.len() as f64
                }
        })
        .collect()
}

/// Takes a series of at least two years apart; nothing where it is shorter, or where a
/// season cannot multiply it because its trend is not above 0.
#[must_use]
pub fn decompose(values: &[f64], season: usize, kind: Kind) -> Option<Season> {
    if season < 2 || values.len() < 2 * season {
        return None;
    }
    let trend = trend(values, season);
    let half = season / 2;
    let mut sums = vec![(0.0_f64, 0_u32); season];
    let mut left: Vec<(usize, f64)> = Vec::with_capacity(trend.len());
    for (at, (trend, value)) in trend.iter().zip(values.iter().skip(half)).enumerate() {
        let detrended = match kind {
            Kind::Added => value - trend,
            Kind::Multiplied if *trend > 0.0 => value / trend,
            Kind::Multiplied => return None,
        };
        let phase = (at + half) % season;
        left.push((phase, detrended));
        if let Some((sum, n)) = sums.get_mut(phase) {
            *sum += detrended;
            *n += 1;
        }
    }
    let mut indices: Vec<f64> = sums
        .iter()
        .map(|(sum, n)| if *n == 0 { 0.0 } else { sum / f64::from(*n) })
        .collect();
    let mean = indices.iter().sum::<f64>() / season as f64;
    for index in &mut indices {
        match kind {
            Kind::Added => *index -= mean,
            Kind::Multiplied if mean > 0.0 => *index /= mean,
            Kind::Multiplied => return None,
        }
    }
    let strength = strength(&left, &indices);
    Some(Season { indices, strength })
}

/// The adjusted share of the variance that the phases explain.
fn strength(left: &[(usize, f64)], indices: &[f64]) -> f64 {
    let n = left.len() as f64;
    let phases = indices.len() as f64;
    if n <= phases {
        return 0.0;
    }
    let mean = left.iter().map(|(_, value)| value).sum::<f64>() / n;
    let total: f64 = left.iter().map(|(_, value)| (value - mean).powi(2)).sum();
    let rest: f64 = left
        .iter()
        .map(|(phase, value)| (value - indices.get(*phase).unwrap_or(&0.0)).powi(2))
        .sum();
    if total <= f64::EPSILON * mean * mean * n {
        return 0.0;
    }
    (1.0 - (rest / (n - phases)) / (total / (n - 1.0))).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_season_is_found_again() {
        let shape = [-3.0, 1.0, 4.0, -2.0];
        let at = |phase: usize| shape[phase % 4];
        let added: Vec<f64> = (0..24).map(|t| 50.0 + 2.0 * t as f64 + at(t)).collect();
        let found = decompose(&added, 4, Kind::Added).unwrap();
        assert!(
            found
                .indices
                .iter()
                .zip(shape)
                .all(|(a, b)| (a - b).abs() < 1e-9),
            "{found:?}"
        );
        assert!(found.strength > 0.999);
        let multiplied: Vec<f64> = (0..24).map(|t| 50.0 * (1.0 + at(t) / 10.0)).collect();
        let found = decompose(&multiplied, 4, Kind::Multiplied).unwrap();
        assert!((found.indices[2] - 1.4).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn without_two_years_or_with_a_trend_of_nothing_there_is_none() {
        assert_eq!(decompose(&[1.0; 23], 12, Kind::Added), None);
        assert_eq!(decompose(&[0.0; 48], 12, Kind::Multiplied), None);
        assert_eq!(
            decompose(&[3.0; 48], 12, Kind::Added).unwrap().strength,
            0.0
        );
    }
}
