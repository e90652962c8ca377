//! Where the people of a broadcast are: so many of them at each place.

use diesel::sql_types::{BigInt, Nullable};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use super::{PEOPLE, Resolved, bound};
use crate::db::Conn;

/// How many of a broadcast's people are at one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct At {
    /// The place; none where nobody told one.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub place: Option<i64>,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
}

/// The people of a broadcast by place: everybody who is in a batch of it, and of its audience
/// whoever comes after the phone `after`, where it is not wholly in batches. A patient is at the
/// place they told as theirs, who works at a facility of the area at the facility's, and whoever
/// answers for an area at that one. To be called after [`crate::models::broadcast::patient`].
///
/// # Errors
/// If the database does not answer.
pub async fn by_place(
    conn: &mut Conn,
    who: &Resolved,
    broadcast: i64,
    after: Option<i64>,
) -> QueryResult<Vec<At>> {
    let statement = format!("{IN_BATCHES} UNION ALL SELECT phone_id FROM ({PEOPLE}) a {PLACED}");
    let most = if after.is_some() { i64::MAX } else { 0 };
    bound(statement, who, after.unwrap_or(i64::MAX), most)
        .bind::<BigInt, _>(broadcast)
        .load(conn)
        .await
}

/// Of a batch that was answered each person has a row; of the others its own list tells.
const IN_BATCHES: &str = "
WITH people AS (
    SELECT s.phone_id FROM bulk_batches b JOIN bulk_sends s ON s.batch_id = b.id WHERE b.broadcast_id = $16
    UNION ALL
    SELECT unnest(b.phone_ids) FROM bulk_batches b WHERE b.broadcast_id = $16 AND b.state NOT IN ('sent', 'unknown')";

const PLACED: &str = "
), placed AS (
    SELECT CASE
        WHEN $3::bool AND s.place_id IS NOT NULL AND ($1::bigint[] IS NULL OR s.place_id IN (SELECT unnest($1::bigint[]))) THEN s.place_id
        WHEN w.id IS NULL THEN s.place_id
        ELSE coalesce((SELECT f.place_id FROM staff_facilities t JOIN facilities f ON f.id = t.facility_id
                WHERE t.staff_id = w.id AND f.place_id IS NOT NULL
                  AND ($2::bigint[] IS NULL OR f.id IN (SELECT unnest($2::bigint[])))
                ORDER BY f.id LIMIT 1), w.place_id)
        END AS place
    FROM people p
    LEFT JOIN subscribers s ON s.phone_id = p.phone_id
    LEFT JOIN staff w ON w.phone_id = p.phone_id AND w.state = 'active' AND ($4::bool OR $5::bool)
)
SELECT place, count(*) AS people FROM placed GROUP BY place ORDER BY place";
