use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// How long a contender sleeps when nobody stops it; the last one is to win.
pub fn sleep_of(contender: u64, contenders: u64) -> Duration {
    Duration::from_millis(if contender == contenders - 1 {
        20
    } else {
        10_000 + contender
    })
}

/// Takes down what becomes of the contenders.
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
    /// Notes that a contender has slept to the end; true for the first, which wins.
    pub fn wake(&self, contender: u64) -> bool {
        let moment = Instant::now();
        let is_first = self.win.set(Win { contender, moment }).is_ok();
        if !is_first {
            self.late.fetch_add(1, Relaxed);
        }
        is_first
    }

    /// Notes that a contender was stopped; it counts when another one has won.
    pub fn stop(&self, contender: u64) {
        if self.win.get().is_some_and(|win| win.contender != contender) {
            self.count_stopped();
        }
    }

    pub fn count_stopped(&self) {
        self.stopped.fetch_add(1, Relaxed);
    }

    /// How things stand at the end of the region.
    pub fn verdict(&self) -> Verdict {
        let win = self.win.get().expect("a contender has won");
        Verdict {
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

pub struct Verdict {
    counts: [u64; 4],
    pub since_win: Duration,
}

impl Verdict {
    pub fn checksum(&self) -> u64 {
        self.counts.iter().fold(0, |folded: u64, &count| {
            folded.wrapping_mul(31).wrapping_add(count)
        })
    }
}

/// What a contender holds from before its start until it ends, however it ends.
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
