//! A message of a phone, kept, and everything about who sent it, read at once: a message
//! costs a round trip less for each thing that is not asked for by itself.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Bool, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use super::NewInbound;
use crate::db::Conn;
use crate::models::cached::cached;
use crate::models::staff::Staff;
use crate::models::subscriber::Subscriber;
use crate::models::word;

/// What is asked of a phone's last messages, fifty at most.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'a> {
    /// For how long the same text counts.
    pub alike: TimeDelta,
    /// For how long what was made of a message counts.
    pub outcomes: TimeDelta,
    /// What was made of a message, to be looked for.
    pub unknown: &'a str,
}

/// What a phone sent lately.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lately {
    /// How often it sent this text.
    pub alike: i64,
    /// Whether that was made of a message which was looked for.
    pub unknown: bool,
    /// What was made of its last message; none where there is none.
    pub last: Option<String>,
    /// That message.
    pub last_id: Option<i64>,
}

/// Who sent a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sender {
    /// Who works with the record under this phone, whatever their state.
    pub staff: Option<Staff>,
    /// What they told us of themselves.
    pub profile: Subscriber,
    /// What they sent before.
    pub lately: Lately,
    /// Whether they were asked something and have not answered.
    pub asked: bool,
}

/// A message that came from a phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// The phone.
    pub phone: i64,
    /// The message; none where it came before.
    pub id: Option<i64>,
    /// Who sent it.
    pub sender: Sender,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    phone: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    id: Option<i64>,
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
    #[diesel(sql_type = BigInt)]
    alike: i64,
    #[diesel(sql_type = Bool)]
    unknown: bool,
    #[diesel(sql_type = Nullable<Text>)]
    last: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    last_id: Option<i64>,
    #[diesel(sql_type = Bool)]
    asked: bool,
}

/// Keeps a message of a phone that one of `hashes` finds, and tells who sent it; `None`
/// where nobody knows the phone. Waits for another process that is keeping the same one.
///
/// # Errors
/// If the database does not answer.
pub async fn add_from(
    conn: &mut Conn,
    hashes: &[Vec<u8>],
    message: &NewInbound<'_>,
    heard: Heard<'_>,
) -> QueryResult<Option<Arrived>> {
    let now = message.received_at;
    // The last messages are those before this statement, this one not among them.
    let query = diesel::sql_query(
        "WITH phone AS (
            SELECT id FROM phones WHERE hmac = ANY($1) OR next_hmac = ANY($1) LIMIT 1
         ), kept AS (
            INSERT INTO inbound (operator_id, phone_id, recipient, body, network, sent_at, received_at)
            SELECT $2, id, $3, $4, $5, $6, $7 FROM phone
            ON CONFLICT (operator_id) DO NOTHING RETURNING id
         )
         SELECT p.id AS phone, (SELECT id FROM kept) AS id,
            s.id AS staff_id, s.name, s.role, s.state, s.place_id AS area, s.language AS registered, s.facility_id,
            ARRAY(SELECT w.facility_id FROM staff_facilities w WHERE w.staff_id = s.id ORDER BY 1) AS facilities,
            u.language, u.place_id, l.alike, l.unknown, l.last, l.last_id,
            EXISTS (SELECT FROM questions q WHERE q.phone_id = p.id AND q.closed_at IS NULL) AS asked
         FROM phone p
         LEFT JOIN staff s ON s.phone_id = p.id
         LEFT JOIN subscribers u ON u.phone_id = p.id
         CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE body = $4 AND received_at > $8) AS alike,
                coalesce(bool_or(outcome = $10), false) AS unknown,
                (array_agg(outcome ORDER BY received_at DESC, id DESC))[1] AS last,
                (array_agg(id ORDER BY received_at DESC, id DESC))[1] AS last_id
            FROM (
                SELECT id, body, outcome, received_at FROM inbound i
                WHERE i.phone_id = p.id AND i.received_at > $9
                ORDER BY i.received_at DESC LIMIT 50
            ) i
         ) l",
    )
    .bind::<Array<Binary>, _>(hashes)
    .bind::<Text, _>(message.operator_id)
    .bind::<Text, _>(message.recipient)
    .bind::<Text, _>(message.body)
    .bind::<Text, _>(message.network)
    .bind::<Nullable<Timestamptz>, _>(message.sent_at)
    .bind::<Timestamptz, _>(now)
    .bind::<Timestamptz, _>(now - heard.alike)
    .bind::<Timestamptz, _>(now - heard.outcomes)
    .bind::<Text, _>(heard.unknown);
    let row: Option<Row> = cached(query).get_result(conn).await.optional()?;
    row.map(Arrived::try_from).transpose()
}

impl TryFrom<Row> for Arrived {
    type Error = diesel::result::Error;

    fn try_from(row: Row) -> QueryResult<Self> {
        let staff = match (row.staff_id, row.name, row.role, row.state) {
            (Some(id), Some(name), Some(role), Some(state)) => Some(Staff {
                id,
                phone_id: row.phone,
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
        Ok(Self {
            phone: row.phone,
            id: row.id,
            sender: Sender {
                staff,
                profile: Subscriber {
                    language: row.language,
                    place_id: row.place_id,
                },
                lately: Lately {
                    alike: row.alike,
                    unknown: row.unknown,
                    last: row.last,
                    last_id: row.last_id,
                },
                asked: row.asked,
            },
        })
    }
}
