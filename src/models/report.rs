//! `reports`: what is said about stock at once, and taken back at once.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::directory::catalogue::kinds;
use crate::models::place::INSIDE;
use crate::people::role::Role;
use crate::schema::reports;

kinds! {
    /// How a report came.
    Channel {
        /// By SMS.
        Sms = "sms",
        /// By USSD.
        Ussd = "ussd",
        /// In a file.
        Import = "import",
        /// By an operator's command.
        Command = "command",
    }
}

/// A report to be kept.
#[derive(Debug, Clone)]
pub struct NewReport<'a> {
    /// Whose stock it is about.
    pub facility_id: Option<i64>,
    /// Who says so.
    pub staff_id: Option<i64>,
    /// How it came, as [`Channel`] writes it.
    pub channel: &'a str,
    /// The message it came in.
    pub inbound_id: Option<i64>,
    /// When it came.
    pub at: DateTime<Utc>,
    /// When it was so.
    pub so_at: DateTime<Utc>,
    /// The report that this one takes back.
    pub undoes: Option<i64>,
}

/// A report that somebody may take back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Undoable {
    /// The report.
    pub id: i64,
    /// Whose stock it is about.
    pub facility_id: i64,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// The message it came in.
    pub inbound_id: Option<i64>,
}

/// The last report of somebody since a moment that was not taken back.
///
/// # Errors
/// If the database does not answer.
pub async fn last_of(
    conn: &mut Conn,
    staff: i64,
    since: DateTime<Utc>,
) -> QueryResult<Option<Undoable>> {
    let undoing = diesel::alias!(reports as undoing);
    let taken_back = undoing.filter(undoing.field(reports::undoes).eq(reports::id.nullable()));
    reports::table
        .filter(reports::staff_id.eq(staff))
        .filter(reports::at.ge(since))
        .filter(reports::undoes.is_null())
        .filter(diesel::dsl::not(diesel::dsl::exists(taken_back)))
        .order(reports::id.desc())
        .select((
            reports::id,
            reports::facility_id.assume_not_null(),
            reports::at,
            reports::inbound_id,
        ))
        .filter(reports::facility_id.is_not_null())
        .first(conn)
        .await
        .optional()
}

/// The latest reports of somebody, the last first, without those that were taken back.
///
/// # Errors
/// If the database does not answer.
pub async fn latest_of(conn: &mut Conn, staff: i64, most: i64) -> QueryResult<Vec<i64>> {
    let undoing = diesel::alias!(reports as undoing);
    let taken_back = undoing.filter(undoing.field(reports::undoes).eq(reports::id.nullable()));
    reports::table
        .filter(reports::staff_id.eq(staff))
        .filter(reports::undoes.is_null())
        .filter(diesel::dsl::not(diesel::dsl::exists(taken_back)))
        .order(reports::id.desc())
        .limit(most)
        .select(reports::id)
        .load(conn)
        .await
}

/// The facilities of an area at which somebody of these roles works and nobody has reported
/// since a moment, with their last report, the longest ago first.
///
/// # Errors
/// If the database does not answer.
pub async fn unreported(
    conn: &mut Conn,
    area: i64,
    reporters: &[Role],
    since: DateTime<Utc>,
    most: i64,
) -> QueryResult<Vec<(i64, Option<DateTime<Utc>>)>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        id: i64,
        #[diesel(sql_type = Nullable<Timestamptz>)]
        at: Option<DateTime<Utc>>,
    }
    let query = format!(
        "{INSIDE} SELECT f.id, last.at FROM inside JOIN facilities f ON f.place_id = inside.place
         CROSS JOIN LATERAL (SELECT max(r.at) AS at FROM reports r WHERE r.facility_id = f.id) last
         WHERE (last.at IS NULL OR last.at < $2) AND EXISTS (
            SELECT FROM staff_facilities w JOIN staff s ON s.id = w.staff_id
            WHERE w.facility_id = f.id AND s.state = 'active' AND s.role = ANY ($3))
         ORDER BY last.at NULLS FIRST, f.name, f.id LIMIT $4"
    );
    let rows: Vec<Row> = diesel::sql_query(query)
        .bind::<BigInt, _>(area)
        .bind::<Timestamptz, _>(since)
        .bind::<Array<Text>, _>(Role::words(reporters))
        .bind::<BigInt, _>(most)
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.at)).collect())
}
