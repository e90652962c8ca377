//! `/api/v1/broadcasts/{id}/...`: what programs do to a broadcast that is there.

use actix_web::web::{self, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::json;

use super::broadcasts::Named;
use super::{Asks, admit, body, not_done};
use crate::app::App;
use crate::broadcasts::approve::{self, Which};
use crate::broadcasts::change::{self, Change};
use crate::broadcasts::{By, NotDone, Office};
use crate::db::Conn;
use crate::error::{self, Error};
use crate::models::broadcast::State;

/// `POST /api/v1/broadcasts/{id}/{verb}`: ask, approve, refuse, pause, resume, cancel.
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
        "ask" => {
            approve::ask(conn, office, by, id).await?;
            return Ok(Some(State::Waiting));
        }
        "approve" => true,
        "refuse" => false,
        _ => return Ok(None),
    };
    let decided = approve::decide(conn, office, by, Which::Id(id), yes).await?;
    Ok(Some(decided.state()))
}

/// To whom a broadcast is sent first.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TryBody {
    /// An officer's number or name.
    to: Named,
}

/// `POST /api/v1/broadcasts/{id}/try`: its texts to one officer of its area.
pub(in crate::http) async fn try_out(
    app: web::Data<App>,
    request: HttpRequest,
    id: Path<i64>,
    payload: web::Payload,
) -> Result<HttpResponse, Error> {
    let Asks { mut conn, by, .. } = admit(&app, &request).await?;
    let bytes = body(payload).await?;
    let wanted: TryBody = serde_json::from_slice(&bytes).map_err(|error| {
        error::bad_request(format!("the body is not what it should be: {error}"))
    })?;
    let office = Office::of(&app);
    let to = wanted.to.text();
    let sent = change::try_on(&mut conn, &office, &by, *id, &to).await;
    let (officer, sent) = sent.map_err(not_done)?;
    app.outbox.notify_one();
    Ok(HttpResponse::Ok().json(json!({ "id": *id, "to": officer, "sent": sent })))
}
