//! `none_reports`: callers who were told at the counter that there was none.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::none_reports;

/// Keeps a caller's word that there was none; once a day from one phone.
///
/// # Errors
/// If the database does not answer, or facility or product is gone.
pub async fn add(
    conn: &mut Conn,
    facility: i64,
    product: i64,
    phone: i64,
    at: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(none_reports::table)
        .values((
            none_reports::facility_id.eq(facility),
            none_reports::product_id.eq(product),
            none_reports::phone_id.eq(phone),
            none_reports::day.eq(at.date_naive()),
            none_reports::reported_at.eq(at),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await
        .map(drop)
}
