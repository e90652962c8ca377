//! `subscribers`: what a caller has told us of themselves.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::{phones, subscribers};

/// A caller's profile as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = subscribers)]
pub struct Subscriber {
    /// Their language's code.
    pub language: Option<String>,
    /// Their place's id.
    pub place_id: Option<i64>,
}

/// The profile of the phone that one of `hashes` finds.
///
/// # Errors
/// If the database does not answer.
pub async fn of_phone(conn: &mut Conn, hashes: &[Vec<u8>]) -> QueryResult<Option<Subscriber>> {
    subscribers::table
        .inner_join(phones::table)
        .filter(
            phones::hmac
                .eq_any(hashes)
                .or(phones::next_hmac.eq_any(hashes)),
        )
        .select(Subscriber::as_select())
        .first(conn)
        .await
        .optional()
}

/// Keeps a caller's language.
///
/// # Errors
/// If the database does not answer.
pub async fn set_language(
    conn: &mut Conn,
    phone: i64,
    language: &str,
    session: &str,
) -> QueryResult<()> {
    let row = (
        subscribers::language.eq(language),
        subscribers::changed_at.eq(diesel::dsl::now),
        subscribers::changed_in.eq(session),
    );
    diesel::insert_into(subscribers::table)
        .values((subscribers::phone_id.eq(phone), row))
        .on_conflict(subscribers::phone_id)
        .do_update()
        .set(row)
        .execute(conn)
        .await
        .map(drop)
}

/// Keeps a caller's place.
///
/// # Errors
/// If the database does not answer or the place is gone.
pub async fn set_place(conn: &mut Conn, phone: i64, place: i64, session: &str) -> QueryResult<()> {
    let row = (
        subscribers::place_id.eq(place),
        subscribers::changed_at.eq(diesel::dsl::now),
        subscribers::changed_in.eq(session),
    );
    diesel::insert_into(subscribers::table)
        .values((subscribers::phone_id.eq(phone), row))
        .on_conflict(subscribers::phone_id)
        .do_update()
        .set(row)
        .execute(conn)
        .await
        .map(drop)
}
