//! Whether every level is what the ledger says: computed anew from the first entry on.

use std::collections::HashSet;

use diesel::QueryResult;
use futures_util::{StreamExt as _, pin_mut};

use super::ledger::{Known, after, change, follow};
use crate::db::Conn;
use crate::models::ledger::{self, Line};

/// What is wrong with a stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// What was written down with an entry is not what follows.
    Entry(i64),
    /// What is left of the entries does not hold together.
    Entries,
    /// The level is not what the ledger says.
    Level {
        /// What the ledger says.
        ledger: Option<Known>,
        /// What the level is.
        level: Option<Known>,
    },
}

/// What was looked at.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// Stocks, one a facility and product.
    pub stocks: u64,
    /// Entries of the ledger.
    pub entries: u64,
    /// Things that are wrong.
    pub wrong: u64,
}

/// Computes every stock anew and tells what is wrong: which (facility, product) and what. Call it
/// in a transaction that sees one moment (`REPEATABLE READ`).
///
/// # Errors
/// If the database does not answer.
pub async fn verify(
    conn: &mut Conn,
    mut tell: impl FnMut((i64, i64), Wrong),
) -> QueryResult<Verified> {
    let mut seen = Verified::default();
    let mut lines: Vec<Line> = Vec::new();
    let mut level = None;
    {
        let rows = ledger::stream(conn).await?;
        pin_mut!(rows);
        while let Some(row) = rows.next().await {
            let (line, known) = row?;
            let other =
                |last: &Line| (last.facility, last.product) != (line.facility, line.product);
            if lines.last().is_some_and(other) {
                seen.judge(&lines, level, &mut tell);
                lines.clear();
            }
            seen.entries += 1;
            level = known;
            lines.push(line);
        }
    }
    seen.judge(&lines, level, &mut tell);
    for (facility, product, known) in ledger::levels_without(conn).await? {
        seen.stocks += 1;
        seen.wrong += 1;
        let level = Some(known);
        tell(
            (facility, product),
            Wrong::Level {
                ledger: None,
                level,
            },
        );
    }
    Ok(seen)
}

impl Verified {
    /// Looks at one stock.
    fn judge(
        &mut self,
        lines: &[Line],
        level: Option<Known>,
        tell: &mut impl FnMut((i64, i64), Wrong),
    ) {
        let Some(last) = lines.last() else {
            return;
        };
        self.stocks += 1;
        let mut wrong: Vec<Wrong> = wrong_entries(lines).into_iter().map(Wrong::Entry).collect();
        match follow(lines.iter().map(|line| (line.said, line.taken_back))) {
            Err(_) => wrong.push(Wrong::Entries),
            Ok(ledger) if ledger != level => wrong.push(Wrong::Level { ledger, level }),
            Ok(_) => {}
        }
        for wrong in wrong {
            self.wrong += 1;
            tell((last.facility, last.product), wrong);
        }
    }
}

/// The entries whose balance or change is not what followed when they were written.
fn wrong_entries(lines: &[Line]) -> Vec<i64> {
    let (mut wrong, mut before) = (Vec::new(), None);
    let mut taken_back = HashSet::new();
    for (index, line) in lines.iter().enumerate() {
        let now = match line.reverses {
            None => after(before, line.said).map(Some),
            Some(entry) => {
                taken_back.insert(entry);
                let until = lines.iter().take(index + 1);
                follow(until.map(|line| (line.said, taken_back.contains(&line.id))))
            }
        };
        let Ok(now) = now else {
            wrong.push(line.id);
            continue;
        };
        let balance = now.map(|now| i64::from(now.quantity));
        if line.balance.map(i64::from) != balance || line.change != change(before, now) {
            wrong.push(line.id);
        }
        before = now;
    }
    wrong
}
