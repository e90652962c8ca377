//! The same for each of many, on as many threads as there are cores or as are allowed, in order.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How many items a thread takes at once.
const BATCH: usize = 4;

/// Threads at most; 0 is one a core.
static MOST: AtomicUsize = AtomicUsize::new(0);

/// Whether threads rest now and then.
static RESTS: AtomicBool = AtomicBool::new(false);

/// How long a thread works without a rest.
const WORKS: Duration = Duration::from_micros(500);

/// How long it rests: then its core looks for whoever waits on another one.
const REST: Duration = Duration::from_micros(500);

/// How many times as long as it took others are left alone who did something for this process.
const ALONE: u32 = 2;

/// Nobody is waited for longer than this at once: then it was no work that took so long.
const LONGEST: Duration = Duration::from_millis(20);

/// Lets the threads of this process rest now and then, for the rest of its life. A low priority is not
/// enough for whoever shares the machine: the kernel lets them wait on one core while the other is never
/// without work, however unimportant.
pub fn give_way() {
    RESTS.store(true, Ordering::Relaxed);
}

/// Rests where this thread has worked for long enough and this process gives way.
pub fn rest() {
    thread_local! {
        static RESTED: Cell<Option<Instant>> = const { Cell::new(None) };
    }
    if !RESTS.load(Ordering::Relaxed) {
        return;
    }
    let due = |rested: Instant| rested.elapsed() >= WORKS;
    if RESTED.get().is_none_or(due) {
        thread::sleep(REST);
        RESTED.set(Some(Instant::now()));
    }
}

/// Waits for what others do for this process, the database above all, and then twice as long again where this process gives way:
/// they know nothing of its priority, and whoever needs them meanwhile is to find them free.
pub async fn in_turn<T>(work: impl Future<Output = T>) -> T {
    let began = Instant::now();
    let done = work.await;
    if RESTS.load(Ordering::Relaxed) {
        tokio::time::sleep((began.elapsed() * ALONE).min(LONGEST)).await;
    }
    done
}

/// Lets this process use so many threads at most, for the rest of its life; 0 is one a core.
/// What comes out is the same on any number.
pub fn limit(threads: usize) {
    MOST.store(threads, Ordering::Relaxed);
}

fn threads() -> usize {
    match MOST.load(Ordering::Relaxed) {
        0 => thread::available_parallelism().map_or(1, usize::from),
        most => most,
    }
}

/// What `of` makes of each item, in their order, whoever finishes first. A thread that
/// panics takes the caller with it.
pub fn map<T: Sync, R: Send>(items: &[T], of: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = threads();
    let taken = AtomicUsize::new(0);
    let work = &|| {
        let mut done: Vec<(usize, R)> = Vec::new();
        loop {
            let from = taken.fetch_add(BATCH, Ordering::Relaxed);
            let batch = items.iter().enumerate().skip(from).take(BATCH);
            if from >= items.len() {
                return done;
            }
            done.extend(batch.map(|(at, item)| {
                rest();
                (at, of(item))
            }));
        }
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .flat_map(|thread| match thread.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_a_panic_is_passed_on() {
        let items: Vec<usize> = (0..1_000).collect();
        let squares = map(&items, |item| item * item);
        assert!(
            squares
                .iter()
                .copied()
                .eq((0..1_000).map(|item| item * item))
        );
        assert!(map(&[] as &[usize], |item| *item).is_empty());
        let panicked = std::panic::catch_unwind(|| {
            map(&items, |item| assert!(*item != 500));
        });
        assert!(panicked.is_err());
    }
}
