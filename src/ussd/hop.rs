//! One hop, from what Redis knows of its session to the screen.

mod first;
mod rebuild;
mod show;
mod walk;

use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};

use super::edition::Edition;
use super::keep::{self, Place};
use super::network::{self, Network};
use super::session::{Away, Kept};
use super::state::{Profile, State};
use super::world::World;
use crate::app::App;
use crate::operators::{Answer, Hop};

/// A hop being answered.
pub struct Call<'a> {
    app: &'a App,
    hop: &'a Hop,
    /// The phone, by its keyed hash.
    phone: [u8; 32],
    /// The caller on this service, as sessions are kept by.
    caller: String,
    network: Network,
    now: DateTime<Utc>,
    spoken: &'a Spoken,
}

/// The caller's language, once it is known.
pub type Spoken = OnceLock<Box<str>>;

/// An answer, and the words it is counted by.
pub struct Told {
    /// What the phone shows.
    pub answer: Answer,
    /// The screen's name.
    pub screen: Box<str>,
    /// How the hop was answered.
    pub outcome: &'static str,
    /// Whether the screen was drawn now, and not shown before.
    pub drawn: bool,
}

/// Where a hop came to, before it is drawn.
struct Reached<'a> {
    state: State,
    edition: &'a Edition,
    outcome: &'static str,
    /// Whether the session in Redis is to be replaced.
    save: bool,
}

/// How a transcript stands to the one that was answered last.
enum Compared<'t> {
    /// It is the same.
    Same,
    /// It goes on: what was typed since.
    Further(&'t str),
    /// It is from before.
    Shorter,
    /// It has nothing to do with it.
    Other,
    /// Nothing was answered yet: the call begins.
    First,
}

impl<'a> Call<'a> {
    /// A hop as it came.
    #[must_use]
    pub fn new(app: &'a App, hop: &'a Hop, spoken: &'a Spoken) -> Self {
        let phone = app.phones.hmac(&hop.phone);
        Self {
            app,
            hop,
            phone,
            caller: caller_of(&phone, hop),
            network: network::of(&hop.network, &app.config.ussd.networks),
            now: app.clock.now(),
            spoken,
        }
    }

    /// Remembers the caller's language, for whatever may go wrong from here on.
    fn speaks(&self, profile: &Profile) {
        if let Some(language) = &profile.language {
            self.spoken.get_or_init(|| language.clone());
        }
    }

    /// The screen that answers it.
    pub async fn answer(&self) -> Told {
        let allowed = self.app.limits.phone(&self.phone);
        let mut loaded = match &self.app.ussd.sessions {
            Some(sessions) => sessions.load(&self.caller).await,
            None => Err(Away),
        };
        if let Ok(loaded) = &loaded {
            let kept = loaded.kept.as_ref().map(|kept| &kept.state.profile);
            for profile in kept.into_iter().chain(&loaded.profile) {
                self.speaks(profile);
            }
        }
        if !allowed {
            return self.busy().await;
        }
        let kept = loaded.as_mut().ok().and_then(|loaded| {
            let session = self.hop.session.as_str();
            loaded.kept.take_if(|kept| *kept.session == *session)
        });
        // Boxed, because a hop's room is what the rarest way through it needs.
        let reached = match (self.compare(kept.as_ref()), kept) {
            (Compared::Same, Some(kept)) => return told(kept, "repeat"),
            (Compared::Further(_), Some(kept)) if !kept.more => return told(kept, "over"),
            (Compared::Further(typed), Some(kept))
                if !(typed.contains('*') && rebuild::missed(&kept, &loaded)) =>
            {
                self.further(kept, typed).await
            }
            (Compared::First, _) => {
                self.app.heard.note(self.phone);
                Box::pin(self.first(&loaded)).await
            }
            (compared, kept) => {
                let late = matches!(compared, Compared::Shorter);
                Box::pin(self.rebuild(&loaded, kept.is_some(), late)).await
            }
        };
        self.show(reached, loaded.ok().as_ref()).await
    }

    /// Tells a phone that calls too often to wait. In whose language is the one thing
    /// that is looked up for it, and only where Redis did not say.
    async fn busy(&self) -> Told {
        if self.spoken.get().is_none()
            && let Some((profile, _)) = keep::read(self.app, self.hop, false).await
        {
            self.speaks(&profile);
        }
        let language = self.spoken.get().map_or("", |language| language);
        let texts = &self.app.ussd.editions.current.texts;
        let text = texts.language(language).word("sorry-busy");
        Told {
            answer: Answer { more: false, text },
            screen: "none".into(),
            outcome: "busy",
            drawn: false,
        }
    }

    /// How the transcript stands to what was kept of this session.
    fn compare(&self, kept: Option<&Kept>) -> Compared<'a> {
        let text = self.hop.text.as_str();
        let Some(kept) = kept else {
            return if text.is_empty() {
                Compared::First
            } else {
                Compared::Other
            };
        };
        if text.len() < kept.length {
            return Compared::Shorter;
        }
        let (Some(before), Some(after)) = (text.get(..kept.length), text.get(kept.length..)) else {
            return Compared::Other;
        };
        match (self.hash(before) == kept.hash, after.strip_prefix('*')) {
            (false, _) => Compared::Other,
            (true, _) if after.is_empty() => Compared::Same,
            (true, _) if before.is_empty() => Compared::Further(after),
            (true, Some(typed)) => Compared::Further(typed),
            (true, None) => Compared::Other,
        }
    }

    /// A keyed hash of a transcript, bound to its session.
    fn hash(&self, text: &str) -> Box<str> {
        let hash = self.app.phones.transcript_hash(&self.hop.session, text);
        short(&hash, 12).into()
    }

    fn place<'e>(&'e self, edition: &'e Edition) -> Place<'e> {
        Place {
            hop: self.hop,
            edition: &edition.hash,
        }
    }

    /// Looks at the world as it is now. Nothing waits inside.
    fn world<R>(&self, edition: &Edition, look: impl FnOnce(&World<'_>) -> R) -> R {
        let country = self.app.directory.read();
        look(&World {
            country: &country,
            menu: &edition.menu,
            texts: &edition.texts,
            now: self.now,
            zone: self.app.config.alerts.zone,
            room: self.network.room,
            currency: &self.app.config.ussd.currency,
        })
    }
}

/// A caller on a service, as sessions are kept by: no one can read a number from it.
#[must_use]
pub fn caller(app: &App, hop: &Hop) -> String {
    caller_of(&app.phones.hmac(&hop.phone), hop)
}

fn caller_of(phone: &[u8; 32], hop: &Hop) -> String {
    [&hop.service, ":", &short(phone, 16)].concat()
}

/// The first so many bytes of a hash, as letters.
fn short(hash: &[u8; 32], bytes: usize) -> String {
    URL_SAFE_NO_PAD.encode(hash.get(..bytes).unwrap_or(hash))
}

fn told(kept: Kept, outcome: &'static str) -> Told {
    Told {
        answer: Answer {
            more: kept.more,
            text: kept.answer.into(),
        },
        screen: kept.state.at,
        outcome,
        drawn: false,
    }
}
