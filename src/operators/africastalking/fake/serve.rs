//! The fake's listener, and the reports it posts.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use actix_web::dev::Server;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::web::{self, Bytes};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use chrono::Utc;
use futures_util::stream;
use serde::Serialize;
use serde_json::Value;

use super::answer::{self, Recipient};
use super::{Fault, Message, Office};
use crate::config::Api;
use crate::people::phone::Msisdn;
use crate::sms::segment;

/// How often a report is posted that the service could not keep, and how long after.
const REPORT_TRIES: usize = 20;
const REPORT_AGAIN: Duration = Duration::from_millis(500);

/// Listens on a free port.
pub(super) fn listen(office: &Arc<Office>) -> std::io::Result<(SocketAddr, Server)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    let shared = web::Data::from(Arc::clone(office));
    let site = move || {
        App::new()
            .app_data(shared.clone())
            .route(Api::Classic.path(), web::post().to(classic))
            .route(Api::Bulk.path(), web::post().to(bulk))
    };
    let server = HttpServer::new(site)
        .workers(1)
        .disable_signals()
        .listen(listener)?;
    Ok((address, server.run()))
}

/// What a request asks for, by either interface.
#[derive(Debug, Default)]
struct Order {
    username: String,
    to: Vec<String>,
    text: String,
    from: Option<String>,
    enqueue: bool,
}

async fn classic(office: web::Data<Office>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let mut order = Order {
        enqueue: true,
        ..Order::default()
    };
    for (name, value) in form_urlencoded::parse(&body) {
        let value = value.into_owned();
        match name.as_ref() {
            "username" => order.username = value,
            "to" => order.to = value.split(',').map(|n| n.trim().to_owned()).collect(),
            "message" => order.text = value,
            "from" => order.from = Some(value),
            "enqueue" => order.enqueue = value != "0",
            _ => {}
        }
    }
    for (name, missing) in [
        ("to", order.to.is_empty()),
        ("message", order.text.is_empty()),
    ] {
        if missing {
            return plain(
                400,
                &format!("Request is missing required form field '{name}'"),
            );
        }
    }
    take(&office, &request, order).await
}

async fn bulk(office: web::Data<Office>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let Ok(json) = serde_json::from_slice::<Value>(&body) else {
        return plain(400, "The request content was malformed");
    };
    let text = |name: &str| json.get(name)?.as_str().map(ToOwned::to_owned);
    let numbers = json.get("phoneNumbers").and_then(Value::as_array);
    let (Some(text_), Some(from), Some(numbers)) = (text("message"), text("senderId"), numbers)
    else {
        return plain(400, "The request content was malformed");
    };
    let order = Order {
        username: text("username").unwrap_or_default(),
        to: numbers
            .iter()
            .filter_map(Value::as_str)
            .map(ToOwned::to_owned)
            .collect(),
        text: text_,
        from: Some(from),
        enqueue: json.get("enqueue").and_then(Value::as_i64) != Some(0),
    };
    take(&office, &request, order).await
}

/// Takes what is asked for, or meets the fault that is due.
async fn take(office: &web::Data<Office>, request: &HttpRequest, order: Order) -> HttpResponse {
    office.requests.send_modify(|come| *come += 1);
    let fault = {
        let mut desk = office.desk();
        let now = Instant::now();
        let (first, _) = desk.between.unwrap_or((now, now));
        desk.between = Some((first, now));
        desk.next.pop_front().or_else(|| desk.always.clone())
    };
    let header = |name: &str| request.headers().get(name)?.to_str().ok();
    let known = header("apikey") == Some(&office.key) && order.username == office.username;
    match fault {
        _ if !known => unauthorized(),
        Some(Fault::Unauthorized) => unauthorized(),
        Some(Fault::TooMany(after)) => {
            let mut answer = plain(429, "Too many requests");
            if let Some(after) = after {
                answer.headers_mut().insert(RETRY_AFTER, after.into());
            }
            answer
        }
        Some(Fault::Status(status)) => plain(status, "<html>Something went wrong</html>"),
        Some(Fault::InvalidSenderId) => told(
            request,
            &answer::told("InvalidSenderId".to_owned(), Vec::new()),
        ),
        Some(Fault::Garbled) => HttpResponse::Created().body("It works!"),
        Some(Fault::NoBalance) => accept(office, request, &order, Some(405)),
        Some(Fault::LostAnswer) => {
            accept(office, request, &order, None);
            let cut = stream::iter([Err::<Bytes, _>(std::io::Error::other("cut"))]);
            HttpResponse::Created()
                .content_type("application/json")
                .streaming(cut)
        }
        Some(Fault::Slow(by)) => {
            tokio::time::sleep(by).await;
            accept(office, request, &order, None)
        }
        Some(Fault::LateAnswer(by)) => {
            let answer = accept(office, request, &order, None);
            tokio::time::sleep(by).await;
            answer
        }
        None => accept(office, request, &order, None),
    }
}

