//! The tokens that stand in our URLs: made, hashed, and checked against a copy
//! in memory, so that a wrong one costs no query and a database that is away
//! locks nobody out.

use std::fmt;

use arc_swap::ArcSwap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use crate::db::{Db, DbError};
use crate::models::token::Token;

/// A fresh token: 256 random bits in 43 letters that fit a URL.
pub fn fresh() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// What the record keeps of a token.
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// The hashes of the tokens that open the callbacks.
#[derive(Default)]
pub struct Tokens(ArcSwap<Vec<[u8; 32]>>);

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tokens({})", self.0.load().len())
    }
}

impl Tokens {
    /// Whether a token opens the callbacks. Takes as long for a wrong one.
    pub fn admit(&self, token: &str) -> bool {
        let wanted = hash(token);
        let found = self
            .0
            .load()
            .iter()
            .fold(Choice::from(0), |found, known| found | known.ct_eq(&wanted));
        found.into()
    }

    /// Reads them anew; the copy stays as it is where that fails.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn refresh(&self, db: &Db) -> Result<(), DbError> {
        let mut conn = db.get().await?;
        let hashes = Token::valid_hashes(&mut conn).await?;
        self.0.store(hashes.into());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_256_bits_that_fit_a_url_and_no_two_are_alike() {
        let (one, two) = (fresh(), fresh());
        assert_eq!(one.len(), 43);
        assert_eq!(URL_SAFE_NO_PAD.decode(&one).unwrap().len(), 32);
        assert_ne!(one, two);
    }

    #[test]
    fn only_known_tokens_are_admitted() {
        let tokens = Tokens::default();
        assert!(!tokens.admit("first"));
        tokens.0.store(vec![hash("first"), hash("second")].into());
        assert!(tokens.admit("first"));
        assert!(tokens.admit("second"));
        assert!(!tokens.admit("firs"));
        assert!(!tokens.admit(""));
    }
}
