import NIOCore
import NIOPosix
import ServerKit
import WorkloadKit

extension Service: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    try allowDescriptors(for: parameters.openConnections)
    let pool = NIOThreadPool(numberOfThreads: parameters.blockingThreads)
    pool.start()
    let listener = try await asyncListener()
    let load = try await AsyncLoadCall(port: parameters.port, listener: listener.channel)

    return try await listener.executeThenClose { connections in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for try await connection in connections.prefix(parameters.openConnections) {
          group.addTask { await serve(connection, pool) }
        }

        try await stopwatch.measureAsync { try await load.run() }

        try await load.close()
        let counts = try await group.reduce(into: [Int]()) { $0.append($1) }
        try await pool.shutdownGracefully()
        return checksum(served: counts.reduce(0, +), connections: counts.count)
      }
    }
  }

  /// Serves requests until the connection ends, and returns their number.
  private static func serve(
    _ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ pool: NIOThreadPool
  ) async -> Int {
    var served = 0
    do {
      try await connection.executeThenClose { inbound, outbound in
        var unread = ByteBuffer()
        for try await var bytes in inbound {
          unread.writeBuffer(&bytes)
          while let number = unread.readInteger(endianness: .little, as: UInt64.self) {
            let answer = try await answer(to: ServiceRequest(number), pool)
            try await outbound.write(ByteBuffer(integer: answer, endianness: .little))
            served += 1
          }
          unread.discardReadBytes()
        }
      }
    } catch {
      // The load closes its connections with a reset.
    }
    return served
  }

  private static func answer(
    to request: ServiceRequest, _ pool: NIOThreadPool
  ) async throws -> UInt64 {
    switch request.kind {
    case .echo: request.number
    case .compute: request.computed()
    case .blocking: try await pool.runIfActive { request.blocked() }
    }
  }
}
