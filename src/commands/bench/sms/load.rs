//! Pharmacists who report, each over a connection of their own, one message after the other.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use diesel_async::{AsyncConnection as _, SimpleAsyncConnection as _};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::app::App;
use crate::clock::{Clock as _, SystemClock};
use crate::commands::bench::line::{Line, Target, post};
use crate::db::Conn;
use crate::models::report::Channel;
use crate::models::staff::write::{self, NewStaff};
use crate::models::{alert, facility, phone};
use crate::people::phone::Msisdn;
use crate::people::role::{Role, State};
use crate::stock::book::{self, Item, Source};
use crate::stock::ledger::EntryKind;
use crate::stock::verify::verify;

/// A message that is not answered by then is lost: Africa's Talking gives up after ten
/// seconds, and sends it again.
const PATIENCE: Duration = Duration::from_secs(10);

/// What was counted before, and what less than twice of is counted now.
const USUAL: u32 = 4000;

/// By how much less is counted from round to round: more than messages of a round from one line.
const STEP: u32 = 40;

/// What is reported together, by code: a facility's reports are not all of the same stock.
const PAIRS: [[&str; 2]; 5] = [
    ["pcm", "ors"],
    ["amx", "zn"],
    ["azi", "asa"],
    ["abz", "amp"],
    ["ate", "sp"],
];

/// The numbers of the pharmacists.
pub(super) type Phones = Vec<String>;

/// What the senders of one load saw.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Messages that were answered with 200.
    pub(super) kept: u64,
    /// Those that were answered otherwise.
    pub(super) wrong: u64,
    /// And those that were not answered.
    pub(super) lost: u64,
    /// From the first to the last answer.
    pub(super) elapsed: Duration,
}

impl Tally {
    pub(super) fn add(&mut self, other: &Self) {
        self.kept += other.kept;
        self.wrong += other.wrong;
        self.lost += other.lost;
        self.elapsed = self.elapsed.max(other.elapsed);
    }

    /// Messages a second.
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    pub(super) fn rate(&self) -> f64 {
        self.kept as f64 / self.elapsed.as_secs_f64()
    }
}

/// Lets so many pharmacists report, for so many facilities in turn, and each facility report once.
///
/// # Errors
/// When the database does not answer, or the demo country has fewer facilities or lacks a product.
pub(super) async fn hire(app: &App, many: usize, at: usize) -> anyhow::Result<Phones> {
    let mut conn = app.db.get().await?;
    conn.transaction(async |conn| hire_all(app, conn, many, at).await)
        .await
}

async fn hire_all(app: &App, conn: &mut Conn, many: usize, at: usize) -> anyhow::Result<Phones> {
    let facilities = facility::read_all(conn).await?;
    ensure!(
        facilities.len() >= at,
        "the demo country has {} facilities",
        facilities.len()
    );
    let products: Vec<i64> = {
        let country = app.directory.read();
        let product = |code: &&str| country.product_by_code(code).map(|product| product.id);
        let products: Option<_> = PAIRS.as_flattened().iter().map(product).collect();
        products.context("the demo country lacks a product")?
    };
    let now = SystemClock.now();
    let mut phones = Phones::new();
    for (number, facility) in facilities.iter().take(at).cycle().take(many).enumerate() {
        let phone: Msisdn = format!("+2547001{number:05}").parse()?;
        let new = NewStaff {
            phone_id: phone::id_of(conn, &app.phones, &phone).await?,
            name: "Pharmacist",
            role: Role::Pharmacist,
            place_id: None,
            language: Some("en"),
            state: State::Active,
            facilities: &[facility.id],
        };
        let staff = write::insert(conn, &new, now)
            .await?
            .context("a pharmacist was there already")?;
        phones.push(phone.expose().trim_start_matches('+').to_owned());
        if number >= at {
            continue;
        }
        let source = Source {
            staff: Some(staff),
            facility: facility.id,
            channel: Channel::Sms,
            inbound: None,
            at: now,
            so_at: now,
        };
        let count = |product: &i64| Item {
            product: *product,
            kind: EntryKind::Count,
            quantity: 2 * USUAL,
            reason: "".into(),
            batch: "".into(),
            expires_on: None,
        };
        let items: Vec<Item> = products.iter().map(count).collect();
        // Twice, for what is more than was there is asked about until it is counted again
        for _ in 0..2 {
            book::book(conn, source, &items).await?;
        }
    }
    Ok(phones)
}

