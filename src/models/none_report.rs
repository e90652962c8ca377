//! `none_reports`: callers who were told at the counter that there was none.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::{prelude::*, upsert::excluded};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::{none_reports, stock_levels};

/// Keeps a caller's word that there was none; once a day from one phone, the
/// latest word: a count since the one before does not silence it.
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
    // Of an upsert; the prelude's `filter` is that of a SELECT.
    use diesel::query_dsl::methods::FilterDsl;

    diesel::insert_into(none_reports::table)
        .values((
            none_reports::facility_id.eq(facility),
            none_reports::product_id.eq(product),
            none_reports::phone_id.eq(phone),
            none_reports::day.eq(at.date_naive()),
            none_reports::reported_at.eq(at),
        ))
        .on_conflict((
            none_reports::facility_id,
            none_reports::product_id,
            none_reports::phone_id,
            none_reports::day,
        ))
        .do_update()
        .set(none_reports::reported_at.eq(excluded(none_reports::reported_at)))
        .filter(none_reports::reported_at.lt(excluded(none_reports::reported_at)))
        .execute(conn)
        .await
        .map(drop)
}

/// How many reports there are since each level's count, by facility and
/// product; levels without any are left out.
///
/// # Errors
/// When the query fails.
pub async fn count_since_counts(conn: &mut Conn) -> QueryResult<HashMap<(i64, i64), u8>> {
    let counted = stock_levels::facility_id
        .eq(none_reports::facility_id)
        .and(stock_levels::product_id.eq(none_reports::product_id))
        .and(stock_levels::counted_at.lt(none_reports::reported_at));
    let rows = none_reports::table
        .inner_join(stock_levels::table.on(counted))
        .group_by((none_reports::facility_id, none_reports::product_id))
        .select((
            none_reports::facility_id,
            none_reports::product_id,
            diesel::dsl::count_star(),
        ))
        .load::<(i64, i64, i64)>(conn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(facility, product, count)| ((facility, product), few(count)))
        .collect())
}

/// A count as the directory keeps it: from 255 on it no longer matters.
pub(super) fn few(count: i64) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}
