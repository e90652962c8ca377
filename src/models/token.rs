//! `tokens`: what opens our callback URLs, by hash alone.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use crate::db::Conn;
use crate::schema::tokens;

/// What a token of the callbacks is for, as the table writes it.
const CALLBACKS: &str = "callbacks";

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

    /// Every token, oldest first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn all(conn: &mut Conn) -> QueryResult<Vec<Token>> {
        tokens::table
            .filter(tokens::purpose.eq(CALLBACKS))
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
    pub async fn revoke(conn: &mut Conn, id: i64, now: DateTime<Utc>) -> QueryResult<bool> {
        let valid = tokens::table
            .filter(tokens::purpose.eq(CALLBACKS))
            .filter(tokens::id.eq(id))
            .filter(tokens::revoked_at.is_null());
        let revoked = diesel::update(valid)
            .set(tokens::revoked_at.eq(now))
            .execute(conn)
            .await?;
        Ok(revoked == 1)
    }

    /// Revokes every token but the newest; returns how many were valid.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn revoke_older(conn: &mut Conn, now: DateTime<Utc>) -> QueryResult<usize> {
        let newest: Option<i64> = tokens::table
            .filter(tokens::purpose.eq(CALLBACKS))
            .filter(tokens::revoked_at.is_null())
            .select(diesel::dsl::max(tokens::id))
            .first(conn)
            .await?;
        let valid = tokens::table
            .filter(tokens::purpose.eq(CALLBACKS))
            .filter(tokens::id.lt(newest.unwrap_or_default()))
            .filter(tokens::revoked_at.is_null());
        diesel::update(valid)
            .set(tokens::revoked_at.eq(now))
            .execute(conn)
            .await
    }
}
