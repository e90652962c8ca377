//! `advice`: what follows from the latest forecast of a stock for who orders.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use diesel::sql_types::{Array, BigInt, Date, Double, Integer, Nullable, SmallInt, Timestamptz};
use diesel::{QueryResult, QueryableByName};
use diesel_async::RunQueryDsl;

use super::ledger::said::Stock;
use crate::db::Conn;
use crate::stock::rules::SILENT_AFTER;

/// What follows for one stock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NewAdvice {
    /// Whose stock, of what.
    pub stock: Stock,
    /// Units used a month, as is expected.
    pub a_month: f64,
    /// With fewer units it is time to order.
    pub reorder_level: f64,
    /// Up to how many.
    pub maximum: f64,
    /// How likely it is that none is left within 30 days, 0 to 1.
    pub risk: f64,
    /// How long a delivery takes, in days, on average.
    pub lead_days: f64,
    /// Units that will expire before they are used.
    pub waste: f64,
    /// When the first of these do; none where none do.
    pub waste_on: Option<NaiveDate>,
    /// From how many facilities like it that is guessed; none where it follows from its own history.
    pub peers: Option<i16>,
}

/// Keeps what follows on a date in place of what followed before; how many rows that was news of.
///
/// # Errors
/// If the database does not answer.
pub async fn put(conn: &mut Conn, as_of: NaiveDate, rows: &[NewAdvice]) -> QueryResult<usize> {
    let numbers = |of: fn(&NewAdvice) -> f64| rows.iter().map(of).collect::<Vec<_>>();
    diesel::sql_query(
        "INSERT INTO advice AS a (facility_id, product_id, a_month, reorder_level, maximum, risk, lead_days, waste, waste_on, peers, as_of)
         SELECT facility_id, product_id, a_month, reorder_level, maximum, risk, lead_days, waste, waste_on, peers, $1
         FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            AS u (facility_id, product_id, a_month, reorder_level, maximum, risk, lead_days, waste, waste_on, peers)
         ON CONFLICT (facility_id, product_id) DO UPDATE SET
            a_month = excluded.a_month, reorder_level = excluded.reorder_level, maximum = excluded.maximum, risk = excluded.risk,
            lead_days = excluded.lead_days, waste = excluded.waste, waste_on = excluded.waste_on, peers = excluded.peers, as_of = excluded.as_of
         WHERE (a.a_month, a.reorder_level, a.maximum, a.risk, a.lead_days, a.waste, a.waste_on, a.peers, a.as_of)
            IS DISTINCT FROM (excluded.a_month, excluded.reorder_level, excluded.maximum, excluded.risk,
                excluded.lead_days, excluded.waste, excluded.waste_on, excluded.peers, excluded.as_of)",
    )
    .bind::<Date, _>(as_of)
    .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.stock.0).collect::<Vec<_>>())
    .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.stock.1).collect::<Vec<_>>())
    .bind::<Array<Double>, _>(numbers(|row| row.a_month))
    .bind::<Array<Double>, _>(numbers(|row| row.reorder_level))
    .bind::<Array<Double>, _>(numbers(|row| row.maximum))
    .bind::<Array<Double>, _>(numbers(|row| row.risk))
    .bind::<Array<Double>, _>(numbers(|row| row.lead_days))
    .bind::<Array<Double>, _>(numbers(|row| row.waste))
    .bind::<Array<Nullable<Date>>, _>(rows.iter().map(|row| row.waste_on).collect::<Vec<_>>())
    .bind::<Array<Nullable<SmallInt>>, _>(rows.iter().map(|row| row.peers).collect::<Vec<_>>())
    .execute(conn)
    .await
}

/// What a facility holds now of something, and what follows.
#[derive(Debug, Clone, Copy, PartialEq, QueryableByName)]
pub struct Advised {
    /// Of what.
    #[diesel(sql_type = BigInt)]
    pub product_id: i64,
    /// Units that are left.
    #[diesel(sql_type = Integer)]
    pub quantity: i32,
    /// When something was last said of it that stands.
    #[diesel(sql_type = Timestamptz)]
    pub heard_at: DateTime<Utc>,
    /// Units used a month, as is expected.
    #[diesel(sql_type = Double)]
    pub a_month: f64,
    /// With fewer units it is time to order.
    #[diesel(sql_type = Double)]
    pub reorder_level: f64,
    /// Up to how many.
    #[diesel(sql_type = Double)]
    pub maximum: f64,
    /// How long a delivery takes, in days, on average.
    #[diesel(sql_type = Double)]
    pub lead_days: f64,
    /// How many times in a hundred it shall last until the delivery after next.
    #[diesel(sql_type = SmallInt)]
    pub service_level: i16,
    /// From how many facilities like it that is guessed; none where it follows from its own history.
    #[diesel(sql_type = Nullable<SmallInt>)]
    pub peers: Option<i16>,
    /// The night it follows from.
    #[diesel(sql_type = Date)]
    pub as_of: NaiveDate,
}

