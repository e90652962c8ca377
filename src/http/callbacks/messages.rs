//! What Africa's Talking tells of messages: those that come, delivery reports, opt-outs.
//!
//! A report that says something new, or of a message nobody knows, is answered
//! 200 like any other: a refusal would only make it come again.

use actix_web::web;
use actix_web::{HttpRequest, HttpResponse};

use super::form;
use crate::app::App;
use crate::error::{self, Error};
use crate::operators::africastalking::{self, report};
use crate::sms::delivery;
use crate::sms::receive::receive;

/// `POST /at/{token}/sms`: 200 once the message and its answer are kept for good; a 5xx
/// makes it come again, every minute for twelve hours.
pub(in crate::http) async fn message(
    app: web::Data<App>,
    token: web::Path<String>,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, Error> {
    let form = form(&app, &token, &request, body).await?;
    let message = africastalking::message(&form)?;
    // Beside the connection it works over: from a worker each of its steps would wake two
    // threads. Nor is it cut short when whoever posted it hangs up.
    let runtime = app.runtime.clone();
    let taken = runtime.spawn(async move { receive(&app, &message).await });
    taken
        .await
        .map_err(error::internal)?
        .map_err(error::internal)?;
    Ok(HttpResponse::Ok().finish())
}

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
