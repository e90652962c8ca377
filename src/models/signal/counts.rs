//! The three counts of an area and week that a signal is made of, and whether two of them agree.

use diesel::sql_types::{Double, Integer, Nullable, Text};
use diesel::{QueryResult, QueryableByName};

use crate::forecasts::outbreak::Rule;
use crate::models::word;

/// The three counts, and what is usual of each.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    /// People who asked in vain.
    pub people: i32,
    /// More people are out of the ordinary; none where fewer than five asked, or it is not known what is usual.
    pub people_high: Option<f64>,
    /// What was given out, where enough is known of it.
    pub used: Option<Used>,
    /// How many fell ill, where five or more did, and it is known what is usual.
    pub cases: Option<Cases>,
}

/// What was given out, and what is usual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Used {
    /// Units.
    pub units: f64,
    /// From what to what is usual.
    pub usual: (f64, f64),
    /// By which rule.
    pub rule: Rule,
}

/// How many fell ill.
#[derive(Debug, Clone, PartialEq)]
pub struct Cases {
    /// Of what.
    pub disease: String,
    /// How many.
    pub cases: i32,
    /// More are out of the ordinary.
    pub high: f64,
    /// By which rule.
    pub rule: Rule,
}

impl Counts {
    /// Whether more people than usual asked in vain.
    #[must_use]
    pub fn in_vain(&self) -> bool {
        self.people_high
            .is_some_and(|high| f64::from(self.people) > high)
    }

    /// What was given out, where that is more than usual.
    #[must_use]
    pub fn given_out(&self) -> Option<Used> {
        self.used.filter(|used| used.units > used.usual.1)
    }

    /// How many fell ill, where that is more than usual.
    #[must_use]
    pub fn ill(&self) -> Option<&Cases> {
        let cases = self.cases.as_ref();
        cases.filter(|one| f64::from(one.cases) > one.high)
    }

    /// Whether two of the three say the same, as the column `agree` does.
    #[must_use]
    pub fn agree(&self) -> bool {
        let counts = [
            self.in_vain(),
            self.given_out().is_some(),
            self.ill().is_some(),
        ];
        counts.into_iter().filter(|above| *above).count() >= 2
    }
}

/// The counts as they are kept; all are none where there is no signal.
#[derive(Debug, QueryableByName)]
pub(in crate::models) struct CountsRow {
    #[diesel(sql_type = Nullable<Integer>)]
    people: Option<i32>,
    #[diesel(sql_type = Nullable<Double>)]
    people_high: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    used: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    used_low: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    used_high: Option<f64>,
    #[diesel(sql_type = Nullable<Text>)]
    used_rule: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    disease: Option<String>,
    #[diesel(sql_type = Nullable<Integer>)]
    cases: Option<i32>,
    #[diesel(sql_type = Nullable<Double>)]
    cases_high: Option<f64>,
    #[diesel(sql_type = Nullable<Text>)]
    cases_rule: Option<String>,
}

impl CountsRow {
    pub(in crate::models) fn counts(self) -> QueryResult<Option<Counts>> {
        let rule = |text: Option<String>| text.as_deref().map(word).transpose();
        let (used_rule, cases_rule) = (rule(self.used_rule)?, rule(self.cases_rule)?);
        let used = || {
            Some(Used {
                units: self.used?,
                usual: (self.used_low?, self.used_high?),
                rule: used_rule?,
            })
        };
        let used = used();
        let cases = || {
            Some(Cases {
                disease: self.disease?,
                cases: self.cases?,
                high: self.cases_high?,
                rule: cases_rule?,
            })
        };
        Ok(self.people.map(|people| Counts {
            people,
            people_high: self.people_high,
            used,
            cases: cases(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_the_three_must_be_above_what_is_usual() {
        let used = |units| Used {
            units,
            usual: (120.0, 200.0),
            rule: Rule::C2,
        };
        let ill = |cases| Cases {
            disease: "cholera".to_owned(),
            cases,
            high: 12.5,
            rule: Rule::Farrington,
        };
        let vain = Some(5.4);
        for (people, people_high, units, cases, agree) in [
            (6, vain, Some(200.1), Some(13), true),
            (6, vain, Some(200.1), Some(12), true),
            (6, vain, Some(200.0), Some(13), true),
            (5, vain, Some(200.1), Some(13), true),
            (6, vain, Some(200.1), None, true),
            (6, vain, None, Some(13), true),
            (90, None, Some(200.1), Some(13), true),
            (6, vain, Some(200.0), Some(12), false),
            (5, vain, Some(200.1), Some(12), false),
            (5, vain, Some(200.0), Some(13), false),
            (6, vain, None, None, false),
            (0, None, Some(200.1), None, false),
            (90, None, None, Some(13), false),
            (0, None, None, None, false),
        ] {
            let counts = Counts {
                people,
                people_high,
                used: units.map(used),
                cases: cases.map(ill),
            };
            assert_eq!(counts.agree(), agree, "{counts:?}");
        }
    }
}
