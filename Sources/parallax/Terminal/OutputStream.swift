import Platform

/// Standard output for many rows: it writes in large pieces, and knows when it cannot go on.
struct OutputStream {
  /// The number of the system's error that ended the output; 0 as long as all is well.
  private(set) var error: Int32 = 0

  private var buffer: [UInt8] = []
  private let sink: ([UInt8]) -> Int32

  private static let pieceBytes = 65_536

  /// Writes to standard output.
  init() {
    // A closed pipe is to come back as an error, not to end the process with a signal.
    signal(SIGPIPE, SIG_IGN)
    // What was printed before stands in the C library's buffer and comes first.
    fflush(nil)
    self.init { writeAll($0, to: 1) }
  }

  /// Hands each piece to a function, which returns 0 or the number of an error.
  init(_ sink: @escaping ([UInt8]) -> Int32) { self.sink = sink }

  /// Whether the reader has gone, as `head` does when it has seen enough.
  var isClosed: Bool { error == EPIPE }

  /// What went wrong, in the system's words; nil when nothing did but that the reader has gone.
  var failure: String? { error == 0 || isClosed ? nil : String(cString: strerror(error)) }

  /// Writes a text, now or with a later one; after an error nothing.
  mutating func write(_ text: String) {
    guard error == 0 else { return }
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.pieceBytes { flush() }
  }

  /// Writes what is waiting.
  mutating func flush() {
    if error == 0, !buffer.isEmpty { error = sink(buffer) }
    buffer.removeAll(keepingCapacity: true)
  }
}
