//! The screen a hop came to: drawn, and kept for the next hop.

use super::{Call, Reached, Told, told};
use crate::operators::Answer;
use crate::ussd::session::{Away, Kept, Loaded};
use crate::ussd::{draw, sorry};

impl Call<'_> {
    /// Draws the screen, and keeps the session for the next hop.
    pub(super) async fn show(&self, reached: Reached<'_>, loaded: Option<&Loaded>) -> Told {
        let Reached {
            mut state,
            edition,
            outcome,
            save,
        } = reached;
        let screen = state.at.clone();
        self.speaks(&state.profile);
        let drawn = match self.world(edition, |world| draw::draw(&state, world)) {
            Ok(drawn) => drawn,
            Err(error) => {
                tracing::error!(screen = &*screen, %error, "a screen could not be drawn");
                return Told {
                    answer: Answer {
                        more: false,
                        text: sorry(self.app, self.spoken),
                    },
                    screen,
                    outcome: "sorry",
                    drawn: false,
                };
            }
        };
        state.seen = Some(drawn.seen);
        let told_now = Told {
            answer: Answer {
                more: drawn.more,
                text: drawn.text,
            },
            screen,
            outcome,
            drawn: save,
        };
        let (Some(sessions), Some(loaded), true) = (&self.app.ussd.sessions, loaded, save) else {
            return told_now;
        };
        let kept = Kept {
            session: self.hop.session.as_str().into(),
            length: self.hop.text.len(),
            hash: self.hash(&self.hop.text),
            answer: told_now.answer.text.as_str().into(),
            more: told_now.answer.more,
            state,
            edition: edition.hash.clone(),
            at: self.now,
        };
        let profile = Some(&kept.state.profile).filter(|profile| !profile.unread);
        let saving = sessions.save(&self.caller, &kept, profile, loaded);
        match saving.await {
            // Another process has answered the same callback meanwhile: its answer stands.
            Ok(Some(before))
                if before.session == kept.session
                    && before.length == kept.length
                    && before.hash == kept.hash =>
            {
                let _ = sessions.put_back(&self.caller, &before).await;
                told(before, "repeat")
            }
            // Another process has answered a later one: the call goes on from there.
            Ok(Some(before)) if before.session == kept.session && before.length > kept.length => {
                let _ = sessions.put_back(&self.caller, &before).await;
                told_now
            }
            Ok(_) | Err(Away) => told_now,
        }
    }
}
