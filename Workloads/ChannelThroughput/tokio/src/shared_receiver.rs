//! Tokio's own channel for several consumers, which take turns behind a mutex.

use std::sync::Arc;

use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

use crate::sizes::Sizes;

pub async fn transfer(
    (sender, receiver): (mpsc::Sender<u64>, mpsc::Receiver<u64>),
    sizes: Sizes,
) -> u64 {
    let receiver = Arc::new(Mutex::new(receiver));
    let mut consumers = JoinSet::new();
    for _ in 0..sizes.consumers {
        consumers.spawn(sum_shared(Arc::clone(&receiver)));
    }
    let mut producers = JoinSet::new();
    for producer in 0..sizes.producers {
        let sender = sender.clone();
        producers.spawn(async move {
            for number in sizes.share(producer) {
                sender.send(number).await.expect("consumers receive");
            }
        });
    }
    drop(sender); // The channel closes when the last sender is dropped.
    producers.join_all().await;
    consumers.join_all().await.iter().sum()
}

async fn sum_shared(receiver: Arc<Mutex<mpsc::Receiver<u64>>>) -> u64 {
    let mut sum = 0;
    while let Some(number) = receiver.lock().await.recv().await {
        sum += number;
    }
    sum
}
