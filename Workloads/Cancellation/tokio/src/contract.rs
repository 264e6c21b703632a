use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// How late the first task may see the cancellation.
const SLACK: Duration = Duration::from_secs(1);

/// How long to pause before the region, so that the last task has begun its wait.
pub const SETTLE: Duration = Duration::from_millis(20);

/// Records when each task saw the cancellation and how many tasks have ended. Its times are nanoseconds
/// since its creation.
pub struct Roll {
    made: Instant,
    due: OnceLock<u64>,
    moments: Vec<AtomicU64>, // 0 until the task has seen it
    starting: AtomicUsize,
    all_started: Notify,
    ended: AtomicUsize,
}

impl Roll {
    pub fn new(tasks: usize) -> Self {
        Self {
            made: Instant::now(),
            due: OnceLock::new(),
            moments: (0..tasks).map(|_| AtomicU64::new(0)).collect(),
            starting: AtomicUsize::new(tasks),
            all_started: Notify::new(),
            ended: AtomicUsize::new(0),
        }
    }

    /// The at most ten tasks that a task starts, numbered level by level from the root, 0.
    pub fn children(&self, task: usize) -> Range<usize> {
        let tasks = self.moments.len();
        (10 * task + 1).min(tasks)..(10 * task + 11).min(tasks)
    }

    /// Records that a task has started its children and is about to wait.
    pub fn arrive(&self) {
        if self.starting.fetch_sub(1, Relaxed) == 1 {
            self.all_started.notify_one();
        }
    }

    pub async fn all_started(&self) {
        self.all_started.notified().await;
    }

    /// Makes the cancellation due the given time from now.
    pub fn set_due(&self, after: Duration) {
        let due = nanoseconds(self.made.elapsed() + after);
        self.due.set(due).expect("the due time is set once");
    }

    /// Records that a task sees the cancellation now.
    pub fn see(&self, task: usize) {
        self.moments[task].store(nanoseconds(self.made.elapsed()), Relaxed);
    }

    /// Records that a task and all tasks that it started have ended.
    pub fn end(&self) {
        self.ended.fetch_add(1, Relaxed);
    }

    /// The number of tasks that have not ended; read it at the end of the region.
    pub fn left(&self) -> usize {
        self.moments.len() - self.ended.load(Relaxed)
    }

    pub fn latencies(&self) -> impl Iterator<Item = u64> {
        let due = self.due();
        self.seen().map(move |moment| moment.saturating_sub(due))
    }

    pub fn checksum(&self, left: usize) -> u64 {
        let saw = self.seen().count();
        let early = self.seen().filter(|&moment| moment < self.due()).count();
        let first = self.latencies().min();
        let prompt = first.is_some_and(|latency| latency <= nanoseconds(SLACK));
        [saw, left, early, usize::from(prompt)]
            .iter()
            .fold(0, |folded: u64, &count| {
                folded.wrapping_mul(31).wrapping_add(count as u64)
            })
    }

    fn due(&self) -> u64 {
        *self.due.get().expect("the due time was set")
    }

    fn seen(&self) -> impl Iterator<Item = u64> {
        let moments = self.moments.iter().map(|moment| moment.load(Relaxed));
        moments.filter(|&moment| moment > 0)
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    duration.as_nanos() as u64
}
