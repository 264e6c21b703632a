//! One round over two oneshot channels for each pair.

use tokio::sync::oneshot::{Receiver, Sender, channel};

type Channel = (Sender<u64>, Receiver<u64>);

/// Creates the channels of each pair.
pub fn pairs(count: usize) -> Vec<(Channel, Channel)> {
    (0..count).map(|_| (channel(), channel())).collect()
}

/// Starts both members of each pair, waits for all, and adds up the numbers that came back.
pub async fn play(pairs: Vec<(Channel, Channel)>) -> u64 {
    let members: Vec<_> = pairs
        .into_iter()
        .map(|((send_ping, receive_ping), (send_pong, receive_pong))| {
            (
                tokio::spawn(ping(send_ping, receive_pong)),
                tokio::spawn(pong(receive_ping, send_pong)),
            )
        })
        .collect();

    let mut total = 0;
    for (ping, pong) in members {
        total += ping.await.expect("no task panics");
        pong.await.expect("no task panics");
    }
    total
}

async fn ping(pings: Sender<u64>, pongs: Receiver<u64>) -> u64 {
    pings.send(1).expect("pong receives");
    pongs.await.expect("pong answers")
}

async fn pong(pings: Receiver<u64>, pongs: Sender<u64>) {
    let ball = pings.await.expect("ping sends");
    pongs.send(ball).expect("ping receives");
}
