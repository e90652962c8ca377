//! What officers are shown of messages to many that are in the record.

use diesel::QueryResult;

use super::{NOW, refused};
use crate::app::App;
use crate::broadcasts::{Office, Who, ask, change, few, progress, time};
use crate::db::Conn;
use crate::models::broadcast::{self, Broadcast, State as Stage, planned};
use crate::models::staff::Staff;
use crate::people::role::{Action, Reach};
use crate::ussd::cast::{Far, Shown, aim};
use crate::ussd::desk::{Cannot, Line, Question, Told};
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

/// A yes, a no or a change with how many it is about, and whom.
pub(in crate::ussd::keep) async fn named(
    app: &App,
    conn: &mut Conn,
    (person, state): (&Staff, &State),
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
    let reached = told_out(conn, &found).await?;
    let meant = whom(app, conn, &found, state).await?;
    let mut named = draft.clone();
    if let Draft::Decide { people, whom, .. } | Draft::Change { people, whom, .. } = &mut named {
        (*people, *whom) = (reached, meant);
    }
    Ok(Ok(named))
}

/// What there is to decide or to see of messages to many.
pub(in crate::ussd::keep) async fn told(
    app: &App,
    conn: &mut Conn,
    question: Question,
    person: &Staff,
    state: &State,
) -> anyhow::Result<Told> {
    let who = Who::Staff(Box::new(person.clone()));
    if question == Question::Cast {
        let cast = state.chosen.cast.unwrap_or_default();
        return Ok(match refused(change::see(conn, &who, cast).await)? {
            Ok(found) => {
                let stops = refused(change::stops(conn, &who, &found).await)?.is_ok();
                let shown = shown(app, conn, found, state).await?;
                Told::Cast(Box::new(Shown { stops, ..shown }))
            }
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
            units: told_out(conn, &found).await?,
            at: Some(found.created_at.timestamp()),
            name: whom(app, conn, &found, state).await?,
            word: word.into(),
            ..Line::default()
        });
    }
    Ok(Told::Lines(lines))
}

async fn shown(
    app: &App,
    conn: &mut Conn,
    found: Broadcast,
    state: &State,
) -> anyhow::Result<Shown> {
    let texts = broadcast::texts(conn, found.id).await?;
    let far = progress::of(conn, found.id).await?;
    let failed: i64 = far.failed.iter().map(|failed| failed.people).sum();
    // Counting them anew takes longer than a screen may.
    let plan = planned::of(conn, found.id).await?;
    let told = plan.map(|plan| {
        let few = few::are_few(&found.audience, plan.recipients);
        few::Preview::of(&plan, &found.audience, &texts, few)
    });
    Ok(Shown {
        cast: found.id,
        state: found.state.as_str().into(),
        emergency: found.emergency,
        reason: found.reason.as_str().into(),
        whom: whom(app, conn, &found, state).await?,
        by: ask::writer(conn, &found).await?.into(),
        at: found.created_at.timestamp(),
        people: told_out(conn, &found).await?,
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
        messages: count(found.segments.into()),
        // As it was reckoned: the record keeps more places than money has.
        cost: found.cost.map(|cost| cost.round_dp(2).to_string().into()),
        seconds: told.as_ref().map(|told| told.seconds),
        left: told.and_then(|told| told.left_out).unwrap_or_default(),
        begins: begins(conn, &Office::of(app), &found).await?,
        corrects: found.corrects.is_some(),
        stops: false,
    })
}

/// When one begins that is let out now, or goes on, where that is later.
async fn begins(
    conn: &mut Conn,
    office: &Office<'_>,
    found: &Broadcast,
) -> QueryResult<Option<i64>> {
    if !matches!(found.state, Stage::Waiting | Stage::Approved) {
        return Ok(None);
    }
    let (from, _) = time::window(
        office.now,
        found.starts_at,
        found.emergency,
        office.config.alerts.quiet,
        office.zone(conn, found.audience.place).await?,
    );
    let begins = from.timestamp();
    Ok((begins > office.now.timestamp() + NOW).then_some(begins))
}

/// Whom one is for, in the caller's language.
pub(super) async fn whom(
    app: &App,
    conn: &mut Conn,
    found: &Broadcast,
    state: &State,
) -> QueryResult<Box<str>> {
    let code = state.profile.language.as_deref().unwrap_or_default();
    let language = app.ussd.editions.current.texts.language(code);
    let said = aim::whom(&found.audience, language, &app.directory.read());
    match said {
        Some(said) => Ok(said.into()),
        // Of what the directory has not heard of yet.
        None => ask::whom(conn, found).await.map(Box::from),
    }
}

/// How many one reaches, where so many may be told.
async fn told_out(conn: &mut Conn, found: &Broadcast) -> QueryResult<Option<u32>> {
    let hidden = few::hides(conn, found).await?;
    Ok((!hidden).then_some(count(found.recipients.into())))
}

fn count(people: i64) -> u32 {
    u32::try_from(people.max(0)).unwrap_or(u32::MAX)
}
