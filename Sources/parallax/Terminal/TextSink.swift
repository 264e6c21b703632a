import Platform

/// Text on its way out, written in large pieces.
///
/// Text that is still buffered is lost unless ``flush()`` is called.
struct TextSink {
  private var buffer: [UInt8] = []
  private let isTerminal: Bool
  /// The width of the terminal; nil where lines can have any length.
  let columns: Int?
  private let write: ([UInt8]) throws -> Void

  /// The time that writing has taken, most of it waiting for the reader.
  private(set) var waited = Duration.zero

  private static let pieceBytes = 65_536

  /// Passes each piece to a function; for a terminal, hidden characters are spelled out in every
  /// format.
  init(
    isTerminal: Bool = false, columns: Int? = nil, _ write: @escaping ([UInt8]) throws -> Void
  ) {
    self.isTerminal = isTerminal
    self.columns = columns
    self.write = write
  }

  /// Writes to an open descriptor; `path` names it in errors.
  init(descriptor: Int32, path: String) {
    self.init(
      isTerminal: isatty(descriptor) == 1, columns: terminalColumns(of: descriptor)
    ) { bytes in
      do throws(SystemError) { try writeAll(bytes, to: descriptor) } catch {
        throw FileError(path: path, action: .written, reason: error)
      }
    }
  }

  /// Writes to standard output.
  static func standardOutput() -> TextSink {
    TextSink(descriptor: 1, path: StandardStreams.outputName)
  }

  mutating func add(_ text: String) throws {
    buffer.append(
      contentsOf: isTerminal ? text.replacing("\r\n", with: "\n").visible.utf8 : text.utf8)
    if buffer.count >= Self.pieceBytes { try flush() }
  }

  /// Writes what is buffered.
  mutating func flush() throws {
    guard !buffer.isEmpty else { return }
    let piece = buffer
    buffer.removeAll(keepingCapacity: true)
    let clock = ContinuousClock()
    let start = clock.now
    defer { waited += clock.now - start }
    try write(piece)
  }
}

extension FileError {
  /// Whether the reader of a pipe has closed it, as `head` does when it has seen enough.
  var isClosedPipe: Bool { reason.code == EPIPE }
}
