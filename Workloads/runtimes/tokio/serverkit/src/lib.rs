//! What the Tokio peers that serve connections share.

use std::io::Error;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// A server that listens, with its control connection to the load. The two exchange lines of text over it.
pub struct Server {
    listener: TcpListener,
    load: TcpStream,
    accepted: usize,
}

impl Server {
    /// Listens on a loopback port that the system chooses, connects to the load and tells it that
    /// port; 4,096 connections may wait to be accepted.
    pub async fn listen(load_port: u16) -> Self {
        allow_descriptors();
        let socket = TcpSocket::new_v4().expect("the system gives a socket");
        let address = "127.0.0.1:0".parse().expect("the address is valid");
        socket.bind(address).expect("the system gives a port");
        let listener = socket.listen(4096).expect("the socket can listen");
        let address = listener.local_addr().expect("the listener is bound");
        let load = TcpStream::connect(("127.0.0.1", load_port)).await;
        let mut server = Self {
            listener,
            load: load.expect("the load listens"),
            accepted: 0,
        };
        server.say(&format!("{}\n", address.port())).await;
        server
    }

    /// Waits for the next connection, whose writes are sent at once. If the system has no descriptor
    /// for it, the trial ends with the number of those before it.
    pub async fn accept(&mut self) -> TcpStream {
        match self.listener.accept().await {
            Ok((connection, _)) => {
                let taken = connection.set_nodelay(true);
                taken.expect("a new connection takes options");
                self.accepted += 1;
                connection
            }
            Err(error) => refuse(error, self.accepted),
        }
    }

    /// Tells the load to begin and waits until all answers have come back.
    pub async fn run_load(&mut self) {
        self.say("start\n").await;
        let mut heard = [0; 5];
        let result = self.load.read_exact(&mut heard).await;
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
        let result = self.load.write_all(line.as_bytes()).await;
        result.expect("the load still listens");
    }
}

/// Raises this process's limit of descriptors as far as the system allows, as Go's runtime does by itself.
fn allow_descriptors() {
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
fn refuse(error: Error, reached: usize) -> ! {
    match error.raw_os_error() {
        Some(libc::EMFILE | libc::ENFILE) => {
            peerkit::refuse(&format!("accepting a connection: {error}"), reached)
        }
        _ => panic!("accepting a connection: {error}"),
    }
}
