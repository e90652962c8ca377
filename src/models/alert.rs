//! `alerts`: what is wrong from when to when.

pub mod foreseen;
pub mod telling;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;
use futures_util::future::try_join;

use super::cached::cached;
use crate::db::Conn;
use crate::people::role::Role;
use crate::stock::ledger::Known;
use crate::stock::rules::{
    AREA_HOLDERS, COUNTS, EXPIRES_WITHIN, LATELY, LOOKED_BACK, Rule, SILENT_AFTER, Used,
};

/// What is known of a facility's stock of a product, and what alerts follow from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stock {
    /// Of what.
    pub product: i64,
    /// What is known; none where nothing is.
    pub known: Option<Known>,
    /// What was used.
    pub used: Used,
    /// Units in batches that will expire before long.
    pub soon: i64,
    /// Units in batches that keep.
    pub later: i64,
    /// When something was last said of it that stands.
    pub last: Option<DateTime<Utc>>,
}

/// What a facility's people need to know of its stock before they report.
#[derive(Debug, Clone, Default)]
pub struct Stocks {
    /// The stock of every product asked for.
    pub stocks: Vec<Stock>,
    /// The last counts of the products asked for that were not taken back, oldest first.
    pub counts: HashMap<i64, Vec<u32>>,
    /// What it holds of others and nobody has counted for [`LATELY`].
    pub uncounted: Vec<i64>,
    /// Whether the facility has open alerts.
    pub open: bool,
}

#[derive(QueryableByName)]
struct StockRow {
    #[diesel(sql_type = BigInt)]
    product_id: i64,
    #[diesel(sql_type = Nullable<Integer>)]
    quantity: Option<i32>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    counted_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<diesel::sql_types::Float>)]
    monthly_use: Option<f32>,
    #[diesel(sql_type = BigInt)]
    units: i64,
    #[diesel(sql_type = BigInt)]
    days: i64,
    #[diesel(sql_type = BigInt)]
    soon: i64,
    #[diesel(sql_type = BigInt)]
    later: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    last: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Array<Integer>>)]
    counts: Option<Vec<i32>>,
    #[diesel(sql_type = Array<BigInt>)]
    uncounted: Vec<i64>,
    #[diesel(sql_type = Bool)]
    open: bool,
}

/// What a facility holds of some products, what was counted and used of them and will expire,
/// what else it holds that was not counted lately, and whether it has open alerts.
///
/// # Errors
/// If the database does not answer.
pub async fn stocks(
    conn: &mut Conn,
    facility: i64,
    products: &[i64],
    now: DateTime<Utc>,
) -> QueryResult<Stocks> {
    stocks_by("", conn, facility, products, now).await
}

/// As [`stocks`], once nobody else may write of them until the transaction ends. Both
/// questions travel at once, and are answered one after the other.
///
/// # Errors
/// If the database does not answer.
pub async fn held(
    conn: &Conn,
    facility: i64,
    products: &[i64],
    now: DateTime<Utc>,
) -> QueryResult<Stocks> {
    // Words of its own, so that it is prepared only where the lock was before, and does not
    // overtake it
    let stocks = stocks_by("/* held */ ", conn, facility, products, now);
    let (_, stocks) = try_join(super::facility::lock(conn, &[facility]), stocks).await?;
    Ok(stocks)
}

async fn stocks_by(
    mark: &str,
    mut conn: &Conn,
    facility: i64,
    products: &[i64],
    now: DateTime<Utc>,
) -> QueryResult<Stocks> {
    let query = diesel::sql_query(format!(
        "{mark}SELECT p.id AS product_id, s.quantity, s.counted_at, s.monthly_use,
            coalesce(units, 0) AS units, coalesce(days, 0) AS days, coalesce(soon, 0) AS soon, coalesce(later, 0) AS later, last, counts,
            ARRAY(SELECT o.product_id FROM stock_levels o
                WHERE o.facility_id = $1 AND o.quantity > 0 AND o.counted_at <= $7 AND o.product_id <> ALL ($2)) AS uncounted,
            EXISTS (SELECT FROM alerts a WHERE a.facility_id = $1 AND a.resolved_at IS NULL) AS open
         FROM unnest($2) p (id) LEFT JOIN stock_levels s ON s.facility_id = $1 AND s.product_id = p.id
         CROSS JOIN LATERAL (
            SELECT sum(-change) FILTER (WHERE at > $4 AND change < 0 AND kind IN ('count', 'issue')) AS units,
                extract(day FROM $3 - min(at) FILTER (WHERE at > $4 AND kind <> 'reversal'))::bigint AS days,
                sum(quantity) FILTER (WHERE kind = 'receipt' AND expires_on <= $5::date) AS soon,
                sum(quantity) FILTER (WHERE kind = 'receipt' AND expires_on > $5::date) AS later,
                max(at) FILTER (WHERE kind <> 'reversal') AS last,
                (array_agg(quantity ORDER BY id DESC) FILTER (WHERE kind = 'count'))[1:$6] AS counts
            FROM ledger l
            WHERE l.facility_id = $1 AND l.product_id = p.id
              AND l.id <> ALL (ARRAY(SELECT r.reverses FROM ledger r WHERE r.facility_id = $1 AND r.product_id = p.id AND r.reverses IS NOT NULL))
         ) l",
    ))
    .bind::<BigInt, _>(facility)
    .bind::<Array<BigInt>, _>(products)
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now - LOOKED_BACK)
    .bind::<Timestamptz, _>(now + EXPIRES_WITHIN)
    .bind::<Integer, _>(COUNTS)
    .bind::<Timestamptz, _>(now - LATELY);
    let mut rows: Vec<StockRow> = cached(query).load(&mut conn).await?;
    let open = rows.iter().any(|row| row.open);
    let uncounted = rows
        .first_mut()
        .map(|row| std::mem::take(&mut row.uncounted));
    let counted = rows.iter_mut().filter_map(|row| {
        let counts = row.counts.take()?.into_iter().rev().map(i32::unsigned_abs);
        Some((row.product_id, counts.collect()))
    });
    let counts = counted.collect();
    let stock = |row: StockRow| Stock {
        product: row.product_id,
        known: row
            .quantity
            .zip(row.counted_at)
            .map(|(quantity, counted_at)| Known {
                quantity: quantity.unsigned_abs(),
                counted_at,
            }),
        used: Used {
            monthly: row.monthly_use,
            units: row.units,
            days: row.days,
        },
        soon: row.soon,
        later: row.later,
        last: row.last,
    };
    Ok(Stocks {
        stocks: rows.into_iter().map(stock).collect(),
        counts,
        uncounted: uncounted.unwrap_or_default(),
        open,
    })
}

