//! `waiting`: who wants to be told when a product is back near a place.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::waiting;

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
        ))
        .execute(conn)
        .await
        .map(drop)
}
