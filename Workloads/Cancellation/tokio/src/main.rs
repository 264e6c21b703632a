//! Cancels the root of a tree of N waiting Tokio tasks, by a call or a deadline, and waits until
//! all have ended.

mod contract;

use std::sync::Arc;
use std::time::Duration;

use contract::{Roll, SETTLE};
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let tasks = trial.integer("tasks", 1);
    let deadline = Duration::from_millis(trial.integer("deadline-milliseconds", 0));

    trial
        .run(async |stopwatch| {
            let roll = Arc::new(Roll::new(tasks));
            let token = CancellationToken::new();
            let root = start(Arc::clone(&roll), token.child_token(), 0);
            roll.all_started().await;
            sleep(SETTLE).await;

            let left = stopwatch
                .measure(async {
                    roll.set_due(deadline);
                    if !deadline.is_zero() {
                        sleep(deadline).await;
                    }
                    token.cancel();
                    root.await.expect("no task panics");
                    roll.left()
                })
                .await;

            stopwatch.latencies("cancelLatencyNanoseconds", roll.latencies());
            roll.checksum(left)
        })
        .await;
}

/// Starts a task, which starts its children and then waits only for its cancellation.
fn start(roll: Arc<Roll>, token: CancellationToken, task: usize) -> JoinHandle<()> {
    tokio::spawn(async move {
        let children: Vec<_> = roll
            .children(task)
            .map(|child| start(Arc::clone(&roll), token.child_token(), child))
            .collect();
        roll.arrive();
        token.cancelled().await;
        roll.see(task);
        for child in children {
            child.await.expect("no task panics");
        }
        roll.end();
    })
}
