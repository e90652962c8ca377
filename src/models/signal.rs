//! `outbreak_signals`: weeks in which more people than usual asked in vain in an area or fell ill there, and what was
//! given out.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::sql_types::{Array, BigInt, Date, Double, Integer, Nullable, Text, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

mod counts;

pub(super) use counts::CountsRow;
pub use counts::{Cases, Counts, Used};

use super::unmet::CLASSES;
use crate::db::Conn;

/// What was counted of a medicine in an area and week.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// The area.
    pub place: i64,
    /// What was counted.
    pub counts: Counts,
}

/// The next medicine to look at: so many asked for it in vain in a week, or fell ill of what it is for in that week or,
/// as cases are reported late, in one of those from `lately` on.
///
/// # Errors
/// If the database does not answer.
pub async fn next(
    conn: &mut Conn,
    (lately, week): (NaiveDate, NaiveDate),
    after: i64,
    fewest: i32,
) -> QueryResult<Option<i64>> {
    #[derive(QueryableByName)]
    struct Next {
        #[diesel(sql_type = Nullable<BigInt>)]
        id: Option<i64>,
    }
    let row: Next = diesel::sql_query(format!(
        "SELECT min(id) AS id FROM (
            SELECT product_id FROM unmet_weeks WHERE week = $1 AND product_id > $2 GROUP BY product_id HAVING sum(people) >= $3
            UNION ALL
            SELECT class FROM disease_products d JOIN ({CLASSES}) c ON c.id = d.product_id
            WHERE class > $2 AND disease IN (
                SELECT disease FROM case_counts WHERE week BETWEEN $4 AND $1 GROUP BY disease, week HAVING sum(cases) >= $3)
         ) t (id)"
    ))
    .bind::<Date, _>(week)
    .bind::<BigInt, _>(after)
    .bind::<Integer, _>(fewest)
    .bind::<Date, _>(lately)
    .get_result(conn)
    .await?;
    Ok(row.id)
}

