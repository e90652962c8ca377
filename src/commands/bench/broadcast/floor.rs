//! The least that a broadcast costs: its batches claimed and marked by plain SQL, prepared once,
//! and its requests by a client that looks at no answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::ensure;
use tokio::task::JoinSet;
use tokio_postgres::NoTls;

use super::number;
use crate::config::Api;
use crate::operators::africastalking::fake::Fake;

/// Batches and rows as the broadcast's, with every index they have.
const TABLES: &str = "
    CREATE TABLE floor_batches (LIKE bulk_batches INCLUDING ALL);
    INSERT INTO floor_batches (broadcast_id, language, phone_ids, size, not_before)
    SELECT broadcast_id, language, phone_ids, size, not_before FROM bulk_batches ORDER BY id;
    CREATE TABLE floor_sends (LIKE bulk_sends INCLUDING ALL);
    ANALYZE floor_batches; CHECKPOINT";

const CLAIM: &str = "
    UPDATE floor_batches SET state = 'sending', leased_by = 'floor', lease_until = now() + interval '90 s', tries = tries + 1, handed_at = now()
    WHERE id = (SELECT id FROM floor_batches WHERE broadcast_id = $1 AND state = 'queued' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id, phone_ids";

const PHONES: &str = "SELECT id, sealed FROM phones WHERE id = ANY ($1)";

const MARK: &str = "
    WITH done AS (UPDATE floor_batches SET state = 'sent', leased_by = NULL, lease_until = NULL WHERE id = $1)
    INSERT INTO floor_sends (batch_id, phone_id, operator_id, state)
    SELECT $1, p, 'ATXid_' || md5(p::text), 'sent' FROM unnest($2::bigint[]) AS p";

/// Claims and marks the batches of a broadcast again, over so many connections.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn sql(url: &str, broadcast: i64, parallel: usize) -> anyhow::Result<Duration> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    client.batch_execute(TABLES).await?;
    let mut writers = Vec::new();
    for _ in 0..parallel {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        tokio::spawn(connection);
        let claim = client.prepare(CLAIM).await?;
        let phones = client.prepare(PHONES).await?;
        let mark = client.prepare(MARK).await?;
        writers.push((client, claim, phones, mark));
    }
    let began = Instant::now();
    let mut writing = JoinSet::new();
    for (client, claim, phones, mark) in writers {
        writing.spawn(async move {
            while let Some(row) = client.query_opt(&claim, &[&broadcast]).await? {
                let (id, ids): (i64, Vec<i64>) = (row.try_get(0)?, row.try_get(1)?);
                let sealed = client.query(&phones, &[&ids]).await?;
                ensure!(sealed.len() == ids.len(), "a phone is gone");
                client.execute(&mark, &[&id, &ids]).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(done) = writing.join_next().await {
        done??;
    }
    Ok(began.elapsed())
}

/// Sends the same requests, so many at once.
///
/// # Errors
/// When one is not taken.
pub(super) async fn requests(
    fake: &Fake,
    key: &str,
    many: u32,
    (each, parallel): (u16, usize),
) -> anyhow::Result<Duration> {
    let client = reqwest::Client::builder().tls_certs_only([]).build()?;
    let url = format!("{}{}", fake.url(), Api::Classic.path());
    let next = Arc::new(AtomicU32::new(0));
    let each = u32::from(each);
    let began = Instant::now();
    let mut posting = JoinSet::new();
    for _ in 0..parallel {
        let (client, url, key, next) = (
            client.clone(),
            url.clone(),
            key.to_owned(),
            Arc::clone(&next),
        );
        posting.spawn(async move {
            loop {
                let from = next.fetch_add(each, Ordering::Relaxed);
                if from >= many {
                    return anyhow::Ok(());
                }
                let to: Vec<String> = (from..many.min(from + each)).map(number).collect();
                let to = to.join(",");
                let form = [("username", "sandbox"), ("to", &*to), ("message", "Cholera in your ward. Boil water for drinking. Free help at the clinic, day and night.")];
                let post = client.post(&url).header("apikey", &key);
                let post = post.header("accept", "application/json").form(&form);
                let answer = post.send().await?.error_for_status()?;
                answer.bytes().await?;
            }
        });
    }
    while let Some(done) = posting.join_next().await {
        done??;
    }
    Ok(began.elapsed())
}
