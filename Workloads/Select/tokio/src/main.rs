//! Receives from whichever of K channels is ready, until all are closed and drained.

mod stream_map;
mod tally;

use tally::Tally;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::task::JoinSet;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let variant = trial.variant(&["stream-map"]);
    let channels: usize = trial.integer("channels", 2);
    let messages = trial.integer("messages", 1);

    trial
        .run(async |stopwatch| {
            let tally = Tally::new(channels, messages);
            let (senders, receivers): (Vec<_>, Vec<_>) =
                (0..channels).map(|_| mpsc::channel(1)).unzip();

            let tally = stopwatch
                .measure(async {
                    // The receiver is a task as well: on this thread, each wait would cost a thread switch.
                    let receiver = match variant {
                        "stream-map" => tokio::spawn(stream_map::receive(receivers, tally)),
                        _ => tokio::spawn(receive(receivers, tally)),
                    };
                    let mut producers = JoinSet::new();
                    for sender in senders {
                        producers.spawn(send(sender, messages));
                    }
                    let tally = receiver.await.expect("the receiver does not panic");
                    producers.join_all().await;
                    tally
                })
                .await;

            stopwatch.ratio("fairnessRatio", tally.fairness());
            tally.checksum()
        })
        .await;
}

async fn send(sender: Sender<u64>, messages: u64) {
    for number in 1..=messages {
        sender.send(number).await.expect("the receiver receives");
    }
}

/// `select!` names its branches, so each number of channels needs a separate one.
async fn receive(mut receivers: Vec<Receiver<u64>>, mut tally: Tally) -> Tally {
    match receivers.as_mut_slice() {
        [a, b] => loop {
            tokio::select! {
                Some(number) = a.recv() => tally.note(0, number),
                Some(number) = b.recv() => tally.note(1, number),
                else => return tally,
            }
        },
        [a, b, c, d, e, f] => loop {
            tokio::select! {
                Some(number) = a.recv() => tally.note(0, number),
                Some(number) = b.recv() => tally.note(1, number),
                Some(number) = c.recv() => tally.note(2, number),
                Some(number) = d.recv() => tally.note(3, number),
                Some(number) = e.recv() => tally.note(4, number),
                Some(number) = f.recv() => tally.note(5, number),
                else => return tally,
            }
        },
        _ => panic!("only 2 or 6 channels are supported"),
    }
}
