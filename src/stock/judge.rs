//! What a report sets off: alerts opened, answered and resolved, in the transaction that
//! makes the stock what it is.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::QueryResult;

use super::book::Source;
use super::ledger::{EntryKind, Known};
use super::rules::{EXPIRES_WITHIN, Rule, Used, of_a_month, of_stock};
use crate::db::Conn;
use crate::models::alert::{self, Reported, Stock, Stocks};
use crate::models::stock_level;
use crate::people::role::{Action, Reach, Role};

/// What a stock by itself can be told of.
const OF_STOCK: [Rule; 3] = [Rule::Out, Rule::Low, Rule::Expiring];

/// What was known of a facility before a report.
#[derive(Debug, Clone)]
pub struct Before {
    /// What alerts follow from, by product.
    pub stocks: HashMap<i64, Stock>,
    /// The last counts of the products that were asked for, oldest first.
    pub counts: HashMap<i64, Vec<u32>>,
    /// What it holds of others and nobody has counted lately.
    pub uncounted: Vec<i64>,
    /// Whether it has open alerts.
    pub open: bool,
}

impl Before {
    /// What is known of these products, and of the facility as a whole.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn read(
        conn: &mut Conn,
        facility: i64,
        products: &[i64],
        now: DateTime<Utc>,
    ) -> QueryResult<Self> {
        let read = alert::stocks(conn, facility, products, now).await?;
        Ok(Self::of(read))
    }

    /// As [`Before::read`], once nobody else may write of it until the transaction ends.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn hold(
        conn: &mut Conn,
        facility: i64,
        products: &[i64],
        now: DateTime<Utc>,
    ) -> QueryResult<Self> {
        let read = alert::held(conn, facility, products, now).await?;
        Ok(Self::of(read))
    }

    fn of(read: Stocks) -> Self {
        let stocks = read.stocks.into_iter();
        Self {
            stocks: stocks.map(|stock| (stock.product, stock)).collect(),
            counts: read.counts,
            uncounted: read.uncounted,
            open: read.open,
        }
    }

    /// What is known of the products that were asked for.
    pub fn known(&self) -> HashMap<i64, Known> {
        let known = self.stocks.iter();
        known
            .filter_map(|(product, stock)| Some((*product, stock.known?)))
            .collect()
    }
}

/// What a report did to a stock.
#[derive(Debug, Clone, Copy)]
pub struct Done {
    /// Of what.
    pub product: i64,
    /// How.
    pub kind: EntryKind,
    /// What was known before.
    pub before: Option<Known>,
    /// What is known now.
    pub now: Option<Known>,
    /// Units that came in a batch, and when it expires.
    pub batch: Option<(u32, NaiveDate)>,
}

/// A facility has reported: what that opens, answers and resolves. `report` is the one
/// that was made, or that was taken back.
///
/// # Errors
/// If the database does not answer.
pub async fn reported(
    conn: &mut Conn,
    source: Source,
    report: i64,
    before: &Before,
    done: &[Done],
) -> QueryResult<()> {
    let Source {
        facility,
        staff,
        at,
        ..
    } = source;
    let products: Vec<i64> = done.iter().map(|done| done.product).collect();
    let stocks = done.iter().filter_map(|done| {
        let stock = before.stocks.get(&done.product)?;
        Some(after(*stock, done, at))
    });
    let wanted: Vec<_> = stocks.flat_map(|stock| of(&stock)).collect();
    let rises = done.iter().filter_map(|done| {
        let (was, now) = (done.before?.quantity, done.now?.quantity);
        let rose = done.kind == EntryKind::Count && was < now;
        rose.then_some((done.product, was))
    });
    let rises: Vec<_> = rises.collect();
    let came = done
        .iter()
        .filter(|done| matches!(done.kind, EntryKind::Receipt | EntryKind::TransferIn));
    let came: Vec<i64> = came.map(|done| done.product).collect();
    let takes_back = done.iter().any(|done| done.kind == EntryKind::Reversal);
    if before.open || !rises.is_empty() {
        let what = Reported {
            facility,
            staff,
            products: &products,
            came: &came,
            undoes: takes_back.then_some(report),
            rises: (report, &rises),
        };
        let hearing = Role::with(Action::HearOfStock, Reach::Own);
        alert::reported(conn, what, &hearing, at).await?;
    }
    if before.open || !wanted.is_empty() {
        let who = (facility, staff);
        alert::settle(conn, who, (&OF_STOCK, &products), &wanted, at).await?;
    }
    Ok(())
}

/// A stock after what was done to it.
fn after(stock: Stock, done: &Done, at: DateTime<Utc>) -> Stock {
    let units = |known: Option<Known>| known.map_or(0, |known| i64::from(known.quantity));
    let went = (units(done.before) - units(done.now)).max(0);
    let used = matches!(done.kind, EntryKind::Count | EntryKind::Issue);
    let (soon, later) = match done.batch {
        Some((units, expires)) if expires <= (at + EXPIRES_WITHIN).date_naive() => (units, 0),
        Some((units, _)) => (0, units),
        None => (0, 0),
    };
    Stock {
        known: done.now,
        used: Used {
            units: stock.used.units + if used { went } else { 0 },
            ..stock.used
        },
        soon: stock.soon + i64::from(soon),
        later: stock.later + i64::from(later),
        ..stock
    }
}

