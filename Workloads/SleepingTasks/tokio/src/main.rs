//! Starts N Tokio tasks that all sleep at the same time, and waits for them.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use tokio::time::sleep;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let tasks = trial.integer("tasks", 1);
    let hold = Duration::from_millis(trial.integer("hold-milliseconds", 0));

    trial
        .run(async |stopwatch| {
            let (woken, all_asleep) = stopwatch.measure(sleep_at_once(tasks, hold)).await;
            stopwatch.metric("startNanoseconds", all_asleep.as_nanos());
            woken
        })
        .await;
}

/// Returns the number of tasks that woke and the time until all were asleep.
async fn sleep_at_once(tasks: u64, hold: Duration) -> (u64, Duration) {
    let start = Arc::new(Start {
        tasks,
        hold,
        began: Instant::now(),
        asleep: AtomicU64::new(0),
        all_asleep: OnceLock::new(),
    });
    let handles: Vec<_> = (0..tasks)
        .map(|_| {
            let start = Arc::clone(&start);
            tokio::spawn(async move {
                start.count_one_asleep();
                // Again and twice as long until all have slept at once.
                let mut factor = 1;
                loop {
                    sleep(start.hold * factor).await;
                    if start.all_are_asleep() {
                        break;
                    }
                    factor *= 2;
                }
            })
        })
        .collect();

    let mut woken = 0;
    for handle in handles {
        handle.await.expect("no task panics");
        woken += 1;
    }
    (woken, *start.all_asleep.get().expect("every task counts"))
}

/// The state that all tasks share. It is not stored in each task, because Tokio allocates tasks in steps
/// of 128 bytes.
struct Start {
    tasks: u64,
    hold: Duration,
    began: Instant,
    asleep: AtomicU64,
    all_asleep: OnceLock<Duration>,
}

impl Start {
    fn all_are_asleep(&self) -> bool {
        self.asleep.load(Relaxed) == self.tasks
    }

    fn count_one_asleep(&self) {
        if self.asleep.fetch_add(1, Relaxed) + 1 == self.tasks {
            self.all_asleep.get_or_init(|| self.began.elapsed());
        }
    }
}
