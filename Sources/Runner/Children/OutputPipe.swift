import Platform

/// The reading end of a pipe and what came through it.
struct OutputPipe {
  private var descriptor: Descriptor?
  private let kept: Int?
  private(set) var bytes: [UInt8] = []

  /// Takes over the end; `keepingLast` bounds what is kept to its last bytes.
  init(_ descriptor: Descriptor, keepingLast kept: Int? = nil) {
    self.descriptor = descriptor
    self.kept = kept
  }

  /// The descriptor to wait on; -1 after its end, which `poll` leaves out.
  var number: Int32 { descriptor?.number ?? -1 }

  var isClosed: Bool { number < 0 }

  /// Reads what is there without waiting, at most 1 MiB: a child that writes without end must not
  /// keep us here.
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

  /// The kept last bytes as text; a character that was cut at the front is left out.
  var tail: String {
    let last = bytes.suffix(kept ?? bytes.count).drop { $0 & 0xc0 == 0x80 }
    return String(decoding: last, as: UTF8.self)
  }
}
