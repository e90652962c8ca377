//! `/api/v1/broadcasts`: made and seen by programs.

use std::collections::BTreeMap;

use actix_web::web::{self, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use diesel_async::AsyncConnection as _;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::page::look;
use super::{admit, body, not_done, seen};
use crate::app::App;
use crate::broadcasts::audience::{Audience, Group, Radius};
use crate::broadcasts::create::{First, Wanted, create};
use crate::broadcasts::few::{self, Preview};
use crate::broadcasts::progress::Progress;
use crate::broadcasts::template::{self, Ready};
use crate::broadcasts::{By, Done, Office, named};
use crate::db::Conn;
use crate::error::{self, Error};
use crate::models::broadcast::{self, Broadcast, key, planned};

/// The header that makes a request one that may be sent again.
const KEY: &str = "Idempotency-Key";

/// A place or product: its number or its name.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Named {
    Number(i64),
    Name(String),
}

impl Named {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Number(id) => id.to_string(),
            Self::Name(name) => name.clone(),
        }
    }
}

/// A circle around a point, or around the middle of a place.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "a radius needs lat, lon and km, or a place and km"
)]
enum Circle {
    Point(Radius),
    Around(Around),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Around {
    place: Named,
    km: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AudienceBody {
    place: Option<Named>,
    radius: Option<Circle>,
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
    /// To be shown what it would do, and nobody asked yet.
    #[serde(default)]
    draft: bool,
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
    if wanted.alone && wanted.draft {
        return Err(error::bad_request("a draft is not sent alone"));
    }
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
    let first = match (wanted.alone, wanted.draft) {
        (true, _) => First::Alone,
        (false, true) => First::Draft,
        (false, false) => First::Ask,
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
    let mut answer = json!(made.preview());
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
    let radius = match given.radius {
        Some(Circle::Around(Around { place, km })) => {
            Some(named::around(conn, &place.text(), km, &by.who).await?)
        }
        Some(Circle::Point(radius)) => Some(radius),
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
        radius,
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
    let (mut conn, _, found) = seen(&app, &request, *id).await?;
    let (texts, preview) = told(&mut conn, &found).await.map_err(error::internal)?;
    drop(conn);
    let look = look(&app, &found).await?;
    let shown = shown(&found, &texts, &preview, &look.progress);
    Ok(HttpResponse::Ok().json(shown))
}

/// The texts of a broadcast, and what is told of what it would do.
pub(crate) async fn told(
    conn: &mut Conn,
    found: &Broadcast,
) -> diesel::QueryResult<(BTreeMap<String, String>, Value)> {
    let texts = broadcast::texts(conn, found.id).await?;
    let few = few::hides(conn, found).await?;
    let plan = planned::of(conn, found.id).await?;
    let preview = match plan {
        Some(plan) => json!(Preview::of(&plan, &found.audience, &texts, few)),
        // It was written before plans were kept.
        None => {
            let counted = |n: i32| (!few).then_some(n);
            json!({
                "recipients": counted(found.recipients),
                "fewer_than": few.then_some(few::FEW),
                "segments": counted(found.segments),
                "cost": found.cost.filter(|_| !few),
            })
        }
    };
    Ok((texts, preview))
}

/// A broadcast as a program sees it.
pub(crate) fn shown(
    found: &Broadcast,
    texts: &BTreeMap<String, String>,
    preview: &Value,
    far: &Progress,
) -> Value {
    let mut shown = json!({
        "id": found.id,
        "state": found.state.as_str(),
        "emergency": found.emergency,
        "reason": found.reason,
        "audience": found.audience,
        "texts": texts,
        "corrects": found.corrects,
        "created_at": found.created_at,
        "starts_at": found.starts_at,
        "expires_at": found.expires_at,
        "finished_at": found.finished_at,
        "progress": far,
    });
    if let (Some(fields), Some(preview)) = (shown.as_object_mut(), preview.as_object()) {
        fields.extend(preview.clone());
    }
    shown
}
