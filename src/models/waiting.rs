//! `waiting`: who wants to be told when a product is back near a place.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Double, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::waiting;

/// Puts a phone on the waiting list; once for each product, near the place told last.
///
/// # Errors
/// If the database does not answer, or product or place is gone.
pub async fn add(
    conn: &mut Conn,
    phone: i64,
    product: i64,
    place: i64,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let asked = (
        waiting::place_id.eq(place),
        waiting::asked_at.eq(now),
        waiting::told_at.eq(None::<DateTime<Utc>>),
        waiting::told_of.eq(None::<i64>),
        waiting::outbox_id.eq(None::<i64>),
    );
    diesel::insert_into(waiting::table)
        .values((
            waiting::phone_id.eq(phone),
            waiting::product_id.eq(product),
            asked,
        ))
        .on_conflict((waiting::phone_id, waiting::product_id))
        .do_update()
        .set(asked)
        .execute(conn)
        .await
        .map(drop)
}

/// Who waits (`w`) since $1 and was not told; not who has opted out since.
const UNTOLD: &str = "w.told_at IS NULL AND w.asked_at >= $1
    AND NOT EXISTS (SELECT FROM subscribers u WHERE u.phone_id = w.phone_id AND u.stopped_at >= w.asked_at)";

/// What is waited for, and near where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Wanted {
    /// The product.
    #[diesel(sql_type = BigInt)]
    pub product_id: i64,
    /// The place.
    #[diesel(sql_type = BigInt)]
    pub place_id: i64,
}

/// What somebody waits for since no earlier than that and was not told of.
///
/// # Errors
/// If the database does not answer.
pub async fn wanted(conn: &mut Conn, since: DateTime<Utc>) -> QueryResult<Vec<Wanted>> {
    diesel::sql_query(format!(
        "SELECT DISTINCT w.product_id, w.place_id FROM waiting w WHERE {UNTOLD} ORDER BY 1, 2"
    ))
    .bind::<Timestamptz, _>(since)
    .load(conn)
    .await
}

/// Somebody who waits.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Waiting {
    /// Their phone.
    #[diesel(sql_type = BigInt)]
    pub phone_id: i64,
    /// Near where.
    #[diesel(sql_type = BigInt)]
    pub place_id: i64,
    /// Their language, where they told it.
    #[diesel(sql_type = Nullable<Text>)]
    pub language: Option<String>,
}

/// Who waits for a product near any of these places since no earlier than that and was not
/// told: by the number beside the place, the lowest first, of those the longest waiting
/// first, so many at most.
///
/// # Errors
/// If the database does not answer.
pub async fn untold(
    conn: &mut Conn,
    since: DateTime<Utc>,
    product: i64,
    places: &[(i64, f64)],
    most: u32,
) -> QueryResult<Vec<Waiting>> {
    let (places, rings): (Vec<i64>, Vec<f64>) = places.iter().copied().unzip();
    diesel::sql_query(format!(
        "SELECT w.phone_id, w.place_id, s.language
         FROM waiting w JOIN unnest($3, $4) p (id, ring) ON p.id = w.place_id LEFT JOIN subscribers s ON s.phone_id = w.phone_id
         WHERE w.product_id = $2 AND {UNTOLD} ORDER BY p.ring, w.asked_at, w.id LIMIT $5"
    ))
    .bind::<Timestamptz, _>(since)
    .bind::<BigInt, _>(product)
    .bind::<Array<BigInt>, _>(places)
    .bind::<Array<Double>, _>(rings)
    .bind::<BigInt, _>(i64::from(most))
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

/// Keeps that a phone was told, in a message, that a facility has a product, and waits no
/// more for these others near the same place.
///
/// # Errors
/// If the database does not answer.
pub async fn told(
    conn: &mut Conn,
    who: &Waiting,
    (facility, product, others): (i64, i64, &[i64]),
    message: i64,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::sql_query(
        "UPDATE waiting SET told_at = $1, told_of = CASE WHEN product_id = $2 THEN $3 END, outbox_id = $4
         WHERE phone_id = $5 AND place_id = $6 AND (product_id = $2 OR product_id = ANY($7)) AND told_at IS NULL",
    )
    .bind::<Timestamptz, _>(now)
    .bind::<BigInt, _>(product)
    .bind::<BigInt, _>(facility)
    .bind::<BigInt, _>(message)
    .bind::<BigInt, _>(who.phone_id)
    .bind::<BigInt, _>(who.place_id)
    .bind::<Array<BigInt>, _>(others)
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
