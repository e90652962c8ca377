//! Everything built once at start and handed to every spine.

use std::sync::Arc;

use crate::clock::Clock;
use crate::config::Config;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::people::phone::KeyRing;

/// What every spine works with.
pub struct App {
    /// What the service was told from outside.
    pub config: Config,
    /// The keys of phone numbers.
    pub phones: KeyRing,
    /// What the service counts of itself.
    pub metrics: Metrics,
    /// How often a phone may dial and an address may guess.
    pub limits: Limits,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
}
