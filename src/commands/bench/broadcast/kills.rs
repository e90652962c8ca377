//! The proof that nobody is told twice: processes that send a broadcast are killed at random
//! while it goes out and reports of it come in; then what is kept of each recipient is held to
//! what the operator took for their number.

use std::collections::HashMap;
use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use tokio::time::{sleep, timeout};

use super::compare::{self, Compared, Known, Row};
use super::people::{self, People};
use super::processes::Processes;
use super::{Args, number};
use crate::commands::bench::house::{self, House};
use crate::commands::token;
use crate::models::bulk_batch::EMERGENCY_TRIES;
use crate::operators::africastalking::fake::{Fake, Fault};
use crate::people::phone::Sealed;

/// Processes that send.
const PROCESSES: usize = 3;

/// Seconds of a broadcast for each kill: a process that was killed needs about one to be back.
const A_KILL: f64 = 1.2;

/// Whatever is not over by then never is.
const PATIENCE: Duration = Duration::from_secs(1200);

/// How often it is looked whether it is over.
const LOOK: Duration = Duration::from_millis(100);

/// Seconds by which a request may come later than it was let go, on a busy machine.
const LATE: f64 = 1.0;

/// Of so many people one has a number that is refused, one asked for silence, and one's phone
/// is told of as gone.
const REFUSED: u32 = 500;
const SILENT: u32 = 700;
const GONE: u32 = 200;

/// What came out.
#[derive(Debug, Serialize)]
struct Report {
    recipients: u32,
    emergency: bool,
    kills: u16,
    /// Requests whose sender was killed before their answer was kept.
    left_behind: i64,
    /// From approval until nothing was left to be sent.
    seconds: f64,
    /// Requests that came to the operator.
    requests: usize,
    /// Seconds from the first of them to the last.
    span: f64,
    /// Messages the operator took.
    taken: usize,
    #[serde(flatten)]
    compared: Compared,
}

/// Runs the proof.
///
/// # Errors
/// When something cannot be started or never ends, or what is kept is not what was taken.
pub(super) async fn run(args: &Args, kills: u16) -> anyhow::Result<()> {
    let key = "atsk_of_a_proof";
    let fake = Fake::start("sandbox", key)?;
    fake.remember(usize::try_from(args.recipients)? * 3);
    let secret = || STANDARD.encode(rand::random::<[u8; 32]>());
    // Known to the house and to the processes that are killed.
    let shared = [
        ("MEDVAULT_PHONE_KEYS", format!("1:{}", secret())),
        ("MEDVAULT_PHONE_HMAC_KEYS", format!("1:{}", secret())),
        ("MEDVAULT_PIN_PEPPER", secret()),
        ("MEDVAULT_AT_RECIPIENTS", args.request().to_string()),
        ("MEDVAULT_QUIET_HOURS", "none".to_owned()),
    ];
    // It has no key, so it sends nothing itself, and takes every report, however late.
    let mut of_house = shared.to_vec();
    of_house.push(("MEDVAULT_DATABASE_PATIENCE_MS", "20000".to_owned()));
    let house = house::open_with(&args.database_url, &args.redis_url, 1, &of_house).await?;
    let mut of_processes = shared.to_vec();
    of_processes.extend([
        ("DATABASE_URL", house.database.url().to_owned()),
        ("MEDVAULT_LISTEN", "127.0.0.1:0".to_owned()),
        ("MEDVAULT_LOG", "error".to_owned()),
        ("MEDVAULT_WORKERS", "1".to_owned()),
        ("MEDVAULT_DATABASE_CONNECTIONS", "2".to_owned()),
        ("MEDVAULT_AT_USERNAME", "sandbox".to_owned()),
        ("MEDVAULT_AT_KEY", key.to_owned()),
        ("MEDVAULT_AT_URL", fake.url()),
        (
            "MEDVAULT_AT_RATE",
            args.rate.unwrap_or_default().to_string(),
        ),
        ("MEDVAULT_AT_PARALLEL", args.parallel.to_string()),
        ("MEDVAULT_AT_PATIENCE_MS", "5000".to_owned()),
    ]);
    let proved = tokio::select! {
        proved = prove(args, kills, &house, &fake, of_processes) => proved,
        // So that processes and database go then too.
        _ = tokio::signal::ctrl_c() => Err(anyhow!("interrupted")),
    };
    house.running.stop().await;
    drop(house.database);
    fake.stop().await;
    let report = proved?;
    let mut out = std::io::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        tell(&report, &mut out)?;
    }
    judge(&report.compared)?;
    args.rate.map_or(Ok(()), |rate| kept_to(&report, rate))
}

