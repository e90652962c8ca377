//! `/api/v1/broadcasts`: made, seen, approved, paused, resumed and cancelled by programs.

use std::collections::BTreeMap;

use actix_web::web::{self, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use diesel_async::AsyncConnection as _;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::page::look;
use super::{Asks, admit, body, not_done};
use crate::app::App;
use crate::broadcasts::approve::{self, Which};
use crate::broadcasts::audience::{Audience, Group, Radius};
use crate::broadcasts::change::{self, Change};
use crate::broadcasts::create::{First, Wanted, create};
use crate::broadcasts::progress::Progress;
use crate::broadcasts::template::{self, Ready};
use crate::broadcasts::{By, Done, NotDone, Office, named};
use crate::db::Conn;
use crate::error::{self, Error};
use crate::models::broadcast::{self, Broadcast, State, key};

/// The header that makes a request one that may be sent again.
const KEY: &str = "Idempotency-Key";

/// A place or product: its number or its name.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Named {
    Number(i64),
    Name(String),
}

impl Named {
    fn text(&self) -> String {
        match self {
            Self::Number(id) => id.to_string(),
            Self::Name(name) => name.clone(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AudienceBody {
    place: Option<Named>,
    radius: Option<Radius>,
    #[serde(default)]
    roles: Vec<Group>,
    #[serde(default)]
    languages: Vec<String>,
    holds: Option<String>,
    batch: Option<String>,
    waits_for: Option<String>,
    blood: Option<String>,
    condition: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewBody {
    audience: Option<AudienceBody>,
    #[serde(default)]
    texts: BTreeMap<String, String>,
    template: Option<String>,
    #[serde(default)]
    facts: BTreeMap<String, String>,
    #[serde(default)]
    emergency: bool,
    #[serde(default)]
    reason: String,
    /// Break glass.
    #[serde(default)]
    alone: bool,
    starts_at: Option<DateTime<Utc>>,
    corrects: Option<i64>,
}

/// `POST /api/v1/broadcasts`
pub(in crate::http) async fn new(
    app: web::Data<App>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Error> {
    let mut asks = admit(&app, &request).await?;
    let key = request.headers().get(KEY).and_then(|key| key.to_str().ok());
    let key = key.filter(|key| (1..=100).contains(&key.len()));
    let Some(key) = key.map(str::to_owned) else {
        return Err(error::bad_request(
            "Idempotency-Key is missing: 1 to 100 letters that name this broadcast",
        ));
    };
    let bytes = body(payload).await?;
    let hash: [u8; 32] = Sha256::digest(&bytes).into();
    let wanted: NewBody = serde_json::from_slice(&bytes).map_err(|error| {
        error::bad_request(format!("the body is not what it should be: {error}"))
    })?;
    let office = Office::of(&app);
    let (token, by) = (asks.token, asks.by);
    let answered = asks
        .conn
        .transaction(async |conn| {
            if let Some((before, answer)) = key::used(conn, token, &key).await? {
                return Ok((before == hash).then_some(answer));
            }
            let made = make(conn, &office, &by, wanted).await?;
            let (id, answer) = made;
            key::keep(conn, (token, &key), &hash, (id, &answer)).await?;
            Ok(Some(answer))
        })
        .await
        .map_err(not_done)?;
    let Some(answer) = answered else {
        let told = "this Idempotency-Key was sent with another body";
        return Err(error::conflict("key", told));
    };
    app.outbox.notify_one();
    Ok(HttpResponse::Created().json(answer))
}

async fn make(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    wanted: NewBody,
) -> Done<(i64, Value)> {
    let aimed = wanted.audience.as_ref();
    let aimed = aimed.is_some_and(|audience| !audience.roles.is_empty());
    let ready = Ready::of(wanted.template, wanted.facts)?;
    let audience = match wanted.audience {
        Some(audience) => audience_of(conn, by, audience).await?,
        None => Audience::default(),
    };
    let first = if wanted.alone {
        First::Alone
    } else {
        First::Ask
    };
    let mut wanted = Wanted {
        audience,
        texts: wanted.texts,
        emergency: wanted.emergency,
        reason: wanted.reason,
        starts_at: wanted.starts_at,
        corrects: wanted.corrects,
    };
    if let Some(ready) = ready {
        template::write(conn, office, &by.who, (&ready, aimed), &mut wanted).await?;
    }
    let made = create(conn, office, by, wanted, first).await?;
    let mut answer = json!(made.plan);
    if let Some(fields) = answer.as_object_mut() {
        fields.insert("id".to_owned(), json!(made.broadcast.id));
        fields.insert("state".to_owned(), json!(made.broadcast.state.as_str()));
        fields.insert("starts_at".to_owned(), json!(made.broadcast.starts_at));
        fields.insert("officer_asked".to_owned(), json!(made.asked.is_some()));
    }
    Ok((made.broadcast.id, answer))
}

async fn audience_of(conn: &mut Conn, by: &By, given: AudienceBody) -> Done<Audience> {
    let place = match given.place {
        Some(place) => Some(named::place(conn, &place.text(), &by.who).await?),
        None => None,
    };
    let holds = match given.holds {
        Some(code) => Some(named::product(conn, &code).await?),
        None => None,
    };
    let waits_for = match given.waits_for {
        Some(code) => Some(named::product(conn, &code).await?),
        None => None,
    };
    let default = Audience::default();
    let roles = if given.roles.is_empty() {
        default.roles
    } else {
        given.roles
    };
    Ok(Audience {
        place,
        radius: given.radius,
        roles,
        languages: given.languages,
        holds,
        batch: given.batch,
        waits_for,
        blood: given.blood,
        condition: given.condition,
    })
}

/// `GET /api/v1/broadcasts/{id}`
pub(in crate::http) async fn show(
    app: web::Data<App>,
    request: HttpRequest,
    id: Path<i64>,
) -> Result<HttpResponse, Error> {
    let Asks { mut conn, by, .. } = admit(&app, &request).await?;
    let found = change::see(&mut conn, &by.who, *id).await;
    let found = found.map_err(not_done)?;
    let texts = broadcast::texts(&mut conn, found.id).await;
    let texts = texts.map_err(error::internal)?;
    drop(conn);
    let look = look(&app, &found).await?;
    Ok(HttpResponse::Ok().json(shown(&found, &texts, &look.progress)))
}

/// A broadcast as a program sees it.
pub(crate) fn shown(found: &Broadcast, texts: &BTreeMap<String, String>, far: &Progress) -> Value {
    json!({
        "id": found.id,
        "state": found.state.as_str(),
        "emergency": found.emergency,
        "reason": found.reason,
        "audience": found.audience,
        "texts": texts,
        "recipients": found.recipients,
        "segments": found.segments,
        "cost": found.cost,
        "corrects": found.corrects,
        "created_at": found.created_at,
        "starts_at": found.starts_at,
        "expires_at": found.expires_at,
        "finished_at": found.finished_at,
        "progress": far,
    })
}

/// `POST /api/v1/broadcasts/{id}/{verb}`: approve, refuse, pause, resume, cancel.
pub(in crate::http) async fn verb(
    app: web::Data<App>,
    request: HttpRequest,
    at: Path<(i64, String)>,
) -> Result<HttpResponse, Error> {
    let Asks { mut conn, by, .. } = admit(&app, &request).await?;
    let (id, verb) = at.into_inner();
    let state = act(&mut conn, &Office::of(&app), &by, id, &verb).await;
    let state = state.map_err(not_done)?.ok_or_else(error::not_found)?;
    app.outbox.notify_one();
    Ok(HttpResponse::Ok().json(json!({ "id": id, "state": state.as_str() })))
}

/// The state a broadcast is in after that; `None` where there is no such verb.
async fn act(
    conn: &mut Conn,
    office: &Office<'_>,
    by: &By,
    id: i64,
    verb: &str,
) -> Result<Option<State>, NotDone> {
    let change = Change::ALL.into_iter().find(|change| change.word() == verb);
    if let Some(change) = change {
        return change::change(conn, office, by, id, change).await.map(Some);
    }
    let yes = match verb {
        "approve" => true,
        "refuse" => false,
        _ => return Ok(None),
    };
    approve::decide(conn, office, by, Which::Id(id), yes).await?;
    Ok(Some(if yes { State::Approved } else { State::Refused }))
}
