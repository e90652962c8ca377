//! The interface for programs: JSON, opened by a bearer token that stands for a role over a place.

pub(super) mod broadcasts;
pub(super) mod page;
pub(super) mod verbs;

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::{self, Bytes};
use tokio::time::timeout;

use super::callbacks::caller;
use super::tokens;
use crate::app::App;
use crate::broadcasts::{By, Holder, NotDone, Refusal, Who, change};
use crate::db::{DbError, PooledConn};
use crate::error::{self, Error};
use crate::models::broadcast::{Broadcast, Channel};
use crate::models::token::Token;

/// Longest body that is read, in bytes.
const BODY_LIMIT: usize = 64 * 1024;

/// Longest wait for the rest of a body, and for a connection.
const WAIT: Duration = Duration::from_secs(5);

/// A connection and whoever asks over it.
struct Asks {
    conn: PooledConn,
    token: i64,
    by: By,
}

/// Lets in whoever has a token; an address that guesses is soon told so.
async fn admit(app: &App, request: &HttpRequest) -> Result<Asks, Error> {
    let address = caller(app, request);
    let header = request.headers().get(AUTHORIZATION);
    let bearer = header
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim());
    let mut conn = app.db.get_within(WAIT).await.map_err(error::internal)?;
    let holder = match bearer {
        Some(token) => Token::holder(&mut conn, &tokens::hash(token))
            .await
            .map_err(error::internal)?,
        None => None,
    };
    match (holder, address) {
        (Some(holder), address) => Ok(Asks {
            conn,
            token: holder.id,
            by: by(holder, address),
        }),
        (None, Some(address)) if !app.limits.address(address) => Err(error::too_many()),
        (None, _) => Err(error::unauthorized()),
    }
}

fn by(holder: Holder, address: Option<std::net::IpAddr>) -> By {
    By {
        who: Who::Token(holder),
        channel: Channel::Http,
        from: address.map_or_else(String::new, |address| address.to_string()),
    }
}

/// The broadcast of that number, for a program that may see it; with the connection it was read
/// over, and whoever asks.
async fn seen(
    app: &App,
    request: &HttpRequest,
    id: i64,
) -> Result<(PooledConn, Who, Broadcast), Error> {
    let Asks { mut conn, by, .. } = admit(app, request).await?;
    let found = change::see(&mut conn, &by.who, id).await;
    Ok((conn, by.who, found.map_err(not_done)?))
}

/// The body of a request that was let in.
async fn body(body: web::Payload) -> Result<Bytes, Error> {
    match timeout(WAIT, body.to_bytes_limited(BODY_LIMIT)).await {
        // No letter of any text, and none that PostgreSQL keeps.
        Ok(Ok(Ok(body))) if holds_nul(&body) => Err(error::bad_request("a text holds \\u0000")),
        Ok(Ok(Ok(body))) => Ok(body),
        Ok(Ok(Err(_))) => Err(error::bad_request("the body broke off")),
        Ok(Err(_)) => Err(error::too_large()),
        Err(_) => Err(error::bad_request("the body took too long")),
    }
}

/// Whether JSON holds the letter 0, as it must be written there.
fn holds_nul(json: &[u8]) -> bool {
    json.windows(6).any(|six| six == b"\\u0000")
}

/// What a spine did not do, as it is answered.
fn not_done(why: NotDone) -> Error {
    match why {
        NotDone::Query(error) => error::internal(DbError::Query(error)),
        NotDone::Refused(why) => {
            let (word, told) = (why.word(), why.to_string());
            match why {
                Refusal::NotAllowed | Refusal::Outside | Refusal::Own => {
                    error::forbidden(word, told)
                }
                Refusal::Unknown => error::not_found(),
                Refusal::Already(_) | Refusal::NeverSent(_) | Refusal::Expired => {
                    error::conflict(word, told)
                }
                _ => error::unprocessable(word, told),
            }
        }
    }
}
