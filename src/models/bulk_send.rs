//! `bulk_sends`: what became of each recipient of a broadcast, from the answer to their batch on.

pub mod reach;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{
    Array, BigInt, Double, Integer, Nullable, Numeric, SmallInt, Text, Timestamptz,
};
use diesel_async::RunQueryDsl;

use super::bulk_batch::Claimed;
use super::cached::cached;
use super::send::Cost;
use crate::db::Conn;
use crate::schema::bulk_sends;

/// Oldest lost answer that a delivery report is taken for.
const REPORTED_WITHIN: TimeDelta = TimeDelta::days(3);

/// What became of some of a batch's people, column by column.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Rows {
    /// Whom, each once.
    pub phone_ids: Vec<i64>,
    /// The operator's ids of the messages.
    pub operator_ids: Vec<Option<String>>,
    /// sent, failed or unknown.
    pub states: Vec<&'static str>,
    /// Why it was not sent, in a word.
    pub failures: Vec<Option<String>>,
}

impl Rows {
    /// One more.
    pub fn push(
        &mut self,
        phone: i64,
        operator_id: Option<String>,
        state: &'static str,
        failure: Option<String>,
    ) {
        self.phone_ids.push(phone);
        self.operator_ids.push(operator_id);
        self.states.push(state);
        self.failures.push(failure);
    }

    /// Of how many people it tells.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.phone_ids.len()
    }

    /// Whether it tells of nobody.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.phone_ids.is_empty()
    }
}

/// Keeps what was answered to a batch that `owner` handed over, and says that it was; false
/// where the lease had ended, and nothing was kept. To be called in a transaction that has
/// [`super::send::take_turn`].
///
/// # Errors
/// If the database does not answer.
pub async fn answered(
    conn: &mut Conn,
    batch: &Claimed,
    owner: &str,
    rows: &Rows,
    cost: &Cost,
) -> QueryResult<bool> {
    let (cost, currency) = cost.clone().unzip();
    // Whoever goes again is in another batch, and in this one no more.
    let (left, phones) = match rows.len() < batch.phone_ids.len() {
        true => (
            ", phone_ids = (SELECT coalesce(array_agg(p ORDER BY p), '{}') FROM unnest($7) AS p)",
            &*rows.phone_ids,
        ),
        false => ("", &[][..]),
    };
    let query = diesel::sql_query(format!(
        "UPDATE bulk_batches SET state = 'sent', leased_by = NULL, lease_until = NULL, size = $4, cost = $5, currency = $6{left}
         WHERE id = $1 AND state = 'sending' AND leased_by = $2 AND tries = $3",
    ))
    .bind::<BigInt, _>(batch.id)
    .bind::<Text, _>(owner)
    .bind::<SmallInt, _>(batch.tries)
    .bind::<Integer, _>(i32::try_from(rows.len()).unwrap_or(i32::MAX))
    .bind::<Nullable<Numeric>, _>(cost)
    .bind::<Nullable<Text>, _>(currency.flatten())
    .bind::<Array<BigInt>, _>(phones);
    if cached(query).execute(conn).await? == 0 {
        return Ok(false);
    }
    // A first try has left no rows yet, and to say so is a fifth cheaper.
    let conflict = if batch.tries > 1 { BETTER } else { "" };
    keep(conn, batch.id, rows, conflict).await?;
    Ok(true)
}

/// Keeps what was answered to a batch after its lease ended, or what is kept already: whatever
/// is known is better than unknown, and is not sent again where it waits for that. To be called
/// in a transaction that has [`super::send::take_turn`].
///
/// # Errors
/// If the database does not answer.
pub async fn answered_late(conn: &mut Conn, batch: &Claimed, rows: &Rows) -> QueryResult<()> {
    let mut known = Rows::default();
    let told = rows.phone_ids.iter().zip(&rows.operator_ids);
    for ((phone, operator_id), (state, failure)) in told.zip(rows.states.iter().zip(&rows.failures))
    {
        if *state != "unknown" {
            known.push(*phone, operator_id.clone(), state, failure.clone());
        }
    }
    keep(conn, batch.id, &known, BETTER).await?;
    diesel::sql_query(
        "WITH left_over AS (
            SELECT array(SELECT p FROM unnest(b.phone_ids) WITH ORDINALITY AS t (p, n) WHERE p <> ALL ($2) ORDER BY n) AS phones
            FROM bulk_batches b WHERE b.id = $1
         )
         UPDATE bulk_batches b SET
            phone_ids = CASE WHEN b.state = 'queued' THEN l.phones ELSE b.phone_ids END,
            size = CASE WHEN b.state = 'queued' THEN cardinality(l.phones) ELSE b.size END,
            state = CASE WHEN l.phones = '{}' THEN 'sent' ELSE b.state END
         FROM left_over l WHERE b.id = $1 AND b.state IN ('queued', 'unknown')",
    )
    .bind::<BigInt, _>(batch.id)
    .bind::<Array<BigInt>, _>(&known.phone_ids)
    .execute(conn)
    .await
    .map(drop)
}

