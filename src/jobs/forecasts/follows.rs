//! What follows from forecasts for who orders: when and how much, how likely it is that
//! something runs out, and what will expire before it is used.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::QueryResult;

use super::Foreseen;
use crate::db::Conn;
use crate::forecasts::advice::Demand;
use crate::forecasts::advice::expiry::{self, Batch};
use crate::forecasts::advice::order::{Policy, order};
use crate::forecasts::advice::risk::stock_out;
use crate::forecasts::advice::supply::Supply;
use crate::forecasts::parallel::{self, in_turn};
use crate::forecasts::series::Frequency;
use crate::forecasts::shortage::record::Proven;
use crate::models::advice::NewAdvice;
use crate::models::ledger::came::{self, Came};
use crate::models::ledger::said::{self, Left, Stock};

/// Days for which it is told how likely it is that none is left.
pub const RISKY: f64 = 30.0;

/// How likely some of a batch must be to expire for it to be what is told of.
const LIKELY: f64 = 0.5;

/// A month's use is no whole number of units: what is left is less where half a unit is missing.
const HALF: f64 = 0.5;

/// What facilities hold of some stocks.
#[derive(Debug)]
pub struct Held {
    date: NaiveDate,
    now: DateTime<Utc>,
    left: HashMap<Stock, Left>,
    /// What came that has not expired.
    came: HashMap<Stock, Vec<Came>>,
}

impl Held {
    /// Reads what is held on a date.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn read(
        conn: &mut Conn,
        stocks: &[Stock],
        date: NaiveDate,
        now: DateTime<Utc>,
    ) -> QueryResult<Self> {
        Ok(Self {
            date,
            now,
            left: in_turn(said::left(conn, stocks)).await?,
            came: in_turn(came::of(conn, stocks, date)).await?,
        })
    }

    /// What follows. How likely it is to run out is what was learned from all that did ([`Proven`]). Where that is not
    /// known it is what is to be used, from when somebody last said how much is there; what came as regularly
    /// before ([`Supply`]) then lowers it. That is not taken off an order, which it may well be. The forecast is that of
    /// the period that runs, whose use is taken to be ahead from now on.
    #[must_use]
    pub fn advise(
        &self,
        foreseen: &[Foreseen],
        proven: Option<&Proven>,
        frequency: Frequency,
    ) -> Vec<NewAdvice> {
        let advised = parallel::map(foreseen, |one| self.of(one, proven, frequency));
        advised.into_iter().flatten().collect()
    }

    fn of(
        &self,
        one: &Foreseen,
        proven: Option<&Proven>,
        frequency: Frequency,
    ) -> Option<NewAdvice> {
        let held = self.left.get(&one.stock)?;
        let left = f64::from(held.units);
        let demand = Demand::of(&one.outlook, frequency);
        let a_month = demand.a_month();
        let supply = Supply::of(&one.said, a_month - HALF, self.now);
        let policy = Policy {
            service: f64::from(held.service_level) / 100.0,
            lead: supply.lead,
            ..Policy::default()
        };
        let order = order(left, 0.0, &demand, policy);
        let coming = supply.coming.as_slice();
        let unheard = one.stood.as_ref().map_or(0.0, |stood| stood.unheard);
        let learned = one.stood.as_ref().zip(proven).and_then(|(stood, proven)| {
            let features = stood.with(left).features()?;
            Some(proven.shortages.by(&features))
        });
        let (waste, waste_on) = self.waste(one.stock, left, &demand);
        Some(NewAdvice {
            stock: one.stock,
            a_month,
            reorder_level: order.reorder_level,
            maximum: order.maximum,
            risk: learned.unwrap_or_else(|| stock_out(left, coming, &demand, RISKY + unheard)),
            lead_days: supply.lead.mean(),
            waste,
            waste_on,
            peers: None,
        })
    }

    /// Units that will expire before they are used, and the day from which on it is likely.
    fn waste(&self, stock: Stock, left: f64, demand: &Demand) -> (f64, Option<NaiveDate>) {
        let came = self.came.get(&stock).into_iter().flatten();
        let came: Vec<Batch> = came
            .map(|one| Batch {
                units: one.units as f64,
                expires: (one.expires_on - self.date).num_days() as f64,
                dated: one.dated,
            })
            .collect();
        let batches = expiry::left(&came, left);
        let wastes = expiry::expiring(&batches, demand);
        let likely = batches.iter().zip(&wastes);
        let likely = likely.filter(|(_, waste)| waste.chance >= LIKELY);
        let units = likely.clone().map(|(_, waste)| waste.units).sum();
        let first = likely.map(|(batch, _)| batch.expires).next();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "days between two dates; a cast of a float saturates"
        )]
        let day = first.map(|days| self.date + TimeDelta::days(days as i64));
        (units, day)
    }
}
