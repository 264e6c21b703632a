//! Crunches on every worker while many tasks each want to run every ten milliseconds.

mod contract;
mod spawn_blocking;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use contract::{PERIOD, Schedule, Work};
use tokio::runtime::Handle;
use tokio::task::{JoinSet, yield_now};
use tokio::time::{Instant, interval_at};

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let duration_milliseconds: u64 = trial.integer("duration-milliseconds", 10);
    let timers: usize = trial.integer("timers", 1);
    let add_cruncher = match trial.variant(&["spawn-blocking"]) {
        "spawn-blocking" => spawn_blocking::add_cruncher,
        _ => add_cruncher,
    };
    let ticks_of_each = (duration_milliseconds / 10) as usize;

    trial
        .run(async |stopwatch| {
            let schedule = Schedule::new(timers, ticks_of_each);
            let work = stopwatch
                .measure(tick(Arc::clone(&schedule), add_cruncher))
                .await;
            schedule.report(work, stopwatch)
        })
        .await;
}

/// Runs all timers to their end and returns the work that was crunched meanwhile.
async fn tick(
    schedule: Arc<Schedule>,
    add_cruncher: fn(&mut JoinSet<Work>, Arc<AtomicBool>),
) -> Work {
    let over = Arc::new(AtomicBool::new(false));
    schedule.start();
    let timers: JoinSet<()> = (0..schedule.timers)
        .map(|timer| run_timer(Arc::clone(&schedule), timer))
        .collect();
    let mut crunchers = JoinSet::new();
    for _ in 0..Handle::current().metrics().num_workers() {
        add_cruncher(&mut crunchers, Arc::clone(&over));
    }
    timers.join_all().await;
    over.store(true, Relaxed);
    crunchers.join_all().await.into_iter().sum()
}

async fn run_timer(schedule: Arc<Schedule>, timer: usize) {
    // After a delay it catches up at once, which is the default of an interval.
    let mut interval = interval_at(Instant::from_std(schedule.due(0, timer)), PERIOD);
    for tick in 0..schedule.ticks_of_each {
        interval.tick().await;
        schedule.note(tick, timer);
    }
}

fn add_cruncher(crunchers: &mut JoinSet<Work>, over: Arc<AtomicBool>) {
    crunchers.spawn(async move {
        let mut work = Work::default();
        while !over.load(Relaxed) {
            work.crunch();
            yield_now().await;
        }
        work
    });
}
