//! `phones`: the only place a person's number is kept, sealed.

use diesel::dsl::{AsExprOf, sql};
use diesel::expression::{SqlLiteral, UncheckedBind};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Binary, Bool, Integer, Nullable, SmallInt};
use diesel_async::RunQueryDsl;

use super::cached::cached;
use crate::db::Conn;
use crate::people::phone::{KeyRing, Msisdn, OpenError, Sealed};
use crate::schema::phones;

/// A number has no id, or an id no number.
#[derive(Debug, thiserror::Error)]
pub enum PhoneError {
    /// The database did not answer.
    #[error(transparent)]
    Query(#[from] diesel::result::Error),
    /// The number could not be sealed or opened.
    #[error(transparent)]
    Seal(#[from] OpenError),
}

/// The id of a number, which gets one when it has none. Two processes that ask
/// at once are told the same.
///
/// # Errors
/// If the database does not answer.
pub async fn id_of(conn: &mut Conn, ring: &KeyRing, phone: &Msisdn) -> Result<i64, PhoneError> {
    if let Some(id) = find(conn, ring, phone).await? {
        return Ok(id);
    }
    // The seal is bound to the row's id, so the id is drawn first.
    let id = diesel::select(sql::<BigInt>(
        "nextval(pg_get_serial_sequence('phones', 'id'))",
    ))
    .get_result::<i64>(conn)
    .await?;
    let sealed = ring.seal(id, phone)?;
    let inserted = diesel::sql_query(
        "INSERT INTO phones (id, sealed, seal_key_id, hmac, hmac_key_id, next_hmac)
         OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
    )
    .bind::<BigInt, _>(id)
    .bind::<Binary, _>(sealed.bytes)
    .bind::<SmallInt, _>(sealed.key_id)
    .bind::<Binary, _>(ring.hmac(phone).to_vec())
    .bind::<SmallInt, _>(ring.hmac_key_id())
    .bind::<Nullable<Binary>, _>(ring.next_hmac(phone).map(|hmac| hmac.to_vec()))
    .execute(conn)
    .await?;
    if inserted == 1 {
        return Ok(id);
    }
    // Someone else was first, and has committed: a conflict waits for that.
    find(conn, ring, phone)
        .await?
        .ok_or(PhoneError::Query(diesel::result::Error::NotFound))
}

/// Keeps numbers that have no id yet, each once; their ids, in the same order.
///
/// # Errors
/// If the database does not answer, or one of them has an id.
pub async fn add(
    conn: &mut Conn,
    ring: &KeyRing,
    numbers: &[Msisdn],
) -> Result<Vec<i64>, PhoneError> {
    #[derive(QueryableByName)]
    struct Id {
        #[diesel(sql_type = BigInt)]
        id: i64,
    }
    let ids: Vec<Id> = diesel::sql_query(
        "SELECT nextval(pg_get_serial_sequence('phones', 'id')) AS id FROM generate_series(1, $1)",
    )
    .bind::<Integer, _>(i32::try_from(numbers.len()).unwrap_or(i32::MAX))
    .load(conn)
    .await?;
    let ids: Vec<i64> = ids.into_iter().map(|row| row.id).collect();
    let (mut sealed, mut keys) = (Vec::new(), Vec::new());
    for (id, number) in ids.iter().zip(numbers) {
        let seal = ring.seal(*id, number)?;
        sealed.push(seal.bytes);
        keys.push(seal.key_id);
    }
    let hmacs: Vec<Vec<u8>> = numbers.iter().map(|n| ring.hmac(n).to_vec()).collect();
    let next = numbers.iter().map(|n| ring.next_hmac(n).map(Vec::from));
    diesel::sql_query(
        "INSERT INTO phones (id, sealed, seal_key_id, hmac, hmac_key_id, next_hmac)
         OVERRIDING SYSTEM VALUE SELECT id, sealed, key, hmac, $4, next
         FROM unnest($1, $2, $3, $5, $6) AS n (id, sealed, key, hmac, next)",
    )
    .bind::<Array<BigInt>, _>(&ids)
    .bind::<Array<Binary>, _>(sealed)
    .bind::<Array<SmallInt>, _>(keys)
    .bind::<SmallInt, _>(ring.hmac_key_id())
    .bind::<Array<Binary>, _>(hmacs)
    .bind::<Array<Nullable<Binary>>, _>(next.collect::<Vec<_>>())
    .execute(conn)
    .await?;
    Ok(ids)
}

/// The id of a number that has one. While keys rotate a row may be known by
/// the hash under either key, in either column.
///
/// # Errors
/// If the database does not answer.
pub async fn find(conn: &mut Conn, ring: &KeyRing, phone: &Msisdn) -> QueryResult<Option<i64>> {
    let hashes = ring.hashes(phone);
    let found = phones::table.filter(found_by(&hashes)).select(phones::id);
    cached(found).get_result(conn).await.optional()
}

/// Of which phone a hash is, whichever column it stands in; one at most.
type FoundBy<'a> =
    SqlLiteral<Bool, UncheckedBind<SqlLiteral<Bool>, AsExprOf<&'a [Vec<u8>], Array<Binary>>>>;

/// That a phone is the one that one of `hashes` finds. Each column's index is looked into by
/// itself, hash by hash: of a plan that is made for any hashes, PostgreSQL takes the whole table
/// for the nearest way to the first of those that have one of them in one column or the other.
pub(super) fn found_by(hashes: &[Vec<u8>]) -> FoundBy<'_> {
    sql("phones.id = (SELECT p.id FROM unnest(")
        .bind::<Array<Binary>, _>(hashes)
        .sql(FOUND_AMONG)
}

/// What follows an array of hashes in [`found_by`].
pub(super) const FOUND_AMONG: &str = ") h (hash) CROSS JOIN LATERAL (
    SELECT id FROM phones WHERE hmac = h.hash UNION ALL SELECT id FROM phones WHERE next_hmac = h.hash
) p LIMIT 1)";

