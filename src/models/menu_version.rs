//! `menu_versions`: every menu that was ever served, by the hash of its content.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::menu_versions;

/// A menu with its texts, as one value.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = menu_versions)]
pub struct MenuVersion {
    /// The hash of the content, in hexadecimal.
    pub hash: String,
    /// The content.
    pub content: String,
    /// When it was last put into service.
    pub published_at: DateTime<Utc>,
}

/// Puts a version into service, if it is not the newest already, and returns the
/// two newest, this one first.
///
/// # Errors
/// If the database does not answer.
pub async fn publish(conn: &mut Conn, hash: &str, content: &str) -> QueryResult<Vec<MenuVersion>> {
    let newest = latest(conn).await?;
    let is_newest = <[_]>::first(&newest).is_some_and(|version: &MenuVersion| version.hash == hash);
    if !is_newest {
        diesel::insert_into(menu_versions::table)
            .values((
                menu_versions::hash.eq(hash),
                menu_versions::content.eq(content),
            ))
            .on_conflict(menu_versions::hash)
            .do_update()
            .set(menu_versions::published_at.eq(diesel::dsl::now))
            .execute(conn)
            .await?;
        return latest(conn).await;
    }
    Ok(newest)
}

/// The version of a hash.
///
/// # Errors
/// If the database does not answer.
pub async fn of_hash(conn: &mut Conn, hash: &str) -> QueryResult<Option<MenuVersion>> {
    menu_versions::table
        .find(hash)
        .select(MenuVersion::as_select())
        .first(conn)
        .await
        .optional()
}

async fn latest(conn: &mut Conn) -> QueryResult<Vec<MenuVersion>> {
    menu_versions::table
        .order(menu_versions::published_at.desc())
        .limit(2)
        .select(MenuVersion::as_select())
        .load(conn)
        .await
}
