//! A message to many as it is written: what it says, to whom, when and why. Pure.

use serde::{Deserialize, Serialize};

use crate::broadcasts::audience::{Audience, Group, Radius};
use crate::directory::country::Country;
use crate::text::gsm;
use crate::ussd::world::point_of;

/// Whom a message is for, of all who are where it goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whom {
    /// Patients.
    #[default]
    Patients,
    /// Everybody who works with the record.
    Staff,
    /// Whoever answers for a facility.
    Facilities,
    /// Of these, at facilities that hold a product.
    Holders,
    /// Patients who wait for a product.
    Waiting,
    /// Patients who agreed to be reached for something.
    Agreed,
}

/// What is written so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Letter {
    /// Languages and what it says in each, in the order they were written.
    pub texts: Vec<(Box<str>, Box<str>)>,
    /// The language that is typed next; the service's first where none was chosen.
    pub language: Option<Box<str>>,
    /// Whether it overrides quiet hours, once that was said.
    pub emergency: Option<bool>,
    /// Why.
    pub reason: Option<Box<str>>,
    /// Whether one officer alone sends it.
    pub alone: bool,
    /// Whom it is for.
    pub whom: Whom,
    /// How many kilometres around the place, where it is not for the place alone.
    pub km: Option<u16>,
    /// The product that they hold or wait for.
    pub product: Option<i64>,
    /// What they agreed to be reached for, as `blood:O-`.
    pub agreed: Option<Box<str>>,
    /// When it is asked to begin, in Unix seconds; now where that was not said.
    pub starts: Option<i64>,
    /// The broadcast that it corrects.
    pub corrects: Option<i64>,
}

impl Letter {
    /// Puts down what it says in a language, in place of what it said before.
    pub fn write(&mut self, language: &str, text: &str) {
        self.texts.retain(|(known, _)| **known != *language);
        self.texts.push((language.into(), text.into()));
    }

    /// Whether it says something in a language.
    #[must_use]
    pub fn speaks(&self, language: &str) -> bool {
        self.texts.iter().any(|(known, _)| **known == *language)
    }

    /// Whether another says the same to the same people, whatever would be typed next.
    #[must_use]
    pub fn says_as(&self, other: &Self) -> bool {
        let untyped = |letter: &Self| Self {
            language: None,
            ..letter.clone()
        };
        untyped(self) == untyped(other)
    }

    /// Whether it is known if it is an emergency, and why.
    #[must_use]
    pub const fn has_kind(&self) -> bool {
        match self.emergency {
            Some(true) => self.reason.is_some(),
            Some(false) => true,
            None => false,
        }
    }

    /// The same, to those who hold, wait for or agreed to what was chosen last; `None` where
    /// nothing was.
    #[must_use]
    pub fn addressed(&self, product: Option<i64>, agreed: Option<&str>) -> Option<Self> {
        let (product, agreed) = match self.whom {
            Whom::Patients | Whom::Staff | Whom::Facilities => (None, None),
            Whom::Holders | Whom::Waiting => (Some(product?), None),
            Whom::Agreed => (None, Some(agreed?.into())),
        };
        Some(Self {
            product,
            agreed,
            ..self.clone()
        })
    }

    /// Whom it is for, at a place or around it; `None` where nobody knows where that is.
    #[must_use]
    pub fn audience(&self, place: i64, country: &Country) -> Option<Audience> {
        let roles = match self.whom {
            Whom::Patients | Whom::Waiting | Whom::Agreed => Group::Patients,
            Whom::Staff => Group::Staff,
            Whom::Facilities | Whom::Holders => Group::Facilities,
        };
        let mut audience = Audience {
            roles: vec![roles],
            ..Audience::default()
        };
        match self.km {
            None => audience.place = Some(place),
            Some(km) => {
                let middle = point_of(country, country.place(place)?)?;
                audience.radius = Some(Radius {
                    lat: middle.lat,
                    lon: middle.lon,
                    km: km.into(),
                });
            }
        }
        match self.whom {
            Whom::Holders => audience.holds = self.product,
            Whom::Waiting => audience.waits_for = self.product,
            _ => {}
        }
        match self.agreed.as_deref().and_then(|what| what.split_once(':')) {
            Some(("blood", group)) => audience.blood = Some(group.to_owned()),
            Some((_, condition)) => audience.condition = Some(condition.to_owned()),
            None => {}
        }
        Some(audience)
    }

