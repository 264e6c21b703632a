//! The sizes of a case and the numbers that each producer sends.

use std::ops::Range;

#[derive(Clone, Copy)]
pub struct Sizes {
    pub producers: u64,
    pub consumers: u64,
    pub messages: u64,
    pub capacity: usize,
}

impl Sizes {
    /// The numbers that a producer sends; producers are counted from 0.
    pub fn share(&self, producer: u64) -> Range<u64> {
        let share = self.messages / self.producers;
        producer * share + 1..(producer + 1) * share + 1
    }
}
