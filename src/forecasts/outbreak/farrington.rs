//! What is usual of a week by the same weeks of years past.
//!
//! After Farrington, Andrews, Beale and Catchpole, "A statistical algorithm for the early detection of outbreaks of
//! infectious disease", J R Stat Soc A 159, 1996, 547-563, with what Noufaily and others, "An improved algorithm for
//! outbreak detection in multiple surveillance systems", Stat Med 32, 2013, 1206-1222, found better: past weeks are weighed down
//! only from a residual of 2.58 on, and the trend is always looked at.
//!
//! A quasi-Poisson line log m(t) = a + b t is laid through the weeks up to three from the same one of each of up to five
//! years, by weighted likelihood; its dispersion is f = max(1, sum of w (y - m)^2 / m by n - p). Weeks of
//! past outbreaks count less: where the Anscombe residual s = 1.5 (y^(2/3) - m^(2/3)) / (m^(1/6) sqrt(f (1 - h))) is more than
//! 2.58, w goes with s^-2, all of them scaled to n in sum. A trend that leads beyond all that was
//! seen is left out. With V = f m + var(m), what is usual goes from one to the other of
//! m (1 -+ 2/3 z sqrt(V) / m)^(3/2), z = 2.58, as y^(2/3) is nearly normal.

use super::{Rule, Usual, figure};

/// Weeks in a year, on average.
const YEAR: f64 = 365.25 / 7.0;

/// Years that are looked at, at most: what was long ago says little.
const YEARS: u32 = 5;

/// Years that must be known.
const LEAST_YEARS: u32 = 3;

/// Weeks to either side of the same one.
const HALF_WINDOW: usize = 3;

/// Weeks before the one judged that are looked at.
pub const LOOKED_BACK: usize = 264;

/// How many of a year's seven weeks must be known.
const LEAST_WEEKS: usize = 4;

/// The normal quantile of 0.995.
const Z: f64 = 2.575_829_303_548_9;

/// From which residual on a past week counts less.
const OUTBREAK: f64 = 2.58;

/// Rounds of fitting; they settle in far fewer.
const ROUNDS: usize = 50;

/// A past week: how many years ago, as 0 and less, and what was counted.
type Week = (f64, f64);

/// What is usual by years past; nothing where fewer than three are known, or they held nothing.
#[must_use]
pub fn farrington(before: &[Option<f64>]) -> Option<Usual> {
    let weeks = past(before)?;
    let most = weeks.iter().map(|week| week.1).fold(0.0, f64::max);
    let line = reweighted(&weeks, true).filter(|line| line.level.exp() <= most);
    let line = line.or_else(|| reweighted(&weeks, false))?;
    let mean = line.level.exp();
    let apart = (line.dispersion * (mean + mean.powi(2) * line.variance)).sqrt();
    let side = |sign: f64| {
        let part = 1.0 + sign * 2.0 / 3.0 * Z * apart / mean;
        mean * part.max(0.0).powf(1.5)
    };
    let usual = Usual {
        low: side(-1.0),
        expected: mean,
        high: side(1.0),
        rule: Rule::Farrington,
    };
    (usual.high.is_finite() && mean > 0.0).then_some(usual)
}

/// The same weeks of years past.
fn past(before: &[Option<f64>]) -> Option<Vec<Week>> {
    let mut weeks = Vec::new();
    let mut years = 0;
    for year in 1..=YEARS {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most 261"
        )]
        let back = (f64::from(year) * YEAR).round() as usize;
        let known = (back - HALF_WINDOW..=back + HALF_WINDOW).filter_map(|back| {
            let at = before.len().checked_sub(back)?;
            let y = figure(before.get(at).copied().flatten())?;
            Some((-(back as f64) / YEAR, y))
        });
        let known: Vec<Week> = known.collect();
        if known.len() >= LEAST_WEEKS {
            years += 1;
            weeks.extend(known);
        }
    }
    (years >= LEAST_YEARS && weeks.iter().any(|week| week.1 > 0.0)).then_some(weeks)
}

