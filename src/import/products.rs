//! Products: each with an SMS code, and the names it brings along.

use std::collections::{HashMap, HashSet};

use anyhow::Context;
use diesel_async::AsyncConnection;

use super::{
    codes::code_for,
    field,
    fold::{fold, generic_key},
    identity,
    job::Job,
    kinds::unit_of,
    limits,
    refusal::Refusal,
    table::{Row, Table},
};
use crate::{
    directory::{country::ProductKind, names::fold as name_key},
    models::{
        Written,
        product::{self, NewProduct},
        product_name::{self, Existing, NewName},
    },
};

/// One row, understood.
struct Parsed {
    product: NewProduct,
    names: Vec<NewName>,
    given_code: bool,
    left_out: u64,
}

/// The codes of the record and of the file.
#[derive(Default)]
struct Codes {
    /// Whose each code is.
    taken: HashMap<String, [u8; 16]>,
    /// Every code that no new product may get.
    used: HashSet<String>,
    /// The code each product has.
    has: HashMap<[u8; 16], String>,
}

pub(super) async fn run(job: &mut Job<'_>) -> anyhow::Result<()> {
    job.plan(2);
    let mut codes = Codes::default();
    for known in product::coded(&mut job.conn).await? {
        let identity = identity::digest(&[&known.source, &known.source_id]);
        codes.used.insert(known.code.clone());
        codes.taken.insert(known.code.clone(), identity);
        codes.has.insert(identity, known.code);
    }
    // Codes that later rows bring are not to be made for earlier ones.
    let mut table = job.open()?;
    while let Some(row) = table.next_row()? {
        if let Ok(row) = row
            && let Ok(Some(code)) = field::product_code(row.get("code"))
        {
            codes.used.insert(code);
        }
    }
    job.tick(&table);

    let mut table = job.open()?;
    let (mut products, mut names) = (Vec::new(), Vec::new());
    while let Some(row) = job.next_row(&mut table)? {
        match take(job, &row, &mut codes) {
            Err(why) => job.refuse(&row, why)?,
            Ok(parsed) => {
                job.summary.left_out += parsed.left_out;
                products.push(parsed.product);
                names.extend(parsed.names);
            }
        }
        if job.is_full(products.len()) {
            write(job, &mut products, &mut names, &table).await?;
        }
    }
    if !products.is_empty() {
        write(job, &mut products, &mut names, &table).await?;
    }
    job.tick(&table);
    Ok(())
}

/// Parses a row and gives it its code.
fn take(job: &mut Job<'_>, row: &Row, codes: &mut Codes) -> Result<Parsed, Refusal> {
    let mut parsed = parse(row)?;
    let product = &mut parsed.product;
    let identity = identity::digest(&[&product.source, &product.source_id]);
    if parsed.given_code {
        let holder = codes.taken.get(&product.code);
        if holder.is_some_and(|holder| *holder != identity) {
            return Err(Refusal::CodeTaken);
        }
    }
    if !job.is_first(identity) {
        return Err(Refusal::Duplicate);
    }
    if !parsed.given_code {
        product.code = match codes.has.get(&identity) {
            Some(code) => code.clone(),
            None => code_for(&product.generic, &codes.used).ok_or(Refusal::CodeTaken)?,
        };
    }
    codes.used.insert(product.code.clone());
    codes.taken.insert(product.code.clone(), identity);
    Ok(parsed)
}

async fn write(
    job: &mut Job<'_>,
    products: &mut Vec<NewProduct>,
    names: &mut Vec<NewName>,
    table: &Table,
) -> anyhow::Result<()> {
    job.sending();
    let (rows, named) = (&*products, &*names);
    let written: (Written, Written) = job
        .conn
        .transaction::<_, diesel::result::Error, _>(async |conn| {
            let written = product::upsert(conn, rows).await?;
            let names = product_name::upsert(conn, named, Existing::Keep).await?;
            Ok((written, names))
        })
        .await
        .context("cannot write products")?;
    job.summary.wrote_names(written.1);
    job.wrote(written.0, table).await;
    products.clear();
    names.clear();
    Ok(())
}

