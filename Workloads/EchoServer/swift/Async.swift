import NIOCore
import NIOPosix
import ServerKit
import WorkloadKit

extension EchoServer: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    try allowDescriptors(for: parameters.connections)
    let listener = try await ServerBootstrap(group: eventLoops)
      .serverChannelOption(.backlog, value: Socket.backlog)
      .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
      .childChannelOption(
        .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: bufferBytes)
      )
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let load = try await AsyncLoadCall(port: parameters.port, listener: listener.channel)

    return try await listener.executeThenClose { connections in
      try await withThrowingTaskGroup(of: Int.self) { group in
        var accepted = 0
        for try await connection in connections {
          group.addTask { await echo(connection) }
          accepted += 1
          if accepted == parameters.connections { break }
        }

        try await stopwatch.measureAsync { try await load.run() }

        try await load.close()
        let bytesEchoed = try await group.reduce(0, +)
        return checksum(bytesEchoed: bytesEchoed, connections: accepted)
      }
    }
  }

  /// Echoes data until the connection ends, and returns the number of bytes sent back.
  private static func echo(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>) async -> Int {
    var bytesEchoed = 0
    do {
      try await connection.executeThenClose { inbound, outbound in
        for try await bytes in inbound {
          try await outbound.write(bytes)
          bytesEchoed += bytes.readableBytes
        }
      }
    } catch {
      // The load closes its connections with a reset.
    }
    return bytesEchoed
  }
}
