import Dispatch
import ServerKit
import Synchronization
import WorkloadKit

extension Service: DispatchStyle {
  static func dispatch(_ parameters: Parameters, stopwatch: inout Stopwatch) throws -> Checksum {
    try allowDescriptors(for: parameters.openConnections)
    let listener = try Socket.listening()
    defer { listener.close() }
    let load = try LoadCall(port: parameters.port, listener: listener)

    // Blocking calls have queues, so that they do not take the threads of the global one.
    let queues = (0..<parameters.blockingThreads).map { DispatchQueue(label: "blocking \($0)") }
    let served = Atomic(0)
    let ended = DispatchGroup()
    var accepted = 0
    while accepted < parameters.openConnections {
      let connection = Connection(try listener.nextConnection(after: accepted))
      accepted += 1
      ended.enter()
      connection.start(queues) { count in
        served.add(count, ordering: .relaxed)
        ended.leave()
      }
    }

    try stopwatch.measure { try load.run() }

    try load.close()
    ended.wait()
    return checksum(served: served.load(ordering: .relaxed), connections: accepted)
  }
}

/// A connection with its read source.
///
/// It serves one request at a time, so no two threads access it at the same time.
private final class Connection: @unchecked Sendable {
  private let socket: Socket
  private let source: any DispatchSourceRead
  private var served = 0

  init(_ socket: Socket) {
    self.socket = socket
    source = DispatchSource.makeReadSource(fileDescriptor: socket.descriptor, queue: .global())
  }

  func start(_ queues: [DispatchQueue], whenEnded: @escaping (Int) -> Void) {
    source.setEventHandler { self.serveNext(queues) }
    source.setCancelHandler {
      self.socket.close()
      whenEnded(self.served)
    }
    source.resume()
  }

  private func serveNext(_ queues: [DispatchQueue]) {
    // The source fires when there is something to read, so the blocking read returns at once.
    guard let number = socket.receiveNumber() else { return source.cancel() }
    let request = ServiceRequest(number)
    switch request.kind {
    case .echo: send(number)
    case .compute: send(request.computed())
    case .blocking:
      // No further request is read until this one is answered.
      source.suspend()
      queues[Int(number) % queues.count].async {
        self.send(request.blocked())
        self.source.resume()
      }
    }
  }

  private func send(_ answer: UInt64) {
    if socket.send(answer) { served += 1 } else { source.cancel() }
  }
}
