//! CSV files into the record, row by row.
//!
//! A file is read as a stream and written in batches, each its own
//! transaction, so that a follower of the record never waits long and a killed
//! import loses one batch at most. A row is the same row the next time by its
//! list and what the list calls it, so a second run finishes a first and
//! otherwise changes nothing. Rows that cannot be taken go, with line and
//! reason, into a file beside the one that was read.

use std::fmt;
use std::sync::Arc;

use anyhow::Context;
use chrono::{DateTime, Utc};
use diesel_async::SimpleAsyncConnection;

use crate::db::{Conn, Db};
use crate::people::phone::KeyRing;

mod cases;
pub mod codes;
mod columns;
pub mod countries;
pub mod facilities;
pub mod field;
pub mod fold;
mod globe;
pub mod identity;
mod job;
pub mod judge;
pub mod kinds;
pub mod known;
pub mod limits;
pub mod lookalikes;
pub mod names;
pub mod places;
pub mod products;
pub mod refusal;
pub mod stock;
pub mod subscribers;
pub mod summary;
pub mod table;

pub use summary::Summary;
pub use table::Source;

use job::Job;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Countries, counties, wards, towns, landmarks
    Places,
    /// Pharmacies, clinics, hospitals, blood banks
    Facilities,
    /// Medicines, blood, equipment
    Products,
    /// Generic names, brands and spellings of products
    Names,
    /// Pairs of generic names that are mistaken for one another
    Lookalikes,
    /// What facilities hold of products
    Stock,
    /// People who agreed to be written to, when and to what words
    Subscribers,
    /// How many fell ill of what, by place and week
    Cases,
}

impl Kind {
    /// Every kind, in the order that lets each find what it refers to.
    pub const ALL: [Self; 8] = [
        Self::Places,
        Self::Facilities,
        Self::Products,
        Self::Names,
        Self::Lookalikes,
        Self::Stock,
        Self::Subscribers,
        Self::Cases,
    ];

    /// The word for it on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Places => "places",
            Self::Facilities => "facilities",
            Self::Products => "products",
            Self::Names => "names",
            Self::Lookalikes => "lookalikes",
            Self::Stock => "stock",
            Self::Subscribers => "subscribers",
            Self::Cases => "cases",
        }
    }

    /// The columns of such a file.
    #[must_use]
    pub const fn columns(self) -> &'static [table::Column] {
        match self {
            Self::Places => columns::PLACES,
            Self::Facilities => columns::FACILITIES,
            Self::Products => columns::PRODUCTS,
            Self::Names => columns::NAMES,
            Self::Lookalikes => columns::LOOKALIKES,
            Self::Stock => columns::STOCK,
            Self::Subscribers => columns::SUBSCRIBERS,
            Self::Cases => columns::CASES,
        }
    }

    /// An empty file of this kind, its columns explained in lines that an import skips.
    #[must_use]
    pub fn template(self) -> String {
        let mut text = format!(
            "# A file of {self} for `medvault import {self} FILE.csv`: UTF-8, comma-separated.\n\
             # Columns may stand in any order; lines like these at the top are skipped.\n#\n"
        );
        for column in self.columns() {
            let must = if column.needed {
                ""
            } else {
                " (may be left out)"
            };
            text.push_str(&format!("# {}{must}: {}\n", column.name, column.about));
        }
        let names: Vec<&str> = self.columns().iter().map(|column| column.name).collect();
        text.push_str(&names.join(","));
        text.push('\n');
        text
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How to read a file.
#[derive(Debug, Clone)]
pub struct Options {
    /// The present moment: counts from after it are refused.
    pub now: DateTime<Utc>,
    /// Whether counts may be dated by their age (`-3d`), as the demo's are;
    /// then they also replace newer ones.
    pub ages: bool,
    /// The keys that phone numbers are sealed by; only a file of people needs them.
    pub phones: Option<Arc<KeyRing>>,
}

impl Options {
    /// For the files people bring.
    #[must_use]
    pub const fn at(now: DateTime<Utc>) -> Self {
        Self {
            now,
            ages: false,
            phones: None,
        }
    }
}

/// How far an import has come, in bytes of all its readings of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes behind it.
    pub done: u64,
    /// Bytes in all.
    pub of: u64,
}

/// Imports a file. Told of its progress after every batch; a dropped import
/// has written whole batches and leaves nothing locked.
///
/// # Errors
/// When the file cannot be read, its header is wrong, or the database fails.
/// What was written until then stays, and a second run goes on from there.
pub async fn run(
    db: &Db,
    kind: Kind,
    source: &Source,
    options: Options,
    tick: &mut (dyn FnMut(Progress) + Send),
) -> anyhow::Result<Summary> {
    // Of the import's own: its lock goes when it is dropped.
    let mut conn: Conn = db.take().await?;
    // A batch looks up its rows by index; a table that is being filled has no
    // statistics yet to tell the planner that it has grown too large to hash.
    let by_index =
        "SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off";
    conn.batch_execute(by_index).await?;
    // Two imports of one kind would give out the same codes, or wait on each other's rows.
    let lock = format!("SELECT pg_advisory_lock(1836477549, {})", kind as i32);
    conn.batch_execute(&lock)
        .await
        .context("cannot take the import's turn")?;
    let mut job = Job::new(conn, kind, source, options, tick)?;
    match kind {
        Kind::Places => places::run(&mut job).await?,
        Kind::Facilities => facilities::run(&mut job).await?,
        Kind::Products => products::run(&mut job).await?,
        Kind::Names => names::run(&mut job).await?,
        Kind::Lookalikes => lookalikes::run(&mut job).await?,
        Kind::Stock => stock::run(&mut job).await?,
        Kind::Subscribers => subscribers::run(&mut job).await?,
        Kind::Cases => cases::run(&mut job).await?,
    }
    job.finish()
}
