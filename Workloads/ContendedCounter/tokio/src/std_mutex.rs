//! The standard library's mutex. No task holds it across an await, so Tokio's mutex is not needed.

use std::sync::{Arc, Mutex};

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
            let mut count = count.lock().expect("no caller panics");
            *count += 1;
            *count
        };
        tally.note(result);
    }
    tally
}
