use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// How long a contender sleeps if it is not stopped. The last one should win.
pub fn sleep_of(contender: u64, contenders: u64) -> Duration {
    Duration::from_millis(if contender == contenders - 1 {
        20
    } else {
        10_000 + contender
    })
}

/// Records what happens to the contenders.
#[derive(Default)]
pub struct Referee {
    win: OnceLock<Win>,
    open: AtomicU64,
    stopped: AtomicU64,
    late: AtomicU64,
}

struct Win {
    contender: u64,
    moment: Instant,
}

impl Referee {
    /// Records that a contender has slept to the end. Returns true for the first one, which wins.
    pub fn wake(&self, contender: u64) -> bool {
        let moment = Instant::now();
        let is_first = self.win.set(Win { contender, moment }).is_ok();
        if !is_first {
            self.late.fetch_add(1, Relaxed);
        }
        is_first
    }

    /// Records that a contender was stopped. This counts only if another one has won.
    pub fn stop(&self, contender: u64) {
        if self.win.get().is_some_and(|win| win.contender != contender) {
            self.count_stopped();
        }
    }

    pub fn count_stopped(&self) {
        self.stopped.fetch_add(1, Relaxed);
    }

    /// Returns the final state. Call it at the end of the region.
    pub fn final_state(&self) -> FinalState {
        let win = self.win.get().expect("a contender has won");
        FinalState {
            counts: [
                win.contender,
                self.open.load(Relaxed),
                self.stopped.load(Relaxed),
                self.late.load(Relaxed),
            ],
            since_win: win.moment.elapsed(),
        }
    }
}

pub struct FinalState {
    counts: [u64; 4],
    pub since_win: Duration,
}

impl FinalState {
    pub fn checksum(&self) -> u64 {
        self.counts.iter().fold(0, |folded: u64, &count| {
            folded.wrapping_mul(31).wrapping_add(count)
        })
    }
}

/// A resource that a contender holds from before its start until it ends, no matter how it ends.
pub struct Resource {
    pub referee: Arc<Referee>,
}

impl Resource {
    pub fn open(referee: &Arc<Referee>) -> Self {
        referee.open.fetch_add(1, Relaxed);
        let referee = Arc::clone(referee);
        Self { referee }
    }
}

impl Drop for Resource {
    fn drop(&mut self) {
        self.referee.open.fetch_sub(1, Relaxed);
    }
}
