//! The crate async-channel, whose channel many consumers can share without a lock.

use tokio::task::JoinSet;

use crate::sizes::Sizes;

pub async fn transfer(
    (sender, receiver): (async_channel::Sender<u64>, async_channel::Receiver<u64>),
    sizes: Sizes,
) -> u64 {
    let mut consumers = JoinSet::new();
    for _ in 0..sizes.consumers {
        let receiver = receiver.clone();
        consumers.spawn(async move {
            let mut sum = 0;
            while let Ok(number) = receiver.recv().await {
                sum += number;
            }
            sum
        });
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