/// Makes the open alerts of these rules about these products of a facility the ones that
/// are wanted: opens what is not open, resolves what is no longer so, and keeps how many
/// units it is about now.
///
/// # Errors
/// If the database does not answer.
pub async fn settle(
    conn: &mut Conn,
    (facility, staff): (i64, Option<i64>),
    (rules, products): (&[Rule], &[i64]),
    wanted: &[(Rule, i64, u32)],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let words = |rule: &Rule| rule.as_str().to_owned();
    let query = diesel::sql_query(
        "WITH wanted AS (SELECT * FROM unnest($4, $5, $6) w (rule, product_id, quantity)),
         resolved AS (
            UPDATE alerts a SET resolved_at = $7
            WHERE facility_id = $1 AND resolved_at IS NULL AND rule = ANY($2) AND product_id = ANY($3)
              AND NOT EXISTS (SELECT FROM wanted w WHERE w.rule = a.rule AND w.product_id = a.product_id)
         )
         INSERT INTO alerts (rule, facility_id, product_id, quantity, staff_id, opened_at)
         SELECT rule, $1, product_id, quantity, $8, $7 FROM wanted
         ON CONFLICT (rule, coalesce(facility_id, 0), coalesce(place_id, 0), coalesce(product_id, 0), coalesce(report_id, 0)) WHERE resolved_at IS NULL
         DO UPDATE SET quantity = excluded.quantity WHERE alerts.quantity <> excluded.quantity",
    )
    .bind::<BigInt, _>(facility)
    .bind::<Array<Text>, _>(rules.iter().map(words).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(products)
    .bind::<Array<Text>, _>(wanted.iter().map(|w| words(&w.0)).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(wanted.iter().map(|w| w.1).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(wanted.iter().map(|w| units(w.2)).collect::<Vec<_>>())
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<BigInt>, _>(staff);
    cached(query).execute(conn).await.map(drop)
}

/// Units as the record keeps them.
fn units(units: u32) -> i32 {
    i32::try_from(units).unwrap_or(i32::MAX)
}

/// What a report is to the alerts of its facility.
#[derive(Debug, Clone, Copy)]
pub struct Reported<'a> {
    /// Whose stock.
    pub facility: i64,
    /// Who reported, where that is one of the people who work with the record.
    pub staff: Option<i64>,
    /// Of what.
    pub products: &'a [i64],
    /// Of these, what came.
    pub came: &'a [i64],
    /// The report it takes back.
    pub undoes: Option<i64>,
    /// The report that was made, and by product how many units there were before more
    /// were counted.
    pub rises: (i64, &'a [(i64, u32)]),
}

/// A facility has reported: it is not silent, and whoever was told of these products has
/// answered, which counts once. More than was there is an alert of its own each time it is
/// counted: it ends when some is said to have come, when that count is taken back, and when all of
/// these roles there, but who counted it, were handed it.
///
/// # Errors
/// If the database does not answer.
pub async fn reported(
    conn: &mut Conn,
    what: Reported<'_>,
    hearing: &[Role],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let (report, rises) = what.rises;
    let query = diesel::sql_query(
        "WITH ended AS (
            UPDATE alerts a SET resolved_at = $2
            WHERE facility_id = $1 AND resolved_at IS NULL AND (rule = 'silent' OR rule = 'rise' AND product_id = ANY($3)
              AND (product_id = ANY($4) OR report_id = $5 OR NOT EXISTS (
                SELECT FROM staff_facilities f JOIN staff s ON s.id = f.staff_id AND s.state = 'active' AND s.role = ANY($6)
                WHERE f.facility_id = $1 AND s.id IS DISTINCT FROM a.staff_id
                  AND NOT EXISTS (SELECT FROM subscribers u WHERE u.phone_id = s.phone_id AND u.stopped_at IS NOT NULL)
                  AND NOT EXISTS (
                    SELECT FROM alert_tellings t JOIN outbox o ON o.id = t.outbox_id
                    WHERE t.alert_id = a.id AND t.staff_id = s.id AND o.state NOT IN ('queued', 'sending')))))
         ), answered AS (
            UPDATE alerts a SET acknowledged_at = $2
            WHERE facility_id = $1 AND resolved_at IS NULL AND acknowledged_at IS NULL AND rule <> 'rise' AND product_id = ANY($3)
              AND EXISTS (SELECT FROM alert_tellings t WHERE t.alert_id = a.id)
         )
         INSERT INTO alerts (rule, facility_id, product_id, quantity, staff_id, report_id, opened_at)
         SELECT 'rise', $1, product_id, quantity, $7, $8, $2 FROM unnest($9, $10) r (product_id, quantity)",
    )
    .bind::<BigInt, _>(what.facility)
    .bind::<Timestamptz, _>(now)
    .bind::<Array<BigInt>, _>(what.products)
    .bind::<Array<BigInt>, _>(what.came)
    .bind::<Nullable<BigInt>, _>(what.undoes)
    .bind::<Array<Text>, _>(Role::words(hearing))
    .bind::<Nullable<BigInt>, _>(what.staff)
    .bind::<BigInt, _>(report)
    .bind::<Array<BigInt>, _>(rises.iter().map(|rise| rise.0).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(rises.iter().map(|rise| units(rise.1)).collect::<Vec<_>>());
    cached(query).execute(conn).await.map(drop)
}

/// Opens an alert for every facility where somebody may report and nobody has for long.
///
/// # Errors
/// If the database does not answer.
pub async fn open_silent(
    conn: &mut Conn,
    reporters: &[Role],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT INTO alerts (rule, facility_id, quantity, opened_at)
         SELECT 'silent', facility_id, 0, $2 FROM (
            SELECT f.facility_id, min(coalesce(s.decided_at, s.created_at)) AS since
            FROM staff_facilities f JOIN staff s ON s.id = f.staff_id AND s.state = 'active' AND s.role = ANY($1)
            GROUP BY f.facility_id
         ) f WHERE greatest(since, (SELECT max(at) FROM reports r WHERE r.facility_id = f.facility_id)) < $3
         ON CONFLICT DO NOTHING",
    )
    .bind::<Array<Text>, _>(Role::words(reporters))
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now - SILENT_AFTER)
    .execute(conn)
    .await
    .map(drop)
}

/// Opens an alert for every product that more than half the facilities of an area are out
/// of, in the areas that somebody of these roles answers for, and resolves those that are
/// no longer so.
///
/// # Errors
/// If the database does not answer.
pub async fn settle_areas(conn: &mut Conn, over: &[Role], now: DateTime<Utc>) -> QueryResult<()> {
    diesel::sql_query(
        "WITH RECURSIVE inside (area, place) AS (
            SELECT DISTINCT place_id, place_id FROM staff WHERE state = 'active' AND role = ANY($1) AND place_id IS NOT NULL
            UNION
            SELECT i.area, p.id FROM inside i JOIN places p ON p.parent_id = i.place
         ), wanted AS (
            SELECT i.area, l.product_id, count(*) FILTER (WHERE l.quantity = 0)::integer AS empty
            FROM inside i JOIN facilities f ON f.place_id = i.place JOIN stock_levels l ON l.facility_id = f.id
            GROUP BY 1, 2
            HAVING count(*) >= $3 AND count(*) FILTER (WHERE l.quantity = 0) * 2 > count(*)
         ), resolved AS (
            UPDATE alerts a SET resolved_at = $2
            WHERE rule = 'area' AND resolved_at IS NULL
              AND NOT EXISTS (SELECT FROM wanted w WHERE w.area = a.place_id AND w.product_id = a.product_id)
         )
         INSERT INTO alerts (rule, place_id, product_id, quantity, opened_at)
         SELECT 'area', area, product_id, empty, $2 FROM wanted
         ON CONFLICT DO NOTHING",
    )
    .bind::<Array<Text>, _>(Role::words(over))
    .bind::<Timestamptz, _>(now)
    .bind::<BigInt, _>(AREA_HOLDERS)
    .execute(conn)
    .await
    .map(drop)
}

/// The facilities where people of these roles work.
///
/// # Errors
/// If the database does not answer.
pub async fn watched(conn: &mut Conn, who: &[Role]) -> QueryResult<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Watched {
        #[diesel(sql_type = BigInt)]
        facility_id: i64,
    }
    let rows: Vec<Watched> = diesel::sql_query(
        "SELECT DISTINCT f.facility_id FROM staff_facilities f
         JOIN staff s ON s.id = f.staff_id AND s.state = 'active' AND s.role = ANY($1) ORDER BY 1",
    )
    .bind::<Array<Text>, _>(Role::words(who))
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.facility_id).collect())
}
