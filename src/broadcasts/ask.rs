//! A second officer is asked to say yes; where one does not answer, the next.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::QueryResult;
use diesel_async::AsyncConnection as _;
use serde_json::json;

use super::few::{self, Preview};
use super::words::Shown;
use super::{Done, Office, Who, state_of, subject, time};
use crate::app::App;
use crate::audit::{Actor, Entry};
use crate::db::Conn;
use crate::models::broadcast::approval::{self, Asked};
use crate::models::broadcast::{self, Broadcast, State, planned};
use crate::models::outbox::{self, NewMessage, Rank};
use crate::models::staff::{self, Staff};
use crate::models::{audit, lock, place, product, subscriber};
use crate::people::role::Action;
use crate::people::staff::decide::roles_over;
use crate::text::gsm;
use crate::text::texts::Language;

/// Letters of a question to an officer at most: of a longer one the outbox would cut the end.
const SHOWN: usize = 1200;

/// How long what an officer is told is worth telling.
const WORTH: TimeDelta = TimeDelta::hours(12);

/// Six digits that no open question has.
///
/// # Errors
/// If the database does not answer.
pub(super) async fn fresh_code(conn: &mut Conn) -> QueryResult<String> {
    loop {
        let code = format!("{:06}", rand::random_range(0..1_000_000));
        if !approval::is_open(conn, &code).await? {
            return Ok(code);
        }
    }
}

/// Everybody who may say yes to a broadcast, but whoever wrote it: who answers for the
/// narrowest area first.
async fn officers(conn: &mut Conn, broadcast: &Broadcast) -> QueryResult<Vec<Staff>> {
    let (over_places, over_all) = roles_over(Action::ApproveBroadcast);
    let places = match broadcast.audience.place {
        Some(place) => place::wider(conn, place).await?,
        None => Vec::new(),
    };
    let mut near = staff::answering(conn, &over_places, Some(&places)).await?;
    near.sort_by_key(|officer| {
        let steps = places
            .iter()
            .position(|place| officer.place_id == Some(*place));
        (steps, officer.id)
    });
    near.extend(staff::answering(conn, &over_all, None).await?);
    near.retain(|officer| broadcast.created_by != Some(officer.id));
    // Who has no PIN yet can only be asked in vain.
    let without = staff::pin::none_of(conn, &near).await?;
    near.sort_by_key(|officer| without.contains(&officer.id));
    Ok(near)
}

/// Asks the next officer who was not asked yet, in place of the one before; none where there is
/// nobody left. `name` is whoever wrote it.
///
/// # Errors
/// If the database does not answer.
pub(super) async fn ask(
    conn: &mut Conn,
    office: &Office<'_>,
    broadcast: &Broadcast,
    name: &str,
) -> Done<Option<i64>> {
    let before = approval::asked_of(conn, broadcast.id).await?;
    let next = officers(conn, broadcast).await?;
    let next = next
        .into_iter()
        .find(|officer| !before.contains(&officer.id));
    // Where there is nobody, what was said of how long it stands stays said.
    if next.is_none() && (!before.is_empty() || approval::of(conn, broadcast.id).await?.is_some()) {
        return Ok(None);
    }
    let code = fresh_code(conn).await?;
    let asked = Asked {
        broadcast: broadcast.id,
        code: &code,
        of: next.as_ref().map(|officer| officer.id),
        at: office.now,
        until: office.now + time::STANDS,
    };
    approval::ask(conn, asked).await?;
    let Some(officer) = next else {
        return Ok(None);
    };
    approval::note_asked(conn, broadcast.id, officer.id, office.now).await?;
    let language = language_of(conn, office, &officer).await?;
    let mut facts = about(conn, office, broadcast, language).await?;
    facts.extend([("name", name.to_owned()), ("code", code.clone())]);
    let mut body = language.say("broadcast-ask", &facts);
    // Nobody says yes to what they were not shown.
    if body.chars().count() > SHOWN {
        body = language.say("broadcast-ask-long", &facts);
    }
    if broadcast.emergency {
        body = format!("{} {body}", language.word("broadcast-urgent"));
    }
    tell(conn, office, &officer, body).await?;
    Ok(Some(officer.id))
}

