//! The running service: what listens, what goes on behind it, and how it stops.

use std::net::{SocketAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::{App as Site, HttpServer, web};
use anyhow::Context as _;
use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::app::App;
use crate::broadcasts::ask;
use crate::broadcasts::fan_out::{self, FanOut};
use crate::clock::SystemClock;
use crate::config::Config;
use crate::db;
use crate::forecasts::drift::replaced;
use crate::http::{self, Serves};
use crate::models::drift;
use crate::models::job::{self, Kind};
use crate::models::{phone, session_record};
use crate::people::heard;
use crate::sms::sender::{self, Sender};
use crate::stock;

/// How often the tokens are read anew: a revoked one opens nothing after that.
const TOKENS_EVERY: Duration = Duration::from_secs(2);

/// How often it is looked which officer has not answered.
const OFFICERS_EVERY: Duration = Duration::from_secs(5);

/// How often those who were heard of are looked after.
const HEARD_EVERY: Duration = Duration::from_secs(1);

/// How often old session records are looked for.
const TIDY_EVERY: Duration = Duration::from_secs(600);

/// Phones made findable by new keys before a connection is given back.
const REHASHED_AT_ONCE: i64 = 500;

/// How long it is told that a job was given up.
const JOBS_REMEMBERED: TimeDelta = TimeDelta::days(1);

/// How long session records are kept: a session lives minutes.
const RECORDS_KEPT: TimeDelta = TimeDelta::days(1);

/// How long a stop waits for hops that are being answered, in seconds.
const STOP_WAIT: u64 = 10;

/// A service that listens.
#[derive(Debug)]
pub struct Service {
    /// Where the callbacks are.
    pub address: SocketAddr,
    /// Where metrics and simulator are: the same, unless they have their own.
    pub admin: SocketAddr,
    /// What the service works with.
    pub app: Arc<App>,
    servers: Vec<(ServerHandle, JoinHandle<std::io::Result<()>>)>,
    tokens: JoinHandle<()>,
    tidy: JoinHandle<()>,
    heard: JoinHandle<()>,
    watch: JoinHandle<()>,
    fan_out: JoinHandle<()>,
    officers: JoinHandle<()>,
    sender: (watch::Sender<bool>, JoinHandle<()>),
}

impl Service {
    /// Migrates the database, loads everything and listens.
    ///
    /// # Errors
    /// If the database does not answer, an address is taken, or what was
    /// loaded does not hold together.
    pub async fn start(config: Config) -> anyhow::Result<Service> {
        for warning in &config.warnings {
            tracing::warn!("{warning}");
        }
        if config.redis.is_none() {
            tracing::warn!("REDIS_URL is not set: every hop is replayed from its transcript");
        }
        if config.africastalking.key.is_none() {
            tracing::warn!("MEDVAULT_AT_KEY is not set: messages stay queued");
        }
        db::migrate(config.database.url.expose()).await?;
        let app = Arc::new(App::build(config, Arc::new(SystemClock)).await?);
        let sender = Sender::new(Arc::clone(&app))?;
        let settings = &app.config.http;
        let alone = settings.admin_listen.is_none();
        let main = Serves {
            callbacks: true,
            metrics: alone,
            simulator: alone && settings.simulator,
        };
        let mut servers = Vec::new();
        let (address, server) = listen(&app, settings.listen, main)?;
        servers.push((server.handle(), tokio::spawn(server)));
        let admin = match settings.admin_listen {
            None => address,
            Some(at) => {
                // The simulator may post only to the address it came from.
                let aside = Serves {
                    callbacks: settings.simulator,
                    metrics: true,
                    simulator: settings.simulator,
                };
                let (admin, server) = listen(&app, at, aside)?;
                servers.push((server.handle(), tokio::spawn(server)));
                admin
            }
        };
        tracing::info!(%address, %admin, "listening on {address}");
        let tokens = tokio::spawn(keep_tokens(Arc::clone(&app)));
        let tidy = tokio::spawn(keep_tidy(Arc::clone(&app)));
        let heard = tokio::spawn(keep_heard(Arc::clone(&app)));
        let watch = tokio::spawn(stock::watch::run(Arc::clone(&app)));
        let fan_out = tokio::spawn(fan_out::run(FanOut::new(Arc::clone(&app))?));
        let officers = tokio::spawn(keep_asking(Arc::clone(&app)));
        let (stop, stopped) = watch::channel(false);
        let sender = tokio::spawn(sender::run(Arc::new(sender), stopped));
        Ok(Service {
            address,
            admin,
            app,
            servers,
            tokens,
            tidy,
            heard,
            watch,
            fan_out,
            officers,
            sender: (stop, sender),
        })
    }

    /// Takes no more requests, answers those that are in, and ends.
    pub async fn stop(self) {
        self.tokens.abort();
        self.tidy.abort();
        self.heard.abort();
        self.watch.abort();
        self.fan_out.abort();
        self.officers.abort();
        let (stop, sender) = self.sender;
        // While callers are answered, answers to messages come in.
        let _ = stop.send(true);
        for (handle, task) in self.servers {
            handle.stop(true).await;
            if let Ok(Err(error)) = task.await {
                tracing::error!(%error, "a listener failed: {error}");
            }
        }
        if let Err(error) = sender.await {
            tracing::error!(%error, "the sender failed: {error}");
        }
        tracing::info!("stopped");
    }
}

/// Runs a service until it is asked to end (SIGTERM or SIGINT). `ready` is told
/// of it once it listens.
///
/// # Errors
/// As [`Service::start`].
pub async fn run_on(config: Config, ready: impl FnOnce(&Service)) -> anyhow::Result<()> {
    let mut asked = pin!(asked_to_end()?);
    let service = tokio::select! {
        service = Service::start(config) => service?,
        () = &mut asked => return Ok(()),
    };
    ready(&service);
    asked.await;
    tracing::info!("asked to stop");
    service.stop().await;
    Ok(())
}

/// Ends when the process is asked to. Listens from the call on, so that a
/// signal during start is not lost.
pub(crate) fn asked_to_end() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut term = signal(SignalKind::terminate())?;
    let mut int = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
    })
}

