//! Names: what products are asked for by, whether or not there is such a product.

use super::{field, fold::generic_key, identity, job::Job, limits, refusal::Refusal, table::Row};
use crate::{
    directory::names::fold as name_key,
    models::product_name::{self, Existing, NewName},
};

pub(super) async fn run(job: &mut Job<'_>) -> anyhow::Result<()> {
    let mut table = job.open()?;
    let mut batch = Vec::new();
    while let Some(row) = job.next_row(&mut table)? {
        match parse(&row) {
            Err(why) => job.refuse(&row, why)?,
            Ok(name) => {
                let identity = identity::digest(&[&name.name_key, &name.generic_key]);
                if job.is_first(identity) {
                    batch.push(name);
                } else {
                    job.refuse(&row, Refusal::Duplicate)?;
                }
            }
        }
        if job.is_full(batch.len()) {
            job.sending();
            let written = product_name::upsert(&mut job.conn, &batch, Existing::Change).await?;
            job.wrote(written, &table).await;
            batch.clear();
        }
    }
    job.sending();
    let written = product_name::upsert(&mut job.conn, &batch, Existing::Change).await?;
    job.wrote(written, &table).await;
    Ok(())
}

fn parse(row: &Row) -> Result<NewName, Refusal> {
    let name = field::needed("name", row.get("name"), limits::GENERIC)?;
    let name_key = name_key(&name);
    if name_key.is_empty() {
        return Err(Refusal::Missing("name"));
    }
    let generic = field::needed("generic_key", row.get("generic_key"), limits::GENERIC)?;
    let generic_key = generic_key(&generic);
    if generic_key.is_empty() {
        return Err(Refusal::Missing("generic_key"));
    }
    let kind = match row.get("kind").trim().to_lowercase().as_str() {
        "generic" => "generic",
        "brand" => "brand",
        "spelling" => "spelling",
        _ => return Err(Refusal::NotOneOf("kind", "generic, brand, spelling")),
    };
    let language = row.get("language").trim().to_lowercase();
    let fits = matches!(language.len(), 0 | 2 | 3);
    if !fits || !language.bytes().all(|b| b.is_ascii_lowercase()) {
        return Err(Refusal::BadCode("language", "two or three letters"));
    }
    Ok(NewName {
        name,
        name_key,
        generic_key,
        kind,
        language,
        source: field::needed("source", row.get("source"), limits::SOURCE)?,
    })
}
