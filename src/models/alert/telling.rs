//! `alert_tellings`: who is told of which alert, in which message.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::models::word;
use crate::people::role::Role;
use crate::schema::alert_tellings;
use crate::stock::rules::Rule;

/// An alert that somebody is to be told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The alert.
    pub id: i64,
    /// What it is about.
    pub rule: Rule,
    /// Whose stock.
    pub facility: Option<i64>,
    /// Which area.
    pub place: Option<i64>,
    /// Of what.
    pub product: Option<i64>,
    /// Units: what is there, what will expire, or what was there before more were counted.
    pub quantity: u32,
    /// Units that were counted, where that is what it is about.
    pub counted: Option<u32>,
    /// Who is to be told.
    pub staff: i64,
    /// Their phone.
    pub phone: i64,
    /// Their language, where they told it or were registered with one.
    pub language: Option<String>,
    /// Messages of alerts that they had in the last day.
    pub had: u32,
}

#[derive(QueryableByName)]
struct DueRow {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    rule: String,
    #[diesel(sql_type = Nullable<BigInt>)]
    facility_id: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    place_id: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    product_id: Option<i64>,
    #[diesel(sql_type = Integer)]
    quantity: i32,
    #[diesel(sql_type = Nullable<Integer>)]
    counted: Option<i32>,
    #[diesel(sql_type = BigInt)]
    staff_id: i64,
    #[diesel(sql_type = BigInt)]
    phone_id: i64,
    #[diesel(sql_type = Nullable<Text>)]
    language: Option<String>,
    #[diesel(sql_type = BigInt)]
    had: i64,
}

/// Who is to be told of what, and was not: those of a facility at once, those over its
/// area of what is still so a while after, or at once where nobody at the facility is to
/// be told; of an area those over it. Who opted out is left alone, who has had as many
/// messages of alerts in a day as they are to have waits.
///
/// # Errors
/// If the database does not answer.
pub async fn due(
    conn: &mut Conn,
    (at_facilities, over_areas): (&[Role], &[Role]),
    a_day: u32,
    now: DateTime<Utc>,
    unchanged_since: DateTime<Utc>,
) -> QueryResult<Vec<Due>> {
    let rows: Vec<DueRow> = diesel::sql_query(
        "WITH RECURSIVE open AS (
            SELECT * FROM alerts WHERE resolved_at IS NULL
         ), near AS (
            SELECT a.id AS alert_id, s.id AS staff_id FROM open a
            JOIN staff_facilities f ON f.facility_id = a.facility_id
            JOIN staff s ON s.id = f.staff_id AND s.state = 'active' AND s.role = ANY($1)
            WHERE NOT EXISTS (SELECT FROM subscribers u WHERE u.phone_id = s.phone_id AND u.stopped_at IS NOT NULL)
         ), late AS (
            SELECT a.id, a.facility_id FROM open a
            WHERE rule NOT IN ('rise', 'area')
              AND (NOT EXISTS (SELECT FROM near n WHERE n.alert_id = a.id)
                OR greatest(acknowledged_at, (SELECT min(told_at) FROM alert_tellings t WHERE t.alert_id = a.id)) < $5
                    AND EXISTS (SELECT FROM alert_tellings t WHERE t.alert_id = a.id))
         ), up (alert_id, place_id) AS (
            SELECT l.id, f.place_id FROM late l JOIN facilities f ON f.id = l.facility_id WHERE f.place_id IS NOT NULL
            UNION SELECT id, place_id FROM open WHERE rule = 'area'
            UNION SELECT up.alert_id, p.parent_id FROM up JOIN places p ON p.id = up.place_id
                WHERE p.parent_id IS NOT NULL AND up.alert_id IN (SELECT id FROM late)
         ), who AS (
            SELECT * FROM near
            UNION
            SELECT up.alert_id, s.id FROM up JOIN staff s ON s.place_id = up.place_id AND s.state = 'active' AND s.role = ANY($2)
         )
         SELECT a.id, a.rule, a.facility_id, a.place_id, a.product_id, a.quantity, l.quantity AS counted, s.id AS staff_id, s.phone_id,
            coalesce(u.language, s.language) AS language, d.had
         FROM who JOIN open a ON a.id = who.alert_id JOIN staff s ON s.id = who.staff_id
         LEFT JOIN ledger l ON l.report_id = a.report_id AND l.facility_id = a.facility_id AND l.product_id = a.product_id
         LEFT JOIN subscribers u ON u.phone_id = s.phone_id
         CROSS JOIN LATERAL (
            SELECT count(DISTINCT t.outbox_id) AS had FROM alert_tellings t WHERE t.staff_id = s.id AND t.told_at > $4 - interval '24 hours'
         ) d
         WHERE u.stopped_at IS NULL
           AND (a.rule <> 'rise' OR a.staff_id IS DISTINCT FROM s.id)
           AND NOT EXISTS (SELECT FROM alert_tellings t WHERE t.alert_id = a.id AND t.staff_id = s.id)
           AND d.had < $3
         ORDER BY s.id, a.facility_id NULLS FIRST, a.id LIMIT 5000",
    )
    .bind::<Array<Text>, _>(Role::words(at_facilities))
    .bind::<Array<Text>, _>(Role::words(over_areas))
    .bind::<BigInt, _>(i64::from(a_day))
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(unchanged_since)
    .load(conn)
    .await?;
    let due = |row: DueRow| {
        Ok(Due {
            id: row.id,
            rule: word(&row.rule)?,
            facility: row.facility_id,
            place: row.place_id,
            product: row.product_id,
            quantity: row.quantity.unsigned_abs(),
            counted: row.counted.map(i32::unsigned_abs),
            staff: row.staff_id,
            phone: row.phone_id,
            language: row.language,
            had: u32::try_from(row.had).unwrap_or(u32::MAX),
        })
    };
    rows.into_iter().map(due).collect()
}

/// Keeps that somebody was told of alerts in one message.
///
/// # Errors
/// If the database does not answer.
pub async fn told(
    conn: &mut Conn,
    staff: i64,
    of: &[i64],
    message: i64,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let rows = of.iter().map(|alert| {
        (
            alert_tellings::alert_id.eq(*alert),
            alert_tellings::staff_id.eq(staff),
            alert_tellings::outbox_id.eq(message),
            alert_tellings::told_at.eq(now),
        )
    });
    diesel::insert_into(alert_tellings::table)
        .values(rows.collect::<Vec<_>>())
        .on_conflict_do_nothing()
        .execute(conn)
        .await
        .map(drop)
}
