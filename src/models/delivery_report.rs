//! `delivery_reports`: what the operator told of messages, as it came.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::delivery_reports;

/// A report to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewReport<'a> {
    /// The operator's id of the message.
    pub operator_id: &'a str,
    /// Whom it was for, where that is a phone we know.
    pub phone_id: Option<i64>,
    /// The operator's word for what became of it.
    pub status: &'a str,
    /// Its word for why.
    pub failure: Option<&'a str>,
    /// The network's code.
    pub network: &'a str,
    /// When it came.
    pub at: DateTime<Utc>,
}

/// Keeps a report, once however often it comes.
///
/// # Errors
/// If the database does not answer.
pub async fn add(conn: &mut Conn, report: &NewReport<'_>) -> QueryResult<()> {
    diesel::sql_query(
        "INSERT INTO delivery_reports (operator_id, phone_id, status, failure, network, at)
         SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (
             SELECT FROM delivery_reports WHERE operator_id = $1 AND phone_id IS NOT DISTINCT FROM $2
               AND status = $3 AND failure IS NOT DISTINCT FROM $4)",
    )
    .bind::<Text, _>(report.operator_id)
    .bind::<Nullable<BigInt>, _>(report.phone_id)
    .bind::<Text, _>(report.status)
    .bind::<Nullable<Text>, _>(report.failure)
    .bind::<Text, _>(report.network)
    .bind::<Timestamptz, _>(report.at)
    .execute(conn)
    .await
    .map(drop)
}

/// What was told of a message.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = delivery_reports, check_for_backend(diesel::pg::Pg))]
pub struct Told {
    /// The operator's id of it.
    pub operator_id: String,
    /// Whom it was for, where that is a phone we know.
    pub phone_id: Option<i64>,
    /// The operator's word for what became of it.
    pub status: String,
    /// Its word for why.
    pub failure: Option<String>,
}

/// Everything that was told of some messages, in the order it came.
///
/// # Errors
/// If the database does not answer.
pub async fn of(conn: &mut Conn, operator_ids: &[String]) -> QueryResult<Vec<Told>> {
    delivery_reports::table
        .filter(delivery_reports::operator_id.eq_any(operator_ids))
        .order(delivery_reports::id)
        .select(Told::as_select())
        .load(conn)
        .await
}
