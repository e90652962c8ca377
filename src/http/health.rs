//! Is it alive, and can it answer?

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Serialize;
use tokio::time::timeout;

use crate::app::App;
use crate::models::token::Token;

/// Longest wait for PostgreSQL or Redis to say that it is there.
const WAIT: Duration = Duration::from_millis(500);

/// What `/health/ready` tells.
#[derive(Debug, Serialize)]
struct Ready {
    /// Whether callers can be answered.
    ready: bool,
    /// `up` or `down`; down, what reads is still answered from the directory.
    database: &'static str,
    /// `up`, `down`, or `off` where none is configured; callers are answered anyway.
    redis: &'static str,
    directory: Directory,
}

#[derive(Debug, Serialize)]
struct Directory {
    /// Seconds since it last heard from the record.
    age_seconds: f64,
    /// Stock levels held.
    levels: usize,
}

/// `GET /health/live`: 200 while the process runs.
pub(super) async fn live() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "live": true }))
}

/// `GET /health/ready`: 200 while callers can be answered, else 503. That takes
/// the directory alone: with the database away the service still answers what
/// only reads, and taking it out of service would answer nobody.
pub(super) async fn ready(app: web::Data<App>) -> HttpResponse {
    let (database, redis) = tokio::join!(database(&app), redis(&app));
    let state = app.directory.state();
    let status = if state.loaded {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    HttpResponse::build(status).json(Ready {
        ready: state.loaded,
        database: if database { "up" } else { "down" },
        redis,
        directory: Directory {
            age_seconds: state.lag_seconds,
            levels: state.levels,
        },
    })
}

async fn database(app: &App) -> bool {
    let asked = async {
        let mut conn = app.db.get().await?;
        Token::valid_hashes(&mut conn).await?;
        Ok::<_, crate::db::DbError>(())
    };
    matches!(timeout(WAIT, asked).await, Ok(Ok(())))
}

async fn redis(app: &App) -> &'static str {
    match &app.ussd.sessions {
        None => "off",
        Some(sessions) if sessions.answers().await => "up",
        Some(_) => "down",
    }
}
