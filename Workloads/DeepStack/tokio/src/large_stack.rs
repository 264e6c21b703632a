//! The worker threads have stacks of 256 MiB instead of the default of 2 MiB.

use std::io;

use tokio::runtime::{Builder, Runtime};

pub fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(256 << 20)
        .build()
}