/// What a stock needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing: there is enough.
    Nothing,
    /// So many units.
    Order(u32),
    /// To be counted: what is left was said too long ago to order by.
    Count,
}

/// What followed from a night so many days ago or fewer is said without its day.
const LATELY: TimeDelta = TimeDelta::days(3);

/// Levels come from sums of floats: what is a hair above a unit is that unit.
const HAIR: f64 = 1e-6;

impl Advised {
    /// What it needs now: units up to the maximum once there is less than the reorder level, and to be counted first where
    /// nobody said anything of it for [`SILENT_AFTER`].
    #[must_use]
    pub fn need(&self, now: DateTime<Utc>) -> Need {
        if now - self.heard_at > SILENT_AFTER {
            return Need::Count;
        }
        let left = f64::from(self.quantity);
        if left >= self.reorder_level {
            return Need::Nothing;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a maximum is above its reorder level, and that above what is left; a cast of a float saturates"
        )]
        let units = (self.maximum - left - HAIR).ceil() as u32;
        match units {
            0 => Need::Nothing,
            units => Need::Order(units),
        }
    }

    /// The day of the night it follows from, where that is to be said: nights were missed since.
    #[must_use]
    pub fn reckoned(&self, today: NaiveDate) -> Option<NaiveDate> {
        (today - self.as_of > LATELY).then_some(self.as_of)
    }
}

/// A stock without a history, and what those like it tell.
#[derive(Debug, Clone, PartialEq)]
pub struct New {
    /// Whose stock, of what.
    pub stock: Stock,
    /// Units that are left.
    pub left: u32,
    /// Units used a month at facilities like it.
    pub used: Vec<f64>,
    /// How many times as much as such ones the facility uses of what else it has.
    pub size: Option<f64>,
}

#[derive(QueryableByName)]
struct NewRow {
    #[diesel(sql_type = BigInt)]
    facility_id: i64,
    #[diesel(sql_type = Nullable<BigInt>)]
    product_id: Option<i64>,
    #[diesel(sql_type = Nullable<Integer>)]
    quantity: Option<i32>,
    #[diesel(sql_type = Array<Double>)]
    used: Vec<f64>,
    #[diesel(sql_type = Nullable<Double>)]
    size: Option<f64>,
}

/// Of the next so many facilities that hold anything the last, and their stocks nothing followed for since a date by their
/// own history (a night that was cut off may be gone on with after the next one is done), with what the nearest of the same kind use of it a month. How large a facility is, is the mean ratio (of
/// logarithms) of what it uses to the median of those like it, of some of what it has a history of.
///
/// # Errors
/// If the database does not answer.
pub async fn without_history(
    conn: &mut Conn,
    as_of: NaiveDate,
    after: i64,
    most: i64,
) -> QueryResult<Option<(i64, Vec<New>)>> {
    let rows: Vec<NewRow> = diesel::sql_query(
        "WITH next AS (
            SELECT DISTINCT facility_id FROM stock_levels WHERE facility_id > $1 ORDER BY facility_id LIMIT $2
         ), here AS (
            SELECT f.id AS facility_id, f.kind, f.lat, f.lon FROM next JOIN facilities f ON f.id = next.facility_id
         ), new AS MATERIALIZED (
            SELECT here.*, s.product_id, s.quantity FROM here JOIN stock_levels s USING (facility_id)
            WHERE NOT EXISTS (SELECT FROM advice a WHERE a.facility_id = s.facility_id AND a.product_id = s.product_id
                AND a.as_of >= $3 AND a.peers IS NULL)
         ), sized AS (
            SELECT h.facility_id, exp(avg(ln(own.a_month / peers.middle))) AS size
            FROM (SELECT DISTINCT facility_id, kind FROM new) h CROSS JOIN LATERAL (
                SELECT product_id, a_month FROM advice
                WHERE facility_id = h.facility_id AND as_of >= $3 AND peers IS NULL AND a_month > 0 ORDER BY product_id LIMIT 20
            ) own CROSS JOIN LATERAL (
                SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a.a_month) AS middle
                FROM advice a JOIN facilities f ON f.id = a.facility_id
                WHERE a.product_id = own.product_id AND a.as_of >= $3 AND a.peers IS NULL AND a.a_month > 0
                  AND f.kind = h.kind AND f.id <> h.facility_id
            ) peers
            WHERE peers.middle > 0 GROUP BY h.facility_id
         )
         SELECT next.facility_id, new.product_id, new.quantity, coalesce(peers.used, '{}') AS used, sized.size
         FROM next LEFT JOIN new USING (facility_id) LEFT JOIN sized USING (facility_id)
         LEFT JOIN LATERAL (
            SELECT array_agg(near.a_month ORDER BY near.a_month) AS used FROM (
                SELECT a.a_month FROM advice a JOIN facilities f ON f.id = a.facility_id
                WHERE a.product_id = new.product_id AND a.as_of >= $3 AND a.peers IS NULL AND f.kind = new.kind AND f.id <> new.facility_id
                ORDER BY (f.lat - new.lat) ^ 2 + (f.lon - new.lon) ^ 2 NULLS LAST, f.id LIMIT 50
            ) near
         ) peers ON true
         ORDER BY next.facility_id, new.product_id",
    )
    .bind::<BigInt, _>(after)
    .bind::<BigInt, _>(most)
    .bind::<Date, _>(as_of)
    .load(conn)
    .await?;
    let Some(last) = rows.last().map(|row| row.facility_id) else {
        return Ok(None);
    };
    let new = rows.into_iter().filter_map(|row| {
        Some(New {
            stock: (row.facility_id, row.product_id?),
            left: row.quantity?.unsigned_abs(),
            used: row.used,
            size: row.size,
        })
    });
    Ok(Some((last, new.collect())))
}

