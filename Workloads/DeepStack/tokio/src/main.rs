//! Spawns Tokio tasks that each recurse to a depth, yield at the bottom and return.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use tokio::task::yield_now;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let tasks: u64 = trial.integer("tasks", 1);
    let depth = trial.integer("depth", 1);

    trial
        .run(async |stopwatch| {
            let bottom = Arc::new(Presence::default());
            let calls = stopwatch.measure(descend_all(tasks, depth, &bottom)).await;
            stopwatch.metric("deepTasksCount", bottom.maximum.load(Relaxed));
            calls
        })
        .await;
}

async fn descend_all(tasks: u64, depth: usize, bottom: &Arc<Presence>) -> u64 {
    let handles: Vec<_> = (0..tasks)
        .map(|_| {
            let bottom = Arc::clone(bottom);
            tokio::spawn(async move { descend(depth, &bottom).await })
        })
        .collect();

    let mut calls = 0;
    for handle in handles {
        calls += handle.await.expect("no task panics");
    }
    calls
}

/// Returns the number of calls. Each call keeps 128 bytes while the call below it runs.
async fn descend(depth: usize, bottom: &Presence) -> u64 {
    if depth == 0 {
        bottom.enter();
        yield_now().await;
        bottom.leave();
        return 0;
    }
    let mut frame = [0u64; 16];
    frame[depth % frame.len()] = 1;
    let below = Box::pin(descend(depth - 1, bottom)).await;
    below + frame.iter().sum::<u64>()
}

/// Counts the tasks that are at the bottom at the same time.
#[derive(Default)]
struct Presence {
    present: AtomicU64,
    maximum: AtomicU64,
}

impl Presence {
    fn enter(&self) {
        let present = self.present.fetch_add(1, Relaxed) + 1;
        self.maximum.fetch_max(present, Relaxed);
    }

    fn leave(&self) {
        self.present.fetch_sub(1, Relaxed);
    }
}