async fn prove(
    args: &Args,
    kills: u16,
    house: &House,
    fake: &Fake,
    vars: Vec<(&'static str, String)>,
) -> anyhow::Result<Report> {
    let people = people::settle(house, args.recipients).await?;
    let (id, _) = people::broadcast(&people, args.recipients, args.emergency).await?;
    let callback = token::make(&mut *house.running.app.db.get().await?).await?;
    // Else it is known within a minute.
    let app = &house.running.app;
    app.tokens.refresh(&app.db).await?;
    fake.report_to(&format!(
        "http://{}/at/{callback}/dlr",
        house.running.address
    ));
    let needed = f64::from(args.recipients) / f64::from(args.request());
    misbehave(args, fake, needed, kills);
    let mut processes = Processes::start(PROCESSES, vars)?;
    let began = Instant::now();
    people.approve(id).await?;
    kill(&mut processes, fake, needed, kills).await?;
    timeout(PATIENCE, over(&people, id, args.hurry))
        .await
        .context("the broadcast is never over")??;
    let seconds = began.elapsed().as_secs_f64();
    let (requests, span) = (fake.requested(), fake.span().as_secs_f64());
    let taken = fake.messages().len();
    timeout(PATIENCE, fake.reported(taken))
        .await
        .context("not everything is reported")?;
    drop(processes);
    ensure!(
        fake.unheard() == 0,
        "{} reports were not taken",
        fake.unheard()
    );
    let rows = rows(house, &people, id).await?;
    let numbers: Vec<String> = (0..args.recipients).map(number).collect();
    let known = known(fake, args.recipients);
    let most = if args.emergency { EMERGENCY_TRIES } else { 1 };
    let compared = compare::compare(&numbers, &rows, &known, usize::try_from(most)?);
    let left = "SELECT count(*) FROM bulk_batches WHERE broadcast_id = $1 AND (state = 'unknown' OR tries > 1)";
    Ok(Report {
        recipients: args.recipients,
        emergency: args.emergency,
        kills,
        left_behind: people.client.query_one(left, &[&id]).await?.try_get(0)?,
        seconds,
        requests,
        span,
        taken,
        compared,
    })
}

/// Lets the fake take its time, before it takes a request or after, so that some are killed
/// at each point, and hold something against some numbers.
fn misbehave(args: &Args, fake: &Fake, requests: f64, kills: u16) {
    let at_once = PROCESSES * usize::from(args.parallel).saturating_sub(1).max(1);
    let at_once = u32::try_from(at_once).map_or(1.0, f64::from);
    let wait = f64::from(kills) * A_KILL * at_once / requests.max(1.0);
    let wait = Duration::from_secs_f64(wait.clamp(0.005, 2.0));
    let many = args.recipients.div_ceil(args.request().into()) * 3;
    for _ in 0..many {
        fake.next(match rand::random() {
            true => Fault::Slow(wait),
            false => Fault::LateAnswer(wait),
        });
    }
    for n in 0..args.recipients {
        match (n % GONE, n % REFUSED, n % SILENT) {
            (_, 1, _) => fake.answer(&number(n), 403),
            (_, _, 2) => fake.answer(&number(n), 406),
            (3, ..) => fake.undelivered(&number(n), "UserDoesNotExist"),
            _ => {}
        }
    }
}

/// Kills so often, over four fifths of the requests.
async fn kill(
    processes: &mut Processes,
    fake: &Fake,
    requests: f64,
    kills: u16,
) -> anyhow::Result<()> {
    // The first is sent within seconds, or something is wrong with the processes.
    timeout(PATIENCE, fake.requests(1)).await?;
    let step = (requests * 0.8 / f64::from(kills)).max(0.5);
    for _ in 0..kills {
        let apart = Duration::from_secs_f64(A_KILL * rand::random_range(0.2..1.8));
        let some = rand::random_range(0.0..step * 2.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few thousand, and not below nought"
        )]
        let until = fake.requested() + some as usize;
        // Whichever comes first: so many requests more, or its time.
        let _ = timeout(apart, fake.requests(until)).await;
        sleep(Duration::from_millis(rand::random_range(0..300))).await;
        processes.kill_one()?;
    }
    Ok(())
}

