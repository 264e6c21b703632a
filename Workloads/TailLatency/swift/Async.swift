import NIOCore
import ServerKit
import Synchronization
import WorkloadKit

extension TailLatency: AsyncStyle {
  static func async(
    _ parameters: Parameters, stopwatch: inout Stopwatch
  ) async throws -> Checksum {
    let cache = Mutex(Cache(parameters))
    try await serveWithTasks(parameters, &stopwatch) { request in
      cache.withLock { $0.replaceEntries(of: request) }
    }
    return cache.withLock { $0.checksum }
  }

  /// Serves all connections, each with a task.
  static func serveWithTasks(
    _ parameters: Parameters, _ stopwatch: inout Stopwatch,
    _ serve: @escaping @Sendable (UInt64) async -> Void
  ) async throws {
    try allowDescriptors(for: parameters.connections)
    let listener = try await asyncListener()
    let load = try await AsyncLoadCall(port: parameters.port, listener: listener.channel)

    try await listener.executeThenClose { connections in
      try await withThrowingDiscardingTaskGroup { group in
        for try await connection in connections.prefix(parameters.connections) {
          group.addTask { await answer(connection, serve) }
        }
        try await stopwatch.measureAsync { try await load.run() }
        try await load.close()
      }
    }
  }

  private static func answer(
    _ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>, _ serve: (UInt64) async -> Void
  ) async {
    do {
      try await connection.executeThenClose { inbound, outbound in
        var unread = ByteBuffer()
        for try await var bytes in inbound {
          unread.writeBuffer(&bytes)
          while let request = unread.readInteger(endianness: .little, as: UInt64.self) {
            await serve(request)
            try await outbound.write(ByteBuffer(integer: request, endianness: .little))
          }
          unread.discardReadBytes()
        }
      }
    } catch {
      // The load closes its connections with a reset.
    }
  }
}
