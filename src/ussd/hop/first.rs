//! The first hop of a call: where it begins, and whether a call that was cut off goes on.

use chrono::TimeDelta;

use super::{Call, Reached};
use crate::ussd::edition::Edition;
use crate::ussd::keep;
use crate::ussd::records::Record;
use crate::ussd::session::{Away, Kept, Loaded};
use crate::ussd::state::Profile;
use crate::ussd::step;

impl<'a> Call<'a> {
    /// The first hop of a call.
    pub(super) async fn first(&self, loaded: &Result<Loaded, Away>) -> Reached<'a> {
        let edition: &Edition = &self.app.ussd.editions.current;
        let known = match loaded
            .as_ref()
            .ok()
            .and_then(|loaded| loaded.profile.clone())
        {
            Some(profile) => Some(profile),
            None => keep::read(self.app, self.hop, false)
                .await
                .map(|(profile, _)| profile),
        };
        let Some(profile) = known else {
            self.app.ussd.seen.note_home(&self.hop.session, self.now);
            let state = self.world(edition, |world| {
                step::begin_at_home(Profile::unread(), world)
            });
            return Reached {
                state,
                edition,
                outcome: "first",
                save: true,
            };
        };
        let dropped = loaded
            .as_ref()
            .ok()
            .and_then(|loaded| loaded.kept.clone())
            .filter(|kept| self.resumable(kept, edition));
        if let Some(dropped) = dropped
            && keep::record(self.app, self.place(edition), 0, &Record::Asked).await
        {
            let state = self.world(edition, |world| {
                step::begin_after(dropped.state, profile, world)
            });
            return Reached {
                state,
                edition,
                outcome: "dropped",
                save: true,
            };
        }
        let state = self.world(edition, |world| step::begin(profile, world));
        Reached {
            state,
            edition,
            outcome: "first",
            save: true,
        }
    }

    /// Whether it is worth asking to go on: a session of this caller was cut off
    /// a short while ago, on the way to something.
    fn resumable(&self, kept: &Kept, edition: &Edition) -> bool {
        let window = TimeDelta::from_std(self.app.config.ussd.resume).unwrap_or(TimeDelta::MAX);
        let age = self.now - kept.at;
        let menu = &edition.menu;
        let under_way = ![&menu.home, &menu.language, &menu.resume].contains(&&kept.state.at);
        // A log-in is nobody's but the call's in which the PIN was told.
        let at_work = kept.state.desk.is_some() || edition.menu.is_for_now(&kept.state.at);
        kept.more && under_way && !at_work && age <= window && *kept.edition == *edition.hash
    }
}
