use std::collections::HashMap;
use std::ptr::NonNull;

const ENTRIES_OF_REQUEST: u64 = 10;

/// An entry of the cache: a payload of 128 bytes, which depend only on its key and on whether it was
/// replaced, and two links.
struct Entry {
    payload: [u64; 16],
    newer: Option<NonNull<Entry>>,
    older: Option<NonNull<Entry>>,
}

impl Entry {
    fn filled(key: u64) -> Box<Self> {
        Self::from_seed(mixed(2 * key))
    }

    fn replaced(key: u64) -> Box<Self> {
        Self::from_seed(mixed(2 * key + 1))
    }

    fn from_seed(seed: u64) -> Box<Self> {
        Box::new(Self {
            payload: std::array::from_fn(|index| seed.wrapping_add(index as u64)),
            newer: None,
            older: None,
        })
    }

    fn hash(&self) -> u64 {
        mixed(self.payload.iter().fold(0_u64, |folded, word| {
            folded.wrapping_mul(31).wrapping_add(*word)
        }))
    }
}

/// The output function of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
fn mixed(value: u64) -> u64 {
    let z = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The language's ordinary hash map, whose entries form a list, the most recently replaced first.
///
/// As in the crate `lru`, the map points to boxes and the links are pointers. An entry is freed when
/// another one takes its place.
pub struct Cache {
    entries: HashMap<u64, NonNull<Entry>>,
    size: u64,
    replaced_count: u64,
    newest: Option<NonNull<Entry>>,
    oldest: Option<NonNull<Entry>>,
}

// SAFETY: the pointers lead only to entries that the cache owns.
unsafe impl Send for Cache {}

impl Cache {
    pub fn new(size: u64) -> Self {
        let mut cache = Self {
            entries: HashMap::with_capacity(size as usize),
            size,
            replaced_count: 0,
            newest: None,
            oldest: None,
        };
        for key in 0..size {
            cache.link(Entry::filled(key), key);
        }
        cache
    }

    /// Replaces the entries that a request names with new ones, which go to the front of the list.
    pub fn replace_entries(&mut self, request: u64) {
        for number in 0..ENTRIES_OF_REQUEST {
            let key = (request * ENTRIES_OF_REQUEST + number) % self.size;
            let entry = Entry::replaced(key);
            if let Some(&replaced) = self.entries.get(&key) {
                self.unlink(replaced);
            }
            if let Some(replaced) = self.link(entry, key) {
                // SAFETY: it came from a box, and nothing points to it any longer.
                drop(unsafe { Box::from_raw(replaced.as_ptr()) });
            }
        }
        self.replaced_count += ENTRIES_OF_REQUEST;
    }

    /// The answer: the number of requests served, and a sum over the list, which does not depend on
    /// its order.
    pub fn checksum(&self) -> u64 {
        let mut sum = (self.replaced_count / ENTRIES_OF_REQUEST).wrapping_mul(31);
        let mut next = self.newest;
        while let Some(entry) = next {
            // SAFETY: every entry of the list is alive.
            let entry = unsafe { entry.as_ref() };
            sum = sum.wrapping_add(entry.hash());
            next = entry.older;
        }
        sum
    }

    /// Puts an entry into the map and to the front of the list; returns the one that the key had.
    fn link(&mut self, mut entry: Box<Entry>, key: u64) -> Option<NonNull<Entry>> {
        entry.older = self.newest;
        let entry = NonNull::from(Box::leak(entry));
        match self.newest {
            // SAFETY: every entry of the list is alive.
            Some(mut newest) => unsafe { newest.as_mut().newer = Some(entry) },
            None => self.oldest = Some(entry),
        }
        self.newest = Some(entry);
        self.entries.insert(key, entry)
    }

    fn unlink(&mut self, entry: NonNull<Entry>) {
        // SAFETY: every entry of the list is alive.
        let entry = unsafe { entry.as_ref() };
        match entry.newer {
            // SAFETY: every entry of the list is alive.
            Some(mut newer) => unsafe { newer.as_mut().older = entry.older },
            None => self.newest = entry.older,
        }
        match entry.older {
            // SAFETY: every entry of the list is alive.
            Some(mut older) => unsafe { older.as_mut().newer = entry.newer },
            None => self.oldest = entry.newer,
        }
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        for (_, entry) in self.entries.drain() {
            // SAFETY: every entry of the map came from a box.
            drop(unsafe { Box::from_raw(entry.as_ptr()) });
        }
    }
}
