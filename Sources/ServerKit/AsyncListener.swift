package import NIOCore
package import NIOPosix

/// What the servers of async code share: each write of a connection is sent at once.
///
/// - Parameter limit: The largest number of bytes that a server reads at once; nil leaves it to SwiftNIO.
package func serverBootstrap(readingAtMost limit: Int? = nil) -> ServerBootstrap {
  let bootstrap = ServerBootstrap(group: eventLoops)
    .serverChannelOption(.backlog, value: Socket.backlog)
    .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
  guard let limit else { return bootstrap }
  return bootstrap.childChannelOption(
    .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: limit))
}

/// Listens on a loopback port that the system chooses, for connections that tasks serve.
package func asyncListener(
  readingAtMost limit: Int? = nil
) async throws -> NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never> {
  try await serverBootstrap(readingAtMost: limit).bind(host: "127.0.0.1", port: 0) { channel in
    channel.eventLoop.makeCompletedFuture {
      try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
    }
  }
}