fn parse(row: &Row) -> Result<Parsed, Refusal> {
    let generic = field::needed("generic", row.get("generic"), limits::GENERIC)?;
    let generic_key = generic_key(&generic);
    if generic_key.is_empty() {
        return Err(Refusal::Missing("generic"));
    }
    let form = field::text("form", row.get("form"), limits::FORM)?;
    let strength = field::text("strength", row.get("strength"), limits::STRENGTH)?;
    let kind = match row.get("kind").trim() {
        "" => None,
        word => {
            let kind: ProductKind = word
                .to_lowercase()
                .parse()
                .map_err(|_| Refusal::NotOneOf("kind", "medicine, blood, equipment"))?;
            Some(kind.as_str())
        }
    };
    let source = field::needed("source", row.get("source"), limits::SOURCE)?;
    let mut source_id = field::text("source_id", row.get("source_id"), limits::SOURCE)?;
    if source_id.is_empty() {
        let kind = kind.unwrap_or(ProductKind::Medicine.as_str());
        source_id = identity::hash(&[kind, &generic_key, &fold(&form), &fold(&strength)]);
    }
    let code = field::product_code(row.get("code"))?;
    let said = |column, most| -> Result<Option<String>, Refusal> {
        let raw = row.said(column);
        raw.map(|raw| field::text(column, raw, most)).transpose()
    };
    let (names, left_out) = names(row.get("brands"), &generic, &generic_key, &source);
    Ok(Parsed {
        names,
        left_out,
        given_code: code.is_some(),
        product: NewProduct {
            code: code.unwrap_or_default(),
            source,
            source_id,
            kind,
            generic,
            generic_key,
            own_unit: unit_of(&form),
            form,
            strength,
            unit: said("unit", limits::UNIT)?.filter(|unit| !unit.is_empty()),
            atc: atc(row.get("atc"))?,
            used_for: said("used_for", limits::USED_FOR)?,
            controlled: field::yes_or_no("controlled", row.get("controlled"))?,
            service_level: service_level(row.get("service_level"))?,
        },
    })
}

/// How many times in a hundred stock shall last.
fn service_level(raw: &str) -> Result<Option<i16>, Refusal> {
    if raw.trim().is_empty() {
        return Ok(None);
    }
    let times = field::whole("service_level", raw, i32::from(i16::MAX))?;
    match i16::try_from(times) {
        Ok(times) if (50..=99).contains(&times) => Ok(Some(times)),
        _ => Err(Refusal::NotOneOf("service_level", "50 to 99")),
    }
}

/// The first of the codes a list gives: A, then AA00, as far as it goes.
fn atc(raw: &str) -> Result<Option<String>, Refusal> {
    let first = raw.split(';').next().unwrap_or_default().trim();
    let fits = first.len() <= 8 && first.bytes().all(|b| b.is_ascii_alphanumeric());
    match first {
        "" => Ok(None),
        _ if fits => Ok(Some(first.to_ascii_uppercase())),
        _ => Err(Refusal::BadCode("atc", "an ATC code like N02BE01")),
    }
}

/// The generic name and the brands, and how many brands are no names.
fn names(brands: &str, generic: &str, generic_key: &str, source: &str) -> (Vec<NewName>, u64) {
    let mut left_out = 0;
    let mut names = Vec::new();
    let mut add = |name: String, kind| {
        let name_key = name_key(&name);
        if !name_key.is_empty() {
            names.push(NewName {
                name,
                name_key,
                generic_key: generic_key.to_owned(),
                kind,
                language: String::new(),
                source: source.to_owned(),
            });
        }
    };
    add(generic.to_owned(), "generic");
    for brand in brands.split(';') {
        match field::text("brands", brand, limits::GENERIC) {
            Ok(brand) => add(brand, "brand"),
            Err(_) => left_out += 1,
        }
    }
    (names, left_out)
}
