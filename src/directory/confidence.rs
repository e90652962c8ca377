//! How sure we are that a facility still has what it counted, and the words
//! shown for it.

use chrono::{DateTime, Utc};

use super::catalogue::Level;

/// The age, in days, at which a count is worth half of what it was.
pub const HALF_LIFE_DAYS: f32 = 45.0;

/// Days in a month of use.
const MONTH_DAYS: f32 = 30.44;

const DAY_SECONDS: f32 = 86_400.0;

/// How sure we are, in [0, 1], that at least one is left of what `level`
/// counted, at `now`:
///
/// `0.5^(age / 45 days) x P(use since the count < quantity) x 0.5^(none reports)`
///
/// - The first factor is the record's own decay: people miscount, shelves are
///   moved, stock expires, whatever the use is. A count of 45 days ago, more
///   than one monthly report missed, is worth half.
/// - The second is the chance that the use since the count has not emptied the
///   shelf. Use is taken as Poisson with mean `monthly use x age`, by its normal
///   approximation with continuity correction. Where the use is not known,
///   the quantity is taken as two months' use, the usual maximum at a clinic.
/// - Each caller who was told "none" since the count halves it.
///
/// It is 0 where the count itself was 0. A count from the future (a clock
/// that runs ahead) has age 0.
#[must_use]
pub fn confidence(level: &Level, now: DateTime<Utc>) -> f32 {
    if level.quantity == 0 {
        return 0.0;
    }
    let days = age_days(level, now);
    let decay = 0.5_f32.powf(days / HALF_LIFE_DAYS);
    let reports = 0.5_f32.powi(i32::from(level.none_reports));
    (decay * still_some(level, days) * reports).clamp(0.0, 1.0)
}

/// The age of a count in days, never negative.
fn age_days(level: &Level, now: DateTime<Utc>) -> f32 {
    let seconds = now.timestamp().saturating_sub(i64::from(level.counted_at));
    seconds.max(0) as f32 / DAY_SECONDS
}

/// P(use < quantity) for a Poisson use of the mean expected in `days`.
fn still_some(level: &Level, days: f32) -> f32 {
    let quantity = level.quantity as f32;
    let mean = monthly_use(level) * days / MONTH_DAYS;
    if mean <= 0.0 {
        return 1.0;
    }
    normal_below((quantity - 0.5 - mean) / mean.sqrt())
}

/// The use of a month: as recorded, else half of what was counted.
fn monthly_use(level: &Level) -> f32 {
    if level.monthly_use.is_nan() {
        level.quantity as f32 / 2.0
    } else {
        level.monthly_use
    }
}

/// The standard normal distribution below `z`, by the logistic approximation
/// of Bowling et al. (2009), within 0.00014: monotone, and exact enough here.
fn normal_below(z: f32) -> f32 {
    1.0 / (1.0 + (-(1.5976 * z + 0.070_56 * z.powi(3))).exp())
}

/// How sure we are, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// Below 0.2: hardly worth the way.
    Unlikely,
    /// 0.2 to 0.5.
    Perhaps,
    /// 0.5 to 0.8.
    Likely,
    /// 0.8 and above.
    Sure,
}

impl Sure {
    /// The word for a confidence in [0, 1].
    #[must_use]
    pub fn of(confidence: f32) -> Self {
        match confidence {
            c if c >= 0.8 => Self::Sure,
            c if c >= 0.5 => Self::Likely,
            c if c >= 0.2 => Self::Perhaps,
            _ => Self::Unlikely,
        }
    }
}

/// How much there was, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Amount {
    /// Nothing at all.
    None,
    /// Less than half a month's use, or fewer than 10.
    Few,
    /// Between the two.
    Some,
    /// Two months' use or more, or 60 or more.
    Plenty,
}

impl Amount {
    /// The word for what was counted: by months of use where the use is known
    /// and not nought, else by the bare quantity. Nothing at all is `None`.
    #[must_use]
    pub fn of(level: &Level) -> Self {
        let quantity = level.quantity as f32;
        let (enough, low) = if level.monthly_use > 0.0 {
            (2.0 * level.monthly_use, 0.5 * level.monthly_use)
        } else {
            (60.0, 10.0)
        };
        match quantity {
            q if q <= 0.0 => Self::None,
            q if q < low => Self::Few,
            q if q >= enough => Self::Plenty,
            _ => Self::Some,
        }
    }
}
