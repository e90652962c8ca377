//! Whom a broadcast reaches: one statement over `subscribers`, `staff` and what they agreed to.

pub mod places;
pub mod reach;

use diesel::QueryResult;
use diesel::pg::Pg;
use diesel::query_builder::{BoxedSqlQuery, SqlQuery};
use diesel::sql_types::{Array, BigInt, Bool, Double, Nullable, Text};
use diesel_async::RunQueryDsl;

use super::ledger::batch;
use crate::broadcasts::audience::{Audience, Group, Radius};
use crate::db::Conn;

/// Those among callers: `phone_id`, `language`, and whether they opted out.
macro_rules! patients {
    () => {
        "
         SELECT s.phone_id, coalesce(s.language, w.language, $7::text) AS language, s.stopped_at IS NOT NULL AS stopped
         FROM subscribers s LEFT JOIN staff w ON w.phone_id = s.phone_id
         WHERE $3::bool AND $8::bigint IS NULL AND s.phone_id > $13::bigint
           AND ($1::bigint[] IS NULL OR s.place_id IN (SELECT unnest($1::bigint[])))
           AND ($6::text[] IS NULL OR coalesce(s.language, w.language, $7::text) = ANY($6::text[]))
           AND ($9::bigint IS NULL OR EXISTS (SELECT FROM waiting t WHERE t.phone_id = s.phone_id AND t.product_id = $9 AND t.told_at IS NULL))
           AND ($10::text IS NULL OR EXISTS (SELECT FROM consents c WHERE c.phone_id = s.phone_id AND c.what = $10 AND c.withdrawn_at IS NULL))
           AND ($11::text IS NULL OR EXISTS (SELECT FROM consents c WHERE c.phone_id = s.phone_id AND c.what = $11 AND c.withdrawn_at IS NULL))
           AND ($12::bool OR s.stopped_at IS NULL)"
    };
}

/// Those among who works at facilities, alike.
macro_rules! staff {
    () => {
        "
         SELECT w.phone_id, coalesce(s.language, w.language, $7::text) AS language, s.stopped_at IS NOT NULL AS stopped
         FROM staff w LEFT JOIN subscribers s ON s.phone_id = w.phone_id
         WHERE ($4::bool OR $5::bool) AND w.state = 'active' AND w.phone_id > $13::bigint
           AND (EXISTS (SELECT FROM staff_facilities f
                    WHERE f.staff_id = w.id
                      AND ($2::bigint[] IS NULL OR f.facility_id IN (SELECT unnest($2::bigint[])))
                      AND ($8::bigint IS NULL OR EXISTS (SELECT FROM stock_levels l
                              WHERE l.facility_id = f.facility_id AND l.product_id = $8 AND l.quantity > 0))
                      AND ($4::bool OR w.role = 'in_charge' OR NOT EXISTS (SELECT FROM staff_facilities o JOIN staff i ON i.id = o.staff_id
                              WHERE o.facility_id = f.facility_id AND i.role = 'in_charge' AND i.state = 'active')))
                OR $4::bool AND $8::bigint IS NULL AND ($1::bigint[] IS NULL OR w.place_id IN (SELECT unnest($1::bigint[]))))
           AND ($6::text[] IS NULL OR coalesce(s.language, w.language, $7::text) = ANY($6::text[]))
           AND ($9::bigint IS NULL OR EXISTS (SELECT FROM waiting t WHERE t.phone_id = w.phone_id AND t.product_id = $9 AND t.told_at IS NULL))
           AND ($10::text IS NULL OR EXISTS (SELECT FROM consents c WHERE c.phone_id = w.phone_id AND c.what = $10 AND c.withdrawn_at IS NULL))
           AND ($11::text IS NULL OR EXISTS (SELECT FROM consents c WHERE c.phone_id = w.phone_id AND c.what = $11 AND c.withdrawn_at IS NULL))
           AND ($12::bool OR s.stopped_at IS NULL)"
    };
}

/// Those who were told the broadcast that is corrected.
macro_rules! told_before {
    () => {
        "
         SELECT t.phone_id, coalesce(s.language, w.language, $7::text) AS language, s.stopped_at IS NOT NULL AS stopped
         FROM (SELECT unnest(b.phone_ids) AS phone_id FROM bulk_batches b
               WHERE b.broadcast_id = $15::bigint AND b.state NOT IN ('cancelled', 'expired')
                 AND b.phone_ids[cardinality(b.phone_ids)] > $13::bigint) t
         LEFT JOIN subscribers s ON s.phone_id = t.phone_id LEFT JOIN staff w ON w.phone_id = t.phone_id
         WHERE t.phone_id > $13::bigint AND ($12::bool OR s.stopped_at IS NULL)
           AND ($10::text IS NULL OR EXISTS (SELECT FROM consents c WHERE c.phone_id = t.phone_id AND c.what = $10 AND c.withdrawn_at IS NULL))
           AND ($11::text IS NULL OR EXISTS (SELECT FROM consents c WHERE c.phone_id = t.phone_id AND c.what = $11 AND c.withdrawn_at IS NULL))"
    };
}

