import NIOCore
import ServerKit
import WorkloadKit

extension EchoServer: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    try allowDescriptors(for: parameters.connections)
    let listener = try await asyncListener(readingAtMost: bufferBytes)
    let load = try await AsyncLoadCall(port: parameters.port, listener: listener.channel)

    return try await listener.executeThenClose { connections in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for try await connection in connections.prefix(parameters.connections) {
          group.addTask { await echo(connection) }
        }

        try await stopwatch.measureAsync { try await load.run() }

        try await load.close()
        let counts = try await group.reduce(into: [Int]()) { $0.append($1) }
        return checksum(bytesEchoed: counts.reduce(0, +), connections: counts.count)
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