/// What a pass of [`rehash`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rehashed {
    /// The last row it looked at; the next pass begins after it.
    pub last: i64,
    /// Numbers that are found by the ring's keys now.
    pub done: usize,
    /// Numbers that do not open.
    pub closed: usize,
}

/// Makes the numbers of at most `most` rows after `after` be found by the ring's keys,
/// which they are not yet where the keys were changed; `None` where there is none left.
///
/// # Errors
/// If the database does not answer.
pub async fn rehash(
    conn: &mut Conn,
    ring: &KeyRing,
    after: i64,
    most: i64,
) -> QueryResult<Option<Rehashed>> {
    let stale = phones::hmac_key_id
        .ne(ring.hmac_key_id())
        .or(phones::next_hmac.is_not_null().ne(ring.is_moving()));
    let rows: Vec<(i64, Vec<u8>, i16)> = phones::table
        .filter(phones::id.gt(after).and(stale))
        .order(phones::id)
        .limit(most)
        .select((phones::id, phones::sealed, phones::seal_key_id))
        .load(conn)
        .await?;
    let Some(last) = rows.last().map(|(id, ..)| *id) else {
        return Ok(None);
    };
    let (mut done, mut closed) = (0, 0);
    for (id, bytes, key_id) in rows {
        let Ok(phone) = ring.open(id, &Sealed { bytes, key_id }) else {
            closed += 1;
            continue;
        };
        diesel::update(phones::table.find(id))
            .set((
                phones::hmac.eq(ring.hmac(&phone).to_vec()),
                phones::hmac_key_id.eq(ring.hmac_key_id()),
                phones::next_hmac.eq(ring.next_hmac(&phone).map(|hmac| hmac.to_vec())),
            ))
            .execute(conn)
            .await?;
        done += 1;
    }
    Ok(Some(Rehashed { last, done, closed }))
}

/// The number behind an id.
///
/// # Errors
/// If there is none, the database does not answer, or the number does not open.
pub async fn open(conn: &mut Conn, ring: &KeyRing, id: i64) -> Result<Msisdn, PhoneError> {
    let (bytes, key_id) = phones::table
        .find(id)
        .select((phones::sealed, phones::seal_key_id))
        .first::<(Vec<u8>, i16)>(conn)
        .await?;
    Ok(ring.open(id, &Sealed { bytes, key_id })?)
}