/// What is known replaces what is not.
const BETTER: &str = " ON CONFLICT (batch_id, phone_id) DO UPDATE SET
    operator_id = excluded.operator_id, state = excluded.state, failure = excluded.failure
    WHERE bulk_sends.state = 'unknown' AND excluded.state <> 'unknown'";

async fn keep(conn: &mut Conn, batch: i64, rows: &Rows, conflict: &str) -> QueryResult<()> {
    let query = diesel::sql_query(format!(
        "INSERT INTO bulk_sends (batch_id, phone_id, operator_id, state, failure)
         SELECT $1, * FROM unnest($2, $3, $4, $5){conflict}"
    ))
    .bind::<BigInt, _>(batch)
    .bind::<Array<BigInt>, _>(&rows.phone_ids)
    .bind::<Array<Nullable<Text>>, _>(&rows.operator_ids)
    .bind::<Array<Text>, _>(&rows.states)
    .bind::<Array<Nullable<Text>>, _>(&rows.failures);
    cached(query).execute(conn).await.map(drop)
}

/// A recipient that the operator has an id for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct Handed {
    /// Their batch.
    pub batch_id: i64,
    /// Their phone.
    pub phone_id: i64,
}

/// The recipients an operator's id stands for: one, unless it gives an id to several of one
/// request.
///
/// # Errors
/// If the database does not answer.
pub async fn of_operator(conn: &mut Conn, operator_id: &str) -> QueryResult<Vec<Handed>> {
    bulk_sends::table
        .filter(bulk_sends::operator_id.eq(operator_id))
        .select((bulk_sends::batch_id, bulk_sends::phone_id))
        .load(conn)
        .await
}

