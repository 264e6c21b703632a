use std::env::temp_dir;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
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
        let path = (read_kibibytes > 0).then(|| temporary_file(read_kibibytes << 10));
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

/// Creates a file of the given size under a name that nothing else has, and returns its path.
fn temporary_file(bytes: usize) -> Arc<Path> {
    let mut attempt = 0;
    loop {
        let path = temp_dir().join(format!("parallax-{}-{attempt}", process::id()));
        // The name may be taken, for instance by a link, which must not be followed.
        match File::create_new(&path) {
            Ok(mut file) => {
                file.write_all(&vec![1_u8; bytes])
                    .expect("a temporary file is writable");
                return path.into();
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => attempt += 1,
            Err(error) => panic!("no temporary file can be created: {error}"),
        }
    }
}
