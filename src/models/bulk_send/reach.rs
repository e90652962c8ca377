//! When the messages of a broadcast were handed over, and when they were on the handset.

use chrono::{DateTime, Utc};
use diesel::sql_types::{BigInt, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use crate::db::Conn;

/// What was handed over in one minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Handed {
    /// Minutes since 1970.
    #[diesel(sql_type = BigInt)]
    pub minute: i64,
    /// People.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
    /// The first of them.
    #[diesel(sql_type = Timestamptz)]
    pub first: DateTime<Utc>,
    /// The last of them.
    #[diesel(sql_type = Timestamptz)]
    pub last: DateTime<Utc>,
}

/// What was handed over of a broadcast, minute by minute; a minute in which nothing was is not
/// there. Batch by batch: a million people are a thousand rows.
///
/// # Errors
/// If the database does not answer.
pub async fn handed(conn: &mut Conn, broadcast: i64) -> QueryResult<Vec<Handed>> {
    diesel::sql_query(
        "SELECT floor(extract(epoch FROM handed_at) / 60)::bigint AS minute, sum(size)::bigint AS people,
                min(handed_at) AS first, max(handed_at) AS last
         FROM bulk_batches
         WHERE broadcast_id = $1 AND state IN ('sent', 'unknown') AND handed_at IS NOT NULL AND size > 0
         GROUP BY 1 ORDER BY 1",
    )
    .bind::<BigInt, _>(broadcast)
    .load(conn)
    .await
}

/// What was told of in one minute, of the batches that were looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Told {
    /// Minutes since 1970.
    #[diesel(sql_type = BigInt)]
    pub minute: i64,
    /// On the handset.
    #[diesel(sql_type = BigInt)]
    pub delivered: i64,
    /// Never to be there.
    #[diesel(sql_type = BigInt)]
    pub failed: i64,
}

/// What was told of a broadcast's messages, minute by minute. Of many batches a hundred or two
/// are looked at, evenly over the broadcast, as for [`super::times`].
///
/// # Errors
/// If the database does not answer.
pub async fn told(conn: &mut Conn, broadcast: i64) -> QueryResult<Vec<Told>> {
    diesel::sql_query(
        "WITH each AS (
            SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS many
            FROM bulk_batches WHERE broadcast_id = $1 AND state IN ('sent', 'unknown')
         )
         SELECT floor(extract(epoch FROM s.finished_at) / 60)::bigint AS minute,
                count(*) FILTER (WHERE s.state = 'delivered') AS delivered,
                count(*) FILTER (WHERE s.state = 'failed') AS failed
         FROM each b JOIN bulk_sends s ON s.batch_id = b.id
         WHERE b.n % greatest(b.many / 100, 1) = 0 AND s.finished_at IS NOT NULL
         GROUP BY 1 ORDER BY 1",
    )
    .bind::<BigInt, _>(broadcast)
    .load(conn)
    .await
}
