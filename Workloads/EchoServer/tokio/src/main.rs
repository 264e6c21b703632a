//! Echoes data over TCP, with a Tokio task for each connection.

mod contract;

use contract::{BUFFER_BYTES, checksum};
use serverkit::Server;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let connections: usize = trial.integer("connections", 1);
    let port: u16 = trial.integer("port", 1);

    trial
        .run(async |stopwatch| {
            let mut server = Server::listen(port).await;

            let mut set = JoinSet::new();
            while set.len() < connections {
                set.spawn(echo(server.accept().await));
            }
            let accepted = set.len();

            stopwatch.measure(server.run_load()).await;

            server.close().await;
            let bytes_echoed = set.join_all().await.into_iter().sum();
            checksum(bytes_echoed, accepted)
        })
        .await;
}

/// Echoes data until the connection ends, and returns the number of bytes sent back.
async fn echo(mut connection: TcpStream) -> usize {
    let mut buffer = [0; BUFFER_BYTES];
    let mut bytes_echoed = 0;
    loop {
        // The load closes its connections with a reset, which is an error here.
        let count = connection.read(&mut buffer).await.unwrap_or(0);
        if count == 0 || connection.write_all(&buffer[..count]).await.is_err() {
            return bytes_echoed;
        }
        bytes_echoed += count;
    }
}
