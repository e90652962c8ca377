//! Whether messages may be sent now: what an operator's refusals do to the
//! channel to it. Pure; the clock is the caller's.
//!
//! After a refusal nothing is sent for a while. Then one request goes alone,
//! for one message, to see; what it meets decides. A throttled or broken
//! operator is waited for twice as long each time, with jitter, so that many
//! senders do not come back at once; from the fifth failure on an operator of
//! ours hears of it. What only a person can repair (key, sender, balance, URL)
//! is tried anew every five minutes, and heard of at once.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::operators::outgoing::Obstacle;

/// The first wait, in milliseconds; each next one is twice as long.
const FIRST_MS: i64 = 1000;

/// The longest wait, whatever the operator asks for.
const LONGEST: TimeDelta = TimeDelta::minutes(5);

/// How long a probe is waited for before another goes.
const PROBE: TimeDelta = TimeDelta::minutes(3);

/// Failures in a row that a person should hear of.
const MANY: u32 = 5;

/// Whether something may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    /// Yes.
    Open,
    /// One message, to see whether the trouble is over.
    Probe,
    /// Not before then.
    Shut(DateTime<Utc>),
    /// Somebody is seeing.
    Waiting,
}

/// The state of a channel.
#[derive(Debug, Default, Clone)]
pub(super) struct Channel {
    trouble: Option<Trouble>,
}

#[derive(Debug, Clone)]
struct Trouble {
    why: Obstacle,
    failures: u32,
    until: DateTime<Utc>,
    probing: bool,
}

impl Channel {
    /// Whether something may be sent now. After [`Gate::Probe`] the channel
    /// waits to be told what became of it.
    pub(super) fn gate(&mut self, now: DateTime<Utc>) -> Gate {
        match &mut self.trouble {
            None => Gate::Open,
            Some(trouble) if now < trouble.until && trouble.probing => Gate::Waiting,
            Some(trouble) if now < trouble.until => Gate::Shut(trouble.until),
            Some(trouble) => {
                trouble.probing = true;
                trouble.until = now + PROBE;
                Gate::Probe
            }
        }
    }

    /// A request was looked at. Only the probe's says that trouble is over:
    /// others were sent before it began.
    pub(super) fn succeeded(&mut self, probe: bool) {
        if probe {
            self.trouble = None;
        }
    }

    /// There was nothing to probe with.
    pub(super) fn unused(&mut self, now: DateTime<Utc>) {
        if let Some(trouble) = &mut self.trouble {
            trouble.probing = false;
            trouble.until = now;
        }
    }

    /// A request was refused, or nobody knows what became of it. `after` is
    /// what the operator asked for; `jitter` is drawn anew each time, in thousandths.
    pub(super) fn failed(
        &mut self,
        why: Obstacle,
        probe: bool,
        now: DateTime<Utc>,
        after: Option<Duration>,
        jitter: u32,
    ) {
        let before = self.trouble.as_ref().map_or(0, |trouble| trouble.failures);
        if before > 0 && !probe {
            // Of the same burst; what a person must repair still outweighs the rest.
            if why.needs_a_person()
                && let Some(trouble) = &mut self.trouble
                && !trouble.why.needs_a_person()
            {
                trouble.why = why;
                trouble.until = now + LONGEST;
            }
            return;
        }
        let failures = before.saturating_add(1);
        let wait = match why.needs_a_person() {
            true => LONGEST,
            false => backoff(failures, jitter),
        };
        let asked = after.and_then(|after| TimeDelta::from_std(after).ok());
        let wait = wait.max(asked.unwrap_or_default()).min(LONGEST);
        self.trouble = Some(Trouble {
            why,
            failures,
            until: now + wait,
            probing: false,
        });
    }

    /// What a person should know stands in the way, if anything.
    pub(super) fn alert(&self) -> Option<Obstacle> {
        let trouble = self.trouble.as_ref()?;
        (trouble.why.needs_a_person() || trouble.failures >= MANY).then_some(trouble.why)
    }
}

