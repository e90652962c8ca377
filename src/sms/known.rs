//! The codes and names that reports are read against, made anew when the catalogue changes.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};

use super::grammar::Known;
use crate::directory::country::Country;

/// What the last report was read against.
#[derive(Debug, Default)]
pub struct Catalogue(Mutex<Option<(DateTime<Utc>, Arc<Known>)>>);

impl Catalogue {
    /// The codes and names of a country as it is now.
    #[must_use]
    pub fn of(&self, country: &Country) -> Arc<Known> {
        let changed = country.catalogue_changed_at();
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, known)) = &*last
            && *at == changed
        {
            return Arc::clone(known);
        }
        let known = Arc::new(Known::of(country.products(), country.named_codes()));
        *last = Some((changed, Arc::clone(&known)));
        known
    }
}
