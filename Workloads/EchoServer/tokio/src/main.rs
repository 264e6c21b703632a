//! Echoes data over TCP, with a Tokio task for each connection.

mod contract;

use contract::{BUFFER_BYTES, LoadCall, allow_descriptors, checksum, listen, refuse};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

#[tokio::main]
async fn main() {
    let mut trial = peerkit::trial!();
    let connections: usize = trial.integer("connections", 1);
    let _messages: u64 = trial.integer("messages", 1);
    let _rate_per_second: u64 = trial.integer("rate-per-second", 0);
    let port: u16 = trial.integer("port", 1);

    allow_descriptors();
    trial
        .run(async |stopwatch| {
            let listener = listen();
            let mut load = LoadCall::new(port, &listener).await;

            let mut set = JoinSet::new();
            while set.len() < connections {
                match listener.accept().await {
                    Ok((connection, _)) => {
                        let taken = connection.set_nodelay(true);
                        taken.expect("a new connection takes options");
                        set.spawn(echo(connection));
                    }
                    Err(error) => refuse(error, set.len()),
                }
            }
            let accepted = set.len();

            stopwatch.measure(load.run()).await;

            load.close().await;
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
