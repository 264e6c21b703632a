//! The hogs run on the pool for blocking work, which Tokio's documentation recommends for
//! long computations too.

use std::time::Duration;

use tokio::task::JoinSet;

use crate::contract::spin;

pub fn add_hog(hogs: &mut JoinSet<()>, hold: Duration) {
    hogs.spawn_blocking(move || spin(hold));
}
