//! Whether forecasts hold what they promised: measured once all stocks of a night are done, told
//! where they do not, and heeded from the next night on.

use std::collections::HashMap;

use chrono::{Datelike as _, Months, NaiveDate};
use diesel_async::AsyncConnection as _;

use super::super::Worker;
use crate::db::Conn;
use crate::forecasts::drift::{Measured, replaced, simpler_than};
use crate::forecasts::models::Model;
use crate::models::drift::{measure, measured};
use crate::models::job::{self, Claimed};
use crate::models::ledger::said::{self, Stock};
use crate::models::notice::{self, Kind, NewNotice};

/// The first day of a date's month.
fn month(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// Which model may not speak for a stock any more, nor any that is not simpler, as of a date.
pub(super) async fn barred(
    conn: &mut Conn,
    stocks: &[Stock],
    date: NaiveDate,
) -> anyhow::Result<HashMap<Stock, Model>> {
    let measured = measured(conn, date).await?;
    let replaced = replaced(&measured, month(date));
    if replaced.is_empty() {
        return Ok(HashMap::new());
    }
    let mut barred: HashMap<Stock, Model> = HashMap::new();
    for (stock, (facility, product)) in said::kinds(conn, stocks).await? {
        let of_stock = replaced.iter().map(|one| &one.class);
        let of_stock =
            of_stock.filter(|class| class.facility == facility && class.product == product);
        for model in of_stock.filter_map(|class| simpler_than(&class.model)) {
            let least = barred.entry(stock).or_insert(model);
            if model.is_simpler_than(*least) {
                *least = model;
            }
        }
    }
    Ok(barred)
}

/// Measures the month that was over last, tells of what does not hold, and says that the job is so far.
pub(super) async fn look(
    worker: &Worker,
    job: &Claimed,
    date: NaiveDate,
    after: (i64, i64),
    conn: &mut Conn,
) -> anyhow::Result<()> {
    let now = worker.clock.now();
    let this = month(date);
    let over = this.checked_sub_months(Months::new(1)).unwrap_or(this);
    conn.transaction(async |conn| {
        worker.advance(conn, job, after, 0).await?;
        measure(conn, over).await?;
        let measured = measured(conn, over).await?;
        let of_month = measured.iter().filter(|one| one.period == over);
        let out: Vec<&Measured> = of_month.filter(|one| one.is_out()).collect();
        if !out.is_empty() {
            let said: Vec<String> = out.iter().map(|one| said(one)).collect();
            let note = format!("out of their band: {}", said.join("; "));
            job::note(conn, job, &note).await?;
        }
        for one in replaced(&measured, this) {
            let class = &one.class;
            let subject = format!("{} ({}, {})", class.model, class.facility, class.product);
            let new = NewNotice {
                kind: Kind::Drift,
                key: format!("{subject} {}", one.period),
                subject,
                figure: format!("{:.0}", one.of80 * 100.0),
            };
            if notice::add(conn, &new, now).await? {
                let (subject, figure) = (&new.subject, &new.figure);
                tracing::error!(
                    subject,
                    "forecasts of {subject} do not hold any more ({figure} of 100 where 80 were promised): a simpler model takes over"
                );
            }
        }
        anyhow::Ok(())
    })
    .await
}

/// How a class held.
fn said(one: &Measured) -> String {
    let class = &one.class;
    format!(
        "{} {} {} {:.0}/80 {:.0}/95 error {:.1}",
        class.model,
        class.facility,
        class.product,
        one.of80 * 100.0,
        one.of95 * 100.0,
        one.error
    )
}
