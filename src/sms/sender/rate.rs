//! How many requests a second an operator is sent, by `governor` over the
//! house's clock.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};

use crate::clock::Clock;

/// The house's clock as `governor` wants one.
#[derive(Clone)]
struct Ticks(Arc<dyn Clock>);

impl governor::clock::Clock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let nanos = self.0.now().timestamp_nanos_opt().unwrap_or_default();
        Nanos::new(u64::try_from(nanos).unwrap_or_default())
    }
}

type Limiter = RateLimiter<NotKeyed, InMemoryState, Ticks, NoOpMiddleware<Nanos>>;

/// Requests a second, one by one; a permit that is not used is kept.
pub(super) struct Rate {
    limiter: Option<Limiter>,
    clock: Ticks,
    spare: AtomicBool,
}

impl Rate {
    /// At most `rate` requests a second; `None` is any number.
    pub(super) fn new(rate: Option<NonZeroU32>, clock: Arc<dyn Clock>) -> Rate {
        let clock = Ticks(clock);
        // Spread over the second, not all at its beginning.
        let quota = |rate| Quota::per_second(rate).allow_burst(NonZeroU32::MIN);
        Rate {
            limiter: rate.map(|rate| RateLimiter::direct_with_clock(quota(rate), clock.clone())),
            clock,
            spare: AtomicBool::new(false),
        }
    }

    /// Takes a permit for one request.
    ///
    /// # Errors
    /// How long to wait for one.
    pub(super) fn take(&self) -> Result<(), Duration> {
        let Some(limiter) = &self.limiter else {
            return Ok(());
        };
        if self.spare.swap(false, Ordering::Relaxed) {
            return Ok(());
        }
        let now = self.clock.now();
        limiter.check().map_err(|wait| wait.wait_time_from(now))
    }

    /// Gives back a permit that was not used.
    pub(super) fn give_back(&self) {
        self.spare.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicI64;

    use chrono::{DateTime, Utc};

    use super::*;

    #[derive(Default)]
    struct ByHand(AtomicI64);

    impl Clock for ByHand {
        fn now(&self) -> DateTime<Utc> {
            DateTime::from_timestamp_nanos(1_800_000_000_000_000_000)
                + chrono::TimeDelta::milliseconds(self.0.load(Ordering::Relaxed))
        }
    }

    #[test]
    fn requests_are_spread_over_the_second() {
        let clock = Arc::new(ByHand::default());
        let rate = Rate::new(NonZeroU32::new(5), clock.clone());
        assert_eq!(rate.take(), Ok(()));
        assert_eq!(rate.take(), Err(Duration::from_millis(200)));
        clock.0.store(150, Ordering::Relaxed);
        assert_eq!(rate.take(), Err(Duration::from_millis(50)));
        clock.0.store(200, Ordering::Relaxed);
        assert_eq!(rate.take(), Ok(()));
        clock.0.store(10_000, Ordering::Relaxed);
        assert_eq!(rate.take(), Ok(()));
        assert!(rate.take().is_err(), "a pause is not made up for");
    }

    #[test]
    fn an_unused_permit_is_not_lost() {
        let rate = Rate::new(NonZeroU32::new(1), Arc::new(ByHand::default()));
        assert_eq!(rate.take(), Ok(()));
        rate.give_back();
        rate.give_back();
        assert_eq!(rate.take(), Ok(()));
        assert!(rate.take().is_err());
    }

    #[test]
    fn without_a_rate_nothing_waits() {
        let rate = Rate::new(None, Arc::new(ByHand::default()));
        assert!((0..1000).all(|_| rate.take().is_ok()));
    }
}
