//! Messages to many, by a dial: the same spine as a message, a program and a command.
//! What a screen names is a draft in the record, which only its writer's yes leads on.

mod shown;

use chrono::DateTime;
use diesel::result::Error;
use diesel_async::AsyncConnection as _;

use super::ask::worker;
use super::{Place, commit, records, row};
use crate::app::App;
use crate::broadcasts::approve::{Which, decide};
use crate::broadcasts::create::{First, Made, Wanted, create};
use crate::broadcasts::glass::break_glass;
use crate::broadcasts::{By, NotDone, Office, Refusal, Who, change};
use crate::db::Conn;
use crate::models::broadcast::{self, Channel, State as Stage};
use crate::models::staff::Staff;
use crate::operators::Hop;
use crate::ussd::cast::{Letter, Preview};
use crate::ussd::desk::{Cannot, Told};
use crate::ussd::records::{Record, Records};
use crate::ussd::state::{Draft, State};
use shown::whom;
pub(super) use shown::{named, told};

/// Seconds within which what begins begins now.
const NOW: i64 = 60;

fn by(person: Staff) -> By {
    By {
        from: format!("phone {}", person.phone_id),
        who: Who::Staff(Box::new(person)),
        channel: Channel::Ussd,
    }
}

/// Why nothing was done, as it is told.
fn why_not(why: &Refusal) -> Cannot {
    match why {
        Refusal::NotAllowed | Refusal::Outside => Cannot::NotAllowed,
        Refusal::TooLong { segments, .. } => {
            Cannot::TooLong(u32::try_from(*segments).unwrap_or(u32::MAX))
        }
        Refusal::Nobody => Cannot::Nobody,
        Refusal::Own => Cannot::Own,
        Refusal::Expired => Cannot::TooOld,
        Refusal::Already(_) => Cannot::Already,
        Refusal::NoOfficer => Cannot::NoOfficer,
        Refusal::Time => Cannot::Past,
        _ => Cannot::NotOpen,
    }
}

/// A refusal to be told, apart from a database that does not answer.
fn refused<T>(done: Result<T, NotDone>) -> anyhow::Result<Result<T, Cannot>> {
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(NotDone::Refused(why)) => Ok(Err(why_not(&why))),
        Err(NotDone::Query(error)) => Err(error.into()),
    }
}

fn away(error: anyhow::Error) -> NotDone {
    NotDone::Query(Error::SerializationError(error.into()))
}

/// Keeps what was written as a draft of the record, with what it would do, and drops the one
/// that this call showed before. One that says the same stands. Of a callback that comes twice
/// one is kept.
pub(super) async fn preview(
    app: &App,
    conn: &mut Conn,
    place: Place<'_>,
    draft: &Draft,
    state: &State,
) -> anyhow::Result<Result<Draft, Cannot>> {
    let Draft::Cast {
        place: area,
        letter,
        ..
    } = draft
    else {
        return Ok(Err(Cannot::NotOpen));
    };
    let first = row(place, state.position, &Record::Draft(draft.clone()))?;
    let person = worker(app, conn, place, state).await?;
    let office = Office::of(app);
    let made = conn
        .transaction(async |conn| {
            let kept = first.insert(conn).await?;
            let records = records(conn, place.hop).await.map_err(away)?;
            if !kept {
                let kept = records.draft(state.position).cloned();
                return Ok(kept.unwrap_or_else(|| draft.clone()));
            }
            let Some(person) = person.filter(|person| records.logged_in(person.id)) else {
                return Err(NotDone::Refused(Refusal::NotAllowed));
            };
            let by = by(person);
            let made = match standing(conn, &office, &by, &records, (*area, letter)).await? {
                Some(made) => made,
                None => drafted(app, conn, &by, (*area, letter), state).await?,
            };
            let draft = Draft::Cast {
                place: *area,
                letter: letter.clone(),
                made: Some(Box::new(made)),
            };
            let done = row(place, state.position, &Record::Draft(draft.clone())).map_err(away)?;
            done.replace(conn).await?;
            Ok(draft)
        })
        .await;
    refused(made)
}