/// What followed since a date for all that a facility holds, what lasts shortest first, and last what is to be counted first.
///
/// # Errors
/// If the database does not answer.
pub async fn of_facility(
    conn: &mut Conn,
    facility: i64,
    since: NaiveDate,
    now: DateTime<Utc>,
) -> QueryResult<Vec<Advised>> {
    let mut advised: Vec<Advised> = diesel::sql_query(
        "SELECT a.product_id, s.quantity, greatest(s.counted_at, l.last) AS heard_at, a.a_month, a.reorder_level, a.maximum, a.lead_days,
            p.service_level, a.peers, a.as_of
         FROM advice a JOIN stock_levels s USING (facility_id, product_id) JOIN products p ON p.id = a.product_id
         CROSS JOIN LATERAL (
            SELECT max(l.at) AS last FROM ledger l
            WHERE l.facility_id = $1 AND l.product_id = a.product_id AND l.kind <> 'reversal'
              AND l.id <> ALL (ARRAY(SELECT r.reverses FROM ledger r WHERE r.facility_id = $1 AND r.product_id = a.product_id AND r.reverses IS NOT NULL))
         ) l
         WHERE a.facility_id = $1 AND a.as_of >= $2
         ORDER BY s.quantity / greatest(a.a_month, 0.001), a.a_month DESC, a.product_id",
    )
    .bind::<BigInt, _>(facility)
    .bind::<Date, _>(since)
    .load(conn)
    .await?;
    advised.sort_by_key(|one| one.need(now) == Need::Count);
    Ok(advised)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many are left that were heard of when it was this old, by a night of this age in days.
    fn advised(quantity: i32, heard: TimeDelta, as_of: i64) -> Advised {
        Advised {
            product_id: 1,
            quantity,
            heard_at: NOW - heard,
            a_month: 40.0,
            reorder_level: 80.5,
            maximum: 120.2,
            lead_days: 14.0,
            service_level: 95,
            peers: None,
            as_of: NOW.date_naive() - TimeDelta::days(as_of),
        }
    }

    const NOW: DateTime<Utc> = DateTime::from_timestamp_nanos(1_790_000_000_000_000_000);

    #[test]
    fn it_is_ordered_up_to_the_maximum_once_there_is_less_than_the_reorder_level_by_what_was_said_lately()
     {
        let (hour, month) = (TimeDelta::hours(1), TimeDelta::days(30));
        for (left, heard, need) in [
            (81, hour, Need::Nothing),
            (80, hour, Need::Order(41)),
            (0, hour, Need::Order(121)),
            // Somebody's clock is ahead.
            (80, -hour, Need::Order(41)),
            (80, month, Need::Order(41)),
            (80, month + TimeDelta::seconds(1), Need::Count),
            (0, month * 2, Need::Count),
            (500, month * 2, Need::Count),
        ] {
            assert_eq!(advised(left, heard, 0).need(NOW), need, "{left} {heard}");
        }
    }

    #[test]
    fn the_day_of_a_night_is_said_once_three_days_are_over() {
        let today = NOW.date_naive();
        for (days, said) in [(0, false), (1, false), (3, false), (4, true), (31, true)] {
            let advised = advised(0, TimeDelta::zero(), days);
            let day = said.then(|| today - TimeDelta::days(days));
            assert_eq!(advised.reckoned(today), day, "{days}");
        }
    }
}
