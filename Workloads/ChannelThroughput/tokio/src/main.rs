//! Sends integers from producers to consumers through one channel.

mod mpmc;
mod shared_receiver;
mod sizes;

use sizes::Sizes;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let variant = trial.variant(&["mpmc", "shared-receiver"]);
    let sizes = Sizes {
        producers: trial.integer("producers", 1),
        consumers: trial.integer("consumers", 1),
        messages: trial.integer("messages", 1),
        capacity: trial.integer("capacity", 0),
    };

    trial
        .run(async |stopwatch| {
            // Neither channel has a rendezvous; one slot comes closest.
            let capacity = sizes.capacity.max(1);
            if variant == "shared-receiver" {
                let channel = mpsc::channel(capacity);
                let transfer = shared_receiver::transfer(channel, sizes);
                return stopwatch.measure(transfer).await;
            }
            // Tokio's own channel is for one consumer.
            if variant == "mpmc" || sizes.consumers > 1 {
                let channel = async_channel::bounded(capacity);
                return stopwatch.measure(mpmc::transfer(channel, sizes)).await;
            }
            stopwatch
                .measure(transfer(mpsc::channel(capacity), sizes))
                .await
        })
        .await;
}

async fn transfer(
    (sender, mut receiver): (mpsc::Sender<u64>, mpsc::Receiver<u64>),
    sizes: Sizes,
) -> u64 {
    let consumer = tokio::spawn(async move {
        let mut sum = 0;
        while let Some(number) = receiver.recv().await {
            sum += number;
        }
        sum
    });
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
    consumer.await.expect("no task panics")
}
