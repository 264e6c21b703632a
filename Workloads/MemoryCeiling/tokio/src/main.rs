//! Spawns N Tokio tasks that sleep for an hour, and ends as soon as all of them are asleep.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::sleep;

/// Far longer than any process of a search runs.
const HOLD: Duration = Duration::from_secs(3_600);

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let tasks = trial.integer("tasks", 1);

    trial
        .run(async |stopwatch| stopwatch.measure(put_to_sleep(tasks)).await)
        .await;
}

/// Counts the tasks that fell asleep.
async fn put_to_sleep(tasks: u64) -> u64 {
    let start = Arc::new(Start {
        tasks,
        asleep: AtomicU64::new(0),
        all_asleep: Notify::new(),
    });
    for _ in 0..tasks {
        let start = Arc::clone(&start);
        tokio::spawn(async move {
            start.count_one_asleep();
            sleep(HOLD).await;
        });
    }
    start.all_asleep.notified().await;
    start.asleep.load(Relaxed)
}

/// The state that all tasks share. It is not stored in each task, because Tokio allocates tasks in steps
/// of 128 bytes.
struct Start {
    tasks: u64,
    asleep: AtomicU64,
    all_asleep: Notify,
}

impl Start {
    fn count_one_asleep(&self) {
        if self.asleep.fetch_add(1, Relaxed) + 1 == self.tasks {
            self.all_asleep.notify_one();
        }
    }
}
