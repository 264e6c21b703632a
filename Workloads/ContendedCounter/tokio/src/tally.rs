use std::time::{Duration, Instant};

use tokio::task::JoinSet;

/// What one caller, or several together, record of their calls.
pub struct Tally {
    /// The largest count that a call returned.
    pub count: u64,
    pub longest_wait: Duration,
    last_reading: Instant,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            count: 0,
            longest_wait: Duration::ZERO,
            last_reading: Instant::now(),
        }
    }
}

impl Tally {
    /// Records the result of a call that has just ended. The call began when the previous one ended.
    pub fn note(&mut self, result: u64) {
        let now = Instant::now();
        self.longest_wait = self.longest_wait.max(now - self.last_reading);
        self.last_reading = now;
        self.count = result;
    }

    /// Waits for all callers.
    pub async fn total(mut callers: JoinSet<Tally>) -> Tally {
        let mut total = Tally::default();
        while let Some(tally) = callers.join_next().await {
            let tally = tally.expect("no caller panics");
            total.count = total.count.max(tally.count);
            total.longest_wait = total.longest_wait.max(tally.longest_wait);
        }
        total
    }
}
