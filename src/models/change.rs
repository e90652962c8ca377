//! `changes`: what became different, for every process that keeps the
//! directory in memory. Written by triggers only; read here.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    QueryResult, QueryableByName,
    sql_types::{BigInt, Bool, Float4, Integer, Interval, Nullable, Numeric, Text, Timestamptz},
};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use futures_util::TryStreamExt;
use rust_decimal::Decimal;

use crate::{db::Conn, directory::catalogue::Level};

/// The channel on which writers wake those that follow.
pub const CHANNEL: &str = "medvault_changes";

/// Up to where the record has been seen.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Seen {
    /// The snapshot (`pg_current_snapshot()`): which transactions were visible.
    #[diesel(sql_type = Text)]
    pub snapshot: String,
    /// Which database this is: server, time line, database and table. Another
    /// one's transaction numbers mean nothing here.
    #[diesel(sql_type = Text)]
    pub record: String,
    /// When, by the server's clock.
    #[diesel(sql_type = Timestamptz)]
    pub at: DateTime<Utc>,
}

/// One thing that is not as it was.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// What a facility holds of a product is now this; nothing where the level is gone.
    Stock {
        /// The facility's id.
        facility: i64,
        /// The product's id.
        product: i64,
        /// Its level now.
        level: Option<Level>,
    },
    /// A facility is new, different or gone.
    Facility(i64),
    /// Something among products, names or look-alikes is different.
    Products,
    /// Something among places is different.
    Places,
}

/// What is different since the record was last seen.
#[derive(Debug)]
pub enum News {
    /// Everything that became visible since; what it is now.
    Changes {
        /// Up to where the record has been seen with them.
        seen: Seen,
        /// What is different, each thing once, in no order.
        changes: Vec<Change>,
    },
    /// The changes cannot be told any more (another database, a restored one,
    /// too long ago, or too many): read everything again.
    Unknown,
}

/// Prepares a connection for following: nothing ends a long load, and every
/// poll is planned for the few rows it is about.
///
/// # Errors
/// When a statement fails.
pub async fn prepare(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute(&format!(
        "SET application_name = 'medvault directory'; SET statement_timeout = 0; SET jit = off;
         SET plan_cache_mode = force_custom_plan; LISTEN {CHANNEL};"
    ))
    .await
}

const SEEN: &str = "
    SELECT pg_current_snapshot()::text AS snapshot,
           concat_ws('/', (SELECT system_identifier FROM pg_control_system()),
               left(pg_walfile_name(pg_current_wal_lsn()), 8),
               (SELECT oid FROM pg_database WHERE datname = current_database()),
               'changes'::regclass::oid) AS record,
           clock_timestamp() AS at";

/// Up to where the record can be seen now. Inside a repeatable-read
/// transaction: up to where all of that transaction sees.
///
/// # Errors
/// When the query fails.
pub async fn now(conn: &mut Conn) -> QueryResult<Seen> {
    diesel::sql_query(SEEN).get_result(conn).await
}

/// How far back and how much may be told as changes.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Change rows may be gone when the record was last seen longer ago than this.
    pub oldest: TimeDelta,
    /// More changes than this are slower to apply than everything is to read.
    pub most: u32,
}

