use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use tokio::time::Instant;

const ENTRIES_OF_REQUEST: u64 = 10;

/// An entry of the cache: 128 bytes, which depend only on its key and on whether it was replaced.
struct Entry {
    payload: [u64; 16],
}

impl Entry {
    fn filled(key: u64) -> Self {
        Self::from_seed(mixed(2 * key))
    }

    fn replaced(key: u64) -> Self {
        Self::from_seed(mixed(2 * key + 1))
    }

    fn from_seed(seed: u64) -> Self {
        Self {
            payload: std::array::from_fn(|index| seed.wrapping_add(index as u64)),
        }
    }

    fn hash(&self, key: u64) -> u64 {
        mixed(self.payload.iter().fold(key, |folded, word| {
            folded.wrapping_mul(31).wrapping_add(*word)
        }))
    }
}

/// When each batch is due, how late it came, and how long each request took.
pub struct Schedule {
    start: Instant,
    requests_of_each: u64,
    latenesses: Vec<AtomicU64>,
    latencies: Vec<AtomicU64>,
}

const NEVER: u64 = u64::MAX;

impl Schedule {
    pub fn new(batches: u64, requests_of_each: u64) -> Self {
        let slots = |count| (0..count).map(|_| AtomicU64::new(NEVER)).collect();
        Self {
            start: Instant::now(),
            requests_of_each,
            latenesses: slots(batches),
            latencies: slots(batches * requests_of_each),
        }
    }

    /// Starts the schedule: the first batch is due now.
    pub fn start(&mut self) {
        self.start = Instant::now();
    }

    pub fn batches(&self) -> std::ops::Range<u64> {
        0..self.latenesses.len() as u64
    }

    /// The numbers of a batch's requests, counted from 0 over all batches.
    pub fn requests(&self, batch: u64) -> std::ops::Range<u64> {
        batch * self.requests_of_each..(batch + 1) * self.requests_of_each
    }

    pub fn due(&self, batch: u64) -> Instant {
        self.start + Duration::from_millis(batch)
    }

    pub fn note_start(&self, batch: u64) {
        self.latenesses[batch as usize].store(self.nanoseconds_since_due(batch), Relaxed);
    }

    pub fn note_end(&self, request: u64) {
        let latency = self.nanoseconds_since_due(request / self.requests_of_each);
        self.latencies[request as usize].store(latency, Relaxed);
    }

    pub fn latenesses(&self) -> impl Iterator<Item = u64> {
        noted(&self.latenesses)
    }

    /// One for each request that has ended.
    pub fn latencies(&self) -> impl Iterator<Item = u64> {
        noted(&self.latencies)
    }

    fn nanoseconds_since_due(&self, batch: u64) -> u64 {
        self.due(batch).elapsed().as_nanos() as u64
    }
}

fn noted(slots: &[AtomicU64]) -> impl Iterator<Item = u64> {
    slots
        .iter()
        .map(|slot| slot.load(Relaxed))
        .filter(|value| *value != NEVER)
}

/// The output function of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
fn mixed(value: u64) -> u64 {
    let z = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The language's ordinary hash map, from a key to a separately allocated entry.
pub struct Cache {
    entries: HashMap<u64, Box<Entry>>,
}

impl Cache {
    pub fn new(size: u64) -> Self {
        let mut entries = HashMap::with_capacity(size as usize);
        entries.extend((0..size).map(|key| (key, Box::new(Entry::filled(key)))));
        Self { entries }
    }

    pub fn replace_entries(&mut self, request: u64) {
        let size = self.entries.len() as u64;
        for number in 0..ENTRIES_OF_REQUEST {
            let key = (request * ENTRIES_OF_REQUEST + number) % size;
            self.entries.insert(key, Box::new(Entry::replaced(key)));
        }
    }

    pub fn checksum(&self) -> u64 {
        self.entries
            .iter()
            .map(|(key, entry)| entry.hash(*key))
            .fold(0, u64::wrapping_add)
    }
}
