//! What the service counts of itself, for Prometheus.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use prometheus::core::Collector;
use prometheus::{
    Encoder, Gauge, Histogram, HistogramOpts, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry,
    TextEncoder,
};

/// Bounds of a hop's time in seconds: Africa's Talking waits ten.
const SECONDS: [f64; 13] = [
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// The counters of one process.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    hops: IntCounterVec,
    seconds: Histogram,
    sessions: IntGauge,
    levels: IntGauge,
    lag: Gauge,
    queued: IntGaugeVec,
    sends: IntCounterVec,
    paused: IntGaugeVec,
    failed_jobs: IntGauge,
    forecasts_age: Gauge,
    replaced: IntGauge,
    live: Live,
}

impl Metrics {
    /// Fresh counters. A session that is silent for `session` counts as over.
    ///
    /// # Errors
    /// If two of them had one name, which a test would see.
    pub fn new(session: Duration) -> prometheus::Result<Metrics> {
        let registry = Registry::new();
        let hops = IntCounterVec::new(
            Opts::new("medvault_hops_total", "Hops answered."),
            &["screen", "outcome"],
        )?;
        let seconds = Histogram::with_opts(
            HistogramOpts::new("medvault_hop_seconds", "Time to answer a hop.")
                .buckets(SECONDS.to_vec()),
        )?;
        let sessions = IntGauge::new(
            "medvault_sessions",
            "Sessions that wait for their caller, as far as this process saw.",
        )?;
        let levels = IntGauge::new(
            "medvault_directory_levels",
            "Stock levels held in the directory.",
        )?;
        let lag = Gauge::new(
            "medvault_directory_lag_seconds",
            "Time since the directory last heard from the record.",
        )?;
        let queued = IntGaugeVec::new(
            Opts::new("medvault_outbox_queued", "Messages that wait to be sent."),
            &["rank"],
        )?;
        let sends = IntCounterVec::new(
            Opts::new("medvault_sends_total", "Messages by what became of them."),
            &["outcome"],
        )?;
        let paused = IntGaugeVec::new(
            Opts::new(
                "medvault_channel_paused",
                "1 where no messages are sent for this reason, and a person should know.",
            ),
            &["why"],
        )?;
        let failed_jobs = IntGauge::new(
            "medvault_jobs_failed",
            "Jobs behind the service that were given up within a day.",
        )?;
        let forecasts_age = Gauge::new(
            "medvault_forecasts_age_seconds",
            "Time since the night's forecasts were last done; infinite where they never were.",
        )?;
        forecasts_age.set(f64::INFINITY);
        let replaced = IntGauge::new(
            "medvault_forecasts_replaced",
            "Classes of forecasts that did not hold any more and that a simpler model speaks for.",
        )?;
        let all: [Box<dyn Collector>; 11] = [
            Box::new(hops.clone()),
            Box::new(seconds.clone()),
            Box::new(sessions.clone()),
            Box::new(levels.clone()),
            Box::new(lag.clone()),
            Box::new(queued.clone()),
            Box::new(sends.clone()),
            Box::new(paused.clone()),
            Box::new(failed_jobs.clone()),
            Box::new(forecasts_age.clone()),
            Box::new(replaced.clone()),
        ];
        for one in all {
            registry.register(one)?;
        }
        Ok(Metrics {
            registry,
            hops,
            seconds,
            sessions,
            levels,
            lag,
            queued,
            sends,
            paused,
            failed_jobs,
            forecasts_age,
            replaced,
            live: Live::new(session),
        })
    }

    /// One hop was answered: by which screen, with what outcome (a word each,
    /// from closed lists) and after how long.
    pub fn hop(&self, screen: &str, outcome: &str, took: Duration) {
        self.hops.with_label_values(&[screen, outcome]).inc();
        self.seconds.observe(took.as_secs_f64());
    }

    /// A session was answered, and now waits for its caller or is over.
    pub fn session(&self, session: &str, waits: bool) {
        self.live.note(session, waits, Instant::now());
    }

    /// The directory as it is: how many levels, and how long it has not heard
    /// from the record.
    pub fn directory(&self, levels: usize, lag_seconds: f64) {
        self.levels.set(i64::try_from(levels).unwrap_or(i64::MAX));
        self.lag.set(lag_seconds);
    }

