//! Whom a broadcast is for: what was asked for, checked, as the record keeps it. Pure.

use serde::{Deserialize, Serialize};

use crate::stock::batch::fold;

/// Letters of a batch at most: what the ledger holds.
const BATCH: usize = 40;

/// Farthest radius, in kilometres: more is a country.
pub const FARTHEST_KM: f64 = 500.0;

/// A kind of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Whoever dialled or wrote to us, or agreed to be written to.
    Patients,
    /// Everybody who works with the record.
    Staff,
    /// Whoever answers for a facility: its in-charges, or its pharmacists where it has none.
    Facilities,
}

/// A circle on the globe.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Radius {
    /// Degrees north of its middle.
    pub lat: f64,
    /// Degrees east of its middle.
    pub lon: f64,
    /// Kilometres from its middle, along the great circle.
    pub km: f64,
}

/// Whom a broadcast is for: everybody of whom all of this is true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// Their place, or where they work, is this one or lies in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<i64>,
    /// The middle of their place, or of where they work, lies in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius: Option<Radius>,
    /// They are of one of these kinds.
    #[serde(default = "patients")]
    pub roles: Vec<Group>,
    /// They read one of these languages; none named is any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// They work at a facility that holds this product; with a batch, that had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds: Option<i64>,
    /// That product's batch, as `PX22`: whatever is left of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// They wait for this product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<i64>,
    /// They agreed to be reached for this blood group, as `O-`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blood: Option<String>,
    /// They agreed to be reached for this condition, as `diabetes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
}

/// Whom a broadcast is for that does not say.
fn patients() -> Vec<Group> {
    vec![Group::Patients]
}

impl Default for Audience {
    fn default() -> Self {
        Self {
            place: None,
            radius: None,
            roles: patients(),
            languages: Vec::new(),
            holds: None,
            batch: None,
            waits_for: None,
            blood: None,
            condition: None,
        }
    }
}

/// Why an audience is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Neither a place nor a radius: it would be for everybody there is.
    #[error("an audience needs a place or a radius")]
    Nowhere,
    /// Nobody knows where the place lies that a radius is around.
    #[error("where that place lies is not known: say `lat` and `lon`")]
    NoPoint,
    /// A radius that is none.
    #[error("a radius needs a point on the globe and 0 to 500 km")]
    Radius,
    /// Nobody is meant.
    #[error("roles are patients, staff or facilities, one at least")]
    Nobody,
    /// A blood group that is none.
    #[error("there is no blood group {0}: A, B, AB or O, with + or -")]
    Blood(String),
    /// A condition's name that is none.
    #[error("a condition is 2 to 30 small letters, as diabetes: not {0}")]
    Condition(String),
    /// Patients hold nothing.
    #[error("facilities hold a product: ask for the roles facilities or staff")]
    Holds,
    /// A batch of nothing, or none.
    #[error("a batch is that of a product in `holds`, 1 to 40 letters")]
    Batch,
}

impl Audience {
    /// Whether it says whom it is for, apart from whether its place, products and languages are
    /// in the record.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), Flaw> {
        if self.place.is_none() && self.radius.is_none() {
            return Err(Flaw::Nowhere);
        }
        if let Some(Radius { lat, lon, km }) = self.radius
            && !((-90.0..=90.0).contains(&lat)
                && (-180.0..=180.0).contains(&lon)
                && km > 0.0
                && km <= FARTHEST_KM)
        {
            return Err(Flaw::Radius);
        }
        if self.roles.is_empty() {
            return Err(Flaw::Nobody);
        }
        if let Some(blood) = &self.blood
            && !is_blood(blood)
        {
            return Err(Flaw::Blood(blood.clone()));
        }
        if let Some(condition) = &self.condition
            && !is_condition(condition)
        {
            return Err(Flaw::Condition(condition.clone()));
        }
        if self.holds.is_some() && self.roles.contains(&Group::Patients) {
            return Err(Flaw::Holds);
        }
        if let Some(batch) = &self.batch {
            let letters = fold(batch).chars().count();
            if self.holds.is_none() || !(1..=BATCH).contains(&letters) {
                return Err(Flaw::Batch);
            }
        }
        Ok(())
    }

    /// Whether it is for people of that kind.
    #[must_use]
    pub fn is_for(&self, group: Group) -> bool {
        self.roles.contains(&group)
    }
}

