use std::env::temp_dir;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::process;
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

const SLEEP: Duration = Duration::from_millis(10);
const PIECE_BYTES: usize = 64 << 10;

/// The call that every task makes: it sleeps, or it reads a file to its end.
#[derive(Clone)]
pub struct BlockingCall {
    path: Option<Arc<Path>>,
}

impl BlockingCall {
    /// Creates the file to read, unless the call is a sleep.
    pub fn new(read_kibibytes: usize) -> Self {
        let path = (read_kibibytes > 0).then(|| {
            let path = temp_dir().join(format!("parallax-{}", process::id()));
            fs::write(&path, vec![1; read_kibibytes << 10]).expect("a temporary file is writable");
            path.into()
        });
        Self { path }
    }

    /// Removes the file, if there is one.
    pub fn end(self) {
        if let Some(path) = self.path {
            fs::remove_file(path).expect("the file is ours");
        }
    }

    /// Blocks the calling thread and returns the number of bytes read.
    pub fn make(&self) -> u64 {
        let Some(path) = &self.path else {
            sleep(SLEEP);
            return 0;
        };
        let mut file = File::open(path).expect("the file exists");
        let mut piece = vec![0; PIECE_BYTES];
        let mut bytes = 0;
        loop {
            match file.read(&mut piece).expect("the file can be read") {
                0 => return bytes,
                count => bytes += count as u64,
            }
        }
    }
}
