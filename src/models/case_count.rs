//! `case_counts`: how many fell ill of a disease in a place and week; and `disease_products`, what it is treated with.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use diesel::sql_types::{Array, BigInt, Date, Integer, Text};
use diesel::{ExpressionMethods as _, QueryDsl as _, QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use super::unmet::CLASSES;
use super::{Written, counted};
use crate::db::Conn;
use crate::schema::disease_products;

/// A count to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCount {
    /// Where.
    pub place_id: i64,
    /// Of what, in small letters.
    pub disease: String,
    /// When; its Monday.
    pub week: NaiveDate,
    /// How many fell ill.
    pub cases: i32,
}

/// Inserts what is new, changes what differs, leaves the rest alone. No two rows may be of one place, disease and week.
///
/// # Errors
/// When a row breaks a rule of the table; then none is written.
pub async fn upsert(conn: &mut Conn, rows: &[NewCount]) -> QueryResult<Written> {
    let query = diesel::sql_query(
        "WITH written AS (
            INSERT INTO case_counts AS c (place_id, disease, week, cases)
            SELECT * FROM unnest($1, $2, $3, $4)
            ON CONFLICT (place_id, disease, week) DO UPDATE SET cases = excluded.cases WHERE c.cases <> excluded.cases
            RETURNING (xmax = 0) AS new
         ) SELECT count(*) FILTER (WHERE new) AS new, count(*) FILTER (WHERE NOT new) AS changed FROM written",
    )
    .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.place_id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| &*row.disease).collect::<Vec<_>>())
    .bind::<Array<Date>, _>(rows.iter().map(|row| row.week).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(rows.iter().map(|row| row.cases).collect::<Vec<_>>());
    counted(query.get_result(conn).await, rows.len())
}

/// What each disease is treated with.
///
/// # Errors
/// If the database does not answer.
pub async fn treatments(conn: &mut Conn) -> QueryResult<HashMap<String, BTreeSet<i64>>> {
    let columns = (disease_products::disease, disease_products::product_id);
    let rows: Vec<(String, i64)> = disease_products::table.select(columns).load(conn).await?;
    let mut treatments: HashMap<String, BTreeSet<i64>> = HashMap::new();
    for (disease, product) in rows {
        treatments.entry(disease).or_default().insert(product);
    }
    Ok(treatments)
}

/// Makes these products all that a disease is treated with. Call it in a transaction.
///
/// # Errors
/// If the database does not answer.
pub async fn treat(conn: &mut Conn, disease: &str, products: &BTreeSet<i64>) -> QueryResult<()> {
    let kept = disease_products::table.filter(disease_products::disease.eq(disease));
    diesel::delete(kept).execute(conn).await?;
    let rows = products.iter().map(|product| {
        (
            disease_products::disease.eq(disease),
            disease_products::product_id.eq(product),
        )
    });
    diesel::insert_into(disease_products::table)
        .values(rows.collect::<Vec<_>>())
        .execute(conn)
        .await
        .map(drop)
}

/// How many fell ill of a disease in a place, in the weeks of which it is known.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Reported {
    /// Where.
    #[diesel(sql_type = BigInt)]
    pub place_id: i64,
    /// Of what.
    #[diesel(sql_type = Text)]
    pub disease: String,
    /// The weeks' Mondays, the first one first.
    #[diesel(sql_type = Array<Date>)]
    pub weeks: Vec<NaiveDate>,
    /// How many, of each of them.
    #[diesel(sql_type = Array<Integer>)]
    pub cases: Vec<i32>,
}

/// What was reported from one week to another of diseases that a medicine, or what counts as it, is for, by the places
/// that lately reported.
///
/// # Errors
/// If the database does not answer.
pub async fn of(
    conn: &mut Conn,
    class: i64,
    (from, lately, to): (NaiveDate, NaiveDate, NaiveDate),
) -> QueryResult<Vec<Reported>> {
    diesel::sql_query(format!(
        "SELECT place_id, disease, array_agg(week ORDER BY week) AS weeks, array_agg(cases ORDER BY week) AS cases
         FROM case_counts
         WHERE week BETWEEN $2 AND $4
            AND disease IN (SELECT d.disease FROM disease_products d JOIN ({CLASSES}) c ON c.id = d.product_id WHERE class = $1)
         GROUP BY place_id, disease HAVING max(week) >= $3 ORDER BY place_id, disease"
    ))
    .bind::<BigInt, _>(class)
    .bind::<Date, _>(from)
    .bind::<Date, _>(lately)
    .bind::<Date, _>(to)
    .load(conn)
    .await
}
