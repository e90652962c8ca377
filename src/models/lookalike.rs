//! `lookalikes`: generic names that are mistaken for one another.

use diesel::{
    QueryDsl, QueryResult,
    sql_types::{Array, Text},
};
use diesel_async::RunQueryDsl;

use super::{Written, counted};
use crate::{db::Conn, schema::lookalikes};

/// A pair to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPair {
    /// The generic key that comes first.
    pub a_key: String,
    /// The other.
    pub b_key: String,
    /// The list it came from.
    pub source: String,
}

/// Inserts the pairs that are not there; a pair says nothing that could
/// change, so the first list to name it stays its source. No pair may come twice.
///
/// # Errors
/// When a row breaks a rule of the table; then none is written.
pub async fn upsert(conn: &mut Conn, rows: &[NewPair]) -> QueryResult<Written> {
    let query = diesel::sql_query(
        "WITH written AS (
            INSERT INTO lookalikes (a_key, b_key, source)
            SELECT * FROM unnest($1, $2, $3)
            ON CONFLICT (a_key, b_key) DO NOTHING
            RETURNING 1
        ) SELECT count(*) AS new, 0::bigint AS changed FROM written",
    )
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.a_key).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.b_key).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.source).collect::<Vec<_>>());
    counted(query.get_result(conn).await, rows.len())
}

/// Every pair of generic keys, for the directory.
///
/// # Errors
/// When the query fails.
pub async fn read_all(conn: &mut Conn) -> QueryResult<Vec<(Box<str>, Box<str>)>> {
    let rows = lookalikes::table
        .select((lookalikes::a_key, lookalikes::b_key))
        .load::<(String, String)>(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(a, b)| (a.into(), b.into()))
        .collect())
}
