//! Who was told to hold a batch, by the ledger.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::stock::batch::fold;

/// Batches of one product that are looked at to find one that was mistyped, the newest first.
const LOOKED_AT: i64 = 1000;

/// A batch of `ledger l` as [`fold`] writes it, as the index has it.
const FOLDED: &str = "translate(upper(l.batch COLLATE \"C\"), ' -', '')";

/// What was said of a batch and not taken back.
const STANDS: &str = "l.batch <> '' AND l.product_id = $1 AND l.kind <> 'reversal'
    AND NOT EXISTS (SELECT FROM ledger r WHERE r.reverses = l.id)";

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    facility_id: i64,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    batch: String,
}

/// The facilities, of these or of all, that received that batch of a product, or said anything
/// else of it that stands: whoever counted or lost some of it had it too.
///
/// # Errors
/// If the database does not answer.
pub async fn held_by(
    conn: &mut Conn,
    (product, batch): (i64, &str),
    among: Option<&[i64]>,
) -> QueryResult<Vec<i64>> {
    let rows: Vec<Id> = diesel::sql_query(format!(
        "SELECT DISTINCT l.facility_id FROM ledger l WHERE {STANDS} AND {FOLDED} = $2
         AND ($3::bigint[] IS NULL OR l.facility_id IN (SELECT unnest($3::bigint[]))) ORDER BY 1"
    ))
    .bind::<BigInt, _>(product)
    .bind::<Text, _>(fold(batch))
    .bind::<Nullable<Array<BigInt>>, _>(among)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.facility_id).collect())
}

/// The batches of a product that anybody was told of, each once and as it was written last; the
/// newest first.
///
/// # Errors
/// If the database does not answer.
pub async fn known(conn: &mut Conn, product: i64) -> QueryResult<Vec<String>> {
    let rows: Vec<Name> = diesel::sql_query(format!(
        "SELECT (array_agg(l.batch ORDER BY l.id DESC))[1] AS batch FROM ledger l WHERE {STANDS}
         GROUP BY {FOLDED} ORDER BY max(l.id) DESC LIMIT $2"
    ))
    .bind::<BigInt, _>(product)
    .bind::<BigInt, _>(LOOKED_AT)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.batch).collect())
}
