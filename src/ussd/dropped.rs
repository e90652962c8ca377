//! The end of a session that was cut off: whoever wants it is texted what they had found.

use super::edition::Edition;
use super::hop::caller;
use super::keep::{Place, dropped};
use super::state::State;
use super::step;
use crate::app::App;
use crate::operators::{End, Ending, Hop};

/// Texts the caller what the screen on which the session ended offers to text, where they
/// want that and have not had it. What the session showed last is known from Redis, or from
/// the record where that is certain to be the last.
///
/// # Errors
/// If the database does not answer.
pub(super) async fn ended(app: &App, end: &End) -> anyhow::Result<()> {
    if !matches!(end.ending, Ending::Incomplete | Ending::Failed) {
        return Ok(());
    }
    let hop = Hop {
        service: end.service.clone(),
        session: end.session.clone(),
        phone: end.phone.clone(),
        network: end.network.clone(),
        text: String::new(),
    };
    let last = match kept(app, &hop).await {
        Some(kept) => Some(kept),
        None => recorded(app, &hop, end.hops).await?,
    };
    let Some((state, edition)) = last else {
        return Ok(());
    };
    let Some(edition) = known(app, &edition).await else {
        return Ok(());
    };
    let Some(write) = step::offered(&state, &edition.menu) else {
        return Ok(());
    };
    let place = Place {
        hop: &hop,
        edition: &edition.hash,
    };
    dropped::send(app, place, &write, &state).await
}

/// The session as Redis has it: where it is, and its edition.
async fn kept(app: &App, hop: &Hop) -> Option<(State, Box<str>)> {
    let sessions = app.ussd.sessions.as_ref()?;
    let loaded = sessions.load(&caller(app, hop)).await.ok()?;
    let kept = loaded.kept?;
    (*kept.session == *hop.session).then_some((kept.state, kept.edition))
}

/// The last state that was recorded, where the session went no further: it had one input
/// less than hops.
async fn recorded(
    app: &App,
    hop: &Hop,
    hops: Option<u32>,
) -> anyhow::Result<Option<(State, Box<str>)>> {
    let records = dropped::read(app, hop).await?;
    let last = records.checkpoint(usize::MAX);
    let went = hops.and_then(|hops| usize::try_from(hops).ok());
    let last = last.filter(|state| went == Some(state.position + 1));
    Ok(last.cloned().zip(records.edition))
}

async fn known<'a>(app: &'a App, hash: &str) -> Option<&'a Edition> {
    let editions = &app.ussd.editions;
    match editions.get(hash) {
        Some(edition) => Some(edition),
        None => editions.read(hash, &app.db).await,
    }
}
