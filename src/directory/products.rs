//! The products, the generics they are forms of, and the names they go by.

mod find;

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use super::catalogue::{NameKind, Product, ProductKind, ProductName};
use super::levels::ById;
use super::names::{Names, fold};

/// One generic: what a name stands for.
#[derive(Debug, Clone)]
struct Generic {
    key: Box<str>,
    name: Box<str>,
    /// Its forms and strengths, without controlled ones.
    products: Vec<i64>,
    /// Whether all of its products are controlled: then nobody is told of it, and what is
    /// like its name is known not to mean another.
    hidden: bool,
    /// The generics it is mistaken for, by position.
    lookalikes: Vec<u32>,
}

/// One name of a generic.
#[derive(Debug, Clone)]
struct Name {
    name: Box<str>,
    generic: u32,
    kind: NameKind,
}

/// Every product, and every name one is asked for by.
#[derive(Debug, Clone, Default)]
pub struct Products {
    products: ById<Product>,
    by_code: HashMap<Box<str>, i64>,
    by_kind: HashMap<ProductKind, Vec<i64>>,
    by_key: HashMap<Box<str>, u32>,
    generics: Vec<Generic>,
    names: Vec<Name>,
    index: Names,
}

impl Products {
    /// Indexes products, names and look-alike pairs. A generic all of whose
    /// products are controlled is never found; one without any product is.
    #[must_use]
    pub fn new(
        products: Vec<Product>,
        names: Vec<ProductName>,
        lookalikes: &[(Box<str>, Box<str>)],
    ) -> Self {
        let mut all = Self::default();
        let mut shown: Vec<&Product> = products
            .iter()
            .filter(|product| !product.controlled)
            .collect();
        shown.sort_by(|a, b| in_order(a, b));
        for product in &shown {
            all.by_kind
                .entry(product.kind)
                .or_default()
                .push(product.id);
            let generic = all.generic(&product.generic_key, &product.generic);
            if let Some(generic) = all.generics.get_mut(generic as usize) {
                generic.products.push(product.id);
            }
        }
        for product in products.iter().filter(|product| product.controlled) {
            if !all.by_key.contains_key(&product.generic_key) {
                let generic = all.generic(&product.generic_key, &product.generic);
                if let Some(generic) = all.generics.get_mut(generic as usize) {
                    generic.hidden = true;
                }
            }
        }
        for name in names {
            let generic = all.generic(&name.generic_key, &name.name);
            all.names.push(Name {
                name: name.name,
                generic,
                kind: name.kind,
            });
        }
        all.name_generics();
        all.index_names();
        all.pair(lookalikes);
        all.by_code = products
            .iter()
            .map(|product| (product.code.clone(), product.id))
            .collect();
        all.products = products
            .into_iter()
            .map(|product| (product.id, product))
            .collect();
        all
    }

    /// The position of a generic, made with this name if it is new.
    fn generic(&mut self, key: &str, name: &str) -> u32 {
        if let Some(generic) = self.by_key.get(key) {
            return *generic;
        }
        let position = u32::try_from(self.generics.len()).unwrap_or(u32::MAX);
        let generic = Generic {
            key: key.into(),
            name: name.into(),
            products: Vec::new(),
            hidden: false,
            lookalikes: Vec::new(),
        };
        self.generics.push(generic);
        self.by_key.insert(key.into(), position);
        position
    }

    /// Sees to it that every generic can be asked for by its own name.
    fn name_generics(&mut self) {
        let named: HashSet<(String, u32)> = self
            .names
            .iter()
            .map(|name| (fold(&name.name), name.generic))
            .collect();
        for name in &self.names {
            if let Some(generic) = self.generics.get_mut(name.generic as usize)
                && name.kind == NameKind::Generic
                && generic.products.is_empty()
            {
                generic.name.clone_from(&name.name);
            }
        }
        for (position, generic) in (0_u32..).zip(&self.generics) {
            if !named.contains(&(fold(&generic.name), position)) {
                let name = generic.name.clone();
                self.names.push(Name {
                    name,
                    generic: position,
                    kind: NameKind::Generic,
                });
            }
        }
    }

    /// Indexes the names; those of several ingredients under each of them first.
    fn index_names(&mut self) {
        let rows = (0_u32..).zip(&self.names).flat_map(|(row, name)| {
            orders(&name.name)
                .into_iter()
                .map(move |text| (text, row, name.kind as u8))
        });
        let rows: Vec<(String, u32, u8)> = rows.collect();
        self.index = Names::new(
            rows.iter()
                .map(|(text, row, kind)| (text.as_str(), *row, (*kind, 0))),
        );
    }

