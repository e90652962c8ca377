//! Whether a message of a phone came before, and everything about who sent it, read at once: a
//! message costs a round trip less for each thing that is not asked for by itself.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Bool, Nullable, Text, Timestamptz};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::models::cached::cached;
use crate::models::phone::FOUND_AMONG;
use crate::models::staff::Staff;
use crate::models::subscriber::Subscriber;
use crate::models::word;

/// What is asked of a phone's last messages, twenty at most.
#[derive(Debug, Clone, Copy)]
pub struct Heard<'a> {
    /// Whether this text was sent before.
    pub text: &'a str,
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
    /// What the message is to be kept under; none where it came before.
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

/// Tells who sent a message, by the phone that one of `hashes` finds, and whether it came
/// before by the operator's id of it; `None` where nobody knows the phone.
///
/// # Errors
/// If the database does not answer.
pub async fn arrive(
    conn: &mut Conn,
    hashes: &[Vec<u8>],
    operator_id: &str,
    heard: Heard<'_>,
    now: DateTime<Utc>,
) -> QueryResult<Option<Arrived>> {
    let query = diesel::sql_query(format!(
        "SELECT p.id AS phone,
            CASE WHEN NOT EXISTS (SELECT FROM inbound i WHERE i.operator_id = $2) THEN nextval('inbound_id_seq') END AS id,
            s.id AS staff_id, s.name, s.role, s.state, s.place_id AS area, s.language AS registered, s.facility_id,
            ARRAY(SELECT w.facility_id FROM staff_facilities w WHERE w.staff_id = s.id ORDER BY 1) AS facilities,
            u.language, u.place_id, l.alike, l.unknown, l.last, l.last_id,
            EXISTS (SELECT FROM questions q WHERE q.phone_id = p.id AND q.closed_at IS NULL) AS asked
         FROM phones p
         LEFT JOIN staff s ON s.phone_id = p.id
         LEFT JOIN subscribers u ON u.phone_id = p.id
         CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE body = $3 AND received_at > $4) AS alike,
                coalesce(bool_or(outcome = $6) FILTER (WHERE received_at > $5), false) AS unknown,
                (array_agg(outcome) FILTER (WHERE received_at > $5))[1] AS last,
                (array_agg(id) FILTER (WHERE received_at > $5))[1] AS last_id
            FROM (
                SELECT id, body, outcome, received_at FROM inbound i
                WHERE i.phone_id = p.id ORDER BY received_at DESC, id DESC LIMIT 50
            ) i
         ) l
         WHERE p.id = (SELECT p.id FROM unnest($1{FOUND_AMONG}",
    ))
    .bind::<Array<Binary>, _>(hashes)
    .bind::<Text, _>(operator_id)
    .bind::<Text, _>(heard.text)
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
