//! The words of every language, from Fluent files (one a language, named by its
//! ISO 639 code). Isolation marks are off: they would force UCS-2.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::unicode::unescape_unicode_to_string;

/// One language's words.
pub struct Language {
    code: Box<str>,
    bundle: FluentBundle<FluentResource>,
    /// What each text is made of.
    texts: BTreeMap<Box<str>, Text>,
}

/// What one text is made of.
#[derive(Debug, Default)]
struct Text {
    /// The line of the file where it begins, from 1.
    line: usize,
    /// The facts it names.
    facts: Vec<Box<str>>,
    /// Every letter that it may say of its own, whatever the facts are.
    letters: String,
    /// All of it, where it does not choose between words by a fact.
    pieces: Option<Vec<Piece>>,
    /// Something in it that no caller could be told.
    stray: Option<String>,
}

/// A piece of a text.
#[derive(Debug)]
enum Piece {
    /// As it is written.
    Words(Box<str>),
    /// The fact of that name.
    Fact(Box<str>),
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
        let (texts, bad) = texts(&resource, at);
        if !bad.is_empty() {
            return Err(bad);
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
            bundle,
            texts,
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
        self.texts.contains_key(id)
    }

    /// Every text of the file.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(AsRef::as_ref)
    }

    /// The facts a text names.
    pub fn facts_of(&self, id: &str) -> impl Iterator<Item = &str> {
        let text = self.texts.get(id);
        text.into_iter()
            .flat_map(|text| &text.facts)
            .map(AsRef::as_ref)
    }

    /// Every letter that a text may say of its own, whatever its facts are.
    #[must_use]
    pub fn letters_of(&self, id: &str) -> &str {
        self.texts.get(id).map_or("", |text| &text.letters)
    }

    /// The line of the file where a text begins, from 1; 1 where it has none.
    #[must_use]
    pub fn line_of(&self, id: &str) -> usize {
        self.texts.get(id).map_or(1, |text| text.line)
    }

    /// A text with its facts filled in. A text the file lacks (which start-up
    /// refuses) is said by its name.
    #[must_use]
    pub fn say(&self, id: &str, facts: &[(&str, String)]) -> String {
        self.tell(id, |wanted| {
            let (_, fact) = facts.iter().find(|(name, _)| *name == wanted)?;
            Some(Cow::Borrowed(fact))
        })
    }

    /// As [`Self::say`], each fact asked for by its name; `None` leaves its name standing.
    pub fn tell<'f>(&self, id: &str, fact: impl Fn(&str) -> Option<Cow<'f, str>>) -> String {
        let Some(text) = self.texts.get(id) else {
            return id.to_owned();
        };
        // Nearly every text is only put together, which takes Fluent ten times as long.
        let pieces = text.pieces.as_deref();
        pieces
            .and_then(|pieces| together(pieces, &fact))
            .unwrap_or_else(|| self.chosen(id, text, fact))
    }

    /// A text that chooses between words by its facts.
    fn chosen<'f>(
        &self,
        id: &str,
        text: &Text,
        fact: impl Fn(&str) -> Option<Cow<'f, str>>,
    ) -> String {
        let message = self.bundle.get_message(id);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let args: FluentArgs<'_> = text
            .facts
            .iter()
            .filter_map(|name| Some((&**name, fact(name)?)))
            .collect();
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned()
    }

    /// A text that names no facts.
    #[must_use]
    pub fn word(&self, id: &str) -> String {
        self.say(id, &[])
    }

    /// A text with one fact.
    #[must_use]
    pub fn with(&self, id: &str, name: &str, value: impl Into<String>) -> String {
        self.say(id, &[(name, value.into())])
    }
}

/// The pieces with their facts; `None` where a fact is missing.
fn together<'f>(pieces: &[Piece], fact: impl Fn(&str) -> Option<Cow<'f, str>>) -> Option<String> {
    if let [Piece::Words(words)] = pieces {
        return Some(words.to_string());
    }
    let mut said = String::with_capacity(64);
    for piece in pieces {
        match piece {
            Piece::Words(words) => said.push_str(words),
            Piece::Fact(name) => said.push_str(&fact(name)?),
        }
    }
    Some(said)
}

