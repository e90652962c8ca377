//! Messages to many, by a dial: the same spine as a message, a program and a command.
//! What a screen names is a draft in the record, which only its writer's yes leads on.

use diesel::result::Error;
use diesel_async::AsyncConnection as _;

use super::ask::worker;
use super::{Place, commit, records, row};
use crate::app::App;
use crate::broadcasts::approve::{Which, decide};
use crate::broadcasts::audience::Audience;
use crate::broadcasts::create::{First, Made, Wanted, create};
use crate::broadcasts::{By, NotDone, Office, Refusal, Who, ask, change, progress};
use crate::db::Conn;
use crate::models::broadcast::{self, Broadcast, Channel, State as Stage};
use crate::models::staff::Staff;
use crate::operators::Hop;
use crate::people::role::{Action, Reach};
use crate::ussd::cast::{Far, Letter, Preview, Shown};
use crate::ussd::desk::{Cannot, Line, Question, Told};
use crate::ussd::records::{Record, Records};
use crate::ussd::state::{Draft, State};

/// Lines of what waits for a yes.
const WAITING: i64 = 20;
/// Lines of what was sent last.
const LAST: i64 = 5;
/// What an officer is shown of an area: all but drafts, which are their writers' alone.
const SEEN: [Stage; 8] = [
    Stage::Waiting,
    Stage::Approved,
    Stage::Sending,
    Stage::Paused,
    Stage::Done,
    Stage::Cancelled,
    Stage::Refused,
    Stage::Expired,
];

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
                None => drafted(conn, &office, &by, (*area, letter)).await?,
            };
            let draft = Draft::Cast {
                place: *area,
                letter: letter.clone(),
                made: Some(made),
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
        return Ok(Some(made.clone()));
    }
    match decide(conn, office, by, Which::Id(made.cast), false).await {
        // What is too old goes by itself.
        Ok(_) | Err(NotDone::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn drafted(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    (area, letter): (i64, &Letter),
) -> Result<Preview, NotDone> {
    let text = |(code, text): &(Box<str>, Box<str>)| (code.to_string(), text.to_string());
    let wanted = Wanted {
        audience: Audience {
            place: Some(area),
            ..Audience::default()
        },
        texts: letter.texts.iter().map(text).collect(),
        emergency: letter.emergency,
        reason: letter.reason.as_deref().unwrap_or_default().to_owned(),
        ..Wanted::default()
    };
    let Made {
        broadcast, plan, ..
    } = create(conn, office, by, wanted, First::Draft).await?;
    Ok(Preview {
        cast: broadcast.id,
        people: plan.recipients,
        registered: plan.registered,
        messages: plan.segments,
        cost: plan.cost.map(|cost| cost.to_string().into()),
        seconds: plan.seconds,
        missing: plan.missing.into_iter().map(Box::from).collect(),
    })
}

/// A yes, a no or a change with how many it is about, and whom.
pub(super) async fn named(
    conn: &mut Conn,
    person: &Staff,
    draft: &Draft,
) -> anyhow::Result<Result<Draft, Cannot>> {
    let (Draft::Decide { cast, .. } | Draft::Change { cast, .. }) = draft else {
        return Ok(Err(Cannot::NotOpen));
    };
    let who = Who::Staff(Box::new(person.clone()));
    let found = match refused(change::see(conn, &who, *cast).await)? {
        Ok(found) => found,
        Err(cannot) => return Ok(Err(cannot)),
    };
    let (reached, meant) = (
        count(found.recipients.into()),
        ask::whom(conn, &found).await?,
    );
    let mut named = draft.clone();
    if let Draft::Decide { people, whom, .. } | Draft::Change { people, whom, .. } = &mut named {
        (*people, *whom) = (reached, meant.into());
    }
    Ok(Ok(named))
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

/// What there is to decide or to see of messages to many.
pub(super) async fn told(
    conn: &mut Conn,
    question: Question,
    person: &Staff,
    state: &State,
) -> anyhow::Result<Told> {
    let who = Who::Staff(Box::new(person.clone()));
    if question == Question::Cast {
        let cast = state.chosen.cast.unwrap_or_default();
        return Ok(match refused(change::see(conn, &who, cast).await)? {
            Ok(found) => Told::Cast(Box::new(shown(conn, found).await?)),
            Err(cannot) => Told::Cannot(cannot),
        });
    }
    let (action, states, most) = match question {
        Question::ToDecide => (Action::ApproveBroadcast, &[Stage::Waiting][..], WAITING),
        _ => (Action::SeeBroadcast, &SEEN[..], LAST),
    };
    let area = match (who.reach(action), who.place()) {
        (Reach::Everywhere, _) => None,
        (Reach::Area, Some(place)) => Some(place),
        _ => return Ok(Told::Cannot(Cannot::NotAllowed)),
    };
    let mut lines = Vec::new();
    for found in broadcast::latest_in(conn, area, states, most).await? {
        let word = match question {
            Question::ToDecide => ask::writer(conn, &found).await?,
            _ => found.state.as_str().to_owned(),
        };
        lines.push(Line {
            id: found.id,
            units: Some(count(found.recipients.into())),
            at: Some(found.created_at.timestamp()),
            name: ask::whom(conn, &found).await?.into(),
            word: word.into(),
            ..Line::default()
        });
    }
    Ok(Told::Lines(lines))
}

async fn shown(conn: &mut Conn, found: Broadcast) -> anyhow::Result<Shown> {
    let texts = broadcast::texts(conn, found.id).await?;
    let far = progress::of(conn, found.id).await?;
    let failed: i64 = far.failed.iter().map(|failed| failed.people).sum();
    Ok(Shown {
        cast: found.id,
        state: found.state.as_str().into(),
        emergency: found.emergency,
        reason: found.reason.as_str().into(),
        whom: ask::whom(conn, &found).await?.into(),
        by: ask::writer(conn, &found).await?.into(),
        at: found.created_at.timestamp(),
        people: count(found.recipients.into()),
        texts: texts
            .into_iter()
            .map(|(code, text)| (code.into(), text.into()))
            .collect(),
        far: Far {
            queued: count(far.queued),
            sent: count(far.sent),
            delivered: count(far.delivered),
            failed: count(failed),
            unknown: count(far.unknown),
        },
    })
}

fn count(people: i64) -> u32 {
    u32::try_from(people.max(0)).unwrap_or(u32::MAX)
}
