//! `audit` and `audit_head`: who decided what, added to and never changed.

use chrono::{DateTime, SubsecRound as _, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

use crate::audit::{Entry, Row};
use crate::db::Conn;
use crate::schema::{audit, audit_head};

/// Rows read at once.
const AT_ONCE: i64 = 1000;

type Columns = (
    i64,
    DateTime<Utc>,
    (String, Option<i64>),
    (String, String),
    (Value, Value),
    String,
    (Vec<u8>, Vec<u8>),
);

fn row((id, at, actor, (action, subject), change, from_where, hashes): Columns) -> Row {
    Row {
        id,
        at,
        actor,
        action,
        subject,
        change,
        from_where,
        hashes,
    }
}

/// Adds what was decided to the log, in the caller's transaction: it is there if that is
/// committed. Others wait here until then, so it is done last.
///
/// # Errors
/// If the database does not answer.
pub async fn add(conn: &mut Conn, entry: Entry) -> QueryResult<()> {
    let (last, prev): (i64, Vec<u8>) = audit_head::table
        .select((audit_head::last_id, audit_head::hash))
        .for_update()
        .first(conn)
        .await?;
    let (kind, number) = entry.actor.parts();
    let mut row = Row {
        id: last + 1,
        // As the record keeps it, or the hash would be that of another moment.
        at: entry.at.trunc_subsecs(6),
        actor: (kind.to_owned(), number),
        action: entry.action.to_owned(),
        subject: entry.subject,
        change: (entry.old, entry.new),
        from_where: entry.from_where.chars().take(100).collect(),
        hashes: (prev, Vec::new()),
    };
    row.hashes.1 = row.hash_on(&row.hashes.0).to_vec();
    diesel::update(audit_head::table)
        .set((
            audit_head::last_id.eq(row.id),
            audit_head::hash.eq(&row.hashes.1),
        ))
        .execute(conn)
        .await?;
    diesel::insert_into(audit::table)
        .values((
            (audit::id.eq(row.id), audit::at.eq(row.at)),
            (
                audit::actor_kind.eq(row.actor.0),
                audit::actor.eq(row.actor.1),
            ),
            (audit::action.eq(row.action), audit::subject.eq(row.subject)),
            (audit::old.eq(row.change.0), audit::new.eq(row.change.1)),
            audit::from_where.eq(row.from_where),
            (audit::prev.eq(row.hashes.0), audit::hash.eq(row.hashes.1)),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// The rows after a number, in their order, some at a time; with a subject, those about it.
///
/// # Errors
/// If the database does not answer.
pub async fn after(conn: &mut Conn, id: i64, subject: Option<&str>) -> QueryResult<Vec<Row>> {
    let mut found = audit::table
        .filter(audit::id.gt(id))
        .select((
            audit::id,
            audit::at,
            (audit::actor_kind, audit::actor),
            (audit::action, audit::subject),
            (audit::old, audit::new),
            audit::from_where,
            (audit::prev, audit::hash),
        ))
        .order(audit::id)
        .limit(AT_ONCE)
        .into_boxed();
    if let Some(subject) = subject {
        found = found.filter(audit::subject.eq(subject.to_owned()));
    }
    let rows: Vec<Columns> = found.load(conn).await?;
    Ok(rows.into_iter().map(row).collect())
}

/// The number and hash of what was last added.
///
/// # Errors
/// If the database does not answer.
pub async fn head(conn: &mut Conn) -> QueryResult<(i64, Vec<u8>)> {
    audit_head::table
        .select((audit_head::last_id, audit_head::hash))
        .first(conn)
        .await
}
