//! What a caller saw when the line dropped, texted to them where they want that: once a
//! session, whatever comes twice.

use diesel_async::AsyncConnection as _;

use super::{Place, records, row, text};
use crate::app::App;
use crate::models::subscriber;
use crate::operators::Hop;
use crate::ussd::records::{Record, Records};
use crate::ussd::state::{State, Write};

/// What is recorded of a session.
///
/// # Errors
/// If the database does not answer.
pub(in crate::ussd) async fn read(app: &App, hop: &Hop) -> anyhow::Result<Records> {
    records(&mut *app.db.get().await?, hop).await
}

/// Puts the message that `write` names into the outbox, unless the caller does not want
/// it or has had it.
///
/// # Errors
/// If the database does not answer; nothing is kept then.
pub(in crate::ussd) async fn send(
    app: &App,
    place: Place<'_>,
    write: &Write,
    state: &State,
) -> anyhow::Result<()> {
    let mut conn = app.db.get().await?;
    let now = app.clock.now();
    let hashes = app.phones.hashes(&place.hop.phone);
    let wanted = subscriber::of_phone(&mut conn, &hashes).await?;
    if !wanted.is_some_and(|caller| caller.text_drops) {
        return Ok(());
    }
    // Of the session, wherever it was: whoever is first sends it.
    let first = row(place, 0, &Record::Dropped)?;
    let sent = conn
        .transaction(async |conn| {
            if !first.insert(conn).await? || records(conn, place.hop).await?.wrote(write) {
                return anyhow::Ok(false);
            }
            text::send(app, conn, place.hop, write, state, now).await?;
            Ok(true)
        })
        .await?;
    if sent {
        app.outbox.notify_one();
    }
    Ok(())
}