/// The draft that this call showed last, where it says the same and still stands; else that one
/// is dropped.
async fn standing(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    records: &Records,
    (area, letter): (i64, &Letter),
) -> Result<Option<Preview>, NotDone> {
    let Some(Draft::Cast {
        place,
        letter: before,
        made: Some(made),
    }) = records.last_cast()
    else {
        return Ok(None);
    };
    let kept = broadcast::by_id(conn, made.cast).await?;
    if kept.is_none_or(|kept| kept.state != Stage::Draft) {
        return Ok(None);
    }
    if *place == area && before.says_as(letter) {
        return Ok(Some((**made).clone()));
    }
    match decide(conn, office, by, Which::Id(made.cast), false).await {
        // What is too old goes by itself.
        Ok(_) | Err(NotDone::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps what was written as a draft of the record, and tells what it would do.
async fn drafted(
    app: &App,
    conn: &mut Conn,
    by: &By,
    (area, letter): (i64, &Letter),
    state: &State,
) -> Result<Preview, NotDone> {
    let text = |(code, text): &(Box<str>, Box<str>)| (code.to_string(), text.to_string());
    let audience = letter.audience(area, &app.directory.read());
    let wanted = Wanted {
        audience: audience.ok_or(Refusal::NoPlace)?,
        texts: letter.texts.iter().map(text).collect(),
        emergency: letter.emergency.unwrap_or(false),
        reason: letter.reason.as_deref().unwrap_or_default().to_owned(),
        starts_at: letter.starts.and_then(|at| DateTime::from_timestamp(at, 0)),
        corrects: letter.corrects,
    };
    let first = if letter.alone {
        First::DraftAlone
    } else {
        First::Draft
    };
    let office = Office::of(app);
    let made = create(conn, &office, by, wanted, first).await?;
    let told = made.preview();
    let Made {
        broadcast, plan, ..
    } = made;
    let begins = broadcast.starts_at.timestamp();
    Ok(Preview {
        cast: broadcast.id,
        people: plan.recipients,
        registered: told.registered,
        messages: plan.segments,
        cost: plan.cost.map(|cost| cost.to_string().into()),
        seconds: plan.seconds,
        missing: told.missing.into_iter().map(Box::from).collect(),
        few: told.recipients.is_none(),
        whom: whom(app, conn, &broadcast, state).await?,
        left: told.left_out.unwrap_or_default(),
        begins: (begins > office.now.timestamp() + NOW).then_some(begins),
    })
}

/// Does what a yes named.
pub(super) async fn commit(
    app: &App,
    conn: &mut Conn,
    person: Staff,
    draft: &Draft,
) -> anyhow::Result<Told> {
    let (office, by) = (Office::of(app), by(person));
    let done = match draft {
        Draft::Cast {
            letter,
            made: Some(made),
            ..
        } if letter.alone => break_glass(conn, &office, &by, made.cast).await.map(drop),
        Draft::Cast {
            made: Some(made), ..
        } => decide(conn, &office, &by, Which::Id(made.cast), true)
            .await
            .map(drop),
        Draft::Decide { cast, yes, .. } => decide(conn, &office, &by, Which::Id(*cast), *yes)
            .await
            .map(drop),
        Draft::Change { cast, change, .. } => change::change(conn, &office, &by, *cast, *change)
            .await
            .map(drop),
        _ => return Ok(Told::Cannot(Cannot::NotOpen)),
    };
    Ok(match refused(done)? {
        Ok(()) => Told::Done,
        Err(cannot) => Told::Cannot(cannot),
    })
}

/// Sends the texts of a draft to the caller and nobody else.
pub(super) async fn try_out(
    app: &App,
    conn: &mut Conn,
    hop: &Hop,
    cast: i64,
) -> anyhow::Result<Told> {
    let records = records(conn, hop).await?;
    let Some(person) = commit::held(app, conn, hop, &records).await? else {
        return Ok(Told::Cannot(Cannot::NotAllowed));
    };
    let tried = change::try_out(conn, &Office::of(app), &by(person), cast).await;
    Ok(match refused(tried)? {
        Ok(_) => Told::Done,
        Err(cannot) => Told::Cannot(cannot),
    })
}
