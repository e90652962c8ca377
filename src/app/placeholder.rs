//! Stands where the directory will.

use std::sync::Arc;

/// Stands where the directory will.
#[derive(Debug, Default)]
pub struct Directory;

/// How the directory is.
#[derive(Debug)]
pub struct State {
    /// Whether it was read.
    pub loaded: bool,
    /// Stock levels held.
    pub levels: usize,
    /// Seconds since the record was heard from.
    pub lag_seconds: f64,
}

impl Directory {
    /// How it is.
    pub fn state(&self) -> State {
        State {
            loaded: true,
            levels: 0,
            lag_seconds: 0.0,
        }
    }

    /// Reads it.
    ///
    /// # Errors
    /// None.
    pub async fn start(_db: &crate::db::Db) -> anyhow::Result<Arc<Directory>> {
        Ok(Arc::new(Directory))
    }
}
