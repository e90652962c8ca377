//! `GET /simulator/inbox/{token}?phone=+254...`: the messages to a phone, for the page
//! alone. Whoever holds a callback's token could be told anything anyway.

use actix_web::web;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::error::{self, Error};
use crate::http::callbacks::admit;
use crate::models::{outbox, phone};
use crate::people::phone::Msisdn;

/// Messages that are shown.
const MOST: i64 = 20;

/// What is asked.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    phone: String,
}

/// A message as the page shows it.
#[derive(Debug, Serialize)]
struct Message {
    id: i64,
    text: String,
    state: String,
    at: DateTime<Utc>,
}

/// The last messages, newest first; none for a number that nobody knows.
pub(super) async fn inbox(
    app: web::Data<App>,
    token: web::Path<String>,
    asked: web::Query<Asked>,
    request: HttpRequest,
) -> Result<HttpResponse, Error> {
    admit(&app, &token, &request)?;
    let Ok(number) = asked.phone.trim().parse::<Msisdn>() else {
        return Ok(HttpResponse::Ok().json(Vec::<Message>::new()));
    };
    let shown = async {
        let mut conn = app.db.get().await?;
        let found = phone::find(&mut conn, &app.phones, &number).await?;
        anyhow::Ok(match found {
            Some(id) => outbox::to_phone(&mut conn, id, MOST).await?,
            None => Vec::new(),
        })
    };
    let shown = shown.await.map_err(error::internal)?;
    let messages = shown.into_iter().map(|message| Message {
        id: message.id,
        text: message.body,
        state: message.state,
        at: message.created_at,
    });
    Ok(HttpResponse::Ok()
        .insert_header(("cache-control", "no-store"))
        .json(messages.collect::<Vec<_>>()))
}
