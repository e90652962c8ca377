//! `subscribers`: what a caller has told us of themselves.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::cached::cached;
use super::consent;
use super::phone::found_by;
use crate::db::Conn;
use crate::schema::{phones, subscribers};

/// A caller's profile as it stands in the record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = subscribers)]
pub struct Subscriber {
    /// Their language's code.
    pub language: Option<String>,
    /// Their place's id.
    pub place_id: Option<i64>,
}

/// All that a caller has told us.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = subscribers)]
pub struct Caller {
    /// Their profile.
    #[diesel(embed)]
    pub profile: Subscriber,
    /// Whether they want to be texted what they saw when the line drops.
    pub text_drops: bool,
}

/// What the caller has told us whose phone one of `hashes` finds.
///
/// # Errors
/// If the database does not answer.
pub async fn of_phone(conn: &mut Conn, hashes: &[Vec<u8>]) -> QueryResult<Option<Caller>> {
    let found = subscribers::table
        .inner_join(phones::table)
        .filter(found_by(hashes))
        .select(Caller::as_select());
    cached(found).get_result(conn).await.optional()
}

/// The profile of a phone.
///
/// # Errors
/// If the database does not answer.
pub async fn of_id(conn: &mut Conn, phone: i64) -> QueryResult<Option<Subscriber>> {
    subscribers::table
        .find(phone)
        .select(Subscriber::as_select())
        .first(conn)
        .await
        .optional()
}

/// What a caller tells of themselves: what is none they do not tell, and stays as it was.
#[derive(Debug, Clone, Copy, Default, Insertable, AsChangeset)]
#[diesel(table_name = subscribers)]
struct Tells<'a> {
    language: Option<&'a str>,
    place_id: Option<i64>,
    text_drops: Option<bool>,
}

async fn keep(conn: &mut Conn, phone: i64, told: Tells<'_>, session: &str) -> QueryResult<()> {
    let row = (
        told,
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
    let told = Tells {
        language: Some(language),
        ..Tells::default()
    };
    keep(conn, phone, told, session).await
}

/// Keeps a caller's place.
///
/// # Errors
/// If the database does not answer or the place is gone.
pub async fn set_place(conn: &mut Conn, phone: i64, place: i64, session: &str) -> QueryResult<()> {
    let told = Tells {
        place_id: Some(place),
        ..Tells::default()
    };
    keep(conn, phone, told, session).await
}

/// Keeps whether a caller wants to be texted what they saw when the line drops.
///
/// # Errors
/// If the database does not answer.
pub async fn set_text_drops(
    conn: &mut Conn,
    phone: i64,
    wanted: bool,
    session: &str,
) -> QueryResult<()> {
    let told = Tells {
        text_drops: Some(wanted),
        ..Tells::default()
    };
    keep(conn, phone, told, session).await
}

/// Notes that a person wants no messages but the answers to what they ask, or
/// that their network lets none through. The first time counts.
///
/// # Errors
/// If the database does not answer.
pub async fn stop(conn: &mut Conn, phone: i64, at: DateTime<Utc>) -> QueryResult<()> {
    // Of an upsert; the prelude's `filter` is that of a SELECT.
    use diesel::query_dsl::methods::FilterDsl;

    let row = (
        subscribers::stopped_at.eq(at),
        subscribers::changed_at.eq(at),
    );
    diesel::insert_into(subscribers::table)
        .values((subscribers::phone_id.eq(phone), row))
        .on_conflict(subscribers::phone_id)
        .do_update()
        .set(row)
        .filter(subscribers::stopped_at.is_null())
        .execute(conn)
        .await?;
    // Whatever they agreed to be reached for, they do no more.
    consent::withdraw(conn, phone, None, at).await
}

/// Notes that a person wants messages again.
///
/// # Errors
/// If the database does not answer.
pub async fn start(conn: &mut Conn, phone: i64, at: DateTime<Utc>) -> QueryResult<()> {
    diesel::update(subscribers::table.find(phone))
        .set((
            subscribers::stopped_at.eq(None::<DateTime<Utc>>),
            subscribers::changed_at.eq(at),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// Since when a person gets no messages but answers; `None` where they get all.
///
/// # Errors
/// If the database does not answer.
pub async fn stopped_at(conn: &mut Conn, phone: i64) -> QueryResult<Option<DateTime<Utc>>> {
    let row = subscribers::table
        .find(phone)
        .select(subscribers::stopped_at)
        .first::<Option<DateTime<Utc>>>(conn)
        .await
        .optional()?;
    Ok(row.flatten())
}
