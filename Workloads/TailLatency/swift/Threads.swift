import ServerKit
import Synchronization
import WorkloadKit

extension TailLatency: ThreadStyle {
  static func threads(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    try allowDescriptors(for: parameters.connections)
    let cache = Mutex(Cache(parameters))
    let listener = try Socket.listening()
    defer { listener.close() }
    let load = try LoadCall(port: parameters.port, listener: listener)

    var threads: [JoinableThread] = []
    for count in 0..<parameters.connections {
      let connection = try listener.nextConnection(after: count)
      // A thread for each connection. It makes no deep calls, so a stack of 64 KiB is plenty.
      threads += try startThreads(1, stackBytes: 64 << 10) { _ in
        while let request = connection.receiveNumber() {
          cache.withLock { $0.replaceEntries(of: request) }
          guard connection.send(request) else { break }
        }
        connection.close()
      }
    }

    try stopwatch.measure { try load.run() }

    try load.close()
    for thread in threads { thread.join() }
    return cache.withLock { $0.checksum }
  }
}
