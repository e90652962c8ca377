//! How often the rules tell of outbreaks that somebody marked in a record of cases, and how often of weeks that nobody
//! marked. Pure.

use super::{FEWEST, Rule, Spread, Usual, c2, farrington, usual};

/// Weeks in a year, on average.
const YEAR: f64 = 365.25 / 7.0;

/// A week of a record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Week {
    /// How many fell ill, where that is known.
    pub cases: Option<f64>,
    /// Whether somebody marked it as one of an outbreak.
    pub outbreak: bool,
}

/// What a way to judge found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// What it goes by.
    pub by: &'static str,
    /// Marked outbreaks of which it told while they were there, and those of which it judged a week.
    pub outbreaks: (u32, u32),
    /// Marked weeks of which it told, and those that it judged.
    pub weeks: (u32, u32),
    /// Weeks a year of which it told though nobody had marked them.
    pub false_a_year: f64,
    /// The years that follow from.
    pub years: f64,
}

/// What is usual by a rule.
type Says = fn(&[Option<f64>]) -> Option<Usual>;

fn by_c2(before: &[Option<f64>]) -> Option<Usual> {
    c2(before, Spread::People)
}

fn by_either(before: &[Option<f64>]) -> Option<Usual> {
    usual(before, Spread::People)
}

/// C2 where Farrington's rule says something too.
fn beside(before: &[Option<f64>]) -> Option<Usual> {
    by_either(before).filter(|usual| usual.rule == Rule::Farrington)?;
    by_c2(before)
}

/// The ways to judge, and how many cases must be there.
const WAYS: [(&str, Says, i32); 7] = [
    ("C2", by_c2, 0),
    ("C2, five cases or more", by_c2, FEWEST),
    ("C2, in the weeks that Farrington knows", beside, 0),
    ("C2, in the same, five cases or more", beside, FEWEST),
    ("Farrington", farrington, 0),
    ("Farrington, five cases or more", farrington, FEWEST),
    (
        "as each night: Farrington, else C2, five or more",
        by_either,
        FEWEST,
    ),
];

/// Judges every week of records in every way, each by the weeks before it.
#[must_use]
pub fn measure(records: &[Vec<Week>]) -> Vec<Found> {
    let found = |(by, rule, fewest): (&'static str, Says, i32)| {
        let mut found = Found {
            by,
            outbreaks: (0, 0),
            weeks: (0, 0),
            false_a_year: 0.0,
            years: 0.0,
        };
        for record in records {
            let alarms = alarms(record, rule, fewest);
            count(record, &alarms, &mut found);
        }
        found.false_a_year /= found.years.max(1.0 / YEAR);
        found
    };
    WAYS.into_iter().map(found).collect()
}

/// Of each week whether a rule tells of it; nothing where it says nothing.
fn alarms(record: &[Week], rule: Says, fewest: i32) -> Vec<Option<bool>> {
    let cases: Vec<Option<f64>> = record.iter().map(|week| week.cases).collect();
    let alarm = |(at, now): (usize, &Option<f64>)| {
        let usual = rule(cases.get(..at)?)?;
        now.map(|now| now >= f64::from(fewest) && now > usual.high)
    };
    cases.iter().enumerate().map(alarm).collect()
}

/// Adds one record to what was found; false alarms are still a sum.
fn count(record: &[Week], alarms: &[Option<bool>], found: &mut Found) {
    let judged: Vec<(bool, Option<bool>)> = record
        .iter()
        .zip(alarms)
        .map(|(week, alarm)| (week.outbreak, *alarm))
        .collect();
    for outbreak in judged.chunk_by(|a, b| a.0 == b.0) {
        let known = || outbreak.iter().filter_map(|week| week.1);
        let (told, of) = (known().filter(|told| *told).count(), known().count());
        if outbreak.first().is_some_and(|week| week.0) {
            found.outbreaks.0 += u32::from(told > 0);
            found.outbreaks.1 += u32::from(of > 0);
            found.weeks.0 += u32::try_from(told).unwrap_or(u32::MAX);
            found.weeks.1 += u32::try_from(of).unwrap_or(u32::MAX);
        } else {
            found.false_a_year += told as f64;
            found.years += of as f64 / YEAR;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(cases: &[f64], outbreaks: &[(usize, usize)]) -> Vec<Week> {
        let week = |(at, cases): (usize, &f64)| Week {
            cases: (*cases >= 0.0).then_some(*cases),
            outbreak: outbreaks
                .iter()
                .any(|(from, to)| (*from..*to).contains(&at)),
        };
        cases.iter().enumerate().map(week).collect()
    }

    fn by(found: &[Found], by: &str) -> Found {
        *found.iter().find(|one| one.by == by).unwrap()
    }

    #[test]
    fn outbreaks_weeks_and_false_alarms_are_counted_where_a_rule_speaks() {
        // Nothing is known of the first seven weeks, nor of one without a figure.
        let mut cases = vec![0.0; 60];
        (
            cases[3], cases[20], cases[21], cases[40], cases[50], cases[59],
        ) = (90.0, 9.0, 0.0, 4.0, 9.0, -1.0);
        let found = measure(&[record(&cases, &[(2, 5), (20, 22), (30, 32)])]);
        let c2 = by(&found, "C2");
        // The first is over before anything is usual; in the third nobody fell ill.
        assert_eq!((c2.outbreaks, c2.weeks), ((1, 2), (1, 4)));
        let weeks = (60.0 - 7.0 - 4.0 - 1.0) / YEAR;
        assert!((c2.years - weeks).abs() < 1e-9, "{c2:?}");
        assert!((c2.false_a_year - 2.0 / weeks).abs() < 1e-9, "{c2:?}");
        // Four are fewer than five.
        let fewer = by(&found, "C2, five cases or more");
        assert_eq!((fewer.outbreaks, fewer.weeks), ((1, 2), (1, 4)));
        assert!((fewer.false_a_year - 1.0 / weeks).abs() < 1e-9, "{fewer:?}");
        let years = by(&found, "Farrington");
        assert_eq!((years.outbreaks, years.weeks), ((0, 0), (0, 0)));
        assert_eq!((years.false_a_year, years.years), (0.0, 0.0));
        let night = by(&found, "as each night: Farrington, else C2, five or more");
        assert_eq!(night.false_a_year, fewer.false_a_year);
    }

    #[test]
    fn where_years_are_known_both_rules_judge_the_same_weeks() {
        let mut cases = vec![6.0; 200];
        cases[190] = 60.0;
        let found = measure(&[record(&cases, &[(190, 192)])]);
        let (years, beside) = (
            by(&found, "Farrington"),
            by(&found, "C2, in the weeks that Farrington knows"),
        );
        assert_eq!((years.outbreaks, years.weeks), ((1, 1), (1, 2)));
        assert_eq!((beside.outbreaks, beside.weeks), ((1, 1), (1, 2)));
        assert_eq!(years.years, beside.years);
        assert!(years.years < 1.0 && by(&found, "C2").years > 3.0);
    }
}
