//! Spawns a Tokio task that spawns the next one, N deep. The last one reports its number.

use tokio::sync::oneshot;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let depth = trial.integer("depth", 1);

    trial
        .run(async |stopwatch| {
            let (end, last) = oneshot::channel();
            stopwatch
                .measure(async {
                    spawn(1, depth, end);
                    last.await.expect("the chain ends")
                })
                .await
        })
        .await;
}

fn spawn(number: u64, depth: u64, end: oneshot::Sender<u64>) {
    tokio::spawn(async move {
        if number == depth {
            end.send(number).expect("main waits for the end");
        } else {
            spawn(number + 1, depth, end);
        }
    });
}
