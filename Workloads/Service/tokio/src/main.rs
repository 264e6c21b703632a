//! Serves requests that are echoed, that compute and that block, with a Tokio task for each connection.

mod contract;

use std::sync::Arc;

use contract::{Kind, Request, checksum};
use serverkit::Server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::task::{JoinSet, spawn_blocking};

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let connections: usize = trial.integer("connections", 1);
    let idle_connections: usize = trial.integer("idle-connections", 0);
    let port: u16 = trial.integer("port", 1);

    trial
        .run(async |stopwatch| {
            let mut server = Server::listen(port).await;

            // No more than one computation a core, as the pool for blocking work has far more threads.
            let cores = Arc::new(Semaphore::new(Handle::current().metrics().num_workers()));
            let mut set = JoinSet::new();
            while set.len() < connections + idle_connections {
                set.spawn(serve(server.accept().await, Arc::clone(&cores)));
            }
            let accepted = set.len() as u64;

            stopwatch.measure(server.run_load()).await;

            server.close().await;
            let served = set.join_all().await.into_iter().sum();
            checksum(served, accepted)
        })
        .await;
}

/// Serves requests until the connection ends, and returns their number.
async fn serve(mut connection: TcpStream, cores: Arc<Semaphore>) -> u64 {
    let mut served = 0;
    // The load closes its connections with a reset, which is an error here.
    while let Ok(number) = connection.read_u64_le().await {
        let answer = answer(Request(number), &cores).await;
        if connection.write_u64_le(answer).await.is_err() {
            break;
        }
        served += 1;
    }
    served
}

async fn answer(request: Request, cores: &Semaphore) -> u64 {
    match request.kind() {
        Kind::Echo => request.0,
        Kind::Compute => {
            let _permit = cores.acquire().await.expect("it is never closed");
            let computed = spawn_blocking(move || request.computed()).await;
            computed.expect("no computation panics")
        }
        Kind::Blocking => {
            let blocked = spawn_blocking(move || request.blocked()).await;
            blocked.expect("no call panics")
        }
    }
}
