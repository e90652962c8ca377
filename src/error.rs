//! The one place an error becomes a status code.
//!
//! Handlers fail with one of the functions here, by name of what went wrong.
//! What the caller did is told plainly; what we did is logged once under an id
//! and answered by that id alone.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::operators::africastalking::BadField;

/// An error as it is answered: a status, and a JSON object that says why.
#[derive(Debug)]
pub struct Error {
    status: StatusCode,
    body: Body,
    allow: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Body {
    error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

fn error(status: StatusCode, error: impl Into<String>) -> Error {
    Error {
        status,
        body: Body {
            error: error.into(),
            field: None,
            why: None,
            id: None,
        },
        allow: None,
    }
}

/// 400: a field of the request is missing or bad.
pub fn bad_field(field: &'static str, problem: impl Into<String>) -> Error {
    let mut error = error(StatusCode::BAD_REQUEST, problem);
    error.body.field = Some(field);
    error
}

/// 400: the request broke off or is no request.
pub fn bad_request(problem: impl Into<String>) -> Error {
    error(StatusCode::BAD_REQUEST, problem)
}

/// 401: no token, or one that opens nothing.
pub fn unauthorized() -> Error {
    error(
        StatusCode::UNAUTHORIZED,
        "a valid token is missing: Authorization: Bearer TOKEN",
    )
}

/// 403: the token may not do that. `why` is a word for it.
pub fn forbidden(why: &'static str, problem: impl Into<String>) -> Error {
    because(StatusCode::FORBIDDEN, why, problem)
}

/// 409: it is not, or no longer, as the request takes it to be.
pub fn conflict(why: &'static str, problem: impl Into<String>) -> Error {
    because(StatusCode::CONFLICT, why, problem)
}

/// 422: what is asked for makes no sense.
pub fn unprocessable(why: &'static str, problem: impl Into<String>) -> Error {
    because(StatusCode::UNPROCESSABLE_ENTITY, why, problem)
}

fn because(status: StatusCode, why: &'static str, problem: impl Into<String>) -> Error {
    let mut error = error(status, problem);
    error.body.why = Some(why);
    error
}

/// 404: nothing is here, or nothing for you.
pub fn not_found() -> Error {
    error(StatusCode::NOT_FOUND, "not found")
}

/// 405: the method is not the one this URL takes.
pub fn method_not_allowed(allow: &'static str) -> Error {
    let mut error = error(StatusCode::METHOD_NOT_ALLOWED, "method not allowed");
    error.allow = Some(allow);
    error
}

/// 413: the body is longer than we read.
pub fn too_large() -> Error {
    error(StatusCode::PAYLOAD_TOO_LARGE, "the body is too long")
}

/// 415: the body is no form.
pub fn not_a_form() -> Error {
    error(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "the body must be application/x-www-form-urlencoded",
    )
}

/// 429: too many wrong tokens from this address.
pub fn too_many() -> Error {
    error(StatusCode::TOO_MANY_REQUESTS, "too many requests")
}

/// 500: ours. The cause is logged here and told to nobody; only the id is answered.
pub fn internal(cause: impl fmt::Display) -> Error {
    let id = format!("{:08x}", rand::random::<u32>());
    tracing::error!(id, cause = %cause, "a request failed: {cause}");
    let mut error = error(StatusCode::INTERNAL_SERVER_ERROR, "internal error");
    error.body.id = Some(id);
    error
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.status, self.body.error)
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        if let Some(allow) = self.allow {
            response.insert_header((ALLOW, allow));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response.insert_header((WWW_AUTHENTICATE, "Bearer"));
        }
        response.json(&self.body)
    }
}

impl From<BadField> for Error {
    fn from(bad: BadField) -> Self {
        bad_field(bad.field, bad.to_string())
    }
}
