//! Spawns Tokio tasks that each recurse to a depth, wait at the bottom for all others and return.

mod contract;
mod large_stack;

use std::pin::{Pin, pin};
use std::sync::Arc;

use contract::{Bottom, resident_bytes};
use tokio::runtime::Runtime;

fn main() {
    let mut trial = peerkit::trial!();
    let tasks: usize = trial.integer("tasks", 1);
    let depth = trial.integer("depth", 1);
    let runtime = match trial.variant(&["large-stack"]) {
        "large-stack" => large_stack::runtime(),
        _ => Runtime::new(),
    };

    runtime
        .expect("the runtime starts")
        .block_on(trial.run(async |stopwatch| {
            let before = resident_bytes();
            let (calls, live) = stopwatch.measure(descend_all(tasks, depth)).await;
            stopwatch.metric("liveTaskBytes", live.saturating_sub(before) / tasks as u64);
            calls
        }));
}

/// Returns the number of calls and the resident size of the process when all tasks were deep.
async fn descend_all(tasks: usize, depth: usize) -> (u64, u64) {
    let bottom = Bottom::new(tasks);
    let handles: Vec<_> = (0..tasks)
        .map(|_| {
            let bottom = Arc::clone(&bottom);
            tokio::spawn(async move { descend(depth, pin!(bottom.wait())).await })
        })
        .collect();
    bottom.until_all_are_deep().await;
    let live = resident_bytes();
    bottom.release();

    let mut calls = 0;
    for handle in handles {
        calls += handle.await.expect("no task panics");
    }
    (calls, live)
}

/// Returns the number of calls. Each call keeps 128 bytes while the call below it runs.
///
/// The wait at the bottom is a trait object, so that no call reserves space on the thread's stack for it.
async fn descend(depth: usize, bottom: Pin<&mut (dyn Future<Output = ()> + Send)>) -> u64 {
    if depth == 0 {
        bottom.await;
        return 0;
    }
    let mut frame = [0u64; 16];
    frame[depth % frame.len()] = 1;
    let below = Box::pin(descend(depth - 1, bottom)).await;
    below + frame.iter().sum::<u64>()
}
