//! `tokens`: what opens our callback URLs and the interface for programs, by hash alone.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::word;
use crate::broadcasts::Holder;
use crate::db::Conn;
use crate::directory::catalogue::kinds;
use crate::people::role::Role;
use crate::schema::tokens;

kinds! {
    /// What a token opens.
    Purpose {
        /// The URLs that aggregators call.
        Callbacks = "callbacks",
        /// The interface for programs.
        Api = "api",
    }
}

/// What a token of the callbacks is for, as the table writes it.
const CALLBACKS: &str = Purpose::Callbacks.as_str();

/// A token as the record knows it: not the token itself.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = tokens, check_for_backend(diesel::pg::Pg))]
pub struct Token {
    /// What it is revoked by.
    pub id: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it stopped opening anything, if it has.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Of one for programs, the role it stands for.
    pub role: Option<String>,
    /// And the place.
    pub place_id: Option<i64>,
}

impl Token {
    /// Keeps a new token's hash; returns its id.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn insert(conn: &mut Conn, hash: &[u8; 32]) -> QueryResult<i64> {
        diesel::insert_into(tokens::table)
            .values((
                tokens::purpose.eq(CALLBACKS),
                tokens::hash.eq(hash.as_slice()),
            ))
            .returning(tokens::id)
            .get_result(conn)
            .await
    }

    /// Keeps the hash of a new token for programs, which stands for a role over a place; returns
    /// its id.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn insert_api(
        conn: &mut Conn,
        hash: &[u8; 32],
        (role, place): (Role, Option<i64>),
    ) -> QueryResult<i64> {
        diesel::insert_into(tokens::table)
            .values((
                tokens::purpose.eq(Purpose::Api.as_str()),
                tokens::hash.eq(hash.as_slice()),
                tokens::role.eq(role.as_str()),
                tokens::place_id.eq(place),
            ))
            .returning(tokens::id)
            .get_result(conn)
            .await
    }

    /// Whoever has the token for programs of this hash, unless it is revoked.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn holder(conn: &mut Conn, hash: &[u8; 32]) -> QueryResult<Option<Holder>> {
        let row: Option<(i64, Option<String>, Option<i64>)> = tokens::table
            .filter(tokens::purpose.eq(Purpose::Api.as_str()))
            .filter(tokens::hash.eq(hash.as_slice()))
            .filter(tokens::revoked_at.is_null())
            .select((tokens::id, tokens::role, tokens::place_id))
            .first(conn)
            .await
            .optional()?;
        let Some((id, Some(role), place_id)) = row else {
            return Ok(None);
        };
        Ok(Some(Holder {
            id,
            role: word(&role)?,
            place_id,
        }))
    }

    /// Every token for that, oldest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn all(conn: &mut Conn, purpose: Purpose) -> QueryResult<Vec<Token>> {
        tokens::table
            .filter(tokens::purpose.eq(purpose.as_str()))
            .order(tokens::id)
            .select(Token::as_select())
            .load(conn)
            .await
    }

    /// The hashes of all that are not revoked.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn valid_hashes(conn: &mut Conn) -> QueryResult<Vec<[u8; 32]>> {
        let hashes: Vec<Vec<u8>> = tokens::table
            .filter(tokens::purpose.eq(CALLBACKS))
            .filter(tokens::revoked_at.is_null())
            .select(tokens::hash)
            .load(conn)
            .await?;
        // The table holds 32 bytes each, by a constraint.
        Ok(hashes
            .into_iter()
            .filter_map(|h| h.try_into().ok())
            .collect())
    }

    /// Revokes one token; false where no such token was valid.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn revoke(
        conn: &mut Conn,
        purpose: Purpose,
        id: i64,
        now: DateTime<Utc>,
    ) -> QueryResult<bool> {
        let valid = tokens::table
            .filter(tokens::purpose.eq(purpose.as_str()))
            .filter(tokens::id.eq(id))
            .filter(tokens::revoked_at.is_null());
        let revoked = diesel::update(valid)
            .set(tokens::revoked_at.eq(now))
            .execute(conn)
            .await?;
        Ok(revoked == 1)
    }

    /// Revokes every token for that but the newest; returns those that were valid.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn revoke_older(
        conn: &mut Conn,
        purpose: Purpose,
        now: DateTime<Utc>,
    ) -> QueryResult<Vec<i64>> {
        let newest: Option<i64> = tokens::table
            .filter(tokens::purpose.eq(purpose.as_str()))
            .filter(tokens::revoked_at.is_null())
            .select(diesel::dsl::max(tokens::id))
            .first(conn)
            .await?;
        let valid = tokens::table
            .filter(tokens::purpose.eq(purpose.as_str()))
            .filter(tokens::id.lt(newest.unwrap_or_default()))
            .filter(tokens::revoked_at.is_null());
        diesel::update(valid)
            .set(tokens::revoked_at.eq(now))
            .returning(tokens::id)
            .get_results(conn)
            .await
    }
}
