//! Look-alikes: pairs of generic names, each pair once and in order.

use super::{field, fold::generic_key, identity, job::Job, limits, refusal::Refusal, table::Row};
use crate::models::lookalike::{self, NewPair};

pub(super) async fn run(job: &mut Job<'_>) -> anyhow::Result<()> {
    let mut table = job.open()?;
    let mut batch = Vec::new();
    while let Some(row) = job.next_row(&mut table)? {
        match parse(&row) {
            Err(why) => job.refuse(&row, why)?,
            Ok(pair) if job.is_first(identity::digest(&[&pair.a_key, &pair.b_key])) => {
                batch.push(pair);
            }
            Ok(_) => job.refuse(&row, Refusal::Duplicate)?,
        }
        if job.is_full(batch.len()) {
            job.sending();
            let written = lookalike::upsert(&mut job.conn, &batch).await?;
            job.wrote(written, &table).await;
            batch.clear();
        }
    }
    job.sending();
    let written = lookalike::upsert(&mut job.conn, &batch).await?;
    job.wrote(written, &table).await;
    Ok(())
}

fn parse(row: &Row) -> Result<NewPair, Refusal> {
    let a = generic_key(&field::needed("a", row.get("a"), limits::GENERIC)?);
    let b = generic_key(&field::needed("b", row.get("b"), limits::GENERIC)?);
    for (column, key) in [("a", &a), ("b", &b)] {
        if key.is_empty() {
            return Err(Refusal::Missing(column));
        }
    }
    let (a_key, b_key) = match a.cmp(&b) {
        std::cmp::Ordering::Less => (a, b),
        std::cmp::Ordering::Greater => (b, a),
        std::cmp::Ordering::Equal => return Err(Refusal::SameName),
    };
    let source = field::text("source", row.get("source"), limits::SOURCE)?;
    Ok(NewPair {
        a_key,
        b_key,
        source,
    })
}
