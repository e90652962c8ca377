//! The words of every language, from Fluent files (one a language, named by its
//! ISO 639 code). Isolation marks are off: they would force UCS-2.

use std::collections::BTreeMap;
use std::fmt;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

/// One language's words.
pub struct Language {
    code: Box<str>,
    source: Box<str>,
    bundle: FluentBundle<FluentResource>,
    /// The facts each text names, by text.
    facts: BTreeMap<Box<str>, Vec<Box<str>>>,
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.code)
    }
}

/// Why a language's file was refused, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}: {reason}")]
pub struct BadText {
    /// The line of the file, from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

impl Language {
    /// Reads a language's Fluent file.
    ///
    /// # Errors
    /// Every place where the file is not Fluent, and every text given twice.
    pub fn parse(code: &str, source: &str) -> Result<Self, Vec<BadText>> {
        let at = |offset: usize| {
            source
                .get(..offset)
                .map_or(1, |before| before.matches('\n').count() + 1)
        };
        let locale = code.parse().map_err(|_| {
            vec![BadText {
                line: 1,
                reason: format!("`{code}` is not a language code"),
            }]
        })?;
        let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| {
            errors
                .iter()
                .map(|error| BadText {
                    line: at(error.pos.start),
                    reason: error.to_string(),
                })
                .collect::<Vec<_>>()
        })?;
        let mut facts = BTreeMap::new();
        for entry in resource.entries() {
            if let Entry::Message(message) = entry {
                let mut named = Vec::new();
                if let Some(pattern) = &message.value {
                    collect_facts(pattern, &mut named);
                }
                facts.insert(Box::from(message.id.name), named);
            }
        }
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).map_err(|errors| {
            errors
                .iter()
                .map(|error| BadText {
                    line: 1,
                    reason: error.to_string(),
                })
                .collect::<Vec<_>>()
        })?;
        Ok(Self {
            code: code.into(),
            source: source.into(),
            bundle,
            facts,
        })
    }

    /// The language's code, e.g. `sw`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Whether the language has this text.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.facts.contains_key(id)
    }

    /// Every text of the file.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.facts.keys().map(AsRef::as_ref)
    }

    /// The facts a text names.
    pub fn facts_of(&self, id: &str) -> impl Iterator<Item = &str> {
        self.facts.get(id).into_iter().flatten().map(AsRef::as_ref)
    }

    /// The line of the file where a text begins, from 1; 1 where it has none.
    #[must_use]
    pub fn line_of(&self, id: &str) -> usize {
        self.source
            .lines()
            .position(|line| {
                line.strip_prefix(id)
                    .is_some_and(|rest| rest.trim_start().starts_with('='))
            })
            .map_or(1, |index| index + 1)
    }

    /// A text with its facts filled in. A text the file lacks (which start-up
    /// refuses) is said by its name.
    #[must_use]
    pub fn say(&self, id: &str, args: &FluentArgs<'_>) -> String {
        let Some(pattern) = self
            .bundle
            .get_message(id)
            .and_then(|message| message.value())
        else {
            return id.to_owned();
        };
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(args), &mut errors)
            .into_owned()
    }

    /// A text that names no facts.
    #[must_use]
    pub fn word(&self, id: &str) -> String {
        self.say(id, &FluentArgs::new())
    }

    /// A text with one fact.
    #[must_use]
    pub fn with(&self, id: &str, name: &str, value: impl Into<String>) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), value.into());
        self.say(id, &args)
    }
}

fn collect_facts(pattern: &Pattern<&str>, found: &mut Vec<Box<str>>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            collect_from_expression(expression, found);
        }
    }
}

fn collect_from_expression(expression: &Expression<&str>, found: &mut Vec<Box<str>>) {
    let (Expression::Inline(inline)
    | Expression::Select {
        selector: inline, ..
    }) = expression;
    match inline {
        InlineExpression::VariableReference { id }
            if !found.iter().any(|name| **name == *id.name) =>
        {
            found.push(id.name.into())
        }
        InlineExpression::Placeable { expression } => collect_from_expression(expression, found),
        _ => {}
    }
    if let Expression::Select { variants, .. } = expression {
        for variant in variants {
            collect_facts(&variant.value, found);
        }
    }
}

/// Every language of the service, the first being what a caller meets who has
/// not chosen yet.
#[derive(Debug)]
pub struct Texts {
    languages: Vec<Language>,
}

impl Texts {
    /// The languages in their order, `first` moved to the front.
    ///
    /// # Errors
    /// No languages, or `first` is none of them.
    pub fn new(mut languages: Vec<Language>, first: &str) -> Result<Self, String> {
        let Some(place) = languages
            .iter()
            .position(|language| language.code() == first)
        else {
            return Err(format!("there is no language `{first}` among the texts"));
        };
        languages.swap(0, place);
        if let Some(rest) = languages.get_mut(1..) {
            rest.sort_by(|a, b| a.code.cmp(&b.code));
        }
        Ok(Self { languages })
    }

    /// Every language.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// A language by its code, or the first where it is unknown.
    #[must_use]
    pub fn language(&self, code: &str) -> &Language {
        let found = self
            .languages
            .iter()
            .find(|language| language.code() == code);
        #[expect(clippy::expect_used, reason = "`new` refuses an empty list")]
        found.or(self.languages.first()).expect("a first language")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_read_out_of_selectors_too() {
        let language = Language::parse("en", "a = Hi { $x }\nb = { $place ->\n    [none] None { $y }\n   *[other] At { $place }\n  }\n").unwrap();
        assert_eq!(language.facts_of("a").collect::<Vec<_>>(), ["x"]);
        assert_eq!(language.facts_of("b").collect::<Vec<_>>(), ["place", "y"]);
        assert_eq!(language.with("b", "place", "Kibera"), "At Kibera");
        assert_eq!(language.with("b", "place", "none"), "None {$y}");
        assert_eq!(language.line_of("b"), 2);
    }

    #[test]
    fn a_bad_file_is_refused_with_its_line() {
        let errors = Language::parse("en", "a = fine\n= bad\n").unwrap_err();
        assert_eq!(errors[0].line, 2);
        let errors = Language::parse("en", "a = one\na = two\n").unwrap_err();
        assert!(errors[0].reason.contains('a'), "{errors:?}");
    }
}
