//! What a report sets off: alerts opened, answered and resolved, in the transaction that
//! makes the stock what it is.

use chrono::{DateTime, Utc};
use diesel::QueryResult;

use super::book::Source;
use super::rules::{Rule, of_stock};
use crate::db::Conn;
use crate::models::alert::{self, Stock};

/// What a stock by itself can be told of.
const OF_STOCK: [Rule; 3] = [Rule::Out, Rule::Low, Rule::Expiring];
/// What a report can be told of.
const OF_REPORT: [Rule; 4] = [Rule::Out, Rule::Low, Rule::Expiring, Rule::Rise];

/// A facility has reported on these products; of those that rose without a receipt the
/// figure before is told.
///
/// # Errors
/// If the database does not answer.
pub async fn reported(
    conn: &mut Conn,
    source: Source,
    products: &[i64],
    rises: &[(i64, u32)],
) -> QueryResult<()> {
    let Source {
        facility,
        staff,
        at,
        ..
    } = source;
    let (stocks, open) = alert::stocks(conn, facility, products, at).await?;
    let rises = rises
        .iter()
        .map(|(product, was)| (Rule::Rise, *product, *was));
    let wanted: Vec<_> = stocks.iter().flat_map(of).chain(rises).collect();
    if open {
        alert::reported(conn, facility, at).await?;
    }
    if open || !wanted.is_empty() {
        let who = (facility, Some(staff));
        alert::settle(conn, who, (&OF_REPORT, products), &wanted, at).await?;
    }
    Ok(())
}

/// Opens and resolves what a facility's stocks themselves give.
///
/// # Errors
/// If the database does not answer.
pub async fn stocks(
    conn: &mut Conn,
    facility: i64,
    products: &[i64],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let (stocks, _) = alert::stocks(conn, facility, products, now).await?;
    let wanted: Vec<_> = stocks.iter().flat_map(of).collect();
    alert::settle(conn, (facility, None), (&OF_STOCK, products), &wanted, now).await
}

fn of(stock: &Stock) -> impl Iterator<Item = (Rule, i64, u32)> + use<> {
    let Stock {
        product, expiring, ..
    } = *stock;
    let there = stock.quantity.and_then(|quantity| {
        let rule = of_stock(quantity, stock.used)?;
        Some((rule, product, quantity))
    });
    let expiring = (expiring > 0).then_some((Rule::Expiring, product, expiring));
    there.into_iter().chain(expiring)
}
