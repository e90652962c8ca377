//! What the page of a broadcast asks for: how it stands, again and again, and its map.

use std::sync::Arc;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{self, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::TimeDelta;
use serde::Serialize;

use super::{not_done, seen};
use crate::app::App;
use crate::broadcasts::kept;
use crate::broadcasts::progress::{self, Look};
use crate::broadcasts::{Office, map, page};
use crate::error::{self, Error};
use crate::models::broadcast::Broadcast;

/// How many times as long as its count a broadcast's map is kept: where people live changes
/// slowly, and takes longer to look up.
const MAP: i32 = 15;

/// How far a broadcast is: counted now, or a moment ago where they are many. To be asked without
/// a connection in hand, which would be held while others count.
pub(super) async fn look(app: &App, found: &Broadcast) -> Result<Arc<Look>, Error> {
    let life = kept::life(found.recipients);
    let count = async {
        let mut conn = app.db.get_within(super::WAIT).await?;
        Ok::<_, crate::db::DbError>(progress::look(&mut conn, found.id).await?)
    };
    let look = app.looks.get(found.id, app.clock.now(), life, count).await;
    look.map_err(error::internal)
}

/// `GET /api/v1/broadcasts/{id}/page`
pub(in crate::http) async fn page(
    app: web::Data<App>,
    request: HttpRequest,
    id: Path<i64>,
) -> Result<HttpResponse, Error> {
    let (mut conn, who, found) = seen(&app, &request, *id).await?;
    let page = page::of(&mut conn, &Office::of(&app), &who, &found).await;
    let page = page.map_err(not_done)?;
    drop(conn);
    let look = look(&app, &found).await?;
    Ok(unkept(&page.seen(&look)))
}

/// `GET /api/v1/broadcasts/{id}/map`
pub(in crate::http) async fn map(
    app: web::Data<App>,
    request: HttpRequest,
    id: Path<i64>,
) -> Result<HttpResponse, Error> {
    let (conn, _, found) = seen(&app, &request, *id).await?;
    drop(conn);
    let life: TimeDelta = kept::life(found.recipients) * MAP;
    let draw = async {
        let conn = app.db.get_within(super::WAIT).await;
        let mut conn = conn.map_err(error::internal)?;
        let stopped_too = app.reaches_stopped(found.emergency);
        let map = map::of(&mut conn, &Office::of(&app), &found, stopped_too).await;
        map.map_err(not_done)
    };
    let map = app.maps.get(found.id, app.clock.now(), life, draw).await?;
    Ok(unkept(&*map))
}

/// An answer that nobody on the way keeps.
fn unkept(answer: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(answer)
}
