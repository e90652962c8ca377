//! How often a phone may dial and an address may guess, by `governor`'s keyed
//! limiters. Each allows a minute's worth at once, then one every so often.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicUsize, Ordering};

use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use crate::config::Rates;

/// Checks between two sweeps of keys whose minute is over.
const SWEEP_EVERY: usize = 8192;

/// The limits of one process. `C` is a clock of `governor`'s, which tests replace.
pub struct Limits<C: Clock = DefaultClock> {
    phone: Option<Keyed<[u8; 32], C>>,
    address: Option<Keyed<IpAddr, C>>,
}

impl Limits {
    /// The configured limits, by the machine's clock.
    pub fn new(rates: Rates) -> Self {
        Limits::with_clock(rates, &DefaultClock::default())
    }
}

impl<C: Clock + Clone> Limits<C> {
    /// The configured limits, by a clock of the caller's.
    pub fn with_clock(rates: Rates, clock: &C) -> Self {
        Limits {
            phone: Keyed::per_minute(rates.phone, clock),
            address: Keyed::per_minute(rates.address, clock),
        }
    }

    /// Whether a phone, told by its keyed hash, may have this hop.
    pub fn phone(&self, hmac: &[u8; 32]) -> bool {
        self.phone.as_ref().is_none_or(|keyed| keyed.check(hmac))
    }

    /// Whether an address may be told that its token is wrong once more. All of
    /// an IPv6 /64 counts as one address: a single host has that many.
    pub fn address(&self, address: IpAddr) -> bool {
        let key = match address.to_canonical() {
            IpAddr::V4(v4) => IpAddr::V4(v4),
            IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        };
        self.address.as_ref().is_none_or(|keyed| keyed.check(&key))
    }

    /// Keys remembered at present, of phones and of addresses.
    pub fn remembered(&self) -> (usize, usize) {
        (
            self.phone.as_ref().map_or(0, |k| k.limiter.len()),
            self.address.as_ref().map_or(0, |k| k.limiter.len()),
        )
    }
}

/// One keyed limiter that forgets keys which are at rest again, so that it
/// never holds more than a minute's keys and [`SWEEP_EVERY`] others.
struct Keyed<K: Hash + Eq + Clone, C: Clock> {
    limiter: RateLimiter<K, DefaultKeyedStateStore<K>, C, NoOpMiddleware<C::Instant>>,
    checks: AtomicUsize,
}

impl<K: Hash + Eq + Clone, C: Clock + Clone> Keyed<K, C> {
    fn per_minute(rate: u32, clock: &C) -> Option<Self> {
        let quota = Quota::per_minute(NonZeroU32::new(rate)?);
        Some(Keyed {
            limiter: RateLimiter::new(quota, DefaultKeyedStateStore::default(), clock.clone()),
            checks: AtomicUsize::new(0),
        })
    }

    fn check(&self, key: &K) -> bool {
        let before = self.checks.fetch_add(1, Ordering::Relaxed);
        if before % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        self.limiter.check_key(key).is_ok()
    }
}