fn listen(app: &Arc<App>, at: SocketAddr, serves: Serves) -> anyhow::Result<(SocketAddr, Server)> {
    let listener = TcpListener::bind(at).with_context(|| format!("cannot listen on {at}"))?;
    let address = listener.local_addr()?;
    let shared = web::Data::from(Arc::clone(app));
    let site = move || {
        Site::new()
            .app_data(shared.clone())
            .configure(|cfg| http::configure(cfg, serves))
    };
    let mut server = HttpServer::new(site)
        .disable_signals()
        .shutdown_timeout(STOP_WAIT);
    if app.config.http.workers > 0 {
        server = server.workers(app.config.http.workers);
    }
    Ok((address, server.listen(listener)?.run()))
}

/// Forgets what sessions wrote once no replay can ask for it.
async fn keep_tidy(app: Arc<App>) {
    let mut every = interval(TIDY_EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        let tidied = async {
            let mut conn = app.db.get().await?;
            anyhow::Ok(session_record::prune(&mut conn, app.clock.now() - RECORDS_KEPT).await?)
        };
        if let Err(error) = tidied.await {
            tracing::warn!(%error, "old session records are still there: {error}");
        }
        if let Err(error) = watch_jobs(&app).await {
            tracing::warn!(%error, "nobody knows how the work behind the service goes: {error}");
        }
        if let Err(error) = keep_findable(&app).await {
            tracing::warn!(%error, "not every phone is found by the present keys yet: {error}");
        }
    }
}

/// Looks after those who were heard of, for as long as the service runs.
async fn keep_heard(app: Arc<App>) {
    let mut every = interval(HEARD_EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        every.tick().await;
        if let Err(error) = heard::settle(&app).await {
            tracing::debug!(%error, "who was heard of is not noted: {error}");
        }
    }
}

/// Tells Prometheus how the work behind the service goes, which another process does.
async fn watch_jobs(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    let mut conn = app.db.get().await?;
    let health = job::health(&mut conn, &[Kind::Forecasts], now - JOBS_REMEMBERED).await?;
    let age = health.done_at.map(|at| (now - at).as_seconds_f64());
    let today = now.with_timezone(&app.config.alerts.zone).date_naive();
    let measured = drift::measured(&mut conn, today).await?;
    let replaced = replaced(&measured, today).len();
    app.metrics.jobs(health.failed, age, replaced);
    Ok(())
}

/// Lets every phone be found by the present keys, after they were changed.
async fn keep_findable(app: &App) -> anyhow::Result<()> {
    let (mut after, mut done, mut closed) = (i64::MIN, 0, 0);
    loop {
        let mut conn = app.db.get().await?;
        let Some(pass) = phone::rehash(&mut conn, &app.phones, after, REHASHED_AT_ONCE).await?
        else {
            break;
        };
        after = pass.last;
        done += pass.done;
        closed += pass.closed;
    }
    if closed > 0 {
        tracing::error!(
            closed,
            "{closed} sealed phone numbers do not open with the configured keys"
        );
    }
    if done > 0 {
        tracing::info!(done, "{done} phones are found by the present keys now");
    }
    Ok(())
}

/// Turns to the next officer where one does not answer, for as long as the service runs.
async fn keep_asking(app: Arc<App>) {
    let mut every = interval(OFFICERS_EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut away = false;
    loop {
        every.tick().await;
        match ask::round(&app).await {
            Ok(_) if away => tracing::info!("officers can be asked again"),
            Err(error) if !away => tracing::warn!(%error, "officers are not asked: {error}"),
            _ => continue,
        }
        away = !away;
    }
}

/// Reads the tokens anew, for as long as the service runs. An outage is logged
/// when it begins and when it ends; meanwhile the tokens stay as they are.
async fn keep_tokens(app: Arc<App>) {
    let mut every = interval(TOKENS_EVERY);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut away = false;
    loop {
        every.tick().await;
        match app.tokens.refresh(&app.db).await {
            Ok(()) if away => tracing::info!("the callbacks' tokens can be read again"),
            Err(error) if !away => {
                tracing::warn!(%error, "the callbacks' tokens cannot be read: {error}");
            }
            _ => continue,
        }
        away = !away;
    }
}
