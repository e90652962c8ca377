//! A transcript walked on: from a session that is at hand, doing on the way what is to be done.

use tokio::time::timeout;

use super::{Call, Reached};
use crate::ussd::desk;
use crate::ussd::edition::Edition;
use crate::ussd::keep;
use crate::ussd::menu::Screen;
use crate::ussd::records::{Record, Records};
use crate::ussd::replay::{Replay, Walked};
use crate::ussd::session::Kept;
use crate::ussd::state::Write;
use crate::ussd::step::Outcome;

impl<'a> Call<'a> {
    /// A hop whose session is at hand.
    pub(super) async fn further(&self, kept: Kept, typed: &str) -> Reached<'a> {
        let editions = &self.app.ussd.editions;
        let inputs: Vec<&str> = typed.split('*').collect();
        let Some(edition) = self.edition(&kept.edition).await else {
            let (profile, position) = (kept.state.profile, kept.state.position + inputs.len());
            let again = self.start_again(&editions.current, profile, position, false);
            return Box::pin(again).await;
        };
        let mut records = Records::default();
        let position = kept.state.position;
        if inputs.len() > 1
            && edition
                .menu
                .screen(&kept.state.at)
                .is_some_and(Screen::takes_words)
        {
            let joined = Record::Joined(inputs.len());
            Box::pin(keep::record(
                self.app,
                self.place(edition),
                position,
                &joined,
            ))
            .await;
            records.note(position, joined);
        }
        let walked = self
            .walk_on(Replay::new(kept.state, inputs, &records, None), edition)
            .await;
        self.reached(walked, edition, "taken", false).await
    }

    /// The edition a session began on; `None` where it is gone.
    pub(super) async fn edition(&self, hash: &str) -> Option<&'a Edition> {
        let (app, editions) = (self.app, &self.app.ussd.editions);
        if let Some(edition) = editions.get(hash) {
            return Some(edition);
        }
        let reading = Box::pin(editions.read(hash, &app.db));
        let read = timeout(app.config.database.patience, reading).await;
        read.ok().flatten()
    }

    pub(super) async fn reached(
        &self,
        walked: Walked,
        edition: &'a Edition,
        taken: &'static str,
        late: bool,
    ) -> Reached<'a> {
        let Walked {
            state,
            dropped,
            outcome,
        } = walked;
        if dropped && !late {
            let checkpoint = Record::Checkpoint(Box::new(state.clone()));
            let recorded = keep::record(self.app, self.place(edition), state.position, &checkpoint);
            Box::pin(recorded).await;
        }
        let outcome = match outcome {
            _ if late => "late",
            Outcome::Taken => taken,
            Outcome::Invalid => "invalid",
            Outcome::Changed if taken == "again" => taken,
            Outcome::Changed => "changed",
        };
        Reached {
            state,
            edition,
            outcome,
            save: !late,
        }
    }

    /// Walks to the end, doing on the way what is to be written.
    pub(super) async fn walk_on(&self, mut replay: Replay<'_>, edition: &Edition) -> Walked {
        while let Some(pending) = self.world(edition, |world| replay.advance(world)) {
            let told = Box::pin(keep::perform(
                self.app,
                self.place(edition),
                &pending,
                replay.state(),
            ))
            .await;
            // A language or a place serves this call even where it cannot be kept.
            let once =
                told.is_none() && matches!(pending.write, Write::Language(_) | Write::Place(_));
            let shown = matches!(told, Some(desk::Told::Draft(_)))
                && matches!(pending.write, Write::Draft(_));
            let told = told.or(once.then_some(desk::Told::Done));
            self.world(edition, |world| replay.settle(pending, told, world));
            if shown {
                // What is confirmed is what was shown, whatever has changed since.
                let state = replay.state();
                let shown = Record::Checkpoint(Box::new(state.clone()));
                let place = self.place(edition);
                Box::pin(keep::record(self.app, place, state.position, &shown)).await;
            }
            if once {
                replay.only_once();
            }
        }
        replay.finish()
    }

    pub(super) fn walk_dry(&self, mut replay: Replay<'_>, edition: &Edition) -> Walked {
        self.world(edition, |world| {
            while let Some(pending) = replay.advance(world) {
                let told = match &pending.write {
                    Write::Ask(_) => None,
                    Write::Draft(draft) => Some(desk::Told::Draft(draft.clone())),
                    _ => Some(desk::Told::Done),
                };
                replay.settle(pending, told, world);
            }
        });
        replay.finish()
    }
}
