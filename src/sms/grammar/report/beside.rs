//! Which product a batch or a day of expiry is told of, where that is certain. Pure.
//!
//! It is told of what stands before it (`REC AL 240 batch AX1 exp 06/2027, PCM 100 batch B2`),
//! one product at a time; of the only product of a text it may also stand in front. Everything
//! else (`REC AL 240 PCM 100 exp 06/2027`) may be said of one or of all, and is kept of none.

use super::{Outcome, Text};
use crate::sms::grammar::scan::What;

impl Text<'_, '_> {
    /// Adds what is told of batches and expiry to the items it is told of.
    pub(super) fn say_beside(&self, outcomes: &mut [Outcome]) {
        self.each(outcomes, |what| matches!(what, What::Batch(_)));
        self.each(outcomes, |what| matches!(what, What::Expires(_)));
    }

    fn each(&self, outcomes: &mut [Outcome], kind: impl Fn(&What) -> bool) {
        let told = self.parts.iter().enumerate();
        let told: Vec<usize> = told
            .filter(|(_, part)| kind(&part.what))
            .map(|(at, _)| at)
            .collect();
        let Some(&first) = told.first() else {
            return;
        };
        if let [only] = outcomes {
            if told.len() == 1 {
                self.say(first, only);
            }
            return;
        }
        // Said in front of each: nothing tells where one ends and the next begins
        if outcomes
            .first()
            .is_some_and(|outcome| starts(outcome) > first)
        {
            return;
        }
        let mut from = 0;
        for at in told {
            let mut between = outcomes
                .iter_mut()
                .filter(|outcome| (from..at).contains(&starts(outcome)));
            if let (Some(outcome), None) = (between.next(), between.next())
                && !self.belongs_behind(ends(outcome), at)
            {
                self.say(at, outcome);
            }
            from = at;
        }
    }

    /// Whether it is parted from what stands before it, and not from what stands behind.
    fn belongs_behind(&self, end: usize, at: usize) -> bool {
        let parts = |what: &What| matches!(what, What::Line | What::Separator | What::And);
        let before = self.parts.get(end + 1..at).unwrap_or_default();
        let behind = self.parts.get(at..).unwrap_or_default();
        let next = behind.iter().position(|part| part.what.is_element());
        let gap = next.and_then(|next| behind.get(..next)).unwrap_or_default();
        before.iter().any(|part| parts(&part.what))
            && next.is_some()
            && !gap.iter().any(|part| parts(&part.what))
    }

    fn say(&self, at: usize, outcome: &mut Outcome) {
        let (batch, expires_on) = match &mut outcome.what {
            Ok(item) => (&mut item.batch, &mut item.expires_on),
            Err(ask) => (&mut ask.batch, &mut ask.expires_on),
        };
        match self.what(at) {
            Some(What::Batch(said)) => *batch = said.clone(),
            Some(What::Expires(day)) => *expires_on = Some(*day),
            _ => {}
        }
    }
}

/// An outcome of no parts is said nowhere.
fn starts(outcome: &Outcome) -> usize {
    outcome.parts.iter().min().copied().unwrap_or_default()
}

fn ends(outcome: &Outcome) -> usize {
    outcome.parts.iter().max().copied().unwrap_or_default()
}
