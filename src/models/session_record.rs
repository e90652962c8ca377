//! `session_records`: what a session wrote or was told, so that a replay reads it
//! instead of doing it again.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

use crate::db::Conn;
use crate::schema::session_records;

/// One record of a session.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = session_records)]
pub struct SessionRecord {
    /// The service code.
    pub service: String,
    /// The aggregator's id of the session.
    pub session: String,
    /// Inputs of the transcript up to it.
    pub position: i16,
    /// What kind of record it is.
    pub kind: String,
    /// The record itself.
    pub body: Value,
    /// The edition of the menu under which it was made.
    pub menu: String,
}

impl SessionRecord {
    /// Keeps the record unless one of its kind stands there already; whether it was kept.
    /// Waits for another process that is writing the same one.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn insert(&self, conn: &mut Conn) -> QueryResult<bool> {
        let inserted = diesel::insert_into(session_records::table)
            .values(self)
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
        Ok(inserted == 1)
    }

    /// Keeps another body in the place of the record's.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn replace(&self, conn: &mut Conn) -> QueryResult<()> {
        let key = (&*self.service, &*self.session, self.position, &*self.kind);
        diesel::update(session_records::table.find(key))
            .set(session_records::body.eq(&self.body))
            .execute(conn)
            .await
            .map(drop)
    }
}

/// Everything recorded of a session, by position.
///
/// # Errors
/// If the database does not answer.
pub async fn of_session(
    conn: &mut Conn,
    service: &str,
    session: &str,
) -> QueryResult<Vec<SessionRecord>> {
    session_records::table
        .filter(
            session_records::service
                .eq(service)
                .and(session_records::session.eq(session)),
        )
        .order((session_records::position, session_records::kind))
        .select(SessionRecord::as_select())
        .load(conn)
        .await
}

/// Forgets records from before a moment, which no replay can ask for any more.
///
/// # Errors
/// If the database does not answer.
pub async fn prune(conn: &mut Conn, before: chrono::DateTime<chrono::Utc>) -> QueryResult<usize> {
    diesel::delete(session_records::table.filter(session_records::at.lt(before)))
        .execute(conn)
        .await
}