/// So many lines send one message after the other until `window` has gone by, in the names of
/// their pharmacists in turn.
pub(super) async fn send(
    target: &Target,
    (phones, lines): (&Phones, usize),
    window: Duration,
    round: u32,
) -> anyhow::Result<Tally> {
    let mut shared = vec![Phones::new(); lines];
    for (phone, line) in phones.iter().zip((0..lines).cycle()) {
        if let Some(line) = shared.get_mut(line) {
            line.push(phone.clone());
        }
    }
    run(target, shared, window, round, u32::MAX).await
}

/// So many pharmacists send one message each, all at once.
pub(super) async fn burst(
    target: &Target,
    (phones, many): (&Phones, usize),
    round: u32,
) -> anyhow::Result<Tally> {
    let lines = phones.iter().take(many).map(|phone| vec![phone.clone()]);
    run(target, lines.collect(), Duration::MAX, round, 1).await
}

async fn run(
    target: &Target,
    lines: Vec<Phones>,
    window: Duration,
    round: u32,
    most: u32,
) -> anyhow::Result<Tally> {
    let target = target.clone();
    tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let began = Instant::now();
            let mut senders = JoinSet::new();
            for phones in lines {
                let target = target.clone();
                senders.spawn(async move {
                    let mut tally = Tally::default();
                    let (mut line, mut sent) = (None, 0);
                    for phone in phones.iter().cycle() {
                        if began.elapsed() >= window || sent >= most {
                            break;
                        }
                        one(&mut line, &target, phone, (round, sent), &mut tally).await;
                        sent += 1;
                    }
                    tally
                });
            }
            let mut all = Tally::default();
            while let Some(tally) = senders.join_next().await {
                all.add(&tally?);
            }
            all.elapsed = began.elapsed();
            Ok(all)
        })
    })
    .await?
}

async fn one(
    line: &mut Option<Line>,
    target: &Target,
    phone: &str,
    (round, sent): (u32, u32),
    tally: &mut Tally,
) {
    // No text comes so often that it is taken for a machine's, no figure is far from the
    // last, and each is lower than the last, as stock goes down
    let figure = 2 * USUAL - (round * STEP + sent) % USUAL;
    let pair = PAIRS.iter().cycle().nth(((round + sent) % 5) as usize);
    let [first, second] = pair.unwrap_or(&PAIRS[0]);
    let form = format!(
        "id={phone}-{round}-{sent}&from=%2B{phone}&to=22384&linkId=&networkCode=63902&date=2026-03-02%2010%3A11%3A12&text=SOH+{first}+{figure}+{second}+{figure}",
    );
    match timeout(PATIENCE, post(line, target, &form)).await {
        Ok(Ok(answer)) if answer.status == 200 => tally.kept += 1,
        Ok(Ok(_)) => tally.wrong += 1,
        _ => {
            *line = None;
            tally.lost += 1;
        }
    }
}

/// Lets the record know how large it is, as one does that has stood for a while.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn settle(app: &App) -> anyhow::Result<()> {
    Ok(app.db.get().await?.batch_execute("ANALYZE").await?)
}

/// Sees that every figure of who reported here follows from the ledger after all that.
///
/// # Errors
/// When one does not.
pub(super) async fn stands(app: &App) -> anyhow::Result<()> {
    let mut conn = app.db.get().await?;
    let theirs = alert::watched(&mut conn, &[Role::Pharmacist]).await?;
    let mut wrong = 0;
    verify(&mut conn, |(facility, _), _| {
        wrong += u64::from(theirs.contains(&facility));
    })
    .await?;
    ensure!(wrong == 0, "{wrong} figures are wrong");
    Ok(())
}
