//! Passes a token N times around a ring of tasks. The task where it stops reports its number.

use tokio::sync::mpsc::{Receiver, Sender, channel};

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let members: usize = trial.integer("members", 1);
    let hops: u64 = trial.integer("hops", 1);

    trial
        .run(async |stopwatch| {
            let (senders, receivers) = (0..members).map(|_| channel(1)).unzip();
            // Started by a task, because tasks that main itself spawns go through a queue that
            // all workers share.
            let ring = async { tokio::spawn(turn(senders, receivers, hops)).await };
            stopwatch.measure(ring).await.expect("no task panics")
        })
        .await;
}

/// Starts the members, sends the token to the first, and returns the number of the member where it stopped.
async fn turn(mut senders: Vec<Sender<u64>>, receivers: Vec<Receiver<u64>>, hops: u64) -> u64 {
    let first = senders[0].clone();
    senders.rotate_left(1);
    let members: Vec<_> = receivers
        .into_iter()
        .zip(senders)
        .map(|(receiver, sender)| tokio::spawn(pass(receiver, sender)))
        .collect();
    first.send(hops).await.expect("the first member receives");
    drop(first);

    let mut stopped = 0;
    for (number, member) in (1..).zip(members) {
        if member.await.expect("no task panics") {
            stopped = number;
        }
    }
    stopped
}

/// Passes the token on until it stops, here or elsewhere; dropping the sender then closes the output channel.
/// Returns whether the token stopped here.
async fn pass(mut receiver: Receiver<u64>, sender: Sender<u64>) -> bool {
    while let Some(token) = receiver.recv().await {
        if token == 0 {
            return true;
        }
        sender.send(token - 1).await.expect("the next receives");
    }
    false
}
