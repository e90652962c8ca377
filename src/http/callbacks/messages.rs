//! What Africa's Talking tells of messages: delivery reports and opt-outs.
//!
//! A report that says something new, or of a message nobody knows, is answered
//! 200 like any other: a refusal would only make it come again.

use actix_web::web;
use actix_web::{HttpRequest, HttpResponse};

use super::form;
use crate::app::App;
use crate::error::{self, Error};
use crate::operators::africastalking::report;
use crate::sms::delivery;

/// `POST /at/{token}/dlr`
pub(in crate::http) async fn delivery_report(
    app: web::Data<App>,
    token: web::Path<String>,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, Error> {
    let form = form(&app, &token, &request, body).await?;
    let report = report::delivery_report(&form)?;
    let kept = delivery::report(&app, &report).await;
    kept.map_err(error::internal)?;
    Ok(HttpResponse::Ok().finish())
}

/// `POST /at/{token}/optout`
pub(in crate::http) async fn opt_out(
    app: web::Data<App>,
    token: web::Path<String>,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, Error> {
    let form = form(&app, &token, &request, body).await?;
    let out = report::opt_out(&form)?;
    let kept = delivery::opt_out(&app, &out).await;
    kept.map_err(error::internal)?;
    Ok(HttpResponse::Ok().finish())
}
