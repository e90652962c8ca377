//! Who is to be told what a night foresaw: what is likely to run out, what will expire unused,
//! and what a facility near could give.
//!
//! What is expected to be used is written beside what is held, too, where callers' confidence is reckoned with it.
//!
//! Nobody is told here: alerts are opened and resolved, and whoever keeps the watch tells each once, by day, as many
//! messages as a person is to have. What is open stays open while it is still so, so that a second night changes nothing
//! and nobody is told again.

use anyhow::Context as _;
use chrono::NaiveDate;
use diesel_async::AsyncConnection as _;

use super::super::Worker;
use super::{drift, signals, starts};
use crate::db::{Conn, PooledConn};
use crate::forecasts::VERSION;
use crate::forecasts::advice::alerts::choose;
use crate::forecasts::advice::redistribution::{Holding, moves};
use crate::forecasts::advice::{days_of, whole};
use crate::forecasts::series::Frequency;
use crate::models::alert;
use crate::models::alert::foreseen::{self, Foreseen, Move, Store};
use crate::models::job::Claimed;
use crate::models::lesson;
use crate::models::stock_level;
use crate::stock::rules::{Rule, SILENT_AFTER};

/// Where a job is once all stocks are done, in place of a facility: it goes through facilities twice,
/// through products, and through those that people asked for in vain.
const STARTS: i64 = i64::MAX - 3;
const FACILITIES: i64 = i64::MAX - 2;
const PRODUCTS: i64 = i64::MAX - 1;
const SIGNALS: i64 = i64::MAX;

/// Facilities of one part: few, since whoever reports of one meanwhile waits for it.
const AT_ONCE: i64 = 10;

/// What a facility is told of at once, of each rule, at most: the riskiest first.
const AT_A_FACILITY: usize = 5;

/// How likely a stock-out within 30 days must be to be told of: one in four does run out.
const LIKELY: f64 = 0.25;

/// What was told stays told until it is half as likely.
const STAYS: f64 = LIKELY / 2.0;

/// What part of what is there must be going to expire for it to be told of.
const WORTH: f64 = 0.1;

/// How likely a stock-out must be for others to be asked for help, where that was learned from what ran out ...
const DANGER: f64 = LIKELY;

/// ... and where it is what happens if no more comes than came regularly before.
const DANGER_ALONE: f64 = 0.5;

/// How far something is fetched, in kilometres: a month's use, see [`reach`].
const FARTHEST: f64 = 50.0;

/// What is used less often, in units a month, is fetched nowhere: the next who needs it hardly comes before the next delivery.
const USED: f64 = 1.0;

/// Fewer units are not worth a trip, unless no more are lacking.
const TRIP: f64 = 10.0;

/// What expires sooner, in days, is not handed on.
const SOON: i64 = 30;

/// The rules that a stock by itself gives.
const OF_STOCK: [Rule; 2] = [Rule::Short, Rule::Waste];

