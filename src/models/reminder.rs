//! `reminders`: facilities that owe a report, and when they were asked for it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::people::role::Role;
use crate::schema::reminders;

/// A facility where somebody may report.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Reporting {
    /// Which.
    #[diesel(sql_type = BigInt)]
    pub facility_id: i64,
    /// Since when somebody may.
    #[diesel(sql_type = Timestamptz)]
    pub since: DateTime<Utc>,
    /// When its people reported last, newest first, a dozen at most.
    #[diesel(sql_type = Array<Timestamptz>)]
    pub reports: Vec<DateTime<Utc>>,
    /// How often it was reminded since.
    #[diesel(sql_type = BigInt)]
    pub reminded: i64,
    /// And when last.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub reminded_at: Option<DateTime<Utc>>,
}

/// Every facility where somebody of these roles works.
///
/// # Errors
/// If the database does not answer.
pub async fn reporting(conn: &mut Conn, reporters: &[Role]) -> QueryResult<Vec<Reporting>> {
    diesel::sql_query(
        "SELECT f.facility_id, f.since, f.reports, m.reminded, m.reminded_at FROM (
            SELECT f.facility_id, min(coalesce(s.decided_at, s.created_at)) AS since,
                array(SELECT at FROM reports r WHERE r.facility_id = f.facility_id AND staff_id IS NOT NULL AND undoes IS NULL ORDER BY at DESC LIMIT 12) AS reports
            FROM staff_facilities f JOIN staff s ON s.id = f.staff_id AND s.state = 'active' AND s.role = ANY($1)
            GROUP BY f.facility_id
         ) f CROSS JOIN LATERAL (
            SELECT count(*) AS reminded, max(sent_at) AS reminded_at FROM reminders m
            WHERE m.facility_id = f.facility_id AND m.sent_at >= coalesce(f.reports[1], f.since)
         ) m ORDER BY 1",
    )
    .bind::<Array<Text>, _>(Role::words(reporters))
    .load(conn)
    .await
}

/// Somebody who is to be reminded.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Reminded {
    /// Their phone.
    #[diesel(sql_type = BigInt)]
    pub phone_id: i64,
    /// Their language, where they told it or were registered with one.
    #[diesel(sql_type = Nullable<Text>)]
    pub language: Option<String>,
}

/// Who is reminded of a facility's report: whoever reported last, and everybody who may
/// where they no longer do. Who opted out is left alone.
///
/// # Errors
/// If the database does not answer.
pub async fn of(conn: &mut Conn, facility: i64, reporters: &[Role]) -> QueryResult<Vec<Reminded>> {
    diesel::sql_query(
        "WITH may AS (
            SELECT s.id, s.phone_id, coalesce(u.language, s.language) AS language
            FROM staff_facilities f JOIN staff s ON s.id = f.staff_id AND s.state = 'active' AND s.role = ANY($2)
            LEFT JOIN subscribers u ON u.phone_id = s.phone_id
            WHERE f.facility_id = $1 AND u.stopped_at IS NULL
         ), last AS (
            SELECT staff_id FROM reports WHERE facility_id = $1 AND staff_id IS NOT NULL ORDER BY at DESC LIMIT 1
         )
         SELECT phone_id, language FROM may
         WHERE id IN (SELECT staff_id FROM last) OR NOT EXISTS (SELECT FROM may JOIN last ON last.staff_id = may.id)
         ORDER BY id",
    )
    .bind::<BigInt, _>(facility)
    .bind::<Array<Text>, _>(Role::words(reporters))
    .load(conn)
    .await
}

/// Keeps that a facility was reminded.
///
/// # Errors
/// If the database does not answer.
pub async fn add(conn: &mut Conn, facility: i64, now: DateTime<Utc>) -> QueryResult<()> {
    diesel::insert_into(reminders::table)
        .values((
            reminders::facility_id.eq(facility),
            reminders::sent_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}
