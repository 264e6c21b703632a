use std::time::{Duration, Instant};

use peerkit::Stopwatch;

pub const BEATS_BEFORE_HOGS: usize = 5;
pub const PERIOD: Duration = Duration::from_millis(1);

/// What a hog does: it reads the clock until the time has passed.
pub fn spin(hold: Duration) {
    let began = Instant::now();
    while began.elapsed() < hold {}
}

/// The beats of one iteration: when each is due and when it was made.
pub struct Heartbeat {
    beats: usize,
    start: Instant,
    made: Vec<Instant>,
}

impl Heartbeat {
    pub fn new(hog_milliseconds: u64) -> Self {
        let beats = hog_milliseconds as usize;
        Self {
            beats,
            start: Instant::now(),
            made: Vec::with_capacity(beats),
        }
    }

    pub fn count(&self) -> usize {
        self.made.len()
    }

    pub fn is_over(&self) -> bool {
        self.count() == self.beats
    }

    pub fn start(&mut self) {
        self.start = Instant::now();
    }

    pub fn due(&self, beat: usize) -> Instant {
        self.start + PERIOD * beat as u32
    }

    pub fn note(&mut self) {
        self.made.push(Instant::now());
    }

    /// Returns the answer; records gaps and lateness in the stopwatch. A beat before its time does not count.
    pub fn report(&self, all_hogs_ended: bool, stopwatch: &mut Stopwatch) -> u64 {
        let late: Vec<u64> = (1..)
            .zip(&self.made)
            .filter_map(|(beat, made)| made.checked_duration_since(self.due(beat)))
            .map(|lateness| lateness.as_nanos() as u64)
            .collect();
        let longest_gap = std::iter::once(&self.start)
            .chain(&self.made)
            .zip(&self.made)
            .map(|(last, made)| *made - *last)
            .max();

        let answer = late.len() as u64 * 31 + u64::from(all_hogs_ended);
        stopwatch.latencies("beatLatenessNanoseconds", late);
        stopwatch.metric(
            "longestGapNanoseconds",
            longest_gap.unwrap_or_default().as_nanos(),
        );
        answer
    }
}