/// The next part; `false` where nothing is left.
pub(super) async fn part(
    worker: &Worker,
    job: &mut Claimed,
    date: NaiveDate,
    mut conn: PooledConn,
) -> anyhow::Result<bool> {
    let now = worker.clock.now();
    if job.after.0 < STARTS {
        job.after = (STARTS, 0);
    }
    if job.after.0 == STARTS {
        if let Some(after) = starts::part(worker, job, date, STARTS, &mut conn).await? {
            job.after = after;
            return Ok(true);
        }
        let after = (FACILITIES, 0);
        drift::look(worker, job, date, after, &mut conn).await?;
        job.after = after;
        return Ok(true);
    }
    if job.after.0 == FACILITIES {
        let as_of = (date, now - SILENT_AFTER);
        let stocks = foreseen::of_facilities(&mut conn, as_of, job.after.1, AT_ONCE).await?;
        if let Some(last) = stocks.last() {
            let after = (FACILITIES, last.facility);
            conn.transaction(async |conn| {
                worker.advance(conn, job, after, 0).await?;
                let mut facilities: Vec<i64> = stocks.iter().map(|one| one.facility).collect();
                facilities.dedup();
                stock_level::expect_use(conn, &facilities, date).await?;
                for of_one in stocks.chunk_by(|a, b| a.facility == b.facility) {
                    let wanted = wanted(of_one);
                    let is_open = |one: &Foreseen| one.open.iter().any(|r| OF_STOCK.contains(r));
                    let Some(first) = of_one.first() else {
                        continue;
                    };
                    if !wanted.is_empty() || of_one.iter().any(is_open) {
                        let products: Vec<i64> = of_one.iter().map(|one| one.product).collect();
                        let whose = (first.facility, None);
                        alert::settle(conn, whose, (&OF_STOCK, &products), &wanted, now).await?;
                    }
                }
                anyhow::Ok(())
            })
            .await?;
            job.after = after;
            return Ok(true);
        }
        job.after = (PRODUCTS, 0);
    }
    if job.after.0 == PRODUCTS {
        if let Some(product) = foreseen::next_product(&mut conn, job.after.1).await? {
            return moved(worker, job, (date, product), &mut conn).await;
        }
        job.after = (SIGNALS, 0);
    }
    let Some(after) = signals::part(worker, job, date, SIGNALS, &mut conn).await? else {
        return Ok(false);
    };
    job.after = after;
    Ok(true)
}

/// Who is to fetch a product from whom.
async fn moved(
    worker: &Worker,
    job: &mut Claimed,
    (date, product): (NaiveDate, i64),
    conn: &mut Conn,
) -> anyhow::Result<bool> {
    let now = worker.clock.now();
    let after = (PRODUCTS, product);
    conn.transaction(async |conn| {
        worker.advance(conn, job, after, 0).await?;
        let stores = foreseen::stores(conn, product, date, now - SILENT_AFTER).await?;
        let open = foreseen::open_moves(conn, product).await?;
        let learned = lesson::proven(conn, Frequency::Month.as_str(), VERSION, date).await?;
        let danger = if learned { DANGER } else { DANGER_ALONE };
        let wanted = fetched(&stores, &open, (date, danger));
        if wanted != open {
            foreseen::settle_moves(conn, product, &wanted, now)
                .await
                .context("who could give what is not kept")?;
        }
        anyhow::Ok(())
    })
    .await?;
    job.after = after;
    Ok(true)
}

/// What the people of a facility are to be told of its stocks. What they hear of already, since it is
/// out or low or expires soon, is left at that.
fn wanted(stocks: &[Foreseen]) -> Vec<(Rule, i64, u32)> {
    let is_open = |one: &Foreseen, rules: &[Rule]| one.open.iter().any(|rule| rules.contains(rule));
    let risk = |one: &Foreseen| {
        let there = one.left.is_some_and(|left| left > 0);
        // Whoever said nothing of it for long is asked to; what was told before stays so until then.
        let heard = one.fresh || is_open(one, &[Rule::Short]);
        // Whoever is told to order now is to find that there is something to order.
        let little = one
            .left
            .is_some_and(|left| f64::from(left) < one.reorder_level);
        if there && little && heard && !is_open(one, &[Rule::Out, Rule::Low]) {
            one.risk
        } else {
            0.0
        }
    };
    let waste = |one: &Foreseen| {
        let left = f64::from(one.left.unwrap_or(0));
        if left > 0.0 && one.wasted && one.waste >= 1.0 && !is_open(one, &[Rule::Expiring]) {
            one.waste / left
        } else {
            0.0
        }
    };
    let short = chosen(stocks, Rule::Short, risk, (LIKELY, STAYS));
    let short = short.map(|one| (Rule::Short, one.product, one.left.unwrap_or(0)));
    let wasted = chosen(stocks, Rule::Waste, waste, (WORTH, f64::MIN_POSITIVE));
    let wasted = wasted.map(|one| (Rule::Waste, one.product, whole(one.waste)));
    short.chain(wasted).collect()
}

