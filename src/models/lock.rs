//! Locks that processes share and no row stands for.

use diesel::{QueryResult, QueryableByName, sql_types::Bool};
use diesel_async::RunQueryDsl;

use crate::db::Conn;

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = Bool)]
    taken: bool,
}

/// Whether this transaction keeps the watch over stock: no other does till it ends.
///
/// # Errors
/// If the database does not answer.
pub async fn watch(conn: &mut Conn) -> QueryResult<bool> {
    // The number is "watch" on a phone's keys; nothing else takes it.
    let row: Taken = diesel::sql_query("SELECT pg_try_advisory_xact_lock(92824) AS taken")
        .get_result(conn)
        .await?;
    Ok(row.taken)
}

/// Whether this transaction turns to the next officers: no other does till it ends.
///
/// # Errors
/// If the database does not answer.
pub async fn approvals(conn: &mut Conn) -> QueryResult<bool> {
    // The number is "officer" on a phone's keys.
    let row: Taken = diesel::sql_query("SELECT pg_try_advisory_xact_lock(6334237) AS taken")
        .get_result(conn)
        .await?;
    Ok(row.taken)
}

/// Waits until this transaction alone makes batches of broadcasts that keep a budget, until it
/// ends.
///
/// # Errors
/// If the database does not answer.
pub async fn budget(conn: &mut Conn) -> QueryResult<()> {
    // The number is "budget" on a phone's keys.
    diesel::sql_query("SELECT pg_advisory_xact_lock(283438)")
        .execute(conn)
        .await
        .map(drop)
}
