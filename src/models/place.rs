//! `places`: named spots, each within a wider one.

use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, Queryable, QueryableByName,
    Selectable, SelectableHelper,
    sql_types::{Array, BigInt, Double, Integer, Nullable, Text},
};
use diesel_async::RunQueryDsl;

use super::{Written, counted};
use crate::{
    db::Conn,
    directory::catalogue::{Place, Point},
    schema::places,
};

/// What other places and facilities are placed by.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = places, check_for_backend(diesel::pg::Pg))]
pub struct KnownPlace {
    /// The record's own number.
    pub id: i64,
    /// country, county, constituency, ward, town or landmark.
    pub kind: String,
    /// As its list writes it.
    pub name: String,
    /// Other spellings and names; PostgreSQL cannot promise that none is null.
    pub alt_names: Vec<Option<String>>,
    /// The wider place it lies in.
    pub parent_id: Option<i64>,
    /// The country's three letters (ISO 3166-1).
    pub iso3: String,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// The list it came from.
    pub source: String,
    /// What that list calls it.
    pub source_id: String,
}

/// A place to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPlace {
    /// The list it came from.
    pub source: String,
    /// What that list calls it.
    pub source_id: String,
    /// country, county, constituency, ward, town or landmark.
    pub kind: &'static str,
    /// At most 80 letters.
    pub name: String,
    /// Other spellings and names, without control characters.
    pub alt_names: Vec<String>,
    /// The wider place it lies in.
    pub parent_id: Option<i64>,
    /// The country's three letters (ISO 3166-1).
    pub iso3: String,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// People, 0 where unknown.
    pub population: i32,
}

/// The place that stands for a country, and who named it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = places, check_for_backend(diesel::pg::Pg))]
pub struct Standing {
    /// The record's own number.
    pub id: i64,
    /// The list it came from.
    pub source: String,
    /// What that list calls it.
    pub source_id: String,
}

/// Between the alternative names of one place on their way to the database.
const SEPARATOR: &str = "\u{1f}";

/// Every place, for placing others.
///
/// # Errors
/// When the query fails.
pub async fn known(conn: &mut Conn) -> QueryResult<Vec<KnownPlace>> {
    places::table
        .select(KnownPlace::as_select())
        .order(places::id)
        .load(conn)
        .await
}

/// The place that stands for a whole country, if there is one.
///
/// # Errors
/// When the query fails.
pub async fn country(conn: &mut Conn, iso3: &str) -> QueryResult<Option<Standing>> {
    places::table
        .filter(places::kind.eq("country"))
        .filter(places::iso3.eq(iso3))
        .order(places::id)
        .select(Standing::as_select())
        .first(conn)
        .await
        .optional()
}

/// The three letters (ISO 3166-1) of the country that a place lies in; none of no place.
///
/// # Errors
/// When the query fails.
pub async fn iso3_of(conn: &mut Conn, place: i64) -> QueryResult<Option<String>> {
    let of = places::table.find(place).select(places::iso3);
    of.first(conn).await.optional()
}

/// Gives a country that was made on demand to the list that now names it.
///
/// # Errors
/// When the query fails.
pub async fn adopt(conn: &mut Conn, id: i64, source: &str, source_id: &str) -> QueryResult<usize> {
    diesel::update(places::table.find(id))
        .set((places::source.eq(source), places::source_id.eq(source_id)))
        .execute(conn)
        .await
}

