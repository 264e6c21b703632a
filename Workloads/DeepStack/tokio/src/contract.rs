use std::fs;
use std::sync::Arc;

use tokio::sync::Semaphore;

/// Where all tasks wait until they are released together.
pub struct Bottom {
    tasks: usize,
    /// Has a permit for each task that is at the bottom.
    deep: Semaphore,
    /// Has no permits. It is closed to release the tasks.
    release: Semaphore,
}

impl Bottom {
    pub fn new(tasks: usize) -> Arc<Self> {
        Arc::new(Self {
            tasks,
            deep: Semaphore::new(0),
            release: Semaphore::new(0),
        })
    }

    pub async fn wait(&self) {
        self.deep.add_permits(1);
        // It is an error because the semaphore is closed.
        let _ = self.release.acquire().await;
    }

    pub async fn until_all_are_deep(&self) {
        let permits = self.deep.acquire_many(self.tasks as u32).await;
        permits.expect("this semaphore is never closed").forget();
    }

    pub fn release(&self) {
        self.release.close();
    }
}

/// The resident size of this process, from the page tables.
pub fn resident_bytes() -> u64 {
    let text = fs::read_to_string("/proc/self/smaps_rollup").expect("only Linux writes it");
    text.lines()
        .find_map(|line| line.strip_prefix("Rss:")?.strip_suffix("kB"))
        .and_then(|kibibytes| kibibytes.trim().parse::<u64>().ok())
        .map(|kibibytes| kibibytes * 1024)
        .expect("it has the resident size")
}
