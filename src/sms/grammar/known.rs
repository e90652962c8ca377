//! What the reader of a text knows: codes, names, and what a facility reported before. Pure.

use std::collections::HashMap;

use super::likely;
use crate::directory::catalogue::{Product, ProductName};
use crate::directory::names::fold;

/// The codes products are reported by, and the names that people write in their place.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// By code, in lower case.
    codes: HashMap<Box<str>, Coded>,
    /// Each name, folded, and the codes of what it may mean, the usual form first.
    names: HashMap<Box<str>, Vec<Box<str>>>,
    /// Words of the longest name.
    longest: usize,
}

/// What is known of a product; empty where it is not.
#[derive(Debug, Clone, Default)]
struct Coded {
    unit: Box<str>,
    /// In lower case, without blanks.
    strength: Box<str>,
}

impl Known {
    /// Codes alone: any unit and any strength fits them.
    #[must_use]
    pub fn codes<'a>(codes: impl IntoIterator<Item = &'a str>) -> Self {
        let mut known = Self::default();
        for code in codes {
            known
                .codes
                .insert(code.to_lowercase().into(), Coded::default());
        }
        known
    }

    /// The products of a record, with their units, strengths and every name.
    #[must_use]
    pub fn record(products: &[Product], names: &[ProductName]) -> Self {
        let mut of: HashMap<&str, Vec<&str>> = HashMap::new();
        for product in products {
            let codes = of.entry(&product.generic_key).or_default();
            codes.push(&product.code);
        }
        let named = names.iter().flat_map(|name| {
            let codes = of.get(&*name.generic_key).into_iter().flatten();
            codes.map(|code| (&*name.name, *code))
        });
        Self::of(products, named)
    }

    /// Products, and names with the codes of what they may mean.
    #[must_use]
    pub fn of<'a>(
        products: impl IntoIterator<Item = &'a Product>,
        named: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let mut known = Self::default();
        for product in products {
            let coded = Coded {
                unit: product.unit.clone(),
                strength: squeeze(&product.strength).into(),
            };
            known
                .codes
                .insert(product.code.to_lowercase().into(), coded);
            known.name(&product.generic, &product.code);
        }
        for (name, code) in named {
            known.name(name, code);
        }
        known
    }

    fn name(&mut self, name: &str, code: &str) {
        let name = fold(name);
        self.longest = self.longest.max(name.split(' ').count());
        let codes = self.names.entry(name.into()).or_default();
        codes.push(code.to_lowercase().into());
        // The shortest code is that of the usual form
        codes.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
        codes.dedup();
    }

    /// Whether a word is a code, in any case but letter by letter: a letter struck out or
    /// with an accent is another.
    pub(super) fn is_code(&self, word: &str) -> bool {
        self.codes.contains_key(&*word.to_lowercase())
    }

    /// What is counted of a product; empty where that is not known.
    pub(super) fn unit(&self, code: &str) -> &str {
        self.codes.get(code).map_or("", |coded| &coded.unit)
    }

    /// Whether a strength, in lower case and without blanks, is that of a product, or its
    /// first part (`125mg` of 125 mg/5 ml), or the product's is not known.
    pub(super) fn has_strength(&self, code: &str, said: &str) -> bool {
        let strength = self.codes.get(code).map_or("", |coded| &coded.strength);
        strength.is_empty()
            || strength
                .strip_prefix(said)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ',', '(']))
    }

    /// The codes of what a name, folded, may mean, the usual form first; `None` where it is
    /// no name.
    pub(super) fn named(&self, name: &str) -> Option<&[Box<str>]> {
        self.names.get(name).map(|codes| &**codes)
    }

    /// Words of the longest name.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// Whether a word, in lower case, is a letter away from any code.
    pub(super) fn is_near(&self, word: &str) -> bool {
        self.codes.keys().any(|code| likely::is_near(word, code))
    }

    /// The one code that a word, in lower case, most likely was meant to be.
    pub(super) fn likely(&self, word: &str) -> Option<Box<str>> {
        likely::code(word, self.codes.keys().map(|code| &**code)).map(Into::into)
    }
}

/// In lower case, without blanks.
pub(super) fn squeeze(strength: &str) -> String {
    let mut squeezed = strength.to_lowercase();
    squeezed.retain(|c| !c.is_whitespace());
    squeezed
}

/// What earlier reports of the same facility said was there: by code, oldest first.
pub type History = HashMap<Box<str>, Vec<u32>>;

/// What a text is read against.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Codes and names.
    pub known: &'a Known,
    /// What the sender's facility reported before.
    pub history: &'a History,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::catalogue::{NameKind, ProductKind};

    fn product(code: &str, strength: &str) -> Product {
        Product {
            id: 1,
            code: code.into(),
            kind: ProductKind::Medicine,
            generic: "Artemether + lumefantrine".into(),
            generic_key: "artemether + lumefantrine".into(),
            form: "".into(),
            strength: strength.into(),
            unit: "tab".into(),
            used_for: "".into(),
            controlled: false,
        }
    }

    #[test]
    fn a_name_stands_for_the_usual_form() {
        let names = [ProductName {
            name: "Coartem D".into(),
            generic_key: "artemether + lumefantrine".into(),
            kind: NameKind::Brand,
        }];
        let known = Known::record(&[product("alk", ""), product("al", "")], &names);
        for (name, code) in [
            ("coartem d", Some(["al".into(), "alk".into()])),
            ("artemether lumefantrine", Some(["al".into(), "alk".into()])),
            ("coartem", None),
        ] {
            assert_eq!(
                known.named(name),
                code.as_ref().map(|codes: &[Box<str>; 2]| &codes[..]),
                "{name}"
            );
        }
        assert_eq!(known.longest(), 2);
        assert_eq!((known.unit("alk"), known.unit("zn")), ("tab", ""));
        assert!(known.is_code("ALK") && !known.is_code("àl"));
    }

    #[test]
    fn a_strength_is_the_whole_or_its_first_part() {
        let products = [
            product("al", "20/120 mg"),
            product("amxs", "125 mg/5 ml"),
            product("ns", ""),
        ];
        let known = Known::record(&products, &[]);
        for (code, said, fits) in [
            ("al", "20/120mg", true),
            ("al", "20mg", false),
            ("al", "40/240mg", false),
            ("amxs", "125mg", true),
            ("amxs", "125mg/5ml", true),
            ("amxs", "250mg", false),
            ("amxs", "12", false),
            ("ns", "500ml", true),
        ] {
            assert_eq!(known.has_strength(code, said), fits, "{code} {said}");
        }
    }
}
