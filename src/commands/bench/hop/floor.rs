//! The floor: the least a hop can cost here. Bare actix-web, one Redis GET and
//! one SETEX of a session's size, a fixed screen.

use std::net::SocketAddr;

use actix_web::dev::ServerHandle;
use actix_web::http::header::ContentType;
use actix_web::{App, HttpResponse, HttpServer, web};
use redis::AsyncCommands as _;
use redis::aio::MultiplexedConnection;

use super::flow::Journey;

/// The fixed screen, as long as the patient's home.
const SCREEN: &str = "CON MedVault: medicine near you\n1 Find a medicine\n2 Pharmacies, clinics near me\n3 Blood and equipment\n4 My place\n5 Language\n6 Help";
/// Bytes of a saved session in the middle of the flow.
const SESSION_BYTES: usize = 400;
/// Seconds a session is kept.
const KEPT: u64 = 300;

/// A running floor.
pub(super) struct Floor {
    /// Where it listens.
    pub(super) address: SocketAddr,
    handle: ServerHandle,
}

/// Starts the floor on a free port of the loopback. Each worker has a Redis
/// connection of its own, which was faster here than one that all share.
///
/// # Errors
/// When no port is free.
pub(super) fn start(redis: &redis::Client, workers: usize) -> anyhow::Result<Floor> {
    let redis = redis.clone();
    let server = HttpServer::new(move || {
        let redis = redis.clone();
        App::new()
            .data_factory(move || {
                let redis = redis.clone();
                async move { redis.get_multiplexed_async_connection().await }
            })
            .route("/floor", web::post().to(hop))
    })
    .workers(workers)
    .disable_signals()
    .bind(("127.0.0.1", 0))?;
    let address = server
        .addrs()
        .first()
        .copied()
        .ok_or_else(|| anyhow::anyhow!("the floor has no address"))?;
    let server = server.run();
    let handle = server.handle();
    tokio::spawn(server);
    Ok(Floor { address, handle })
}

impl Floor {
    /// Stops it.
    pub(super) async fn stop(self) {
        self.handle.stop(false).await;
    }
}

async fn hop(form: web::Bytes, redis: web::Data<MultiplexedConnection>) -> HttpResponse {
    let mut redis = redis.get_ref().clone();
    match touch(&mut redis, &form).await {
        Ok(()) => HttpResponse::Ok()
            .content_type(ContentType::plaintext())
            .body(SCREEN),
        Err(_) => HttpResponse::InternalServerError().finish(),
    }
}

/// Reads the caller's session and writes it back.
async fn touch(redis: &mut MultiplexedConnection, form: &[u8]) -> redis::RedisResult<()> {
    // The phone's number stands second in the form, found without parsing it.
    let caller = form.split(|byte| *byte == b'&').nth(1).unwrap_or_default();
    let mut key = b"medvault:bench:floor:".to_vec();
    key.extend_from_slice(caller);
    let before: Option<Vec<u8>> = redis.get(&key).await?;
    let value = before.unwrap_or_else(|| vec![b'x'; SESSION_BYTES]);
    redis.set_ex(&key, value, KEPT).await
}

/// What a caller of the floor does: the patient's five hops, always the same screen.
pub(super) fn journey(phone: String) -> Journey {
    let hops = ["", "1", "paracetamol", "1", "1"];
    Journey::new(
        phone,
        hops.map(|input| (input, SCREEN.to_owned(), Vec::new()))
            .to_vec(),
    )
}