/// Opens and resolves what a facility's stocks themselves give.
///
/// # Errors
/// If the database does not answer.
pub async fn stocks(conn: &mut Conn, facility: i64, now: DateTime<Utc>) -> QueryResult<()> {
    let (products, stocks) = all(conn, facility, now).await?;
    let wanted: Vec<_> = stocks.values().flat_map(of).collect();
    alert::settle(conn, (facility, None), (&OF_STOCK, &products), &wanted, now).await
}

/// What a facility is out of or low on, with the units that are left: what its people are
/// shown is what they are told of.
///
/// # Errors
/// If the database does not answer.
pub async fn short(conn: &mut Conn, facility: i64, now: DateTime<Utc>) -> QueryResult<Vec<Short>> {
    let (_, stocks) = all(conn, facility, now).await?;
    let short = stocks.values().filter_map(|stock| {
        let units = stock.known?.quantity;
        of_stock(units, stock.used)?;
        Some(Short {
            product: stock.product,
            units,
            of_a_month: of_a_month(units, stock.used),
        })
    });
    Ok(short.collect())
}

/// What there is too little of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short {
    /// Of what.
    pub product: i64,
    /// Units that are left.
    pub units: u32,
    /// Thousandths of a month's use that they are.
    pub of_a_month: u64,
}

/// All that a facility holds.
async fn all(
    conn: &mut Conn,
    facility: i64,
    now: DateTime<Utc>,
) -> QueryResult<(Vec<i64>, HashMap<i64, Stock>)> {
    let known = stock_level::known(conn, facility).await?;
    let products: Vec<i64> = known.into_keys().collect();
    let read = Before::read(conn, facility, &products, now).await?;
    Ok((products, read.stocks))
}

/// What a stock gives. Of batches the first to expire is taken to go first: what will
/// expire is what is there beyond the batches that keep.
fn of(stock: &Stock) -> impl Iterator<Item = (Rule, i64, u32)> + use<> {
    let product = stock.product;
    let there = stock.known.and_then(|known| {
        let rule = of_stock(known.quantity, stock.used)?;
        Some((rule, product, known.quantity))
    });
    let beyond = stock.known.map_or(0, |known| i64::from(known.quantity)) - stock.later;
    let expiring = u32::try_from(beyond.min(stock.soon)).unwrap_or_default();
    let expiring = (expiring > 0).then_some((Rule::Expiring, product, expiring));
    there.into_iter().chain(expiring)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn known(quantity: u32) -> Option<Known> {
        Some(Known {
            quantity,
            counted_at: at("2026-03-01T08:00:00Z"),
        })
    }

    const NOTHING: Used = Used {
        monthly: None,
        units: 0,
        days: 0,
    };

    #[test]
    fn what_will_expire_is_what_is_there_beyond_the_batches_that_keep() {
        for (there, soon, later, expiring) in [
            (100, 60, 40, 60),
            (80, 60, 40, 40),
            (40, 60, 40, 0),
            (300, 60, 40, 60),
            (0, 60, 0, 0),
        ] {
            let stock = Stock {
                product: 1,
                known: known(there),
                used: NOTHING,
                soon,
                later,
                last: None,
            };
            let told = of(&stock).find(|(rule, _, _)| *rule == Rule::Expiring);
            assert_eq!(told.map_or(0, |(_, _, units)| units), expiring, "{stock:?}");
        }
    }

    #[test]
    fn a_report_is_part_of_what_was_used_and_a_loss_is_not() {
        let now = at("2026-03-02T08:00:00Z");
        let stock = Stock {
            product: 1,
            known: known(100),
            used: Used {
                units: 20,
                days: 30,
                ..NOTHING
            },
            soon: 0,
            later: 5,
            last: None,
        };
        let done = |kind, now, batch| Done {
            product: 1,
            kind,
            before: known(100),
            now: known(now),
            batch,
        };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (done, units, soon, later) in [
            (done(EntryKind::Count, 70, None), 50, 0, 5),
            (done(EntryKind::Issue, 90, None), 30, 0, 5),
            (done(EntryKind::Loss, 70, None), 20, 0, 5),
            (done(EntryKind::Count, 130, None), 20, 0, 5),
            (
                done(EntryKind::Receipt, 130, Some((30, day("2026-04-01")))),
                20,
                30,
                5,
            ),
            (
                done(EntryKind::Receipt, 130, Some((30, day("2027-04-01")))),
                20,
                0,
                35,
            ),
        ] {
            let after = after(stock, &done, now);
            assert_eq!(
                (after.used.units, after.soon, after.later),
                (units, soon, later),
                "{done:?}"
            );
            assert_eq!(after.known, done.now);
        }
    }
}
