//! Reads everything out of the record, as of one moment.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::result::Error;
use futures_util::StreamExt;
use tokio::sync::mpsc;

use super::country::{Catalogue, Country, Level, Product, ProductName};
use crate::{
    db::Conn,
    models::{
        change::{self, Seen},
        facility, lookalike, none_report, place, product, product_name, stock_level,
    },
};

/// Which levels to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Levels {
    /// None: to look up names.
    None,
    /// One product's.
    Of(i64),
    /// Every one.
    All,
}

/// Levels go over to the country being built in batches of this many.
const BATCH: usize = 4096;
/// So many batches may wait while names are still being indexed.
const WAITING: usize = 32;

/// The whole record and up to where it was seen, in one read-only transaction.
/// The country holds everything to have changed at `at`, since what happened
/// before is not known.
///
/// # Errors
/// When a query fails.
pub async fn everything(
    conn: &mut Conn,
    levels: Levels,
    at: DateTime<Utc>,
) -> Result<(Country, Seen), Error> {
    conn.build_transaction()
        .repeatable_read()
        .read_only()
        .run(async |conn| {
            let seen = change::now(conn).await?;
            let catalogue = catalogue(conn).await?;
            let reports = match levels {
                Levels::None => HashMap::new(),
                Levels::Of(_) | Levels::All => none_report::count_since_counts(conn).await?,
            };
            let (batches, mut waiting) = mpsc::channel::<Vec<(i64, i64, Level)>>(WAITING);
            // Off the threads that drive connections: the two run side by side.
            let building = tokio::task::spawn_blocking(move || {
                let mut country = Country::build(catalogue);
                let rows = std::iter::from_fn(|| waiting.blocking_recv());
                country.load_levels(rows.flatten());
                country.mark_changed(at);
                country
            });
            let product = match levels {
                Levels::None => None,
                Levels::Of(product) => Some(Some(product)),
                Levels::All => Some(None),
            };
            if let Some(product) = product {
                send_levels(conn, product, &reports, &batches).await?;
            }
            drop(batches);
            let country = building
                .await
                .map_err(|error| Error::QueryBuilderError(Box::new(error)))?;
            Ok((country, seen))
        })
        .await
}

async fn send_levels(
    conn: &mut Conn,
    product: Option<i64>,
    reports: &HashMap<(i64, i64), u8>,
    batches: &mpsc::Sender<Vec<(i64, i64, Level)>>,
) -> Result<(), Error> {
    let mut rows = stock_level::stream(conn, product)
        .await?
        .ready_chunks(BATCH);
    while let Some(chunk) = rows.next().await {
        let mut batch = Vec::with_capacity(chunk.len());
        for row in chunk {
            let (facility, product, mut level) = row?;
            if let Some(&count) = reports.get(&(facility, product)) {
                level.none_reports = count;
            }
            batch.push((facility, product, level));
        }
        if batches.send(batch).await.is_err() {
            // The builder is gone; waiting for it tells why.
            break;
        }
    }
    Ok(())
}

/// Everything but the levels. Call it inside a transaction that sees one moment.
async fn catalogue(conn: &mut Conn) -> Result<Catalogue, Error> {
    let (products, names, lookalikes) = products(conn).await?;
    Ok(Catalogue {
        places: place::read_all(conn).await?,
        facilities: facility::read_all(conn).await?,
        products,
        names,
        lookalikes,
    })
}

/// Products, their names, and which generics look alike.
type Named = (Vec<Product>, Vec<ProductName>, Vec<(Box<str>, Box<str>)>);

/// As [`catalogue`].
async fn products(conn: &mut Conn) -> Result<Named, Error> {
    Ok((
        product::read_all(conn).await?,
        product_name::read_all(conn).await?,
        lookalike::read_all(conn).await?,
    ))
}

/// Products, names and look-alikes as of one moment.
///
/// # Errors
/// When a query fails.
pub(super) async fn products_now(conn: &mut Conn) -> Result<Named, Error> {
    conn.build_transaction()
        .repeatable_read()
        .read_only()
        .run(async |conn| products(conn).await)
        .await
}
