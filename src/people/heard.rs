//! Who was heard of a moment ago: whoever writes or dials has a number that works, whatever an
//! operator told of it.
//!
//! A hop waits for no database, so numbers are gathered here and looked after together, about
//! once a second. What a process that is killed had gathered is gathered again the next time.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use crate::app::App;
use crate::db::DbError;
use crate::models::unreachable;

/// More than so many within a second are not gathered.
const MOST: usize = 50_000;

/// Those who were heard of, by their keyed hashes.
#[derive(Debug, Default)]
pub struct Heard(Mutex<HashSet<[u8; 32]>>);

impl Heard {
    /// Notes that somebody was.
    pub fn note(&self, phone: [u8; 32]) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.len() < MOST {
            heard.insert(phone);
        }
    }

    fn take(&self) -> HashSet<[u8; 32]> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Takes back that those who were heard of since the last time cannot be reached; of how many
/// that was said.
///
/// # Errors
/// If the database does not answer.
pub async fn settle(app: &App) -> Result<usize, DbError> {
    let heard = app.heard.take();
    if heard.is_empty() {
        return Ok(0);
    }
    let mut conn = app.db.get().await?;
    if !unreachable::any(&mut conn).await? {
        return Ok(0);
    }
    let hashes: Vec<Vec<u8>> = heard.iter().map(|hash| hash.to_vec()).collect();
    Ok(unreachable::clear(&mut conn, &hashes).await?)
}
