//! The crunchers run on the pool for blocking work, which Tokio's documentation recommends for long
//! computations too. They have separate threads there and need not yield.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use tokio::task::JoinSet;

use crate::contract::Work;

pub fn add_cruncher(crunchers: &mut JoinSet<Work>, over: Arc<AtomicBool>) {
    crunchers.spawn_blocking(move || {
        let mut work = Work::default();
        while !over.load(Relaxed) {
            work.crunch();
        }
        work
    });
}