/// Between half of the wait that is due and all of it.
fn backoff(failures: u32, jitter: u32) -> TimeDelta {
    let doubled = FIRST_MS.saturating_mul(1 << failures.saturating_sub(1).min(20));
    let half = doubled.min(LONGEST.num_milliseconds()) / 2;
    TimeDelta::milliseconds(half + half * i64::from(jitter.min(1000)) / 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    /// Fails the probe that is due, over and over; the waits between, in milliseconds.
    fn waits(why: Obstacle, times: usize, jitter: u32) -> Vec<i64> {
        let (mut channel, mut now) = (Channel::default(), at(0));
        let mut waits = Vec::new();
        for n in 0..times {
            let gate = channel.gate(now);
            assert_eq!(gate, if n == 0 { Gate::Open } else { Gate::Probe });
            channel.failed(why, n > 0, now, None, jitter);
            let Gate::Shut(until) = channel.gate(now) else {
                panic!("still open");
            };
            waits.push((until - now).num_milliseconds());
            now = until;
        }
        waits
    }

    #[test]
    fn a_wait_doubles_up_to_five_minutes_and_is_spread() {
        #[rustfmt::skip]
        assert_eq!(
            waits(Obstacle::Busy, 11, 1000),
            [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000]
        );
        assert_eq!(waits(Obstacle::Down, 3, 0), [500, 1000, 2000]);
        assert_eq!(waits(Obstacle::Down, 3, 500), [750, 1500, 3000]);
        assert_eq!(waits(Obstacle::Key, 3, 0), [300_000; 3]);
    }

    #[test]
    fn what_the_operator_asks_for_is_waited_for_within_reason() {
        for (asked, waited) in [(0, 1), (20, 20), (86_400, 300)] {
            let mut channel = Channel::default();
            let after = Some(Duration::from_secs(asked));
            channel.failed(Obstacle::Busy, false, at(0), after, 1000);
            assert_eq!(channel.gate(at(0)), Gate::Shut(at(waited)), "{asked}");
        }
    }

    #[test]
    fn one_alone_sees_whether_the_trouble_is_over() {
        let mut channel = Channel::default();
        channel.failed(Obstacle::Down, false, at(0), None, 1000);
        // Others of the same moment change nothing.
        channel.failed(Obstacle::Down, false, at(0), None, 1000);
        channel.succeeded(false);
        assert_eq!(channel.gate(at(0)), Gate::Shut(at(1)));
        assert_eq!(channel.gate(at(1)), Gate::Probe);
        assert_eq!(channel.gate(at(60)), Gate::Waiting);
        channel.unused(at(60));
        assert_eq!(channel.gate(at(60)), Gate::Probe);
        assert_eq!(channel.gate(at(239)), Gate::Waiting);
        assert_eq!(channel.gate(at(240)), Gate::Probe, "the first was lost");
        channel.succeeded(true);
        assert_eq!(channel.gate(at(60)), Gate::Open);
        channel.failed(Obstacle::Down, false, at(60), None, 1000);
        assert_eq!(channel.gate(at(60)), Gate::Shut(at(61)), "it begins anew");
    }

    #[test]
    fn a_person_hears_of_what_does_not_pass_by_itself() {
        for why in Obstacle::ALL {
            let mut channel = Channel::default();
            assert_eq!(channel.alert(), None);
            channel.failed(why, false, at(0), None, 1000);
            assert_eq!(
                channel.alert(),
                why.needs_a_person().then_some(why),
                "{why:?}"
            );
            for _ in 1..MANY {
                channel.failed(why, true, at(0), None, 1000);
            }
            assert_eq!(channel.alert(), Some(why));
            channel.succeeded(true);
            assert_eq!(channel.alert(), None);
        }
        let mut channel = Channel::default();
        channel.failed(Obstacle::Busy, false, at(0), None, 1000);
        channel.failed(Obstacle::Balance, false, at(0), None, 1000);
        assert_eq!(channel.alert(), Some(Obstacle::Balance));
        assert_eq!(channel.gate(at(1)), Gate::Shut(at(300)));
    }
}
