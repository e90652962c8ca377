//! Stocks with a past, and the process that forecasts them.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use tokio::time::sleep;
use tokio_postgres::{Client, NoTls};

use crate::commands::bench::house::House;

/// Months that are known of each.
const MONTHS: i32 = 42;

/// How often it is looked whether a process has ended.
const LOOK: Duration = Duration::from_millis(20);

/// Facilities `$1` to `$2` of fifty products each: counted on the first of each month, and what
/// was given out since told in its middle, by a level, a season and chance of their own.
const PAST: &str = "
WITH made AS (
    INSERT INTO facilities (code, source, source_id, name, kind, iso3)
    SELECT 'bench' || n, 'bench', n::text, 'Bench ' || n, 'clinic', 'KEN' FROM generate_series($1::int, $2::int) n RETURNING id
), stocks AS MATERIALIZED (
    SELECT f.id AS facility, p.id AS product, exp(random() * 4) AS level, random() * 12 AS peak
    FROM made f, (SELECT id FROM products ORDER BY id LIMIT 50) p
), days AS (
    INSERT INTO reports (channel, at)
    SELECT 'import', date_trunc('month', now()) - m * interval '1 month' + day * interval '1 day'
    FROM generate_series(1, $3::int) m, (VALUES (0), (14)) d (day) RETURNING id, at
), levels AS (
    INSERT INTO stock_levels (facility_id, product_id, quantity, counted_at, counted_by)
    SELECT facility, product, (level * 2)::int, now(), 'bench' FROM stocks
)
INSERT INTO ledger (report_id, facility_id, product_id, kind, quantity, change, at)
SELECT days.id, facility, product, CASE extract(day FROM days.at) WHEN 1 THEN 'count' ELSE 'issue' END,
    CASE extract(day FROM days.at) WHEN 1 THEN level * 3
        ELSE level * (1 + 0.3 * cos((extract(month FROM days.at) - peak) * pi() / 6)) * (0.5 + random()) END::int, 0, days.at
FROM days, stocks ORDER BY days.at, facility, product";

/// Products that each facility has.
const PRODUCTS: u32 = 50;

/// Facilities that are written at once.
const AT_ONCE: u32 = 100;

/// The stocks of a house.
pub(super) struct Stocks {
    client: Client,
    url: String,
    facilities: u32,
}

impl Stocks {
    /// None yet but the demo's.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn none(house: &House) -> anyhow::Result<Self> {
        let url = house.database.url().to_owned();
        let (client, connection) = tokio_postgres::connect(&url, NoTls).await?;
        tokio::spawn(connection);
        client.batch_execute("SET TIME ZONE 'UTC'").await?;
        Ok(Self {
            client,
            url,
            facilities: 0,
        })
    }

    /// Lets there be so many, each with its past.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn grow(&mut self, many: u32) -> anyhow::Result<()> {
        let facilities = many.div_ceil(PRODUCTS);
        while self.facilities < facilities {
            let last = facilities.min(self.facilities + AT_ONCE);
            let (first, last) = (i32::try_from(self.facilities + 1)?, i32::try_from(last)?);
            self.client.execute(PAST, &[&first, &last, &MONTHS]).await?;
            self.facilities = u32::try_from(last)?;
        }
        // What this wrote is not what is measured. Several statements at once are one transaction, in
        // which nothing is vacuumed.
        for statement in [
            "TRUNCATE jobs, job_runs, forecasts, advice, lessons",
            "VACUUM ANALYZE",
            "CHECKPOINT",
        ] {
            self.client.batch_execute(statement).await?;
        }
        Ok(())
    }

    /// Starts forecasting all of them, with so many threads; 0 is one a core.
    ///
    /// # Errors
    /// When the process cannot be started.
    pub(super) fn work(&self, threads: u32) -> anyhow::Result<Work> {
        let ourselves = std::env::current_exe().context("cannot tell which binary this is")?;
        let child = Command::new(ourselves)
            .args(["work", "--once"])
            .env_clear()
            .env("DATABASE_URL", &self.url)
            .env("MEDVAULT_LOG", "error")
            .env("MEDVAULT_WORK_THREADS", threads.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start the worker")?;
        Ok(Work {
            child,
            began: Instant::now(),
            kib: 0,
        })
    }

    /// Of how many stocks there is a forecast.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn forecast(&self) -> anyhow::Result<i64> {
        let count =
            "SELECT count(*) FROM (SELECT DISTINCT facility_id, product_id FROM forecasts) f";
        Ok(self.client.query_one(count, &[]).await?.try_get(0)?)
    }
}

/// A process that forecasts; ended with this value.
pub(super) struct Work {
    child: Child,
    began: Instant,
    /// The most memory it was seen to have, in KiB.
    kib: u64,
}

impl Work {
    /// Waits until it is through; seconds, and MiB at most.
    ///
    /// # Errors
    /// When it fails.
    pub(super) async fn over(&mut self) -> anyhow::Result<(f64, f64)> {
        while self.goes_on()? {
            sleep(LOOK).await;
        }
        let kib = u32::try_from(self.kib)?;
        Ok((self.began.elapsed().as_secs_f64(), f64::from(kib) / 1024.0))
    }

    /// Whether it is not through yet.
    ///
    /// # Errors
    /// When it failed.
    pub(super) fn goes_on(&mut self) -> anyhow::Result<bool> {
        if let Some(status) = self.child.try_wait()? {
            ensure!(status.success(), "the worker failed: {status}");
            return Ok(false);
        }
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = peak.and_then(|peak| peak.split_whitespace().next()?.parse().ok());
        self.kib = self.kib.max(kib.unwrap_or_default());
        Ok(true)
    }

    /// Stops it where it is, or lets it go on.
    ///
    /// # Errors
    /// When it cannot be told.
    pub(super) fn hold(&self, held: bool) -> anyhow::Result<()> {
        use rustix::process::{Pid, Signal, kill_process};
        let signal = if held { Signal::STOP } else { Signal::CONT };
        let pid = Pid::from_raw(i32::try_from(self.child.id())?).context("no process")?;
        Ok(kill_process(pid, signal)?)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // What cannot be killed is gone.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
