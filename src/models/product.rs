//! `products`: anything that can be in stock.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, Queryable, Selectable,
    SelectableHelper,
    sql_types::{Array, Bool, Nullable, SmallInt, Text},
};
use diesel_async::RunQueryDsl;

use super::{Written, counted};
use crate::{db::Conn, directory::catalogue::Product, schema::products};

/// A product as a card or a stock file knows it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = products, check_for_backend(diesel::pg::Pg))]
pub struct CodedProduct {
    /// The record's own number.
    pub id: i64,
    /// What staff send by SMS; two to eight letters.
    pub code: String,
    /// The list it came from.
    pub source: String,
    /// What that list calls it.
    pub source_id: String,
    /// medicine, blood or equipment.
    pub kind: String,
    /// The generic name as its list writes it.
    pub generic: String,
    /// Tablet, injection, ...; may be empty.
    pub form: String,
    /// As its list writes it; may be empty.
    pub strength: String,
    /// What is counted: tab, bottle, vial, ...
    pub unit: String,
}

/// A product to be written. What is `None` was not said, and stays as the record has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProduct {
    /// What staff send by SMS; two to eight letters.
    pub code: String,
    /// The list it came from.
    pub source: String,
    /// What that list calls it.
    pub source_id: String,
    /// medicine, blood or equipment.
    pub kind: Option<&'static str>,
    /// At most 100 letters.
    pub generic: String,
    /// The generic name folded; joins a product to its names and look-alikes.
    pub generic_key: String,
    /// At most 24 letters.
    pub form: String,
    /// At most 40 letters.
    pub strength: String,
    /// What is counted, where its list says.
    pub unit: Option<String>,
    /// What is counted, by its form.
    pub own_unit: &'static str,
    /// The ATC code.
    pub atc: Option<String>,
    /// What it is for, in plain words, at most 40 letters.
    pub used_for: Option<String>,
    /// Whether callers must never be shown it.
    pub controlled: Option<bool>,
    /// How many times in a hundred its stock shall last until the delivery after next.
    pub service_level: Option<i16>,
}

/// Every product, by generic name, strength and form.
///
/// # Errors
/// When the query fails.
pub async fn coded(conn: &mut Conn) -> QueryResult<Vec<CodedProduct>> {
    products::table
        .select(CodedProduct::as_select())
        .order((
            products::kind.desc(),
            products::generic_key,
            products::form,
            products::strength,
            products::code,
        ))
        .load(conn)
        .await
}

/// Inserts what is new, changes what differs, leaves the rest alone. No two
/// rows may have the same source and source id, nor the same code.
///
/// # Errors
/// When a row breaks a rule of the table; then none is written.
pub async fn upsert(conn: &mut Conn, rows: &[NewProduct]) -> QueryResult<Written> {
    let query = diesel::sql_query(
        "WITH written AS (
            INSERT INTO products (code, source, source_id, kind, generic, generic_key, form, strength, unit, atc,
                used_for, controlled, service_level)
            SELECT code, source, source_id, kind, generic, generic_key, form, strength, unit, atc, used_for, controlled, service_level
            FROM (
                SELECT u.code, u.source, u.source_id, coalesce(u.kind, old.kind, 'medicine') AS kind, u.generic,
                    u.generic_key, u.form, u.strength, coalesce(u.unit, old.unit, u.own_unit) AS unit, u.atc,
                    coalesce(u.used_for, old.used_for, '') AS used_for,
                    coalesce(u.controlled, old.controlled, false) AS controlled,
                    coalesce(u.service_level, old.service_level, 95::smallint) AS service_level, u.row
                FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) WITH ORDINALITY
                    AS u (code, source, source_id, kind, generic, generic_key, form, strength, unit, own_unit, atc,
                          used_for, controlled, service_level, row)
                LEFT JOIN products old ON old.source = u.source AND old.source_id = u.source_id
            ) n
            WHERE NOT EXISTS (
                SELECT FROM products o
                WHERE o.source = n.source AND o.source_id = n.source_id
                  AND (o.code, o.kind, o.generic, o.generic_key, o.form, o.strength, o.unit, o.atc, o.used_for, o.controlled, o.service_level)
                    IS NOT DISTINCT FROM
                    (n.code, n.kind, n.generic, n.generic_key, n.form, n.strength, n.unit, n.atc, n.used_for, n.controlled, n.service_level))
            ORDER BY row
            ON CONFLICT (source, source_id) DO UPDATE SET
                code = excluded.code, kind = excluded.kind, generic = excluded.generic, generic_key = excluded.generic_key,
                form = excluded.form, strength = excluded.strength, unit = excluded.unit, atc = excluded.atc,
                used_for = excluded.used_for, controlled = excluded.controlled, service_level = excluded.service_level
            RETURNING (xmax = 0) AS new
        ) SELECT count(*) FILTER (WHERE new) AS new, count(*) FILTER (WHERE NOT new) AS changed FROM written",
    )
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.code).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.source).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.source_id).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|r| r.kind).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.generic).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.generic_key).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.form).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.strength).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|r| r.unit.as_deref()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| r.own_unit).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|r| r.atc.as_deref()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|r| r.used_for.as_deref()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Bool>>, _>(rows.iter().map(|r| r.controlled).collect::<Vec<_>>())
    .bind::<Array<Nullable<SmallInt>>, _>(rows.iter().map(|r| r.service_level).collect::<Vec<_>>());
    counted(query.get_result(conn).await, rows.len())
}

type Row = (
    i64,
    (String, String, String, String),
    (String, String, String, String),
    bool,
);

/// Every product, controlled or not, for the directory.
///
/// # Errors
/// When the query fails.
pub async fn read_all(conn: &mut Conn) -> QueryResult<Vec<Product>> {
    let rows = products::table
        .select((
            products::id,
            (
                products::code,
                products::kind,
                products::generic,
                products::generic_key,
            ),
            (
                products::form,
                products::strength,
                products::unit,
                products::used_for,
            ),
            products::controlled,
        ))
        .load::<Row>(conn)
        .await?;
    rows.into_iter().map(product).collect()
}

fn product(row: Row) -> QueryResult<Product> {
    let (id, (code, kind, generic, generic_key), (form, strength, unit, used_for), controlled) =
        row;
    Ok(Product {
        id,
        code: code.into(),
        kind: super::word(&kind)?,
        generic: generic.into(),
        generic_key: generic_key.into(),
        form: form.into(),
        strength: strength.into(),
        unit: unit.into(),
        used_for: used_for.into(),
        controlled,
    })
}

/// The product of a code, if there is one.
///
/// # Errors
/// If the database does not answer.
pub async fn id_of(conn: &mut Conn, code: &str) -> QueryResult<Option<i64>> {
    let product = products::table.filter(products::code.eq(code));
    product.select(products::id).first(conn).await.optional()
}

/// The product of a code, and what it is called: its generic name and strength.
///
/// # Errors
/// If the database does not answer.
pub async fn called(conn: &mut Conn, code: &str) -> QueryResult<Option<(i64, String)>> {
    let row: Option<(i64, String, String)> = products::table
        .filter(products::code.eq(code))
        .select((products::id, products::generic, products::strength))
        .first(conn)
        .await
        .optional()?;
    Ok(row.map(|(id, generic, strength)| (id, format!("{generic} {strength}").trim().to_owned())))
}

/// A product's code.
///
/// # Errors
/// If the database does not answer, or there is no such product.
pub async fn code_of(conn: &mut Conn, id: i64) -> QueryResult<String> {
    let product = products::table.find(id);
    product.select(products::code).first(conn).await
}