/// Inserts what is new, changes what differs, leaves the rest alone. No two
/// rows may have the same source, kind and source id.
///
/// # Errors
/// When a row breaks a rule of the table; then none is written.
pub async fn upsert(conn: &mut Conn, rows: &[NewPlace]) -> QueryResult<Written> {
    let alt_names: Vec<String> = rows.iter().map(|r| r.alt_names.join(SEPARATOR)).collect();
    let query = diesel::sql_query(
        "WITH written AS (
            INSERT INTO places (source, source_id, kind, name, alt_names, parent_id, iso3, lat, lon, population)
            SELECT source, source_id, kind, name, alt_names, parent_id, iso3, lat, lon, population
            FROM (
                SELECT source, source_id, kind, name, string_to_array(joined, E'\\x1f') AS alt_names, parent_id, iso3,
                    lat, lon, population, row
                FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) WITH ORDINALITY
                    AS u (source, source_id, kind, name, joined, parent_id, iso3, lat, lon, population, row)
            ) n
            WHERE NOT EXISTS (
                SELECT FROM places o
                WHERE o.source = n.source AND o.kind = n.kind AND o.source_id = n.source_id
                  AND (o.name, o.alt_names, o.parent_id, o.iso3, o.lat, o.lon, o.population)
                    IS NOT DISTINCT FROM
                    (n.name, n.alt_names, n.parent_id, n.iso3, n.lat, n.lon, n.population))
            ORDER BY row
            ON CONFLICT (source, kind, source_id) DO UPDATE SET
                name = excluded.name, alt_names = excluded.alt_names, parent_id = excluded.parent_id,
                iso3 = excluded.iso3, lat = excluded.lat, lon = excluded.lon, population = excluded.population
            RETURNING (xmax = 0) AS new
        ) SELECT count(*) FILTER (WHERE new) AS new, count(*) FILTER (WHERE NOT new) AS changed FROM written",
    )
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.source).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.source_id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| r.kind).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.name).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(alt_names)
    .bind::<Array<Nullable<BigInt>>, _>(rows.iter().map(|r| r.parent_id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|r| &*r.iso3).collect::<Vec<_>>())
    .bind::<Array<Nullable<Double>>, _>(rows.iter().map(|r| r.point.map(|p| p.0)).collect::<Vec<_>>())
    .bind::<Array<Nullable<Double>>, _>(rows.iter().map(|r| r.point.map(|p| p.1)).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(rows.iter().map(|r| r.population).collect::<Vec<_>>());
    counted(query.get_result(conn).await, rows.len())
}

type Row = (
    i64,
    String,
    String,
    Vec<Option<String>>,
    Option<i64>,
    Option<f64>,
    Option<f64>,
    i32,
);

/// Every place, for the directory.
///
/// # Errors
/// When the query fails.
pub async fn read_all(conn: &mut Conn) -> QueryResult<Vec<Place>> {
    let rows = places::table
        .select((
            places::id,
            places::kind,
            places::name,
            places::alt_names,
            places::parent_id,
            places::lat,
            places::lon,
            places::population,
        ))
        .load::<Row>(conn)
        .await?;
    rows.into_iter().map(place).collect()
}

fn place((id, kind, name, alt_names, parent, lat, lon, population): Row) -> QueryResult<Place> {
    Ok(Place {
        id,
        kind: super::word(&kind)?,
        name: name.into(),
        alt_names: alt_names.into_iter().flatten().map(Into::into).collect(),
        parent,
        point: lat.zip(lon).map(|(lat, lon)| Point { lat, lon }),
        population: u32::try_from(population).unwrap_or(0),
    })
}

#[derive(QueryableByName)]
struct Inside {
    #[diesel(sql_type = BigInt)]
    facility: i64,
    #[diesel(sql_type = BigInt)]
    area: i64,
}

/// Every pair of one of these facilities and a place it lies in: its own, and
/// every wider one. Here, and nowhere else, it is said which area holds a facility.
///
/// # Errors
/// When the query fails.
pub async fn areas_of(conn: &mut Conn, facilities: &[i64]) -> QueryResult<Vec<(i64, i64)>> {
    let rows: Vec<Inside> = diesel::sql_query(
        "WITH RECURSIVE up (facility, area) AS (
            SELECT id, place_id FROM facilities WHERE id = ANY($1) AND place_id IS NOT NULL
            UNION
            SELECT up.facility, p.parent_id FROM up JOIN places p ON p.id = up.area WHERE p.parent_id IS NOT NULL
        ) SELECT facility, area FROM up",
    )
    .bind::<Array<BigInt>, _>(facilities)
    .load(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.facility, row.area))
        .collect())
}

