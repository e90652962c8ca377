//! `broadcast_keys`: a program's request that came before is answered as it was then.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel_async::RunQueryDsl;
use serde_json::Value;

use crate::db::Conn;
use crate::schema::broadcast_keys;

/// What a key was used for before: the hash of the body, and the answer.
///
/// Requests of one key take turns here until the caller's transaction ends.
///
/// # Errors
/// If the database does not answer.
pub async fn used(conn: &mut Conn, token: i64, key: &str) -> QueryResult<Option<(Vec<u8>, Value)>> {
    diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($2, $1))")
        .bind::<BigInt, _>(token)
        .bind::<Text, _>(key)
        .execute(conn)
        .await?;
    broadcast_keys::table
        .find((token, key))
        .select((broadcast_keys::body_hash, broadcast_keys::answer))
        .first(conn)
        .await
        .optional()
}

/// Keeps what a key was used for.
///
/// # Errors
/// If the database does not answer.
pub async fn keep(
    conn: &mut Conn,
    (token, key): (i64, &str),
    body: &[u8; 32],
    (broadcast, answer): (i64, &Value),
) -> QueryResult<()> {
    diesel::insert_into(broadcast_keys::table)
        .values((
            broadcast_keys::token_id.eq(token),
            broadcast_keys::key.eq(key),
            broadcast_keys::body_hash.eq(body.as_slice()),
            broadcast_keys::broadcast_id.eq(broadcast),
            broadcast_keys::answer.eq(answer),
        ))
        .execute(conn)
        .await
        .map(drop)
}
