//! The spine of a hop: what came, what the caller sees next.
//!
//! A hop that finds its session in Redis steps on from there. One that does not
//! is rebuilt by walking its transcript through the menu again ([`replay`]), with
//! what the session wrote read from PostgreSQL ([`records`]). Whatever fails, the
//! caller gets a screen.

pub mod ask;
pub mod cast;
pub mod check;
pub mod choice;
pub mod desk;
pub mod draw;
mod dropped;
pub mod edition;
pub mod facts;
pub mod hop;
pub mod keep;
pub mod menu;
pub mod network;
pub mod records;
pub mod replay;
pub mod screen;
pub mod script;
pub mod seen;
pub mod session;
pub mod stage;
pub mod state;
pub mod step;
pub mod theatre;
pub mod world;

use std::hash::{BuildHasher, RandomState};
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::timeout;

use crate::app::App;
use crate::operators::{Answer, End, Hop};
use edition::Editions;
use hop::{Spoken, Told};
use seen::Seen;
use session::Sessions;

/// How many sessions are answered at once before two share a lock by chance.
const LOCKS: usize = 1024;

/// Longest a caller waits: Africa's Talking gives up after ten seconds.
const ANSWER_WAIT: Duration = Duration::from_secs(8);

/// What conversations need of their own.
#[derive(Debug)]
pub struct Ussd {
    /// Menus with their texts.
    pub editions: Editions,
    /// Sessions in Redis, where there is one.
    pub sessions: Option<Sessions>,
    /// When this process answered which session.
    pub seen: Seen,
    locks: Vec<Mutex<()>>,
    hasher: RandomState,
}

impl Ussd {
    /// Conversations over these editions and sessions.
    #[must_use]
    pub fn new(editions: Editions, sessions: Option<Sessions>) -> Self {
        Self {
            editions,
            sessions,
            seen: Seen::default(),
            locks: (0..LOCKS).map(|_| Mutex::new(())).collect(),
            hasher: RandomState::new(),
        }
    }

    /// A turn at a session, so that a callback that comes twice at once is
    /// answered once and then again, not twice at once.
    async fn turn(&self, session: &str) -> Option<MutexGuard<'_, ()>> {
        let lock = self.hasher.hash_one(session) % self.locks.len() as u64;
        let lock = self.locks.get(usize::try_from(lock).ok()?)?;
        Some(lock.lock().await)
    }
}

/// Answers a hop. Never fails: what cannot be shown is said so, in the caller's language.
pub async fn hop(app: &App, hop: &Hop) -> Answer {
    let began = Instant::now();
    let spoken = Spoken::default();
    // Boxed once, instead of moved through every layer of the server.
    let answering = Box::pin(answered(app, hop, &spoken));
    let told = match guarded(answering, ANSWER_WAIT).await {
        Ok(told) => told,
        Err(outcome) => Told {
            answer: Answer {
                more: false,
                text: sorry(app, &spoken),
            },
            screen: "none".into(),
            outcome,
            drawn: false,
        },
    };
    app.note_hop(&hop.session, &told.screen, told.outcome, began.elapsed());
    app.metrics.session(&hop.session, told.answer.more);
    told.answer
}

async fn answered(app: &App, hop: &Hop, spoken: &Spoken) -> Told {
    let call = hop::Call::new(app, hop, spoken);
    let _turn = app.ussd.turn(&hop.session).await;
    // From before the answer: what changes meanwhile changed after it.
    let at = app.clock.now();
    let told = call.answer().await;
    if told.drawn {
        app.ussd.seen.note(&hop.session, at, hop.text.is_empty());
    }
    told
}

/// The engine's answer, or in a word why there is none.
async fn guarded<T>(engine: impl Future<Output = T>, wait: Duration) -> Result<T, &'static str> {
    match timeout(wait, AssertUnwindSafe(engine).catch_unwind()).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(_)) => Err("panicked"),
        Err(_) => Err("too_late"),
    }
}

/// Takes note that a session is over. Nothing that must be so depends on it: it may never come.
pub async fn ended(app: &App, end: &End) {
    tracing::debug!(session = crate::telemetry::session_tag(&end.session), ending = ?end.ending, hops = end.hops, millis = end.millis, "session over");
    let _turn = app.ussd.turn(&end.session).await;
    if let Err(error) = dropped::ended(app, end).await {
        tracing::error!(%error, "what a caller had found when the line dropped could not be texted: {error}");
    }
}

/// What a caller is told where nothing better can be.
fn sorry(app: &App, spoken: &Spoken) -> String {
    let language = spoken.get().map_or("", AsRef::as_ref);
    let texts = &app.ussd.editions.current.texts;
    texts.language(language).word("sorry")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_engine_that_panics_or_hangs_is_survived() {
        let wait = Duration::from_secs(60);
        let panics = async { panic!("bug") };
        assert_eq!(guarded::<()>(panics, wait).await, Err("panicked"));
        let never = std::future::pending::<()>();
        assert_eq!(guarded(never, Duration::ZERO).await, Err("too_late"));
        assert_eq!(guarded(async { 7 }, wait).await, Ok(7));
    }
}
