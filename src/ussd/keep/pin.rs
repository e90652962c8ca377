//! PINs tried and chosen in a call: each try once, whatever comes twice, and what came of
//! it recorded. The PIN itself goes to the hasher and nowhere else.

use super::{Place, keep_told, person, records, row};
use crate::app::App;
use crate::broadcasts::Office;
use crate::models::phone;
use crate::models::staff::{self, pin as tally};
use crate::people::pin::lock::left;
use crate::people::pin::{self, Pin, Tried};
use crate::ussd::desk::{Desk, PinTold, Question, Told};
use crate::ussd::records::Record;
use crate::ussd::step::Typing;

/// Tries or chooses the PIN that was typed at a position.
///
/// # Errors
/// If the database does not answer. Nobody is let in then.
pub(super) async fn ask(
    app: &App,
    place: Place<'_>,
    question: Question,
    typed: &Typing,
    position: usize,
) -> anyhow::Result<Told> {
    let mut conn = app.db.get().await?;
    // Whoever is first tries it; no other process does, and no later callback.
    if !row(place, position, &Record::Trying)?
        .insert(&mut conn)
        .await?
    {
        let known = records(&mut conn, place.hop).await?;
        let told = known.told(position).cloned();
        return Ok(told.unwrap_or(Told::Pin(PinTold::Again)));
    }
    drop(conn);
    let told = if question == Question::Pin {
        tried(app, place, typed).await?
    } else {
        chosen(app, place, typed, position).await?
    };
    let mut conn = app.db.get().await?;
    keep_told(&mut conn, place, position, Told::Pin(told)).await
}

async fn tried(app: &App, place: Place<'_>, typed: &Typing) -> anyhow::Result<PinTold> {
    let found = phone::find(&mut *app.db.get().await?, &app.phones, &place.hop.phone).await?;
    let (Some(phone), Ok(typed)) = (found, Pin::typed(typed.expose())) else {
        return Ok(PinTold::Nobody);
    };
    let tried = pin::try_pin(app, phone, typed).await?;
    let mut conn = app.db.get().await?;
    Ok(match tried {
        Tried::Right => {
            let person = staff::of_phone(&mut conn, phone).await?;
            let Some(person) = person else {
                return Ok(PinTold::Nobody);
            };
            let zone = Office::of(app).zone(&mut conn, person.place_id).await?;
            PinTold::Right(Desk {
                zone: Some(zone.name().into()),
                ..Desk::of(&person)
            })
        }
        Tried::Wrong(Some(until)) | Tried::Locked(until) => PinTold::Locked(until.timestamp()),
        Tried::Wrong(None) => {
            let row = tally::of_phone(&mut conn, phone).await?;
            PinTold::Wrong(row.map_or(0, |row| left(row.tally.failures)))
        }
        Tried::NoPin | Tried::Nobody => PinTold::Nobody,
    })
}

/// The one typed before stands in the transcript, and nowhere else.
async fn chosen(
    app: &App,
    place: Place<'_>,
    typed: &Typing,
    position: usize,
) -> anyhow::Result<PinTold> {
    let first = position.checked_sub(2);
    let first = first.and_then(|first| place.hop.text.split('*').nth(first));
    let pins = (
        first.map(Pin::chosen).and_then(Result::ok),
        Pin::chosen(typed.expose()),
    );
    let (Some(first), Ok(second)) = pins else {
        return Ok(PinTold::Differ);
    };
    if first != second {
        return Ok(PinTold::Differ);
    }
    let Some(person) = person(app, &mut *app.db.get().await?, place.hop).await? else {
        return Ok(PinTold::Nobody);
    };
    Ok(if pin::choose_pin(app, person.id, second).await? {
        PinTold::Chosen
    } else {
        PinTold::Nobody
    })
}
