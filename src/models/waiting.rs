//! `waiting`: who wants to be told when a product is back near a place.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::waiting;

/// Rows that are looked at together.
const AT_ONCE: i64 = 10_000;

/// Puts a phone on the waiting list; once for each product, near the place told last.
///
/// # Errors
/// If the database does not answer, or product or place is gone.
pub async fn add(conn: &mut Conn, phone: i64, product: i64, place: i64) -> QueryResult<()> {
    diesel::insert_into(waiting::table)
        .values((
            waiting::phone_id.eq(phone),
            waiting::product_id.eq(product),
            waiting::place_id.eq(place),
        ))
        .on_conflict((waiting::phone_id, waiting::product_id))
        .do_update()
        .set((
            waiting::place_id.eq(place),
            waiting::asked_at.eq(diesel::dsl::now),
            waiting::told_at.eq(None::<DateTime<Utc>>),
            waiting::told_of.eq(None::<i64>),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Somebody who waits.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Waiting {
    /// The row.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// Their phone.
    #[diesel(sql_type = BigInt)]
    pub phone_id: i64,
    /// For what.
    #[diesel(sql_type = BigInt)]
    pub product_id: i64,
    /// Near where.
    #[diesel(sql_type = BigInt)]
    pub place_id: i64,
    /// Since when.
    #[diesel(sql_type = Timestamptz)]
    pub asked_at: DateTime<Utc>,
    /// Their language, where they told it.
    #[diesel(sql_type = Nullable<Text>)]
    pub language: Option<String>,
}

/// Who waits since no earlier than that and was not told, longest first; not who has
/// opted out since.
///
/// # Errors
/// If the database does not answer.
pub async fn untold(conn: &mut Conn, since: DateTime<Utc>) -> QueryResult<Vec<Waiting>> {
    diesel::sql_query(
        "SELECT w.id, w.phone_id, w.product_id, w.place_id, w.asked_at, u.language
         FROM waiting w LEFT JOIN subscribers u ON u.phone_id = w.phone_id
         WHERE w.told_at IS NULL AND w.asked_at >= $1 AND (u.stopped_at IS NULL OR u.stopped_at < w.asked_at)
           AND EXISTS (SELECT FROM stock_levels l WHERE l.product_id = w.product_id AND l.quantity > 0)
         ORDER BY w.asked_at, w.id LIMIT $2",
    )
    .bind::<Timestamptz, _>(since)
    .bind::<BigInt, _>(AT_ONCE)
    .load(conn)
    .await
}

/// How many were told since then that a facility has a product.
///
/// # Errors
/// If the database does not answer.
pub async fn told_since(
    conn: &mut Conn,
    facility: i64,
    product: i64,
    since: DateTime<Utc>,
) -> QueryResult<i64> {
    waiting::table
        .filter(waiting::told_of.eq(facility))
        .filter(waiting::product_id.eq(product))
        .filter(waiting::told_at.ge(since))
        .count()
        .get_result(conn)
        .await
}

/// Keeps that these were told of a facility.
///
/// # Errors
/// If the database does not answer.
pub async fn told(
    conn: &mut Conn,
    rows: &[i64],
    facility: i64,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(waiting::table.filter(waiting::id.eq_any(rows)))
        .set((waiting::told_at.eq(now), waiting::told_of.eq(facility)))
        .execute(conn)
        .await
        .map(drop)
}

/// Forgets who asked before that.
///
/// # Errors
/// If the database does not answer.
pub async fn forget(conn: &mut Conn, before: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(waiting::table.filter(waiting::asked_at.lt(before)))
        .execute(conn)
        .await
}

/// How many people who were not told yet wait for each product near each place: product,
/// place, people.
///
/// # Errors
/// If the database does not answer.
pub async fn people(conn: &mut Conn) -> QueryResult<Vec<(i64, i64, i64)>> {
    waiting::table
        .filter(waiting::told_at.is_null())
        .group_by((waiting::product_id, waiting::place_id))
        .select((
            waiting::product_id,
            waiting::place_id,
            diesel::dsl::count_star(),
        ))
        .load(conn)
        .await
}
