//! What the Tokio peers that serve connections share.

use std::io::Error;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// Listens on a loopback port that the system chooses; 4,096 connections may wait to be accepted.
pub fn listen() -> TcpListener {
    let socket = TcpSocket::new_v4().expect("the system gives a socket");
    let address = "127.0.0.1:0".parse().expect("the address is valid");
    socket.bind(address).expect("the system gives a port");
    socket.listen(4096).expect("the socket can listen")
}

/// The server's control connection to the load. The two exchange lines of text over it.
pub struct LoadCall(TcpStream);

impl LoadCall {
    /// Connects to the load and tells it where the server listens.
    pub async fn new(port: u16, listener: &TcpListener) -> Self {
        let connection = TcpStream::connect(("127.0.0.1", port)).await;
        let mut call = Self(connection.expect("the load listens"));
        let address = listener.local_addr().expect("the listener is bound");
        call.say(&format!("{}\n", address.port())).await;
        call
    }

    /// Tells the load to begin and waits until all answers have come back.
    pub async fn run(&mut self) {
        self.say("start\n").await;
        let mut heard = [0; 5];
        let result = self.0.read_exact(&mut heard).await;
        assert!(
            result.is_ok() && &heard == b"done\n",
            "the load ended before its last answer"
        );
    }

    /// Tells the load to close its connections.
    pub async fn close(mut self) {
        self.say("close\n").await;
    }

    async fn say(&mut self, line: &str) {
        let result = self.0.write_all(line.as_bytes()).await;
        result.expect("the load still listens");
    }
}

/// Raises this process's limit of descriptors as far as the system allows, as Go's runtime does by itself.
pub fn allow_descriptors() {
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: both calls access only the struct that they are given.
    unsafe {
        libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit);
        limit.rlim_cur = limit.rlim_max;
        libc::setrlimit(libc::RLIMIT_NOFILE, &limit);
    }
}

/// Ends the trial with the number of connections for which the system had a descriptor.
pub fn refuse(error: Error, reached: usize) -> ! {
    match error.raw_os_error() {
        Some(libc::EMFILE | libc::ENFILE) => {
            peerkit::refuse(&format!("accepting a connection: {error}"), reached)
        }
        _ => panic!("accepting a connection: {error}"),
    }
}
