//! Keeps every worker busy with tasks that never yield, while one more task wants to run each millisecond.

mod contract;
mod spawn_blocking;

use std::time::Duration;

use contract::{BEATS_BEFORE_HOGS, Heartbeat, PERIOD, spin};
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tokio::time::{Instant, interval_at};

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let hog_milliseconds: u64 = trial.integer("hog-milliseconds", 50);
    let variant = trial.variant(&["spawn-blocking"]);
    let add_hog = match variant {
        "spawn-blocking" => spawn_blocking::add_hog,
        _ => add_hog,
    };

    trial
        .run(async |stopwatch| {
            let heartbeat = Heartbeat::new(hog_milliseconds);
            let hold = Duration::from_millis(hog_milliseconds);
            let (heartbeat, all_ended) = stopwatch
                .measure(async {
                    // The heartbeat is a task as well, because this thread is not in the pool.
                    tokio::spawn(beat(heartbeat, hold, add_hog))
                        .await
                        .expect("the heartbeat does not panic")
                })
                .await;
            heartbeat.report(all_ended, stopwatch)
        })
        .await;
}

fn add_hog(hogs: &mut JoinSet<()>, hold: Duration) {
    hogs.spawn(async move { spin(hold) });
}

/// Makes all beats and returns whether all hogs ended.
async fn beat(
    mut heartbeat: Heartbeat,
    hold: Duration,
    add_hog: fn(&mut JoinSet<()>, Duration),
) -> (Heartbeat, bool) {
    let count = Handle::current().metrics().num_workers();
    let mut hogs = JoinSet::new();
    heartbeat.start();
    // After a delay it catches up at once, which is the default of an interval.
    let mut interval = interval_at(Instant::from_std(heartbeat.due(1)), PERIOD);
    while !heartbeat.is_over() {
        interval.tick().await;
        heartbeat.note();
        if heartbeat.count() == BEATS_BEFORE_HOGS {
            for _ in 0..count {
                add_hog(&mut hogs, hold);
            }
        }
    }
    let ended = hogs.join_all().await.len();
    (heartbeat, ended == count)
}
