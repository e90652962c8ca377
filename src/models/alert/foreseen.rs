//! What is foreseen of stocks, as the night's alerts look at it, and who could give what
//! another lacks.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::sql_types::{Array, BigInt, Bool, Date, Double, Integer, Nullable, Text, Timestamptz};
use diesel::{OptionalExtension as _, QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::directory::catalogue::Point;
use crate::models::word;
use crate::stock::rules::Rule;

/// What is foreseen of a stock, and what its people are to be told of it already.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreseen {
    /// Whose.
    pub facility: i64,
    /// Of what.
    pub product: i64,
    /// Units that are left; none where nothing is known, the forecast is an old one or a guess, or
    /// nobody works there who could be told.
    pub left: Option<u32>,
    /// Units used a month.
    pub a_month: f64,
    /// With fewer units it is time to order.
    pub reorder_level: f64,
    /// How likely it is that none is left within 30 days.
    pub risk: f64,
    /// Units that will expire before they are used.
    pub waste: f64,
    /// Whether it is likely that any will.
    pub wasted: bool,
    /// Whether anything was said of it lately.
    pub fresh: bool,
    /// What is open of it.
    pub open: Vec<Rule>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    facility_id: i64,
    #[diesel(sql_type = BigInt)]
    product_id: i64,
    #[diesel(sql_type = Nullable<Integer>)]
    quantity: Option<i32>,
    #[diesel(sql_type = Double)]
    a_month: f64,
    #[diesel(sql_type = Double)]
    reorder_level: f64,
    #[diesel(sql_type = Double)]
    risk: f64,
    #[diesel(sql_type = Double)]
    waste: f64,
    #[diesel(sql_type = Bool)]
    wasted: bool,
    #[diesel(sql_type = Bool)]
    fresh: bool,
    #[diesel(sql_type = Array<Text>)]
    rules: Vec<String>,
}

/// What is foreseen of all stocks of the next so many facilities, in their order, as of a date; what was said since a
/// moment is fresh.
///
/// # Errors
/// If the database does not answer.
pub async fn of_facilities(
    conn: &mut Conn,
    (as_of, since): (NaiveDate, DateTime<Utc>),
    after: i64,
    most: i64,
) -> QueryResult<Vec<Foreseen>> {
    let rows: Vec<Row> = diesel::sql_query(
        "WITH next AS (
            SELECT DISTINCT facility_id FROM advice WHERE facility_id > $1 ORDER BY facility_id LIMIT $2
         ), heard AS (
            SELECT DISTINCT f.facility_id FROM next JOIN staff_facilities f USING (facility_id) JOIN staff s ON s.id = f.staff_id AND s.state = 'active'
         ), open AS (
            SELECT facility_id, product_id, array_agg(rule ORDER BY rule) AS rules FROM alerts
            WHERE resolved_at IS NULL AND facility_id IN (SELECT facility_id FROM next) AND product_id IS NOT NULL
            GROUP BY facility_id, product_id
         )
         SELECT facility_id, product_id, CASE WHEN a.as_of >= $3 AND a.peers IS NULL AND heard.facility_id IS NOT NULL THEN s.quantity END AS quantity, a.a_month, a.reorder_level, a.risk, a.waste,
            a.waste_on IS NOT NULL AS wasted,
            coalesce(s.counted_at > $4, false) OR EXISTS (SELECT FROM ledger l WHERE l.facility_id = a.facility_id AND l.product_id = a.product_id AND l.at > $4
                AND l.reverses IS NULL AND NOT EXISTS (SELECT FROM ledger r WHERE r.reverses = l.id)) AS fresh,
            coalesce(open.rules, '{}') AS rules
         FROM next JOIN advice a USING (facility_id) LEFT JOIN stock_levels s USING (facility_id, product_id)
         LEFT JOIN open USING (facility_id, product_id) LEFT JOIN heard USING (facility_id)
         ORDER BY facility_id, product_id",
    )
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(most)
    .bind::<Date, _>(as_of)
    .bind::<Timestamptz, _>(since)
    .load(conn)
    .await?;
    let foreseen = |row: Row| {
        let rules = row.rules.iter().map(|rule| word(rule));
        Ok(Foreseen {
            facility: row.facility_id,
            product: row.product_id,
            left: row.quantity.map(i32::unsigned_abs),
            a_month: row.a_month,
            reorder_level: row.reorder_level,
            risk: row.risk,
            waste: row.waste,
            wasted: row.wasted,
            fresh: row.fresh,
            open: rules.collect::<QueryResult<_>>()?,
        })
    };
    rows.into_iter().map(foreseen).collect()
}

