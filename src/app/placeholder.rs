//! Stands where the directory will.

use std::sync::Arc;

/// Stands where the directory will.
#[derive(Default)]
pub struct Directory(std::sync::RwLock<crate::directory::country::Country>);

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
    /// Reads.
    pub fn read(&self) -> std::sync::RwLockReadGuard<'_, crate::directory::country::Country> {
        self.0
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

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
        Ok(Arc::default())
    }
}