/// The people of an audience, each once: `phone_id` and `language`, ascending by phone. The
/// language of whoever told none is the default's. [`bound`] binds $1 to $15, in this order: the
/// places and the facilities of the area (both null: anywhere); whether patients, staff,
/// facilities are meant; the languages (null: any); the default language; what is held, what is
/// waited for, the consents for blood and condition (null: no matter); whether those who opted
/// out are meant too; the phone after which it goes on; how many at most; the broadcast that is
/// corrected (null: none): whoever was told it, or may have been, is meant wherever they are now.
pub const PEOPLE: &str = concat!(
    "SELECT p.phone_id, p.language FROM (
        (",
    patients!(),
    " ORDER BY s.phone_id LIMIT $14::bigint)
        UNION
        (",
    staff!(),
    " ORDER BY w.phone_id LIMIT $14::bigint)
        UNION
        (",
    told_before!(),
    " ORDER BY t.phone_id LIMIT $14::bigint)
    ) p ORDER BY p.phone_id LIMIT $14::bigint"
);

/// All of them in no order, with `stopped`, whether they opted out: to be counted.
fn everybody(who: &Resolved) -> &'static str {
    let audience = &who.audience;
    let at_work = audience.is_for(Group::Staff) || audience.is_for(Group::Facilities);
    match (audience.is_for(Group::Patients), at_work, who.corrects) {
        // Nobody is in it twice.
        (true, false, None) => patients!(),
        (false, _, None) => staff!(),
        (true, true, None) => concat!(patients!(), " UNION ", staff!()),
        (_, _, Some(_)) => concat!(patients!(), " UNION ", staff!(), " UNION ", told_before!()),
    }
}

/// An audience with its area looked up: what [`PEOPLE`] is bound to.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The places of the area, and the facilities in it; none is anywhere. Of a batch only the
    /// facilities that had it, and no place: nobody else is meant.
    pub area: Option<(Vec<i64>, Vec<i64>)>,
    /// The audience as it was asked for.
    pub audience: Audience,
    /// The language of whoever told none.
    pub default_language: String,
    /// Whether those who opted out are meant too.
    pub stopped_too: bool,
    /// The broadcast that is corrected: whoever was told it is meant too.
    pub corrects: Option<i64>,
}

#[derive(diesel::QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The great-circle distance from ($2, $3) in km, as `directory::nearest` has it.
const KM: &str = "2 * 6371.0088 * asin(sqrt(least(1, power(sin(radians(t.lat - $2) / 2), 2)
    + cos(radians($2)) * cos(radians(t.lat)) * power(sin(radians(t.lon - $3) / 2), 2))))";

/// Looks up the area of an audience: every place in its place, in its radius or in both, and
/// every facility there, of a batch every one that had it. A facility lies where its own point is,
/// else where its place is.
///
/// # Errors
/// If the database does not answer.
pub async fn resolve(
    conn: &mut Conn,
    audience: &Audience,
    default_language: &str,
    stopped_too: bool,
    corrects: Option<i64>,
) -> QueryResult<Resolved> {
    let within = match audience.place {
        Some(place) => Some(under(conn, place).await?),
        None => None,
    };
    let area = match (within, audience.radius) {
        (None, None) => None,
        (Some(places), None) => {
            let held = facilities_of(conn, &places).await?;
            Some((places, held))
        }
        (within, Some(radius)) => {
            let places = places_near(conn, within.as_deref(), radius).await?;
            let held = facilities_near(conn, within.as_deref(), &places, radius).await?;
            Some((places, held))
        }
    };
    let area = match (&audience.batch, audience.holds) {
        (Some(batch), Some(product)) => {
            let among = area.as_ref().map(|(_, held)| held.as_slice());
            let had = batch::held_by(conn, (product, batch), among).await?;
            Some((Vec::new(), had))
        }
        _ => area,
    };
    Ok(Resolved {
        area,
        audience: audience.clone(),
        default_language: default_language.to_owned(),
        stopped_too,
        corrects,
    })
}