/// What an officer is told of a broadcast.
async fn about(
    conn: &mut Conn,
    office: &Office<'_>,
    broadcast: &Broadcast,
    language: &Language,
) -> QueryResult<Vec<(&'static str, String)>> {
    let texts = broadcast::texts(conn, broadcast.id).await?;
    let plan = planned::of(conn, broadcast.id).await?;
    let few = few::hides(conn, broadcast).await?;
    let preview = plan.map(|plan| Preview::of(&plan, &broadcast.audience, &texts, few));
    let shown = Shown {
        broadcast,
        preview: preview.as_ref(),
        zone: office.zone(conn, broadcast.audience.place).await?,
        few,
    };
    let (people, notes) = (shown.people(language), shown.notes(office, language));
    let figures = shown.figures(office, language);
    let figures = figures.map_or_else(String::new, |figures| {
        format!(" {figures}{}", language.word("full-stop"))
    });
    let text = match texts.len() {
        1 => texts.into_values().collect(),
        _ => {
            let each = texts.iter().map(|(code, text)| format!("{code}: {text}"));
            each.collect::<Vec<_>>().join(" / ")
        }
    };
    Ok(vec![
        ("number", broadcast.id.to_string()),
        ("people", people),
        ("place", whom(conn, broadcast).await?),
        ("text", text),
        ("notes", format!("{figures}{notes}")),
        ("reason", broadcast.reason.clone()),
    ])
}

/// Whom a broadcast is for, in short: the place, how far around it, and the words that narrow it.
///
/// # Errors
/// If the database does not answer.
pub async fn whom(conn: &mut Conn, broadcast: &Broadcast) -> QueryResult<String> {
    let audience = &broadcast.audience;
    let ids: Vec<i64> = audience.place.into_iter().collect();
    let names = place::names_of(conn, &ids).await?;
    let mut words: Vec<String> = names.iter().map(|(_, name)| gsm::plain(name)).collect();
    words.extend(audience.radius.map(|radius| format!("{} km", radius.km)));
    if audience.roles != [super::audience::Group::Patients] {
        let roles = audience
            .roles
            .iter()
            .map(|role| format!("{role:?}").to_lowercase());
        words.extend(roles);
    }
    for product in audience.holds.into_iter().chain(audience.waits_for) {
        words.push(product::code_of(conn, product).await?.to_uppercase());
    }
    words.extend(audience.batch.as_ref().map(|batch| format!("LOT {batch}")));
    words.extend(audience.languages.iter().cloned());
    words.extend(audience.blood.clone());
    words.extend(audience.condition.clone());
    Ok(words.join(", "))
}

/// The language an officer reads: what they told us last, else what they were registered with.
async fn language_of<'a>(
    conn: &mut Conn,
    office: &Office<'a>,
    officer: &Staff,
) -> QueryResult<&'a Language> {
    let told = subscriber::of_id(conn, officer.phone_id).await?;
    let told = told.and_then(|profile| profile.language);
    let code = told.or_else(|| officer.language.clone());
    Ok(office.texts.language(code.as_deref().unwrap_or_default()))
}

/// Puts a message to an officer into the outbox. It goes with the replies: somebody waits for
/// what they will say, and an officer who wants no news is asked all the same.
async fn tell(
    conn: &mut Conn,
    office: &Office<'_>,
    officer: &Staff,
    body: String,
) -> QueryResult<()> {
    let message = reply(officer.phone_id, body, office.now);
    outbox::add(conn, &[message]).await.map(drop)
}

/// A message that somebody waits for.
pub(super) fn reply(phone_id: i64, body: String, now: DateTime<Utc>) -> NewMessage {
    NewMessage {
        phone_id,
        rank: Rank::Reply,
        body: outbox::cut(body),
        not_before: now,
        expires_at: now + WORTH,
        repeat_unknown: false,
        inbound_id: None,
        created_at: now,
    }
}

/// Tells every approver of the area that one was sent by one officer alone.
///
/// # Errors
/// If the database does not answer.
pub(super) async fn tell_of_alone(
    conn: &mut Conn,
    office: &Office<'_>,
    broadcast: &Broadcast,
    by: &Who,
) -> Done<()> {
    for officer in officers(conn, broadcast).await? {
        let language = language_of(conn, office, &officer).await?;
        let mut facts = about(conn, office, broadcast, language).await?;
        facts.push(("name", by.name()));
        let body = language.say("broadcast-alone", &facts);
        tell(conn, office, &officer, body).await?;
    }
    Ok(())
}

