//! `facilities`: whoever holds stock.

use diesel::{
    ExpressionMethods, QueryDsl, QueryResult, QueryableByName,
    sql_types::{Array, BigInt, Bool, Double, Nullable, Text},
};
use diesel_async::RunQueryDsl;

use super::{Written, counted};
use crate::{
    db::Conn,
    directory::catalogue::{Facility, Point},
    schema::facilities,
};

/// A facility to be written. What is `None` beside `point` and `place_id` was
/// not said, and stays as the record has it.
#[derive(Debug, Clone, PartialEq)]
pub struct NewFacility {
    /// Its code where its list gives one.
    pub code: Option<String>,
    /// The code a new row gets where its list gives none.
    pub own_code: String,
    /// The list it came from.
    pub source: String,
    /// What that list calls it.
    pub source_id: String,
    /// At most 103 letters.
    pub name: String,
    /// pharmacy, hospital, clinic, blood_bank or other.
    pub kind: &'static str,
    /// As its list words it.
    pub ownership: String,
    /// The place it lies in or near.
    pub place_id: Option<i64>,
    /// Where to find it, in words.
    pub address: Option<String>,
    /// The country's three letters (ISO 3166-1).
    pub iso3: String,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// The number it publishes, in E.164.
    pub contact: Option<String>,
    /// Opening hours, in words.
    pub hours: Option<String>,
    /// Whether it has agreed to be shown to patients.
    pub listed: Option<bool>,
    /// Whether it is invented, for the demo.
    pub demo: Option<bool>,
}

/// Who holds a code.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct CodeHolder {
    /// The facility's code.
    #[diesel(sql_type = Text)]
    pub code: String,
    /// The list it came from.
    #[diesel(sql_type = Text)]
    pub source: String,
    /// What that list calls it.
    #[diesel(sql_type = Text)]
    pub source_id: String,
}

/// Who holds the codes of `codes` that are taken.
///
/// # Errors
/// When the query fails.
pub async fn holders(conn: &mut Conn, codes: &[&str]) -> QueryResult<Vec<CodeHolder>> {
    diesel::sql_query("SELECT code, source, source_id FROM facilities WHERE code = ANY($1)")
        .bind::<Array<Text>, _>(codes)
        .load(conn)
        .await
}

/// The numbers of the facilities with these codes.
///
/// # Errors
/// When the query fails.
pub async fn ids_by_code(conn: &mut Conn, codes: &[&str]) -> QueryResult<Vec<(String, i64)>> {
    facilities::table
        .filter(facilities::code.eq_any(codes))
        .select((facilities::code, facilities::id))
        .load(conn)
        .await
}

#[derive(QueryableByName)]
struct SourceId {
    #[diesel(sql_type = Text)]
    source: String,
    #[diesel(sql_type = Text)]
    source_id: String,
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The numbers of the facilities that their lists call so.
///
/// # Errors
/// When the query fails.
pub async fn ids_by_source(
    conn: &mut Conn,
    sources: &[&str],
    source_ids: &[&str],
) -> QueryResult<Vec<((String, String), i64)>> {
    let rows: Vec<SourceId> = diesel::sql_query(
        "SELECT source, source_id, id FROM facilities
         JOIN unnest($1, $2) AS u (source, source_id) USING (source, source_id)",
    )
    .bind::<Array<Text>, _>(sources)
    .bind::<Array<Text>, _>(source_ids)
    .load(conn)
    .await?;
    let named = rows
        .into_iter()
        .map(|row| ((row.source, row.source_id), row.id));
    Ok(named.collect())
}

/// Inserts what is new, changes what differs, leaves the rest alone: what is
/// just so is left out before the insert, which would lock and so write it. No
/// two rows may have the same source and source id.
///
/// # Errors
/// When a row breaks a rule of the table; then none is written.
pub async fn upsert(conn: &mut Conn, rows: &[NewFacility]) -> QueryResult<Written> {
    let query = diesel::sql_query(
        "WITH written AS (
            INSERT INTO facilities (code, source, source_id, name, kind, ownership, place_id, address, iso3,
                lat, lon, contact, hours, listed, demo)
            SELECT code, source, source_id, name, kind, ownership, place_id, address, iso3, lat, lon, contact, hours,
                listed, demo
            FROM (
                SELECT coalesce(u.code, old.code, u.own_code) AS code, u.source, u.source_id, u.name, u.kind, u.ownership,
                    u.place_id, coalesce(u.address, old.address, '') AS address, u.iso3, u.lat, u.lon,
                    coalesce(u.contact, old.contact, '') AS contact, coalesce(u.hours, old.hours, '') AS hours,
                    coalesce(u.listed, old.listed, true) AS listed, coalesce(u.demo, old.demo, false) AS demo, u.row
                FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) WITH ORDINALITY
                    AS u (code, own_code, source, source_id, name, kind, ownership, place_id, address, iso3,
                          lat, lon, contact, hours, listed, demo, row)
                LEFT JOIN facilities old ON old.source = u.source AND old.source_id = u.source_id
            ) n
            WHERE NOT EXISTS (
                SELECT FROM facilities o
                WHERE o.source = n.source AND o.source_id = n.source_id
                  AND (o.code, o.name, o.kind, o.ownership, o.place_id, o.address, o.iso3, o.lat, o.lon, o.contact, o.hours,
                       o.listed, o.demo)
                    IS NOT DISTINCT FROM
                    (n.code, n.name, n.kind, n.ownership, n.place_id, n.address, n.iso3, n.lat, n.lon, n.contact, n.hours,
                     n.listed, n.demo))
            ORDER BY row
            ON CONFLICT (source, source_id) DO UPDATE SET
                code = excluded.code, name = excluded.name, kind = excluded.kind, ownership = excluded.ownership,
                place_id = excluded.place_id, address = excluded.address, iso3 = excluded.iso3, lat = excluded.lat,
                lon = excluded.lon, contact = excluded.contact, hours = excluded.hours, listed = excluded.listed,
                demo = excluded.demo
            RETURNING (xmax = 0) AS new
        ) SELECT count(*) FILTER (WHERE new) AS new, count(*) FILTER (WHERE NOT new) AS changed FROM written",
    )
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|r| r.code.as_deref()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.own_code).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.source).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.source_id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.name).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| r.kind).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.ownership).collect::<Vec<_>>())
    .bind::<Array<Nullable<BigInt>>, _>(rows.iter().map(|r| r.place_id).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|r| r.address.as_deref()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.iso3).collect::<Vec<_>>())
    .bind::<Array<Nullable<Double>>, _>(rows.iter().map(|r| r.point.map(|p| p.0)).collect::<Vec<_>>())
    .bind::<Array<Nullable<Double>>, _>(rows.iter().map(|r| r.point.map(|p| p.1)).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|r| r.contact.as_deref()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|r| r.hours.as_deref()).collect::<Vec<_>>())
    .bind::<Array<Nullable<Bool>>, _>(rows.iter().map(|r| r.listed).collect::<Vec<_>>())
    .bind::<Array<Nullable<Bool>>, _>(rows.iter().map(|r| r.demo).collect::<Vec<_>>());
    counted(query.get_result(conn).await, rows.len())
}