    /// So many messages of a rank wait to be sent.
    pub fn queued(&self, rank: &str, count: i64) {
        self.queued.with_label_values(&[rank]).set(count);
    }

    /// So many messages came to this: a word from a closed list.
    pub fn sends(&self, outcome: &str, count: usize) {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.sends.with_label_values(&[outcome]).inc_by(count);
    }

    /// Whether no messages are sent for a reason that a person should know.
    pub fn channel_paused(&self, why: &str, paused: bool) {
        let paused = i64::from(paused);
        self.paused.with_label_values(&[why]).set(paused);
    }

    /// How the work behind the service goes: jobs that were given up lately, the seconds
    /// since the night's forecasts were done, if they ever were, and how many classes of these a simpler model speaks for.
    pub fn jobs(&self, failed: i64, age_seconds: Option<f64>, replaced: usize) {
        self.replaced
            .set(i64::try_from(replaced).unwrap_or(i64::MAX));
        self.failed_jobs.set(failed);
        self.forecasts_age.set(age_seconds.unwrap_or(f64::INFINITY));
    }

    /// The page Prometheus reads.
    ///
    /// # Errors
    /// If a metric cannot be written as text.
    pub fn page(&self) -> prometheus::Result<String> {
        let live = self.live.count(Instant::now());
        self.sessions.set(i64::try_from(live).unwrap_or(i64::MAX));
        let mut page = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut page)?;
        Ok(String::from_utf8_lossy(&page).into_owned())
    }
}

/// Sessions that wait, by a hash of their id. A caller who hangs up is not
/// always reported, so silence ends a session too.
#[derive(Debug)]
struct Live {
    keep: Duration,
    hasher: RandomState,
    seen: Mutex<HashMap<u64, Instant>>,
}

/// Sessions counted at most: 30 MB of them.
const LIVE_LIMIT: usize = 1_000_000;

impl Live {
    fn new(keep: Duration) -> Live {
        Live {
            keep,
            hasher: RandomState::new(),
            seen: Mutex::default(),
        }
    }

    fn note(&self, session: &str, waits: bool, now: Instant) {
        let key = self.hasher.hash_one(session);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if !waits {
            seen.remove(&key);
            return;
        }
        if seen.len() >= LIVE_LIMIT && !seen.contains_key(&key) {
            seen.retain(|_, at| now.duration_since(*at) < self.keep);
        }
        if seen.len() < LIVE_LIMIT {
            seen.insert(key, now);
        }
    }

    fn count(&self, now: Instant) -> usize {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|_, at| now.duration_since(*at) < self.keep);
        seen.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_waits_until_it_ends_or_falls_silent() {
        let live = Live::new(Duration::from_secs(300));
        let start = Instant::now();
        let later = |seconds| start + Duration::from_secs(seconds);
        live.note("a", true, start);
        live.note("a", true, later(10));
        live.note("b", true, later(20));
        live.note("c", false, later(20));
        assert_eq!(live.count(later(30)), 2);
        live.note("b", false, later(40));
        assert_eq!(live.count(later(50)), 1);
        assert_eq!(live.count(later(309)), 1);
        assert_eq!(live.count(later(310)), 0);
    }

    #[test]
    fn the_page_has_every_number() {
        let metrics = Metrics::new(Duration::from_secs(300)).unwrap();
        metrics.hop("home", "ok", Duration::from_millis(3));
        metrics.session("s", true);
        metrics.directory(42, 1.5);
        metrics.queued("bulk", 7);
        metrics.sends("sent", 3);
        metrics.channel_paused("balance", true);
        let page = metrics.page().unwrap();
        for line in [
            r#"medvault_hops_total{outcome="ok",screen="home"} 1"#,
            r#"medvault_hop_seconds_bucket{le="0.002"} 0"#,
            r#"medvault_hop_seconds_bucket{le="0.005"} 1"#,
            "medvault_sessions 1",
            "medvault_directory_levels 42",
            "medvault_directory_lag_seconds 1.5",
            r#"medvault_outbox_queued{rank="bulk"} 7"#,
            r#"medvault_sends_total{outcome="sent"} 3"#,
            r#"medvault_channel_paused{why="balance"} 1"#,
        ] {
            assert!(page.lines().any(|l| l == line), "{line}\n{page}");
        }
    }
}
