//! Files into the record: what is refused, repaired and kept, and that a second
//! run finishes a first and otherwise changes nothing.

mod cases;
mod facilities;
mod places;
mod products;
mod runs;
mod stock;
mod subscribers;

use std::path::PathBuf;

use chrono::{DateTime, TimeZone, Utc};
use diesel::{
    QueryableByName,
    sql_types::{BigInt, Text},
};
use diesel_async::RunQueryDsl;
use medvault::{
    db::Db,
    import::{self, Kind, Options, Source, Summary, refusal::Refusal, summary::Pointless},
};

use crate::support::TestDatabase;

/// A record and a folder for files, both gone afterwards.
struct Desk {
    database: TestDatabase,
    db: Db,
    folder: PathBuf,
}

impl Desk {
    async fn new() -> Self {
        let database = TestDatabase::new().await;
        let name = database.url().rsplit('/').next().unwrap().to_owned();
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self {
            db: database.db(),
            database,
            folder,
        }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> Source {
        let path = self.folder.join(name);
        std::fs::write(&path, content).unwrap();
        Source::File(path)
    }

    async fn import(&self, kind: Kind, content: impl AsRef<[u8]>) -> Summary {
        self.try_import(kind, content).await.unwrap()
    }

    async fn try_import(&self, kind: Kind, content: impl AsRef<[u8]>) -> anyhow::Result<Summary> {
        let source = self.file(&format!("{kind}.csv"), content);
        import::run(&self.db, kind, &source, Options::at(now()), &mut |_| {}).await
    }

    fn refused(&self, kind: Kind) -> Option<String> {
        std::fs::read_to_string(self.folder.join(format!("{kind}.refused.csv"))).ok()
    }

    /// The rows of a query that makes one text of each.
    async fn texts(&self, query: &str) -> Vec<String> {
        let query = format!("SELECT t::text AS line FROM ({query}) AS q (t)");
        let mut conn = self.database.conn().await;
        let rows: Vec<Line> = diesel::sql_query(query).load(&mut conn).await.unwrap();
        rows.into_iter().map(|row| row.line).collect()
    }

    async fn count(&self, query: &str) -> i64 {
        let query = format!("SELECT count(*) AS count FROM {query}");
        let mut conn = self.database.conn().await;
        let row: Count = diesel::sql_query(query)
            .get_result(&mut conn)
            .await
            .unwrap();
        row.count
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 3, 1, 12, 0, 0).unwrap()
}

/// new, changed, unchanged.
fn written(summary: &Summary) -> (u64, u64, u64) {
    let written = summary.written;
    (written.new, written.changed, written.unchanged)
}

fn refused(summary: &Summary) -> Vec<(Refusal, u64)> {
    summary.refused.clone().into_iter().collect()
}

fn pointless(summary: &Summary) -> Vec<(Pointless, u64)> {
    summary.pointless.clone().into_iter().collect()
}

const PLACES: &str =
    "name,kind,alt_names,admin1,admin2,admin3,iso3,lat,lon,population,source,source_id,note\n";
const FACILITIES: &str =
    "name,type,ownership,admin1,admin2,admin3,lat,lon,source,iso3,source_id,coord_note\n";
const PRODUCTS: &str = "generic,atc,form,strength,brands,source,kind,code,unit,source_id\n";
