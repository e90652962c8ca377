//! `sends`: every time a message was handed to the operator, and what it
//! answered; with the mark that the answer leaves on the message.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types::{Array, BigInt, Interval, Nullable, Numeric, SmallInt, Text, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;
use rust_decimal::Decimal;

use super::cached::cached;
use crate::db::Conn;

/// Why a send has no answer, where the sender itself was gone before it came.
const NO_ANSWER: &str = "no answer";

/// How often a message whose answers are lost may have reached the operator:
/// an emergency is not sent for ever.
const TRIES: i16 = 3;

/// How long after a lost answer a message that may go twice goes again, in seconds.
const AGAIN_AFTER: TimeDelta = TimeDelta::seconds(60);

/// Oldest lost answer that a delivery report is taken for.
const REPORTED_WITHIN: TimeDelta = TimeDelta::days(3);

/// What became of a message that was claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The operator took it.
    Sent,
    /// It will never be sent.
    Failed,
    /// Nobody knows.
    Unknown,
    /// It was not taken, and waits again as it did before.
    Queued,
}

impl Mark {
    /// As the table writes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Mark::Sent => "sent",
            Mark::Failed => "failed",
            Mark::Unknown => "unknown",
            Mark::Queued => "queued",
        }
    }
}

/// An amount and its currency (ISO 4217), where they were told.
pub type Cost = Option<(Decimal, Option<String>)>;

/// What the operator answered for one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Send {
    /// The message.
    pub outbox_id: i64,
    /// What that means for it.
    pub mark: Mark,
    /// The operator's id of it.
    pub operator_id: Option<String>,
    /// The operator's number for what it did.
    pub status_code: Option<i16>,
    /// Why it was not sent, in a word.
    pub failure: Option<String>,
    /// What it cost, and in which currency.
    pub cost: Cost,
    /// How many messages it went out as.
    pub parts: Option<i16>,
}

/// Keeps what was answered to the messages that `owner` handed over `at`, and
/// marks them. What was refused leaves no send. An answer that comes after the
/// lease ended still counts; one to a message that is final already changes nothing.
/// To be called in a transaction that has [`take_turn`].
///
/// # Errors
/// If the database does not answer.
pub async fn answered(
    conn: &mut Conn,
    owner: &str,
    answers: &[Send],
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let kept: Vec<&Send> = answers.iter().filter(|a| a.mark != Mark::Queued).collect();
    let of = |cost: &Cost| cost.clone().unzip();
    let (costs, currencies): (Vec<_>, Vec<_>) = kept.iter().map(|a| of(&a.cost)).unzip();
    let currencies: Vec<Option<String>> = currencies.into_iter().map(Option::flatten).collect();
    diesel::sql_query(KEEP)
        .bind::<Timestamptz, _>(at)
        .bind::<Array<BigInt>, _>(each(&kept, |a| a.outbox_id))
        .bind::<Array<Nullable<Text>>, _>(each(&kept, |a| a.operator_id.as_deref()))
        .bind::<Array<Nullable<SmallInt>>, _>(each(&kept, |a| a.status_code))
        .bind::<Array<Nullable<Text>>, _>(each(&kept, |a| a.failure.as_deref()))
        .bind::<Array<Nullable<Numeric>>, _>(costs)
        .bind::<Array<Nullable<Text>>, _>(currencies)
        .bind::<Array<Nullable<SmallInt>>, _>(each(&kept, |a| a.parts))
        .execute(conn)
        .await?;
    let all: Vec<&Send> = answers.iter().collect();
    diesel::sql_query(MARK)
        .bind::<Array<BigInt>, _>(each(&all, |a| a.outbox_id))
        .bind::<Array<Text>, _>(each(&all, |a| a.mark.word()))
        .bind::<Array<Nullable<Text>>, _>(each(&all, |a| a.failure.as_deref()))
        .bind::<Text, _>(owner)
        .bind::<Timestamptz, _>(now)
        .bind::<SmallInt, _>(TRIES)
        .bind::<Interval, _>(AGAIN_AFTER)
        .execute(conn)
        .await
        .map(drop)
}

