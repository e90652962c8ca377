//! Ready texts: what an authority has to say again and again, in every language. Pure, but for
//! [`write()`].
//!
//! A template is a text of the locale files and the facts that stand in it. The facts are checked
//! before anything is written, and each language says them its own way: a day is a weekday and
//! a date, a reason is one of a few that every language has words for.

mod fact;
mod flaw;
mod write;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use fact::{Fact, Given, REASONS, WEEKDAYS};
pub use flaw::Flaw;
pub use write::write;

use crate::text::texts::Language;

/// Messages that a template goes out as, at most, with the longest facts: in GSM 03.38, and in
/// UCS-2.
pub const LONGEST: (usize, usize) = (2, 3);

/// Whom a template is for, where nobody says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// Facilities that had its batch of its product.
    Holders,
    /// Patients who agreed to be reached for its blood group.
    Donors,
    /// Patients.
    Patients,
}

impl Whom {
    /// A word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Holders => "facilities that had the batch",
            Self::Donors => "patients who agreed to be reached for the blood group",
            Self::Patients => "patients",
        }
    }
}

/// A ready text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// What an authority calls it.
    pub name: &'static str,
    /// The text of the locale files.
    pub text: &'static str,
    /// What stands in it; by SMS told in this order, but for the place, which is the area.
    pub facts: &'static [Fact],
    /// The same as the locale files name it.
    pub names: &'static [&'static str],
    /// Whom it is for.
    pub whom: Whom,
}

/// Every template.
pub const TEMPLATES: [Template; 7] = [
    Template {
        name: "recall",
        text: "template-recall",
        facts: &[Fact::Product, Fact::Batch, Fact::Reason],
        names: &["product", "batch", "reason"],
        whom: Whom::Holders,
    },
    Template {
        name: "recall-public",
        text: "template-recall-public",
        facts: &[Fact::Product, Fact::Batch, Fact::Reason],
        names: &["product", "batch", "reason"],
        whom: Whom::Patients,
    },
    Template {
        name: "vaccines",
        text: "template-vaccines",
        facts: &[Fact::Day, Fact::Place],
        names: &["day", "place"],
        whom: Whom::Patients,
    },
    Template {
        name: "cholera",
        text: "template-cholera",
        facts: &[Fact::Place],
        names: &["place"],
        whom: Whom::Patients,
    },
    Template {
        name: "blood-needed",
        text: "template-blood-needed",
        facts: &[Fact::Blood, Fact::Day, Fact::Place],
        names: &["blood", "day", "place"],
        whom: Whom::Donors,
    },
    Template {
        name: "stock-back",
        text: "template-stock-back",
        facts: &[Fact::Product, Fact::Place],
        names: &["product", "place"],
        whom: Whom::Patients,
    },
    Template {
        name: "nets",
        text: "template-nets",
        facts: &[Fact::Day, Fact::Place],
        names: &["day", "place"],
        whom: Whom::Patients,
    },
];

/// What somebody wants filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// Which text.
    pub template: Template,
    facts: BTreeMap<String, String>,
}

impl Ready {
    /// The template of that name with these facts; none where no template is named.
    ///
    /// # Errors
    /// If there is no such template, or facts are told of none.
    pub fn of(name: Option<String>, facts: BTreeMap<String, String>) -> Result<Option<Self>, Flaw> {
        match (name, facts.keys().next()) {
            (None, None) => Ok(None),
            (None, Some(fact)) => Err(Flaw::Unknown(fact.clone())),
            (Some(name), _) => {
                let template = Template::named(&name)?;
                Ok(Some(Self { template, facts }))
            }
        }
    }

