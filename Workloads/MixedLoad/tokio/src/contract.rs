use std::hint::black_box;
use std::iter::Sum;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use peerkit::Stopwatch;

pub const PERIOD: Duration = Duration::from_millis(10);

const STEPS_OF_CHUNK: u64 = 60_000;
const CHUNK_RESULT: u64 = 16_205_722_847_993_976_650;

/// The work done by one cruncher or by several together.
#[derive(Default)]
pub struct Work {
    chunks: u64,
    wrong_chunks: u64,
}

impl Work {
    /// Crunches a chunk of about a tenth of a millisecond. A step is Marsaglia's xorshift.
    pub fn crunch(&mut self) {
        // Without the black box, the optimizer could see that all chunks are the same.
        let mut number = black_box(1u64);
        for _ in 0..STEPS_OF_CHUNK {
            number ^= number << 13;
            number ^= number >> 7;
            number ^= number << 17;
        }
        self.chunks += 1;
        if number != CHUNK_RESULT {
            self.wrong_chunks += 1;
        }
    }
}

impl Sum for Work {
    fn sum<I: Iterator<Item = Self>>(works: I) -> Self {
        works.fold(Self::default(), |total, work| Self {
            chunks: total.chunks + work.chunks,
            wrong_chunks: total.wrong_chunks + work.wrong_chunks,
        })
    }
}

/// When each tick is due and how late it came.
pub struct Schedule {
    pub timers: usize,
    pub ticks_of_each: usize,
    start: OnceLock<Instant>,
    /// A slot for each tick. It holds the largest number until the tick has come.
    lateness: Vec<AtomicU64>,
}

impl Schedule {
    pub fn new(timers: usize, ticks_of_each: usize) -> Arc<Self> {
        Arc::new(Self {
            timers,
            ticks_of_each,
            start: OnceLock::new(),
            lateness: (0..timers * ticks_of_each)
                .map(|_| AtomicU64::new(u64::MAX))
                .collect(),
        })
    }

    pub fn start(&self) {
        self.start.get_or_init(Instant::now);
    }

    /// Ticks and timers are counted from 0. The first ticks are due after 60 ms, when all timers
    /// have been started.
    pub fn due(&self, tick: usize, timer: usize) -> Instant {
        let start = *self.start.get().expect("the schedule was started");
        start
            + Duration::from_millis(60)
            + PERIOD * tick as u32
            + Duration::from_micros(10) * timer as u32
    }

    /// Records that a tick has come. A tick before its time does not count.
    pub fn note(&self, tick: usize, timer: usize) {
        if let Some(late) = Instant::now().checked_duration_since(self.due(tick, timer)) {
            self.lateness[timer * self.ticks_of_each + tick].store(late.as_nanos() as u64, Relaxed);
        }
    }

    /// Returns the answer; records lateness and chunks in the stopwatch.
    pub fn report(&self, work: Work, stopwatch: &mut Stopwatch) -> u64 {
        let late: Vec<u64> = self
            .lateness
            .iter()
            .map(|slot| slot.load(Relaxed))
            .filter(|&late| late != u64::MAX)
            .collect();
        let answer = late.len() as u64 * 31 + work.wrong_chunks;
        stopwatch.latencies("latenessNanoseconds", late);
        stopwatch.metric("chunksCount", work.chunks);
        answer
    }
}
