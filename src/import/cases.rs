//! Cases: how many fell ill of a disease, by place and week, and what it is treated with.

use std::collections::{BTreeSet, HashMap};

use diesel_async::AsyncConnection as _;

use super::{
    field,
    fold::fold,
    identity,
    job::Job,
    known::Gazetteer,
    limits, places,
    refusal::Refusal,
    table::{Row, Table},
};
use crate::directory::country::ProductKind;
use crate::models::case_count::{self, NewCount};
use crate::models::product::{self, CodedProduct};

/// The most people who fall ill of one thing in one place and week.
const MOST_CASES: i32 = 10_000_000;

/// What diseases are treated with.
struct Treatments {
    /// Every product, by its code.
    products: HashMap<String, CodedProduct>,
    /// As the record has it.
    kept: HashMap<String, BTreeSet<i64>>,
    /// As the file says.
    told: HashMap<String, BTreeSet<i64>>,
    /// Of which diseases that is to be written.
    new: BTreeSet<String>,
}

pub(super) async fn run(job: &mut Job<'_>) -> anyhow::Result<()> {
    let gazetteer = places::gazetteer(&mut job.conn).await?;
    let products = product::coded(&mut job.conn).await?.into_iter();
    let mut treatments = Treatments {
        products: products
            .map(|product| (product.code.clone(), product))
            .collect(),
        kept: case_count::treatments(&mut job.conn).await?,
        told: HashMap::new(),
        new: BTreeSet::new(),
    };
    let mut places = HashMap::new();
    let mut table = job.open()?;
    let mut batch = Vec::new();
    while let Some(row) = job.next_row(&mut table)? {
        match take(job, &row, &gazetteer, &mut places, &mut treatments) {
            Err(why) => job.refuse(&row, why)?,
            Ok(count) => batch.push(count),
        }
        if job.is_full(batch.len()) {
            write(job, &mut batch, &mut treatments, &table).await?;
        }
    }
    if !batch.is_empty() {
        write(job, &mut batch, &mut treatments, &table).await?;
    }
    job.tick(&table);
    Ok(())
}

/// Parses a row, and keeps what it says of its disease.
fn take(
    job: &mut Job<'_>,
    row: &Row,
    gazetteer: &Gazetteer,
    places: &mut HashMap<String, Vec<i64>>,
    treatments: &mut Treatments,
) -> Result<NewCount, Refusal> {
    let place = field::needed("place", row.get("place"), 4 * limits::AREA)?;
    // A file names few places, often.
    let meant = places.entry(place);
    let meant = meant.or_insert_with_key(|text| gazetteer.meant(text));
    let place_id = match meant.as_slice() {
        [only] => *only,
        [] => return Err(Refusal::UnknownPlace),
        _ => return Err(Refusal::SeveralPlaces),
    };
    let disease = fold(&field::needed(
        "disease",
        row.get("disease"),
        limits::DISEASE,
    )?);
    if disease.is_empty() {
        return Err(Refusal::Missing("disease"));
    }
    let week = field::week("week", row.get("week"), job.options.now)?;
    let cases = field::whole("cases", row.get("cases"), MOST_CASES)?;
    let products = treatments.judge(&disease, row.get("products"))?;
    let (place, day) = (place_id.to_string(), week.to_string());
    if !job.is_first(identity::digest(&[&place, &disease, &day])) {
        return Err(Refusal::Duplicate);
    }
    if let Some(products) = products {
        treatments.say(&disease, products);
    }
    Ok(NewCount {
        place_id,
        disease,
        week,
        cases,
    })
}

impl Treatments {
    /// What a row says a disease is treated with; nothing where that is known and it says nothing.
    fn judge(&self, disease: &str, raw: &str) -> Result<Option<BTreeSet<i64>>, Refusal> {
        let codes = raw
            .split(';')
            .map(str::trim)
            .filter(|code| !code.is_empty());
        let mut products = BTreeSet::new();
        for code in codes {
            let product = self.products.get(&code.to_ascii_lowercase());
            let product = product.ok_or(Refusal::UnknownProduct)?;
            if product.kind != ProductKind::Medicine.as_str() {
                return Err(Refusal::NoMedicine);
            }
            products.insert(product.id);
        }
        match self.told.get(disease) {
            _ if products.is_empty() => {
                let known = self.told.contains_key(disease) || self.kept.contains_key(disease);
                known.then_some(None).ok_or(Refusal::Missing("products"))
            }
            Some(told) if *told != products => Err(Refusal::OtherProducts),
            Some(_) => Ok(None),
            None => Ok(Some(products)),
        }
    }

    fn say(&mut self, disease: &str, products: BTreeSet<i64>) {
        if self.kept.get(disease) != Some(&products) {
            self.new.insert(disease.to_owned());
        }
        self.told.insert(disease.to_owned(), products);
    }
}

async fn write(
    job: &mut Job<'_>,
    batch: &mut Vec<NewCount>,
    treatments: &mut Treatments,
    table: &Table,
) -> anyhow::Result<()> {
    let new = std::mem::take(&mut treatments.new);
    let (kept, told) = (&treatments.kept, &treatments.told);
    job.sending();
    let written = job
        .conn
        .transaction::<_, diesel::result::Error, _>(async |conn| {
            for disease in &new {
                if let Some(products) = told.get(disease) {
                    case_count::treat(conn, disease, products).await?;
                }
            }
            case_count::upsert(conn, batch).await
        })
        .await?;
    let other = new.iter().filter(|disease| kept.contains_key(*disease));
    job.summary.treated_otherwise += other.count();
    job.wrote(written, table).await;
    batch.clear();
    Ok(())
}