/// Makes what is kept of a medicine and week these signals, and opens an alert for each area of `told` where none
/// is open.
///
/// # Errors
/// If the database does not answer.
pub async fn put(
    conn: &mut Conn,
    (product, week): (i64, NaiveDate),
    signals: &[Signal],
    told: &[i64],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let counts = || signals.iter().map(|one| &one.counts);
    let used = |of: fn(Used) -> f64| {
        let used = counts().map(|one| one.used.map(of));
        used.collect::<Vec<Option<f64>>>()
    };
    let rules = counts().map(|one| one.used.map(|used| used.rule.as_str()));
    let ill = || counts().map(|one| one.cases.as_ref());
    diesel::sql_query(
        "WITH new AS (
            SELECT * FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                n (place_id, people, people_high, used, used_low, used_high, rule, disease, cases, cases_high, cases_rule)
         ), gone AS (
            DELETE FROM outbreak_signals WHERE product_id = $1 AND week = $2 AND place_id NOT IN (SELECT place_id FROM new)
         )
         INSERT INTO outbreak_signals AS o
            (place_id, product_id, week, people, people_high, used, used_low, used_high, rule, disease, cases, cases_high, cases_rule)
         SELECT place_id, $1, $2, people, people_high, used, used_low, used_high, rule, disease, cases, cases_high, cases_rule FROM new
         ON CONFLICT (place_id, product_id, week) DO UPDATE SET people = excluded.people, people_high = excluded.people_high,
            used = excluded.used, used_low = excluded.used_low, used_high = excluded.used_high, rule = excluded.rule,
            disease = excluded.disease, cases = excluded.cases, cases_high = excluded.cases_high, cases_rule = excluded.cases_rule
         WHERE (o.people, o.people_high, o.used, o.used_low, o.used_high, o.rule, o.disease, o.cases, o.cases_high, o.cases_rule)
            IS DISTINCT FROM (excluded.people, excluded.people_high, excluded.used, excluded.used_low, excluded.used_high, excluded.rule,
                excluded.disease, excluded.cases, excluded.cases_high, excluded.cases_rule)",
    )
    .bind::<BigInt, _>(product)
    .bind::<Date, _>(week)
    .bind::<Array<BigInt>, _>(signals.iter().map(|one| one.place).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(counts().map(|one| one.people).collect::<Vec<_>>())
    .bind::<Array<Nullable<Double>>, _>(counts().map(|one| one.people_high).collect::<Vec<_>>())
    .bind::<Array<Nullable<Double>>, _>(used(|used| used.units))
    .bind::<Array<Nullable<Double>>, _>(used(|used| used.usual.0))
    .bind::<Array<Nullable<Double>>, _>(used(|used| used.usual.1))
    .bind::<Array<Nullable<Text>>, _>(rules.collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(ill().map(|one| Some(&*one?.disease)).collect::<Vec<_>>())
    .bind::<Array<Nullable<Integer>>, _>(ill().map(|one| Some(one?.cases)).collect::<Vec<_>>())
    .bind::<Array<Nullable<Double>>, _>(ill().map(|one| Some(one?.high)).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(ill().map(|one| Some(one?.rule.as_str())).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    diesel::sql_query(
        "INSERT INTO alerts (rule, place_id, product_id, quantity, opened_at)
         SELECT 'outbreak', o.place_id, o.product_id, least(round(coalesce(o.used, 0)), 2000000000)::integer, $4
         FROM outbreak_signals o WHERE o.product_id = $1 AND o.week = $2 AND o.place_id = ANY ($3)
         ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(product)
    .bind::<Date, _>(week)
    .bind::<Array<BigInt>, _>(told)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
    .map(drop)
}

/// Ends the alerts of what no two counts have agreed on from that week on.
///
/// # Errors
/// If the database does not answer.
pub async fn end(conn: &mut Conn, since: NaiveDate, now: DateTime<Utc>) -> QueryResult<usize> {
    diesel::sql_query(
        "UPDATE alerts a SET resolved_at = $2 WHERE rule = 'outbreak' AND resolved_at IS NULL AND NOT EXISTS (
            SELECT FROM outbreak_signals o
            WHERE o.place_id = a.place_id AND o.product_id = a.product_id AND o.week >= $1 AND o.agree)",
    )
    .bind::<Date, _>(since)
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
}

/// The areas in which it is asked already whether there is an outbreak that this medicine is for.
///
/// # Errors
/// If the database does not answer.
pub async fn asked(conn: &mut Conn, product: i64) -> QueryResult<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Asked {
        #[diesel(sql_type = BigInt)]
        place_id: i64,
    }
    let rows: Vec<Asked> = diesel::sql_query(
        "SELECT place_id FROM alerts WHERE rule = 'outbreak' AND product_id = $1 AND resolved_at IS NULL ORDER BY 1",
    )
    .bind::<BigInt, _>(product)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.place_id).collect())
}

/// A signal as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The area's name.
    pub place: String,
    /// The medicine's code.
    pub product: String,
    /// The week's Monday.
    pub week: NaiveDate,
    /// What was counted.
    pub counts: Counts,
}

/// What was kept from a week on, the latest first.
///
/// # Errors
/// If the database does not answer.
pub async fn since(conn: &mut Conn, week: NaiveDate) -> QueryResult<Vec<Shown>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        place: String,
        #[diesel(sql_type = Text)]
        product: String,
        #[diesel(sql_type = Date)]
        week: NaiveDate,
        #[diesel(embed)]
        counts: CountsRow,
    }
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT l.name AS place, p.code AS product, o.*, o.rule AS used_rule FROM outbreak_signals o
         JOIN places l ON l.id = o.place_id JOIN products p ON p.id = o.product_id
         WHERE o.week >= $1 ORDER BY o.week DESC, o.agree DESC, l.name, p.code, o.place_id",
    )
    .bind::<Date, _>(week)
    .load(conn)
    .await?;
    let mut shown = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(counts) = row.counts.counts()? {
            shown.push(Shown {
                place: row.place,
                product: row.product,
                week: row.week,
                counts,
            });
        }
    }
    Ok(shown)
}
