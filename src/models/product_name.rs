//! `product_names`: every name a product may be asked for by.

use diesel::{
    QueryDsl, QueryResult,
    sql_types::{Array, Text},
};
use diesel_async::RunQueryDsl;

use super::{Written, counted};
use crate::{db::Conn, directory::catalogue::ProductName, schema::product_names};

/// A name to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewName {
    /// As it is written on the box.
    pub name: String,
    /// The same, folded.
    pub name_key: String,
    /// The generic it names, folded; there need be no product of it.
    pub generic_key: String,
    /// generic, brand or spelling.
    pub kind: &'static str,
    /// Its language as two or three letters, or empty.
    pub language: String,
    /// The list it came from.
    pub source: String,
}

/// Whether an upsert may change a name that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// The list is about names: what it says stands.
    Change,
    /// The name only comes along with a product: what is there stands.
    Keep,
}

/// Inserts what is new and changes or keeps what is there. No two rows may
/// have the same name and generic keys.
///
/// # Errors
/// When a row breaks a rule of the table; then none is written.
pub async fn upsert(conn: &mut Conn, rows: &[NewName], existing: Existing) -> QueryResult<Written> {
    const INSERT: &str = "
        INSERT INTO product_names AS n (name, name_key, generic_key, kind, language, source)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6)";
    let on_conflict = match existing {
        Existing::Change => {
            "ON CONFLICT (name_key, generic_key) DO UPDATE SET
                name = excluded.name, kind = excluded.kind, language = excluded.language, source = excluded.source
             WHERE (n.name, n.kind, n.language, n.source)
                IS DISTINCT FROM (excluded.name, excluded.kind, excluded.language, excluded.source)"
        }
        Existing::Keep => "ON CONFLICT (name_key, generic_key) DO NOTHING",
    };
    let query = diesel::sql_query(format!(
        "WITH written AS ({INSERT} {on_conflict} RETURNING (xmax = 0) AS new)
         SELECT count(*) FILTER (WHERE new) AS new, count(*) FILTER (WHERE NOT new) AS changed FROM written"
    ))
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.name).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.name_key).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.generic_key).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| r.kind).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.language).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.source).collect::<Vec<_>>());
    counted(query.get_result(conn).await, rows.len())
}

/// Every name, for the directory.
///
/// # Errors
/// When the query fails.
pub async fn read_all(conn: &mut Conn) -> QueryResult<Vec<ProductName>> {
    let rows = product_names::table
        .select((
            product_names::name,
            product_names::generic_key,
            product_names::kind,
        ))
        .load::<(String, String, String)>(conn)
        .await?;
    rows.into_iter()
        .map(|(name, generic_key, kind)| {
            Ok(ProductName {
                name: name.into(),
                generic_key: generic_key.into(),
                kind: super::word(&kind)?,
            })
        })
        .collect()
}