/// A line through past weeks.
struct Line {
    /// The logarithm of what is expected of the week judged.
    level: f64,
    /// What it goes up by in a year.
    slope: f64,
    dispersion: f64,
    /// Of `level`, without the dispersion.
    variance: f64,
    /// How much each week pulls at it.
    leverages: Vec<f64>,
}

/// A line through past weeks of which those of outbreaks count less.
fn reweighted(weeks: &[Week], trend: bool) -> Option<Line> {
    let line = fit(weeks, &vec![1.0; weeks.len()], trend)?;
    let weight = |((t, y), leverage): (&Week, &f64)| {
        let mean = (line.level + line.slope * t).exp();
        let scale = mean.powf(1.0 / 6.0) * (line.dispersion * (1.0 - leverage).max(1e-9)).sqrt();
        let residual = 1.5 * (y.powf(2.0 / 3.0) - mean.powf(2.0 / 3.0)) / scale;
        if residual > OUTBREAK {
            residual.powi(-2)
        } else {
            1.0
        }
    };
    let mut weights: Vec<f64> = weeks.iter().zip(&line.leverages).map(weight).collect();
    let sum: f64 = weights.iter().sum();
    for weight in &mut weights {
        *weight *= weeks.len() as f64 / sum;
    }
    fit(weeks, &weights, trend)
}

/// Sums of what weeks weigh, by powers of time.
#[derive(Default, Clone, Copy)]
struct Sums {
    w: f64,
    wt: f64,
    wtt: f64,
}

impl Sums {
    fn add(&mut self, w: f64, t: f64) {
        self.w += w;
        self.wt += w * t;
        self.wtt += w * t * t;
    }

    fn determinant(self) -> f64 {
        self.w * self.wtt - self.wt * self.wt
    }

    /// The variance of the line at a time, without the dispersion.
    fn variance(self, t: f64, trend: bool) -> f64 {
        if trend {
            (self.wtt - 2.0 * t * self.wt + t * t * self.w) / self.determinant()
        } else {
            1.0 / self.w
        }
    }
}

/// Lays a line through weeks by iteratively reweighted least squares; nothing where it does not settle.
fn fit(weeks: &[Week], weights: &[f64], trend: bool) -> Option<Line> {
    let all = || weeks.iter().zip(weights);
    let mean = all().map(|((_, y), w)| y * w).sum::<f64>() / weights.iter().sum::<f64>();
    let (mut level, mut slope) = (mean.ln(), 0.0);
    let mut sums = Sums::default();
    let mut settled = false;
    for _ in 0..ROUNDS {
        sums = Sums::default();
        let (mut z, mut zt) = (0.0, 0.0);
        for ((t, y), weight) in all() {
            let line = level + slope * t;
            let mean = line.exp().max(1e-9);
            let w = weight * mean;
            let aim = line + (y - mean) / mean;
            sums.add(w, *t);
            z += w * aim;
            zt += w * aim * t;
        }
        let (up, over) = if trend {
            let of = sums.determinant();
            (
                (sums.wtt * z - sums.wt * zt) / of,
                (sums.w * zt - sums.wt * z) / of,
            )
        } else {
            (z / sums.w, 0.0)
        };
        let moved = (up - level).abs() + (over - slope).abs();
        (level, slope) = (up, over);
        if !moved.is_finite() {
            return None;
        }
        if moved < 1e-10 {
            settled = true;
            break;
        }
    }
    let free = weeks.len() as f64 - if trend { 2.0 } else { 1.0 };
    let mean = |t: f64| (level + slope * t).exp().max(1e-9);
    let pearson: f64 = all()
        .map(|((t, y), w)| w * (y - mean(*t)).powi(2) / mean(*t))
        .sum();
    let leverage = |((t, _), w): (&Week, &f64)| w * mean(*t) * sums.variance(*t, trend);
    let line = Line {
        level,
        slope,
        dispersion: (pearson / free).max(1.0),
        variance: sums.variance(0.0, trend),
        leverages: all().map(leverage).collect(),
    };
    (settled && line.dispersion.is_finite() && line.variance.is_finite()).then_some(line)
}
