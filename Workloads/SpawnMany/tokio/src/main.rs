//! Spawns N empty Tokio tasks, each of which counts itself, and waits for them.

mod join_set;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use tokio::sync::Notify;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let tasks = trial.integer("tasks", 1);
    let variant = trial.variant(&["join-set"]);

    trial
        .run(async |stopwatch| {
            let count = Arc::new(Count::default());
            match variant {
                "join-set" => stopwatch.measure(join_set::spawn_many(tasks, &count)).await,
                _ => stopwatch.measure(spawn_many(tasks, &count)).await,
            }
            count.ran.load(Relaxed)
        })
        .await;
}

/// As in Tokio's own benchmark, no handle is kept: the task that completes the count sends a notification.
async fn spawn_many(tasks: u64, count: &Arc<Count>) {
    for _ in 0..tasks {
        let count = Arc::clone(count);
        tokio::spawn(async move {
            if count.ran.fetch_add(1, Relaxed) + 1 == tasks {
                count.complete.notify_one();
            }
        });
    }
    count.complete.notified().await;
}

#[derive(Default)]
struct Count {
    ran: AtomicU64,
    complete: Notify,
}
