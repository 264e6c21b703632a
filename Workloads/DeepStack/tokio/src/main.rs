//! Spawns Tokio tasks that each recurse to a depth, wait at the bottom for all others and return.

mod large_stack;

use std::fs;
use std::pin::{Pin, pin};
use std::sync::Arc;

use tokio::runtime::Runtime;
use tokio::sync::Semaphore;

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

/// Where all tasks wait until they are released together.
struct Bottom {
    /// Has a permit for each task that is at the bottom.
    deep: Semaphore,
    /// Has no permits. It is closed to release the tasks.
    release: Semaphore,
}

impl Bottom {
    async fn wait(&self) {
        self.deep.add_permits(1);
        // It is an error because the semaphore is closed.
        let _ = self.release.acquire().await;
    }
}

/// Returns the number of calls and the resident size of the process when all tasks were deep.
async fn descend_all(tasks: usize, depth: usize) -> (u64, u64) {
    let bottom = Arc::new(Bottom {
        deep: Semaphore::new(0),
        release: Semaphore::new(0),
    });
    let handles: Vec<_> = (0..tasks)
        .map(|_| {
            let bottom = Arc::clone(&bottom);
            tokio::spawn(async move { descend(depth, pin!(bottom.wait())).await })
        })
        .collect();
    let all_deep = bottom.deep.acquire_many(tasks as u32).await;
    let live = resident_bytes();
    drop(all_deep);
    bottom.release.close();

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

/// The resident size of this process, from the page tables.
fn resident_bytes() -> u64 {
    let text = fs::read_to_string("/proc/self/smaps_rollup").expect("only Linux writes it");
    text.lines()
        .find_map(|line| line.strip_prefix("Rss:")?.strip_suffix("kB"))
        .and_then(|kibibytes| kibibytes.trim().parse::<u64>().ok())
        .map(|kibibytes| kibibytes * 1024)
        .expect("it has the resident size")
}
