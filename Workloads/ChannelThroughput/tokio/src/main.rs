//! Sends integers from producers to consumers through one channel.

mod mpmc;
mod sizes;

use std::sync::Arc;

use sizes::Sizes;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let variant = trial.variant(&["mpmc"]);
    let sizes = Sizes {
        producers: trial.integer("producers", 1),
        consumers: trial.integer("consumers", 1),
        messages: trial.integer("messages", 1),
        capacity: trial.integer("capacity", 0),
    };

    trial
        .run(async |stopwatch| match variant {
            "mpmc" => {
                let channel = async_channel::bounded(sizes.capacity);
                stopwatch.measure(mpmc::transfer(channel, sizes)).await
            }
            _ => {
                // Tokio's channel has no rendezvous; one slot comes closest.
                let channel = mpsc::channel(sizes.capacity.max(1));
                stopwatch.measure(transfer(channel, sizes)).await
            }
        })
        .await;
}

async fn transfer(
    (sender, mut receiver): (mpsc::Sender<u64>, mpsc::Receiver<u64>),
    sizes: Sizes,
) -> u64 {
    let mut consumers = JoinSet::new();
    if sizes.consumers == 1 {
        consumers.spawn(async move {
            let mut sum = 0;
            while let Some(number) = receiver.recv().await {
                sum += number;
            }
            sum
        });
    } else {
        // The receiver is for one consumer, so several take turns.
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..sizes.consumers {
            consumers.spawn(sum_shared(Arc::clone(&receiver)));
        }
    }
    for producer in 0..sizes.producers {
        let sender = sender.clone();
        tokio::spawn(async move {
            for number in sizes.share(producer) {
                sender.send(number).await.expect("consumers receive");
            }
        });
    }
    drop(sender); // The channel closes when the last sender is dropped.
    consumers.join_all().await.iter().sum()
}

async fn sum_shared(receiver: Arc<Mutex<mpsc::Receiver<u64>>>) -> u64 {
    let mut sum = 0;
    while let Some(number) = receiver.lock().await.recv().await {
        sum += number;
    }
    sum
}
