//! P pairs of tasks make R round trips each, over two one-slot channels for each pair.

use tokio::sync::mpsc::{Receiver, Sender, channel};

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let pairs: usize = trial.integer("pairs", 1);
    let rounds: u64 = trial.integer("rounds", 1);

    trial
        .run(async |stopwatch| {
            let channels: Vec<_> = (0..pairs).map(|_| (channel(1), channel(1))).collect();
            // Started by a task, as in Tokio's own benchmark, because tasks that main itself spawns go
            // through a queue that all workers share.
            let game = async { tokio::spawn(play(channels, rounds)).await };
            stopwatch.measure(game).await.expect("no task panics")
        })
        .await;
}

type Channel = (Sender<u64>, Receiver<u64>);

/// Starts both members of each pair, waits for all, and adds up the numbers that came back.
async fn play(channels: Vec<(Channel, Channel)>, rounds: u64) -> u64 {
    let pairs: Vec<_> = channels
        .into_iter()
        .map(|((send_ping, receive_ping), (send_pong, receive_pong))| {
            (
                tokio::spawn(ping(send_ping, receive_pong, rounds)),
                tokio::spawn(pong(receive_ping, send_pong, rounds)),
            )
        })
        .collect();

    let mut total = 0;
    for (ping, pong) in pairs {
        total += ping.await.expect("no task panics");
        pong.await.expect("no task panics");
    }
    total
}

/// Sends each number, waits until it is back, and returns the sum of the numbers that came back.
async fn ping(pings: Sender<u64>, mut pongs: Receiver<u64>, rounds: u64) -> u64 {
    let mut sum = 0;
    for i in 1..=rounds {
        pings.send(i).await.expect("pong receives");
        sum += pongs.recv().await.expect("pong answers");
    }
    sum
}

/// Sends back each number that it receives.
async fn pong(mut pings: Receiver<u64>, pongs: Sender<u64>, rounds: u64) {
    for _ in 0..rounds {
        let ball = pings.recv().await.expect("ping sends");
        pongs.send(ball).await.expect("ping receives");
    }
}