/// Tells whoever wrote a broadcast what became of it, where they have a phone.
///
/// # Errors
/// If the database does not answer.
pub(super) async fn tell_writer(
    conn: &mut Conn,
    office: &Office<'_>,
    broadcast: &Broadcast,
    (text, name): (&str, &str),
) -> QueryResult<()> {
    let Some(writer) = broadcast.created_by else {
        return Ok(());
    };
    let Some(writer) = staff::by_id(conn, writer).await? else {
        return Ok(());
    };
    let language = language_of(conn, office, &writer).await?;
    let facts = [
        ("number", broadcast.id.to_string()),
        ("name", name.to_owned()),
    ];
    tell(conn, office, &writer, language.say(text, &facts)).await
}

/// Tells whoever wrote a broadcast that it came too late for so many; none is too few to be told.
///
/// # Errors
/// If the database does not answer.
pub(super) async fn tell_late(
    conn: &mut Conn,
    office: &Office<'_>,
    broadcast: &Broadcast,
    people: Option<i64>,
) -> QueryResult<()> {
    let Some(writer) = broadcast.created_by else {
        return Ok(());
    };
    let Some(writer) = staff::by_id(conn, writer).await? else {
        return Ok(());
    };
    let language = language_of(conn, office, &writer).await?;
    let people = people.map_or_else(|| language.word("cast-few"), |people| people.to_string());
    let facts = [("number", broadcast.id.to_string()), ("people", people)];
    let body = language.say("broadcast-late", &facts);
    tell(conn, office, &writer, body).await
}

/// Turns to the next officer where one has not answered in time, and lets go of what nobody
/// answered at all; how many broadcasts that was. One process at a time does it.
///
/// # Errors
/// If the database does not answer; what was done before stays done.
pub async fn round(app: &App) -> anyhow::Result<usize> {
    let office = Office::of(app);
    let mut conn = app.db.get().await?;
    let since = office.now - time::patience(true);
    let due = approval::unanswered(&mut conn, since, office.now).await?;
    let (mut turned, mut failed) = (0, None);
    for id in due {
        // Each by itself: who holds several broadcasts meets whoever decides about one of them.
        let done = conn
            .transaction(async |conn| match lock::approvals(conn).await? {
                true => turn(conn, &office, id).await,
                false => Ok(false),
            })
            .await;
        match done {
            Ok(done) => turned += usize::from(done),
            Err(error) => failed = Some(error),
        }
    }
    if turned > 0 {
        app.outbox.notify_one();
    }
    failed.map_or(Ok(turned), Err)
}

/// Whether the next one was asked about a broadcast, or it was let go of.
async fn turn(conn: &mut Conn, office: &Office<'_>, id: i64) -> anyhow::Result<bool> {
    let (Some(held), Some(asked)) = (
        broadcast::hold(conn, id).await?,
        approval::of(conn, id).await?,
    ) else {
        return Ok(false);
    };
    let late = asked.asked_at + time::patience(held.emergency) <= office.now;
    if held.state == State::Waiting && late {
        let name = writer(conn, &held).await?;
        if let Some(next) = ask(conn, office, &held, &name).await? {
            let new = json!({ "asked": next });
            let old = json!({ "asked": asked.asked_of });
            note(conn, office, "ask-next", (id, old, new)).await?;
            return Ok(true);
        }
    }
    let open = matches!(held.state, State::Draft | State::Waiting);
    if !open || asked.expires_at > office.now {
        return Ok(false);
    }
    let over = match held.state {
        State::Waiting => State::Expired,
        _ => State::Dropped,
    };
    broadcast::set_state(conn, id, over, office.now).await?;
    if held.state == State::Waiting {
        tell_writer(conn, office, &held, ("broadcast-expired", "")).await?;
    }
    let change = (id, state_of(held.state), state_of(over));
    note(conn, office, "expire", change).await?;
    Ok(true)
}

/// What an officer knows whoever wrote a broadcast by.
///
/// # Errors
/// If the database does not answer.
pub async fn writer(conn: &mut Conn, broadcast: &Broadcast) -> QueryResult<String> {
    let person = match broadcast.created_by {
        Some(id) => staff::by_id(conn, id).await?,
        None => None,
    };
    let token = broadcast.token_id.unwrap_or_default();
    Ok(person.map_or_else(|| format!("API {token}"), |p| gsm::plain(&p.name)))
}

/// Writes to the audit log what the service did by its rules.
pub(super) async fn note(
    conn: &mut Conn,
    office: &Office<'_>,
    action: &'static str,
    (id, old, new): (i64, serde_json::Value, serde_json::Value),
) -> QueryResult<()> {
    let entry = Entry {
        at: office.now,
        actor: Actor::Service,
        action,
        subject: subject(id),
        old,
        new,
        from_where: "service".to_owned(),
    };
    audit::add(conn, entry).await
}
