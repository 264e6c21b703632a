//! Makes N blocking calls, each on a thread of Tokio's pool for blocking work.

mod contract;

use contract::BlockingCall;
use tokio::task::JoinSet;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let calls: u64 = trial.integer("calls", 1);
    let read_kibibytes: usize = trial.integer("read-kibibytes", 0);

    trial
        .run(async |stopwatch| {
            let call = BlockingCall::new(read_kibibytes);
            let (made, bytes) = stopwatch.measure(make(call.clone(), calls)).await;
            call.end();
            made * 31 + bytes
        })
        .await;
}

/// The number of calls made and the number of bytes that they read.
async fn make(call: BlockingCall, calls: u64) -> (u64, u64) {
    let mut set = JoinSet::new();
    for _ in 0..calls {
        let call = call.clone();
        set.spawn_blocking(move || call.make());
    }

    let (mut made, mut bytes) = (0, 0);
    while let Some(read) = set.join_next().await {
        made += 1;
        bytes += read.expect("no call panics");
    }
    (made, bytes)
}