    /// Notes which generics are mistaken for one another. A pair may name a brand:
    /// then it is about what the brand stands for.
    fn pair(&mut self, lookalikes: &[(Box<str>, Box<str>)]) {
        for (a, b) in lookalikes {
            let (left, right) = (self.meant(a), self.meant(b));
            for (from, to) in left
                .iter()
                .flat_map(|a| right.iter().flat_map(move |b| [(*a, *b), (*b, *a)]))
            {
                if let Some(generic) = self.generics.get_mut(from as usize)
                    && from != to
                    && !generic.lookalikes.contains(&to)
                {
                    generic.lookalikes.push(to);
                }
            }
        }
    }

    /// The generics a word of a pair is about.
    fn meant(&self, word: &str) -> Vec<u32> {
        match self.by_key.get(word) {
            Some(generic) => vec![*generic],
            None => self
                .index
                .exactly(&fold(word))
                .iter()
                .filter_map(|row| self.generic_of(*row))
                .collect(),
        }
    }

    fn generic_of(&self, row: u32) -> Option<u32> {
        self.names.get(row as usize).map(|name| name.generic)
    }

    /// Whether nobody is told of a generic.
    fn hides(&self, generic: u32) -> bool {
        let generic = self.generics.get(generic as usize);
        generic.is_some_and(|generic| generic.hidden)
    }

    /// Every product, controlled ones too.
    pub fn all(&self) -> impl Iterator<Item = &Product> {
        self.by_code.values().filter_map(|id| self.get(*id))
    }

    /// Every name with the codes of what it may mean, without controlled products.
    pub fn named_codes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.names.iter().flat_map(|name| {
            let generic = self.generics.get(name.generic as usize);
            let products = generic.into_iter().flat_map(|generic| &generic.products);
            let codes = products.filter_map(|id| self.get(*id));
            codes.map(|product| (&*name.name, &*product.code))
        })
    }

    /// A generic's name as it is written.
    #[must_use]
    pub fn name_of(&self, generic_key: &str) -> Option<&str> {
        let generic = self.by_key.get(generic_key)?;
        Some(&self.generics.get(*generic as usize)?.name)
    }

    /// The product of an id, controlled or not.
    #[must_use]
    pub fn get(&self, id: i64) -> Option<&Product> {
        self.products.get(&id)
    }

    /// The product of a code, controlled or not.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Product> {
        self.by_code.get(code).and_then(|id| self.get(*id))
    }

    /// The forms and strengths of a generic, without controlled ones.
    #[must_use]
    pub fn of(&self, generic_key: &str) -> &[i64] {
        let generic = self
            .by_key
            .get(generic_key)
            .and_then(|generic| self.generics.get(*generic as usize));
        generic.map_or(&[], |generic| &generic.products)
    }

    /// The products of a kind by name, without controlled ones.
    #[must_use]
    pub fn of_kind(&self, kind: ProductKind) -> &[i64] {
        self.by_kind.get(&kind).map_or(&[], Vec::as_slice)
    }
}

/// By name, then form, then strength as a number.
fn in_order(a: &Product, b: &Product) -> Ordering {
    (&a.generic, &a.form)
        .cmp(&(&b.generic, &b.form))
        .then_with(|| leading(&a.strength).total_cmp(&leading(&b.strength)))
        .then_with(|| (&a.strength, a.id).cmp(&(&b.strength, b.id)))
}

/// The number a strength begins with, grams as milligrams so that 1 g comes after 500 mg.
fn leading(strength: &str) -> f64 {
    let digits = strength.len()
        - strength
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
            .len();
    let (number, unit) = strength.split_at_checked(digits).unwrap_or_default();
    let number = number.parse().unwrap_or(0.0);
    let unit = unit.trim_start().to_ascii_lowercase();
    let grams = unit
        .strip_prefix('g')
        .is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
    if grams { number * 1000.0 } else { number }
}

/// A name, and if it joins ingredients with `+`, the same with each of the others first.
fn orders(name: &str) -> Vec<String> {
    let parts: Vec<&str> = name.split(" + ").collect();
    (0..parts.len().min(5))
        .map(|first| {
            let rest = parts
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != first)
                .map(|(_, part)| *part);
            let first = parts.get(first).copied();
            first
                .into_iter()
                .chain(rest)
                .collect::<Vec<_>>()
                .join(" + ")
        })
        .collect()
}