/// A column of some answers.
fn each<'a, T>(answers: &[&'a Send], column: impl Fn(&'a Send) -> T) -> Vec<T> {
    answers.iter().map(|answer| column(answer)).collect()
}

const KEEP: &str = "
INSERT INTO sends (at, outbox_id, operator_id, status_code, failure, cost, currency, parts)
SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8)";

/// `tries` counts how often a message may have reached the operator, so a
/// refusal takes back the one that the claim counted.
const MARK: &str = "
UPDATE outbox o SET
    state = CASE WHEN again THEN 'queued' ELSE mark END,
    leased_by = NULL, lease_until = NULL,
    tries = o.tries - CASE WHEN mark = 'queued' THEN 1 ELSE 0 END,
    not_before = CASE WHEN again THEN $5 + $7 ELSE o.not_before END,
    failure = m.failure,
    finished_at = CASE WHEN mark = 'failed' THEN $5 END
FROM unnest($1, $2, $3) AS m (id, mark, failure)
JOIN LATERAL (SELECT m.mark = 'unknown' AND repeat_unknown AND tries < $6 AND expires_at > $5 AS again
              FROM outbox WHERE id = m.id) r ON true
WHERE o.id = m.id AND ((o.state = 'sending' AND o.leased_by = $4) OR o.state = 'unknown'
    OR (o.state = 'queued' AND m.mark = 'sent'))";

/// Gives up on messages whose lease has ended: whoever had them is gone, and
/// nobody knows how far it came. Returns the phones they were for.
/// To be called in a transaction that has [`take_turn`].
///
/// # Errors
/// If the database does not answer.
pub async fn lapse(conn: &mut Conn, now: DateTime<Utc>, lease: TimeDelta) -> QueryResult<Vec<i64>> {
    #[derive(QueryableByName)]
    struct Lapsed {
        #[diesel(sql_type = BigInt)]
        phone_id: i64,
    }
    let lapsed: Vec<Lapsed> = diesel::sql_query(LAPSE)
        .bind::<Timestamptz, _>(now)
        .bind::<Interval, _>(lease)
        .bind::<Text, _>(NO_ANSWER)
        .bind::<SmallInt, _>(TRIES)
        .bind::<Interval, _>(AGAIN_AFTER)
        .load(conn)
        .await?;
    Ok(lapsed.into_iter().map(|row| row.phone_id).collect())
}

const LAPSE: &str = "
WITH held AS (
    SELECT id, lease_until - $2 AS at FROM outbox
    WHERE state = 'sending' AND lease_until < $1
    ORDER BY lease_until LIMIT 5000 FOR UPDATE SKIP LOCKED
), lapsed AS (
    UPDATE outbox o SET
        state = CASE WHEN repeat_unknown AND tries < $4 AND expires_at > $1 THEN 'queued' ELSE 'unknown' END,
        not_before = CASE WHEN repeat_unknown AND tries < $4 AND expires_at > $1 THEN $1 + $5 ELSE not_before END,
        leased_by = NULL, lease_until = NULL, failure = $3
    FROM held WHERE o.id = held.id
    RETURNING o.id, o.phone_id, held.at
), told AS (
    INSERT INTO sends (outbox_id, at, failure) SELECT id, at, $3 FROM lapsed
)
SELECT DISTINCT phone_id FROM lapsed";

