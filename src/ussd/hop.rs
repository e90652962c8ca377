//! One hop, from what Redis knows of its session to the screen.

use chrono::{DateTime, TimeDelta, Utc};

use super::edition::Edition;
use super::keep::{self, Place};
use super::network::{self, Network};
use super::records::{Record, Records};
use super::replay::{Replay, Since, Walked, same_place};
use super::session::{Away, Kept, Loaded};
use super::state::{Profile, State, Write};
use super::step::{self, Outcome};
use super::world::World;
use super::{draw, sorry};
use crate::app::App;
use crate::operators::{Answer, Hop};

/// What clocks may differ by, and a screen take to reach a phone.
const MARGIN: TimeDelta = TimeDelta::seconds(15);

/// A hop being answered.
pub struct Call<'a> {
    app: &'a App,
    hop: &'a Hop,
    /// The caller on this service, as sessions are kept by.
    caller: String,
    network: Network,
    now: DateTime<Utc>,
}

/// An answer, and the words it is counted by.
pub struct Told {
    /// What the phone shows.
    pub answer: Answer,
    /// The screen's name.
    pub screen: Box<str>,
    /// How the hop was answered.
    pub outcome: &'static str,
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
    Same,
    Further(&'t str),
    Shorter,
    Other,
}

impl<'a> Call<'a> {
    /// A hop as it came.
    #[must_use]
    pub fn new(app: &'a App, hop: &'a Hop) -> Self {
        let network = network::of(&hop.network, &app.config.ussd.networks);
        Self {
            app,
            hop,
            caller: caller(app, hop),
            network,
            now: app.clock.now(),
        }
    }

    /// The screen that answers it.
    pub async fn answer(&self) -> Told {
        let allowed = self
            .app
            .limits
            .phone(&self.app.phones.hmac(&self.hop.phone));
        let loaded = match &self.app.ussd.sessions {
            Some(sessions) => sessions.load(&self.caller).await,
            None => Err(Away),
        };
        if !allowed {
            return self.busy(loaded.ok());
        }
        let kept = loaded.as_ref().ok().and_then(|loaded| loaded.kept.as_ref());
        let reached = match kept.filter(|kept| *kept.session == *self.hop.session) {
            Some(kept) => match self.compare(kept) {
                Compared::Same => return told(kept, "repeat"),
                Compared::Further(_) if !kept.more => return told(kept, "over"),
                Compared::Further(typed) if typed.contains('*') && missed(kept, &loaded) => {
                    self.walk(&loaded, false).await
                }
                Compared::Further(typed) => self.further(kept.clone(), typed).await,
                Compared::Shorter => self.walk(&loaded, true).await,
                Compared::Other => self.walk(&loaded, false).await,
            },
            None if self.hop.text.is_empty() => self.first(&loaded).await,
            None => self.walk(&loaded, false).await,
        };
        self.show(reached, loaded.ok().as_ref()).await
    }

    fn busy(&self, loaded: Option<Loaded>) -> Told {
        let profile = loaded.and_then(|loaded| loaded.profile).unwrap_or_default();
        let texts = &self.app.ussd.editions.current.texts;
        let text = texts
            .language(profile.language.as_deref().unwrap_or_default())
            .word("sorry-busy");
        Told {
            answer: Answer { more: false, text },
            screen: "none".into(),
            outcome: "busy",
        }
    }

    /// The first hop of a call.
    async fn first(&self, loaded: &Result<Loaded, Away>) -> Reached<'a> {
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
        kept.more && under_way && age <= window && *kept.edition == *edition.hash
    }

