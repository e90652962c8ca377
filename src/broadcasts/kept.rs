//! What is costly to count is counted once for everybody who asks.
//!
//! An officer's page asks every two seconds. What is counted in a moment is counted each time;
//! what takes long is kept, longer the more people it is about, and while one counts the others
//! wait for that.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;

/// People who are counted in a moment.
const FEW: i32 = 50_000;

/// How long a count of so many people is kept: a million's, which takes half a second, for four.
#[must_use]
pub fn life(people: i32) -> TimeDelta {
    if people < FEW {
        return TimeDelta::zero();
    }
    TimeDelta::milliseconds(i64::from(people) / 250)
}

/// A count, and between which moments it is told.
#[derive(Debug)]
struct Entry<T> {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    counted: Arc<T>,
}

/// What was last counted of each broadcast.
#[derive(Debug)]
pub struct Kept<T>(Mutex<HashMap<i64, Entry<T>>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Kept<T> {
    /// What was counted of a broadcast less than `life` ago, else what `count` counts now.
    ///
    /// # Errors
    /// That of `count`; then nothing is kept.
    pub async fn get<E>(
        &self,
        broadcast: i64,
        now: DateTime<Utc>,
        life: TimeDelta,
        count: impl Future<Output = Result<T, E>>,
    ) -> Result<Arc<T>, E> {
        if life <= TimeDelta::zero() {
            return count.await.map(Arc::new);
        }
        let mut entries = self.0.lock().await;
        // A clock that was set back lets nothing live for longer.
        entries.retain(|_, entry| entry.from <= now && now < entry.until);
        if let Some(entry) = entries.get(&broadcast) {
            return Ok(Arc::clone(&entry.counted));
        }
        let counted = Arc::new(count.await?);
        let entry = Entry {
            from: now,
            until: now + life,
            counted: Arc::clone(&counted),
        };
        entries.insert(broadcast, entry);
        Ok(counted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_people_the_longer_a_count_is_kept() {
        for (people, millis) in [(0, 0), (49_999, 0), (50_000, 200), (1_000_000, 4000)] {
            assert_eq!(life(people).num_milliseconds(), millis, "{people}");
        }
    }

    #[tokio::test]
    async fn what_was_counted_is_told_until_it_is_too_old() {
        let kept = Kept::default();
        let start = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let ask = async |after: i64, life: i64, counted: Result<i64, ()>| {
            let now = start + TimeDelta::seconds(after);
            let count = async { counted };
            kept.get(7, now, TimeDelta::seconds(life), count)
                .await
                .map(|kept| *kept)
        };
        assert_eq!(ask(0, 4, Err(())).await, Err(()));
        assert_eq!(ask(0, 4, Ok(1)).await, Ok(1));
        assert_eq!(ask(3, 4, Ok(2)).await, Ok(1));
        assert_eq!(ask(4, 4, Ok(3)).await, Ok(3));
        // Few people are counted each time.
        assert_eq!(ask(4, 0, Ok(4)).await, Ok(4));
        // A clock was set back.
        assert_eq!(ask(-9, 4, Ok(5)).await, Ok(5));
    }

    #[tokio::test]
    async fn of_two_broadcasts_each_has_its_own() {
        let kept = Kept::default();
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        for broadcast in [1, 2] {
            let count = async { Ok::<_, ()>(broadcast * 10) };
            let life = TimeDelta::seconds(4);
            let told = kept.get(broadcast, now, life, count).await.unwrap();
            assert_eq!(*told, broadcast * 10);
        }
    }
}
