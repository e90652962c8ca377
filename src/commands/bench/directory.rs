//! How long the directory of a whole country takes to be read, what it takes in memory,
//! and how fast it is asked; against plain SQL that reads the same rows.
//!
//! The country is made up by the database: facilities at random spots of a box as large as
//! Kenya, each holding the same number of products, a fifth of them out of stock.

use std::io::Write as _;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use chrono::Utc;
use diesel_async::{RunQueryDsl as _, SimpleAsyncConnection as _};
use futures_util::StreamExt as _;
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use tokio::runtime::Handle;

use crate::db::scratch::Scratch;
use crate::db::{self, Conn, Db, Settings};
use crate::directory::catalogue::Point;
use crate::directory::country::{Country, Only};
use crate::directory::load::{self, Levels};
use crate::models::stock_level;

/// How often it is asked who is nearest.
const QUESTIONS: usize = 20_000;
/// How many facilities an answer has.
const NEAREST: usize = 9;
/// Longest the directory may take to be read whole, and the most bytes a level may take.
const REACH: (Duration, f64) = (Duration::from_secs(5), 48.0);

/// Time and memory of the directory of a whole country.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Facilities
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    facilities: u32,
    /// Products that each of them holds
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    products: u32,
    /// How often it is read; the median is told
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=99))]
    rounds: u32,
    /// The database server, as postgres://user:password@host:port/name; its user may create databases
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: String,
}

/// Runs the command.
///
/// # Errors
/// When the server does not answer, or the directory is slower or larger than it should be.
pub(super) async fn run(args: Args) -> anyhow::Result<()> {
    let scratch = Scratch::empty(&args.database_url)
        .await
        .context("cannot make a database on this server")?;
    db::migrate(scratch.url()).await?;
    let db = Db::new(&Settings::command(scratch.url()), Handle::current())?;
    let mut conn = db.get().await?;
    conn.batch_execute(&country_sql(args.facilities, args.products))
        .await?;
    let (mut floors, mut loads, mut last) = (Vec::new(), Vec::new(), None);
    for _ in 0..args.rounds {
        floors.push(floor(&mut conn).await?);
        drop(last.take());
        let began = Instant::now();
        let (country, _) = load::everything(&mut conn, Levels::All, Utc::now()).await?;
        loads.push(began.elapsed());
        last = Some(country);
    }
    let country = last.context("nothing was read")?;
    let levels = country.levels_len();
    let bytes = per(country.memory(), levels);
    let products = products(&country);
    let questions = ask(&country, &products);
    let (floor, load) = (median(&mut floors), median(&mut loads));
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} facilities, {levels} levels", args.facilities)?;
    writeln!(out, "read by plain SQL  {:>8.2} s", floor.as_secs_f64())?;
    writeln!(
        out,
        "directory ready    {:>8.2} s   {:.2} of it",
        load.as_secs_f64(),
        load.as_secs_f64() / floor.as_secs_f64()
    )?;
    writeln!(out, "a level            {bytes:>8.1} bytes")?;
    writeln!(
        out,
        "{NEAREST} nearest holders  {:>8.1} us median, {:.1} us p99",
        micros(questions.0),
        micros(questions.1)
    )?;
    ensure!(
        load <= REACH.0 && bytes <= REACH.1,
        "the directory should be ready within {} s at {} bytes a level",
        REACH.0.as_secs(),
        REACH.1
    );
    Ok(())
}

fn country_sql(facilities: u32, products: u32) -> String {
    format!(
        "SELECT setseed(0.5);
         INSERT INTO facilities (code, source, source_id, name, kind, iso3, lat, lon)
         SELECT 'f' || n, 'bench', n, 'Facility number ' || n, 'pharmacy', 'KEN', -4.7 + 9.7 * random(), 33.9 + 8.0 * random()
         FROM generate_series(1, {facilities}) n;
         INSERT INTO products (code, source, source_id, kind, generic, generic_key, form, strength, unit)
         SELECT translate(n::text, '0123456789', 'abcdefghij') || 'x', 'bench', n, 'medicine', 'Medicine ' || n, 'medicine ' || n, 'tablet', '5 mg', 'tab'
         FROM generate_series(1, {products}) n;
         INSERT INTO stock_levels (facility_id, product_id, quantity, price, monthly_use, counted_at, counted_by)
         SELECT f.id, p.id, CASE WHEN random() < 0.2 THEN 0 ELSE (random() * 500)::int END, NULL, 30, now() - random() * interval '90 days', 'bench'
         FROM facilities f, products p;
         ANALYZE"
    )
}

/// Every level read and let go.
async fn floor(conn: &mut Conn) -> anyhow::Result<Duration> {
    let began = Instant::now();
    diesel::sql_query("SELECT 1").execute(conn).await?;
    let rows = stock_level::stream(conn, None).await?;
    let mut rows = std::pin::pin!(rows);
    while let Some(row) = rows.next().await {
        std::hint::black_box(row?);
    }
    Ok(began.elapsed())
}

fn products(country: &Country) -> Vec<i64> {
    let kind = crate::directory::catalogue::ProductKind::Medicine;
    country.products_of_kind(kind).to_vec()
}

/// The median and the 99th percentile of asking for the nearest holders.
fn ask(country: &Country, products: &[i64]) -> (Duration, Duration) {
    let mut random = StdRng::seed_from_u64(7);
    let mut took = Vec::with_capacity(QUESTIONS);
    for _ in 0..QUESTIONS {
        let from = Point {
            lat: random.random_range(-4.7..5.0),
            lon: random.random_range(33.9..41.9),
        };
        let index = random.random_range(0..products.len().max(1));
        let product = products.get(index).copied().unwrap_or(0);
        let began = Instant::now();
        let near = country.nearest(from, NEAREST, Only::Holding(product));
        took.push(began.elapsed());
        std::hint::black_box(near);
    }
    let middle = median(&mut took);
    let high = took.get(took.len() * 99 / 100).copied();
    (middle, high.unwrap_or_default())
}

fn median(took: &mut [Duration]) -> Duration {
    took.sort_unstable();
    took.get(took.len() / 2).copied().unwrap_or_default()
}

fn micros(took: Duration) -> f64 {
    took.as_secs_f64() * 1e6
}

#[expect(clippy::cast_precision_loss, reason = "a mean to one decimal")]
fn per(bytes: usize, levels: usize) -> f64 {
    bytes as f64 / levels.max(1) as f64
}
