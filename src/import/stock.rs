//! Stock: what facilities hold, as counted at a time by someone.

use std::collections::HashMap;

use diesel_async::AsyncConnection as _;

use super::{
    field, identity,
    job::Job,
    limits,
    refusal::Refusal,
    table::{Row, Table},
};
use crate::models::{
    facility, product,
    stock_level::{self, NewLevel, Older},
};

/// The most units anyone holds of anything.
const MOST_UNITS: i32 = 100_000_000;

/// One row, understood, its facility still a name.
struct Parsed {
    facility: Facility,
    level: NewLevel,
}

/// How a row names its facility.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Facility {
    Code(String),
    Of(String, String),
}

pub(super) async fn run(job: &mut Job<'_>) -> anyhow::Result<()> {
    let products: HashMap<String, i64> = product::coded(&mut job.conn)
        .await?
        .into_iter()
        .map(|product| (product.code, product.id))
        .collect();
    let mut table = job.open()?;
    let mut batch = Vec::new();
    while let Some(row) = job.next_row(&mut table)? {
        match parse(job, &row, &products) {
            Err(why) => job.refuse(&row, why)?,
            Ok(parsed) => batch.push((row, parsed)),
        }
        if job.is_full(batch.len()) {
            write(job, &mut batch, &table).await?;
        }
    }
    if !batch.is_empty() {
        write(job, &mut batch, &table).await?;
    }
    job.tick(&table);
    Ok(())
}

fn parse(job: &Job<'_>, row: &Row, products: &HashMap<String, i64>) -> Result<Parsed, Refusal> {
    let facility = field::needed("facility", row.get("facility"), 2 * limits::SOURCE)?;
    let facility = match facility.split_once(':') {
        Some((source, source_id)) => {
            Facility::Of(source.trim().to_owned(), source_id.trim().to_owned())
        }
        None => Facility::Code(facility.to_ascii_lowercase()),
    };
    let code = field::needed("product", row.get("product"), limits::GENERIC)?;
    let product_id = products
        .get(&code.to_ascii_lowercase())
        .ok_or(Refusal::UnknownProduct)?;
    let options = &job.options;
    let at = row.get("counted_at");
    let counted_by = field::text("counted_by", row.get("counted_by"), limits::COUNTED_BY)?;
    let price = row.said("price").map(|raw| field::price("price", raw));
    let monthly_use = row.said("monthly_use");
    let monthly_use = monthly_use.map(|raw| field::monthly_use("monthly_use", raw));
    Ok(Parsed {
        facility,
        level: NewLevel {
            facility_id: 0,
            product_id: *product_id,
            quantity: field::whole("quantity", row.get("quantity"), MOST_UNITS)?,
            price: price.transpose()?,
            monthly_use: monthly_use.transpose()?,
            counted_at: field::counted_at("counted_at", at, options.now, options.ages)?,
            counted_by: if counted_by.is_empty() {
                "import".to_owned()
            } else {
                counted_by
            },
        },
    })
}

async fn write(
    job: &mut Job<'_>,
    batch: &mut Vec<(Row, Parsed)>,
    table: &Table,
) -> anyhow::Result<()> {
    let facilities = ids(job, batch).await?;
    let mut levels = Vec::with_capacity(batch.len());
    for (row, Parsed { facility, level }) in batch.drain(..) {
        let Some(id) = facilities.get(&facility) else {
            job.refuse(&row, Refusal::UnknownFacility)?;
            continue;
        };
        let (facility_id, product_id) = (id.to_string(), level.product_id.to_string());
        if job.is_first(identity::digest(&[&facility_id, &product_id])) {
            levels.push(NewLevel {
                facility_id: *id,
                ..level
            });
        } else {
            job.refuse(&row, Refusal::Duplicate)?;
        }
    }
    let older = if job.options.ages {
        Older::Replace
    } else {
        Older::Keep
    };
    job.sending();
    let written = job
        .conn
        .transaction(async |conn| stock_level::upsert(conn, &levels, older).await)
        .await?;
    job.wrote(written, table).await;
    Ok(())
}

/// The numbers of the facilities a batch names.
async fn ids(job: &mut Job<'_>, batch: &[(Row, Parsed)]) -> anyhow::Result<HashMap<Facility, i64>> {
    let (mut codes, mut sources, mut source_ids) = (Vec::new(), Vec::new(), Vec::new());
    for (_, parsed) in batch {
        match &parsed.facility {
            Facility::Code(code) => codes.push(&**code),
            Facility::Of(source, source_id) => {
                sources.push(&**source);
                source_ids.push(&**source_id);
            }
        }
    }
    let mut ids = HashMap::new();
    if !codes.is_empty() {
        let found = facility::ids_by_code(&mut job.conn, &codes).await?;
        ids.extend(
            found
                .into_iter()
                .map(|(code, id)| (Facility::Code(code), id)),
        );
    }
    if !sources.is_empty() {
        let found = facility::ids_by_source(&mut job.conn, &sources, &source_ids).await?;
        let named = found.into_iter();
        ids.extend(named.map(|((source, id), number)| (Facility::Of(source, id), number)));
    }
    Ok(ids)
}
