//! Tokio's mutex: a task that finds it locked is suspended.

use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::task::JoinSet;

use crate::tally::Tally;

pub async fn add_up(callers: u64, calls: u64) -> Tally {
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
            let mut count = count.lock().await;
            *count += 1;
            *count
        };
        tally.note(result);
    }
    tally
}