/// A delivery report says that the message is on the handset.
///
/// # Errors
/// If the database does not answer.
pub async fn delivered(conn: &mut Conn, to: Handed, now: DateTime<Utc>) -> QueryResult<()> {
    let open = bulk_sends::table
        .find((to.batch_id, to.phone_id))
        .filter(bulk_sends::state.ne_all(["delivered", "failed"]));
    diesel::update(open)
        .set((
            bulk_sends::state.eq("delivered"),
            bulk_sends::failure.eq(None::<String>),
            bulk_sends::finished_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// A delivery report says that the message will never be on the handset.
///
/// # Errors
/// If the database does not answer.
pub async fn undelivered(
    conn: &mut Conn,
    to: Handed,
    failure: &str,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let open = bulk_sends::table
        .find((to.batch_id, to.phone_id))
        .filter(bulk_sends::state.eq_any(["sent", "unknown"]));
    diesel::update(open)
        .set((
            bulk_sends::state.eq("failed"),
            bulk_sends::failure.eq(failure),
            bulk_sends::finished_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(drop)
}

/// As [`super::send::recognise`], for a phone to which the answer of exactly one message was
/// lost and that one is a broadcast's.
///
/// # Errors
/// If the database does not answer.
pub async fn recognise(
    conn: &mut Conn,
    phones: &[i64],
    now: DateTime<Utc>,
) -> QueryResult<Vec<String>> {
    #[derive(QueryableByName)]
    struct Recognised {
        #[diesel(sql_type = Text)]
        operator_id: String,
    }
    let query = diesel::sql_query(RECOGNISE)
        .bind::<Array<BigInt>, _>(phones)
        .bind::<Timestamptz, _>(now - REPORTED_WITHIN);
    let found: Vec<Recognised> = cached(query).load(conn).await?;
    Ok(found.into_iter().map(|row| row.operator_id).collect())
}

const RECOGNISE: &str = "
WITH lost AS (
    SELECT phone_id, min(batch_id) AS batch_id FROM bulk_sends
    WHERE phone_id = ANY ($1) AND operator_id IS NULL AND state = 'unknown'
    GROUP BY phone_id HAVING count(*) = 1
), handed AS (
    SELECT lost.batch_id, lost.phone_id, b.handed_at
    FROM lost JOIN bulk_batches b ON b.id = lost.batch_id
    WHERE b.handed_at > $2
      AND NOT EXISTS (SELECT FROM outbox o WHERE o.phone_id = lost.phone_id
            AND (o.state IN ('sending', 'unknown') OR (o.state = 'queued' AND o.repeat_unknown AND o.tries > 0)))
      AND NOT EXISTS (SELECT FROM bulk_batches n WHERE n.state = 'sending' AND lost.phone_id = ANY (n.phone_ids))
      AND NOT EXISTS (SELECT FROM bulk_batches n WHERE n.state = 'queued' AND n.tries > 0 AND lost.phone_id = ANY (n.phone_ids))
), told AS (
    SELECT handed.batch_id, handed.phone_id, min(r.operator_id) AS operator_id
    FROM handed JOIN delivery_reports r ON r.phone_id = handed.phone_id AND r.at >= handed.handed_at
    WHERE NOT EXISTS (SELECT FROM sends s WHERE s.operator_id = r.operator_id)
      AND NOT EXISTS (SELECT FROM bulk_sends s WHERE s.operator_id = r.operator_id)
    GROUP BY handed.batch_id, handed.phone_id HAVING count(DISTINCT r.operator_id) = 1
)
UPDATE bulk_sends s SET operator_id = told.operator_id, state = 'sent', failure = NULL FROM told
WHERE s.batch_id = told.batch_id AND s.phone_id = told.phone_id RETURNING told.operator_id";

/// How many recipients of a broadcast are in a state, and for which reason.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Count {
    /// queued, cancelled, expired, left out, sent, delivered, failed or unknown.
    #[diesel(sql_type = Text)]
    pub state: String,
    /// Why, where it failed or they were left out.
    #[diesel(sql_type = Nullable<Text>)]
    pub failure: Option<String>,
    /// How many.
    #[diesel(sql_type = BigInt)]
    pub people: i64,
}

/// The recipients of a broadcast by state and reason. Whoever is in no batch yet is `queued`:
/// as many as were counted when it was written, less those who are in one.
///
/// # Errors
/// If the database does not answer.
pub async fn counts(conn: &mut Conn, broadcast: i64) -> QueryResult<Vec<Count>> {
    diesel::sql_query(
        "SELECT state, failure, sum(people)::bigint AS people FROM (
            SELECT CASE WHEN c.state IN ('cancelled', 'expired') THEN c.state WHEN c.state = 'done' THEN 'expired' ELSE 'queued' END AS state,
                   NULL AS failure, greatest(c.recipients - coalesce(f.people + f.left_out, 0), 0) AS people
            FROM broadcasts c LEFT JOIN fan_outs f ON f.broadcast_id = c.id
            WHERE c.id = $1 AND f.done IS NOT TRUE AND c.state NOT IN ('draft', 'dropped', 'refused')
            UNION ALL
            SELECT 'left out', w.why, w.people FROM fan_outs f
            CROSS JOIN LATERAL (VALUES ('unreachable', f.unreachable), ('over budget', f.over_budget)) w (why, people)
            WHERE f.broadcast_id = $1
            UNION ALL
            SELECT CASE WHEN b.state = 'sending' THEN 'queued' ELSE b.state END, NULL, b.size
            FROM bulk_batches b WHERE b.broadcast_id = $1 AND b.state IN ('queued', 'sending', 'cancelled', 'expired')
            UNION ALL
            SELECT s.state, s.failure, count(*) FROM bulk_batches b JOIN bulk_sends s ON s.batch_id = b.id
            WHERE b.broadcast_id = $1 GROUP BY s.state, s.failure
         ) each WHERE people > 0 GROUP BY state, failure ORDER BY state, failure",
    )
    .bind::<BigInt, _>(broadcast)
    .load(conn)
    .await
}

/// How long it took until half, nine of ten and ninety-nine of a hundred of the delivered
/// messages of a broadcast were on the handset, in seconds; none where none is. Of many batches
/// a hundred or two are looked at, evenly over the broadcast.
///
/// # Errors
/// If the database does not answer.
pub async fn times(conn: &mut Conn, broadcast: i64) -> QueryResult<Option<[f64; 3]>> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Nullable<Array<Double>>)]
        seconds: Option<Vec<f64>>,
    }
    let row: Row = diesel::sql_query(
        "WITH each AS (
            SELECT id, handed_at, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS many
            FROM bulk_batches WHERE broadcast_id = $1 AND state = 'sent'
         )
         SELECT percentile_disc(ARRAY[0.5, 0.9, 0.99]) WITHIN GROUP (
             ORDER BY extract(epoch FROM s.finished_at - b.handed_at)::double precision) AS seconds
         FROM each b JOIN bulk_sends s ON s.batch_id = b.id
         WHERE b.n % greatest(b.many / 100, 1) = 0 AND s.state = 'delivered'",
    )
    .bind::<BigInt, _>(broadcast)
    .get_result(conn)
    .await?;
    Ok(row.seconds.and_then(|seconds| seconds.try_into().ok()))
}
