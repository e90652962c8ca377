//! How a broadcast went minute by minute, in so few points that a small screen shows them. Pure.

use chrono::{DateTime, Utc};
use serde::Serialize;

/// People handed over in a minute since 1970.
pub type Handed = (i64, i64);

/// People on the handset, and those who never will be, told of in a minute since 1970.
pub type Told = (i64, i64, i64);

/// Points at most.
const POINTS: i64 = 120;

/// Minutes that one point may stand for.
const WIDTHS: [i64; 13] = [1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1440, 10_080];

/// People by minute, or by as many minutes as one point stands for, from a moment on.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Minutes {
    /// Minutes of one point.
    pub width: i64,
    /// When the first point begins; none where nothing was handed over.
    pub from: Option<DateTime<Utc>>,
    /// Handed over, point by point.
    pub handed: Vec<i64>,
    /// On the handset.
    pub delivered: Vec<i64>,
    /// Told that they never will be.
    pub failed: Vec<i64>,
}

/// The points of what was handed over and what was told of it. What was told of some batches is
/// stretched to the `delivered` of all.
#[must_use]
pub fn of(handed: &[Handed], told: &[Told], delivered: i64) -> Minutes {
    let moments = || {
        let handed = handed.iter().map(|h| h.0);
        handed.chain(told.iter().map(|t| t.0))
    };
    let (Some(first), Some(last)) = (moments().min(), moments().max()) else {
        return Minutes::default();
    };
    // Points begin at whole multiples of their width, so one more than fits may be needed.
    let fits = |width: &i64| last.div_euclid(*width) - first.div_euclid(*width) < POINTS;
    let longest = (last - first) / (POINTS - 1) + 1;
    let width = WIDTHS.into_iter().find(fits).unwrap_or(longest);
    let base = first.div_euclid(width);
    let points = usize::try_from(last.div_euclid(width) - base + 1).unwrap_or(0);
    let sum = |each: &mut dyn Iterator<Item = (i64, i64)>| {
        let mut points = vec![0; points];
        for (minute, people) in each {
            let at = usize::try_from(minute.div_euclid(width) - base).ok();
            if let Some(point) = at.and_then(|at| points.get_mut(at)) {
                *point += people;
            }
        }
        points
    };
    let seen: i64 = told.iter().map(|t| t.1).sum();
    let stretched = |people: i64| match seen {
        0 => people,
        seen => people * delivered.max(seen) / seen,
    };
    Minutes {
        width,
        from: DateTime::from_timestamp(base * width * 60, 0),
        handed: sum(&mut handed.iter().copied()),
        delivered: sum(&mut told.iter().map(|t| (t.0, stretched(t.1)))),
        failed: sum(&mut told.iter().map(|t| (t.0, stretched(t.2)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_handed_over_is_no_points() {
        assert_eq!(of(&[], &[], 0), Minutes::default());
    }

    #[test]
    fn minutes_without_a_message_are_there_too() {
        let points = of(&[(100, 40), (101, 2)], &[(101, 30, 1), (104, 5, 0)], 35);
        assert_eq!((points.width, points.from.unwrap().timestamp()), (1, 6000));
        assert_eq!(points.handed, [40, 2, 0, 0, 0]);
        assert_eq!(points.delivered, [0, 30, 0, 0, 5]);
        assert_eq!(points.failed, [0, 1, 0, 0, 0]);
    }

    #[test]
    fn what_some_batches_told_stands_for_all() {
        let points = of(&[(0, 1000)], &[(0, 60, 2), (1, 40, 0)], 900);
        assert_eq!(points.delivered, [540, 360]);
        assert_eq!(points.failed, [18, 0]);
    }

    #[test]
    fn the_longer_it_takes_the_wider_a_point() {
        for (minutes, width, points) in [
            (120, 1, 120),
            (121, 2, 61),
            (240, 2, 120),
            (241, 5, 49),
            (1440, 15, 96),
            (4320, 60, 72),
            (20_160, 240, 84),
            (172_800, 1440, 120),
            (3_000_000, 25_211, 119),
        ] {
            let each = [(0, 1), (minutes - 1, 1)];
            let made = of(&each, &[], 0);
            assert_eq!(made.width, width, "{minutes}");
            assert_eq!(made.handed.len(), points, "{minutes}");
            assert_eq!(made.handed.iter().sum::<i64>(), 2, "{minutes}");
        }
    }
}
