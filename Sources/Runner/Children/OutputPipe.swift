import Platform

/// The read end of a child's output pipe, with the bytes read so far.
struct OutputPipe {
  private var descriptor: Descriptor?
  private let kept: Int?
  private(set) var bytes: [UInt8] = []

  /// Takes ownership of the read end, nil for a pipe at its end; `keepingLast` limits what is kept to that
  /// many last bytes.
  init(_ descriptor: Descriptor?, keepingLast kept: Int? = nil) {
    self.descriptor = descriptor
    self.kept = kept
  }

  /// The descriptor to wait on; -1 after end of file, which `poll` ignores.
  var number: Int32 { descriptor?.number ?? -1 }

  var isClosed: Bool { number < 0 }

  /// Reads what is available without waiting, at most 1 MiB, so that a child that writes endlessly
  /// cannot block us.
  mutating func read() {
    for _ in 0..<16 {
      guard let open = descriptor else { return }
      do {
        let count = try open.append(to: &bytes)
        if count == 0 { descriptor = nil }
        if let kept, bytes.count > 2 * kept { bytes.removeFirst(bytes.count - kept) }
        if count < Descriptor.readBytes { return }
      } catch {
        if error.code != EAGAIN && error.code != EINTR { descriptor = nil }
        return
      }
    }
  }

  /// The bytes kept, as text without a character that was cut off at the front.
  var tail: String {
    let last = bytes.suffix(kept ?? bytes.count).drop { $0 & 0xc0 == 0x80 }
    return String(decoding: last, as: UTF8.self)
  }
}