    /// What a message asks for that says no text but `#name` and the facts behind it, a word
    /// each; none where it is a text.
    ///
    /// # Errors
    /// If there is no such template, or it needs other facts: nobody is told `#name`.
    pub fn typed(text: &str) -> Result<Option<Self>, Flaw> {
        let Some(rest) = text.trim().strip_prefix('#') else {
            return Ok(None);
        };
        let mut words = rest.split_whitespace();
        let template = Template::named(words.next().unwrap_or_default())?;
        let mut facts = BTreeMap::new();
        for fact in template.typed() {
            let word = words.next().ok_or(Flaw::Short(template))?;
            facts.insert(fact.word().to_owned(), word.to_owned());
        }
        match words.next() {
            Some(_) => Err(Flaw::Short(template)),
            None => Ok(Some(Self { template, facts })),
        }
    }
}

impl Template {
    /// The template of that name.
    fn named(name: &str) -> Result<Self, Flaw> {
        let name = name.trim().to_lowercase();
        let found = TEMPLATES.into_iter().find(|known| known.name == name);
        found.ok_or(Flaw::NoTemplate { name })
    }

    /// How a message asks for it, as `#vaccines 01/12`, and which reasons there are.
    #[must_use]
    pub fn example(&self) -> String {
        let facts = self.typed().map(|fact| format!(" {}", fact.example()));
        let mut example: String = std::iter::once(format!("#{}", self.name))
            .chain(facts)
            .collect();
        if self.facts.contains(&Fact::Reason) {
            let words: Vec<&str> = REASONS.into_iter().map(|(word, _)| word).collect();
            example = format!("{example} ({})", words.join(", "));
        }
        example
    }

    /// The facts that stand behind its name in a message.
    fn typed(&self) -> impl Iterator<Item = &'static Fact> {
        self.facts.iter().filter(|fact| **fact != Fact::Place)
    }

    /// Its facts, checked; a product is still its code, and a place may be missing yet.
    ///
    /// # Errors
    /// Which is none of its facts, is missing, or is not what it should be.
    fn read(
        &self,
        given: &BTreeMap<String, String>,
        today: NaiveDate,
    ) -> Result<BTreeMap<Fact, Given>, Flaw> {
        let known = |name: &&String| !self.facts.iter().any(|fact| fact.word() == **name);
        if let Some(unknown) = given.keys().find(known) {
            return Err(Flaw::Unknown(unknown.clone()));
        }
        let mut facts = BTreeMap::new();
        for fact in self.facts {
            match given.get(fact.word()) {
                Some(told) => {
                    let read = fact.read(told.trim(), today);
                    facts.insert(*fact, read.ok_or(Flaw::Bad(*fact))?);
                }
                None if *fact == Fact::Place => {}
                None => return Err(Flaw::Missing(*fact)),
            }
        }
        Ok(facts)
    }

    /// It in one language.
    #[must_use]
    pub fn say(&self, language: &Language, facts: &BTreeMap<Fact, Given>) -> String {
        let facts = facts.iter();
        let facts: Vec<_> = facts
            .map(|(fact, given)| (fact.word(), given.say(language)))
            .collect();
        language.say(self.text, &facts)
    }

    /// It in one language, each fact by its name.
    #[must_use]
    pub fn shown(&self, language: &Language) -> String {
        let facts = self.facts.iter();
        let facts: Vec<_> = facts
            .map(|fact| (fact.word(), format!("<{}>", fact.word())))
            .collect();
        language.say(self.text, &facts)
    }

    /// It in one language, with the longest facts there are.
    #[must_use]
    pub fn longest(&self, language: &Language) -> String {
        let facts = self.facts.iter();
        let facts: Vec<_> = facts
            .map(|fact| (fact.word(), fact.longest(language)))
            .collect();
        language.say(self.text, &facts)
    }
}

/// Every text of the locale files that templates are made of, and the facts it may name.
pub fn texts() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    let words = REASONS.into_iter().map(|(_, text)| text).chain(WEEKDAYS);
    let templates = TEMPLATES.into_iter();
    templates
        .map(|template| (template.text, template.names))
        .chain(words.map(|text| (text, &[] as &[&str])))
}

#[cfg(test)]
mod tests;
