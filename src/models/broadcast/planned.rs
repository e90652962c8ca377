//! `broadcast_plans`: what a broadcast would do, as it was reckoned when it was written.

use diesel::prelude::*;
use diesel::result::Error;
use diesel_async::RunQueryDsl;

use crate::broadcasts::plan::Plan;
use crate::db::Conn;
use crate::schema::broadcast_plans;

/// Keeps what a broadcast would do.
///
/// # Errors
/// If the database does not answer.
pub async fn keep(conn: &mut Conn, broadcast: i64, plan: &Plan) -> QueryResult<()> {
    let plan =
        serde_json::to_value(plan).map_err(|error| Error::SerializationError(Box::new(error)))?;
    diesel::insert_into(broadcast_plans::table)
        .values((
            broadcast_plans::broadcast_id.eq(broadcast),
            broadcast_plans::plan.eq(plan),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// What a broadcast would do; none where that was not kept.
///
/// # Errors
/// If the database does not answer, or what it holds is no plan.
pub async fn of(conn: &mut Conn, broadcast: i64) -> QueryResult<Option<Plan>> {
    let kept: Option<serde_json::Value> = broadcast_plans::table
        .find(broadcast)
        .select(broadcast_plans::plan)
        .first(conn)
        .await
        .optional()?;
    kept.map(serde_json::from_value)
        .transpose()
        .map_err(|error| Error::DeserializationError(Box::new(error)))
}
