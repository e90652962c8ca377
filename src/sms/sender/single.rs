//! Messages of the outbox: each leased, those alike posted in one request, each marked.

use diesel_async::AsyncConnection as _;

use super::{Sender, meaning};
use crate::db::DbError;
use crate::models::outbox::{self, Claim, Claimed};
use crate::models::send::{self, Mark, Send};
use crate::models::{subscriber, unreachable};
use crate::operators::africastalking::report::is_gone;
use crate::operators::outgoing::Posted;
use crate::people::phone::Msisdn;
use crate::sms::delivery;

impl Sender {
    /// Hands messages over and waits for the answer; what became of each.
    pub(super) async fn post_messages(&self, claim: &Claim, probe: bool) -> Vec<Send> {
        let open = |claimed: &Claimed| -> Result<Msisdn, Send> {
            let opened = self.app.phones.open(claimed.phone_id, &claimed.sealed);
            opened.map_err(|error| {
                tracing::error!(message = claimed.id, %error, "message {}: {error}", claimed.id);
                meaning::marked(claimed.id, Mark::Failed, "number does not open")
            })
        };
        let mut answers = Vec::with_capacity(claim.messages.len());
        let (mut ids, mut numbers) = (Vec::new(), Vec::new());
        for claimed in &claim.messages {
            match open(claimed) {
                Ok(number) => {
                    ids.push(claimed.id);
                    numbers.push(number);
                }
                Err(failed) => answers.push(failed),
            }
        }
        let posted = match &self.client {
            Some(client) if !numbers.is_empty() => client.send(&numbers, &claim.body).await,
            _ => Posted::Answered(Vec::new()),
        };
        let posted = meaning::alone_or_again(posted, ids.len());
        self.learn(&posted, probe);
        answers.extend(meaning::of(&ids, posted));
        answers
    }

    /// Keeps what became of messages that were handed over `at`.
    pub(super) async fn mark_messages(
        &self,
        claim: &Claim,
        answers: &[Send],
        at: chrono::DateTime<chrono::Utc>,
    ) -> Result<(), DbError> {
        let now = self.app.clock.now();
        let phones: Vec<i64> = claim.messages.iter().map(|m| m.phone_id).collect();
        let failed: Vec<(i64, &str)> = answers
            .iter()
            .filter(|answer| answer.mark == Mark::Failed)
            .filter_map(|answer| {
                let of = claim.messages.iter().find(|m| m.id == answer.outbox_id)?;
                Some((of.phone_id, answer.failure.as_deref()?))
            })
            .collect();
        let stopped = failed.iter().filter(|(_, why)| *why == outbox::BLACKLISTED);
        let gone: Vec<_> = failed.iter().copied().filter(|f| is_gone(f.1)).collect();
        let mut ids: Vec<String> = answers
            .iter()
            .filter_map(|a| a.operator_id.clone())
            .collect();
        let mut conn = self.db.get().await?;
        conn.transaction(async |conn| {
            send::take_turn(conn).await?;
            send::answered(conn, &self.name, answers, at, now).await?;
            for (phone, _) in stopped {
                subscriber::stop(conn, *phone, now).await?;
            }
            unreachable::mark(conn, &gone, now).await?;
            ids.extend(delivery::recognise(conn, &phones, now).await?);
            delivery::settle(conn, &ids, now).await
        })
        .await?;
        for answer in answers {
            let outcome = match answer.mark {
                Mark::Queued => "refused",
                mark => mark.word(),
            };
            self.app.metrics.sends(outcome, 1);
        }
        Ok(())
    }
}
