//! `alert_tellings`: who is told of which alert, in which message.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Date, Double, Integer, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::models::signal::{Counts, CountsRow};
use crate::models::word;
use crate::people::role::Role;
use crate::schema::alert_tellings;
use crate::stock::rules::Rule;

/// An alert that somebody is to be told of.
#[derive(Debug, Clone, PartialEq)]
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
    /// What it follows from, where it was foreseen.
    pub foreseen: Option<Why>,
    /// What is out of the ordinary, where it is asked whether there is an outbreak.
    pub unusual: Option<Unusual>,
}

/// A week that is out of the ordinary.
#[derive(Debug, Clone, PartialEq)]
pub struct Unusual {
    /// Its Monday.
    pub week: NaiveDate,
    /// What was counted, of which two agree.
    pub counts: Counts,
}

/// Why something is foreseen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Why {
    /// Units that are left now.
    pub left: u32,
    /// Units used a month.
    pub a_month: f64,
    /// How likely it is that none is left within 30 days.
    pub risk: f64,
    /// When some will expire unused.
    pub waste_on: Option<NaiveDate>,
    /// Who could give some.
    pub giver: Option<i64>,
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
    #[diesel(sql_type = Nullable<Integer>)]
    units_left: Option<i32>,
    #[diesel(sql_type = Nullable<Double>)]
    a_month: Option<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    risk: Option<f64>,
    #[diesel(sql_type = Nullable<Date>)]
    waste_on: Option<NaiveDate>,
    #[diesel(sql_type = Nullable<BigInt>)]
    giver_id: Option<i64>,
    #[diesel(sql_type = Nullable<Date>)]
    week: Option<NaiveDate>,
    #[diesel(embed)]
    counts: CountsRow,
}

impl DueRow {
    fn why(&self) -> Option<Why> {
        Some(Why {
            left: self.units_left?.unsigned_abs(),
            a_month: self.a_month?,
            risk: self.risk?,
            waste_on: self.waste_on,
            giver: self.giver_id,
        })
    }
}

/// Who is to be told of what, and was not: those of a facility at once, those over its
/// area of what is still so a while after, or at once where nobody at the facility is to
/// be told; of an area those over it; of what could be fetched those of both facilities and those over
/// them at once; of what may be an outbreak those over the area and all wider ones, with the figures of the last week in
/// which two counts agreed. What was foreseen is told while it is still so by what is left now, the riskiest
/// facility after all that is so already. Who opted out is left alone, who has had as many
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
            SELECT DISTINCT a.id AS alert_id, s.id AS staff_id FROM open a
            CROSS JOIN LATERAL (VALUES (a.facility_id), (a.giver_id)) w (workplace) JOIN staff_facilities f ON f.facility_id = w.workplace
            JOIN staff s ON s.id = f.staff_id AND s.state = 'active' AND s.role = ANY($1)
            WHERE NOT EXISTS (SELECT FROM subscribers u WHERE u.phone_id = s.phone_id AND u.stopped_at IS NOT NULL)
         ), late AS (
            SELECT a.id, a.facility_id FROM open a
            WHERE rule NOT IN ('rise', 'area', 'outbreak')
              AND (rule = 'move' OR NOT EXISTS (SELECT FROM near n WHERE n.alert_id = a.id)
                OR greatest(acknowledged_at, (SELECT min(told_at) FROM alert_tellings t WHERE t.alert_id = a.id)) < $5
                    AND EXISTS (SELECT FROM alert_tellings t WHERE t.alert_id = a.id))
         ), up (alert_id, place_id) AS (
            SELECT l.id, f.place_id FROM late l JOIN facilities f ON f.id = l.facility_id WHERE f.place_id IS NOT NULL
            UNION SELECT id, place_id FROM open WHERE rule IN ('area', 'outbreak')
            UNION SELECT up.alert_id, p.parent_id FROM up JOIN places p ON p.id = up.place_id
                WHERE p.parent_id IS NOT NULL AND up.alert_id IN (SELECT id FROM late UNION ALL SELECT id FROM open WHERE rule = 'outbreak')
         ), who AS (
            SELECT * FROM near
            UNION
            SELECT up.alert_id, s.id FROM up JOIN staff s ON s.place_id = up.place_id AND s.state = 'active' AND s.role = ANY($2)
         )
         SELECT a.id, a.rule, a.facility_id, a.place_id, a.product_id, a.quantity, l.quantity AS counted, s.id AS staff_id, s.phone_id,
            coalesce(u.language, s.language) AS language, d.had,
            k.quantity AS units_left, v.a_month, v.risk, v.waste_on, a.giver_id, g.week, g.people, g.people_high,
            g.used, g.used_low, g.used_high, g.rule AS used_rule, g.disease, g.cases, g.cases_high, g.cases_rule
         FROM who JOIN open a ON a.id = who.alert_id JOIN staff s ON s.id = who.staff_id
         LEFT JOIN ledger l ON l.report_id = a.report_id AND l.facility_id = a.facility_id AND l.product_id = a.product_id
         LEFT JOIN advice v ON a.rule IN ('short', 'waste', 'move') AND v.facility_id = a.facility_id AND v.product_id = a.product_id
         LEFT JOIN stock_levels k ON k.facility_id = v.facility_id AND k.product_id = v.product_id
         LEFT JOIN LATERAL (
            SELECT * FROM outbreak_signals o
            WHERE a.rule = 'outbreak' AND o.place_id = a.place_id AND o.product_id = a.product_id AND o.agree
            ORDER BY o.week DESC LIMIT 1
         ) g ON true
         LEFT JOIN subscribers u ON u.phone_id = s.phone_id
         CROSS JOIN LATERAL (
            SELECT count(DISTINCT t.outbox_id) AS had FROM alert_tellings t WHERE t.staff_id = s.id AND t.told_at > $4 - interval '24 hours'
         ) d
         WHERE u.stopped_at IS NULL
           AND (a.rule <> 'rise' OR a.staff_id IS DISTINCT FROM s.id)
           AND NOT EXISTS (SELECT FROM alert_tellings t WHERE t.alert_id = a.id AND t.staff_id = s.id)
           AND CASE a.rule WHEN 'short' THEN k.quantity BETWEEN 1 AND v.reorder_level WHEN 'move' THEN k.quantity < v.reorder_level
                WHEN 'waste' THEN k.quantity >= a.quantity WHEN 'outbreak' THEN g.week IS NOT NULL ELSE true END
           AND d.had < $3
         ORDER BY s.id, max(CASE WHEN a.rule IN ('short', 'waste', 'move') THEN v.risk ELSE 2 END)
            OVER (PARTITION BY s.id, a.facility_id, a.place_id) DESC, a.facility_id NULLS FIRST, a.id LIMIT 5000",
    )
    .bind::<Array<Text>, _>(Role::words(at_facilities))
    .bind::<Array<Text>, _>(Role::words(over_areas))
    .bind::<BigInt, _>(i64::from(a_day))
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(unchanged_since)
    .load(conn)
    .await?;
    let due = |row: DueRow| {
        let foreseen = row.why();
        let counts = row.counts.counts()?;
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
            language: row.language.clone(),
            had: u32::try_from(row.had).unwrap_or(u32::MAX),
            foreseen,
            unusual: row
                .week
                .zip(counts)
                .map(|(week, counts)| Unusual { week, counts }),
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
