//! Whether a week is out of the ordinary: what is usual of it, from the weeks before it, and whether two things that are
//! counted apart both leave that. Pure.
//!
//! Two rules say what is usual. [`c2`] looks at seven weeks shortly before, and needs no more; it takes a season that
//! begins for an outbreak. [`farrington()`] looks at the same weeks of years past, and says nothing where there are fewer
//! than three. [`usual`] takes the second where it speaks.
//!
//! C2 is that of the Early Aberration Reporting System of the CDC (Hutwagner, Thompson, Seeman and Treadwell, "The
//! bioterrorism preparedness and response Early Aberration Reporting System (EARS)", J Urban Health 80, 2003, i89-i96): with the
//! mean m and the standard deviation s (of n - 1) of the seven periods that lie two before the one judged, it
//! is out of the ordinary where y > m + 3 s. EARS counts days; here it is weeks.

pub mod area;
mod farrington;
pub mod marked;
pub mod simulated;

pub use farrington::{LOOKED_BACK, farrington};

use crate::directory::catalogue::kinds;

/// Weeks whose mean is usual, by C2.
const BASELINE: usize = 7;

/// Weeks between them and the one judged: an outbreak that begins slowly is not to be its own measure.
const LAG: usize = 2;

/// How many of these weeks must be known.
const LEAST_KNOWN: usize = 5;

/// Standard deviations by which C2 lets a week differ.
const APART: f64 = 3.0;

/// Fewer people who asked in vain, or fell ill, are no signal, whatever is usual: one household may be as many, and so
/// few are told to nobody.
pub const FEWEST: i32 = 5;

/// What is usual of a week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Usual {
    /// Less is out of the ordinary; 0 or more.
    pub low: f64,
    /// What is expected.
    pub expected: f64,
    /// More is out of the ordinary.
    pub high: f64,
    /// Which rule says so.
    pub rule: Rule,
}

kinds! {
    /// A rule that says what is usual.
    Rule {
        /// By the weeks shortly before.
        C2 = "c2",
        /// By the same weeks of years past.
        Farrington = "farrington",
    }
}

/// By how much weeks differ at least, so that a few that happened to be alike do not make any other one an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    /// Of people who come one by one: as much as chance alone makes them (Poisson), and one of them.
    People,
    /// Of units, whatever they are: a tenth of what is usual.
    Units,
}

impl Spread {
    fn least(self, mean: f64) -> f64 {
        match self {
            Self::People => mean.max(1.0).sqrt(),
            Self::Units => mean / 10.0,
        }
    }
}

/// What is usual by the weeks shortly before, the last one last; nothing where fewer than five of the seven are known.
#[must_use]
pub fn c2(before: &[Option<f64>], spread: Spread) -> Option<Usual> {
    let weeks = before.iter().rev().skip(LAG).take(BASELINE);
    let known: Vec<f64> = weeks.copied().filter_map(figure).collect();
    if known.len() < LEAST_KNOWN {
        return None;
    }
    let of = known.len() as f64;
    let mean = known.iter().sum::<f64>() / of;
    let squares: f64 = known.iter().map(|y| (y - mean).powi(2)).sum();
    let apart = (squares / (of - 1.0)).sqrt().max(spread.least(mean));
    Some(Usual {
        low: (mean - APART * apart).max(0.0),
        expected: mean,
        high: mean + APART * apart,
        rule: Rule::C2,
    })
}

/// What is usual by years past where there are enough, and by the weeks before otherwise.
#[must_use]
pub fn usual(before: &[Option<f64>], spread: Spread) -> Option<Usual> {
    farrington(before).or_else(|| c2(before, spread))
}

/// A figure that can be reckoned with.
fn figure(week: Option<f64>) -> Option<f64> {
    week.filter(|y| (0.0..1e12).contains(y))
}

#[cfg(test)]
mod tests;
