//! An atomic count: no caller waits for another.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use tokio::task::JoinSet;

use crate::tally::Tally;

pub async fn add_up(callers: u64, calls: u64) -> Tally {
    let count = Arc::new(AtomicU64::new(0));
    let mut set = JoinSet::new();
    for _ in 0..callers {
        set.spawn(call(Arc::clone(&count), calls));
    }
    Tally::total(set).await
}

async fn call(count: Arc<AtomicU64>, calls: u64) -> Tally {
    let mut tally = Tally::default();
    for _ in 0..calls {
        tally.note(count.fetch_add(1, Relaxed) + 1);
    }
    tally
}