/// Every blood group.
pub const BLOOD: [&str; 8] = ["A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-"];

/// Whether it is a blood group, as `AB+`.
#[must_use]
pub fn is_blood(text: &str) -> bool {
    BLOOD.contains(&text)
}

/// Whether it is the name of a condition, as `sickle_cell`.
#[must_use]
pub fn is_condition(text: &str) -> bool {
    (2..=30).contains(&text.len()) && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Audience, String> {
        let audience: Audience = serde_json::from_str(json).map_err(|error| error.to_string())?;
        match audience.check() {
            Ok(()) => Ok(audience),
            Err(flaw) => Err(flaw.to_string()),
        }
    }

    #[test]
    fn an_audience_says_where_and_who() {
        let near = r#"{"lat":-0.1,"lon":34.7,"km":5}"#;
        #[rustfmt::skip]
        let cases: &[(&str, Option<&str>)] = &[
            (r#"{"place":7}"#, None),
            (&format!(r#"{{"radius":{near}}}"#), None),
            (&format!(r#"{{"place":7,"radius":{near},"roles":["staff","facilities"],"languages":["sw"]}}"#), None),
            (r#"{"place":7,"roles":["facilities"],"holds":3}"#, None),
            (r#"{"place":7,"waits_for":3,"blood":"O-","condition":"sickle_cell"}"#, None),
            ("{}", Some("needs a place")),
            (r#"{"roles":["staff"]}"#, Some("needs a place")),
            (r#"{"place":7,"roles":[]}"#, Some("one at least")),
            (r#"{"place":7,"roles":["doctors"]}"#, Some("unknown variant")),
            (r#"{"place":7,"who":"all"}"#, Some("unknown field")),
            (r#"{"radius":{"lat":91,"lon":0,"km":5}}"#, Some("radius")),
            (r#"{"radius":{"lat":0,"lon":181,"km":5}}"#, Some("radius")),
            (r#"{"radius":{"lat":0,"lon":0,"km":0}}"#, Some("radius")),
            (r#"{"radius":{"lat":0,"lon":0,"km":501}}"#, Some("radius")),
            (r#"{"place":7,"blood":"C+"}"#, Some("no blood group C+")),
            (r#"{"place":7,"condition":"Sugar!"}"#, Some("not Sugar!")),
            (r#"{"place":7,"holds":3}"#, Some("facilities hold")),
            (r#"{"place":7,"roles":["facilities"],"holds":3,"batch":"PX 22"}"#, None),
            (r#"{"place":7,"roles":["facilities"],"batch":"PX22"}"#, Some("a batch is that of a product")),
            (r#"{"place":7,"roles":["facilities"],"holds":3,"batch":" - "}"#, Some("1 to 40 letters")),
        ];
        for (json, wrong) in cases {
            match (read(json), wrong) {
                (Ok(_), None) => {}
                (Err(told), Some(wrong)) => assert!(told.contains(wrong), "{json}: {told}"),
                (told, _) => panic!("{json}: {told:?}"),
            }
        }
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let all = Audience {
            place: Some(7),
            radius: Some(Radius {
                lat: -0.1,
                lon: 34.7,
                km: 5.0,
            }),
            roles: vec![Group::Staff, Group::Facilities],
            languages: vec!["sw".to_owned()],
            holds: Some(3),
            batch: Some("PX22".to_owned()),
            waits_for: Some(4),
            blood: Some("AB-".to_owned()),
            condition: Some("asthma".to_owned()),
        };
        for audience in [all, Audience::default()] {
            let written = serde_json::to_string(&audience).unwrap();
            assert_eq!(
                serde_json::from_str::<Audience>(&written).unwrap(),
                audience
            );
        }
    }
}