/// Waits until nothing is left to be sent. In a hurry, what was left behind is looked at now.
async fn over(people: &People, id: i64, hurry: bool) -> anyhow::Result<()> {
    const HURRY: &str = "
        UPDATE bulk_batches SET lease_until = now() - interval '1 s'
        WHERE state = 'sending' AND handed_at < now() - interval '4 s' AND lease_until > now();
        UPDATE bulk_batches SET not_before = now() WHERE state = 'queued' AND not_before > now()";
    loop {
        let state = "SELECT state FROM broadcasts WHERE id = $1";
        let state: String = people.client.query_one(state, &[&id]).await?.try_get(0)?;
        if state == "done" {
            return Ok(());
        }
        if hurry {
            people.client.batch_execute(HURRY).await?;
        }
        sleep(LOOK).await;
    }
}

/// What is kept of each number.
async fn rows(
    house: &House,
    people: &People,
    id: i64,
) -> anyhow::Result<HashMap<String, Vec<Row>>> {
    let kept = "
        SELECT p.id, p.sealed, p.seal_key_id, s.state, s.failure
        FROM bulk_batches b JOIN bulk_sends s ON s.batch_id = b.id JOIN phones p ON p.id = s.phone_id
        WHERE b.broadcast_id = $1";
    let mut rows: HashMap<String, Vec<Row>> = HashMap::new();
    for row in people.client.query(kept, &[&id]).await? {
        let phone: i64 = row.try_get(0)?;
        let sealed = Sealed {
            bytes: row.try_get(1)?,
            key_id: row.try_get(2)?,
        };
        let number = house.running.app.phones.open(phone, &sealed)?;
        let of = rows.entry(number.expose().to_owned()).or_default();
        of.push((row.try_get(3)?, row.try_get(4)?));
    }
    Ok(rows)
}

/// What the fake knows of each number.
fn known(fake: &Fake, recipients: u32) -> HashMap<String, Known> {
    let mut known: HashMap<String, Known> = HashMap::new();
    for n in 0..recipients {
        let (became, refused) = match (n % GONE, n % REFUSED, n % SILENT) {
            (_, 1, _) => ("InvalidPhoneNumber", true),
            (_, _, 2) => ("UserInBlacklist", true),
            (3, ..) => ("UserDoesNotExist", false),
            _ => ("delivered", false),
        };
        let one = Known {
            taken: 0,
            became: became.to_owned(),
            refused,
        };
        known.insert(number(n), one);
    }
    for message in fake.messages() {
        known.entry(message.to).or_default().taken += 1;
    }
    known
}

fn judge(compared: &Compared) -> anyhow::Result<()> {
    ensure!(
        compared.wrong == 0,
        "{} people's rows are wrong: {}",
        compared.wrong,
        compared.mistakes.join("; ")
    );
    ensure!(
        compared.kept == compared.operators,
        "the counts differ: {:?}, the operator's {:?}",
        compared.kept,
        compared.operators
    );
    Ok(())
}

/// Whether all processes together kept to so many requests a second: a request may be on its
/// way for up to [`LATE`], but not each.
fn kept_to(report: &Report, rate: u32) -> anyhow::Result<()> {
    let requests = u32::try_from(report.requests).map_or(f64::INFINITY, f64::from);
    let needs = requests / f64::from(rate) - LATE;
    ensure!(
        report.span >= needs,
        "{requests} requests in {:.1} s are more than {rate} a second",
        report.span
    );
    Ok(())
}

fn tell(report: &Report, out: &mut impl Write) -> std::io::Result<()> {
    let what = if report.emergency {
        "an emergency"
    } else {
        "a broadcast"
    };
    writeln!(
        out,
        "{what} to {} people, {PROCESSES} processes, {} killed, over in {:.0} s",
        report.recipients, report.kills, report.seconds
    )?;
    let compared = &report.compared;
    #[rustfmt::skip]
    let rows = [
        ("requests", report.requests),
        ("requests left behind by the killed", usize::try_from(report.left_behind).unwrap_or_default()),
        ("messages the operator took", report.taken),
        ("people it took two for", compared.twice),
        ("unknown, though it took one", compared.unknown_but_taken),
        ("people whose row is wrong", compared.wrong),
    ];
    for (what, count) in rows {
        writeln!(out, "  {what:<36} {count:>8}")?;
    }
    writeln!(out, "  {:<36} {:>8} {:>10}", "people", "kept", "operator's")?;
    for (state, kept) in &compared.kept {
        let operators = compared.operators.get(state).copied().unwrap_or_default();
        writeln!(out, "    {state:<34} {kept:>8} {operators:>10}")?;
    }
    Ok(())
}
