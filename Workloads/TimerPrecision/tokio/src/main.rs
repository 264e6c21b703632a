//! Spawns Tokio tasks that each want to run every millisecond, and records how late they do.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::{Instant, interval_at};

const PERIOD: Duration = Duration::from_millis(1);

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let wakes_of_each: usize = trial.integer("duration-milliseconds", 1);
    let timers: usize = trial.integer("timers", 1);

    trial
        .run(async |stopwatch| {
            // A slot for each wake-up. It holds the largest number until the wake-up has come.
            let lateness: Arc<[AtomicU64]> = (0..timers * wakes_of_each)
                .map(|_| AtomicU64::new(u64::MAX))
                .collect();
            stopwatch
                .measure(wake_all(timers, wakes_of_each, &lateness))
                .await;

            // The sum of the numbers of the wake-ups, counted from 1.
            let mut sum = 0;
            let mut late = Vec::new();
            for (number, slot) in (1u64..).zip(lateness.iter()) {
                let nanoseconds = slot.load(Relaxed);
                if nanoseconds != u64::MAX {
                    sum += number;
                    late.push(nanoseconds);
                }
            }
            stopwatch.latencies("latenessNanoseconds", late);
            sum
        })
        .await;
}

async fn wake_all(timers: usize, wakes_of_each: usize, lateness: &Arc<[AtomicU64]>) {
    // The first wake-ups are due after 100 ms, when all timers have been started.
    let first = Instant::now() + Duration::from_millis(100);
    let tasks: JoinSet<()> = (0..timers)
        .map(|timer| {
            let lateness = Arc::clone(lateness);
            let start = first + PERIOD * timer as u32 / timers as u32;
            async move {
                // After a delay it catches up at once, which is the default of an interval.
                let mut interval = interval_at(start, PERIOD);
                for slot in &lateness[timer * wakes_of_each..][..wakes_of_each] {
                    let due = interval.tick().await;
                    // One before its time does not count.
                    if let Some(late) = Instant::now().checked_duration_since(due) {
                        slot.store(late.as_nanos() as u64, Relaxed);
                    }
                }
            }
        })
        .collect();
    tasks.join_all().await;
}
