//! P pairs of tasks make R round trips each, over two one-slot channels for each pair.

mod oneshot;

use tokio::sync::mpsc::{Receiver, Sender, channel};

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let pairs: usize = trial.integer("pairs", 1);
    let rounds: u64 = trial.integer("rounds", 1);
    let variant = trial.variant(&["oneshot"]);

    trial
        .run(async |stopwatch| {
            if variant == "oneshot" {
                let pairs = oneshot::pairs(pairs);
                let game = async { tokio::spawn(oneshot::play(pairs)).await };
                return stopwatch.measure(game).await.expect("no task panics");
            }
            let channels: Vec<_> = (0..pairs).map(|_| (channel(1), channel(1))).collect();
            // Started by a task, as in Tokio's own benchmark, because tasks that main itself spawns go
            // through a queue that all workers share.
            let game = async { tokio::spawn(play(channels, rounds)).await };
            // The channels come back, so that they are freed after the region.
            let (total, _channels) = stopwatch.measure(game).await.expect("no task panics");
            total
        })
        .await;
}

type Channel = (Sender<u64>, Receiver<u64>);

/// Starts both members of each pair, waits for all, and adds up the numbers that came back.
async fn play(channels: Vec<(Channel, Channel)>, rounds: u64) -> (u64, Vec<(Channel, Channel)>) {
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
    let mut channels = Vec::with_capacity(pairs.len());
    for (ping, pong) in pairs {
        let (sum, ping_ends) = ping.await.expect("no task panics");
        let pong_ends = pong.await.expect("no task panics");
        total += sum;
        channels.push((ping_ends, pong_ends));
    }
    (total, channels)
}

/// Sends each number, waits until it is back, and adds up the numbers that came back.
async fn ping(pings: Sender<u64>, mut pongs: Receiver<u64>, rounds: u64) -> (u64, Channel) {
    let mut sum = 0;
    for i in 1..=rounds {
        pings.send(i).await.expect("pong receives");
        sum += pongs.recv().await.expect("pong answers");
    }
    (sum, (pings, pongs))
}

/// Sends back each number that it receives.
async fn pong(mut pings: Receiver<u64>, pongs: Sender<u64>, rounds: u64) -> Channel {
    for _ in 0..rounds {
        let ball = pings.recv().await.expect("ping sends");
        pongs.send(ball).await.expect("ping receives");
    }
    (pongs, pings)
}
