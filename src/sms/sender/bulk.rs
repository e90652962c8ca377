//! Batches of a broadcast: leased as a whole, posted in one request, marked once.

use chrono::{DateTime, Utc};
use diesel_async::AsyncConnection as _;
use rust_decimal::Decimal;
use tokio::sync::OwnedSemaphorePermit;

use super::Sender;
use crate::db::{Conn, DbError};
use crate::models::bulk_batch::{self, Claimed, Person};
use crate::models::bulk_send::{self, Rows};
use crate::models::outbox::{BLACKLISTED, STOPPED};
use crate::models::send::{self, Cost};
use crate::models::{subscriber, unreachable};
use crate::operators::africastalking::report::is_gone;
use crate::operators::outgoing::{Fate, Outcome, Posted};
use crate::people::phone::Msisdn;
use crate::sms::delivery;

/// People who are leased, to be told one text in one request.
#[derive(Debug)]
pub(super) struct Bulk {
    pub(super) batch: Claimed,
    people: Vec<Person>,
    /// Keeps replies a request free, whatever many of these are out.
    _permit: OwnedSemaphorePermit,
}

/// What became of them.
#[derive(Debug, Default)]
pub(super) struct Told {
    rows: Rows,
    cost: Cost,
    /// Whoever asked their network for silence.
    stopped: Vec<i64>,
    /// Those the operator did not take, for a reason that is not theirs: requests to be made.
    refused: Vec<Vec<i64>>,
    /// Those of an emergency of whom nobody knows whether it took them.
    lost: Vec<i64>,
    /// Whether it took nothing of all.
    nothing: bool,
}

impl Sender {
    /// Leases the batch that goes next, of `most` people at most.
    pub(super) async fn claim_bulk(
        &self,
        conn: &mut Conn,
        live: &[i64],
        most: usize,
        now: DateTime<Utc>,
    ) -> Result<Option<Bulk>, DbError> {
        let Ok(permit) = self.bulk.clone().try_acquire_owned() else {
            return Ok(None);
        };
        for broadcast in live {
            let claimed =
                bulk_batch::claim(conn, *broadcast, &self.name, most, now, self.lease()).await?;
            let Some(batch) = claimed else {
                continue;
            };
            let people = bulk_batch::people(conn, &batch).await?;
            if people.is_empty() {
                // Paused or cancelled while we looked.
                bulk_batch::release(conn, &batch, &self.name).await?;
                continue;
            }
            return Ok(Some(Bulk {
                batch,
                people,
                _permit: permit,
            }));
        }
        Ok(None)
    }

    /// Hands a batch over and waits for the answer.
    pub(super) async fn post_bulk(&self, bulk: &Bulk, probe: bool) -> Told {
        let mut told = Told::default();
        let mut phones = Vec::with_capacity(bulk.people.len());
        let mut numbers = Vec::with_capacity(bulk.people.len());
        let reaches_stopped = self.app.reaches_stopped(bulk.batch.emergency);
        for person in &bulk.people {
            if person.stopped && !reaches_stopped {
                told.failed(person.phone_id, STOPPED);
                continue;
            }
            match self.app.phones.open(person.phone_id, &person.sealed) {
                Ok(number) => {
                    phones.push(person.phone_id);
                    numbers.push(number);
                }
                Err(error) => {
                    tracing::error!(phone = person.phone_id, %error, "phone {}: {error}", person.phone_id);
                    told.failed(person.phone_id, "number does not open");
                }
            }
        }
        if !numbers.is_empty() {
            let posted = self.ask(&numbers, &bulk.batch.body, probe).await;
            told.hear(&bulk.batch, &phones, posted);
        }
        told
    }

    async fn ask(&self, numbers: &[Msisdn], body: &str, probe: bool) -> Posted {
        let posted = match &self.client {
            Some(client) => client.send(numbers, body).await,
            None => Posted::Answered(Vec::new()),
        };
        self.learn(&posted, probe);
        posted
    }