type Row = (
    i64,
    (String, String, String, String),
    Option<i64>,
    (String, String, String),
    (Option<f64>, Option<f64>),
    bool,
);

/// What the directory keeps of a facility, in the order of [`Row`].
type Columns = (
    facilities::id,
    (
        facilities::code,
        facilities::name,
        facilities::kind,
        facilities::ownership,
    ),
    facilities::place_id,
    (facilities::address, facilities::contact, facilities::hours),
    (facilities::lat, facilities::lon),
    facilities::listed,
);

const COLUMNS: Columns = (
    facilities::id,
    (
        facilities::code,
        facilities::name,
        facilities::kind,
        facilities::ownership,
    ),
    facilities::place_id,
    (facilities::address, facilities::contact, facilities::hours),
    (facilities::lat, facilities::lon),
    facilities::listed,
);

/// Every facility, listed or not, for the directory.
///
/// # Errors
/// When the query fails.
pub async fn read_all(conn: &mut Conn) -> QueryResult<Vec<Facility>> {
    let rows = facilities::table.select(COLUMNS).load::<Row>(conn).await?;
    rows.into_iter().map(facility).collect()
}

/// Those of these facilities that there are, for the directory.
///
/// # Errors
/// When the query fails.
pub async fn read_some(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<Facility>> {
    let rows = facilities::table
        .select(COLUMNS)
        .filter(facilities::id.eq_any(ids))
        .load::<Row>(conn)
        .await?;
    rows.into_iter().map(facility).collect()
}

fn facility(row: Row) -> QueryResult<Facility> {
    let (id, (code, name, kind, ownership), place, (address, contact, hours), (lat, lon), listed) =
        row;
    Ok(Facility {
        id,
        code: code.into(),
        name: name.into(),
        kind: super::word(&kind)?,
        ownership: ownership.into(),
        place,
        address: address.into(),
        contact: contact.into(),
        hours: hours.into(),
        point: lat.zip(lon).map(|(lat, lon)| Point { lat, lon }),
        listed,
    })
}

/// Keeps others from writing of these facilities' stock until the transaction ends; in one
/// order, so that two that want several never wait for each other.
///
/// # Errors
/// If the database does not answer.
pub async fn lock(mut conn: &Conn, facilities: &[i64]) -> QueryResult<()> {
    facilities::table
        .filter(facilities::id.eq_any(facilities))
        .order(facilities::id)
        .select(facilities::id)
        .for_no_key_update()
        .load::<i64>(&mut conn)
        .await
        .map(drop)
}

/// A facility's code.
///
/// # Errors
/// If the database does not answer, or there is no such facility.
pub async fn code_of(conn: &mut Conn, id: i64) -> QueryResult<String> {
    let facility = facilities::table.find(id);
    facility.select(facilities::code).first(conn).await
}

/// Says whether callers are shown a facility; whether that was news.
///
/// # Errors
/// When the query fails.
pub async fn set_listed(conn: &mut Conn, id: i64, listed: bool) -> QueryResult<bool> {
    let otherwise = facilities::table
        .find(id)
        .filter(facilities::listed.ne(listed));
    let changed = diesel::update(otherwise)
        .set(facilities::listed.eq(listed))
        .execute(conn)
        .await?;
    Ok(changed == 1)
}