/// Finds the messages that reports of one unknown to us must be about: a phone
/// to which the answer of exactly one message was lost and none is being sent,
/// and of which exactly one message is told that nobody here knows. Their
/// sends get its id, which is returned; one that was to go again does not. To be called in a transaction that has
/// [`take_turn`] or [`join_turn`].
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
    SELECT phone_id, min(id) AS id FROM outbox
    WHERE phone_id = ANY ($1) AND (state = 'unknown' OR (state = 'queued' AND repeat_unknown AND tries > 0))
    GROUP BY phone_id HAVING count(*) = 1
), handed AS (
    SELECT DISTINCT ON (lost.id) lost.id, lost.phone_id, s.id AS send, s.at
    FROM lost JOIN sends s ON s.outbox_id = lost.id
    WHERE s.operator_id IS NULL AND s.at > $2
      AND NOT EXISTS (SELECT FROM outbox o WHERE o.phone_id = lost.phone_id AND o.state = 'sending')
      AND NOT EXISTS (SELECT FROM bulk_sends n WHERE n.phone_id = lost.phone_id AND n.operator_id IS NULL AND n.state = 'unknown')
      AND NOT EXISTS (SELECT FROM bulk_batches n WHERE n.state = 'sending' AND lost.phone_id = ANY (n.phone_ids))
      AND NOT EXISTS (SELECT FROM bulk_batches n WHERE n.state = 'queued' AND n.tries > 0 AND lost.phone_id = ANY (n.phone_ids))
    ORDER BY lost.id, s.id DESC
), told AS (
    SELECT handed.id, handed.send, min(r.operator_id) AS operator_id
    FROM handed JOIN delivery_reports r ON r.phone_id = handed.phone_id AND r.at >= handed.at
    WHERE NOT EXISTS (SELECT FROM sends s WHERE s.operator_id = r.operator_id)
      AND NOT EXISTS (SELECT FROM bulk_sends s WHERE s.operator_id = r.operator_id)
    GROUP BY handed.id, handed.send HAVING count(DISTINCT r.operator_id) = 1
), known AS (
    UPDATE sends s SET operator_id = told.operator_id FROM told WHERE s.id = told.send
)
UPDATE outbox o SET state = 'sent', failure = NULL FROM told
WHERE o.id = told.id AND o.state IN ('unknown', 'queued') RETURNING told.operator_id";

/// A message that the operator has an id for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Handed {
    /// The message.
    #[diesel(sql_type = BigInt)]
    pub outbox_id: i64,
    /// To whom it went.
    #[diesel(sql_type = BigInt)]
    pub phone_id: i64,
    /// Whether it was handed over again since, under another id.
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub again: bool,
}

/// The messages an operator's id stands for: one, unless it gives an id to
/// several recipients of one request.
///
/// # Errors
/// If the database does not answer.
pub async fn of_operator(conn: &mut Conn, operator_id: &str) -> QueryResult<Vec<Handed>> {
    diesel::sql_query(
        "SELECT DISTINCT s.outbox_id, o.phone_id,
                EXISTS (SELECT FROM sends l WHERE l.outbox_id = s.outbox_id AND l.id > s.id
                        AND l.operator_id IS DISTINCT FROM s.operator_id) AS again
         FROM sends s JOIN outbox o ON o.id = s.outbox_id WHERE s.operator_id = $1",
    )
    .bind::<Text, _>(operator_id)
    .load(conn)
    .await
}

/// What answers and delivery reports take turns on ("send" and "dlr" in ASCII).
const TURN: i64 = 0x0073_656e_6464_6c72;

/// Waits until no report is being kept, and lets none be until the transaction
/// ends. Without it a report and the answer it belongs to, both on their way,
/// would not see each other.
///
/// # Errors
/// If the database does not answer.
pub async fn take_turn(conn: &mut Conn) -> QueryResult<()> {
    turn(conn, "pg_advisory_xact_lock").await
}

/// As [`take_turn`], beside other reports.
///
/// # Errors
/// If the database does not answer.
pub async fn join_turn(conn: &mut Conn) -> QueryResult<()> {
    turn(conn, "pg_advisory_xact_lock_shared").await
}

async fn turn(conn: &mut Conn, lock: &str) -> QueryResult<()> {
    diesel::sql_query(format!("SELECT {lock}({TURN})"))
        .execute(conn)
        .await
        .map(drop)
}
