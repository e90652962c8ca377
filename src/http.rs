//! The URL table.
//!
//! | URL | answers |
//! |---|---|
//! | `POST /at/{token}/ussd` | a hop of Africa's Talking: `CON ` or `END ` and the screen |
//! | `POST /at/{token}/events` | the end of a session: an empty 200 |
//! | `POST /at/{token}/sms` | a message from a phone: an empty 200 once it is kept |
//! | `POST /at/{token}/dlr` | what became of a message that was sent: an empty 200 |
//! | `POST /at/{token}/optout` | somebody wants no more messages: an empty 200 |
//! | `POST /api/v1/broadcasts` | a broadcast for programs to ask for: 201, and what it would do |
//! | `GET /api/v1/broadcasts/{id}` | how far it has come |
//! | `GET /api/v1/broadcasts/{id}/page` | that and all else its page shows |
//! | `GET /api/v1/broadcasts/{id}/map` | where its people are, and nobody alone |
//! | `POST /api/v1/broadcasts/{id}/try` | its texts to one officer of its area |
//! | `POST /api/v1/broadcasts/{id}/{verb}` | `ask`, `approve`, `refuse`, `pause`, `resume`, `cancel` |
//! | `/broadcasts/{id}` | a broadcast in the browser: asks for a token, then for the three above |
//! | `GET /health/live` | 200 while the process runs |
//! | `GET /health/ready` | database, Redis and directory, and whether callers can be answered |
//! | `GET /metrics` | what the service counts of itself, for Prometheus |
//! | `/simulator` | a phone in the browser and its messages, where it is switched on |
//!
//! Everything else is 404, another method 405, both as JSON.

pub mod address;
mod api;
mod broadcasts;
pub mod callbacks;
mod files;
pub mod health;
pub mod simulator;
pub mod tokens;

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, Route};

use crate::app::App;
use crate::error;

pub(crate) use api::broadcasts::{shown as broadcast_shown, told as broadcast_told};

/// What one listener serves, besides health.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Serves {
    /// The callbacks of aggregators.
    pub callbacks: bool,
    /// What Prometheus reads.
    pub metrics: bool,
    /// The phone in the browser.
    pub simulator: bool,
}

/// Puts the URLs in their place.
pub fn configure(cfg: &mut ServiceConfig, serves: Serves) {
    if serves.callbacks {
        only(
            cfg,
            "/at/{token}/ussd",
            "POST",
            web::post().to(callbacks::ussd),
        );
        only(
            cfg,
            "/at/{token}/events",
            "POST",
            web::post().to(callbacks::events),
        );
        only(
            cfg,
            "/at/{token}/sms",
            "POST",
            web::post().to(callbacks::messages::message),
        );
        only(
            cfg,
            "/at/{token}/dlr",
            "POST",
            web::post().to(callbacks::messages::delivery_report),
        );
        only(
            cfg,
            "/at/{token}/optout",
            "POST",
            web::post().to(callbacks::messages::opt_out),
        );
        only(
            cfg,
            "/api/v1/broadcasts",
            "POST",
            web::post().to(api::broadcasts::new),
        );
        only(
            cfg,
            "/api/v1/broadcasts/{id}",
            "GET",
            web::get().to(api::broadcasts::show),
        );
        only(
            cfg,
            "/api/v1/broadcasts/{id}/page",
            "GET",
            web::get().to(api::page::page),
        );
        only(
            cfg,
            "/api/v1/broadcasts/{id}/map",
            "GET",
            web::get().to(api::page::map),
        );
        only(
            cfg,
            "/api/v1/broadcasts/{id}/try",
            "POST",
            web::post().to(api::verbs::try_out),
        );
        only(
            cfg,
            "/api/v1/broadcasts/{id}/{verb}",
            "POST",
            web::post().to(api::verbs::verb),
        );
        broadcasts::configure(cfg);
    }
    only(cfg, "/health/live", "GET", web::get().to(health::live));
    only(cfg, "/health/ready", "GET", web::get().to(health::ready));
    if serves.metrics {
        only(cfg, "/metrics", "GET", web::get().to(metrics));
    }
    if serves.simulator {
        simulator::configure(cfg);
    }
    cfg.default_service(web::to(nothing_here));
}

/// One URL that takes one method.
fn only(cfg: &mut ServiceConfig, path: &str, method: &'static str, route: Route) {
    let other = move || async move { Err::<HttpResponse, _>(error::method_not_allowed(method)) };
    cfg.service(
        web::resource(path)
            .route(route)
            .default_service(web::to(other)),
    );
}

async fn nothing_here() -> Result<HttpResponse, error::Error> {
    Err(error::not_found())
}

async fn metrics(app: web::Data<App>) -> Result<HttpResponse, error::Error> {
    let state = app.directory.state();
    app.metrics.directory(state.levels, state.lag_seconds);
    let page = app.metrics.page().map_err(error::internal)?;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .body(page))
}