    /// A hop whose session is at hand.
    async fn further(&self, kept: Kept, typed: &str) -> Reached<'a> {
        let editions = &self.app.ussd.editions;
        let inputs: Vec<&str> = typed.split('*').collect();
        let Some(edition) = editions.get(&kept.edition) else {
            return self
                .start_again(
                    &editions.current,
                    kept.state.profile,
                    kept.state.position + inputs.len(),
                    false,
                )
                .await;
        };
        let mut records = Records::default();
        let position = kept.state.position;
        if inputs.len() > 1
            && edition
                .menu
                .screen(&kept.state.at)
                .is_some_and(super::menu::Screen::takes_words)
        {
            let joined = Record::Joined(inputs.len());
            keep::record(self.app, self.place(edition), position, &joined).await;
            records.note(position, joined);
        }
        let walked = self
            .walk_on(Replay::new(kept.state, inputs, &records, None), edition)
            .await;
        self.reached(walked, edition, "taken", false).await
    }

    /// A hop whose session is not at hand: the transcript is walked again. A late
    /// one is only answered: the call has gone on since, and nothing is kept of it.
    async fn walk(&self, loaded: &Result<Loaded, Away>, late: bool) -> Reached<'a> {
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
        let profile = records
            .profile_before()
            .cloned()
            .or(read)
            .or(known)
            .unwrap_or_else(Profile::unread);
        let inputs: Vec<&str> = if self.hop.text.is_empty() {
            Vec::new()
        } else {
            self.hop.text.split('*').collect()
        };
        let edition = match records.edition.as_deref() {
            Some(hash) => match editions.get(hash) {
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
            && (unread || self.long_up(loaded) || (inputs.len() > 1 && profile.language.is_none()));
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
        let Ok(Loaded {
            kept,
            since: Some(since),
            ..
        }) = loaded
        else {
            return false;
        };
        let known = kept
            .as_ref()
            .is_some_and(|kept| *kept.session == *self.hop.session);
        !known
            && self.now.timestamp_millis() - since
                > i64::try_from(self.app.config.ussd.session.as_millis()).unwrap_or(i64::MAX)
    }

    async fn start_again(
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

    async fn reached(
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
            keep::record(self.app, self.place(edition), state.position, &checkpoint).await;
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
    async fn walk_on(&self, mut replay: Replay<'_>, edition: &Edition) -> Walked {
        while let Some(pending) = self.world(edition, |world| replay.advance(world)) {
            let state = replay.state();
            let mut kept = keep::perform(
                self.app,
                self.place(edition),
                state.position,
                &pending.write,
                &state.profile,
            )
            .await;
            // A language or a place serves this call even where it cannot be kept.
            kept |= matches!(pending.write, Write::Language(_) | Write::Place(_));
            self.world(edition, |world| replay.settle(pending, kept, world));
        }
        replay.finish()
    }

    fn walk_dry(&self, mut replay: Replay<'_>, edition: &Edition) -> Walked {
        self.world(edition, |world| {
            while let Some(pending) = replay.advance(world) {
                replay.settle(pending, true, world);
            }
        });
        replay.finish()
    }

    /// Draws the screen, and keeps the session for the next hop.
    async fn show(&self, reached: Reached<'_>, loaded: Option<&Loaded>) -> Told {
        let Reached {
            state,
            edition,
            outcome,
            save,
        } = reached;
        let screen = state.at.clone();
        let drawn = match self.world(edition, |world| draw::draw(&state, world)) {
            Ok(drawn) => drawn,
            Err(error) => {
                tracing::error!(screen = &*screen, %error, "a screen could not be drawn");
                return Told {
                    answer: Answer {
                        more: false,
                        text: sorry(self.app),
                    },
                    screen,
                    outcome: "sorry",
                };
            }
        };
        let told_now = Told {
            answer: Answer {
                more: drawn.more,
                text: drawn.text,
            },
            screen,
            outcome,
        };
        let (Some(sessions), Some(loaded), true) = (&self.app.ussd.sessions, loaded, save) else {
            return told_now;
        };
        let profile = Some(&state.profile)
            .filter(|profile| !profile.unread && loaded.profile.as_ref() != Some(*profile))
            .cloned();
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
        let first = loaded.since.is_none().then_some(self.now);
        match sessions
            .save(&self.caller, &kept, profile.as_ref(), first)
            .await
        {
            // Another process has answered the same callback meanwhile: its answer stands.
            Ok(Some(before))
                if before.session == kept.session
                    && before.length == kept.length
                    && before.hash == kept.hash =>
            {
                let _ = sessions.save(&self.caller, &before, None, None).await;
                told(&before, "repeat")
            }
            // Another process has answered a later one: the call goes on from there.
            Ok(Some(before)) if before.session == kept.session && before.length > kept.length => {
                let _ = sessions.save(&self.caller, &before, None, None).await;
                told_now
            }
            Ok(_) | Err(Away) => told_now,
        }
    }

    fn compare(&self, kept: &Kept) -> Compared<'a> {
        let text = self.hop.text.as_str();
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
        hash.iter()
            .take(12)
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>()
            .into()
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
            room: self.network.room,
            currency: &self.app.config.ussd.currency,
        })
    }
}

/// Whether hops may have been answered that Redis did not hear of, after the one it
/// kept: it was away since.
fn missed(kept: &Kept, loaded: &Result<Loaded, Away>) -> bool {
    let since = loaded.as_ref().ok().and_then(|loaded| loaded.since);
    since.is_none_or(|since| kept.at.timestamp_millis() < since)
}

/// A caller on a service, as sessions are kept by: no one can read a number from it.
#[must_use]
pub fn caller(app: &App, hop: &Hop) -> String {
    let hash = app.phones.hmac(&hop.phone);
    let phone: String = hash
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{}:{phone}", hop.service)
}

fn told(kept: &Kept, outcome: &'static str) -> Told {
    Told {
        answer: Answer {
            more: kept.more,
            text: kept.answer.clone().into(),
        },
        screen: kept.state.at.clone(),
        outcome,
    }
}