/// Every text of a file, and what in them is not text: a text names facts and
/// nothing else, so that what it needs can be seen in the file alone.
fn texts(
    resource: &FluentResource,
    at: impl Fn(usize) -> usize,
) -> (BTreeMap<Box<str>, Text>, Vec<BadText>) {
    let start = resource.source().as_ptr().addr();
    let line_of = |name: &str| at(name.as_ptr().addr() - start);
    let (mut texts, mut bad) = (BTreeMap::new(), Vec::new());
    for entry in resource.entries() {
        let (name, mut reasons, mut text) = match entry {
            Entry::Message(message) => {
                let (mut text, mut reasons) = (Text::default(), Vec::new());
                match &message.value {
                    Some(pattern) => {
                        text.collect(pattern);
                        text.pieces = pieces(pattern);
                    }
                    None => reasons.push("has no words".to_owned()),
                }
                if message.value.is_some() && !message.attributes.is_empty() {
                    reasons.push("has attributes, which nothing says".to_owned());
                }
                (message.id.name, reasons, text)
            }
            Entry::Term(term) => {
                let reason = "is a term, and a text may name facts only".to_owned();
                (term.id.name, vec![reason], Text::default())
            }
            _ => continue,
        };
        let line = line_of(name);
        text.line = line;
        reasons.extend(text.stray.take());
        if texts.insert(Box::from(name), text).is_some() {
            reasons.push("is given twice".to_owned());
        }
        bad.extend(reasons.into_iter().map(|reason| BadText {
            line,
            reason: format!("`{name}` {reason}"),
        }));
    }
    (texts, bad)
}

/// The pieces of a text that does not choose between words.
fn pieces(pattern: &Pattern<&str>) -> Option<Vec<Piece>> {
    let pieces = pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => Some(Piece::Words((*value).into())),
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } => Some(Piece::Fact(id.name.into())),
        PatternElement::Placeable { .. } => None,
    });
    pieces.collect()
}

impl Text {
    fn collect(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.letters.push_str(value),
                PatternElement::Placeable { expression } => self.collect_from(expression),
            }
        }
    }

    fn collect_from(&mut self, expression: &Expression<&str>) {
        let (Expression::Inline(inline)
        | Expression::Select {
            selector: inline, ..
        }) = expression;
        match inline {
            InlineExpression::VariableReference { id } => {
                if !self.facts.iter().any(|name| **name == *id.name) {
                    self.facts.push(id.name.into());
                }
            }
            InlineExpression::Placeable { expression } => self.collect_from(expression),
            InlineExpression::StringLiteral { value } => {
                self.letters.push_str(&unescape_unicode_to_string(value));
            }
            InlineExpression::NumberLiteral { value } => self.letters.push_str(value),
            InlineExpression::FunctionReference { id, .. }
            | InlineExpression::MessageReference { id, .. }
            | InlineExpression::TermReference { id, .. } => {
                self.stray = Some(format!(
                    "names `{}`, and a text may name facts only",
                    id.name
                ));
            }
        }
        if let Expression::Select { variants, .. } = expression {
            for variant in variants {
                self.collect(&variant.value);
            }
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
            return Err(format!(
                "there is no language `{first}`: set MEDVAULT_LANGUAGE to one that has texts, such as `en`"
            ));
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
    fn a_text_put_together_is_what_fluent_says() {
        for (file, source) in [
            ("en", include_str!("../../locales/en.ftl")),
            ("am", include_str!("../../locales/am.ftl")),
            ("xx", "a =\n    One { $x }\n      { $y }{ $x }\n\n    two\n"),
        ] {
            let language = Language::parse(file, source).unwrap();
            for (id, text) in &language.texts {
                let fact = |name: &str| Some(format!("<{name}> {{ }}").into());
                let said = language.chosen(id, text, fact);
                assert_eq!(language.tell(id, fact), said, "{id}");
            }
            let quick = language.texts.values().filter(|text| text.pieces.is_some());
            assert!(quick.count() * 10 > language.texts.len() * 8, "{file}");
        }
    }

    #[test]
    fn a_bad_file_is_refused_with_its_line() {
        let errors = Language::parse("en", "a = fine\n= bad\n").unwrap_err();
        assert_eq!(errors[0].line, 2);
        for (source, line, reason) in [
            ("a = one\na = two\n", 2, "`a` is given twice"),
            ("a = one\nb =\n    .c = two\n", 2, "`b` has no words"),
            ("\na = one\n    .c = two\n", 2, "`a` has attributes"),
            ("a = one\nb = { a }\n", 2, "`b` names `a`"),
            ("a = { -brand }\n", 1, "`a` names `brand`"),
            (
                "a = { $n ->\n   *[other] { NUMBER($n) }\n  }\n",
                1,
                "`a` names `NUMBER`",
            ),
            ("-brand = MedVault\n", 1, "`brand` is a term"),
        ] {
            let errors = Language::parse("en", source).unwrap_err();
            assert!(errors[0].reason.starts_with(reason), "{source}: {errors:?}");
            assert_eq!(
                (errors[0].line, errors.len()),
                (line, 1),
                "{source}: {errors:?}"
            );
        }
    }

    #[test]
    fn the_letters_of_a_text_are_those_of_all_its_forms() {
        let source = "a = At { $x ->\n    [none] home { \"\\u1200\" }\n   *[other] { $x }!\n  }\n";
        let language = Language::parse("en", source).unwrap();
        assert_eq!(language.letters_of("a"), "At home \u{1200}!");
        assert_eq!(language.letters_of("b"), "");
    }
}