/// Takes the messages, all or those that nothing is held against.
fn accept(
    office: &web::Data<Office>,
    request: &HttpRequest,
    order: &Order,
    all: Option<u16>,
) -> HttpResponse {
    let parts = segment::count(&order.text);
    let mut desk = office.desk();
    let mut recipients = Vec::with_capacity(order.to.len());
    for number in &order.to {
        let held = desk
            .refused
            .get(number)
            .copied()
            .filter(|code| *code >= 200);
        let invalid = number.parse::<Msisdn>().is_err().then_some(403);
        recipients.push(match all.or(invalid).or(held) {
            Some(code) => Recipient::Refused {
                number: number.clone(),
                code,
            },
            None => {
                let message = Message {
                    id: format!("ATXid_{:032x}", rand::random::<u128>()),
                    to: number.clone(),
                    from: order.from.clone(),
                    text: order.text.clone(),
                    parts,
                    at: Utc::now(),
                };
                if desk.messages.len() == desk.remembered {
                    desk.messages.pop_front();
                }
                desk.messages.push_back(message.clone());
                Recipient::Taken(message)
            }
        });
    }
    let report_to = desk.report_to.clone();
    drop(desk);
    let taken = recipients
        .iter()
        .filter(|r| matches!(r, Recipient::Taken(_)));
    office.taken.send_modify(|all| *all += taken.count());
    let answer = told(request, &answer::sent(&recipients, order.enqueue));
    if let Some(url) = report_to {
        let office = Arc::clone(office);
        actix_web::rt::spawn(async move { report_all(&office, &url, recipients).await });
    }
    answer
}

/// 201, in JSON where that was asked for.
fn told(request: &HttpRequest, answer: &impl Serialize) -> HttpResponse {
    let accepts = request.headers().get(ACCEPT).and_then(|a| a.to_str().ok());
    if accepts.is_some_and(|accepts| accepts.contains("application/json")) {
        return HttpResponse::Created().json(answer);
    }
    let value = serde_json::to_value(answer).unwrap_or_default();
    HttpResponse::Created()
        .content_type("application/xml")
        .body(answer::xml(&value))
}

fn unauthorized() -> HttpResponse {
    let mut answer = plain(401, "The supplied authentication is invalid");
    let basic = "Basic realm=\"api\",charset=UTF-8".parse();
    if let Ok(basic) = basic {
        answer.headers_mut().insert(WWW_AUTHENTICATE, basic);
    }
    answer
}

fn plain(status: u16, said: &str) -> HttpResponse {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, "text/plain; charset=UTF-8"))
        .body(said.to_owned())
}

/// Tells of everything that was taken that it left, and what became of it.
async fn report_all(office: &Office, url: &str, recipients: Vec<Recipient>) {
    for recipient in recipients {
        let Recipient::Taken(message) = recipient else {
            continue;
        };
        // Never closed.
        let _turn = office.reporting.acquire().await;
        let why = office.desk().undelivered.get(&message.to).cloned();
        let last = if why.is_some() { "Failed" } else { "Success" };
        let mut heard = true;
        for (status, why) in [("Sent", None), (last, why.as_deref())] {
            heard &= is_heard(office, url, &message, status, why).await;
        }
        if !heard {
            office.unheard.fetch_add(1, Ordering::Relaxed);
        }
        office.reported.send_modify(|all| *all += 1);
    }
}

/// Posts one report, again where the service could not keep it then; whether it did.
async fn is_heard(
    office: &Office,
    url: &str,
    message: &Message,
    status: &str,
    failure: Option<&str>,
) -> bool {
    for _ in 0..REPORT_TRIES {
        match report(office, url, message, status, failure).await {
            Ok(200..=299) => return true,
            Ok(status) => {
                tracing::warn!(status, "the fake's report was not taken: {status}");
                if status < 500 {
                    return false;
                }
            }
            Err(error) => {
                let error = error.without_url();
                tracing::warn!(%error, "the fake's report was not taken: {error}");
            }
        }
        tokio::time::sleep(REPORT_AGAIN).await;
    }
    false
}

/// Posts one report; the status it was answered with.
pub(super) async fn report(
    office: &Office,
    url: &str,
    message: &Message,
    status: &str,
    failure: Option<&str>,
) -> reqwest::Result<u16> {
    let mut form = vec![
        ("id", message.id.as_str()),
        ("status", status),
        ("phoneNumber", &message.to),
        ("networkCode", "99999"),
    ];
    form.extend(failure.map(|failure| ("failureReason", failure)));
    let answer = office.client.post(url).form(&form).send().await?;
    Ok(answer.status().as_u16())
}
