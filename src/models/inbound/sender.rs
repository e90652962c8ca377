//! Everything about who sent a message, read at once: a message costs a round trip less for
//! each thing that is not asked for by itself.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::models::cached::cached;
use crate::models::staff::Staff;
use crate::models::subscriber::Subscriber;
use crate::models::word;

/// A message that came before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// What it said.
    pub body: String,
    /// What was made of it, in a word.
    pub outcome: String,
    /// When it came.
    pub received_at: DateTime<Utc>,
}

/// Who sent a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sender {
    /// Who works with the record under this phone, whatever their state.
    pub staff: Option<Staff>,
    /// What they told us of themselves.
    pub profile: Subscriber,
    /// Their last messages, newest first, fifty at most.
    pub before: Vec<Earlier>,
    /// Whether they were asked something and have not answered.
    pub asked: bool,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Nullable<BigInt>)]
    staff_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    role: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    state: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    area: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    registered: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    facility_id: Option<i64>,
    #[diesel(sql_type = Array<BigInt>)]
    facilities: Vec<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    language: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    place_id: Option<i64>,
    #[diesel(sql_type = Array<Text>)]
    bodies: Vec<String>,
    #[diesel(sql_type = Array<Text>)]
    outcomes: Vec<String>,
    #[diesel(sql_type = Array<Timestamptz>)]
    times: Vec<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    asked: bool,
}

/// Who a phone is, and what it sent before this message, since a moment.
///
/// # Errors
/// If the database does not answer.
pub async fn sender(
    conn: &mut Conn,
    phone: i64,
    message: i64,
    since: DateTime<Utc>,
) -> QueryResult<Sender> {
    let query = diesel::sql_query(
        "SELECT s.id AS staff_id, s.name, s.role, s.state, s.place_id AS area, s.language AS registered, s.facility_id,
            ARRAY(SELECT w.facility_id FROM staff_facilities w WHERE w.staff_id = s.id ORDER BY 1) AS facilities,
            u.language, u.place_id, b.bodies, b.outcomes, b.times,
            EXISTS (SELECT FROM questions q WHERE q.phone_id = p.id AND q.closed_at IS NULL) AS asked
         FROM (SELECT $1 AS id) p
         LEFT JOIN staff s ON s.phone_id = p.id
         LEFT JOIN subscribers u ON u.phone_id = p.id
         CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(body), '{}') AS bodies, coalesce(array_agg(outcome), '{}') AS outcomes, coalesce(array_agg(received_at), '{}') AS times
            FROM (
                SELECT body, outcome, received_at FROM inbound i
                WHERE i.phone_id = p.id AND i.id < $2 AND i.received_at > $3
                ORDER BY i.received_at DESC, i.id DESC LIMIT 50
            ) i
         ) b",
    )
    .bind::<BigInt, _>(phone)
    .bind::<BigInt, _>(message)
    .bind::<Timestamptz, _>(since);
    let row: Row = cached(query).get_result(conn).await?;
    let staff = match (row.staff_id, row.name, row.role, row.state) {
        (Some(id), Some(name), Some(role), Some(state)) => Some(Staff {
            id,
            phone_id: phone,
            name,
            role: word(&role)?,
            place_id: row.area,
            language: row.registered,
            state: word(&state)?,
            facility_id: row.facility_id,
            facilities: row.facilities,
        }),
        _ => None,
    };
    let before = row.bodies.into_iter().zip(row.outcomes).zip(row.times);
    let before = before.map(|((body, outcome), received_at)| Earlier {
        body,
        outcome,
        received_at,
    });
    Ok(Sender {
        staff,
        profile: Subscriber {
            language: row.language,
            place_id: row.place_id,
        },
        before: before.collect(),
        asked: row.asked,
    })
}
