//! The tasks are collected in a `JoinSet`, which keeps each one that has ended until its result is taken.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use tokio::task::JoinSet;

use crate::Count;

pub async fn spawn_many(tasks: u64, count: &Arc<Count>) {
    let mut set = JoinSet::new();
    for _ in 0..tasks {
        let count = Arc::clone(count);
        set.spawn(async move {
            count.ran.fetch_add(1, Relaxed);
        });
    }
    set.join_all().await;
}
