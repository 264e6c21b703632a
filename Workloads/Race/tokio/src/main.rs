//! Starts N contenders and waits until all have ended. The first to wake wins and stops the others.

mod abort;
mod contract;

use std::sync::Arc;
use std::time::Duration;

use contract::{FinalState, Referee, Resource, sleep_of};
use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let contenders: u64 = trial.integer("contenders", 2);
    let variant = trial.variant(&["abort"]);

    trial
        .run(async |stopwatch| {
            let state = match variant {
                "abort" => stopwatch.measure(abort::race(contenders)).await,
                _ => stopwatch.measure(race(contenders)).await,
            };
            stopwatch.metric("stopNanoseconds", state.since_win.as_nanos());
            state.checksum()
        })
        .await;
}

async fn race(contenders: u64) -> FinalState {
    let referee = Arc::new(Referee::default());
    let stop_all = CancellationToken::new();
    let mut set = JoinSet::new();
    for contender in 0..contenders {
        let resource = Resource::open(&referee);
        let time = sleep_of(contender, contenders);
        set.spawn(contend(contender, time, resource, stop_all.clone()));
    }
    set.join_all().await;
    referee.final_state()
}

async fn contend(contender: u64, time: Duration, resource: Resource, stop_all: CancellationToken) {
    tokio::select! {
        () = sleep(time) => {
            if resource.referee.wake(contender) {
                stop_all.cancel();
            }
        }
        () = stop_all.cancelled() => resource.referee.stop(contender),
    }
}
