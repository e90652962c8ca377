//! `unreachable`: numbers that nothing will ever reach, as the operator says. Broadcasts leave
//! them out; whoever writes or dials from one is reached again.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Binary};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::unreachable;

/// Notes that nothing will reach some phones, and why, each in a word. The first time counts.
///
/// # Errors
/// If the database does not answer.
pub async fn mark(
    conn: &mut Conn,
    phones: &[(i64, &str)],
    since: DateTime<Utc>,
) -> QueryResult<usize> {
    if phones.is_empty() {
        return Ok(0);
    }
    let rows: Vec<_> = phones
        .iter()
        .map(|(phone, why)| {
            (
                unreachable::phone_id.eq(phone),
                unreachable::since.eq(since),
                unreachable::why.eq(why),
            )
        })
        .collect();
    diesel::insert_into(unreachable::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)
        .await
}

/// Whether nothing reaches some phone.
///
/// # Errors
/// If the database does not answer.
pub async fn any(conn: &mut Conn) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(
        unreachable::table.select(unreachable::phone_id),
    ))
    .get_result(conn)
    .await
}

/// Takes back what is noted of the phones that `hashes` find; of how many something was.
///
/// # Errors
/// If the database does not answer.
pub async fn clear(conn: &mut Conn, hashes: &[Vec<u8>]) -> QueryResult<usize> {
    diesel::sql_query(
        "DELETE FROM unreachable u USING (
            SELECT p.id FROM phones p WHERE p.hmac = ANY ($1)
            UNION SELECT p.id FROM phones p WHERE p.next_hmac = ANY ($1)
         ) heard WHERE u.phone_id = heard.id",
    )
    .bind::<Array<Binary>, _>(hashes)
    .execute(conn)
    .await
}