/// A place that somebody means.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Called {
    /// The record's own number.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// country, county, constituency, ward, town or landmark.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// As its list writes it.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// The wider place it lies in, or nothing.
    #[diesel(sql_type = Text)]
    pub within: String,
}

/// The places of exactly this name, in any case, or of this number; widest first.
///
/// # Errors
/// When the query fails.
pub async fn called(conn: &mut Conn, text: &str) -> QueryResult<Vec<Called>> {
    diesel::sql_query(
        "SELECT p.id, p.kind, p.name, coalesce(w.name, '') AS within
         FROM places p LEFT JOIN places w ON w.id = p.parent_id
         WHERE lower(p.name) = lower($1) OR p.id::text = $1
         ORDER BY array_position(ARRAY['country', 'county', 'constituency', 'ward', 'town', 'landmark'], p.kind), p.id",
    )
    .bind::<Text, _>(text)
    .load(conn)
    .await
}

/// The names of these places, by id.
///
/// # Errors
/// When the query fails.
pub async fn names_of(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<(i64, String)>> {
    places::table
        .filter(places::id.eq_any(ids))
        .select((places::id, places::name))
        .load(conn)
        .await
}

/// Every place under the place $1, and that place, as `inside (place)`: what a query of an
/// area begins with.
pub(super) const INSIDE: &str = "WITH RECURSIVE inside (place) AS (
    SELECT $1 UNION SELECT p.id FROM inside i JOIN places p ON p.parent_id = i.place
)";

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// A place and every wider one it lies in, the nearest first; nothing where there is no such place.
///
/// # Errors
/// When the query fails.
pub async fn wider(conn: &mut Conn, place: i64) -> QueryResult<Vec<i64>> {
    let rows: Vec<Step> = diesel::sql_query(
        "WITH RECURSIVE up (id, parent_id, steps) AS (
            SELECT id, parent_id, 0::bigint FROM places WHERE id = $1
            UNION ALL
            SELECT p.id, p.parent_id, up.steps + 1 FROM up JOIN places p ON p.id = up.parent_id WHERE up.steps < 20
        ) SELECT id FROM up ORDER BY steps",
    )
    .bind::<BigInt, _>(place)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// A place as a map shows it.
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct Spot {
    /// The record's own number.
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    /// The wider place it lies in.
    #[diesel(sql_type = Nullable<BigInt>)]
    pub parent_id: Option<i64>,
    /// country, county, constituency, ward, town or landmark.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// As its list writes it.
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Degrees north.
    #[diesel(sql_type = Nullable<Double>)]
    pub lat: Option<f64>,
    /// Degrees east.
    #[diesel(sql_type = Nullable<Double>)]
    pub lon: Option<f64>,
}

/// These places and every wider one they lie in.
///
/// # Errors
/// When the query fails.
pub async fn lineage(conn: &mut Conn, ids: &[i64]) -> QueryResult<Vec<Spot>> {
    diesel::sql_query(
        "WITH RECURSIVE up (id, parent_id) AS (
            SELECT id, parent_id FROM places WHERE id IN (SELECT unnest($1))
            UNION
            SELECT p.id, p.parent_id FROM up JOIN places p ON p.id = up.parent_id
        ) SELECT p.id, p.parent_id, p.kind, p.name, p.lat, p.lon FROM up JOIN places p ON p.id = up.id ORDER BY p.id",
    )
    .bind::<Array<BigInt>, _>(ids)
    .load(conn)
    .await
}

/// The places that lie right in one and have a point, the most populous first, so many at most.
///
/// # Errors
/// When the query fails.
pub async fn children(conn: &mut Conn, place: i64, most: i64) -> QueryResult<Vec<Spot>> {
    diesel::sql_query(
        "SELECT id, parent_id, kind, name, lat, lon FROM places
         WHERE parent_id = $1 AND lat IS NOT NULL AND lon IS NOT NULL ORDER BY population DESC, id LIMIT $2",
    )
    .bind::<BigInt, _>(place)
    .bind::<BigInt, _>(most)
    .load(conn)
    .await
}
