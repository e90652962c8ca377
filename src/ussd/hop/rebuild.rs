//! A hop whose session is not at hand: rebuilt from its transcript.

use chrono::TimeDelta;

use super::{Call, Reached};
use crate::ussd::edition::Edition;
use crate::ussd::keep;
use crate::ussd::records::Records;
use crate::ussd::replay::{Replay, Since, Walked, same_place};
use crate::ussd::session::{Away, Kept, Loaded};
use crate::ussd::state::Profile;
use crate::ussd::step::{self, Outcome};

/// What clocks may differ by, and a screen take to reach a phone.
const MARGIN: TimeDelta = TimeDelta::seconds(15);

impl<'a> Call<'a> {
    /// A hop whose session is not at hand: the transcript is walked again. A late
    /// one is only answered: the call has gone on since, and nothing is kept of it.
    /// `in_redis` is whether Redis knows the session.
    pub(super) async fn rebuild(
        &self,
        loaded: &Result<Loaded, Away>,
        in_redis: bool,
        late: bool,
    ) -> Reached<'a> {
        let editions = &self.app.ussd.editions;
        let (read, records) = match keep::read(self.app, self.hop, true).await {
            Some((profile, records)) => (Some(profile), records),
            None => (None, Records::default()),
        };
        let known = loaded
            .as_ref()
            .ok()
            .and_then(|loaded| loaded.profile.clone());
        let (read_nothing, known_nothing) = (read.is_none(), known.is_none());
        let mut profile = records
            .profile_before()
            .cloned()
            .or(read)
            .or(known)
            .unwrap_or_else(Profile::unread);
        // Whoever was let out since chose from what they were shown then.
        profile.staff |= records.was_staff();
        let inputs: Vec<&str> = if self.hop.text.is_empty() {
            Vec::new()
        } else {
            self.hop.text.split('*').collect()
        };
        let edition = match records.edition.as_deref() {
            Some(hash) => match self.edition(hash).await {
                Some(edition) => edition,
                None => {
                    return self
                        .start_again(&editions.current, profile, inputs.len(), late)
                        .await;
                }
            },
            None => &editions.current,
        };
        let seen = self.app.ussd.seen.of(&self.hop.session);
        // Where nothing can be read, or could be when the call began, nothing is taken
        // for a choice of language.
        let unread = (read_nothing && known_nothing) || seen.is_some_and(|seen| seen.at_home);
        let deep = records.is_empty()
            && (unread
                || (!in_redis && self.long_up(loaded))
                || (inputs.len() > 1 && profile.language.is_none()));
        let begun = |edition: &Edition| {
            self.world(edition, |world| match records.checkpoint(inputs.len()) {
                Some(state) => state.clone(),
                None if records.asked() => {
                    let mut state = step::begin_at_home(profile.clone(), world);
                    state.at = edition.menu.resume.clone();
                    step::show_again(state, 0, world).state
                }
                None if deep => step::begin_at_home(profile.clone(), world),
                None => step::begin(profile.clone(), world),
            })
        };
        let since = (!deep || seen.is_some()).then(|| self.since());
        let replay = |edition: &Edition| {
            let mut state = begun(edition);
            // What was said above a recorded screen was said then.
            state.notice = None;
            let rest: Vec<&str> = inputs.iter().skip(state.position).copied().collect();
            let walk = Replay::new(state, rest, &records, since);
            if records.checkpoint(inputs.len()).is_some() {
                walk.from_record()
            } else {
                walk
            }
        };
        // The session may have begun on the edition before: where both lead to one
        // place it does not matter.
        if records.is_empty()
            && editions.published_at > self.since().session
            && let Some(earlier) = &editions.earlier
        {
            let (one, other) = (
                self.walk_dry(replay(edition), edition).state,
                self.walk_dry(replay(earlier), earlier).state,
            );
            if !same_place(&one, &other) {
                return self.start_again(edition, profile, inputs.len(), late).await;
            }
        }
        let walked = if late {
            self.walk_dry(replay(edition), edition)
        } else {
            self.walk_on(replay(edition), edition).await
        };
        let taken = if deep { "deep" } else { "rebuilt" };
        self.reached(walked, edition, taken, late).await
    }

    /// Since when what this caller saw may have changed: since this process answered
    /// the session first and last, where it has, else since a session can be old.
    fn since(&self) -> Since {
        let longest = |time: std::time::Duration| {
            self.now - TimeDelta::from_std(time).unwrap_or_default() - MARGIN
        };
        let careful = Since {
            session: longest(self.app.config.ussd.session),
            last: longest(self.network.idle),
        };
        match self.app.ussd.seen.of(&self.hop.session) {
            Some(seen) => Since {
                session: seen.first,
                last: seen.last.max(careful.last),
            },
            None => careful,
        }
    }

    /// Whether Redis has kept every session for longer than one lives, so that one
    /// it does not know never was.
    fn long_up(&self, loaded: &Result<Loaded, Away>) -> bool {
        let Some(since) = loaded.as_ref().ok().and_then(|loaded| loaded.since) else {
            return false;
        };
        self.now.timestamp_millis() - since
            > i64::try_from(self.app.config.ussd.session.as_millis()).unwrap_or(i64::MAX)
    }

    /// A session whose edition is gone begins again at home, and says so.
    pub(super) async fn start_again(
        &self,
        edition: &'a Edition,
        profile: Profile,
        position: usize,
        late: bool,
    ) -> Reached<'a> {
        let state = self.world(edition, |world| step::begin_again(profile, position, world));
        let walked = Walked {
            state,
            dropped: true,
            outcome: Outcome::Changed,
        };
        self.reached(walked, edition, "again", late).await
    }
}

/// Whether hops may have been answered that Redis did not hear of, after the one it
/// kept: it was away since.
pub(super) fn missed(kept: &Kept, loaded: &Result<Loaded, Away>) -> bool {
    let since = loaded.as_ref().ok().and_then(|loaded| loaded.since);
    since.is_none_or(|since| kept.at.timestamp_millis() < since)
}
