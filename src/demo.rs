//! The demo country: real towns and wards, invented facilities, in the files
//! anyone could import, and loaded by the importer everyone uses.

pub mod past;

use anyhow::Context;
use chrono::{DateTime, Utc};

use crate::{
    db::Db,
    import::{self, Kind, Options, Source, Summary},
};

/// The files, in the order that lets each find what it refers to.
const FILES: [(Kind, Source); 6] = [
    (
        Kind::Places,
        Source::Text("demo/places.csv", include_str!("demo/places.csv")),
    ),
    (
        Kind::Facilities,
        Source::Text("demo/facilities.csv", include_str!("demo/facilities.csv")),
    ),
    (
        Kind::Products,
        Source::Text("demo/products.csv", include_str!("demo/products.csv")),
    ),
    (
        Kind::Names,
        Source::Text("demo/names.csv", include_str!("demo/names.csv")),
    ),
    (
        Kind::Lookalikes,
        Source::Text("demo/lookalikes.csv", include_str!("demo/lookalikes.csv")),
    ),
    (
        Kind::Stock,
        Source::Text("demo/stock.csv", include_str!("demo/stock.csv")),
    ),
];

/// Loads the demo country into a migrated database, its stock counted as long
/// before `now` as its files say. A second time it makes the stock fresh again.
///
/// # Errors
/// When the database fails.
pub async fn load(db: &Db, now: DateTime<Utc>) -> anyhow::Result<Vec<(Kind, Summary)>> {
    let options = Options {
        ages: true,
        ..Options::at(now)
    };
    let mut loaded = Vec::with_capacity(FILES.len());
    for (kind, source) in FILES {
        let summary = import::run(db, kind, &source, options.clone(), &mut |_| {})
            .await
            .with_context(|| format!("cannot load {}", source.name()))?;
        loaded.push((kind, summary));
    }
    Ok(loaded)
}

/// A line a file: what became of its rows.
#[must_use]
pub fn summary(loaded: &[(Kind, Summary)]) -> String {
    let lines = loaded.iter().map(|(kind, summary)| {
        let written = summary.written;
        format!(
            "{kind}: {} new, {} changed, {} unchanged, {} refused\n",
            written.new,
            written.changed,
            written.unchanged,
            summary.refused_rows()
        )
    });
    lines.collect()
}
