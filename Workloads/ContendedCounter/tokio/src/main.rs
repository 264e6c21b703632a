//! Adds to one shared count from K Tokio tasks. Each waits for the result of a call before it makes the next.

mod async_mutex;
mod atomic;
mod tally;

use std::sync::{Arc, Mutex};

use tally::Tally;
use tokio::task::JoinSet;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let callers: u64 = trial.integer("callers", 1);
    let calls: u64 = trial.integer("calls", 1);
    let variant = trial.variant(&["async-mutex", "atomic"]);

    trial
        .run(async |stopwatch| {
            let calls = calls / callers;
            let total = match variant {
                "async-mutex" => stopwatch.measure(async_mutex::add_up(callers, calls)).await,
                "atomic" => stopwatch.measure(atomic::add_up(callers, calls)).await,
                _ => stopwatch.measure(add_up(callers, calls)).await,
            };
            stopwatch.metric("longestWaitNanoseconds", total.longest_wait.as_nanos());
            total.count
        })
        .await;
}

async fn add_up(callers: u64, calls: u64) -> Tally {
    let count = Arc::new(Mutex::new(0));
    let mut set = JoinSet::new();
    for _ in 0..callers {
        set.spawn(call(Arc::clone(&count), calls));
    }
    Tally::total(set).await
}

async fn call(count: Arc<Mutex<u64>>, calls: u64) -> Tally {
    let mut tally = Tally::default();
    for _ in 0..calls {
        let result = {
            let mut count = count.lock().expect("no caller panics");
            *count += 1;
            *count
        };
        tally.note(result);
    }
    tally
}