/// Those that are told of and stay so, and as many of the riskiest others as there is room for.
fn chosen(
    stocks: &[Foreseen],
    rule: Rule,
    chance: impl Fn(&Foreseen) -> f64,
    (least, stays): (f64, f64),
) -> impl Iterator<Item = &Foreseen> {
    let (open, others): (Vec<_>, Vec<_>) = stocks.iter().partition(|one| one.open.contains(&rule));
    let mut chosen: Vec<&Foreseen> = open
        .into_iter()
        .filter(|one| chance(one) >= stays)
        .collect();
    let chances: Vec<f64> = others.iter().map(|one| chance(one)).collect();
    let weights: Vec<f64> = others.iter().map(|one| one.a_month).collect();
    let room = AT_A_FACILITY.saturating_sub(chosen.len());
    let riskiest = choose(&chances, &weights, room, least);
    chosen.extend(riskiest.iter().filter_map(|at| others.get(*at).copied()));
    chosen.into_iter()
}

/// Who is to fetch what from whom: what was told stays while it can be done, and who is in danger
/// and has nobody to fetch from is found somebody.
fn fetched(stores: &[Store], open: &[Move], (date, danger): (NaiveDate, f64)) -> Vec<Move> {
    let holding = |store| holding(store, (date, danger));
    let mut holdings: Vec<Holding> = stores.iter().map(holding).collect();
    let km = |from: usize, to: usize| match (stores.get(from), stores.get(to)) {
        (Some(from), Some(to)) => distance(from, to, date),
        _ => f64::NAN,
    };
    let place = |facility: i64| stores.iter().position(|store| store.facility == facility);
    let mut wanted = Vec::new();
    for told in open {
        let (Some(from), Some(to)) = (place(told.giver), place(told.taker)) else {
            continue;
        };
        let units = f64::from(told.units);
        let lacks = holdings.get(to).is_some_and(|holding| holding.lacks > 0.0);
        let spare = holdings
            .get(from)
            .is_some_and(|holding| holding.spare >= units);
        if lacks && spare && km(from, to) <= FARTHEST {
            if let Some(giver) = holdings.get_mut(from) {
                giver.spare -= units;
            }
            if let Some(taker) = holdings.get_mut(to) {
                taker.lacks = 0.0;
            }
            wanted.push(*told);
        }
    }
    let mut helped: Vec<usize> = Vec::new();
    let reach = |to: usize, units: f64| stores.get(to).map_or(0.0, |to| reach(to, units));
    for one in moves(&holdings, km, reach, TRIP) {
        let (Some(from), Some(to)) = (stores.get(one.from), stores.get(one.to)) else {
            continue;
        };
        // One trip a facility: the best one.
        if helped.contains(&one.to) {
            continue;
        }
        helped.push(one.to);
        wanted.push(Move {
            taker: to.facility,
            giver: from.facility,
            units: i32::try_from(whole(one.units)).unwrap_or(i32::MAX),
        });
    }
    wanted
}

fn holding(store: &Store, (date, danger): (NaiveDate, f64)) -> Holding {
    let (waste, on) = store.waste;
    let keeps = on.is_some_and(|on| (on - date).num_days() >= SOON);
    let in_danger = store.heard
        && store.a_month >= USED
        && store.left < store.reorder_level
        && store.risk >= danger;
    let spare = (store.left - store.expired - store.maximum).max(if keeps { waste } else { 0.0 });
    Holding {
        // Nobody is sent a long way for what may be gone since somebody last looked.
        spare: if store.fresh { spare } else { 0.0 },
        lacks: if in_danger {
            store.maximum - store.left
        } else {
            0.0
        },
        risk: store.risk,
    }
}

/// How far one goes for so many units, in kilometres: all the way for a month's use and [`TRIP`], and for a part of that
/// as large a part of the way.
fn reach(to: &Store, units: f64) -> f64 {
    FARTHEST * (units / to.a_month.max(TRIP)).min(1.0)
}

/// How far two lie apart; no number where what one would give expires before the other has used it.
fn distance(from: &Store, to: &Store, date: NaiveDate) -> f64 {
    let used_in = days_of(to.maximum, to.a_month);
    let expires = from.waste.1.map(|on| (on - date).num_days() as f64);
    if expires.is_some_and(|days| days < used_in) {
        return f64::NAN;
    }
    from.at.km_to(to.at)
}

#[cfg(test)]
mod tests;
