//! Whether there may be an outbreak: once all else of a night is done, the week that is over is looked at.
//!
//! First, as that is soon counted, where more people than usual asked for a medicine in vain; only there the ledgers are
//! read, and where more than usual was given out as well, those over the area are asked. They are asked once: an alert
//! ends when four weeks have gone without both, and where it is asked in a place, the wider ones around it are
//! left alone.

use std::collections::HashMap;

use anyhow::Context as _;
use chrono::NaiveDate;
use diesel_async::AsyncConnection as _;

use super::super::{TakenOver, Worker};
use super::Known;
use crate::db::Conn;
use crate::forecasts::history::Calendar;
use crate::forecasts::outbreak::area::{Places, together};
use crate::forecasts::outbreak::{FEWEST, Spread, c2, usual};
use crate::forecasts::series::{Frequency, Period, Series};
use crate::models::job::{self, Claimed};
use crate::models::ledger::said::Stock;
use crate::models::place;
use crate::models::signal::{self, Signal};
use crate::models::unmet::{self, Held, Unmet};

/// Weeks that are over and counted again: reports may be long on their way. Who waits is kept for a month.
const COUNTED: i32 = 3;

/// Weeks before the one judged of which it is looked at who asked in vain.
const LOOKED_BACK: i32 = 12;

/// Weeks without both, the one judged among them, after which nobody is asked any more.
const ENDS_AFTER: i32 = 4;

/// Where a job is once all is looked at.
const DONE: i64 = i64::MAX;

const WEEKLY: Frequency = Frequency::Week;

/// Looks at the next medicine; where the job is then, or nothing where all are done.
pub(super) async fn part(
    worker: &Worker,
    job: &Claimed,
    date: NaiveDate,
    stage: i64,
    conn: &mut Conn,
) -> anyhow::Result<Option<(i64, i64)>> {
    let now = worker.clock.now();
    let calendar = Calendar {
        frequency: WEEKLY,
        zone: worker.zone,
    };
    let this = WEEKLY.of(date).context("no such date")?;
    let judged = Period(this.0 - 1);
    let week = monday(judged)?;
    let product = match job.after.1 {
        DONE => return Ok(None),
        0 => {
            let from = calendar.starts(Period(this.0 - COUNTED));
            let span = from.zip(calendar.starts(this)).context("no such week")?;
            unmet::count(conn, span, worker.zone.name()).await?;
            unmet::next(conn, week, 0, FEWEST).await?
        }
        after => unmet::next(conn, week, after, FEWEST).await?,
    };
    let Some(product) = product else {
        let after = (stage, DONE);
        let since = monday(Period(this.0 - ENDS_AFTER))?;
        conn.transaction(async |conn| {
            advance(worker, job, after, conn).await?;
            signal::end(conn, since, now).await?;
            anyhow::Ok(())
        })
        .await?;
        return Ok(Some(after));
    };
    let look = Look::read(conn, product, judged).await?;
    let areas = look.areas(judged);
    let stocks = look.stocks(&areas);
    let known = Known::read(conn, &stocks, calendar, date).await?;
    let thinking = move || {
        let used = known.used(&stocks);
        let signals = look.judge(&areas, &used, judged);
        (look, signals)
    };
    let (look, signals) = tokio::task::spawn_blocking(thinking).await?;
    let told = look.told(&signals, &signal::asked(conn, product).await?);
    let after = (stage, product);
    conn.transaction(async |conn| {
        advance(worker, job, after, conn).await?;
        signal::put(conn, (product, week), &signals, &told, now).await?;
        anyhow::Ok(())
    })
    .await?;
    Ok(Some(after))
}

async fn advance(
    worker: &Worker,
    job: &Claimed,
    after: (i64, i64),
    conn: &mut Conn,
) -> anyhow::Result<()> {
    if job::advance(conn, job, after, 0, worker.lease_until()).await? {
        return Ok(());
    }
    Err(TakenOver.into())
}

fn monday(period: Period) -> anyhow::Result<NaiveDate> {
    WEEKLY.first_day(period).context("no such week")
}

/// What is known of a medicine before ledgers are read.
struct Look {
    unmet: Vec<Unmet>,
    held: Vec<Held>,
    places: Places,
    /// The first week in which anybody was counted.
    first: Option<Period>,
}

/// An area in which more people than usual asked in vain.
struct Area {
    place: i64,
    people: i32,
    high: f64,
}

