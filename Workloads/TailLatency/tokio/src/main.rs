//! Serves requests that replace entries of a cache, on a schedule that does not wait for them.

mod contract;

use std::sync::{Arc, Mutex};

use contract::{Cache, Schedule};
use tokio::time::sleep_until;
use tokio_util::task::TaskTracker;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let entries: u64 = trial.integer("entries", 1);
    let rate_per_second: u64 = trial.integer("rate-per-second", 1_000);
    let duration_milliseconds: u64 = trial.integer("duration-milliseconds", 1);

    trial
        .run(async |stopwatch| {
            let cache = Arc::new(Mutex::new(Cache::new(entries)));
            let schedule = Schedule::new(duration_milliseconds, rate_per_second / 1_000);

            let schedule = stopwatch
                .measure(async {
                    // The server is a task as well. This thread is not in the pool, so each wake-up would
                    // cost a hop between threads.
                    let server = tokio::spawn(serve(schedule, Arc::clone(&cache)));
                    server.await.expect("the server does not panic")
                })
                .await;

            stopwatch.latencies("latenessNanoseconds", schedule.latenesses());
            stopwatch.latencies("latencyNanoseconds", schedule.latencies());
            let requests = schedule.latencies().count() as u64;
            let checksum = cache.lock().expect("no request panics").checksum();
            requests.wrapping_mul(31).wrapping_add(checksum)
        })
        .await;
}

/// Starts a task for each request when its batch is due. Late batches follow at once.
async fn serve(mut schedule: Schedule, cache: Arc<Mutex<Cache>>) -> Arc<Schedule> {
    schedule.start();
    let schedule = Arc::new(schedule);
    let tracker = TaskTracker::new();
    for batch in schedule.batches() {
        sleep_until(schedule.due(batch)).await;
        schedule.note_start(batch);
        for request in schedule.requests(batch) {
            let (schedule, cache) = (Arc::clone(&schedule), Arc::clone(&cache));
            tracker.spawn(async move {
                // No await happens while the lock is held, so the standard library's mutex is the right one.
                let mut cache = cache.lock().expect("no request panics");
                cache.replace_entries(request);
                drop(cache);
                schedule.note_end(request);
            });
        }
    }
    tracker.close();
    tracker.wait().await;
    schedule
}
