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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    fn limits(phone: u32, address: u32) -> (Limits<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        let limits = Limits::with_clock(Rates { phone, address }, &clock);
        (limits, clock)
    }

    #[test]
    fn a_phone_has_a_minutes_worth_and_then_one_every_so_often() {
        let (limits, clock) = limits(3, 0);
        let (one, other) = ([1; 32], [2; 32]);
        let in_a_row = |phone| (0..10).take_while(|_| limits.phone(phone)).count();
        assert_eq!(in_a_row(&one), 3);
        assert_eq!(in_a_row(&other), 3);
        clock.advance(Duration::from_secs(19));
        assert_eq!(in_a_row(&one), 0);
        clock.advance(Duration::from_secs(1));
        assert_eq!(in_a_row(&one), 1);
        clock.advance(Duration::from_secs(600));
        assert_eq!(in_a_row(&one), 3);
    }

    #[test]
    fn zero_is_off() {
        let (limits, _) = limits(0, 0);
        let here = "198.51.100.1".parse().unwrap();
        assert!((0..1000).all(|_| limits.phone(&[1; 32]) && limits.address(here)));
        assert_eq!(limits.remembered(), (0, 0));
    }

    #[test]
    fn one_host_is_one_address() {
        let (limits, _) = limits(0, 1);
        let guess = |address: &str| limits.address(address.parse().unwrap());
        assert!(guess("2001:db8:1:2::1"));
        assert!(!guess("2001:db8:1:2:ffff::1"));
        assert!(guess("2001:db8:1:3::1"));
        assert!(guess("198.51.100.1"));
        assert!(!guess("::ffff:198.51.100.1"));
        assert!(guess("198.51.100.2"));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let (limits, clock) = limits(60, 0);
        for n in 0..10 * SWEEP_EVERY {
            let mut phone = [0; 32];
            phone[..8].copy_from_slice(&n.to_be_bytes());
            assert!(limits.phone(&phone));
            clock.advance(Duration::from_millis(10));
        }
        // 6000 keys in a minute, and what came in since the last sweep.
        let (phones, _) = limits.remembered();
        assert!(phones <= SWEEP_EVERY + 6000, "{phones}");
    }
}
