//! Serves requests that replace entries of a cache, with a Tokio task for each connection.

mod contract;

use std::sync::{Arc, Mutex};

use contract::Cache;
use serverkit::Server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let entries: u64 = trial.integer("entries", 1);
    let connections: usize = trial.integer("connections", 1);
    let port: u16 = trial.integer("port", 1);

    trial
        .run(async |stopwatch| {
            let cache = Arc::new(Mutex::new(Cache::new(entries)));
            let mut server = Server::listen(port).await;

            let mut set = JoinSet::new();
            while set.len() < connections {
                set.spawn(serve(server.accept().await, Arc::clone(&cache)));
            }

            stopwatch.measure(server.run_load()).await;

            server.close().await;
            set.join_all().await;
            cache.lock().expect("no request panics").checksum()
        })
        .await;
}

/// Serves one connection until it ends. A request is its number in 8 bytes, and so is its answer.
async fn serve(mut connection: TcpStream, cache: Arc<Mutex<Cache>>) {
    // The load closes its connections with a reset, which is an error here.
    while let Ok(request) = connection.read_u64_le().await {
        replace_entries(&cache, request);
        if connection.write_u64_le(request).await.is_err() {
            return;
        }
    }
}

/// No await happens while the lock is held, so the standard library's mutex is the right one.
fn replace_entries(cache: &Mutex<Cache>, request: u64) {
    let mut cache = cache.lock().expect("no request panics");
    cache.replace_entries(request);
}
