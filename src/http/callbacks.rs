//! What Africa's Talking calls: a hop of a session, and the end of one.
//!
//! The token is looked at before a byte of the body is. Once it is right and
//! the form says who calls in which session, the answer is a screen, always.

pub(super) mod messages;

use std::time::Duration;

use actix_web::http::header::{CONTENT_TYPE, HeaderName};
use actix_web::web::{self, Bytes};
use actix_web::{HttpRequest, HttpResponse};
use tokio::time::timeout;

use crate::app::App;
use crate::error::{self, Error};
use crate::http::address;
use crate::operators::africastalking;
use crate::ussd;

/// Longest form that is read, in bytes; a transcript is a hundred or so, and a letter of a text
/// nine, where it is not a Latin one.
const BODY_LIMIT: usize = 32 * 1024;

/// Longest wait for the rest of a form.
const BODY_WAIT: Duration = Duration::from_secs(5);

/// `POST /at/{token}/ussd`
pub(super) async fn ussd(
    app: web::Data<App>,
    token: web::Path<String>,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, Error> {
    let form = form(&app, &token, &request, body).await?;
    let hop = africastalking::hop(&form)?;
    let answer = ussd::hop(&app, &hop).await;
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(africastalking::render(&answer)))
}

/// `POST /at/{token}/events`
pub(super) async fn events(
    app: web::Data<App>,
    token: web::Path<String>,
    request: HttpRequest,
    body: web::Payload,
) -> Result<HttpResponse, Error> {
    let form = form(&app, &token, &request, body).await?;
    let end = africastalking::end(&form)?;
    app.metrics.session(&end.session, false);
    ussd::ended(&app, &end).await;
    Ok(HttpResponse::Ok().finish())
}

/// Lets a request in whose token is right; an address that guesses is soon told so.
pub(super) fn admit(app: &App, token: &str, request: &HttpRequest) -> Result<(), Error> {
    if app.tokens.admit(token) {
        return Ok(());
    }
    Err(match caller(app, request) {
        Some(address) if !app.limits.address(address) => error::too_many(),
        _ => error::not_found(),
    })
}

/// The form of a request whose token is right.
async fn form(
    app: &App,
    token: &str,
    request: &HttpRequest,
    body: web::Payload,
) -> Result<Bytes, Error> {
    admit(app, token, request)?;
    let kind = request.headers().get(CONTENT_TYPE);
    if kind.is_some_and(|kind| !is_form(kind.as_bytes())) {
        return Err(error::not_a_form());
    }
    match timeout(BODY_WAIT, body.to_bytes_limited(BODY_LIMIT)).await {
        Ok(Ok(Ok(form))) => Ok(form),
        Ok(Ok(Err(_))) => Err(error::bad_request("the body broke off")),
        Ok(Err(_)) => Err(error::too_large()),
        Err(_) => Err(error::bad_request("the body took too long")),
    }
}

/// The address that wrong tokens count for.
pub(super) fn caller(app: &App, request: &HttpRequest) -> Option<std::net::IpAddr> {
    const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");
    let forwarded: Vec<&str> = request
        .headers()
        .get_all(FORWARDED)
        .filter_map(|line| line.to_str().ok())
        .collect();
    let peer = request.peer_addr()?.ip();
    Some(address::counted(peer, &forwarded, &app.config.http.proxies))
}

/// Whether a content type is a form's, whatever parameters follow.
fn is_form(kind: &[u8]) -> bool {
    let kind = kind.split(|b| *b == b';').next().unwrap_or_default();
    kind.trim_ascii()
        .eq_ignore_ascii_case(b"application/x-www-form-urlencoded")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_known_by_its_content_type() {
        for form in [
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded;charset=utf-8",
            "Application/X-WWW-Form-Urlencoded ; charset=UTF-8",
        ] {
            assert!(is_form(form.as_bytes()), "{form}");
        }
        for other in ["application/json", "multipart/form-data; boundary=x", ""] {
            assert!(!is_form(other.as_bytes()), "{other}");
        }
    }
}