/// What a facility has over or lacks of a product, and where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Store {
    /// Whose.
    pub facility: i64,
    /// Where.
    pub at: Point,
    /// Units that are left.
    pub left: f64,
    /// Units used a month.
    pub a_month: f64,
    /// With fewer units it is time to order.
    pub reorder_level: f64,
    /// Up to how many.
    pub maximum: f64,
    /// How likely it is that none is left within 30 days.
    pub risk: f64,
    /// Units that will expire before they are used, and when the first of them do.
    pub waste: (f64, Option<NaiveDate>),
    /// Whether anybody works there who could be told.
    pub heard: bool,
    /// Whether anything was said of it lately.
    pub fresh: bool,
    /// Units that expired within a year: what is there beyond batches that have not.
    pub expired: f64,
}

#[derive(QueryableByName)]
struct StoreRow {
    #[diesel(sql_type = BigInt)]
    facility_id: i64,
    #[diesel(sql_type = Double)]
    lat: f64,
    #[diesel(sql_type = Double)]
    lon: f64,
    #[diesel(sql_type = Integer)]
    quantity: i32,
    #[diesel(sql_type = Double)]
    a_month: f64,
    #[diesel(sql_type = Double)]
    reorder_level: f64,
    #[diesel(sql_type = Double)]
    maximum: f64,
    #[diesel(sql_type = Double)]
    risk: f64,
    #[diesel(sql_type = Double)]
    waste: f64,
    #[diesel(sql_type = Nullable<Date>)]
    waste_on: Option<NaiveDate>,
    #[diesel(sql_type = Bool)]
    heard: bool,
    #[diesel(sql_type = Bool)]
    fresh: bool,
    #[diesel(sql_type = Double)]
    expired: f64,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The next product that facilities may give one another: neither one that is controlled,
/// which the law lets nobody hand on, nor equipment.
///
/// # Errors
/// If the database does not answer.
pub async fn next_product(conn: &mut Conn, after: i64) -> QueryResult<Option<i64>> {
    let row: Option<Id> = diesel::sql_query(
        "SELECT p.id FROM products p WHERE p.id > $1 AND NOT p.controlled AND p.kind <> 'equipment'
           AND EXISTS (SELECT FROM advice a WHERE a.product_id = p.id)
         ORDER BY p.id LIMIT 1",
    )
    .bind::<BigInt, _>(after)
    .get_result(conn)
    .await
    .optional()?;
    Ok(row.map(|row| row.id))
}

/// Who has more of a product than it uses, or too little of it, as of a date; what was said since a moment is fresh.
///
/// # Errors
/// If the database does not answer.
pub async fn stores(
    conn: &mut Conn,
    product: i64,
    as_of: NaiveDate,
    since: DateTime<Utc>,
) -> QueryResult<Vec<Store>> {
    let rows: Vec<StoreRow> = diesel::sql_query(
        "SELECT a.facility_id, f.lat, f.lon, s.quantity, a.a_month, a.reorder_level, a.maximum, a.risk, a.waste, a.waste_on,
            EXISTS (SELECT FROM staff_facilities w JOIN staff s ON s.id = w.staff_id AND s.state = 'active' WHERE w.facility_id = f.id) AS heard,
            s.counted_at > $3 OR EXISTS (SELECT FROM ledger l WHERE l.facility_id = a.facility_id AND l.product_id = $1 AND l.at > $3
                AND l.reverses IS NULL AND NOT EXISTS (SELECT FROM ledger r WHERE r.reverses = l.id)) AS fresh,
            least(e.gone, greatest(s.quantity - e.keeps, 0))::double precision AS expired
         FROM advice a JOIN facilities f ON f.id = a.facility_id JOIN stock_levels s USING (facility_id, product_id)
         CROSS JOIN LATERAL (
            SELECT coalesce(sum(quantity) FILTER (WHERE expires_on < $2 AND expires_on >= $2 - 365), 0) AS gone,
                coalesce(sum(quantity) FILTER (WHERE expires_on >= $2), 0) AS keeps
            FROM ledger l WHERE l.facility_id = a.facility_id AND l.product_id = $1 AND l.kind = 'receipt' AND l.expires_on IS NOT NULL
              AND NOT EXISTS (SELECT FROM ledger r WHERE r.reverses = l.id)
         ) e
         WHERE a.product_id = $1 AND a.as_of >= $2 AND a.peers IS NULL AND f.lat IS NOT NULL
           AND (s.quantity > a.maximum OR a.waste_on IS NOT NULL OR s.quantity < a.reorder_level)
         ORDER BY a.facility_id",
    )
    .bind::<BigInt, _>(product)
    .bind::<Date, _>(as_of)
    .bind::<Timestamptz, _>(since)
    .load(conn)
    .await?;
    let store = |row: StoreRow| Store {
        facility: row.facility_id,
        at: Point {
            lat: row.lat,
            lon: row.lon,
        },
        left: f64::from(row.quantity),
        a_month: row.a_month,
        reorder_level: row.reorder_level,
        maximum: row.maximum,
        risk: row.risk,
        waste: (row.waste, row.waste_on),
        heard: row.heard,
        fresh: row.fresh,
        expired: row.expired,
    };
    Ok(rows.into_iter().map(store).collect())
}

/// Something that one facility could give another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, QueryableByName)]
pub struct Move {
    /// Who lacks it.
    #[diesel(sql_type = BigInt)]
    pub taker: i64,
    /// Who has more than it uses.
    #[diesel(sql_type = BigInt)]
    pub giver: i64,
    /// Units.
    #[diesel(sql_type = Integer)]
    pub units: i32,
}

/// What is to be told of a product already.
///
/// # Errors
/// If the database does not answer.
pub async fn open_moves(conn: &mut Conn, product: i64) -> QueryResult<Vec<Move>> {
    diesel::sql_query(
        "SELECT facility_id AS taker, giver_id AS giver, quantity AS units FROM alerts
         WHERE rule = 'move' AND product_id = $1 AND resolved_at IS NULL ORDER BY id",
    )
    .bind::<BigInt, _>(product)
    .load(conn)
    .await
}

/// Makes the open moves of a product the ones that are wanted.
///
/// # Errors
/// If the database does not answer.
pub async fn settle_moves(
    conn: &mut Conn,
    product: i64,
    wanted: &[Move],
    now: DateTime<Utc>,
) -> QueryResult<()> {
    // Resolved first, so that who is to get from another one now, or other units, has nothing open: whoever was told of
    // units that are not to be had any more is told anew.
    diesel::sql_query(
        "UPDATE alerts a SET resolved_at = $4 WHERE rule = 'move' AND product_id = $1 AND resolved_at IS NULL
           AND NOT EXISTS (
              SELECT FROM unnest($2, $3, $5) w (taker, giver, units)
              WHERE w.taker = a.facility_id AND w.giver = a.giver_id AND w.units = a.quantity)",
    )
    .bind::<BigInt, _>(product)
    .bind::<Array<BigInt>, _>(wanted.iter().map(|one| one.taker).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(wanted.iter().map(|one| one.giver).collect::<Vec<_>>())
    .bind::<Timestamptz, _>(now)
    .bind::<Array<Integer>, _>(wanted.iter().map(|one| one.units).collect::<Vec<_>>())
    .execute(conn)
    .await?;
    diesel::sql_query(
        "INSERT INTO alerts (rule, facility_id, giver_id, product_id, quantity, opened_at)
         SELECT 'move', taker, giver, $1, units, $5 FROM unnest($2, $3, $4) w (taker, giver, units)
         ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(product)
    .bind::<Array<BigInt>, _>(wanted.iter().map(|one| one.taker).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(wanted.iter().map(|one| one.giver).collect::<Vec<_>>())
    .bind::<Array<Integer>, _>(wanted.iter().map(|one| one.units).collect::<Vec<_>>())
    .bind::<Timestamptz, _>(now)
    .execute(conn)
    .await
    .map(drop)
}
