//! `drift`: how well forecasts held, class by class and month by month.

use chrono::{Months, NaiveDate};
use diesel::sql_types::{BigInt, Date, Double, Integer, Text};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::forecasts::drift::{Class, FEWEST, Measured};

/// How far back classes are looked at.
const LOOKED_BACK: Months = Months::new(12);

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    model: String,
    #[diesel(sql_type = Text)]
    facility_kind: String,
    #[diesel(sql_type = Text)]
    product_kind: String,
    #[diesel(sql_type = Date)]
    period: NaiveDate,
    #[diesel(sql_type = Integer)]
    stocks: i32,
    #[diesel(sql_type = Double)]
    of80: f64,
    #[diesel(sql_type = Double)]
    of95: f64,
    #[diesel(sql_type = Double)]
    error: f64,
}

/// Measures how the forecasts of a month that is over held that were made at its beginning, and keeps that.
///
/// The mean size of a normal error is 0.3113 of the width of the interval that holds 80 of 100 (sqrt(2 / pi) by twice
/// 1.2816 standard deviations). What is a hair beside an interval lies in it.
///
/// # Errors
/// If the database does not answer.
pub async fn measure(conn: &mut Conn, period: NaiveDate) -> QueryResult<usize> {
    diesel::sql_query(
        "INSERT INTO drift AS d (model, facility_kind, product_kind, period, stocks, of80, of95, error)
         SELECT split_part(c.model, '+', 1), f.kind, p.kind, $1, count(*)::integer,
            avg((c.actual BETWEEN c.lo80 - hair AND c.hi80 + hair)::integer)::double precision,
            avg((c.actual BETWEEN c.lo95 - hair AND c.hi95 + hair)::integer)::double precision,
            least(sum(greatest(abs(c.actual - c.point) - hair, 0)) / greatest(sum(c.hi80 - c.lo80) * 0.3113, 1e-9), 99)
         FROM forecasts c JOIN facilities f ON f.id = c.facility_id JOIN products p ON p.id = c.product_id
         CROSS JOIN LATERAL (SELECT 1e-6 * (1 + c.point)) h (hair)
         WHERE c.frequency = 'month' AND c.period = $1 AND c.origin = $1 AND c.actual IS NOT NULL
         GROUP BY 1, 2, 3 HAVING count(*) >= $2
         ON CONFLICT (model, facility_kind, product_kind, period) DO UPDATE SET
            stocks = excluded.stocks, of80 = excluded.of80, of95 = excluded.of95, error = excluded.error
         WHERE (d.stocks, d.of80, d.of95, d.error) IS DISTINCT FROM (excluded.stocks, excluded.of80, excluded.of95, excluded.error)",
    )
    .bind::<Date, _>(period)
    .bind::<BigInt, _>(FEWEST)
    .execute(conn)
    .await
}

/// How all classes held until a month, in the order of classes and months.
///
/// # Errors
/// If the database does not answer.
pub async fn measured(conn: &mut Conn, until: NaiveDate) -> QueryResult<Vec<Measured>> {
    let from = until.checked_sub_months(LOOKED_BACK).unwrap_or(until);
    let rows: Vec<Row> = diesel::sql_query(
        "SELECT * FROM drift WHERE period BETWEEN $1 AND $2 ORDER BY model, facility_kind, product_kind, period",
    )
    .bind::<Date, _>(from)
    .bind::<Date, _>(until)
    .load(conn)
    .await?;
    let measured = |row: Row| Measured {
        class: Class {
            model: row.model,
            facility: row.facility_kind,
            product: row.product_kind,
        },
        period: row.period,
        stocks: row.stocks,
        of80: row.of80,
        of95: row.of95,
        error: row.error,
    };
    Ok(rows.into_iter().map(measured).collect())
}