    /// Keeps what became of a batch.
    pub(super) async fn mark_bulk(&self, batch: &Claimed, told: &Told) -> Result<(), DbError> {
        let now = self.app.clock.now();
        let mut conn = self.db.get().await?;
        if told.nothing && told.rows.is_empty() && told.refused.len() == 1 {
            bulk_batch::release(&mut conn, batch, &self.name).await?;
            self.app.metrics.sends("refused", batch.phone_ids.len());
            return Ok(());
        }
        let kept = conn
            .transaction(async |conn| {
                send::take_turn(conn).await?;
                let ours =
                    bulk_send::answered(conn, batch, &self.name, &told.rows, &told.cost).await?;
                if ours {
                    for phones in &told.refused {
                        bulk_batch::again(conn, batch, phones, batch.tries - 1, now).await?;
                    }
                    if !told.lost.is_empty() {
                        let later = now + bulk_batch::AGAIN_AFTER;
                        bulk_batch::again(conn, batch, &told.lost, batch.tries, later).await?;
                    }
                } else {
                    bulk_send::answered_late(conn, batch, &told.rows).await?;
                }
                for phone in &told.stopped {
                    subscriber::stop(conn, *phone, now).await?;
                }
                unreachable::mark(conn, &told.gone(), now).await?;
                let known = told.rows.operator_ids.iter().flatten();
                let mut ids: Vec<String> = known.cloned().collect();
                ids.extend(delivery::recognise(conn, &batch.phone_ids, now).await?);
                delivery::settle(conn, &ids, now).await?;
                diesel::QueryResult::Ok(ours)
            })
            .await?;
        if kept {
            for state in ["sent", "failed", "unknown"] {
                let count = told.rows.states.iter().filter(|s| **s == state).count();
                self.app.metrics.sends(state, count);
            }
        }
        Ok(())
    }
}

impl Told {
    fn failed(&mut self, phone: i64, why: &str) {
        self.rows.push(phone, None, "failed", Some(why.to_owned()));
    }

    /// Those whom nothing will ever reach, and why.
    fn gone(&self) -> Vec<(i64, &str)> {
        let whys = self.rows.failures.iter().map(Option::as_deref);
        let each = self.rows.phone_ids.iter().zip(&self.rows.states).zip(whys);
        each.filter_map(|((phone, state), why)| {
            let why = why.filter(|why| *state == "failed" && is_gone(why))?;
            Some((*phone, why))
        })
        .collect()
    }

    /// What an answer means for the people it is about.
    fn hear(&mut self, batch: &Claimed, phones: &[i64], posted: Posted) {
        match posted {
            Posted::Answered(fates) => {
                let mut refused = Vec::new();
                for (phone, fate) in phones.iter().zip(fates) {
                    self.one(batch, *phone, fate, &mut refused);
                }
                if !refused.is_empty() {
                    self.nothing = refused.len() == phones.len();
                    self.refused.push(refused);
                }
            }
            Posted::Refused(_) => {
                self.nothing = true;
                self.refused.push(phones.to_vec());
            }
            // About one of them, perhaps: they are asked for in two halves, down to the one.
            Posted::Rejected(word) if phones.len() > 1 => {
                tracing::warn!(
                    batch = batch.id,
                    word,
                    "a request to {} was rejected: {word}",
                    phones.len()
                );
                let (one, other) = phones.split_at(phones.len() / 2);
                self.refused.extend([one.to_vec(), other.to_vec()]);
            }
            Posted::Rejected(word) => {
                for phone in phones {
                    self.failed(*phone, &word);
                }
            }
            Posted::Lost(word) => {
                for phone in phones {
                    self.unknown(batch, *phone, Some(word.clone()));
                }
            }
        }
    }

    fn one(&mut self, batch: &Claimed, phone: i64, fate: Fate, refused: &mut Vec<i64>) {
        if let Some((amount, currency)) = fate.cost {
            self.add(amount, currency);
        }
        match fate.outcome {
            Outcome::Sent => self.rows.push(phone, fate.operator_id, "sent", None),
            Outcome::Failed => self
                .rows
                .push(phone, fate.operator_id, "failed", fate.failure),
            Outcome::Stopped => {
                self.failed(phone, BLACKLISTED);
                self.stopped.push(phone);
            }
            Outcome::Unknown => self.unknown(batch, phone, fate.failure),
            Outcome::Refused(_) => refused.push(phone),
        }
    }

    fn unknown(&mut self, batch: &Claimed, phone: i64, why: Option<String>) {
        if batch.emergency && batch.tries < bulk_batch::EMERGENCY_TRIES {
            self.lost.push(phone);
        } else {
            self.rows.push(phone, None, "unknown", why);
        }
    }

    /// Sums what is told in one currency, which is the account's.
    fn add(&mut self, amount: Decimal, currency: Option<String>) {
        match &mut self.cost {
            None => self.cost = Some((amount, currency)),
            Some((sum, of)) if *of == currency => *sum += amount,
            Some(_) => {}
        }
    }
}