impl Look {
    async fn read(conn: &mut Conn, product: i64, judged: Period) -> anyhow::Result<Self> {
        let from = monday(Period(judged.0 - LOOKED_BACK))?;
        let unmet = unmet::of(conn, product, (from, monday(judged)?)).await?;
        let held = unmet::held(conn, product).await?;
        let mut ids: Vec<i64> = unmet.iter().map(|one| one.place_id).collect();
        ids.extend(held.iter().map(|one| one.place_id));
        ids.sort_unstable();
        ids.dedup();
        let spots = place::lineage(conn, &ids).await?;
        let first = unmet::first_week(conn).await?;
        Ok(Self {
            unmet,
            held,
            places: Places::new(spots.iter().map(|spot| (spot.id, spot.parent_id))),
            first: first.and_then(|day| WEEKLY.of(day)),
        })
    }

    /// Where more people than usual asked in vain in the week judged.
    fn areas(&self, judged: Period) -> Vec<Area> {
        // Several strengths at one facility make it no more than one.
        let mut facilities: Vec<(i64, i64)> = self
            .held
            .iter()
            .map(|one| (one.facility_id, one.place_id))
            .collect();
        facilities.dedup();
        let facilities: Vec<i64> = facilities.into_iter().map(|one| one.1).collect();
        let now = self
            .unmet
            .iter()
            .filter(|one| WEEKLY.of(one.week) == Some(judged));
        let areas = self.places.areas(now.map(|one| one.place_id), &facilities);
        let area = |place: i64| {
            let mut weeks: HashMap<Period, i32> = HashMap::new();
            for one in self
                .unmet
                .iter()
                .filter(|one| self.places.within(one.place_id, place))
            {
                let people = weeks.entry(WEEKLY.of(one.week)?).or_default();
                *people = people.saturating_add(one.people);
            }
            let people = weeks.get(&judged).copied().unwrap_or(0);
            let before = (judged.0 - LOOKED_BACK..judged.0).map(|week| {
                let counted = self.first.is_some_and(|first| first.0 <= week);
                let people = weeks.get(&Period(week)).copied().unwrap_or(0);
                counted.then(|| f64::from(people))
            });
            let usual = c2(&before.collect::<Vec<_>>(), Spread::People)?;
            let more = people >= FEWEST && f64::from(people) > usual.high;
            more.then_some(Area {
                place,
                people,
                high: usual.high,
            })
        };
        areas.into_iter().filter_map(area).collect()
    }

    /// The stocks of areas.
    fn stocks(&self, areas: &[Area]) -> Vec<Stock> {
        let held = self.held.iter();
        let there = held.filter(|one| {
            areas
                .iter()
                .any(|area| self.places.within(one.place_id, area.place))
        });
        there.map(|one| (one.facility_id, one.product_id)).collect()
    }

    /// What was given out in areas.
    fn judge(&self, areas: &[Area], used: &[(Stock, Series)], judged: Period) -> Vec<Signal> {
        let at: HashMap<i64, i64> = self
            .held
            .iter()
            .map(|one| (one.facility_id, one.place_id))
            .collect();
        let signal = |area: &Area| {
            let there = used.iter().filter(|(stock, _)| {
                at.get(&stock.0)
                    .is_some_and(|place| self.places.within(*place, area.place))
            });
            let series: Vec<Series> = there.map(|(_, series)| series.clone()).collect();
            let used = together(&series, judged).and_then(|used| {
                let usual = usual(&used.before, Spread::Units)?;
                Some(signal::Used {
                    units: used.now,
                    usual: (usual.low, usual.high),
                    rule: usual.rule.as_str(),
                })
            });
            Signal {
                place: area.place,
                people: area.people,
                people_high: area.high,
                used,
            }
        };
        areas.iter().map(signal).collect()
    }

    /// In which areas it is asked: where both agree, not where it is asked of one in it.
    fn told(&self, signals: &[Signal], asked: &[i64]) -> Vec<i64> {
        let agree = || {
            signals
                .iter()
                .filter(|one| one.agrees())
                .map(|one| one.place)
        };
        let narrower = |place: i64| {
            let inside = |other: i64| other != place && self.places.within(other, place);
            agree().any(inside) || asked.iter().copied().any(inside)
        };
        agree().filter(|place| !narrower(*place)).collect()
    }
}