    /// The letter that makes messages of a text dearer than they need be: one that GSM 03.38
    /// lacks, in a text that is written in its letters otherwise.
    #[must_use]
    pub fn dear(&self) -> Option<char> {
        self.texts.iter().find_map(|(_, text)| {
            let foreign = |c: &char| gsm::char_septets(*c).is_none();
            let others = text.chars().filter(foreign).count();
            let rare = others * 4 <= text.chars().count();
            text.chars().find(foreign).filter(|_| rare)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broadcasts::few::{FEW, are_few};

    #[test]
    fn a_text_takes_the_place_of_the_one_before_in_its_language() {
        let mut letter = Letter::default();
        letter.write("en", "Boil.");
        letter.write("sw", "Chemsha.");
        letter.write("en", "Boil all water.");
        let texts: Vec<_> = letter.texts.iter().map(|(l, t)| (&**l, &**t)).collect();
        assert_eq!(texts, [("sw", "Chemsha."), ("en", "Boil all water.")]);
        assert!(letter.speaks("sw") && !letter.speaks("am"));
        let typing = Letter {
            language: Some("am".into()),
            ..letter.clone()
        };
        assert!(typing.says_as(&letter));
        assert!(!Letter::default().says_as(&letter));
    }

    #[test]
    fn whom_it_is_for_is_what_was_chosen_for_that() {
        let kinds = [
            (Whom::Patients, (None, None)),
            (Whom::Staff, (None, None)),
            (Whom::Holders, (Some(7), None)),
            (Whom::Waiting, (Some(7), None)),
            (Whom::Agreed, (None, Some("blood:O-"))),
        ];
        let country = Country::default();
        for (whom, (product, agreed)) in kinds {
            let letter = Letter {
                whom,
                ..Letter::default()
            };
            let told = letter.addressed(Some(7), Some("blood:O-")).unwrap();
            assert_eq!((told.product, told.agreed.as_deref()), (product, agreed));
            let audience = told.audience(3, &country).unwrap();
            assert_eq!(audience.place, Some(3));
            assert_eq!(audience.check(), Ok(()), "{whom:?}");
            let held = audience.holds.or(audience.waits_for);
            assert_eq!(held, product, "{whom:?}");
            let blood = agreed.map(|_| "O-".to_owned());
            assert_eq!(audience.blood, blood, "{whom:?}");
            for people in [FEW - 1, FEW] {
                let tells = whom == Whom::Waiting || agreed.is_some();
                assert_eq!(are_few(&audience, people), tells && people < FEW);
            }
            // Nothing was chosen: it is for nobody, not for everybody.
            let unknown = letter.addressed(None, None);
            let plain = product.is_none() && agreed.is_none();
            assert_eq!(unknown.is_some(), plain, "{whom:?}");
            // A place that nobody knows has no circle around it.
            let around = Letter {
                km: Some(5),
                ..told
            };
            assert_eq!(around.audience(3, &country), None);
        }
    }

    #[test]
    fn one_foreign_letter_is_named_and_a_foreign_script_is_not() {
        for (text, dear) in [
            ("Boil all water.", None),
            ("Faites bouillir l'eau même claire.", Some('ê')),
            ("ውሃ አፍሉ", None),
        ] {
            let mut letter = Letter::default();
            letter.write("xx", text);
            assert_eq!(letter.dear(), dear, "{text}");
        }
    }
}