/// A place and every place in it.
///
/// # Errors
/// If the database does not answer.
pub async fn under(conn: &mut Conn, place: i64) -> QueryResult<Vec<i64>> {
    let rows: Vec<Id> = diesel::sql_query(
        "WITH RECURSIVE down (id) AS (
            SELECT id FROM places WHERE id = $1
            UNION
            SELECT p.id FROM down JOIN places p ON p.parent_id = down.id
        ) SELECT id FROM down ORDER BY id",
    )
    .bind::<BigInt, _>(place)
    .load(conn)
    .await?;
    Ok(ids(rows))
}

async fn facilities_of(conn: &mut Conn, places: &[i64]) -> QueryResult<Vec<i64>> {
    let rows: Vec<Id> = diesel::sql_query(
        "SELECT id FROM facilities WHERE place_id IN (SELECT unnest($1)) ORDER BY id",
    )
    .bind::<Array<BigInt>, _>(places)
    .load(conn)
    .await?;
    Ok(ids(rows))
}

async fn places_near(
    conn: &mut Conn,
    within: Option<&[i64]>,
    radius: Radius,
) -> QueryResult<Vec<i64>> {
    let rows: Vec<Id> = diesel::sql_query(format!(
        "SELECT t.id FROM places t WHERE ($1::bigint[] IS NULL OR t.id IN (SELECT unnest($1::bigint[])))
         AND t.lat IS NOT NULL AND {KM} <= $4 ORDER BY t.id"
    ))
    .bind::<Nullable<Array<BigInt>>, _>(within)
    .bind::<Double, _>(radius.lat)
    .bind::<Double, _>(radius.lon)
    .bind::<Double, _>(radius.km)
    .load(conn)
    .await?;
    Ok(ids(rows))
}

async fn facilities_near(
    conn: &mut Conn,
    within: Option<&[i64]>,
    places: &[i64],
    radius: Radius,
) -> QueryResult<Vec<i64>> {
    let rows: Vec<Id> = diesel::sql_query(format!(
        "SELECT t.id FROM facilities t WHERE ($1::bigint[] IS NULL OR t.place_id IN (SELECT unnest($1::bigint[])))
         AND CASE WHEN t.lat IS NULL THEN t.place_id IN (SELECT unnest($5::bigint[])) ELSE {KM} <= $4 END ORDER BY t.id"
    ))
    .bind::<Nullable<Array<BigInt>>, _>(within)
    .bind::<Double, _>(radius.lat)
    .bind::<Double, _>(radius.lon)
    .bind::<Double, _>(radius.km)
    .bind::<Array<BigInt>, _>(places)
    .load(conn)
    .await?;
    Ok(ids(rows))
}

fn ids(rows: Vec<Id>) -> Vec<i64> {
    rows.into_iter().map(|row| row.id).collect()
}

/// A statement that holds [`PEOPLE`] with its 15 binds: who comes after a phone, so many at most.
/// Further binds of the statement begin at $16.
pub fn bound<'a>(
    statement: impl Into<String>,
    who: &'a Resolved,
    after: i64,
    most: i64,
) -> BoxedSqlQuery<'a, Pg, SqlQuery> {
    let audience = &who.audience;
    let places = who.area.as_ref().map(|(places, _)| places.as_slice());
    let facilities = who.area.as_ref().map(|(_, held)| held.as_slice());
    let languages = (!audience.languages.is_empty()).then_some(&*audience.languages);
    // Of a batch nothing need be left: the facilities that had it are looked up already.
    let holds = audience.holds.filter(|_| audience.batch.is_none());
    let consent = |kind: &str, of: &Option<String>| of.as_ref().map(|of| format!("{kind}:{of}"));
    diesel::sql_query(statement)
        .into_boxed()
        .bind::<Nullable<Array<BigInt>>, _>(places)
        .bind::<Nullable<Array<BigInt>>, _>(facilities)
        .bind::<Bool, _>(audience.is_for(Group::Patients))
        .bind::<Bool, _>(audience.is_for(Group::Staff))
        .bind::<Bool, _>(audience.is_for(Group::Facilities))
        .bind::<Nullable<Array<Text>>, _>(languages)
        .bind::<Text, _>(&*who.default_language)
        .bind::<Nullable<BigInt>, _>(holds)
        .bind::<Nullable<BigInt>, _>(audience.waits_for)
        .bind::<Nullable<Text>, _>(consent("blood", &audience.blood))
        .bind::<Nullable<Text>, _>(consent("condition", &audience.condition))
        .bind::<Bool, _>(who.stopped_too)
        .bind::<BigInt, _>(after)
        .bind::<BigInt, _>(most)
        .bind::<Nullable<BigInt>, _>(who.corrects)
}