/// What became visible since `old`, however its transactions were ordered.
///
/// One statement, so that the new snapshot and the rows are of one moment: a
/// row is told exactly once, when its transaction is visible and was not before.
/// A level is looked up by its key, row by row: a plan that hashes the whole
/// table because it expects many changes would cost more than all of them.
///
/// # Errors
/// When the query fails.
pub async fn since(conn: &mut Conn, old: &Seen, bounds: Bounds) -> QueryResult<News> {
    let mut rows = diesel::sql_query(format!(
        "WITH fresh AS MATERIALIZED (
             SELECT DISTINCT kind, facility_id, product_id FROM changes
             WHERE xid >= pg_snapshot_xmin($1::pg_snapshot)
               AND xid < pg_snapshot_xmax(pg_current_snapshot())
               AND NOT pg_visible_in_snapshot(xid, $1::pg_snapshot)
             LIMIT $4
         ), seen AS ({SEEN})
         SELECT NULL AS kind, snapshot, record, at,
                record = $2 AND at - $3 <= $5
                    AND pg_snapshot_xmax(snapshot::pg_snapshot) >= pg_snapshot_xmax($1::pg_snapshot)
                    AS usable,
                NULL::bigint AS facility_id, NULL::bigint AS product_id, NULL::integer AS quantity,
                NULL::numeric AS price, NULL::real AS monthly_use, NULL::timestamptz AS counted_at,
                NULL::bigint AS none_reports
         FROM seen
         UNION ALL
         SELECT kind, NULL, NULL, NULL, NULL, fresh.facility_id, fresh.product_id, quantity, price,
                monthly_use, counted_at,
                (SELECT count(*) FROM none_reports n
                 WHERE n.facility_id = level.facility_id AND n.product_id = level.product_id
                   AND n.reported_at > level.counted_at)
         FROM fresh LEFT JOIN LATERAL (
             SELECT * FROM stock_levels s
             WHERE fresh.kind = 'stock' AND s.facility_id = fresh.facility_id
               AND s.product_id = fresh.product_id
             OFFSET 0) level ON true"
    ))
    .bind::<Text, _>(&old.snapshot)
    .bind::<Text, _>(&old.record)
    .bind::<Timestamptz, _>(old.at)
    .bind::<BigInt, _>(i64::from(bounds.most) + 1)
    .bind::<Interval, _>(bounds.oldest)
    .load_stream::<Row>(conn)
    .await?;
    let mut now = None;
    let mut changes = Vec::new();
    while let Some(row) = rows.try_next().await? {
        match (row.kind.as_deref(), row.facility_id, row.product_id) {
            (None, ..) => now = row.seen(),
            (Some("stock"), Some(facility), Some(product)) => changes.push(Change::Stock {
                facility,
                product,
                level: row.level(),
            }),
            (Some("facility"), Some(facility), _) => changes.push(Change::Facility(facility)),
            (Some("place"), ..) => changes.push(Change::Places),
            _ => changes.push(Change::Products),
        }
    }
    // A change for every row that was told: one more than `most` means that some were not.
    let all = changes.len() <= usize::try_from(bounds.most).unwrap_or(usize::MAX);
    Ok(match now.filter(|_| all) {
        Some(seen) => News::Changes { seen, changes },
        None => News::Unknown,
    })
}

/// One row of the poll: first the snapshot, without a kind, then the changes.
#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Nullable<Text>)]
    kind: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    snapshot: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    record: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Bool>)]
    usable: Option<bool>,
    #[diesel(sql_type = Nullable<BigInt>)]
    facility_id: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    product_id: Option<i64>,
    #[diesel(sql_type = Nullable<Integer>)]
    quantity: Option<i32>,
    #[diesel(sql_type = Nullable<Numeric>)]
    price: Option<Decimal>,
    #[diesel(sql_type = Nullable<Float4>)]
    monthly_use: Option<f32>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    counted_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<BigInt>)]
    none_reports: Option<i64>,
}

impl Row {
    /// The new snapshot, if the old one still means something beside it.
    fn seen(self) -> Option<Seen> {
        Some(Seen {
            snapshot: self.snapshot.filter(|_| self.usable == Some(true))?,
            record: self.record?,
            at: self.at?,
        })
    }

    fn level(&self) -> Option<Level> {
        let reports = super::none_report::few(self.none_reports.unwrap_or(0));
        Some(super::stock_level::level(
            self.quantity?,
            self.price,
            self.monthly_use,
            self.counted_at?,
            reports,
        ))
    }
}

/// Removes at most `most` change rows that were already visible in `seen`, and
/// says how many. Waits for nobody: rows that another process is removing are
/// left to it.
///
/// Going by what a past snapshot saw, not by the rows' age: a transaction that
/// stayed open for hours has old rows that nobody has seen yet.
///
/// # Errors
/// When the statement fails.
pub async fn prune(conn: &mut Conn, seen: &Seen, most: u32) -> QueryResult<usize> {
    diesel::sql_query(
        "DELETE FROM changes WHERE ctid = ANY (ARRAY(
             SELECT ctid FROM changes WHERE xid < pg_snapshot_xmin($1::pg_snapshot)
             ORDER BY xid LIMIT $2 FOR UPDATE SKIP LOCKED))",
    )
    .bind::<Text, _>(&seen.snapshot)
    .bind::<BigInt, _>(i64::from(most))
    .execute(conn)
    .await
}

/// Wakes those that follow.
///
/// # Errors
/// When the statement fails.
pub async fn notify(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute(&format!("NOTIFY {CHANNEL}")).await
}
